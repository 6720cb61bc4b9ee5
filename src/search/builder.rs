//! What grows while passages are added to an index.

use std::collections::HashSet;

use tantivy::{IndexWriter, TantivyDocument};

use super::index::{Document, IndexError};
use super::learned::{self, Learned, Lessons};
use super::likeness::Likeness;
use super::schema::Fields;
use crate::language::analyzer::FieldText;
use crate::language::{Analyzer, Thesaurus};

/// Longest text of a passage that is indexed, in bytes; what follows is not
/// found. Ten times the longest section of an act.
const MAX_TEXT_BYTES: usize = 1024 * 1024;

/// What grows while passages are added.
pub(super) struct Builder<'a> {
    pub(super) writer: IndexWriter,
    fields: Fields,
    pub(super) analyzer: Analyzer,
    pub(super) likeness: Likeness,
    documents: Vec<Document<'a>>,
    /// The stems of each passage; empty for one that cannot be asked for.
    pub(super) words: Vec<HashSet<Box<str>>>,
    pub(super) units: u64,
}

impl<'a> Builder<'a> {
    /// With nothing added yet.
    pub(super) fn new(writer: IndexWriter, fields: Fields, thesaurus: Thesaurus) -> Self {
        Self {
            writer,
            fields,
            analyzer: Analyzer::new(thesaurus),
            likeness: Likeness::default(),
            documents: Vec::new(),
            words: Vec::new(),
            units: 0,
        }
    }

    /// Adds the next passage.
    pub(super) fn add(&mut self, document: Document<'a>) -> Result<(), IndexError> {
        let fields = self.fields;
        let passage = self.words.len();
        let text = &document.text[..document.text.floor_char_boundary(MAX_TEXT_BYTES)];
        let whole = self.analyzer.learn(&format!("{} {text}", document.titles));
        let titles = self.analyzer.titles(document.titles);
        self.documents.push(document);
        let mut words = HashSet::new();
        if !document.asked.is_empty() {
            note(&mut words, &whole);
        }
        let mut unit = TantivyDocument::default();
        unit.add_u64(fields.passage, passage as u64);
        unit.add_text(fields.text, &whole.content);
        unit.add_text(fields.text_parts, &whole.parts);
        unit.add_text(fields.text_grams, &whole.grams);
        unit.add_text(fields.text_pairs, &whole.pairs);
        unit.add_text(fields.text_starts, &whole.starts);
        unit.add_text(fields.text_lead, self.analyzer.lead(text));
        unit.add_text(fields.text_titles, titles);
        self.writer.add_document(unit)?;
        for asked in document.asked {
            let terms = self.add_asked(passage, asked)?;
            note(&mut words, &terms);
        }
        self.words.push(words);
        Ok(())
    }

    fn add_asked(&mut self, passage: usize, asked: &str) -> Result<FieldText, IndexError> {
        let fields = self.fields;
        let terms = self.analyzer.learn(asked);
        self.likeness.add(&terms.question);
        let mut unit = TantivyDocument::default();
        unit.add_u64(fields.passage, passage as u64);
        unit.add_u64(fields.unit, self.units);
        unit.add_text(fields.asked, &terms.question);
        unit.add_text(fields.asked_parts, &terms.parts);
        unit.add_text(fields.asked_grams, &terms.grams);
        unit.add_text(fields.asked_pairs, &terms.pairs);
        self.writer.add_document(unit)?;
        self.units += 1;
        Ok(terms)
    }

    /// What all ways of asking teach, with messages that nothing answers.
    pub(super) fn learn(&self, outside: &[&str]) -> Option<Learned> {
        if !learned::fits(self.units as usize, self.words.len()) {
            return None;
        }
        let mut lessons = Lessons::default();
        for (passage, document) in self.documents.iter().enumerate() {
            for asked in document.asked {
                lessons.asked(&self.analyzer.question(asked), passage);
            }
            for line in document.text.lines() {
                lessons.line(&self.analyzer.question(line), passage);
            }
        }
        for message in outside {
            lessons.outside(&self.analyzer.question(message));
        }
        lessons.learn()
    }
}

fn note(words: &mut HashSet<Box<str>>, terms: &FieldText) {
    for stem in terms.question.split(' ').chain(terms.parts.split(' ')) {
        if !words.contains(stem) {
            words.insert(stem.into());
        }
    }
}
