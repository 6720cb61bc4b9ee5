//! Counts of days.

use std::sync::Arc;

use jiff::civil::{Date, date};
use utveier::store::{Store, TallyRow, Write};

use crate::rows::{commit, conflict, person, stored_case};

contract!(
    counts_of_the_same_day_and_names_are_added,
    counts_come_by_day_and_within_the_days_asked_for,
    a_count_of_nothing_leaves_no_row,
    old_days_are_deleted_and_the_limit_stays,
    counts_of_a_refused_list_are_not_added,
    counts_belong_to_nobody,
);

fn tally(day: Date, topic: &str, count: u64) -> TallyRow {
    TallyRow {
        day,
        name: "message".to_owned(),
        door: "web".to_owned(),
        decision: "answer".to_owned(),
        topic: topic.to_owned(),
        region: String::new(),
        count,
    }
}

const DAY: Date = date(2026, 11, 17);

async fn counts_of_the_same_day_and_names_are_added(store: &Arc<dyn Store>) {
    let add = |topic: &str, count| Write::AddTally(tally(DAY, topic, count));
    commit(store, [add("a/b#c", 2), add("a/b#d", 1), add("a/b#c", 3)]).await;
    commit(store, [add("a/b#c", 4)]).await;
    let found = store.tallies(DAY, DAY).await.unwrap();
    assert_eq!(found, [tally(DAY, "a/b#c", 9), tally(DAY, "a/b#d", 1)]);
}

async fn counts_come_by_day_and_within_the_days_asked_for(store: &Arc<dyn Store>) {
    let days = [date(2026, 12, 1), date(2025, 12, 31), DAY, date(2026, 1, 1)];
    commit(store, days.map(|day| Write::AddTally(tally(day, "a/b", 1)))).await;
    let found = store.tallies(date(2026, 1, 1), DAY).await.unwrap();
    assert_eq!(found.iter().map(|row| row.day).collect::<Vec<_>>(), [date(2026, 1, 1), DAY]);
    assert!(store.tallies(DAY, date(2026, 1, 1)).await.unwrap().is_empty(), "the wrong way round");
}

async fn a_count_of_nothing_leaves_no_row(store: &Arc<dyn Store>) {
    commit(store, [Write::AddTally(tally(DAY, "a/b", 0))]).await;
    assert!(store.tallies(DAY, DAY).await.unwrap().is_empty());
}

async fn old_days_are_deleted_and_the_limit_stays(store: &Arc<dyn Store>) {
    let days = [date(2026, 11, 16), DAY, date(2026, 11, 18)];
    commit(store, days.map(|day| Write::AddTally(tally(day, "a/b", 1)))).await;
    commit(store, [Write::DeleteTalliesBefore(DAY)]).await;
    let found = store.tallies(date(2026, 1, 1), date(2027, 1, 1)).await.unwrap();
    assert_eq!(found.iter().map(|row| row.day).collect::<Vec<_>>(), [DAY, date(2026, 11, 18)]);
}

async fn counts_of_a_refused_list_are_not_added(store: &Arc<dyn Store>) {
    let case = stored_case(store, 1).await;
    assert_eq!(conflict(store, [Write::AddTally(tally(DAY, "a/b", 1)), Write::InsertCase(case)]).await, "case");
    assert!(store.tallies(DAY, DAY).await.unwrap().is_empty());
}

async fn counts_belong_to_nobody(store: &Arc<dyn Store>) {
    commit(store, [Write::AddTally(tally(DAY, "a/b", 1))]).await;
    store.remove_person(&person(1)).await.unwrap();
    assert_eq!(store.tallies(DAY, DAY).await.unwrap().len(), 1);
}
