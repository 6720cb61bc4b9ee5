//! What is carried to an inbox and back: plain data.

use jiff::Timestamp;
use uuid::Uuid;

/// Why something is sent to an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A new request.
    Request,
    /// The asker corrects it.
    Correction,
    /// The asker answers an answer.
    Message,
    /// The asker has withdrawn it.
    Withdrawal,
    /// The asker has closed the case.
    Closing,
    /// The case was handed on to another region.
    HandedOn,
    /// Nobody has answered yet.
    Reminder,
    /// Nobody has answered for two working days; to the national coordinator.
    Escalation,
    /// A reply could not reach the asker, in our words.
    Undeliverable,
    /// An attachment of the adviser was not passed on.
    Attachment,
    /// An answer of the adviser held no text of their own.
    EmptyAnswer,
    /// `utveier selftest inbox`.
    Selftest,
}

impl Purpose {
    /// Whether its recipient can answer: not where nobody is asked to.
    #[must_use]
    pub fn is_answerable(self) -> bool {
        !matches!(self, Self::Selftest | Self::Escalation | Self::Withdrawal | Self::HandedOn)
    }
}

/// One delivery to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Identity: the outbox item's id. A repeat carries the same.
    pub id: Uuid,
    /// Who gets it: a mail address, a forum's or chat's id, `""` for a folder.
    pub recipient: String,
    /// Why it is sent.
    pub purpose: Purpose,
    /// Case code as people read it: `7KQ-4MPR`.
    pub code: String,
    /// Region id: `ost` …
    pub region: String,
    /// Subject line, without the code; one line, catalogue's words only.
    pub subject: String,
    /// The whole text, plain, final; what the asker saw in the preview, and
    /// around it the bot's words. Lines end in `\n`.
    pub text: String,
    /// What the asker had found: title and address of each.
    pub found: Vec<(String, String)>,
    /// How the recipient answers, in the bot's words; empty when no answer can
    /// come back this way.
    pub how_to_answer: String,
    /// The signed address for answers; `None` when answers cannot come back by
    /// mail.
    pub reply_to: Option<CaseAddress>,
    /// Identity of the case's first parcel to this recipient, so that clients
    /// keep a case together; `None` in the first.
    pub thread: Option<Uuid>,
    /// When the letter was written.
    pub written_at: Timestamp,
}

/// A signed case address: `user+CODE.SIGNATURE@host`.
///
/// The signature keeps anybody who knows a code from writing into a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAddress(pub String);

/// An answer that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The case code it is addressed to, without separators, signature verified.
    pub code: String,
    /// Its own text, without quotes and signature. Empty only when all it does
    /// is close the case ([`Self::closes`]).
    pub text: String,
    /// Whether it asks to close the case.
    pub closes: bool,
    /// Whether something was left out that the adviser must be told of
    /// (attachments).
    pub had_attachments: bool,
    /// Where a word to the adviser can be sent: the sender's address.
    pub sender: String,
    /// A key that is the same whenever the same message is read again.
    pub key: String,
}

/// What else can come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// An answer.
    Reply(Reply),
    /// A server could not deliver one of our mails.
    Bounce {
        /// The outbox item it is about, when it says.
        item: Option<Uuid>,
        /// The case, when it says.
        code: Option<String>,
        /// Whether it is for good.
        permanent: bool,
        /// Key of the message.
        key: String,
    },
    /// An answer to a case in which nothing of the sender's own was found: only
    /// quotes, a signature, attachments. Never relayed; the sender can be told.
    Empty {
        /// The case it is addressed to, signature verified.
        code: String,
        /// Where a word to the adviser can be sent.
        sender: String,
        /// Whether there were attachments.
        had_attachments: bool,
        /// Key of the message.
        key: String,
    },
    /// An automatic reply (out of office): never relayed.
    Automatic {
        /// The case, when it says.
        code: Option<String>,
        /// Key of the message.
        key: String,
    },
    /// To no case we know, or with a wrong signature.
    Unmatched {
        /// Key of the message.
        key: String,
        /// Why, in our words.
        reason: &'static str,
    },
}
