//! Messages as the platform takes them.
//!
//! Everything is plain message content with components below it, not embeds: a
//! person who has turned embeds off must still see a quote and, above all, an
//! emergency card. What is too long for one message goes on in the next.
//!
//! This room must not decide anything, and holds no wording.

mod rows;
mod text;

use serde_json::{Value, json};
use utveier::dialogue::{Block, Kind, Outgoing};
use utveier::knowledge::PassageId;
use utveier::replies::Replies;
use utveier::seal::Keyring;

use crate::press::Audience;
use rows::MAX_ROWS;
pub(crate) use rows::{MENU, button};
pub(crate) use text::{clipped, escaped, split};

/// Longest content of a message, in UTF-16 units: never more than the platform
/// counts, whichever way it does.
pub(crate) const MAX_CONTENT: usize = 2000;
/// Only the person sees it.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
/// No preview of links.
pub(crate) const NO_PREVIEW: u64 = 1 << 2;

/// Where a message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the conversation with the bot, where what is typed is read.
    Direct,
    /// Somewhere else, to one person only.
    Hidden {
        /// Whether others are in the channel, with whom it can be shared.
        in_server: bool,
    },
    /// In front of everybody.
    Open,
}

/// What a rendering needs besides the message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look<'a> {
    /// Where it is shown.
    pub place: Place,
    /// Who may press what is under it.
    pub audience: Audience,
    /// The catalogue.
    pub replies: &'a Replies,
    /// Signs what can be pressed.
    pub keyring: &'a Keyring,
}

/// One message of the platform.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Payload {
    /// Its text, as markup.
    pub content: String,
    /// Its rows of buttons and menus.
    pub rows: Vec<Value>,
}

impl Payload {
    /// The body of a request. Nobody is ever mentioned.
    pub(crate) fn body(&self, flags: u64) -> Value {
        json!({
            "content": self.content,
            "components": self.rows,
            "allowed_mentions": { "parse": [] },
            "flags": flags,
        })
    }
}

/// A message as one or more of the platform's. Never empty.
pub(crate) fn render(message: &Outgoing, look: Look<'_>) -> Vec<Payload> {
    let mut pieces = Vec::new();
    for block in &message.blocks {
        text::pieces(block, &mut pieces);
    }
    let contents = text::packed(&pieces);
    let mut payloads: Vec<Payload> =
        contents.into_iter().map(|content| Payload { content, rows: Vec::new() }).collect();
    let rows = rows::rows(message, look);
    if payloads.is_empty() {
        payloads.push(Payload { content: more(message, look), rows: Vec::new() });
    }
    for (at, chunk) in rows.chunks(MAX_ROWS).enumerate() {
        if at > 0 {
            payloads.push(Payload { content: more(message, look), rows: Vec::new() });
        }
        if let Some(last) = payloads.last_mut() {
            last.rows = chunk.to_vec();
        }
    }
    payloads
}

/// A text of the catalogue alone.
pub(crate) fn said(text: &str) -> Payload {
    Payload { content: clipped(&escaped(text), MAX_CONTENT), rows: Vec::new() }
}

fn more(message: &Outgoing, look: Look<'_>) -> String {
    look.replies.text(message.form, crate::key!("discord-more"))
}

/// The passage a message quotes, when it is an answer.
pub(crate) fn quoted(message: &Outgoing) -> Option<&PassageId> {
    let mut quotes = message.blocks.iter().filter_map(|block| match block {
        Block::Quote(quote) => Some(&quote.id),
        _ => None,
    });
    quotes.next().filter(|_| message.kind == Kind::Answer)
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
