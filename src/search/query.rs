//! From an analysed question to clauses on zones.
//!
//! User text never reaches the engine's query parser: every clause is built
//! here from terms, so nothing a person types can be syntax.

use std::collections::{HashMap, HashSet};

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::schema::{Fields, Zone};
use crate::language::analyzer::{self, Role};
use crate::language::{Analysis, Word, background};

/// Weights of the kinds of evidence inside one search, relative to a stem of
/// the question. Fitted on the development questions; see `tests/measurements`.
pub mod weights {
    /// A stem of the question.
    pub const STEM: f32 = 1.0;
    /// A stem of a word that was mended.
    pub const CORRECTED: f32 = 0.8;
    /// A stem that means the same.
    pub const SYNONYM: f32 = 0.5;
    /// A part of a compound, as a word of its own.
    pub const PART: f32 = 0.2;
    /// A word or a part of one, as a part of a compound.
    pub const IN_COMPOUND: f32 = 0.08;
    /// A character n-gram of a way of asking.
    pub const GRAM: f32 = 0.195;
    /// A character n-gram of a text, which is longer and holds more forms.
    pub const GRAM_OF_TEXT: f32 = 0.4;
    /// Two neighbouring stems of a way of asking.
    pub const PAIR: f32 = 0.08;
    /// Two neighbouring stems of a text.
    pub const PAIR_OF_TEXT: f32 = 0.16;
    /// The letters a word begins with; in texts only.
    pub const START: f32 = 0.8;
    /// A character n-gram in the first words of a text.
    pub const LEAD: f32 = 0.08;
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
    /// The question's own words that carry meaning, each stem once.
    pub own: Vec<Own>,
}

/// A word of the question, for telling whether it names a title.
#[derive(Debug, Clone)]
pub struct Own {
    /// It as a word of the text.
    pub text: Term,
    /// It as a word of the titles.
    pub title: Term,
    /// How sure it is, times how rare it is in Norwegian at large.
    pub weight: f32,
}

/// A term wanted in a field.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The term as the index holds it.
    pub term: Term,
    /// The zone it is wanted in.
    pub zone: Zone,
    /// How much its score counts.
    pub weight: f32,
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
    order: Vec<(Zone, String)>,
    weights: HashMap<(Zone, String), f32>,
}

impl Gatherer {
    fn new() -> Self {
        Self { order: Vec::new(), weights: HashMap::new() }
    }

    fn add(&mut self, zone: Zone, term: &str, weight: f32) {
        if self.order.len() >= MAX_CLAUSES {
            return;
        }
        match self.weights.get_mut(&(zone, term.to_owned())) {
            Some(own) => *own = own.max(weight),
            None => {
                self.weights.insert((zone, term.to_owned()), weight);
                self.order.push((zone, term.to_owned()));
            }
        }
    }

    fn finish(self, fields: Fields) -> Vec<Clause> {
        let Self { order, weights } = self;
        let clause = |(zone, text): (Zone, String)| {
            let term = fields.term(zone, &text);
            let weight = weights.get(&(zone, text)).copied().unwrap_or_default();
            Clause { term, zone, weight }
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
            Role::Question => asked.add(Zone::Asked, &word.term.stem, weights::ASK),
            Role::Content => {
                content(&mut text, word, (Zone::Text, Zone::TextParts));
                content(&mut asked, word, (Zone::Asked, Zone::AskedParts));
                grams(&mut text, word, (Zone::TextGrams, weights::GRAM_OF_TEXT));
                grams(&mut asked, word, (Zone::AskedGrams, weights::GRAM));
            }
        }
    }
    for word in analysis.words.iter().filter(|word| word.term.role == Role::Content) {
        text.add(Zone::TextStarts, &word.term.start, weights::START * sure(word));
        grams(&mut text, word, (Zone::TextLead, weights::LEAD));
    }
    let stems = analysis.words.iter().filter(|word| word.term.role == Role::Content).map(|word| &*word.term.stem);
    let stems: Vec<&str> = stems.collect();
    for two in stems.windows(2) {
        let pair = analyzer::pair(two[0], two[1]);
        text.add(Zone::TextPairs, &pair, weights::PAIR_OF_TEXT);
        asked.add(Zone::AskedPairs, &pair, weights::PAIR);
    }
    for synonym in &analysis.synonyms {
        // A synonym of several words shares the weight of one.
        let weight = weights::SYNONYM / (synonym.stems.len() as f32).sqrt();
        for stem in &synonym.stems {
            text.add(Zone::Text, stem, weight);
            asked.add(Zone::Asked, stem, weight);
        }
    }
    Clauses { text: text.finish(fields), asked: asked.finish(fields), own: own(analysis, fields) }
}

fn own(analysis: &Analysis, fields: Fields) -> Vec<Own> {
    let mut seen = HashSet::new();
    let content = analysis.words.iter().filter(|word| word.term.role == Role::Content);
    let first = content.filter(|word| seen.insert(&*word.term.stem));
    let own = first.map(|word| Own {
        text: fields.term(Zone::Text, &word.term.stem),
        title: fields.term(Zone::TextTitles, &word.term.stem),
        weight: sure(word) * background::rarity(&word.term.bokmal),
    });
    own.collect()
}

/// How sure it is that a word is what was meant.
fn sure(word: &Word) -> f32 {
    if word.corrected.is_some() { weights::CORRECTED } else { weights::STEM }
}

fn grams(into: &mut Gatherer, word: &Word, (zone, weight): (Zone, f32)) {
    for gram in word.term.grams.split(' ').filter(|gram| !gram.is_empty()) {
        into.add(zone, gram, weight * sure(word));
    }
}

fn content(into: &mut Gatherer, word: &Word, (stems, parts): (Zone, Zone)) {
    let sure = sure(word);
    into.add(stems, &word.term.stem, sure);
    // A word may be a part of the index's compounds, and its own parts words of the index.
    into.add(parts, &word.term.stem, weights::IN_COMPOUND * sure);
    for part in &word.term.parts {
        into.add(parts, part, weights::IN_COMPOUND * sure);
        into.add(stems, part, weights::PART * sure);
    }
}
