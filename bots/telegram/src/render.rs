//! Messages as Telegram shows them: text with entities, and buttons.
//!
//! No markup is ever written or parsed: an asterisk in a person's own words is an
//! asterisk. What is longer than a message may be is split at the end of a
//! sentence. Knows nothing of chats or of sending.

mod blocks;
mod keyboard;
mod split;
mod text;

pub(crate) use blocks::{Words, of, short};
pub(crate) use keyboard::{deep, markup, sealed};
pub(crate) use split::{Part, parts};
pub(crate) use text::{Marked, Style};
