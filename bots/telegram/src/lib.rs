//! The Telegram door: updates in, messages out.
//!
//! It translates between the Bot API and the platform-neutral dialogue, and
//! nothing else. Updates come in by long polling or by webhook (`ingress`),
//! are sorted (`door`), and are acknowledged only after they are handled.
//! Messages are made of text and entities, never of markup (`render`), and
//! leave through one place that keeps Telegram's limits (`send`).
//!
//! Requests are teloxide's typed payloads; what carries them is our own
//! (`api`), since teloxide sleeps ten seconds on every 5xx answer and puts
//! whole answers into its errors.
//!
//! This crate must not know any other door, nor hold wording: what people read
//! is in the catalogue.

/// A key of the catalogue, written so that the catalogue's tests find it.
macro_rules! key {
    ($key:literal) => {
        $key
    };
}

mod api;
mod button;
mod config;
mod courier;
mod deep_link;
mod door;
mod error;
mod inbox;
mod ingress;
mod menu;
mod render;
mod send;
mod telegram;
#[cfg(feature = "testing")]
#[doc(hidden)]
pub mod testing;
mod wire;

pub use config::{Limits, Mode, Secret, Serve, Serving, TelegramConfig, Tempo};
pub use error::Error;
pub use inbox::TelegramInbox;
pub use telegram::{Telegram, probe, run};
