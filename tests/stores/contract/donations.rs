//! Sentences that people gave the editors.

use std::sync::Arc;

use utveier::store::{DonationRow, Store, Write};
use uuid::Uuid;

use crate::rows::{commit, conflict, person};

contract!(
    given_sentences_come_by_month_and_then_in_no_order_of_coming_in,
    an_id_is_given_once,
    one_is_deleted_by_its_id_and_the_others_stay,
    months_are_deleted_with_the_limit_among_them,
    a_sentence_of_a_refused_list_is_not_kept,
    sentences_belong_to_nobody,
);

fn given(id: u128, month: &str) -> DonationRow {
    let (id, month) = (Uuid::from_u128(id), month.to_owned());
    DonationRow { id, month, form: "nb".to_owned(), body: vec![1, 2, 3] }
}

async fn months(store: &Arc<dyn Store>) -> Vec<String> {
    store.donations().await.unwrap().into_iter().map(|row| row.month).collect()
}

async fn given_sentences_come_by_month_and_then_in_no_order_of_coming_in(store: &Arc<dyn Store>) {
    let rows = [given(9, "2026-11"), given(1, "2027-01"), given(3, "2026-11")];
    commit(store, rows.clone().map(Write::InsertDonation)).await;
    let [ninth, first, third] = rows;
    assert_eq!(store.donations().await.unwrap(), [third, ninth, first]);
}

async fn an_id_is_given_once(store: &Arc<dyn Store>) {
    commit(store, [Write::InsertDonation(given(1, "2026-11"))]).await;
    assert_eq!(conflict(store, [Write::InsertDonation(given(1, "2026-12"))]).await, "donation");
    assert_eq!(months(store).await, ["2026-11"]);
}

async fn one_is_deleted_by_its_id_and_the_others_stay(store: &Arc<dyn Store>) {
    commit(store, [given(1, "2026-11"), given(2, "2026-11")].map(Write::InsertDonation)).await;
    commit(store, [Write::DeleteDonation(Uuid::from_u128(1)), Write::DeleteDonation(Uuid::from_u128(7))]).await;
    assert_eq!(store.donations().await.unwrap(), [given(2, "2026-11")]);
}

async fn months_are_deleted_with_the_limit_among_them(store: &Arc<dyn Store>) {
    let rows = ["2026-12", "2025-12", "2026-11", "2026-10"];
    commit(store, (1..).zip(rows).map(|(id, month)| Write::InsertDonation(given(id, month)))).await;
    commit(store, [Write::DeleteDonationsUntil("2026-10".to_owned())]).await;
    assert_eq!(months(store).await, ["2026-11", "2026-12"]);
}

async fn a_sentence_of_a_refused_list_is_not_kept(store: &Arc<dyn Store>) {
    commit(store, [Write::InsertDonation(given(1, "2026-11"))]).await;
    let list = [given(2, "2026-11"), given(1, "2026-11")].map(Write::InsertDonation);
    assert_eq!(conflict(store, list).await, "donation");
    assert_eq!(months(store).await, ["2026-11"]);
}

async fn sentences_belong_to_nobody(store: &Arc<dyn Store>) {
    commit(store, [Write::InsertDonation(given(1, "2026-11"))]).await;
    store.remove_person(&person(1)).await.unwrap();
    assert_eq!(months(store).await, ["2026-11"]);
}
