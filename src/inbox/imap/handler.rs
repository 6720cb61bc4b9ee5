//! What passes between the reader of a mailbox and the one who handles mail.

use async_trait::async_trait;

/// How far a mailbox has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// Which numbering the server uses; another one means reading all anew.
    pub uid_validity: u32,
    /// The last mail that was handled; 0 before the first.
    pub last_uid: u32,
}

/// A mail as it was fetched. It stays unread and in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Where the mailbox is read up to once this is handled.
    pub position: Position,
    /// What of it was fetched.
    pub content: Content,
}

/// What was fetched of a mail.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// All of it, for [`crate::inbox::answer::read`].
    Whole(Vec<u8>),
    /// Only its headers, at most 64 KiB, because it is larger than
    /// [`super::ImapConfig::max_bytes`]; for [`crate::inbox::answer::too_large`].
    Head(Vec<u8>),
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "Whole({} bytes)", bytes.len()),
            Self::Head(bytes) => write!(f, "Head({} bytes)", bytes.len()),
        }
    }
}

/// What becomes of a mail once it is handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disposal {
    /// It stays where it is.
    Keep,
    /// It goes to this folder, which is made if it is missing.
    MoveTo(String),
}

/// The handler could not commit; the mail will be offered again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mail could not be handled: {0}")]
pub struct HandlerError(pub String);

/// Takes mails, and keeps the position.
#[async_trait]
pub trait MailHandler: Send + Sync {
    /// Handles a mail; returns after it is committed. The same mail may come
    /// again, and must then change nothing.
    async fn handle(&self, mail: Fetched) -> Result<Disposal, HandlerError>;

    /// Where reading goes on; `None` before the first time.
    async fn position(&self) -> Result<Option<Position>, HandlerError>;

    /// Keeps the position, after the mail was handled and put in its place.
    async fn save_position(&self, position: Position) -> Result<(), HandlerError>;
}
