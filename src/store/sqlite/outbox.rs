//! Writes to the outbox's items.

use jiff::Timestamp;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::fault::{Fault, taken};
use super::rows::{millis, word};
use crate::store::{Finish, ItemRow};

pub(super) async fn enqueue(db: &mut SqliteConnection, item: ItemRow) -> Result<(), Fault> {
    let inserted = sqlx::query(
        "INSERT INTO items (id, case_id, letter, kind, recipient, urgent, state, attempts, due_at, expires_at,
                            leased_until, lease, error, created_at, sent_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15
         WHERE EXISTS (SELECT 1 FROM cases WHERE id = ?2)
           AND (?3 IS NULL OR EXISTS (SELECT 1 FROM letters WHERE id = ?3 AND case_id = ?2))",
    )
    .bind(&item.id.as_bytes()[..])
    .bind(&item.case.as_bytes()[..])
    .bind(item.letter.map(|letter| letter.as_bytes().to_vec()))
    .bind(item.kind)
    .bind(item.recipient)
    .bind(item.urgent)
    .bind(word(item.state))
    .bind(item.attempts)
    .bind(millis(item.due_at))
    .bind(millis(item.expires_at))
    .bind(item.leased_until.map(millis))
    .bind(item.lease.map(|lease| lease.as_bytes().to_vec()))
    .bind(item.error)
    .bind(millis(item.created_at))
    .bind(item.sent_at.map(millis))
    .execute(db)
    .await
    .map_err(taken("item"))?;
    if inserted.rows_affected() == 0 { Err(Fault::Conflict("case")) } else { Ok(()) }
}

pub(super) async fn finish(db: &mut SqliteConnection, id: Uuid, lease: Uuid, finish: Finish) -> Result<(), Fault> {
    let (state, due_at, error, sent_at) = match finish {
        Finish::Sent(at) => ("sent", None, None, Some(at)),
        Finish::Retry { due_at, error } => ("waiting", Some(due_at), Some(error), None),
        Finish::Dead { error } => ("dead", None, Some(error), None),
        Finish::Cancelled => ("cancelled", None, None, None),
    };
    let finished = sqlx::query(
        "UPDATE items SET state = ?3, due_at = coalesce(?4, due_at), error = coalesce(?5, error), sent_at = ?6,
                          lease = NULL, leased_until = NULL
         WHERE id = ?1 AND lease = ?2 AND state = 'leased'",
    )
    .bind(&id.as_bytes()[..])
    .bind(&lease.as_bytes()[..])
    .bind(state)
    .bind(due_at.map(millis))
    .bind(error)
    .bind(sent_at.map(millis))
    .execute(&mut *db)
    .await?;
    if finished.rows_affected() == 0 {
        return Err(Fault::Conflict("item"));
    }
    // Its asker had everything removed while it was under way.
    sqlx::query("DELETE FROM items WHERE id = ? AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.id = items.case_id)")
        .bind(&id.as_bytes()[..])
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn cancel(db: &mut SqliteConnection, case: Uuid) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE items SET state = 'cancelled' WHERE case_id = ? AND state = 'waiting' AND recipient <> 'asker'",
    )
    .bind(&case.as_bytes()[..])
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn revive(
    db: &mut SqliteConnection,
    case: Uuid,
    due_at: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE items SET state = 'waiting', attempts = 0, due_at = ?, expires_at = ?
         WHERE case_id = ? AND state = 'dead'",
    )
    .bind(millis(due_at))
    .bind(millis(expires_at))
    .bind(&case.as_bytes()[..])
    .execute(db)
    .await?;
    Ok(())
}
