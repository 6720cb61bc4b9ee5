//! The analysis chain, for the index and for the question.
//!
//! This is the one file to change when the chain itself changes; every link is
//! a module beside it. The n-grams of a word are handed over as one string
//! with spaces between them: a term never holds a space.

use std::sync::Arc;

use super::spelling::Vocabulary;
use super::thesaurus::Thesaurus;
use super::written_form::{self, WrittenForm};
use super::{bridge, compound, lexicon, normalize, quick, stem, token};

pub use super::role::{Role, role};

/// Letters in a character n-gram (tuned: see `tests/measurements`).
pub const GRAM_LETTERS: usize = 4;

/// Letters a word begins with that are evidence of their own: they reach forms
/// that neither the bridge nor the stemmer joins.
pub const START_LETTERS: usize = 5;

/// Words of a text's beginning that are evidence of their own, and the bytes
/// they are looked for in.
const LEAD_WORDS: usize = 15;
const LEAD_BYTES: usize = 400;

/// Words of a question that are looked at. A helper's longest story is under
/// this; what follows is not searched, so that a 100 kB text costs no more.
pub const MAX_QUESTION_WORDS: usize = 300;

/// A word as it is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Stem of the bokmål form.
    pub stem: Box<str>,
    /// Stems of a compound's parts, in order; empty when it is none.
    pub parts: Vec<Box<str>>,
    /// The bokmål form the character n-grams are taken from.
    pub bokmal: Box<str>,
    /// Its character n-grams, spaces between them; empty but for content.
    pub grams: Box<str>,
    /// The letters it begins with, as it is written.
    pub start: Box<str>,
    /// What part it plays.
    pub role: Role,
}

/// A word of a question and what the chain made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it was written, normalised.
    pub surface: String,
    /// The word of the index it was taken for, when it was misspelt.
    pub corrected: Option<String>,
    /// Whether the index holds the word.
    pub known: bool,
    /// How it is searched; shared with the index.
    pub term: Arc<Term>,
}

/// A word or words that mean the same as something in the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// Which words of the question it stands for: first, and how many.
    pub at: usize,
    /// How many words it stands for.
    pub len: usize,
    /// Stems that are also looked for.
    pub stems: Vec<String>,
}

/// A question after the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    /// The written form it is in.
    pub form: WrittenForm,
    /// Its words in order, at most [`MAX_QUESTION_WORDS`].
    pub words: Vec<Word>,
    /// What else its words may mean.
    pub synonyms: Vec<Synonym>,
}

/// The chain with what it has learnt from the index.
#[derive(Debug, Default, Clone)]
pub struct Analyzer {
    thesaurus: Thesaurus,
    vocabulary: Vocabulary,
    terms: quick::Table<Box<str>, Known>,
}

/// A word of the index.
#[derive(Debug, Clone)]
struct Known {
    term: Arc<Term>,
    /// Where it stands in the vocabulary.
    place: Option<usize>,
}

impl Analyzer {
    /// A chain that knows a field's synonyms and no words yet.
    #[must_use]
    pub fn new(thesaurus: Thesaurus) -> Self {
        Self { thesaurus, ..Self::default() }
    }

    /// The words it has learnt.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Analyses a text for the index, and learns its words: each in order.
    pub fn learn(&mut self, text: &str) -> Vec<Arc<Term>> {
        let normal = normalize::normalize(text);
        token::words(&normal).map(|word| self.learn_word(word)).collect()
    }

    fn learn_word(&mut self, word: &str) -> Arc<Term> {
        if let Some(known) = self.terms.get(word) {
            self.vocabulary.again(known.place);
            return known.term.clone();
        }
        let term = Arc::new(term(word, true));
        let place = self.vocabulary.add(word);
        self.terms.insert(word.into(), Known { term: term.clone(), place });
        term
    }

    /// The words of a text that was learnt, in order; others are left out.
    #[must_use]
    pub fn known(&self, text: &str) -> Vec<Arc<Term>> {
        let normal = normalize::normalize(text);
        token::words(&normal).filter_map(|word| self.terms.get(word)).map(|known| known.term.clone()).collect()
    }

    /// The first words of a text that carry meaning, after it was learnt.
    /// What a text is about is mostly said where it begins.
    pub fn lead(&self, text: &str) -> impl Iterator<Item = Arc<Term>> {
        let known = self.known(&text[..text.floor_char_boundary(LEAD_BYTES)]);
        known.into_iter().filter(|term| term.role == Role::Content).take(LEAD_WORDS)
    }

    /// Analyses a question. Nothing of it is kept.
    #[must_use]
    pub fn question(&self, text: &str) -> Analysis {
        let normal = normalize::normalize(text);
        let form = written_form::detect_normal(&normal);
        let words: Vec<Word> =
            token::words(&normal).take(MAX_QUESTION_WORDS).map(|word| self.word(word, form)).collect();
        let mut synonyms = self.synonyms(&words, form);
        self.joined(&words, &mut synonyms);
        Analysis { form, words, synonyms }
    }

    fn word(&self, surface: &str, form: WrittenForm) -> Word {
        let owned = surface.to_owned();
        if let Some(known) = self.terms.get(surface) {
            return Word { surface: owned, corrected: None, known: true, term: known.term.clone() };
        }
        let own = Arc::new(term(surface, form != WrittenForm::English));
        let is_word = self.terms.contains_key(&*own.bokmal) || lexicon::lemma(&own.bokmal).is_some();
        if is_word {
            let known = self.terms.contains_key(&*own.bokmal);
            return Word { surface: owned, corrected: None, known, term: own };
        }
        match self.vocabulary.nearest(surface) {
            Some(near) => {
                let known = self.terms.get(near).map(|known| known.term.clone());
                let term = known.unwrap_or_else(|| Arc::new(term(near, true)));
                Word { surface: owned, corrected: Some(near.to_owned()), known: true, term }
            }
            None => Word { surface: owned, corrected: None, known: false, term: own },
        }
    }

    fn synonyms(&self, words: &[Word], form: WrittenForm) -> Vec<Synonym> {
        let stems: Vec<&str> = words.iter().map(|word| &*word.term.stem).collect();
        let found = self.thesaurus.matches(&stems, form);
        found
            .iter()
            .flat_map(|found| found.to.iter().map(|to| Synonym { at: found.at, len: found.len, stems: to.clone() }))
            .collect()
    }

    /// «helse sykepleier» is also looked for as «helsesykepleier», when the
    /// index holds the joined word.
    fn joined(&self, words: &[Word], synonyms: &mut Vec<Synonym>) {
        for (at, pair) in words.windows(2).enumerate() {
            let joined = format!("{}{}", pair[0].surface, pair[1].surface);
            if let Some(known) = self.terms.get(joined.as_str())
                && pair[0].surface.len() > 2
                && pair[1].surface.len() > 2
            {
                synonyms.push(Synonym { at, len: 2, stems: vec![known.term.stem.to_string()] });
            }
        }
    }
}

fn push_spaced(out: &mut String, term: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(term);
}

/// Stands between the two stems of a pair.
const PAIR: char = '+';

/// The term for two neighbouring stems.
#[must_use]
pub fn pair(first: &str, second: &str) -> String {
    let mut pair = String::with_capacity(first.len() + second.len() + PAIR.len_utf8());
    push_pair(&mut pair, first, second);
    pair
}

/// Adds it to what is there.
pub fn push_pair(out: &mut String, first: &str, second: &str) {
    out.push_str(first);
    out.push(PAIR);
    out.push_str(second);
}

/// Calls `take` with each character n-gram of a word; a short word is its own.
pub fn grams(word: &str, mut take: impl FnMut(&str)) {
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    let letters = starts.len() - 1;
    if letters <= GRAM_LETTERS {
        take(word);
        return;
    }
    for first in 0..=(letters - GRAM_LETTERS) {
        take(&word[starts[first]..starts[first + GRAM_LETTERS]]);
    }
}

/// One word through the chain.
fn term(word: &str, norwegian: bool) -> Term {
    let bokmal = if norwegian { bridge::to_bokmal(word) } else { None };
    let bokmal = bokmal.as_deref().unwrap_or(word);
    let role = role(bokmal);
    let mut joined = String::new();
    if role == Role::Content {
        grams(bokmal, |gram| push_spaced(&mut joined, gram));
    }
    Term {
        grams: joined.into(),
        start: word.char_indices().nth(START_LETTERS).map_or(word, |(end, _)| &word[..end]).into(),
        stem: stem::stem(bokmal).into(),
        parts: compound::parts(bokmal).iter().map(|part| stem::stem(part).into()).collect(),
        bokmal: bokmal.into(),
        role,
    }
}

#[cfg(test)]
#[path = "analyzer_tests.rs"]
mod tests;
