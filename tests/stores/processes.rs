//! Several processes on one database.

use std::collections::BTreeSet;
use std::sync::Arc;

use utveier::store::{SqliteStore, Store, Write};

use crate::child::Other;
use crate::rows::{case, commit, on_disk, stored_items};

#[tokio::test]
async fn two_processes_never_lease_the_same_item() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("utveier.db");
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&database).await.unwrap());
    let (_, items) = stored_items(&store, &[0; 100]).await;
    let mut others = [0, 1].map(|_| Other::start("leases_until_none_is_due", &database));
    for other in &mut others {
        assert_eq!(other.said().as_deref(), Some("open"));
    }
    let leased: Vec<String> = others.into_iter().flat_map(Other::finish).collect();
    assert_eq!(leased.len(), items.len(), "each item was leased once");
    let expected: BTreeSet<String> = items.iter().map(|item| item.id.to_string()).collect();
    assert_eq!(BTreeSet::from_iter(leased), expected);
}

#[tokio::test]
async fn processes_that_start_at_once_make_one_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("new").join("utveier.db");
    let mut others: Vec<Other> = (0..4).map(|_| Other::start("commits_until_killed", &database)).collect();
    let mut promised: Vec<String> = others.iter_mut().map(|other| other.said().expect("it commits")).collect();
    promised.extend(others.into_iter().flat_map(Other::kill));
    let store = SqliteStore::open(&database).await.unwrap();
    store.verify().await.unwrap();
    for code in promised {
        assert!(store.case_of_code(&code).await.unwrap().is_some(), "{code} is lost");
    }
}

#[tokio::test]
async fn a_second_store_on_the_same_file_sees_what_the_first_has_committed() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("utveier.db");
    let first: Arc<dyn Store> = Arc::new(SqliteStore::open(&database).await.unwrap());
    let second = SqliteStore::open(&database).await.unwrap();
    let case = case(0);
    commit(&first, [Write::InsertCase(case.clone())]).await;
    assert_eq!(second.case(case.id).await.unwrap(), Some(case.clone()));
    second.close().await;
    let later = crate::rows::case(1);
    commit(&first, [Write::InsertCase(later)]).await;
    assert_eq!(first.cases(&[], 9).await.unwrap().len(), 2, "closing one leaves the other open");
}

#[tokio::test]
async fn a_closed_store_says_so_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("utveier.db");
    let store = SqliteStore::open(&database).await.unwrap();
    let case = case(0);
    store.commit(vec![Write::InsertCase(case.clone())]).await.unwrap();
    store.close().await;
    let refused = store.commit(vec![Write::DeleteDraft(case.person)]).await.unwrap_err();
    assert!(refused.to_string().contains("closed"), "{refused}");
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["utveier.db"], "the log is folded into the file");
    assert_eq!(SqliteStore::open(&database).await.unwrap().case(case.id).await.unwrap(), Some(case));
}

#[tokio::test]
async fn stores_of_different_folders_know_nothing_of_each_other() {
    let (one, other) = (on_disk().await, on_disk().await);
    let case = case(0);
    commit(&one.store, [Write::InsertCase(case.clone())]).await;
    assert_eq!(other.store.case(case.id).await.unwrap(), None);
}
