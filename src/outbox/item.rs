//! What an item is for.

use jiff::Timestamp;
use uuid::Uuid;

use crate::inbox::Purpose;
use crate::request;
use crate::store::{ItemRow, ItemState};

/// The recipient of what goes to the asker.
pub const ASKER: &str = "asker";

/// What an item is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// To an inbox.
    ToInbox(Purpose),
    /// A letter or event to the asker.
    ToAsker,
}

impl ItemKind {
    const INBOX: [(Purpose, &'static str); 12] = [
        (Purpose::Request, "request"),
        (Purpose::Correction, "correction"),
        (Purpose::Message, "message"),
        (Purpose::Withdrawal, "withdrawal"),
        (Purpose::Closing, "closing"),
        (Purpose::HandedOn, "handed-on"),
        (Purpose::Reminder, "reminder"),
        (Purpose::Escalation, "escalation"),
        (Purpose::Undeliverable, "undeliverable"),
        (Purpose::Attachment, "attachment"),
        (Purpose::EmptyAnswer, "empty-answer"),
        (Purpose::Selftest, "selftest"),
    ];

    /// Its word in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ToAsker => "to-asker",
            Self::ToInbox(purpose) => {
                Self::INBOX.into_iter().find(|(own, _)| *own == purpose).map_or("request", |(_, word)| word)
            }
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        if name == "to-asker" {
            return Some(Self::ToAsker);
        }
        Self::INBOX.into_iter().find(|(_, word)| *word == name).map(|(purpose, _)| Self::ToInbox(purpose))
    }
}

/// A new item, due at once.
#[must_use]
pub fn enqueue(case: Uuid, letter: Option<Uuid>, kind: ItemKind, recipient: &str, now: Timestamp) -> ItemRow {
    ItemRow {
        id: Uuid::now_v7(),
        case,
        letter,
        kind: kind.as_str().to_owned(),
        recipient: recipient.to_owned(),
        urgent: kind == ItemKind::ToInbox(Purpose::Request),
        state: ItemState::Waiting,
        attempts: 0,
        due_at: now,
        expires_at: request::expires(now),
        leased_until: None,
        lease: None,
        error: None,
        created_at: now,
        sent_at: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_kinds_read_back() {
        for (purpose, word) in ItemKind::INBOX {
            assert_eq!(ItemKind::from_name(word), Some(ItemKind::ToInbox(purpose)));
            assert_eq!(ItemKind::ToInbox(purpose).as_str(), word);
        }
        assert_eq!(ItemKind::from_name(ItemKind::ToAsker.as_str()), Some(ItemKind::ToAsker));
        assert_eq!(ItemKind::from_name("brev"), None);
    }
}
