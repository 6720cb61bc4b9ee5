//! From an analysed question to clauses on fields.
//!
//! User text never reaches the engine's query parser: every clause is built
//! here from terms, so nothing a person types can be syntax.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::schema::Fields;
use crate::language::analyzer::{self, Role};
use crate::language::{Analysis, Word};

/// Weights of the kinds of evidence inside one search, relative to a stem of
/// the question. Fitted on the development questions; see `tests/measurements`.
pub mod weights {
    /// A stem of the question.
    pub const STEM: f32 = 1.0;
    /// A stem of a word that was mended.
    pub const CORRECTED: f32 = 0.8;
    /// A stem that means the same.
    pub const SYNONYM: f32 = 0.5;
    /// A part of a compound.
    pub const PART: f32 = 0.2;
    /// A character n-gram.
    pub const GRAM: f32 = 0.13;
    /// Two neighbouring stems.
    pub const PAIR: f32 = 0.08;
    /// A question word.
    pub const ASK: f32 = 0.6;
}

/// Most clauses of one search; a longer story keeps its first words.
pub(super) const MAX_CLAUSES: usize = 900;

/// What a question asks: terms with weights, for texts and for ways of asking.
#[derive(Debug, Default, Clone)]
pub struct Clauses {
    /// Clauses on the texts.
    pub text: Vec<Clause>,
    /// Clauses on the ways of asking.
    pub asked: Vec<Clause>,
}

/// A term wanted in a field.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The field and term.
    pub term: Term,
    /// How much its score counts.
    pub weight: f32,
    /// Whether it is a character n-gram; those carry no meaning of their own.
    pub gram: bool,
}

impl Clauses {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.asked.is_empty()
    }
}

/// A query that takes every clause it can get.
#[must_use]
pub fn boolean(clauses: &[Clause]) -> BooleanQuery {
    let parts = clauses.iter().map(|clause| {
        let term = TermQuery::new(clause.term.clone(), IndexRecordOption::WithFreqs);
        let boosted: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(term), clause.weight));
        (Occur::Should, boosted)
    });
    BooleanQuery::new(parts.collect())
}

/// Gathers terms, each once with its greatest weight.
struct Gatherer {
    order: Vec<(Field, String, bool)>,
    weights: HashMap<(Field, String), f32>,
}

impl Gatherer {
    fn new() -> Self {
        Self { order: Vec::new(), weights: HashMap::new() }
    }

    fn add(&mut self, field: Field, term: &str, weight: f32, gram: bool) {
        if self.order.len() >= MAX_CLAUSES {
            return;
        }
        match self.weights.get_mut(&(field, term.to_owned())) {
            Some(own) => *own = own.max(weight),
            None => {
                self.weights.insert((field, term.to_owned()), weight);
                self.order.push((field, term.to_owned(), gram));
            }
        }
    }

    fn finish(self) -> Vec<Clause> {
        let Self { order, weights } = self;
        let clause = |(field, text, gram): (Field, String, bool)| {
            let term = Term::from_field_text(field, &text);
            let weight = weights.get(&(field, text)).copied().unwrap_or_default();
            Clause { term, weight, gram }
        };
        order.into_iter().map(clause).collect()
    }
}

/// The clauses of a question.
#[must_use]
pub fn clauses(analysis: &Analysis, fields: Fields) -> Clauses {
    let (mut text, mut asked) = (Gatherer::new(), Gatherer::new());
    for word in &analysis.words {
        match word.term.role {
            Role::Function => {}
            Role::Question => asked.add(fields.asked, &word.term.stem, weights::ASK, false),
            Role::Content => {
                content(&mut text, word, (fields.text, fields.text_parts, fields.text_grams));
                content(&mut asked, word, (fields.asked, fields.asked_parts, fields.asked_grams));
            }
        }
    }
    let stems = analysis.words.iter().filter(|word| word.term.role == Role::Content).map(|word| &*word.term.stem);
    let stems: Vec<&str> = stems.collect();
    for two in stems.windows(2) {
        let pair = analyzer::pair(two[0], two[1]);
        text.add(fields.text_pairs, &pair, weights::PAIR, true);
        asked.add(fields.asked_pairs, &pair, weights::PAIR, true);
    }
    for synonym in &analysis.synonyms {
        // A synonym of several words shares the weight of one.
        let weight = weights::SYNONYM / (synonym.stems.len() as f32).sqrt();
        for stem in &synonym.stems {
            text.add(fields.text, stem, weight, false);
            asked.add(fields.asked, stem, weight, false);
        }
    }
    Clauses { text: text.finish(), asked: asked.finish() }
}

fn content(into: &mut Gatherer, word: &Word, (stems, parts, grams): (Field, Field, Field)) {
    let sure = if word.corrected.is_some() { weights::CORRECTED } else { weights::STEM };
    into.add(stems, &word.term.stem, sure, false);
    // A word may be a part of the index's compounds, and its own parts words of the index.
    into.add(parts, &word.term.stem, weights::PART * sure, false);
    for part in &word.term.parts {
        into.add(parts, part, weights::PART * sure, false);
        into.add(stems, part, weights::PART * sure, false);
    }
    for gram in word.term.grams.split(' ').filter(|gram| !gram.is_empty()) {
        into.add(grams, gram, weights::GRAM * sure, true);
    }
}
