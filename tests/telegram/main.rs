//! The Telegram door from end to end, against a stand-in of the Bot API that
//! holds every call against the published description.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/telegram.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod stand_in;
mod world;

mod conversation;
mod faults;
mod groups;
mod hook;
mod inline;
mod requests;
mod topics;
mod whispers;
