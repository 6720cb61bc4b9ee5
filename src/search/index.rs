//! Building the index, and asking it.

use tantivy::{Index, Searcher};

use super::builder::{Builder, Built, Stems};
use super::learned::Learned;
use super::likeness::Likeness;
use super::query::{self, Clauses};
use super::ranking::{self, Found, Hit};
use super::schema::Fields;
use super::scoring::Units;
use crate::language::analyzer::Role;
use crate::language::{Analysis, Analyzer, Thesaurus, background};

/// Memory the writer may fill before it writes a segment, in bytes. Our content
/// fits in one; one segment keeps scores and order the same on every run.
const WRITER_BYTES: usize = 64 * 1024 * 1024;

/// Why an index could not be built or asked. Comes from the engine alone: no
/// text can cause it.
#[derive(Debug, thiserror::Error)]
#[error("the search engine failed: {0}")]
pub struct IndexError(#[from] tantivy::TantivyError);

/// A passage as the index sees it. Its place in the order of adding is its
/// ordinal.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Title of the whole and of the section.
    pub titles: &'a str,
    /// The text.
    pub text: &'a str,
    /// Ways of asking for it: heading, question, phrasings.
    pub asked: &'a [&'a str],
}

/// An index in memory with the analyzer it was built by.
pub struct SearchIndex {
    units: Units,
    fields: Fields,
    analyzer: Analyzer,
    likeness: Likeness,
    learned: Option<Learned>,
    words: Vec<Stems>,
    documents: usize,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex").field("documents", &self.documents).finish_non_exhaustive()
    }
}

impl SearchIndex {
    /// Indexes passages in order.
    ///
    /// # Errors
    ///
    /// Only when the engine itself fails (out of memory).
    pub fn build<'a>(documents: impl Iterator<Item = Document<'a>>, thesaurus: Thesaurus) -> Result<Self, IndexError> {
        Self::build_against(documents, &[], thesaurus)
    }

    /// The same, with messages that no passage answers: the second ranker
    /// learns to tell questions from them.
    ///
    /// # Errors
    ///
    /// Only when the engine itself fails (out of memory).
    pub fn build_against<'a>(
        documents: impl Iterator<Item = Document<'a>>,
        outside: &[&str],
        thesaurus: Thesaurus,
    ) -> Result<Self, IndexError> {
        let (schema, fields) = Fields::schema();
        let index = Index::create_in_ram(schema);
        Fields::register(index.tokenizers());
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let mut builder = Builder::new(writer, fields, thesaurus);
        for document in documents {
            builder.add(document)?;
        }
        let Built { analyzer, likeness, learned, words, lengths } = builder.finish(outside)?;
        let documents = words.len();
        let units = Units::open(index.reader()?.searcher(), &lengths)?;
        Ok(Self { units, fields, analyzer, likeness, learned, words, documents })
    }

    /// Number of passages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents
    }

    /// Whether there is nothing to find.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// The analyzer the index was built by.
    #[must_use]
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// What a question asks of the fields.
    #[must_use]
    pub fn clauses(&self, analysis: &Analysis) -> Clauses {
        query::clauses(analysis, self.fields)
    }

    /// The best passages, best first, at most `top`.
    ///
    /// # Errors
    ///
    /// Only when the engine itself fails.
    pub fn search(&self, analysis: &Analysis, top: usize) -> Result<Vec<Hit>, IndexError> {
        Ok(self.find(analysis, top)?.hits)
    }

    /// The same, with what is known of the question as a whole.
    ///
    /// # Errors
    ///
    /// Only when the engine itself fails.
    pub fn find(&self, analysis: &Analysis, top: usize) -> Result<Found, IndexError> {
        let wanted = self.likeness.wanted(analysis);
        let alike = |unit| self.likeness.of(&wanted, unit);
        let opinion = self.learned.as_ref().and_then(|learned| learned.opinion(analysis));
        ranking::rank(&self.units, &self.clauses(analysis), alike, opinion.as_ref(), top)
    }

    /// How much of what a question says passages speak of: the share of its
    /// words that carry meaning, weighted by rarity, that stand in one of them
    /// whole or in part. From 0 to 1.
    #[must_use]
    pub fn coverage(&self, analysis: &Analysis, ordinals: &[usize]) -> f32 {
        let (mut covered, mut all) = (0.0, 0.0);
        for word in analysis.words.iter().filter(|word| word.term.role == Role::Content) {
            let rarity = background::rarity(&word.term.bokmal);
            let stands =
                |stems: &Stems| stems.hold(&word.term.stem) || word.term.parts.iter().any(|part| stems.hold(part));
            all += rarity;
            if ordinals.iter().filter_map(|&ordinal| self.words.get(ordinal)).any(stands) {
                covered += rarity;
            }
        }
        if all > 0.0 { covered / all } else { 0.0 }
    }

    /// The engine's own searcher, for measuring what the same query costs bare.
    #[must_use]
    pub fn searcher(&self) -> &Searcher {
        &self.units.searcher
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
