//! Rows with good defaults, so that a test names only what it is about.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use utveier::store::{
    CaseRow, DraftRow, ItemRow, ItemState, LetterRow, MemoryStore, PersonKey, SqliteStore, Store, StoreError, Write,
};
use uuid::Uuid;

/// A store, and the folder it lives in as long as the test.
pub(crate) struct Opened {
    pub(crate) store: Arc<dyn Store>,
    _folder: Option<tempfile::TempDir>,
}

pub(crate) fn in_memory() -> Opened {
    Opened { store: Arc::new(MemoryStore::new()), _folder: None }
}

pub(crate) async fn on_disk() -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("utveier.db")).await.unwrap();
    Opened { store: Arc::new(store), _folder: Some(folder) }
}

/// A fixed moment and some seconds.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_secs(seconds)
}

pub(crate) fn person(number: u8) -> PersonKey {
    PersonKey([number; 32])
}

pub(crate) fn draft(of: PersonKey, body: &[u8], seconds: i64) -> DraftRow {
    DraftRow { person: of, body: body.to_vec(), updated_at: at(seconds) }
}

/// A case of its own id and code, of person 1.
pub(crate) fn case(seconds: i64) -> CaseRow {
    let id = Uuid::now_v7();
    CaseRow {
        id,
        code: id.simple().to_string(),
        person: person(1),
        region: "ost".to_owned(),
        stage: "received".to_owned(),
        body: Some(b"sealed case".to_vec()),
        created_at: at(seconds),
        delivered_at: None,
        answered_at: None,
        closed_at: None,
        reminders: 0,
        version: 1,
    }
}

pub(crate) fn letter(of: &CaseRow, number: u32) -> LetterRow {
    LetterRow {
        id: Uuid::now_v7(),
        case: of.id,
        number,
        kind: "request".to_owned(),
        to_asker: false,
        body: Some(b"sealed letter".to_vec()),
        created_at: at(i64::from(number)),
        seen_at: None,
    }
}

/// A waiting item without a letter, due at a second.
pub(crate) fn item(of: &CaseRow, due: i64) -> ItemRow {
    ItemRow {
        id: Uuid::now_v7(),
        case: of.id,
        letter: None,
        kind: "request".to_owned(),
        recipient: "inbox".to_owned(),
        urgent: false,
        state: ItemState::Waiting,
        attempts: 0,
        due_at: at(due),
        expires_at: at(due + 86_400),
        leased_until: None,
        lease: None,
        error: None,
        created_at: at(0),
        sent_at: None,
    }
}

pub(crate) async fn commit(store: &Arc<dyn Store>, writes: impl IntoIterator<Item = Write>) {
    store.commit(writes.into_iter().collect()).await.unwrap();
}

/// The kind of row that stands against the writes; the test fails if none does.
pub(crate) async fn conflict(store: &Arc<dyn Store>, writes: impl IntoIterator<Item = Write>) -> &'static str {
    match store.commit(writes.into_iter().collect()).await {
        Err(StoreError::Conflict { what }) => what,
        other => panic!("expected a conflict, got {other:?}"),
    }
}

/// A stored case, to begin from.
pub(crate) async fn stored_case(store: &Arc<dyn Store>, seconds: i64) -> CaseRow {
    let case = case(seconds);
    commit(store, [Write::InsertCase(case.clone())]).await;
    case
}

/// A stored case with waiting items due at these seconds.
pub(crate) async fn stored_items(store: &Arc<dyn Store>, due: &[i64]) -> (CaseRow, Vec<ItemRow>) {
    let case = stored_case(store, 0).await;
    let items: Vec<_> = due.iter().map(|due| item(&case, *due)).collect();
    commit(store, items.iter().cloned().map(Write::Enqueue)).await;
    (case, items)
}
