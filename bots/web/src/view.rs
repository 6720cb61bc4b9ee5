//! HTML, and nothing but: what the pages look like, every word given.

mod chat;
mod layout;
mod link;
mod message;
mod passage;

pub(crate) use chat::{Exchange, chat_page, failure_page};
pub(crate) use layout::{Page, approval};
pub(crate) use link::{call, date, external, local, shown};
pub(crate) use message::{messages, notice};
pub(crate) use passage::{answers_elsewhere, body, crumbs, meta, other_form, related, sources};
