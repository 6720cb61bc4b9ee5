//! Leases: who sends which item, and until when.

use jiff::Timestamp;
use sqlx::{Error, SqlitePool};
use uuid::Uuid;

use super::fault::Fault;
use super::rows::{self, millis};
use crate::store::ItemRow;

pub(super) async fn lease(
    writer: &SqlitePool,
    now: Timestamp,
    until: Timestamp,
    limit: usize,
) -> Result<Vec<ItemRow>, Fault> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    // Their asker had everything removed while they were under way, and whoever
    // had them has not come back: nobody wants them any more.
    sqlx::query(
        "DELETE FROM items WHERE state = 'leased' AND leased_until <= ?
         AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.id = items.case_id)",
    )
    .bind(millis(now))
    .execute(&mut *transaction)
    .await?;
    let due: Vec<Vec<u8>> = sqlx::query_scalar(
        "SELECT id FROM items
         WHERE (state = 'waiting' AND due_at <= ?1) OR (state = 'leased' AND leased_until <= ?1)
         ORDER BY urgent DESC, due_at, id LIMIT ?2",
    )
    .bind(millis(now))
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(&mut *transaction)
    .await?;
    let mut leased = Vec::with_capacity(due.len());
    for id in due {
        let row = sqlx::query(
            "UPDATE items SET state = 'leased', leased_until = ?, lease = ?, attempts = attempts + 1
             WHERE id = ? RETURNING *",
        )
        .bind(millis(until))
        .bind(&Uuid::new_v4().as_bytes()[..])
        .bind(id)
        .fetch_one(&mut *transaction)
        .await?;
        leased.push(rows::item(&row)?);
    }
    transaction.commit().await?;
    Ok(leased)
}

pub(super) async fn next_due(readers: &SqlitePool) -> Result<Option<Timestamp>, Error> {
    let next: Option<i64> = sqlx::query_scalar(
        "SELECT min(at) FROM (
            SELECT min(due_at) AS at FROM items WHERE state = 'waiting'
            UNION ALL SELECT min(leased_until) FROM items WHERE state = 'leased')",
    )
    .fetch_one(readers)
    .await?;
    next.map(rows::timestamp).transpose()
}
