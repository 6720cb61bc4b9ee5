//! Cases: found, changed, wiped, deleted.

use std::sync::Arc;

use utveier::store::{CaseRow, Finish, LetterRow, Store, Write};
use uuid::Uuid;

use crate::rows::{at, case, commit, conflict, item, letter, person, stored_case};

contract!(
    a_case_is_found_by_id_code_and_person,
    a_taken_code_or_id_is_refused,
    the_code_of_a_deleted_case_stays_taken,
    an_update_counts_the_version_up,
    an_update_from_an_old_reading_is_refused,
    a_code_never_changes,
    cases_are_listed_by_stage_oldest_first,
    wiping_removes_bodies_and_leaves_rows,
    wiping_one_letter_leaves_the_others,
    a_wiped_body_cannot_be_written_back,
    old_closed_cases_go_with_letters_and_items,
    a_closed_case_with_an_item_under_way_stays,
);

async fn a_case_is_found_by_id_code_and_person(store: &Arc<dyn Store>) {
    let row = CaseRow {
        delivered_at: Some(at(1)),
        answered_at: Some(at(2)),
        closed_at: Some(at(3)),
        reminders: 2,
        version: 7,
        ..case(0)
    };
    commit(store, [Write::InsertCase(row.clone())]).await;
    assert_eq!(store.case(row.id).await.unwrap(), Some(row.clone()));
    assert_eq!(store.case_of_code(&row.code).await.unwrap(), Some(row.clone()));
    assert_eq!(store.cases_of(&row.person).await.unwrap(), [row]);
    assert_eq!(store.case(Uuid::now_v7()).await.unwrap(), None);
    assert_eq!(store.case_of_code("").await.unwrap(), None);
    assert_eq!(store.cases_of(&person(2)).await.unwrap(), []);
}

async fn a_taken_code_or_id_is_refused(store: &Arc<dyn Store>) {
    let first = stored_case(store, 0).await;
    assert_eq!(conflict(store, [Write::InsertCase(CaseRow { code: first.code.clone(), ..case(1) })]).await, "case");
    assert_eq!(conflict(store, [Write::InsertCase(CaseRow { id: first.id, ..case(1) })]).await, "case");
    assert_eq!(store.cases(&[], 9).await.unwrap(), [first]);
}

async fn the_code_of_a_deleted_case_stays_taken(store: &Arc<dyn Store>) {
    let gone = stored_case(store, 0).await;
    store.remove_person(&gone.person).await.unwrap();
    assert_eq!(store.case_of_code(&gone.code).await.unwrap(), None);
    assert_eq!(conflict(store, [Write::InsertCase(CaseRow { code: gone.code, ..case(1) })]).await, "case");
}

async fn an_update_counts_the_version_up(store: &Arc<dyn Store>) {
    let read = stored_case(store, 0).await;
    let changed = CaseRow {
        region: "nord".to_owned(),
        stage: "answered".to_owned(),
        body: Some(b"other".to_vec()),
        delivered_at: Some(at(1)),
        answered_at: Some(at(2)),
        closed_at: Some(at(3)),
        reminders: 1,
        ..read
    };
    commit(store, [Write::UpdateCase(changed.clone())]).await;
    let stored = store.case(changed.id).await.unwrap().unwrap();
    assert_eq!(stored, CaseRow { version: 2, ..changed });
    commit(store, [Write::UpdateCase(stored.clone())]).await;
    assert_eq!(store.case(stored.id).await.unwrap().unwrap().version, 3);
}

async fn an_update_from_an_old_reading_is_refused(store: &Arc<dyn Store>) {
    let read = stored_case(store, 0).await;
    commit(store, [Write::UpdateCase(CaseRow { stage: "answered".to_owned(), ..read.clone() })]).await;
    assert_eq!(
        conflict(store, [Write::UpdateCase(CaseRow { stage: "closed".to_owned(), ..read.clone() })]).await,
        "case"
    );
    assert_eq!(store.case(read.id).await.unwrap().unwrap().stage, "answered");
    assert_eq!(conflict(store, [Write::UpdateCase(case(0))]).await, "case", "one that was never there");
}

async fn a_code_never_changes(store: &Arc<dyn Store>) {
    let read = stored_case(store, 0).await;
    assert_eq!(conflict(store, [Write::UpdateCase(CaseRow { code: "OTHER".to_owned(), ..read })]).await, "case");
}

async fn cases_are_listed_by_stage_oldest_first(store: &Arc<dyn Store>) {
    let row = |stage: &str, seconds| CaseRow { stage: stage.to_owned(), ..case(seconds) };
    let (late, early, other) = (row("received", 3), row("received", 1), row("closed", 2));
    commit(store, [&late, &early, &other].map(|case| Write::InsertCase(case.clone()))).await;
    let ids = |cases: Vec<CaseRow>| cases.iter().map(|case| case.id).collect::<Vec<_>>();
    assert_eq!(ids(store.cases(&[], 9).await.unwrap()), [early.id, other.id, late.id]);
    assert_eq!(ids(store.cases(&["received"], 9).await.unwrap()), [early.id, late.id]);
    assert_eq!(ids(store.cases(&["received", "closed"], 2).await.unwrap()), [early.id, other.id]);
    assert_eq!(store.cases(&["never \" '"], 9).await.unwrap(), []);
    assert_eq!(store.cases(&[], 0).await.unwrap(), []);
    assert_eq!(ids(store.cases(&[], usize::MAX).await.unwrap()).len(), 3);
    assert_eq!(ids(store.cases_of(&person(1)).await.unwrap()), [early.id, other.id, late.id]);
}

async fn wiping_removes_bodies_and_leaves_rows(store: &Arc<dyn Store>) {
    let (wiped, kept) = (stored_case(store, 0).await, stored_case(store, 1).await);
    let letters = [letter(&wiped, 1), letter(&wiped, 2), letter(&kept, 1)];
    commit(store, letters.clone().map(Write::InsertLetter)).await;
    commit(store, [Write::WipeCase(wiped.id), Write::WipeCase(Uuid::now_v7())]).await;
    let stored = store.case(wiped.id).await.unwrap().unwrap();
    assert_eq!(stored, CaseRow { body: None, version: 2, ..wiped.clone() });
    let bodies = store.letters(wiped.id).await.unwrap().into_iter().map(|letter| letter.body);
    assert_eq!(bodies.collect::<Vec<_>>(), [None, None]);
    assert_eq!(store.case(kept.id).await.unwrap(), Some(kept.clone()));
    assert_eq!(store.letters(kept.id).await.unwrap(), letters[2..]);
    commit(store, [Write::WipeCase(wiped.id)]).await;
    assert_eq!(store.case(wiped.id).await.unwrap().unwrap().version, 2, "nothing was left to wipe");
}

async fn wiping_one_letter_leaves_the_others(store: &Arc<dyn Store>) {
    let case = stored_case(store, 0).await;
    let letters = [letter(&case, 1), letter(&case, 2)];
    commit(store, letters.clone().map(Write::InsertLetter)).await;
    commit(store, [Write::WipeLetter(letters[0].id), Write::WipeLetter(Uuid::now_v7())]).await;
    let stored = store.letters(case.id).await.unwrap();
    assert_eq!(stored, [LetterRow { body: None, ..letters[0].clone() }, letters[1].clone()]);
    assert_eq!(store.case(case.id).await.unwrap(), Some(case));
}

async fn a_wiped_body_cannot_be_written_back(store: &Arc<dyn Store>) {
    let read = stored_case(store, 0).await;
    commit(store, [Write::WipeCase(read.id)]).await;
    assert_eq!(conflict(store, [Write::UpdateCase(read.clone())]).await, "case");
    assert_eq!(store.case(read.id).await.unwrap().unwrap().body, None);
}

async fn old_closed_cases_go_with_letters_and_items(store: &Arc<dyn Store>) {
    let closed = |seconds| CaseRow { closed_at: Some(at(seconds)), ..case(0) };
    let (old, limit, open) = (closed(9), closed(10), case(0));
    for row in [&old, &limit, &open] {
        let writes =
            [Write::InsertCase(row.clone()), Write::InsertLetter(letter(row, 1)), Write::Enqueue(item(row, 0))];
        commit(store, writes).await;
    }
    for leased in store.lease(at(0), at(9), 9).await.unwrap() {
        let (id, lease, finish) = (leased.id, leased.lease.unwrap(), Finish::Sent(at(1)));
        commit(store, [Write::FinishItem { id, lease, finish }]).await;
    }
    commit(store, [Write::DeleteCasesClosedBefore(at(10))]).await;
    for (row, rows) in [(&old, 0), (&limit, 1), (&open, 1)] {
        assert_eq!(store.case(row.id).await.unwrap().is_some(), rows == 1);
        assert_eq!(store.letters(row.id).await.unwrap().len(), rows);
        assert_eq!(store.items(row.id).await.unwrap().len(), rows);
    }
}

async fn a_closed_case_with_an_item_under_way_stays(store: &Arc<dyn Store>) {
    let closed = CaseRow { closed_at: Some(at(1)), ..case(0) };
    commit(store, [Write::InsertCase(closed.clone()), Write::Enqueue(item(&closed, 0))]).await;
    commit(store, [Write::DeleteCasesClosedBefore(at(10))]).await;
    assert_eq!(store.case(closed.id).await.unwrap(), Some(closed.clone()), "an item waits");
    let leased = store.lease(at(0), at(9), 1).await.unwrap().remove(0);
    commit(store, [Write::DeleteCasesClosedBefore(at(10))]).await;
    assert_eq!(store.case(closed.id).await.unwrap(), Some(closed.clone()), "an item is leased");
    let (id, lease, finish) = (leased.id, leased.lease.unwrap(), Finish::Dead { error: "refused".to_owned() });
    commit(store, [Write::FinishItem { id, lease, finish }, Write::DeleteCasesClosedBefore(at(10))]).await;
    assert_eq!(store.case(closed.id).await.unwrap(), None);
    assert_eq!(store.dead().await.unwrap(), []);
}
