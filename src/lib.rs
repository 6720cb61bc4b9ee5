//! Utveier: finds and quotes reviewed passages for people who meet
//! radicalisation and violent extremism at work.
//!
//! This library is the core. It knows no chat platform, no web framework and
//! no wire format; doors translate to and from [`dialogue`]. [`engine`] puts
//! the rooms together; every other module says at its head what it is for and
//! what it must not know.

pub mod clock;
pub mod desk;
pub mod dialogue;
pub mod engine;
pub mod inbox;
pub mod knowledge;
pub mod language;
pub mod outbox;
pub mod replies;
pub mod request;
pub mod safety;
pub mod seal;
pub mod search;
pub mod statistics;
pub mod store;

pub(crate) use replies::key;
