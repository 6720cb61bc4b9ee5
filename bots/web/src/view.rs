//! HTML, and nothing but: what the pages look like, every word given.

mod chat;
mod composer;
mod layout;
mod link;
mod message;
mod passage;

pub(crate) use chat::{Exchange, chat_page, failure_page};
pub(crate) use composer::Wanted;
pub(crate) use layout::{Page, approval};
pub(crate) use link::{call, date, external, local, shown};
pub(crate) use message::{messages, notice};
pub(crate) use passage::{answers_elsewhere, body, crumbs, meta, other_form, related, sources};

/// Where every form of the pages posts. Without a script the page that answers is
/// shown from what is new on it, not from its top.
pub(crate) const POST_TO: &str = "/spor#u-new";
