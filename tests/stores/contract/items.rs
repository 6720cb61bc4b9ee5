//! Items of the outbox, apart from their leasing.

use std::sync::Arc;

use utveier::store::{CaseRow, Counts, Finish, ItemRow, ItemState, Store, Write};
use uuid::Uuid;

use crate::rows::{at, case, commit, conflict, item, letter, stored_case, stored_items};

contract!(
    an_item_is_kept_as_it_was_given,
    a_taken_id_is_refused,
    an_item_needs_its_case_and_its_letter,
    cancelling_spares_what_is_for_the_asker_and_what_is_under_way,
    reviving_begins_anew,
    dead_items_are_listed_oldest_first,
    counts_are_sums_over_the_tables,
    next_due_is_the_earliest_of_due_and_lease,
);

async fn an_item_is_kept_as_it_was_given(store: &Arc<dyn Store>) {
    let case = stored_case(store, 0).await;
    let letter = letter(&case, 1);
    let plain = item(&case, 1);
    let full = ItemRow {
        letter: Some(letter.id),
        urgent: true,
        state: ItemState::Sent,
        attempts: 3,
        error: Some("451".to_owned()),
        sent_at: Some(at(9)),
        created_at: at(5),
        ..item(&case, 2)
    };
    let items = [&full, &plain].map(|item| Write::Enqueue(item.clone()));
    commit(store, std::iter::once(Write::InsertLetter(letter)).chain(items)).await;
    assert_eq!(store.items(case.id).await.unwrap(), [plain, full]);
    assert_eq!(store.items(Uuid::now_v7()).await.unwrap(), []);
}

async fn a_taken_id_is_refused(store: &Arc<dyn Store>) {
    let (case, items) = stored_items(store, &[1]).await;
    assert_eq!(conflict(store, [Write::Enqueue(ItemRow { id: items[0].id, ..item(&case, 2) })]).await, "item");
    assert_eq!(store.items(case.id).await.unwrap(), items);
}

async fn an_item_needs_its_case_and_its_letter(store: &Arc<dyn Store>) {
    assert_eq!(conflict(store, [Write::Enqueue(item(&case(0), 1))]).await, "case");
    let (one, other) = (stored_case(store, 0).await, stored_case(store, 1).await);
    let of_other = letter(&other, 1);
    commit(store, [Write::InsertLetter(of_other.clone())]).await;
    for letter in [of_other.id, Uuid::now_v7()] {
        assert_eq!(conflict(store, [Write::Enqueue(ItemRow { letter: Some(letter), ..item(&one, 1) })]).await, "case");
    }
}

async fn cancelling_spares_what_is_for_the_asker_and_what_is_under_way(store: &Arc<dyn Store>) {
    let (case, items) = stored_items(store, &[0, 10]).await;
    let (_, others) = stored_items(store, &[20]).await;
    let for_asker = ItemRow { recipient: "asker".to_owned(), ..item(&case, 10) };
    commit(store, [Write::Enqueue(for_asker.clone())]).await;
    store.lease(at(0), at(9), 9).await.unwrap();
    commit(store, [Write::CancelItems(case.id)]).await;
    let state = |rows: Vec<ItemRow>, id| rows.into_iter().find(|row: &ItemRow| row.id == id).unwrap().state;
    assert_eq!(state(store.items(case.id).await.unwrap(), items[0].id), ItemState::Leased);
    assert_eq!(state(store.items(case.id).await.unwrap(), items[1].id), ItemState::Cancelled);
    assert_eq!(state(store.items(case.id).await.unwrap(), for_asker.id), ItemState::Waiting);
    assert_eq!(store.items(others[0].case).await.unwrap(), others);
}

/// Leases all that are due at the start, and gives them up.
async fn let_die(store: &Arc<dyn Store>) {
    for leased in store.lease(at(0), at(9), 99).await.unwrap() {
        let finish = Finish::Dead { error: "refused".to_owned() };
        commit(store, [Write::FinishItem { id: leased.id, lease: leased.lease.unwrap(), finish }]).await;
    }
}

async fn reviving_begins_anew(store: &Arc<dyn Store>) {
    let (case, items) = stored_items(store, &[0, 50]).await;
    let (other, _) = stored_items(store, &[0]).await;
    let_die(store).await;
    commit(store, [Write::Revive { case: case.id, due_at: at(100), expires_at: at(200) }]).await;
    let rows = store.items(case.id).await.unwrap();
    let revived =
        ItemRow { due_at: at(100), expires_at: at(200), error: Some("refused".to_owned()), ..items[0].clone() };
    assert_eq!(rows, [revived, items[1].clone()], "the one that waited is left as it is");
    assert_eq!(store.items(other.id).await.unwrap()[0].state, ItemState::Dead);
}

async fn dead_items_are_listed_oldest_first(store: &Arc<dyn Store>) {
    let case = stored_case(store, 0).await;
    let (late, early) =
        (ItemRow { created_at: at(2), ..item(&case, 0) }, ItemRow { created_at: at(1), ..item(&case, 0) });
    commit(store, [&late, &early].map(|item| Write::Enqueue(item.clone()))).await;
    assert_eq!(store.dead().await.unwrap(), []);
    let_die(store).await;
    let dead: Vec<Uuid> = store.dead().await.unwrap().into_iter().map(|item| item.id).collect();
    assert_eq!(dead, [early.id, late.id]);
}

async fn counts_are_sums_over_the_tables(store: &Arc<dyn Store>) {
    assert_eq!(store.counts().await.unwrap(), Counts::default());
    let (_, _) = stored_items(store, &[0]).await;
    let_die(store).await;
    let (case, _) = stored_items(store, &[5, 6]).await;
    commit(store, [Write::Enqueue(ItemRow { created_at: at(-3), ..item(&case, 7) })]).await;
    store.lease(at(5), at(9), 1).await.unwrap();
    let closed = CaseRow { closed_at: Some(at(1)), ..crate::rows::case(0) };
    commit(store, [Write::InsertCase(closed)]).await;
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.waiting, counts.dead, counts.open_cases), (3, 1, 2));
    assert_eq!(counts.oldest_waiting, Some(at(-3)));
}

async fn next_due_is_the_earliest_of_due_and_lease(store: &Arc<dyn Store>) {
    assert_eq!(store.next_due().await.unwrap(), None);
    let (_, _) = stored_items(store, &[10, 20]).await;
    assert_eq!(store.next_due().await.unwrap(), Some(at(10)));
    let leased = store.lease(at(10), at(15), 9).await.unwrap().remove(0);
    assert_eq!(store.next_due().await.unwrap(), Some(at(15)), "its lease runs out first");
    let finish = Finish::Sent(at(11));
    commit(store, [Write::FinishItem { id: leased.id, lease: leased.lease.unwrap(), finish }]).await;
    assert_eq!(store.next_due().await.unwrap(), Some(at(20)));
}
