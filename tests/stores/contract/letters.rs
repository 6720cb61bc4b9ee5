//! Letters: numbered, seen once.

use std::sync::Arc;

use utveier::store::{CaseRow, LetterRow, Store, Write};
use uuid::Uuid;

use crate::rows::{at, case, commit, conflict, letter, person, stored_case};

contract!(
    letters_come_by_number,
    a_taken_number_or_id_is_refused,
    a_letter_needs_its_case,
    unseen_letters_are_those_to_the_asker_oldest_first,
    a_letter_is_seen_once,
    a_letter_to_the_inbox_is_never_seen,
);

async fn letters_come_by_number(store: &Arc<dyn Store>) {
    let case = stored_case(store, 0).await;
    let (first, second) = (letter(&case, 1), LetterRow { body: None, ..letter(&case, 10) });
    commit(store, [&second, &first].map(|letter| Write::InsertLetter(letter.clone()))).await;
    assert_eq!(store.letters(case.id).await.unwrap(), [first, second]);
    assert_eq!(store.letters(Uuid::now_v7()).await.unwrap(), []);
}

async fn a_taken_number_or_id_is_refused(store: &Arc<dyn Store>) {
    let case = stored_case(store, 0).await;
    let first = letter(&case, 1);
    commit(store, [Write::InsertLetter(first.clone())]).await;
    assert_eq!(conflict(store, [Write::InsertLetter(letter(&case, 1))]).await, "letter");
    assert_eq!(conflict(store, [Write::InsertLetter(LetterRow { id: first.id, ..letter(&case, 2) })]).await, "letter");
    let other = stored_case(store, 1).await;
    commit(store, [Write::InsertLetter(letter(&other, 1))]).await;
    assert_eq!(store.letters(case.id).await.unwrap(), [first]);
}

async fn a_letter_needs_its_case(store: &Arc<dyn Store>) {
    assert_eq!(conflict(store, [Write::InsertLetter(letter(&case(0), 1))]).await, "case");
}

async fn unseen_letters_are_those_to_the_asker_oldest_first(store: &Arc<dyn Store>) {
    let (one, two) = (stored_case(store, 0).await, stored_case(store, 1).await);
    let others = CaseRow { person: person(2), ..case(2) };
    commit(store, [Write::InsertCase(others.clone())]).await;
    let to_asker = |case, number| LetterRow { to_asker: true, ..letter(case, number) };
    let (late, early) = (to_asker(&one, 3), to_asker(&two, 2));
    let rest = [letter(&one, 1), to_asker(&others, 1), LetterRow { seen_at: Some(at(9)), ..to_asker(&two, 1) }];
    commit(store, [late.clone(), early.clone()].into_iter().chain(rest).map(Write::InsertLetter)).await;
    assert_eq!(store.unseen(&person(1)).await.unwrap(), [early, late]);
    assert_eq!(store.unseen(&person(2)).await.unwrap().len(), 1);
    assert_eq!(store.unseen(&person(3)).await.unwrap(), []);
}

async fn a_letter_is_seen_once(store: &Arc<dyn Store>) {
    let case = stored_case(store, 0).await;
    let row = LetterRow { to_asker: true, ..letter(&case, 1) };
    let seen = |second| Write::MarkSeen { letter: row.id, at: at(second) };
    commit(store, [Write::InsertLetter(row.clone()), seen(5)]).await;
    commit(store, [seen(6), Write::MarkSeen { letter: Uuid::now_v7(), at: at(6) }]).await;
    assert_eq!(store.letters(case.id).await.unwrap()[0].seen_at, Some(at(5)));
    assert_eq!(store.unseen(&person(1)).await.unwrap(), []);
}

async fn a_letter_to_the_inbox_is_never_seen(store: &Arc<dyn Store>) {
    let case = stored_case(store, 0).await;
    let row = letter(&case, 1);
    commit(store, [Write::InsertLetter(row.clone()), Write::MarkSeen { letter: row.id, at: at(5) }]).await;
    assert_eq!(store.letters(case.id).await.unwrap(), [row]);
}
