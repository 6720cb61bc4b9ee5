//! What doors and the binary hand to the desk, and what it asks of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::dialogue::{DeskFacts, Outgoing};
use crate::inbox::{DeliveryError, Inbox};
use crate::seal::SealError;
use crate::statistics::Observation;
use crate::store::StoreError;

/// Why the desk could not do something.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A sealed row cannot be opened.
    #[error("a stored row cannot be read: {0}")]
    Seal(#[from] SealError),
    /// A row holds what this version does not know.
    #[error("a stored row of {0} is not understood; was it written by a newer version?")]
    Row(&'static str),
    /// A dialogue step panicked; the conversation stays as it was.
    #[error("a dialogue step failed")]
    Step,
}

/// Who is talking, as the door names them. Never logged, never sent on.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub person: String,
    /// The chat; the same as the person where there is no difference.
    pub chat: String,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Caller(…)")
    }
}

/// Something for an asker at a door that can write first.
#[derive(Clone)]
pub struct Note {
    /// The person, as the door names them.
    pub person: String,
    /// The chat, as the door names it.
    pub chat: String,
    /// What to show.
    pub message: Outgoing,
    /// The door's name of the message to edit instead of posting a new one, if
    /// it can still be edited.
    pub edit: Option<String>,
}

impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Note").field("kind", &self.message.kind).finish_non_exhaustive()
    }
}

/// A door that can write to a person first.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Shows a note; returns only when the platform has accepted it.
    ///
    /// # Errors
    ///
    /// [`DeliveryError::Permanent`] when the person cannot be reached any more
    /// (blocked, left); otherwise it is tried again.
    async fn deliver(&self, note: &Note) -> Result<(), DeliveryError>;
}

/// Sees what becomes of every message, for metrics and statistics. It is told
/// nothing of what was written and nothing of who wrote it.
pub trait Witness: Send + Sync + std::fmt::Debug {
    /// A message was dealt with; `took` is the time from the door to the answer,
    /// with the wait for the chat's turn and the commit.
    fn saw(&self, seen: &Observation, took: Duration);
}

/// A region's inbox and who reads it.
#[derive(Debug, Clone)]
pub struct RegionInbox {
    /// Where it is.
    pub inbox: Arc<dyn Inbox>,
    /// Recipients in it, each delivered to on its own; never empty.
    pub recipients: Vec<String>,
}

/// How the desk is set up.
#[derive(Debug, Clone)]
pub struct DeskConfig {
    /// What is promised to askers; also how long things are kept.
    pub facts: DeskFacts,
    /// Inboxes by region id, every region and `nasjonal` among them.
    pub inboxes: BTreeMap<String, RegionInbox>,
    /// The mailbox answers come back to; `None` when they cannot.
    pub reply_mailbox: Option<String>,
}
