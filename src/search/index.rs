//! Building the index, and asking it.

use tantivy::{Index, IndexWriter, Searcher, TantivyDocument};

use super::likeness::Likeness;
use super::query::{self, Clauses};
use super::ranking::{self, Hit, Units};
use super::schema::Fields;
use crate::language::{Analysis, Analyzer, Thesaurus};

/// Memory the writer may fill before it writes a segment, in bytes. Our content
/// fits in one; one segment keeps scores and order the same on every run.
const WRITER_BYTES: usize = 64 * 1024 * 1024;

/// Longest text of a passage that is indexed, in bytes; what follows is not
/// found. Ten times the longest section of an act.
const MAX_TEXT_BYTES: usize = 1024 * 1024;

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
        let (schema, fields) = Fields::schema();
        let index = Index::create_in_ram(schema);
        Fields::register(index.tokenizers());
        let writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let mut builder = Builder {
            writer,
            fields,
            analyzer: Analyzer::new(thesaurus),
            likeness: Likeness::default(),
            passages: 0,
            units: 0,
        };
        for document in documents {
            builder.add(&document)?;
        }
        let Builder { mut writer, analyzer, mut likeness, passages, .. } = builder;
        likeness.finish();
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(Self {
            units: Units::open(index.reader()?.searcher())?,
            fields,
            analyzer,
            likeness,
            documents: passages as usize,
        })
    }

    /// The same index with a field's synonyms: they are looked up in questions
    /// only, so they may be made ready while the index is built.
    #[must_use]
    pub fn with_thesaurus(mut self, thesaurus: Thesaurus) -> Self {
        self.analyzer.set_thesaurus(thesaurus);
        self
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
        let wanted = self.likeness.wanted(analysis);
        let alike = |unit| self.likeness.of(&wanted, unit);
        ranking::rank(&self.units, &self.clauses(analysis), alike, top)
    }

    /// The engine's own searcher, for measuring what the same query costs bare.
    #[must_use]
    pub fn searcher(&self) -> &Searcher {
        &self.units.searcher
    }
}

/// What grows while passages are added.
struct Builder {
    writer: IndexWriter,
    fields: Fields,
    analyzer: Analyzer,
    likeness: Likeness,
    passages: u64,
    units: u64,
}

impl Builder {
    fn add(&mut self, document: &Document<'_>) -> Result<(), IndexError> {
        let fields = self.fields;
        let text = &document.text[..document.text.floor_char_boundary(MAX_TEXT_BYTES)];
        let whole = self.analyzer.learn(&format!("{} {text}", document.titles));
        let mut unit = TantivyDocument::default();
        unit.add_u64(fields.passage, self.passages);
        unit.add_text(fields.text, &whole.content);
        unit.add_text(fields.text_parts, &whole.parts);
        unit.add_text(fields.text_grams, &whole.grams);
        unit.add_text(fields.text_pairs, &whole.pairs);
        self.writer.add_document(unit)?;
        for asked in document.asked {
            self.add_asked(asked)?;
        }
        self.passages += 1;
        Ok(())
    }

    fn add_asked(&mut self, asked: &str) -> Result<(), IndexError> {
        let fields = self.fields;
        let terms = self.analyzer.learn(asked);
        self.likeness.add(&terms.question);
        let mut unit = TantivyDocument::default();
        unit.add_u64(fields.passage, self.passages);
        unit.add_u64(fields.unit, self.units);
        unit.add_text(fields.asked, &terms.question);
        unit.add_text(fields.asked_parts, &terms.parts);
        unit.add_text(fields.asked_grams, &terms.grams);
        unit.add_text(fields.asked_pairs, &terms.pairs);
        self.writer.add_document(unit)?;
        self.units += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> SearchIndex {
        let documents = [
            Document {
                titles: "Mentor",
                text: "En mentor støtter og utfordrer.",
                asked: &["Hva er en mentor?", "hvem hjelper"],
            },
            Document {
                titles: "Taushetsplikt",
                text: "Taushetsplikten verner tilliten.",
                asked: &["Når gjelder taushetsplikten?"],
            },
            Document { titles: "", text: "", asked: &[] },
        ];
        SearchIndex::build(documents.into_iter(), Thesaurus::default()).unwrap()
    }

    fn first(question: &str) -> Option<usize> {
        let index = index();
        let analysis = index.analyzer().question(question);
        index.search(&analysis, 10).unwrap().first().map(|hit| hit.ordinal)
    }

    #[test]
    fn the_passage_that_speaks_of_it_comes_first() {
        assert_eq!(first("mentoren"), Some(0));
        assert_eq!(first("Når gjeld teieplikta?"), Some(1));
        assert_eq!(first("tausetsplikt"), Some(1));
    }

    #[test]
    fn nothing_in_common_gives_nothing() {
        assert_eq!(first("😀"), None);
        assert_eq!(first(""), None);
        assert_eq!(first("xyzzyqwq"), None);
    }

    #[test]
    fn an_empty_collection_is_an_index_too() {
        let index = SearchIndex::build(std::iter::empty(), Thesaurus::default()).unwrap();
        assert!(index.is_empty());
        let analysis = index.analyzer().question("mentor");
        assert!(index.search(&analysis, 10).unwrap().is_empty());
    }
}
