//! The SQLite engine: one file, one writer, many readers.
//!
//! The write-ahead log with `synchronous=FULL`: a commit that has returned
//! survives a kill and a power cut. All writing goes through one connection,
//! and every transaction that writes begins with `BEGIN IMMEDIATE`, so that it
//! waits for its turn instead of failing half-way; readers wait for nobody.
//! Several processes may have the same file open.
//!
//! A migration is a file in `sqlite/migrations/`, `NNNN_what_it_does.sql`, added
//! with the next number and never changed afterwards; beside it belongs a file
//! of sample rows in `sqlite/samples/`, which a test demands and carries through
//! all later migrations. All that are missing are applied when the database is
//! opened, in one transaction.

mod donations;
mod fault;
mod lease;
mod open;
mod outbox;
mod place;
mod read;
mod rows;
mod tallies;
mod write;

#[cfg(test)]
mod tests;

use std::path::Path;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqlitePool;
use uuid::Uuid;

use super::{
    CaseRow, Counts, DonationRow, DraftRow, ItemRow, LetterRow, PersonKey, PreferenceRow, Removed, Store, StoreError,
    TallyRow, Write,
};
use fault::Fault;

/// The rows of the service in an SQLite file.
///
/// Clones share the connections.
#[derive(Clone)]
pub struct SqliteStore {
    /// Path, for messages.
    place: String,
    /// One connection: SQLite has one writer at a time anyway, and waiting for
    /// it here is fair and needs no polling.
    writer: SqlitePool,
    readers: SqlitePool,
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").field("place", &self.place).finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the database, and makes it if it is not there, with mode 0600, and
    /// with mode 0700 the folder if that is not there either. Checks it, and
    /// brings its tables up to date.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`] when it cannot be used: not ours, of a newer version,
    /// not writable. [`StoreError::Damaged`] when it is broken; it is then left
    /// as it is.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        open::open(path).await
    }

    /// Opens the database of an address such as `sqlite:data/utveier.db`.
    ///
    /// # Errors
    ///
    /// Those of [`SqliteStore::open`], and [`StoreError::Open`] for an address
    /// that names no file.
    pub async fn open_url(url: &str) -> Result<Self, StoreError> {
        open::open(&place::path_of(url)?).await
    }

    /// Whether there is a database at an address, without opening it; to be asked
    /// before keys are made.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`] for an address that names no file, or one that cannot
    /// be looked at.
    pub fn exists_at(url: &str) -> Result<bool, StoreError> {
        place::exists(&place::path_of(url)?)
    }

    /// Closes all connections, after what is under way; the log is then folded
    /// into the file. Clones are closed too.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    fn fault(&self, fault: impl Into<Fault>) -> StoreError {
        fault.into().at(&self.place)
    }

    /// Folds the log into the file and empties it: what was deleted or replaced
    /// would otherwise stay readable in it.
    async fn fold_log(&self) -> Result<(), Fault> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        Ok(())
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        write::commit(&self.writer, writes).await.map_err(|fault| self.fault(fault))
    }

    async fn draft(&self, person: &PersonKey) -> Result<Option<DraftRow>, StoreError> {
        read::draft(&self.readers, person).await.map_err(|error| self.fault(error))
    }

    async fn preference(&self, person: &PersonKey) -> Result<Option<PreferenceRow>, StoreError> {
        read::preference(&self.readers, person).await.map_err(|error| self.fault(error))
    }

    async fn case(&self, id: Uuid) -> Result<Option<CaseRow>, StoreError> {
        read::case(&self.readers, id).await.map_err(|error| self.fault(error))
    }

    async fn case_of_code(&self, code: &str) -> Result<Option<CaseRow>, StoreError> {
        read::case_of_code(&self.readers, code).await.map_err(|error| self.fault(error))
    }

    async fn cases_of(&self, person: &PersonKey) -> Result<Vec<CaseRow>, StoreError> {
        read::cases_of(&self.readers, person).await.map_err(|error| self.fault(error))
    }

    async fn cases(&self, stages: &[&str], limit: usize) -> Result<Vec<CaseRow>, StoreError> {
        read::cases(&self.readers, stages, limit).await.map_err(|error| self.fault(error))
    }

    async fn letters(&self, case: Uuid) -> Result<Vec<LetterRow>, StoreError> {
        read::letters(&self.readers, case).await.map_err(|error| self.fault(error))
    }

    async fn unseen(&self, person: &PersonKey) -> Result<Vec<LetterRow>, StoreError> {
        read::unseen(&self.readers, person).await.map_err(|error| self.fault(error))
    }

    async fn lease(&self, now: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<ItemRow>, StoreError> {
        lease::lease(&self.writer, now, until, limit).await.map_err(|fault| self.fault(fault))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        lease::next_due(&self.readers).await.map_err(|error| self.fault(error))
    }

    async fn items(&self, case: Uuid) -> Result<Vec<ItemRow>, StoreError> {
        read::items(&self.readers, case).await.map_err(|error| self.fault(error))
    }

    async fn dead(&self) -> Result<Vec<ItemRow>, StoreError> {
        read::dead(&self.readers).await.map_err(|error| self.fault(error))
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        read::counts(&self.readers).await.map_err(|error| self.fault(error))
    }

    async fn value(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        read::value(&self.readers, name).await.map_err(|error| self.fault(error))
    }

    async fn is_mail_seen(&self, key: &str) -> Result<bool, StoreError> {
        read::is_mail_seen(&self.readers, key).await.map_err(|error| self.fault(error))
    }

    async fn tallies(&self, from: Date, to: Date) -> Result<Vec<TallyRow>, StoreError> {
        tallies::between(&self.readers, from, to).await.map_err(|error| self.fault(error))
    }

    async fn donations(&self) -> Result<Vec<DonationRow>, StoreError> {
        donations::all(&self.readers).await.map_err(|error| self.fault(error))
    }

    async fn remove_person(&self, person: &PersonKey) -> Result<Removed, StoreError> {
        let removed = write::remove_person(&self.writer, person).await.map_err(|fault| self.fault(fault))?;
        // The rows are gone either way; if the log cannot be emptied now, it is
        // by the next `maintain`.
        if let Err(fault) = self.fold_log().await {
            tracing::warn!(error = %self.fault(fault), "the log still holds removed rows; it is emptied later");
        }
        Ok(removed)
    }

    async fn maintain(&self) -> Result<(), StoreError> {
        self.fold_log().await.map_err(|fault| self.fault(fault))
    }

    async fn verify(&self) -> Result<(), StoreError> {
        open::verify(&self.readers).await.map_err(|fault| self.fault(fault))
    }
}
