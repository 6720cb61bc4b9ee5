//! What became of one message, in words of the content only.

use super::field_words::FieldWords;
use crate::dialogue::{Action, Block, Door, Effect, Incoming, Kind, Outgoing, Step, What};
use crate::knowledge::{Knowledge, PassageId};

/// The name of something that is counted: an id of the content, an emergency
/// category or a word of the field. It is made in this room of what the content
/// holds, and never of what a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(String);

impl Mark {
    /// Of the content's own words.
    pub(super) fn new(of_content: impl Into<String>) -> Self {
        Self(of_content.into())
    }

    /// As it is stored and shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was done with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// A question was answered with a passage.
    Answer,
    /// Two or three passages were offered.
    Options,
    /// No passage answers.
    Decline,
    /// An emergency card was shown.
    Acute,
    /// Small talk.
    Smalltalk,
    /// Help to do harm was refused.
    Refuse,
    /// A passage was opened by a button or by its name.
    Opened,
    /// A step of a form or letter.
    Form,
    /// A request was sent.
    Request,
    /// Anything else: help, lists, settings.
    Notice,
    /// More messages than are taken; see `[limits]`.
    Limited,
    /// A defect or a store that failed; the person was told.
    Failed,
}

impl Decision {
    /// Every one, in the order they are shown.
    pub const ALL: [Self; 12] = [
        Self::Answer,
        Self::Options,
        Self::Decline,
        Self::Acute,
        Self::Smalltalk,
        Self::Refuse,
        Self::Opened,
        Self::Form,
        Self::Request,
        Self::Notice,
        Self::Limited,
        Self::Failed,
    ];

    /// Its name in the store, in metrics and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Options => "options",
            Self::Decline => "decline",
            Self::Acute => "acute",
            Self::Smalltalk => "smalltalk",
            Self::Refuse => "refuse",
            Self::Opened => "opened",
            Self::Form => "form",
            Self::Request => "request",
            Self::Notice => "notice",
            Self::Limited => "limited",
            Self::Failed => "failed",
        }
    }
}

/// What became of one message. Holds nothing of the message and nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Where it came in.
    pub door: Door,
    /// What was done with it.
    pub decision: Decision,
    /// The passage quoted first, or the emergency card's category.
    pub topic: Option<Mark>,
    /// The region a request went to.
    pub region: Option<Mark>,
    /// Of a question without an answer: known words in it, and the passages
    /// nearest to it. Each once.
    pub gaps: Vec<Mark>,
}

impl Observation {
    /// A message of which nothing more is known.
    #[must_use]
    pub fn bare(door: Door, decision: Decision) -> Self {
        Self { door, decision, topic: None, region: None, gaps: Vec::new() }
    }
}

/// Sees what a step has made of a message.
#[must_use]
pub fn observe(knowledge: &Knowledge, words: &FieldWords, incoming: &Incoming, step: &Step) -> Observation {
    let decision = decision(incoming, step);
    let mut seen = Observation::bare(incoming.door, decision);
    match decision {
        Decision::Answer | Decision::Opened => seen.topic = quoted(knowledge, &step.outgoing),
        Decision::Acute => seen.topic = category(&step.outgoing),
        Decision::Request => seen.region = region(knowledge, &step.effects),
        Decision::Decline => {
            if let What::Text(text) = &incoming.what {
                seen.gaps = words.found(text);
            }
            seen.gaps.extend(nearest(knowledge, &step.outgoing));
        }
        _ => {}
    }
    seen
}

fn decision(incoming: &Incoming, step: &Step) -> Decision {
    if step.effects.iter().any(|effect| matches!(effect, Effect::Send(_))) {
        return Decision::Request;
    }
    // Showing or giving a question is no step of a form, whatever it looks like.
    if matches!(incoming.what, What::Pressed(Action::Donate(..))) {
        return Decision::Notice;
    }
    let is = |kind: Kind| step.outgoing.iter().any(|message| message.kind == kind);
    if is(Kind::Acute) && !matches!(incoming.what, What::Pressed(_)) {
        return Decision::Acute;
    }
    // The first message is what was done; notices may follow it.
    match step.outgoing.first().map(|message| message.kind) {
        Some(Kind::Answer) if matches!(incoming.what, What::Pressed(_)) => Decision::Opened,
        Some(Kind::Answer) => Decision::Answer,
        Some(Kind::Options) => Decision::Options,
        Some(Kind::Decline) => Decision::Decline,
        Some(Kind::Smalltalk) => Decision::Smalltalk,
        Some(Kind::Refuse) => Decision::Refuse,
        Some(Kind::Form | Kind::Preview) => Decision::Form,
        Some(Kind::Acute | Kind::Notice | Kind::Receipt | Kind::Letter) | None => Decision::Notice,
    }
}

fn quoted(knowledge: &Knowledge, outgoing: &[Outgoing]) -> Option<Mark> {
    let blocks = outgoing.iter().flat_map(|message| &message.blocks);
    let mut sources =
        blocks.filter_map(|block| if let Block::Source(source) = block { Some(&source.id) } else { None });
    sources.find_map(|id| mark(knowledge, id))
}

/// A passage's id, if the content holds the passage.
fn mark(knowledge: &Knowledge, id: &PassageId) -> Option<Mark> {
    knowledge.versions(id).next().map(|passage| Mark::new(passage.id.to_string()))
}

fn category(outgoing: &[Outgoing]) -> Option<Mark> {
    let mut blocks = outgoing.iter().flat_map(|message| &message.blocks);
    blocks.find_map(|block| if let Block::Emergency(card) = block { Some(Mark::new(&card.category)) } else { None })
}

fn region(knowledge: &Knowledge, effects: &[Effect]) -> Option<Mark> {
    let sent = effects.iter().find_map(|effect| if let Effect::Send(draft) = effect { Some(draft) } else { None })?;
    let wanted = sent.place.as_ref()?.region.as_str();
    let own = knowledge.regions().iter().find(|region| region.id == wanted);
    Some(own.map_or_else(|| Mark::new("nasjonal"), |region| Mark::new(&region.id)))
}

/// The passages a message without an answer offers instead.
fn nearest(knowledge: &Knowledge, outgoing: &[Outgoing]) -> Vec<Mark> {
    let blocks = outgoing.iter().filter(|message| message.kind == Kind::Decline).flat_map(|message| &message.blocks);
    let entries = blocks.filter_map(|block| if let Block::List(entries) = block { Some(entries) } else { None });
    let ids = entries.flatten().filter_map(|entry| match &entry.action {
        Some(Action::Answer(id) | Action::Whole(id)) => mark(knowledge, id),
        _ => None,
    });
    ids.collect()
}

#[cfg(test)]
#[path = "observation_tests.rs"]
mod tests;
