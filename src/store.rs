//! Where cases, letters, drafts and the outbox are kept.
//!
//! One trait, [`Store`], and engines behind it; every engine passes the same
//! contract suite. All changes go through [`Store::commit`]: a list of
//! [`Write`]s that is applied whole or not at all, and is on the disk when it
//! returns. That is what lets a receipt be true.
//!
//! This room must not know the meaning of what it stores: bodies arrive sealed
//! (see [`crate::seal`]) and leave sealed, people are keyed hashes, and stages
//! and kinds are short words of the rooms that own them.

#[cfg(any(test, feature = "testing"))]
mod memory;
mod row;
mod sqlite;
mod sums;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

#[cfg(any(test, feature = "testing"))]
pub use memory::MemoryStore;
pub use row::{
    CaseRow, DonationRow, DraftRow, Finish, ItemRow, ItemState, LetterRow, PersonKey, PreferenceRow, TallyRow, Write,
};
pub use sqlite::SqliteStore;
pub use sums::{Counts, Removed};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A code or an id is taken, or a row changed since it was read. Nothing of
    /// the batch was applied; read again and decide anew.
    #[error("{what} was changed or taken by another; nothing was written")]
    Conflict {
        /// The kind of row: `case`, `item` …
        what: &'static str,
    },
    /// The database cannot be opened or is not ours.
    #[error("cannot open the database {place}: {reason}")]
    Open {
        /// Path or address, without credentials.
        place: String,
        /// What the engine said and what to do.
        reason: String,
    },
    /// The database is damaged. It is never repaired or replaced silently.
    #[error("the database {place} is damaged: {reason}; restore it from a backup, nothing was changed")]
    Damaged {
        /// Path or address.
        place: String,
        /// What the check found.
        reason: String,
    },
    /// The engine failed: full disk, read-only folder, lost connection. Nothing
    /// of the batch was applied.
    #[error("the database failed: {0}")]
    Engine(String),
}

/// The rows of the service, on disk.
///
/// Times are stored to the millisecond. Lists come in order of creation.
#[async_trait]
pub trait Store: Send + Sync + std::fmt::Debug {
    /// Applies all writes in order, in one transaction, synced to disk on return.
    ///
    /// If the future is dropped before it returns, the writes are applied whole
    /// or not at all, and it is not known which.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] or [`StoreError::Engine`]; then no write of the
    /// list is applied.
    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError>;

    /// A person's unfinished form.
    async fn draft(&self, person: &PersonKey) -> Result<Option<DraftRow>, StoreError>;

    /// What a person or chat has chosen (language and the like).
    async fn preference(&self, person: &PersonKey) -> Result<Option<PreferenceRow>, StoreError>;

    /// The case of an id.
    async fn case(&self, id: Uuid) -> Result<Option<CaseRow>, StoreError>;

    /// The case of a code, as stored (upper case, no separators).
    async fn case_of_code(&self, code: &str) -> Result<Option<CaseRow>, StoreError>;

    /// A person's cases, oldest first.
    async fn cases_of(&self, person: &PersonKey) -> Result<Vec<CaseRow>, StoreError>;

    /// All cases whose stage is one of `stages` (all when empty), oldest first,
    /// at most `limit`.
    async fn cases(&self, stages: &[&str], limit: usize) -> Result<Vec<CaseRow>, StoreError>;

    /// The letters of a case by number.
    async fn letters(&self, case: Uuid) -> Result<Vec<LetterRow>, StoreError>;

    /// Letters to a person that they have not been shown, oldest first: of
    /// their cases, those with `to_asker` set and `seen_at` unset.
    async fn unseen(&self, person: &PersonKey) -> Result<Vec<LetterRow>, StoreError>;

    /// Leases at most `limit` items that are due at `now`: waiting ones, and
    /// leased ones whose lease has run out. Urgent first, then by due time. Each
    /// is marked leased until `until` with a fresh token, its attempts are counted
    /// up by one, and it is returned so. Two callers never get the same item while
    /// its lease runs.
    async fn lease(&self, now: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<ItemRow>, StoreError>;

    /// When the next item is due or a lease runs out; `None` when nothing waits.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;

    /// The outbox items of a case.
    async fn items(&self, case: Uuid) -> Result<Vec<ItemRow>, StoreError>;

    /// Dead items, oldest first.
    async fn dead(&self) -> Result<Vec<ItemRow>, StoreError>;

    /// Sums for alarms and metrics.
    async fn counts(&self) -> Result<Counts, StoreError>;

    /// A named value: positions in a mailbox, the check of the key.
    async fn value(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Whether a mail with this key was handled.
    async fn is_mail_seen(&self, key: &str) -> Result<bool, StoreError>;

    /// The counts of days from `from` to `to`, both included, by day and then by
    /// their names. Never those of a person: there are none.
    async fn tallies(&self, from: Date, to: Date) -> Result<Vec<TallyRow>, StoreError>;

    /// Every sentence that was given, by month and then by id, which is random.
    async fn donations(&self) -> Result<Vec<DonationRow>, StoreError>;

    /// Removes all of a person: draft, preference, cases with letters and items
    /// that are not under way. Items still waiting for an inbox are removed too.
    /// Says how many of each were removed. An item that is under way can still be
    /// finished by whoever leased it, is gone after that, and is never leased
    /// again. The codes of the cases stay taken. A given sentence is nobody's.
    async fn remove_person(&self, person: &PersonKey) -> Result<Removed, StoreError>;

    /// Makes what was deleted or replaced unreadable where the engine keeps it for
    /// a while (a log, dead rows); to be called now and then, and after the
    /// deletions of retention. Cheap when there is nothing to do.
    async fn maintain(&self) -> Result<(), StoreError>;

    /// Verifies the whole database; slow, for start-up and `utveier check`.
    async fn verify(&self) -> Result<(), StoreError>;
}
