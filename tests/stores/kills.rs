//! Killed at any moment, the store keeps what it has promised.

use std::collections::BTreeSet;

use utveier::store::{SqliteStore, Store};
use uuid::Uuid;

use crate::child::Other;

const KILLS: usize = 40;

/// Nothing acknowledged is lost, and nothing is there by half, after kill −9 in
/// the midst of committing, again and again on the same database.
#[tokio::test]
async fn kill_9_while_committing_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("utveier.db");
    let mut promised = BTreeSet::new();
    for _ in 0..KILLS {
        let mut other = Other::start("commits_until_killed", &database);
        // At random after the first to the twentieth promise; it goes on
        // committing while we kill it.
        for _ in 0..=Uuid::new_v4().as_bytes()[0] % 20 {
            promised.insert(other.said().expect("it commits until it is killed"));
        }
        promised.extend(other.kill());
    }
    let store = SqliteStore::open(&database).await.unwrap();
    store.verify().await.unwrap();
    let cases = store.cases(&[], usize::MAX).await.unwrap();
    let stored: BTreeSet<String> = cases.iter().map(|case| case.code.clone()).collect();
    let lost: Vec<_> = promised.difference(&stored).collect();
    assert!(lost.is_empty(), "{} of {} promised are lost", lost.len(), promised.len());
    assert!(stored.len() <= promised.len() + KILLS, "at most one a kill was committed and not yet said");
    for case in &cases {
        assert_eq!(store.letters(case.id).await.unwrap().len(), 1, "a case came without its letter");
        assert_eq!(store.items(case.id).await.unwrap().len(), 1, "a case came without its item");
    }
}

/// Killed while the database is being made: the next start finds a whole one or
/// none, and makes it.
#[tokio::test]
async fn kill_9_while_the_database_is_made_does_not_stand_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..15_u32 {
        let database = folder.path().join(format!("{round}.db"));
        let other = Other::start("commits_until_killed", &database);
        // Somewhere between its start and its first commits.
        for _ in 0..round * 4000 {
            std::thread::yield_now();
        }
        let promised = other.kill();
        let store = SqliteStore::open(&database).await.unwrap();
        let stored = store.cases(&[], usize::MAX).await.unwrap().len();
        assert!(stored >= promised.len(), "{} promised, {stored} there", promised.len());
        store.close().await;
    }
}
