//! A store with something in the way of some of its methods.

use std::fmt::Debug;

use async_trait::async_trait;
use jiff::Timestamp;
use utveier::store::{
    CaseRow, Counts, DonationRow, DraftRow, ItemRow, LetterRow, PersonKey, PreferenceRow, Removed, Store, StoreError,
    TallyRow, Write,
};
use uuid::Uuid;

/// What stands around a store: in the way of the methods it writes itself.
#[async_trait]
pub(crate) trait Around: Debug + Send + Sync + 'static {
    /// The store.
    fn inner(&self) -> &dyn Store;

    /// As [`Store::commit`].
    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.inner().commit(writes).await
    }

    /// As [`Store::preference`].
    async fn preference(&self, person: &PersonKey) -> Result<Option<PreferenceRow>, StoreError> {
        self.inner().preference(person).await
    }
}

/// A store with that around it.
#[derive(Debug)]
pub(crate) struct Surrounded<T>(pub(crate) T);

macro_rules! passed_on {
    ($($name:ident($($arg:ident: $kind:ty),*) -> $out:ty;)*) => {
        #[async_trait]
        impl<T: Around> Store for Surrounded<T> {
            async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
                self.0.commit(writes).await
            }

            async fn preference(&self, person: &PersonKey) -> Result<Option<PreferenceRow>, StoreError> {
                self.0.preference(person).await
            }
            $(async fn $name(&self, $($arg: $kind),*) -> Result<$out, StoreError> {
                self.0.inner().$name($($arg),*).await
            })*
        }
    };
}

passed_on! {
    draft(person: &PersonKey) -> Option<DraftRow>;
    case(id: Uuid) -> Option<CaseRow>;
    case_of_code(code: &str) -> Option<CaseRow>;
    cases_of(person: &PersonKey) -> Vec<CaseRow>;
    cases(stages: &[&str], limit: usize) -> Vec<CaseRow>;
    letters(case: Uuid) -> Vec<LetterRow>;
    unseen(person: &PersonKey) -> Vec<LetterRow>;
    lease(now: Timestamp, until: Timestamp, limit: usize) -> Vec<ItemRow>;
    next_due() -> Option<Timestamp>;
    items(case: Uuid) -> Vec<ItemRow>;
    dead() -> Vec<ItemRow>;
    counts() -> Counts;
    value(name: &str) -> Option<Vec<u8>>;
    is_mail_seen(key: &str) -> bool;
    tallies(from: jiff::civil::Date, to: jiff::civil::Date) -> Vec<TallyRow>;
    donations() -> Vec<DonationRow>;
    remove_person(person: &PersonKey) -> Removed;
    verify() -> ();
    maintain() -> ();
}
