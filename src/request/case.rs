//! A request once it is sent: its stages, its letters, what the asker sees.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::code::CaseCode;
use super::draft::{HelpKind, Municipality, ReplyWay};
use crate::knowledge::PassageId;
use crate::language::WrittenForm;

/// A passage taken along to the adviser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The passage.
    pub id: PassageId,
    /// Its title as shown.
    pub title: String,
    /// Its address.
    pub link: String,
}

/// What is known of a request; sealed with the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Particulars {
    /// Role id.
    pub role: String,
    /// Where.
    pub place: Municipality,
    /// What kind of help.
    pub kind: HelpKind,
    /// How to be answered.
    pub reply: ReplyWay,
    /// What the asker had found.
    pub found: Vec<Found>,
    /// The form the bot's words to the asker are in.
    pub form: WrittenForm,
}

/// Where the asker is reached; sealed with the case, never sent anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnAddress {
    /// The door's name.
    pub door: String,
    /// The person, as the door names them.
    pub person: String,
    /// The chat, as the door names it.
    pub chat: String,
    /// The message that shows the receipt, as the door names it, once it is
    /// posted: later receipts edit it.
    pub receipt: Option<String>,
}

/// How far a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Synced to our disk.
    Received,
    /// Accepted by an inbox's server.
    Delivered,
    /// No inbox could be reached before it expired; a person must look.
    Undeliverable,
    /// An adviser has answered.
    Answered,
    /// Closed by either side.
    Closed,
    /// Withdrawn by the asker.
    Withdrawn,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 6] =
        [Self::Received, Self::Delivered, Self::Undeliverable, Self::Answered, Self::Closed, Self::Withdrawn];

    /// Its word in the store and in catalogue keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Delivered => "delivered",
            Self::Undeliverable => "undeliverable",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The stage of a word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == name)
    }

    /// Whether letters can still be exchanged.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Withdrawn)
    }

    /// Whether the asker can still take the request back: until an adviser has
    /// acknowledged it.
    #[must_use]
    pub fn can_be_withdrawn(self) -> bool {
        matches!(self, Self::Received | Self::Delivered | Self::Undeliverable)
    }
}

/// Kinds of letters, and of events the asker is told of, which have no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterKind {
    /// The request itself.
    Request,
    /// A correction of it.
    Correction,
    /// A further message of the asker.
    Message,
    /// An adviser's answer.
    Answer,
    /// Event: the inbox's server has accepted the request.
    Delivered,
    /// Event: no inbox could be reached in time.
    Undeliverable,
    /// Event: a correction or message could not be delivered.
    NotDelivered,
    /// Event: the inbox was reminded.
    Reminded,
    /// Event: the national coordinator was told.
    Escalated,
    /// Event: the adviser closed the case.
    ClosedByAdviser,
    /// Event: the inbox answered automatically.
    Automatic,
    /// Event: an adviser handed the case on to another region.
    Transferred,
}

impl LetterKind {
    const ALL: [(Self, &'static str); 12] = [
        (Self::Request, "request"),
        (Self::Correction, "correction"),
        (Self::Message, "message"),
        (Self::Answer, "answer"),
        (Self::Delivered, "delivered"),
        (Self::Undeliverable, "undeliverable"),
        (Self::NotDelivered, "not-delivered"),
        (Self::Reminded, "reminded"),
        (Self::Escalated, "escalated"),
        (Self::ClosedByAdviser, "closed-by-adviser"),
        (Self::Automatic, "automatic"),
        (Self::Transferred, "transferred"),
    ];

    /// Its word in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("event", |(_, word)| word)
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, word)| *word == name).map(|(kind, _)| kind)
    }

    /// Whether it carries text; else it is an event.
    #[must_use]
    pub fn is_letter(self) -> bool {
        matches!(self, Self::Request | Self::Correction | Self::Message | Self::Answer)
    }
}

/// A letter as the asker sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterView {
    /// Its kind.
    pub kind: LetterKind,
    /// Its text; `None` once removed.
    pub text: Option<String>,
    /// When it was written.
    pub at: Timestamp,
}

/// A case as the asker sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseView {
    /// Its code.
    pub code: CaseCode,
    /// Region id.
    pub region: String,
    /// How far it has come.
    pub stage: Stage,
    /// When it was received.
    pub created_at: Timestamp,
    /// When the first inbox accepted it.
    pub delivered_at: Option<Timestamp>,
    /// Its letters by number.
    pub letters: Vec<LetterView>,
}
