//! Leases: nobody sends what another is sending, and nothing is forgotten.

use std::collections::BTreeSet;
use std::sync::Arc;

use utveier::store::{Finish, ItemRow, ItemState, Store, Write};
use uuid::Uuid;

use crate::rows::{at, commit, conflict, item, stored_case, stored_items};

contract!(
    urgent_items_come_first_then_the_longest_due,
    what_is_not_due_is_not_leased,
    a_lease_has_its_own_token_and_counts_the_attempt,
    a_leased_item_is_not_leased_again_until_the_lease_runs_out,
    a_sent_item_is_finished,
    a_retried_item_waits_for_its_new_time,
    a_dead_or_cancelled_item_is_not_leased,
    only_the_holder_of_the_lease_can_finish,
    a_lease_that_has_run_out_is_held_until_another_takes_it,
    callers_at_the_same_time_never_get_the_same_item,
);

fn ids(items: &[ItemRow]) -> Vec<Uuid> {
    items.iter().map(|item| item.id).collect()
}

fn finish(leased: &ItemRow, finish: Finish) -> Write {
    Write::FinishItem { id: leased.id, lease: leased.lease.unwrap(), finish }
}

async fn urgent_items_come_first_then_the_longest_due(store: &Arc<dyn Store>) {
    let case = stored_case(store, 0).await;
    let row = |urgent, due| ItemRow { urgent, ..item(&case, due) };
    let rows = [row(false, 2), row(true, 4), row(false, 1), row(true, 3), row(false, 2)];
    commit(store, rows.clone().map(Write::Enqueue)).await;
    let order = [3, 1, 2, 0, 4].map(|at| rows[at].id);
    let first = store.lease(at(5), at(9), 2).await.unwrap();
    let rest = store.lease(at(5), at(9), 9).await.unwrap();
    assert_eq!([ids(&first), ids(&rest)].concat(), order);
}

async fn what_is_not_due_is_not_leased(store: &Arc<dyn Store>) {
    let (_, items) = stored_items(store, &[10, 11]).await;
    assert_eq!(store.lease(at(9), at(20), 9).await.unwrap(), []);
    assert_eq!(store.lease(at(10), at(20), 0).await.unwrap(), []);
    assert_eq!(ids(&store.lease(at(10), at(20), 9).await.unwrap()), [items[0].id]);
}

async fn a_lease_has_its_own_token_and_counts_the_attempt(store: &Arc<dyn Store>) {
    let (case, items) = stored_items(store, &[1, 2]).await;
    let leased = store.lease(at(5), at(9), 9).await.unwrap();
    for (leased, item) in leased.iter().zip(&items) {
        let expected = ItemRow {
            state: ItemState::Leased,
            attempts: 1,
            leased_until: Some(at(9)),
            lease: leased.lease,
            ..item.clone()
        };
        assert_eq!(*leased, expected);
    }
    assert_ne!(leased[0].lease.unwrap(), leased[1].lease.unwrap());
    assert_eq!(store.items(case.id).await.unwrap(), leased);
}

async fn a_leased_item_is_not_leased_again_until_the_lease_runs_out(store: &Arc<dyn Store>) {
    let (_, _) = stored_items(store, &[1]).await;
    let first = store.lease(at(1), at(10), 9).await.unwrap().remove(0);
    assert_eq!(store.lease(at(9), at(20), 9).await.unwrap(), []);
    let again = store.lease(at(10), at(20), 9).await.unwrap().remove(0);
    assert_eq!((again.id, again.attempts, again.leased_until), (first.id, 2, Some(at(20))));
    assert_ne!(again.lease, first.lease);
}

async fn a_sent_item_is_finished(store: &Arc<dyn Store>) {
    let (case, items) = stored_items(store, &[1]).await;
    let leased = store.lease(at(1), at(10), 9).await.unwrap();
    commit(store, [finish(&leased[0], Finish::Sent(at(2)))]).await;
    let sent = ItemRow { state: ItemState::Sent, attempts: 1, sent_at: Some(at(2)), ..items[0].clone() };
    assert_eq!(store.items(case.id).await.unwrap(), [sent]);
    assert_eq!(store.lease(at(99), at(100), 9).await.unwrap(), []);
    assert_eq!(store.next_due().await.unwrap(), None);
}

async fn a_retried_item_waits_for_its_new_time(store: &Arc<dyn Store>) {
    let (case, items) = stored_items(store, &[1]).await;
    let leased = store.lease(at(1), at(10), 9).await.unwrap();
    let retry = Finish::Retry { due_at: at(30), error: "451 later".to_owned() };
    commit(store, [finish(&leased[0], retry)]).await;
    let error = Some("451 later".to_owned());
    let waiting = ItemRow { attempts: 1, due_at: at(30), error, ..items[0].clone() };
    assert_eq!(store.items(case.id).await.unwrap(), [waiting]);
    assert_eq!(store.lease(at(29), at(40), 9).await.unwrap(), []);
    assert_eq!(store.lease(at(30), at(40), 9).await.unwrap()[0].attempts, 2);
}

async fn a_dead_or_cancelled_item_is_not_leased(store: &Arc<dyn Store>) {
    let (case, _) = stored_items(store, &[1, 2]).await;
    let leased = store.lease(at(5), at(10), 9).await.unwrap();
    let dead = Finish::Dead { error: "550 refused".to_owned() };
    commit(store, [finish(&leased[0], dead), finish(&leased[1], Finish::Cancelled)]).await;
    assert_eq!(store.lease(at(99), at(100), 9).await.unwrap(), []);
    let rows = store.items(case.id).await.unwrap();
    assert_eq!((rows[0].state, rows[0].error.as_deref()), (ItemState::Dead, Some("550 refused")));
    assert_eq!((rows[1].state, rows[1].error.as_deref()), (ItemState::Cancelled, None));
    assert!(rows.iter().all(|row| row.lease.is_none() && row.leased_until.is_none()));
}

async fn only_the_holder_of_the_lease_can_finish(store: &Arc<dyn Store>) {
    let (case, items) = stored_items(store, &[1, 99]).await;
    let leased = store.lease(at(1), at(10), 9).await.unwrap();
    let forged = ItemRow { lease: Some(Uuid::new_v4()), ..leased[0].clone() };
    let unleased = ItemRow { lease: leased[0].lease, ..items[1].clone() };
    let absent = ItemRow { id: Uuid::now_v7(), ..leased[0].clone() };
    for row in [forged, unleased, absent] {
        assert_eq!(conflict(store, [finish(&row, Finish::Sent(at(2)))]).await, "item");
    }
    commit(store, [finish(&leased[0], Finish::Sent(at(2)))]).await;
    assert_eq!(conflict(store, [finish(&leased[0], Finish::Sent(at(3)))]).await, "item", "it is finished already");
    assert_eq!(store.items(case.id).await.unwrap()[0].sent_at, Some(at(2)));
}

async fn a_lease_that_has_run_out_is_held_until_another_takes_it(store: &Arc<dyn Store>) {
    let (_, _) = stored_items(store, &[1, 1]).await;
    let slow = store.lease(at(1), at(10), 9).await.unwrap();
    commit(store, [finish(&slow[0], Finish::Sent(at(50)))]).await;
    let taken = store.lease(at(50), at(60), 9).await.unwrap();
    assert_eq!(ids(&taken), [slow[1].id]);
    assert_eq!(conflict(store, [finish(&slow[1], Finish::Sent(at(51)))]).await, "item");
    commit(store, [finish(&taken[0], Finish::Sent(at(52)))]).await;
}

async fn callers_at_the_same_time_never_get_the_same_item(store: &Arc<dyn Store>) {
    let (_, items) = stored_items(store, &[1; 200]).await;
    let callers = (0..8).map(|_| {
        let store = Arc::clone(store);
        tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let leased = store.lease(at(1), at(10), 7).await.unwrap();
                if leased.is_empty() {
                    return mine;
                }
                mine.extend(ids(&leased));
            }
        })
    });
    let mut all = Vec::new();
    for caller in callers.collect::<Vec<_>>() {
        all.extend(caller.await.unwrap());
    }
    assert_eq!(all.len(), 200, "each item was leased once");
    assert_eq!(BTreeSet::from_iter(all), BTreeSet::from_iter(ids(&items)));
}
