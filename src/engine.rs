//! One revision of the content with everything made from it.
//!
//! The engine composes the rooms: it loads the content, builds the index, reads
//! the emergency rules, and lends them to a dialogue step. It does no I/O after
//! [`Engine::load`], and is shared between doors behind an `Arc`.

use std::path::Path;
use std::sync::Arc;

use crate::dialogue::{self, Context, Incoming, Judgement, State, Step};
use crate::knowledge::{self, Knowledge, Loaded, Passage, Problem, PublicLinks};
use crate::language::Thesaurus;
use crate::replies::Replies;
use crate::safety::{self, RulesError, SafetyRules};
use crate::search::{Document, IndexError, SearchIndex};

/// Why an engine could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The content folder holds nothing that can be served.
    #[error("the content cannot be used:\n{}", list(.0))]
    Content(Vec<Problem>),
    /// The emergency rules cannot be read: without them nothing is answered.
    #[error("akutt.toml cannot be used:\n{0}")]
    Rules(#[from] RulesError),
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
    pub knowledge: Arc<Knowledge>,
    /// The index over it; a passage's ordinal is its place in
    /// [`Knowledge::passages`].
    pub index: SearchIndex,
    /// Danger and what must be refused.
    pub safety: SafetyRules,
    /// The bot's own words.
    pub replies: Replies,
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
        // Two halves that do not need each other, on two cores.
        let (rules, index) = std::thread::scope(|threads| {
            let rules = threads.spawn(|| safety_rules(&knowledge));
            let index = build_index(&knowledge);
            (rules.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), index)
        });
        let (safety, index) = (rules?, index?);
        let (replies, links) = (Replies::default(), PublicLinks::new(public_url));
        Ok((Self { knowledge: Arc::new(knowledge), index, safety, replies, links }, problems))
    }

    /// What a dialogue step may look at.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context {
            knowledge: &self.knowledge,
            index: &self.index,
            safety: &self.safety,
            replies: &self.replies,
            links: &self.links,
        }
    }

    /// Takes one step of a conversation; see [`dialogue::advance`].
    #[must_use]
    pub fn advance(&self, state: State, incoming: &Incoming) -> Step {
        dialogue::advance(&self.context(), state, incoming)
    }

    /// Judges a text as a conversation would; see [`dialogue::judge`].
    #[must_use]
    pub fn judge(&self, text: &str) -> Judgement<'_> {
        dialogue::judge(&self.context(), text)
    }
}

/// Reads the rules, and builds the tables that the first message would
/// otherwise wait for.
fn safety_rules(knowledge: &Knowledge) -> Result<SafetyRules, RulesError> {
    let _warm = (safety::personal_data("hei"), dialogue::smalltalk::recognize("hei"));
    SafetyRules::parse(knowledge.emergency_rules())
}

fn build_index(knowledge: &Knowledge) -> Result<SearchIndex, IndexError> {
    let texts: Vec<(String, String, Vec<&str>)> = knowledge.passages().iter().map(parts).collect();
    let documents = texts.iter().map(|(titles, text, asked)| Document { titles, text, asked });
    SearchIndex::build_against(documents, &dialogue::outside(), Thesaurus::new(knowledge.thesaurus()))
}

fn parts(passage: &Passage) -> (String, String, Vec<&str>) {
    let titles = format!("{} {}", passage.article, passage.title);
    let asked = std::iter::once(passage.title.as_str()).chain(passage.phrasings.iter().map(String::as_str)).collect();
    (titles, passage.text(), asked)
}
