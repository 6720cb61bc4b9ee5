//! The index's zones: one for each kind of evidence.
//!
//! An index document is a *unit*: either a passage's text, or one way of
//! asking for it (its heading, its question, one phrasing). A question is so
//! matched against each phrasing as a whole, not against a bag of all of them.
//!
//! The zones of a unit (Manning, Raghavan and Schütze 2008, § 6.1) share one
//! field of the engine: a letter before each term says which zone it stands in.
//! A field each would be eleven dictionaries, each with a table of its own that
//! costs more to clear than a small collection costs to index.

use tantivy::Term;
use tantivy::schema::{FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Name under which the terms' tokenizer is registered.
const TERMS: &str = "terms";

/// Stands before the letter of a zone where its terms begin in what the engine
/// is given; no term begins with it.
pub(super) const ZONE: char = '=';

/// A kind of evidence in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Stems of a passage's text, with its titles.
    Text,
    /// Stems of the parts of compounds in it.
    TextParts,
    /// Character n-grams of its words.
    TextGrams,
    /// Neighbouring stems, two and two.
    TextPairs,
    /// The letters its words begin with.
    TextStarts,
    /// Character n-grams of its first words, titles left out.
    TextLead,
    /// Stems of its titles alone.
    TextTitles,
    /// Stems of a way of asking, question words included.
    Asked,
    /// Stems of the parts of compounds in it.
    AskedParts,
    /// Character n-grams of its words.
    AskedGrams,
    /// Neighbouring stems, two and two.
    AskedPairs,
}

impl Zone {
    /// Every zone, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Text,
        Self::TextParts,
        Self::TextGrams,
        Self::TextPairs,
        Self::TextStarts,
        Self::TextLead,
        Self::TextTitles,
        Self::Asked,
        Self::AskedParts,
        Self::AskedGrams,
        Self::AskedPairs,
    ];

    /// Whether it is of ways of asking, not of texts.
    #[must_use]
    pub const fn is_asked(self) -> bool {
        self as usize >= Self::Asked as usize
    }

    /// The letter before its terms.
    pub(super) const fn letter(self) -> char {
        (b'a' + self as u8) as char
    }
}

/// The fields of a unit.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The passage's ordinal.
    pub passage: Field,
    /// The number of a way of asking, in the order of adding.
    pub unit: Field,
    /// The terms of all zones.
    pub terms: Field,
}

impl Fields {
    /// The schema and its fields.
    #[must_use]
    pub fn schema() -> (Schema, Self) {
        let mut builder = Schema::builder();
        // Terms arrive ready-made with spaces between them. Frequencies are
        // needed for BM25, positions are not; lengths are kept beside the index,
        // by zone.
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TERMS)
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(false);
        let number: NumericOptions = FAST.into();
        let fields = Self {
            passage: builder.add_u64_field("passage", number.clone()),
            unit: builder.add_u64_field("unit", number),
            terms: builder.add_text_field("terms", TextOptions::default().set_indexing_options(indexing)),
        };
        (builder.build(), fields)
    }

    /// A term of a zone as the index holds it.
    #[must_use]
    pub fn term(self, zone: Zone, term: &str) -> Term {
        Term::from_field_text(self.terms, &format!("{}{term}", zone.letter()))
    }

    /// Registers the tokenizer the fields name.
    pub fn register(tokenizers: &TokenizerManager) {
        tokenizers.register(TERMS, TextAnalyzer::builder(Spaces::default()).build());
    }
}

/// Cuts ready-made terms at the spaces between them, and writes the letter of
/// their zone before each.
#[derive(Debug, Default, Clone)]
struct Spaces {
    token: Token,
}

/// Terms not yet handed out.
struct Terms<'a> {
    rest: &'a str,
    letter: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Spaces {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        // A new token stands before the first place, which the engine would count
        // on from; positions are not indexed, so all stand at the first.
        self.token.reset();
        self.token.position = 0;
        Terms { rest: text, letter: "", token: &mut self.token }
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            let end = self.rest.bytes().position(|byte| byte == b' ').unwrap_or(self.rest.len());
            let term = &self.rest[..end];
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            if let Some(letter) = term.strip_prefix(ZONE) {
                self.letter = letter;
                continue;
            }
            self.token.text.clear();
            self.token.text.push_str(self.letter);
            self.token.text.push_str(term);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_out_with_the_letter_of_the_zone_they_stand_in() {
        let mut spaces = Spaces::default();
        let mut terms = Vec::new();
        let mut places = Vec::new();
        spaces.token_stream("=a mentor plikt =c ment ento").process(&mut |token| {
            terms.push(token.text.clone());
            places.push(token.position);
        });
        assert_eq!(places, [0; 4]);
        assert_eq!(terms, ["amentor", "aplikt", "cment", "cento"]);
        let (_, fields) = Fields::schema();
        assert_eq!(fields.term(Zone::TextGrams, "ment"), Term::from_field_text(fields.terms, &terms[2]));
        assert!(!spaces.token_stream("").advance());
    }

    #[test]
    fn zones_stand_at_their_numbers_with_a_letter_each() {
        for (at, zone) in Zone::ALL.into_iter().enumerate() {
            assert_eq!((zone as usize, zone.letter()), (at, (b'a' + at as u8) as char));
        }
    }
}
