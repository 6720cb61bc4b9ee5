//! One revision of the content with everything made from it.
//!
//! The engine composes the rooms: it loads the content, builds the index, reads
//! the emergency rules, and lends them to a dialogue step. It does no I/O after
//! [`Engine::load`], and is shared between doors behind an `Arc`.

use std::path::Path;

use crate::knowledge::{self, Knowledge, Loaded, Passage, Problem, PublicLinks};
use crate::language::Thesaurus;
use crate::search::{Document, IndexError, SearchIndex};

/// Why an engine could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The content folder holds nothing that can be served.
    #[error("the content cannot be used:\n{}", list(.0))]
    Content(Vec<Problem>),
    /// The index could not be built.
    #[error(transparent)]
    Index(#[from] IndexError),
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("  {problem}")).collect::<Vec<_>>().join("\n")
}

/// Content, index, rules and words of one revision.
#[derive(Debug)]
pub struct Engine {
    /// The content.
    pub knowledge: Knowledge,
    /// The index over it; a passage's ordinal is its place in
    /// [`Knowledge::passages`].
    pub index: SearchIndex,
    /// Where the reading pages are.
    pub links: PublicLinks,
}

impl Engine {
    /// Loads a content folder and builds all that is made from it. Returns the
    /// problems of content that was left out.
    ///
    /// # Errors
    ///
    /// [`EngineError::Content`] when nothing can be served from the folder.
    pub fn load(folder: &Path, public_url: &str) -> Result<(Self, Vec<Problem>), EngineError> {
        let Loaded { knowledge, problems, .. } = knowledge::load(folder).map_err(EngineError::Content)?;
        let thesaurus = Thesaurus::new(knowledge.thesaurus());
        let index = build_index(&knowledge, thesaurus)?;
        Ok((Self { knowledge, index, links: PublicLinks::new(public_url) }, problems))
    }
}

fn build_index(knowledge: &Knowledge, thesaurus: Thesaurus) -> Result<SearchIndex, IndexError> {
    let texts: Vec<(String, String, Vec<&str>)> = knowledge.passages().iter().map(parts).collect();
    let documents = texts.iter().map(|(titles, text, asked)| Document { titles, text, asked });
    SearchIndex::build(documents, thesaurus)
}

fn parts(passage: &Passage) -> (String, String, Vec<&str>) {
    let titles = format!("{} {}", passage.article, passage.title);
    let headings = [passage.title.as_str(), titles.as_str()].map(str::to_owned);
    let asked = std::iter::once(passage.title.as_str()).chain(passage.phrasings.iter().map(String::as_str)).collect();
    let [_, both] = headings;
    (both, passage.text(), asked)
}
