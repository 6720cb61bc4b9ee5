//! What is shown where a server answers about some topics only.
//!
//! Only what is quoted, and what leads to it, is held back. The emergency card,
//! the way to a person, actors and terms are shown everywhere, and so is
//! everything in the conversation with the bot.

use std::collections::BTreeSet;

use utveier::dialogue::{Action, Block, Entry, Kind, Outgoing, What};
use utveier::engine::Engine;
use utveier::knowledge::{Knowledge, PassageId};
use utveier::language::WrittenForm;

use crate::key;

/// Questions on one page of the list, as in the dialogue.
const PAGE: usize = 10;

/// The parts of the content that are answered about, by id; all when none is
/// named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Topics(BTreeSet<String>);

impl Topics {
    /// Those of some ids that are parts of the content: all when they are all of
    /// them, or none.
    pub(crate) fn of<'a>(knowledge: &Knowledge, ids: impl IntoIterator<Item = &'a str>) -> Self {
        let ids: BTreeSet<&str> = ids.into_iter().collect();
        let parts = knowledge.parts().iter().map(|part| part.id.as_str());
        let own: BTreeSet<String> = parts.filter(|part| ids.contains(part)).map(str::to_owned).collect();
        if own.len() == knowledge.parts().len() { Self::default() } else { Self(own) }
    }

    pub(crate) fn from_ids(ids: impl Iterator<Item = String>) -> Self {
        Self(ids.collect())
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(crate) fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, part: &str) -> bool {
        self.is_all() || self.0.contains(part)
    }

    /// Whether a passage is answered about. A question belongs to the parts of
    /// the sections it refers to; what refers to nothing belongs everywhere.
    pub(crate) fn allow(&self, knowledge: &Knowledge, id: &PassageId) -> bool {
        if self.is_all() {
            return true;
        }
        let part = |id: &PassageId| knowledge.article(id.document(), WrittenForm::Bokmal).map(|own| own.part.as_str());
        if let Some(own) = part(id) {
            return self.has(own);
        }
        let see = knowledge.passage(id, WrittenForm::Bokmal).map(|passage| passage.see.as_slice()).unwrap_or_default();
        let mut parts = see.iter().filter_map(part).peekable();
        parts.peek().is_none() || parts.any(|own| self.has(own))
    }

    fn leads_within(&self, knowledge: &Knowledge, action: &Action) -> bool {
        match action {
            Action::Part(part) => self.has(part),
            Action::Article(id) => {
                knowledge.article(id, WrittenForm::Bokmal).is_none_or(|article| self.has(&article.part))
            }
            Action::Answer(id) | Action::Whole(id) => self.allow(knowledge, id),
            _ => true,
        }
    }
}

/// Messages without what lies outside the topics; in its stead the person is
/// told where to ask.
pub(crate) fn within(engine: &Engine, topics: &Topics, asked: &What, messages: Vec<Outgoing>) -> Vec<Outgoing> {
    // Content that was taken away since they were chosen limits nothing.
    let known = Topics::of(&engine.knowledge, topics.ids());
    if known.is_all() {
        return messages;
    }
    messages.into_iter().map(|message| limited(engine, &known, asked, message)).collect()
}

fn limited(engine: &Engine, topics: &Topics, asked: &What, mut message: Outgoing) -> Outgoing {
    if !matches!(message.kind, Kind::Answer | Kind::Options | Kind::Decline | Kind::Notice) {
        return message;
    }
    let knowledge = &engine.knowledge;
    message.buttons.retain(|button| topics.leads_within(knowledge, &button.action));
    let is_outside = |block: &Block| matches!(block, Block::Quote(quote) if !topics.allow(knowledge, &quote.id));
    if message.blocks.iter().any(is_outside) {
        return outside(engine, message);
    }
    if let What::Pressed(Action::Faq(page)) = asked {
        questions(engine, topics, *page, &mut message);
    }
    let Some(at) = emptied(knowledge, topics, &mut message.blocks) else { return message };
    match message.kind {
        // The answer stands; what is related to it lies elsewhere.
        Kind::Answer => {
            message.blocks.drain(at.saturating_sub(1)..=at);
        }
        // Nothing was found anywhere; the nearest is not offered here.
        Kind::Decline => {
            let text = engine.replies.text(message.form, key!("decline-nothing"));
            message.blocks.splice(at.saturating_sub(1)..=at, [Block::Text(text)]);
        }
        _ => return outside(engine, message),
    }
    message
}

/// Takes entries that lead outside away; where a list has none left.
fn emptied(knowledge: &Knowledge, topics: &Topics, blocks: &mut [Block]) -> Option<usize> {
    let leads = |entry: &Entry| entry.action.as_ref().is_none_or(|action| topics.leads_within(knowledge, action));
    let mut empty = None;
    for (at, block) in blocks.iter_mut().enumerate() {
        if let Block::List(entries) = block {
            let had = !entries.is_empty();
            entries.retain(leads);
            empty = empty.or_else(|| (had && entries.is_empty()).then_some(at));
        }
    }
    empty
}

/// Fills a page of the list of questions with those of the topics.
fn questions(engine: &Engine, topics: &Topics, page: usize, message: &mut Outgoing) {
    let own = engine.knowledge.questions(message.form).filter(|passage| topics.allow(&engine.knowledge, &passage.id));
    let mut rest = own.skip(page.saturating_mul(PAGE));
    let entry = |passage: &utveier::knowledge::Passage| Entry {
        title: passage.title.clone(),
        note: None,
        action: Some(Action::Answer(passage.id.clone())),
        link: Some(engine.links.reading(passage)),
    };
    let entries: Vec<Entry> = rest.by_ref().take(PAGE).map(entry).collect();
    if rest.next().is_none() {
        message.buttons.retain(|button| !matches!(button.action, Action::Faq(next) if next > page));
    }
    if let Some(list) = message.blocks.iter_mut().find(|block| matches!(block, Block::List(_))) {
        *list = Block::List(entries);
    }
}

/// What is said instead; ways on that were under the message stay.
fn outside(engine: &Engine, message: Outgoing) -> Outgoing {
    let text = engine.replies.text(message.form, key!("discord-topics-outside"));
    Outgoing { kind: Kind::Decline, blocks: vec![Block::Text(text)], ..message }
}
