//! The index's fields: one for each kind of evidence.
//!
//! An index document is a *unit*: either a passage's text, or one way of
//! asking for it (its heading, its question, one phrasing). A question is so
//! matched against each phrasing as a whole, not against a bag of all of them.

use tantivy::schema::{FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager, WhitespaceTokenizer};

/// Name under which the fields' tokenizer is registered.
const TERMS: &str = "terms";

/// The fields of a unit.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The passage's ordinal.
    pub passage: Field,
    /// The number of a way of asking, in the order of adding.
    pub unit: Field,
    /// Stems of a passage's text, with its titles.
    pub text: Field,
    /// Stems of the parts of compounds in it.
    pub text_parts: Field,
    /// Character n-grams of its words.
    pub text_grams: Field,
    /// Neighbouring stems, two and two.
    pub text_pairs: Field,
    /// The letters its words begin with.
    pub text_starts: Field,
    /// Character n-grams of its first words, titles left out.
    pub text_lead: Field,
    /// Stems of its titles alone.
    pub text_titles: Field,
    /// Stems of a way of asking, question words included.
    pub asked: Field,
    /// Stems of the parts of compounds in it.
    pub asked_parts: Field,
    /// Character n-grams of its words.
    pub asked_grams: Field,
    /// Neighbouring stems, two and two.
    pub asked_pairs: Field,
}

impl Fields {
    /// The schema and its fields.
    #[must_use]
    pub fn schema() -> (Schema, Self) {
        let mut builder = Schema::builder();
        // Terms arrive ready-made with spaces between them; frequencies are
        // needed for BM25, positions are not.
        let indexing = TextFieldIndexing::default().set_tokenizer(TERMS).set_index_option(IndexRecordOption::WithFreqs);
        let terms = TextOptions::default().set_indexing_options(indexing);
        let number: NumericOptions = FAST.into();
        let fields = Self {
            passage: builder.add_u64_field("passage", number.clone()),
            unit: builder.add_u64_field("unit", number),
            text: builder.add_text_field("text", terms.clone()),
            text_parts: builder.add_text_field("text_parts", terms.clone()),
            text_grams: builder.add_text_field("text_grams", terms.clone()),
            text_pairs: builder.add_text_field("text_pairs", terms.clone()),
            text_starts: builder.add_text_field("text_starts", terms.clone()),
            text_lead: builder.add_text_field("text_lead", terms.clone()),
            text_titles: builder.add_text_field("text_titles", terms.clone()),
            asked: builder.add_text_field("asked", terms.clone()),
            asked_parts: builder.add_text_field("asked_parts", terms.clone()),
            asked_grams: builder.add_text_field("asked_grams", terms.clone()),
            asked_pairs: builder.add_text_field("asked_pairs", terms),
        };
        (builder.build(), fields)
    }

    /// Whether a field is of ways of asking, not of texts.
    #[must_use]
    pub fn is_asked(self, field: Field) -> bool {
        [self.unit, self.asked, self.asked_parts, self.asked_grams, self.asked_pairs].contains(&field)
    }

    /// Registers the tokenizer the fields name.
    pub fn register(tokenizers: &TokenizerManager) {
        tokenizers.register(TERMS, TextAnalyzer::builder(WhitespaceTokenizer::default()).build());
    }
}
