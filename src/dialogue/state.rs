//! What is remembered between two messages of a chat.

use serde::{Deserialize, Serialize};

use crate::language::WrittenForm;

/// The state of one chat.
///
/// Holds no text a person wrote: it could be stored as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The written form the person chose.
    pub chosen: Option<WrittenForm>,
    /// The form their last telling message was in.
    pub detected: Option<WrittenForm>,
    /// Questions in a row that found no answer.
    pub misses: u8,
    /// Emergency cards shown in this conversation.
    pub cards: u8,
    /// What the next text is taken as.
    pub awaiting: Awaiting,
}

/// What the next text is taken as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Awaiting {
    /// A question.
    #[default]
    Question,
    /// The municipality of somebody who wants an adviser.
    Place,
}

impl State {
    /// The form the bot answers in: chosen, else as the person writes, else as
    /// their device is set, else bokmål.
    #[must_use]
    pub fn form(&self, locale: Option<WrittenForm>) -> WrittenForm {
        self.chosen.or(self.detected).or(locale).unwrap_or(WrittenForm::Bokmal).for_replies()
    }
}
