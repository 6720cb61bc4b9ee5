//! One revision of the content with everything made from it.
//!
//! The engine composes the rooms: it loads the content, builds the index, reads
//! the emergency rules, and lends them to a dialogue step. It does no I/O after
//! [`Engine::load`], and is shared between doors behind a [`Live`], so that
//! [`reload()`] can put the next revision in its place.

mod live;
mod reload;
mod self_retrieval;

use std::path::Path;
use std::sync::Arc;

use crate::dialogue::{self, Context, Incoming, Judgement, Outside, State, Step};
use crate::knowledge::{self, Knowledge, Loaded, OverrideError, Passage, Problem, PublicLinks};
use crate::language::{Thesaurus, WrittenForm};
use crate::replies::Replies;
use crate::safety::{self, RulesError, SafetyRules};
use crate::search::{Document, IndexError, SearchIndex};
use crate::statistics::FieldWords;

pub use live::Live;
pub use reload::{ReloadOutcome, reload};
pub use self_retrieval::{GOAL_FIRST, GOAL_THREE, SelfRetrieval, Stray, self_retrieval};

/// Why an engine could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The content folder holds nothing that can be served.
    #[error("the content cannot be used:\n{}", list(.0))]
    Content(Vec<Problem>),
    /// The emergency rules cannot be read: without them nothing is answered.
    #[error("akutt.toml cannot be used:\n{0}")]
    Rules(#[from] RulesError),
    /// The points of the emergency rules cannot be read.
    #[error("tegn.toml cannot be used:\n{0}")]
    Points(RulesError),
    /// The configuration sends places elsewhere that cannot be found.
    #[error("the routing cannot be used:\n{}", list(.0))]
    Routing(Vec<OverrideError>),
    /// The index could not be built.
    #[error(transparent)]
    Index(#[from] IndexError),
}

fn list(problems: &[impl ToString]) -> String {
    problems.iter().map(|problem| format!("  {}", problem.to_string())).collect::<Vec<_>>().join("\n")
}

/// Content, index, rules and words of one revision.
#[derive(Debug)]
pub struct Engine {
    /// The content.
    pub knowledge: Arc<Knowledge>,
    /// The index over it; a passage's ordinal is its place in
    /// [`Knowledge::leading`].
    pub index: SearchIndex,
    /// Danger and what must be refused.
    pub safety: SafetyRules,
    /// The bot's own words.
    pub replies: Replies,
    /// Where the reading pages are.
    pub links: PublicLinks,
    /// The field's words, for counting what finds no answer.
    pub field_words: FieldWords,
    /// What the configuration decides about places, for the next revision.
    routing: Vec<(String, String)>,
}

impl Engine {
    /// Loads a content folder and builds all that is made from it. Returns the
    /// problems of content that was left out.
    ///
    /// # Errors
    ///
    /// [`EngineError::Content`] when nothing can be served from the folder.
    pub fn load(folder: &Path, public_url: &str) -> Result<(Self, Vec<Problem>), EngineError> {
        Self::load_routed(folder, public_url, &[])
    }

    /// [`Self::load`], with what a configuration decides about places: pairs of
    /// a place and a region's id.
    ///
    /// # Errors
    ///
    /// As [`Self::load`], and [`EngineError::Routing`] when a pair cannot take
    /// effect: a request must not go where nobody meant it to.
    pub fn load_routed(
        folder: &Path,
        public_url: &str,
        routing: &[(String, String)],
    ) -> Result<(Self, Vec<Problem>), EngineError> {
        let Loaded { knowledge, problems, .. } = knowledge::load(folder).map_err(EngineError::Content)?;
        Ok((Self::build(knowledge, public_url, routing)?, problems))
    }

    /// Builds all that is made from loaded content.
    ///
    /// # Errors
    ///
    /// [`EngineError::Rules`], [`EngineError::Index`] or
    /// [`EngineError::Routing`].
    pub fn build(knowledge: Knowledge, public_url: &str, routing: &[(String, String)]) -> Result<Self, EngineError> {
        let knowledge = knowledge.with_routing(routing).map_err(EngineError::Routing)?;
        // Two halves that do not need each other, on two cores.
        let (rules, index) = std::thread::scope(|threads| {
            let rules = threads.spawn(|| safety_rules(&knowledge));
            let index = build_index(&knowledge);
            (rules.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), index)
        });
        let (safety, index) = (rules?, index?);
        let (replies, links) = (Replies::default(), PublicLinks::new(public_url));
        let (routing, field_words) = (routing.to_vec(), FieldWords::new(&knowledge));
        Ok(Self { knowledge: Arc::new(knowledge), index, safety, replies, links, field_words, routing })
    }

    /// What a dialogue step may look at, with nothing of the world outside.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context {
            knowledge: &self.knowledge,
            index: &self.index,
            safety: &self.safety,
            replies: &self.replies,
            links: &self.links,
            outside: Outside::nothing(),
        }
    }

    /// The same with what is known outside.
    #[must_use]
    pub fn context_with<'a>(&'a self, outside: Outside<'a>) -> Context<'a> {
        Context { outside, ..self.context() }
    }

    /// Takes one step of a conversation; see [`dialogue::advance`].
    #[must_use]
    pub fn advance(&self, outside: Outside<'_>, state: State, incoming: &Incoming) -> Step {
        dialogue::advance(&self.context_with(outside), state, incoming)
    }

    /// Judges a text as a conversation would; see [`dialogue::judge`].
    #[must_use]
    pub fn judge(&self, text: &str) -> Judgement<'_> {
        dialogue::judge(&self.context(), text)
    }
}

/// Reads the rules, and builds the tables that the first message would
/// otherwise wait for.
fn safety_rules(knowledge: &Knowledge) -> Result<SafetyRules, EngineError> {
    let _warm = (safety::personal_data("hei"), dialogue::smalltalk::recognize("hei"));
    let rules = SafetyRules::parse(knowledge.emergency_rules())?;
    match knowledge.emergency_points() {
        Some(points) => rules.with_points(points).map_err(EngineError::Points),
        // The loading has said that the file is missing; the rules alone decide.
        None => Ok(rules),
    }
}

/// The index over a content, as every revision is searched.
///
/// # Errors
///
/// Only when the search engine itself fails (out of memory).
pub fn build_index(knowledge: &Knowledge) -> Result<SearchIndex, IndexError> {
    let texts: Vec<(String, String, Vec<&str>)> =
        knowledge.leading().map(|passage| parts(knowledge, passage)).collect();
    let documents = texts.iter().map(|(titles, text, asked)| Document { titles, text, asked });
    SearchIndex::build_against(documents, &dialogue::outside(), Thesaurus::new(knowledge.thesaurus()))
}

/// What is indexed of a passage: the text of the version that leads, and of one in
/// another language, and the ways of asking of all. The chain reads nynorsk as
/// bokmål, so that the text of both would say the same twice.
fn parts<'a>(knowledge: &'a Knowledge, passage: &Passage) -> (String, String, Vec<&'a str>) {
    let titles = format!("{} {}", passage.article, passage.title);
    let asked = knowledge.versions(&passage.id).flat_map(|version| {
        std::iter::once(version.title.as_str()).chain(version.phrasings.iter().map(String::as_str))
    });
    let others = knowledge.versions(&passage.id).skip(1).filter(|version| version.form != WrittenForm::Nynorsk);
    let text = std::iter::once(passage.text()).chain(others.map(Passage::text)).collect::<Vec<_>>().join("\n");
    (titles, text, asked.collect())
}
