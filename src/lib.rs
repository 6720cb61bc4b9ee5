//! Utveier: finds and quotes reviewed passages for people who meet
//! radicalisation and violent extremism at work.
//!
//! This library is the core. It knows no chat platform, no web framework and
//! no wire format; doors translate to and from [`dialogue`].

pub mod language;
pub mod engine;
pub mod knowledge;
pub mod search;
