//! What grows while passages are added to an index.

use std::sync::Arc;

use tantivy::{IndexWriter, TantivyDocument};

use super::index::{Document, IndexError};
use super::learned::{self, Learned, Lessons};
use super::likeness::Likeness;
use super::schema::{Fields, Zone};
use super::unit::{self, Lengths, UnitTerms};
use crate::language::analyzer::Role;
use crate::language::quick;
use crate::language::{Analyzer, Term, Thesaurus};

/// Longest text of a passage that is indexed, in bytes; what follows is not
/// found. Ten times the longest section of an act.
const MAX_TEXT_BYTES: usize = 1024 * 1024;

/// What was built beside the engine's own index.
pub(super) struct Built {
    pub(super) analyzer: Analyzer,
    pub(super) likeness: Likeness,
    pub(super) learned: Option<Learned>,
    pub(super) words: Vec<Stems>,
    pub(super) lengths: Lengths,
}

/// What grows while passages are added.
pub(super) struct Builder<'a> {
    writer: IndexWriter,
    fields: Fields,
    analyzer: Analyzer,
    likeness: Likeness,
    documents: Vec<Document<'a>>,
    /// The stems of each passage; none for one that cannot be asked for.
    words: Vec<Stems>,
    lengths: Lengths,
    /// Empty between units; kept for the memory it has grown to.
    unit: UnitTerms,
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
            lengths: Lengths::default(),
            unit: UnitTerms::default(),
        }
    }

    /// Adds the next passage.
    pub(super) fn add(&mut self, document: Document<'a>) -> Result<(), IndexError> {
        let passage = self.words.len();
        let text = &document.text[..document.text.floor_char_boundary(MAX_TEXT_BYTES)];
        let whole = self.analyzer.learn(&format!("{} {text}", document.titles));
        let mut unit = std::mem::take(&mut self.unit);
        unit.push_words(unit::TEXT, &whole);
        content(&whole).for_each(|term| unit.push(Zone::TextStarts, &term.start));
        self.analyzer.lead(text).for_each(|term| unit.push(Zone::TextLead, &term.grams));
        let titles = self.analyzer.known(document.titles);
        content(&titles).for_each(|term| unit.push(Zone::TextTitles, &term.stem));
        self.lengths.add_text(&unit);
        self.write(passage, None, unit)?;
        self.documents.push(document);
        let mut spoken = if document.asked.is_empty() { Vec::new() } else { whole };
        for asked in document.asked {
            spoken.extend(self.add_asked(passage, asked)?);
        }
        self.words.push(Stems::of(&spoken));
        Ok(())
    }

    fn add_asked(&mut self, passage: usize, asked: &str) -> Result<Vec<Arc<Term>>, IndexError> {
        let terms = self.analyzer.learn(asked);
        let spoken = || terms.iter().filter(|term| term.role != Role::Function);
        self.likeness.add(spoken().map(|term| &*term.stem));
        let mut unit = std::mem::take(&mut self.unit);
        unit.push_words(unit::ASKED, &terms);
        spoken().filter(|term| term.role == Role::Question).for_each(|term| unit.push(Zone::Asked, &term.stem));
        let (_, number) = self.lengths.units();
        self.lengths.add_asked(&unit);
        self.write(passage, Some(number), unit)?;
        Ok(terms)
    }

    fn write(&mut self, passage: usize, asked: Option<usize>, mut unit: UnitTerms) -> Result<(), IndexError> {
        let fields = self.fields;
        let mut document = TantivyDocument::default();
        document.add_u64(fields.passage, passage as u64);
        if let Some(asked) = asked {
            document.add_u64(fields.unit, asked as u64);
        }
        document.add_text(fields.terms, unit.joined());
        unit.clear();
        self.unit = unit;
        self.writer.add_document(document)?;
        Ok(())
    }

    /// Writes the index, and meanwhile learns what all ways of asking teach, with
    /// messages that nothing answers. The engine has let go of its memory before
    /// the learning has: a start takes the most of one, not of both.
    pub(super) fn finish(self, outside: &[&str]) -> Result<Built, IndexError> {
        let Self { mut writer, analyzer, mut likeness, documents, words, lengths, .. } = self;
        let write = move || {
            writer.commit()?;
            writer.wait_merging_threads()
        };
        let (written, learned) = std::thread::scope(|threads| {
            let written = threads.spawn(write);
            let learned = learn(&analyzer, &documents, lengths.units().1, outside);
            (written.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), learned)
        });
        written?;
        likeness.finish();
        Ok(Built { analyzer, likeness, learned, words, lengths })
    }
}

fn learn(analyzer: &Analyzer, documents: &[Document<'_>], asked: usize, outside: &[&str]) -> Option<Learned> {
    if !learned::fits(asked, documents.len()) {
        return None;
    }
    let mut lessons = Lessons::default();
    for (passage, document) in documents.iter().enumerate() {
        for asked in document.asked {
            lessons.asked(&analyzer.question(asked), passage);
        }
        for line in document.text.lines() {
            lessons.line(&analyzer.question(line), passage);
        }
    }
    for message in outside {
        lessons.outside(&analyzer.question(message));
    }
    lessons.learn()
}

fn content(terms: &[Arc<Term>]) -> impl Iterator<Item = &Term> {
    terms.iter().map(|term| &**term).filter(|term| term.role == Role::Content)
}

/// The stems of a passage's words that carry meaning or ask, and of their
/// parts: as hashes, in order, since only whether one is there is asked.
#[derive(Debug, Default)]
pub(super) struct Stems(Box<[u64]>);

impl Stems {
    fn of(terms: &[Arc<Term>]) -> Self {
        let spoken = terms.iter().filter(|term| term.role != Role::Function);
        let stems = spoken.flat_map(|term| std::iter::once(&term.stem).chain(&term.parts));
        let mut hashes: Vec<u64> = stems.map(|stem| quick::hash(stem.as_bytes())).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes.into_boxed_slice())
    }

    /// Whether a stem is among them.
    pub(super) fn hold(&self, stem: &str) -> bool {
        self.0.binary_search(&quick::hash(stem.as_bytes())).is_ok()
    }
}
