//! A commit is whole or nothing, also when a thousand come at once.

use std::sync::Arc;

use utveier::store::{Counts, Finish, PreferenceRow, Store, Write};
use uuid::Uuid;

use crate::rows::{at, case, commit, conflict, draft, item, letter, person, stored_case, stored_items};

contract!(
    an_empty_commit_does_nothing,
    writes_are_applied_in_order,
    a_failing_write_leaves_nothing_of_any_kind,
    a_failing_write_undoes_deletions,
    a_thousand_commits_at_once_are_all_there,
    of_two_updates_at_once_one_is_refused,
    a_commit_nobody_waits_for_is_whole_or_nothing,
    an_empty_store_can_be_maintained_and_verified,
);

async fn an_empty_commit_does_nothing(store: &Arc<dyn Store>) {
    commit(store, []).await;
    assert_eq!(store.counts().await.unwrap(), Counts::default());
}

async fn writes_are_applied_in_order(store: &Arc<dyn Store>) {
    let case = case(0);
    let twice = [Write::PutDraft(draft(person(1), b"one", 0)), Write::PutDraft(draft(person(1), b"two", 0))];
    commit(store, twice.into_iter().chain([Write::InsertCase(case.clone()), Write::UpdateCase(case.clone())])).await;
    assert_eq!(store.draft(&person(1)).await.unwrap().unwrap().body, b"two");
    assert_eq!(store.case(case.id).await.unwrap().unwrap().version, 2);
    let emptied = [Write::PutDraft(draft(person(2), b"x", 0)), Write::DeleteDraft(person(2))];
    commit(store, emptied).await;
    assert_eq!(store.draft(&person(2)).await.unwrap(), None);
}

async fn a_failing_write_leaves_nothing_of_any_kind(store: &Arc<dyn Store>) {
    let known = stored_case(store, 0).await;
    let fresh = case(1);
    let preference = PreferenceRow { person: person(1), body: "{}".to_owned(), updated_at: at(0) };
    let writes = [
        Write::PutDraft(draft(person(1), b"text", 0)),
        Write::PutPreference(preference),
        Write::InsertCase(fresh.clone()),
        Write::InsertLetter(letter(&fresh, 1)),
        Write::Enqueue(item(&fresh, 0)),
        Write::PutValue { name: "uid".to_owned(), value: b"1".to_vec() },
        Write::MarkMail { key: "mail".to_owned(), at: at(0) },
        Write::InsertCase(known.clone()),
        Write::PutValue { name: "after".to_owned(), value: b"1".to_vec() },
    ];
    assert_eq!(conflict(store, writes).await, "case");
    assert_eq!(store.draft(&person(1)).await.unwrap(), None);
    assert_eq!(store.preference(&person(1)).await.unwrap(), None);
    assert_eq!(store.cases(&[], 9).await.unwrap(), [known]);
    assert_eq!(store.letters(fresh.id).await.unwrap(), []);
    assert_eq!(store.items(fresh.id).await.unwrap(), []);
    assert_eq!(store.value("uid").await.unwrap(), None);
    assert_eq!(store.value("after").await.unwrap(), None);
    assert!(!store.is_mail_seen("mail").await.unwrap());
    // The code was not given away by the commit that failed.
    commit(store, [Write::InsertCase(fresh)]).await;
}

async fn a_failing_write_undoes_deletions(store: &Arc<dyn Store>) {
    let (case, items) = stored_items(store, &[0, 5]).await;
    let letter = letter(&case, 1);
    commit(store, [Write::InsertLetter(letter.clone()), Write::PutDraft(draft(person(1), b"text", 0))]).await;
    let wrong = Write::FinishItem { id: items[0].id, lease: Uuid::new_v4(), finish: Finish::Sent(at(0)) };
    let writes = [
        Write::DeleteDraft(person(1)),
        Write::WipeCase(case.id),
        Write::CancelItems(case.id),
        Write::MarkSeen { letter: letter.id, at: at(0) },
        wrong,
    ];
    assert_eq!(conflict(store, writes).await, "item");
    assert!(store.draft(&person(1)).await.unwrap().is_some());
    assert_eq!(store.case(case.id).await.unwrap(), Some(case.clone()));
    assert_eq!(store.letters(case.id).await.unwrap(), [letter]);
    assert_eq!(store.items(case.id).await.unwrap(), items);
}

async fn a_thousand_commits_at_once_are_all_there(store: &Arc<dyn Store>) {
    let commits = (0..1000).map(|second| {
        let store = Arc::clone(store);
        tokio::spawn(async move {
            let case = case(second);
            let writes = [
                Write::InsertCase(case.clone()),
                Write::InsertLetter(letter(&case, 1)),
                Write::Enqueue(item(&case, 0)),
            ];
            commit(&store, writes).await;
            // Whoever committed can read it at once.
            assert_eq!(store.case_of_code(&case.code).await.unwrap().unwrap().id, case.id);
        })
    });
    for commit in commits.collect::<Vec<_>>() {
        commit.await.unwrap();
    }
    let cases = store.cases(&[], 2000).await.unwrap();
    assert_eq!(cases.len(), 1000);
    assert!(cases.is_sorted_by_key(|case| case.created_at));
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.waiting, counts.open_cases), (1000, 1000));
}

async fn of_two_updates_at_once_one_is_refused(store: &Arc<dyn Store>) {
    let read = stored_case(store, 0).await;
    let updates = (0..20).map(|_| {
        let (store, read) = (Arc::clone(store), read.clone());
        tokio::spawn(async move { store.commit(vec![Write::UpdateCase(read)]).await.is_ok() })
    });
    let mut accepted = 0;
    for update in updates.collect::<Vec<_>>() {
        accepted += u32::from(update.await.unwrap());
    }
    assert_eq!(accepted, 1);
    assert_eq!(store.case(read.id).await.unwrap().unwrap().version, 2);
}

/// Dropped after any number of steps, as when a connection goes away.
async fn a_commit_nobody_waits_for_is_whole_or_nothing(store: &Arc<dyn Store>) {
    for steps in 0..60 {
        let case = case(0);
        let writes = vec![
            Write::InsertCase(case.clone()),
            Write::InsertLetter(letter(&case, 1)),
            Write::Enqueue(item(&case, 0)),
        ];
        let patience = async {
            for _ in 0..steps {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            () = patience => {}
            committed = store.commit(writes) => committed.unwrap(),
        }
        // The next one finds the store in order, and all of the first or nothing.
        commit(store, [Write::PutDraft(draft(person(1), b"text", 0))]).await;
        let rows = usize::from(store.case(case.id).await.unwrap().is_some());
        assert_eq!(store.letters(case.id).await.unwrap().len(), rows, "after {steps} steps");
        assert_eq!(store.items(case.id).await.unwrap().len(), rows, "after {steps} steps");
    }
}

async fn an_empty_store_can_be_maintained_and_verified(store: &Arc<dyn Store>) {
    store.maintain().await.unwrap();
    store.verify().await.unwrap();
    assert_eq!(store.cases(&[], 9).await.unwrap(), []);
    assert_eq!(store.dead().await.unwrap(), []);
}
