//! The words of the field, found in a text: terms and synonyms of the content.
//!
//! Gives back the content's own way of writing a word, never the text's.

use std::collections::{BTreeSet, HashMap};

use super::observation::Mark;
use crate::knowledge::Knowledge;
use crate::language::{bridge, normalize, stem, token};

/// Most words counted of one text.
const MOST: usize = 8;

/// Terms and synonyms by the stem of their first word.
#[derive(Debug, Default)]
pub struct FieldWords {
    by_first: HashMap<String, Vec<(Vec<String>, Mark)>>,
}

impl FieldWords {
    /// The words of a revision of the content.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut words = Self::default();
        for term in knowledge.terms() {
            let mark = Mark::new(format!("begrep/{}", term.id));
            words.add(&term.name, &mark);
            term.other_names.iter().for_each(|name| words.add(name, &mark));
        }
        let thesaurus = knowledge.thesaurus();
        let groups = thesaurus.gruppe.iter().map(|group| (group.ord.first(), &group.ord));
        let directions = thesaurus.retning.iter().map(|direction| (direction.til.first(), &direction.fra));
        for (first, written) in groups.chain(directions) {
            let Some(mark) = first.map(|word| Mark::new(format!("ord/{word}"))) else { continue };
            written.iter().for_each(|word| words.add(word, &mark));
        }
        words
    }

    /// Every word that can be counted.
    #[cfg(test)]
    pub(super) fn all(&self) -> Vec<Mark> {
        self.by_first.values().flatten().map(|(_, mark)| mark.clone()).collect()
    }

    fn add(&mut self, word: &str, mark: &Mark) {
        let stems = stems(word);
        if let Some(first) = stems.first() {
            self.by_first.entry(first.clone()).or_default().push((stems, mark.clone()));
        }
    }

    /// The words that stand in a text, each once, in alphabetical order, at most
    /// eight.
    #[must_use]
    pub fn found(&self, text: &str) -> Vec<Mark> {
        let stems = stems(text);
        let mut found = BTreeSet::new();
        for (at, stem) in stems.iter().enumerate() {
            let here = self.by_first.get(stem).into_iter().flatten();
            found.extend(here.filter(|(wanted, _)| stems[at..].starts_with(wanted)).map(|(_, mark)| mark.clone()));
        }
        found.into_iter().take(MOST).collect()
    }
}

fn stems(text: &str) -> Vec<String> {
    let normal = normalize::normalize(text);
    let bokmal = |word: &str| bridge::to_bokmal(word).unwrap_or_else(|| word.to_owned());
    token::words(&normal).map(|word| stem::stem(&bokmal(word))).collect()
}
