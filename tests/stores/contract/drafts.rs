//! Drafts, preferences, named values and handled mails.

use std::sync::Arc;

use jiff::SignedDuration;
use utveier::store::{CaseRow, PreferenceRow, Store, Write};

use crate::rows::{at, case, commit, conflict, draft, person};

contract!(
    a_later_draft_replaces_the_earlier,
    deleting_a_draft_leaves_those_of_others,
    drafts_older_than_the_limit_are_deleted,
    a_preference_is_kept_and_replaced,
    preferences_not_set_for_long_are_deleted,
    times_are_kept_to_the_millisecond,
    what_is_empty_stays_empty_and_is_there,
    a_value_is_kept_under_its_name,
    a_value_of_a_case_goes_with_the_case,
    a_mail_is_handled_once,
    handled_mails_are_forgotten_after_a_while,
);

async fn a_later_draft_replaces_the_earlier(store: &Arc<dyn Store>) {
    commit(store, [Write::PutDraft(draft(person(1), b"one", 1))]).await;
    commit(store, [Write::PutDraft(draft(person(1), b"two", 2))]).await;
    assert_eq!(store.draft(&person(1)).await.unwrap(), Some(draft(person(1), b"two", 2)));
    assert_eq!(store.counts().await.unwrap().drafts, 1);
}

async fn deleting_a_draft_leaves_those_of_others(store: &Arc<dyn Store>) {
    let both = [1, 2].map(|number| Write::PutDraft(draft(person(number), b"text", 1)));
    commit(store, both).await;
    commit(store, [Write::DeleteDraft(person(1)), Write::DeleteDraft(person(9))]).await;
    assert_eq!(store.draft(&person(1)).await.unwrap(), None);
    assert!(store.draft(&person(2)).await.unwrap().is_some());
}

async fn drafts_older_than_the_limit_are_deleted(store: &Arc<dyn Store>) {
    let all = [(1, 9), (2, 10), (3, 11)].map(|(of, second)| Write::PutDraft(draft(person(of), b"text", second)));
    commit(store, all).await;
    commit(store, [Write::DeleteDraftsBefore(at(10))]).await;
    assert_eq!(store.draft(&person(1)).await.unwrap(), None);
    assert!(store.draft(&person(2)).await.unwrap().is_some());
    assert!(store.draft(&person(3)).await.unwrap().is_some());
}

async fn a_preference_is_kept_and_replaced(store: &Arc<dyn Store>) {
    assert_eq!(store.preference(&person(1)).await.unwrap(), None);
    for body in ["{\"form\":\"nn\"}", "{\"form\":\"nb\"}"] {
        let row = PreferenceRow { person: person(1), body: body.to_owned(), updated_at: at(3) };
        commit(store, [Write::PutPreference(row.clone())]).await;
        assert_eq!(store.preference(&person(1)).await.unwrap(), Some(row));
    }
}

async fn preferences_not_set_for_long_are_deleted(store: &Arc<dyn Store>) {
    for (of, second) in [(1, 9), (2, 10)] {
        let row = PreferenceRow { person: person(of), body: "{}".to_owned(), updated_at: at(second) };
        commit(store, [Write::PutPreference(row)]).await;
    }
    commit(store, [Write::DeletePreferencesBefore(at(10))]).await;
    assert_eq!(store.preference(&person(1)).await.unwrap(), None);
    assert!(store.preference(&person(2)).await.unwrap().is_some());
}

async fn times_are_kept_to_the_millisecond(store: &Arc<dyn Store>) {
    let mut row = draft(person(1), b"text", 0);
    row.updated_at = at(0) + SignedDuration::from_nanos(123_456_789);
    commit(store, [Write::PutDraft(row)]).await;
    let stored = store.draft(&person(1)).await.unwrap().unwrap();
    assert_eq!(stored.updated_at, at(0) + SignedDuration::from_millis(123));
}

async fn what_is_empty_stays_empty_and_is_there(store: &Arc<dyn Store>) {
    let value = Write::PutValue { name: "empty".to_owned(), value: Vec::new() };
    commit(store, [Write::PutDraft(draft(person(1), b"", 0)), value]).await;
    assert_eq!(store.draft(&person(1)).await.unwrap().unwrap().body, b"");
    assert_eq!(store.value("empty").await.unwrap(), Some(Vec::new()));
}

async fn a_value_is_kept_under_its_name(store: &Arc<dyn Store>) {
    assert_eq!(store.value("uid").await.unwrap(), None);
    for value in [b"1".to_vec(), vec![0, 255, 0]] {
        commit(store, [Write::PutValue { name: "uid".to_owned(), value: value.clone() }]).await;
        assert_eq!(store.value("uid").await.unwrap(), Some(value));
    }
    assert_eq!(store.value("UID").await.unwrap(), None, "names are told apart by every letter");
}

async fn a_value_of_a_case_goes_with_the_case(store: &Arc<dyn Store>) {
    let of = |row: &CaseRow, name: &str, value: &[u8]| Write::PutCaseValue {
        code: row.code.clone(),
        name: name.to_owned(),
        value: value.to_vec(),
    };
    let old = CaseRow { closed_at: Some(at(9)), ..case(0) };
    let (theirs, open) = (CaseRow { person: person(2), ..case(0) }, case(0));
    for row in [&old, &theirs, &open] {
        commit(store, [Write::InsertCase(row.clone())]).await;
    }
    let others = Write::PutValue { name: "others".to_owned(), value: b"7".to_vec() };
    let topics = [of(&old, "old", b"1"), of(&theirs, "theirs", b"1"), of(&open, "open", b"1"), of(&open, "open", b"2")];
    commit(store, topics.into_iter().chain([others])).await;
    commit(store, [Write::DeleteCasesClosedBefore(at(10))]).await;
    store.remove_person(&person(2)).await.unwrap();
    assert_eq!(store.value("old").await.unwrap(), None);
    assert_eq!(store.value("theirs").await.unwrap(), None);
    assert_eq!(store.value("open").await.unwrap(), Some(b"2".to_vec()));
    assert_eq!(store.value("others").await.unwrap(), Some(b"7".to_vec()));
    // Nobody writes it back after that.
    commit(store, [of(&old, "old", b"3")]).await;
    assert_eq!(store.value("old").await.unwrap(), None);
}

async fn a_mail_is_handled_once(store: &Arc<dyn Store>) {
    let mark = || Write::MarkMail { key: "mail-1".to_owned(), at: at(1) };
    assert!(!store.is_mail_seen("mail-1").await.unwrap());
    commit(store, [mark()]).await;
    assert!(store.is_mail_seen("mail-1").await.unwrap());
    assert_eq!(conflict(store, [Write::PutDraft(draft(person(1), b"text", 1)), mark()]).await, "mail");
    assert_eq!(store.draft(&person(1)).await.unwrap(), None, "the rest of the repeat was not written");
}

async fn handled_mails_are_forgotten_after_a_while(store: &Arc<dyn Store>) {
    let marks = [9, 10].map(|second| Write::MarkMail { key: format!("mail-{second}"), at: at(second) });
    commit(store, marks).await;
    commit(store, [Write::DeleteMailBefore(at(10))]).await;
    assert!(!store.is_mail_seen("mail-9").await.unwrap());
    assert!(store.is_mail_seen("mail-10").await.unwrap());
}
