//! Sentences that were given to the editors.

use sqlx::sqlite::SqliteRow;
use sqlx::{Error, Row, SqliteConnection, SqlitePool};
use uuid::Uuid;

use super::fault::{Fault, taken};
use super::rows;
use crate::store::DonationRow;

pub(super) async fn insert(db: &mut SqliteConnection, given: DonationRow) -> Result<(), Fault> {
    sqlx::query("INSERT INTO donations (id, month, form, body) VALUES (?, ?, ?, ?)")
        .bind(&given.id.as_bytes()[..])
        .bind(given.month)
        .bind(given.form)
        .bind(given.body)
        .execute(db)
        .await
        .map_err(taken("donation"))?;
    Ok(())
}

pub(super) async fn delete(db: &mut SqliteConnection, id: Uuid) -> Result<(), Fault> {
    sqlx::query("DELETE FROM donations WHERE id = ?").bind(&id.as_bytes()[..]).execute(db).await?;
    Ok(())
}

pub(super) async fn delete_until(db: &mut SqliteConnection, month: String) -> Result<(), Fault> {
    sqlx::query("DELETE FROM donations WHERE month <= ?").bind(month).execute(db).await?;
    Ok(())
}

pub(super) async fn all(pool: &SqlitePool) -> Result<Vec<DonationRow>, Error> {
    let found = sqlx::query("SELECT * FROM donations ORDER BY month, id").fetch_all(pool).await?;
    rows::all(&found, row)
}

fn row(row: &SqliteRow) -> Result<DonationRow, Error> {
    Ok(DonationRow {
        id: rows::id(row, "id")?,
        month: row.try_get("month")?,
        form: row.try_get("form")?,
        body: row.try_get("body")?,
    })
}
