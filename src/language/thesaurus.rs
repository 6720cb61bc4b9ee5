//! Words that mean the same: read as data, matched in a question.

use std::collections::HashMap;

use serde::Deserialize;

use super::written_form::WrittenForm;
use super::{bridge, normalize, stem, token};

/// Synonyms, one way or both, of one or more words each.
///
/// Everything is kept as stems, so an entry holds for all forms of its words.
#[derive(Debug, Default, Clone)]
pub struct Thesaurus {
    entries: Vec<Entry>,
    by_first: HashMap<Box<str>, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Entry {
    from: Vec<String>,
    to: Vec<Vec<String>>,
    form: Option<WrittenForm>,
}

/// What a thesaurus file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThesaurusFile {
    /// Words that stand for each other, both ways.
    #[serde(default)]
    pub gruppe: Vec<Group>,
    /// Words that also mean other words, one way.
    #[serde(default)]
    pub retning: Vec<Direction>,
}

/// Words that stand for each other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// At least two; an entry may be several words.
    pub ord: Vec<String>,
}

/// Words whose asker also means others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Direction {
    /// What the asker writes.
    pub fra: Vec<String>,
    /// What is also looked for.
    pub til: Vec<String>,
    /// The written form `fra` belongs to; entries for English, Swedish and
    /// Danish hold only in questions of that form.
    pub sprak: WrittenForm,
}

/// A synonym found in a question.
#[derive(Debug, PartialEq, Eq)]
pub struct Match<'a> {
    /// Where in the question's words it begins.
    pub at: usize,
    /// How many words it covers.
    pub len: usize,
    /// What is also looked for: stems, one list a synonym.
    pub to: &'a [Vec<String>],
}

impl Thesaurus {
    /// Builds from what a file holds.
    #[must_use]
    pub fn new(file: &ThesaurusFile) -> Self {
        let mut thesaurus = Self::default();
        for group in &file.gruppe {
            let stems: Vec<Vec<String>> = group.ord.iter().map(|words| stems(words, None)).collect();
            for (at, from) in stems.iter().enumerate() {
                let to = stems.iter().enumerate().filter(|&(other, to)| other != at && to != from);
                thesaurus.push(from.clone(), to.map(|(_, to)| to.clone()).collect(), None);
            }
        }
        for direction in &file.retning {
            let form = Some(direction.sprak).filter(|form| !form.is_norwegian());
            let to: Vec<Vec<String>> = direction.til.iter().map(|words| stems(words, None)).collect();
            for from in &direction.fra {
                thesaurus.push(stems(from, form), to.clone(), form);
            }
        }
        thesaurus
    }

    /// Number of entries, counted by what the asker may write.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn push(&mut self, from: Vec<String>, to: Vec<Vec<String>>, form: Option<WrittenForm>) {
        let Some(first) = from.first() else { return };
        if to.is_empty() {
            return;
        }
        let at = self.entries.len();
        self.by_first.entry(first.as_str().into()).or_default().push(at);
        self.entries.push(Entry { from, to, form });
    }

    /// Every entry that stands in the question's stems, in order.
    #[must_use]
    pub fn matches(&self, stems: &[&str], form: WrittenForm) -> Vec<Match<'_>> {
        let mut found = Vec::new();
        for (at, stem) in stems.iter().enumerate() {
            let Some(candidates) = self.by_first.get(*stem) else {
                continue;
            };
            for &candidate in candidates {
                let entry = &self.entries[candidate];
                let applies =
                    entry.form.is_none_or(|wanted| wanted == form || (!form.is_norwegian() && !wanted.is_norwegian()));
                let here = stems[at..].len() >= entry.from.len()
                    && entry.from.iter().zip(&stems[at..]).all(|(one, other)| one == other);
                if applies && here {
                    found.push(Match { at, len: entry.from.len(), to: &entry.to });
                }
            }
        }
        found
    }
}

/// The stems of an entry; words of other languages are not brought to bokmål.
fn stems(words: &str, form: Option<WrittenForm>) -> Vec<String> {
    let normal = normalize::normalize(words);
    token::words(&normal)
        .map(|word| match form {
            Some(_) => stem::stem(word),
            None => stem::stem(&bridge::to_bokmal(word).unwrap_or_else(|| word.to_owned())),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thesaurus() -> Thesaurus {
        let file: ThesaurusFile = toml::from_str(
            "[[gruppe]]\nord = ['helsesøster', 'helsesykepleier']\n\
             [[retning]]\nfra = ['duty of confidentiality']\ntil = ['taushetsplikt']\nsprak = 'en'\n",
        )
        .unwrap();
        Thesaurus::new(&file)
    }

    #[test]
    fn groups_hold_both_ways_and_in_every_form() {
        let stem = stem::stem("helsesykepleieren");
        let thesaurus = thesaurus();
        let found = thesaurus.matches(&[&stem], WrittenForm::Bokmal);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].to, [vec![stem::stem("helsesøster")]]);
    }

    #[test]
    fn several_words_match_only_in_their_language() {
        let words: Vec<String> = ["the", "duty", "of", "confidentiality"].map(stem::stem).to_vec();
        let refs: Vec<&str> = words.iter().map(String::as_str).collect();
        let thesaurus = thesaurus();
        let found = thesaurus.matches(&refs, WrittenForm::English);
        assert_eq!((found[0].at, found[0].len), (1, 3));
        assert!(thesaurus.matches(&refs, WrittenForm::Bokmal).is_empty());
    }
}
