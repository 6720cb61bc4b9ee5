//! An engine in memory for tests: the same contract, nothing on disk, and
//! failures on demand.

mod apply;
mod tables;

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    CaseRow, Counts, DonationRow, DraftRow, ItemRow, ItemState, LetterRow, PersonKey, PreferenceRow, Removed, Store,
    StoreError, TallyRow, Write,
};
use tables::{Tables, to_millis};

/// The rows of the service in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    tables: Tables,
    /// Commits that will fail.
    failing: u32,
    /// Commits that were applied.
    commits: u64,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets the next commit fail as a full disk would: nothing is written.
    pub fn fail_next_commit(&self) {
        self.fail_commits(1);
    }

    /// Lets the next `count` commits fail; 0 mends the disk.
    pub fn fail_commits(&self, count: u32) {
        self.lock().failing = count;
    }

    /// How many commits have been applied, the empty ones not counted.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.lock().commits
    }

    /// All items, in order of creation, whatever their state and case.
    #[must_use]
    pub fn all_items(&self) -> Vec<ItemRow> {
        self.lock().tables.items_where(|_| true)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Tables are only ever replaced whole, so a panic elsewhere leaves them
        // as they were.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, question: impl FnOnce(&Tables) -> T) -> Result<T, StoreError> {
        Ok(question(&self.lock().tables))
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        if writes.is_empty() {
            return Ok(());
        }
        let mut inner = self.lock();
        if inner.failing > 0 {
            inner.failing -= 1;
            return Err(StoreError::Engine("the disk is full, as the test asked".to_owned()));
        }
        let mut changed = inner.tables.clone();
        for write in writes {
            apply::apply(&mut changed, write).map_err(|what| StoreError::Conflict { what })?;
        }
        inner.tables = changed;
        inner.commits += 1;
        Ok(())
    }

    async fn draft(&self, person: &PersonKey) -> Result<Option<DraftRow>, StoreError> {
        self.read(|tables| tables.drafts.get(person).cloned())
    }

    async fn preference(&self, person: &PersonKey) -> Result<Option<PreferenceRow>, StoreError> {
        self.read(|tables| tables.preferences.get(person).cloned())
    }

    async fn case(&self, id: Uuid) -> Result<Option<CaseRow>, StoreError> {
        self.read(|tables| tables.cases.get(&id).cloned())
    }

    async fn case_of_code(&self, code: &str) -> Result<Option<CaseRow>, StoreError> {
        self.read(|tables| tables.cases.values().find(|case| case.code == code).cloned())
    }

    async fn cases_of(&self, person: &PersonKey) -> Result<Vec<CaseRow>, StoreError> {
        self.read(|tables| tables.cases_where(|case| case.person == *person))
    }

    async fn cases(&self, stages: &[&str], limit: usize) -> Result<Vec<CaseRow>, StoreError> {
        let mut found =
            self.read(|tables| tables.cases_where(|case| stages.is_empty() || stages.contains(&&*case.stage)))?;
        found.truncate(limit);
        Ok(found)
    }

    async fn letters(&self, case: Uuid) -> Result<Vec<LetterRow>, StoreError> {
        let mut found: Vec<_> =
            self.read(|tables| tables.letters.values().filter(|letter| letter.case == case).cloned().collect())?;
        found.sort_by_key(|letter| letter.number);
        Ok(found)
    }

    async fn unseen(&self, person: &PersonKey) -> Result<Vec<LetterRow>, StoreError> {
        self.read(|tables| tables.unseen(person))
    }

    async fn lease(&self, now: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<ItemRow>, StoreError> {
        Ok(self.lock().tables.lease(to_millis(now), to_millis(until), limit))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|tables| tables.items.values().filter_map(tables::due).min())
    }

    async fn items(&self, case: Uuid) -> Result<Vec<ItemRow>, StoreError> {
        self.read(|tables| tables.items_where(|item| item.case == case))
    }

    async fn dead(&self) -> Result<Vec<ItemRow>, StoreError> {
        self.read(|tables| tables.items_where(|item| item.state == ItemState::Dead))
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.read(Tables::counts)
    }

    async fn value(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|tables| tables.values.get(name).cloned())
    }

    async fn is_mail_seen(&self, key: &str) -> Result<bool, StoreError> {
        self.read(|tables| tables.mail.contains_key(key))
    }

    async fn tallies(&self, from: Date, to: Date) -> Result<Vec<TallyRow>, StoreError> {
        self.read(|tables| tables.tallies_of(from, to))
    }

    async fn donations(&self) -> Result<Vec<DonationRow>, StoreError> {
        self.read(|tables| tables.donations.values().cloned().collect())
    }

    async fn remove_person(&self, person: &PersonKey) -> Result<Removed, StoreError> {
        Ok(self.lock().tables.remove_person(person))
    }

    async fn maintain(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn verify(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
