//! What is remembered between two messages of a chat.

use serde::{Deserialize, Serialize};

use super::donation::Offer;
use crate::language::WrittenForm;
use crate::request::{CaseCode, Draft};

/// The state of one chat.
///
/// What a person wrote is in it only as [`Unfinished`]: sealed before it touches
/// a disk. A question is never in it, but for one that found no answer, with what
/// identifies somebody taken out, until the next message ([`State::offer`]).
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
    /// What is being written.
    pub unfinished: Unfinished,
    /// What can be given to the editors. In memory only: it is never written out.
    #[serde(skip)]
    pub offer: Option<Offer>,
}

/// What is being written and not sent: survives a restart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unfinished {
    /// What the next text is taken as.
    pub awaiting: Awaiting,
    /// The request form.
    pub draft: Option<Draft>,
    /// A letter in a case.
    pub letter: Option<LetterDraft>,
}

impl Unfinished {
    /// Whether there is nothing to keep.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.draft.is_none() && self.letter.is_none()
    }
}

/// A letter being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterDraft {
    /// Its case.
    pub code: CaseCode,
    /// Whether it corrects the request.
    pub corrects: bool,
    /// Its text; `None` until it is written.
    pub text: Option<String>,
}

/// What the next text is taken as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Awaiting {
    /// A question.
    #[default]
    Question,
    /// An answer to the form's step.
    Form,
    /// The text of a letter.
    Letter,
}

impl State {
    /// The form the bot answers in: chosen, else as the person writes, else as
    /// their device is set, else bokmål.
    #[must_use]
    pub fn form(&self, locale: Option<WrittenForm>) -> WrittenForm {
        self.chosen.or(self.detected).or(locale).unwrap_or(WrittenForm::Bokmal).for_replies()
    }
}
