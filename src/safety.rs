//! Danger to life, requests for harm, and personal data in what a person writes.
//!
//! The room answers three questions about one message: does it tell of danger
//! ([`SafetyRules::danger`]), does it ask for help to do harm
//! ([`SafetyRules::harmful_request`]), and which stretches of it identify somebody
//! ([`personal_data`]). It also holds the [`Card`]s that are shown first when there is danger, and
//! suggests how to write about somebody without saying who it is ([`tact`]). [`masked`] takes all of
//! that out, or says that it cannot.
//!
//! The danger rules are data: TOML that professionals read, change and approve, handed in as
//! text. The room does no I/O and knows neither search, dialogue nor any door; of `language` it knows
//! the written forms, and the functions that read a word as a bokmål stem and take compounds apart.
//!
//! Terms: a *rule* is a set of word groups that must stand close together; a *context* (negation,
//! fiction, a course, …) holds a rule back or lowers it; an *idiom* covers words so that no rule
//! sees them.

mod cards;
mod danger;
mod masking;
mod personal;
mod schema;
pub mod tact;
mod text;

#[cfg(test)]
mod tests;

pub use cards::{Card, EmergencyNumber, Localized};
pub use danger::{Alarm, Category, Family, Features, Level, RuleTrace, RulesError, SafetyRules};
pub use masking::masked;
pub use personal::{PersonalKind, PersonalSpan, is_listed_name, personal_data};

/// The most characters (Unicode scalar values) of a message that the danger rules read.
///
/// Of a longer message the first and the last half of this number are read, so that neither an
/// opening nor a last line is lost. [`personal_data`] reads everything; its time is linear.
pub const DANGER_CHARS_MAX: usize = 24_000;
