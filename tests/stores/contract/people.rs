//! "Delete everything about me".

use std::sync::Arc;

use utveier::store::{CaseRow, Finish, ItemRow, PreferenceRow, Removed, Store, Write};

use crate::rows::{at, case, commit, draft, item, letter, person};

contract!(
    everything_of_a_person_is_removed_and_counted,
    what_is_of_others_stays,
    removing_nobody_removes_nothing,
    an_item_under_way_can_be_finished_and_is_gone_then,
    an_item_under_way_is_not_leased_again,
);

/// A draft, a preference, and a case with two letters and an item due at once.
async fn fill(store: &Arc<dyn Store>, number: u8) -> (CaseRow, ItemRow) {
    let of = person(number);
    let case = CaseRow { person: of, ..case(0) };
    let item = item(&case, 0);
    let writes = [
        Write::PutDraft(draft(of, b"text", 0)),
        Write::PutPreference(PreferenceRow { person: of, body: "{}".to_owned(), updated_at: at(0) }),
        Write::InsertCase(case.clone()),
        Write::InsertLetter(letter(&case, 1)),
        Write::InsertLetter(letter(&case, 2)),
        Write::Enqueue(item.clone()),
    ];
    commit(store, writes).await;
    (case, item)
}

async fn everything_of_a_person_is_removed_and_counted(store: &Arc<dyn Store>) {
    let (first, _) = fill(store, 1).await;
    // Of three items more, one is sent, one given up, one waits.
    let leased = store.lease(at(0), at(9), 9).await.unwrap().remove(0);
    let sent = Write::FinishItem { id: leased.id, lease: leased.lease.unwrap(), finish: Finish::Sent(at(1)) };
    commit(store, [sent, Write::Enqueue(item(&first, 0))]).await;
    let leased = store.lease(at(0), at(9), 9).await.unwrap().remove(0);
    let finish = Finish::Dead { error: "550".to_owned() };
    let dead = Write::FinishItem { id: leased.id, lease: leased.lease.unwrap(), finish };
    commit(store, [dead, Write::Enqueue(item(&first, 5))]).await;
    let removed = store.remove_person(&person(1)).await.unwrap();
    assert_eq!(removed, Removed { drafts: 1, cases: 1, letters: 2, unsent: 2 });
    assert_eq!(store.draft(&person(1)).await.unwrap(), None);
    assert_eq!(store.preference(&person(1)).await.unwrap(), None);
    assert_eq!(store.cases(&[], 9).await.unwrap(), []);
    assert_eq!(store.letters(first.id).await.unwrap(), []);
    assert_eq!(store.items(first.id).await.unwrap(), []);
    assert_eq!(store.next_due().await.unwrap(), None);
}

async fn what_is_of_others_stays(store: &Arc<dyn Store>) {
    fill(store, 1).await;
    let (case, item) = fill(store, 2).await;
    store.remove_person(&person(1)).await.unwrap();
    assert!(store.draft(&person(2)).await.unwrap().is_some());
    assert!(store.preference(&person(2)).await.unwrap().is_some());
    assert_eq!(store.letters(case.id).await.unwrap().len(), 2);
    assert_eq!(store.items(case.id).await.unwrap(), [item]);
    assert_eq!(store.cases_of(&person(2)).await.unwrap(), [case]);
}

async fn removing_nobody_removes_nothing(store: &Arc<dyn Store>) {
    fill(store, 1).await;
    assert_eq!(store.remove_person(&person(9)).await.unwrap(), Removed::default());
    assert_eq!(store.counts().await.unwrap().open_cases, 1);
}

async fn an_item_under_way_can_be_finished_and_is_gone_then(store: &Arc<dyn Store>) {
    for finish in [Finish::Sent(at(1)), Finish::Retry { due_at: at(2), error: "451".to_owned() }] {
        let (case, _) = fill(store, 1).await;
        let leased = store.lease(at(0), at(9), 9).await.unwrap().remove(0);
        let removed = store.remove_person(&person(1)).await.unwrap();
        assert_eq!((removed.cases, removed.unsent), (1, 0));
        commit(store, [Write::FinishItem { id: leased.id, lease: leased.lease.unwrap(), finish }]).await;
        assert_eq!(store.items(case.id).await.unwrap(), []);
    }
}

async fn an_item_under_way_is_not_leased_again(store: &Arc<dyn Store>) {
    let (case, _) = fill(store, 1).await;
    store.lease(at(0), at(9), 9).await.unwrap();
    store.remove_person(&person(1)).await.unwrap();
    assert_eq!(store.lease(at(9), at(20), 9).await.unwrap(), []);
    assert_eq!(store.items(case.id).await.unwrap(), []);
    assert_eq!(store.next_due().await.unwrap(), None);
}
