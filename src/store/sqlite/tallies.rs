//! Counts of days.

use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{Error, Row, SqliteConnection, SqlitePool};

use super::fault::Fault;
use crate::store::TallyRow;

pub(super) async fn add(db: &mut SqliteConnection, tally: TallyRow) -> Result<(), Fault> {
    if tally.count == 0 {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO tallies (day, name, door, decision, topic, region, count) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET count = count + excluded.count",
    )
    .bind(tally.day.to_string())
    .bind(tally.name)
    .bind(tally.door)
    .bind(tally.decision)
    .bind(tally.topic)
    .bind(tally.region)
    .bind(i64::try_from(tally.count).unwrap_or(i64::MAX))
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn delete_before(db: &mut SqliteConnection, before: Date) -> Result<(), Fault> {
    sqlx::query("DELETE FROM tallies WHERE day < ?").bind(before.to_string()).execute(db).await?;
    Ok(())
}

pub(super) async fn between(pool: &SqlitePool, from: Date, to: Date) -> Result<Vec<TallyRow>, Error> {
    let query = sqlx::query(
        "SELECT * FROM tallies WHERE day BETWEEN ? AND ? ORDER BY day, name, door, decision, topic, region",
    );
    let found = query.bind(from.to_string()).bind(to.to_string()).fetch_all(pool).await?;
    super::rows::all(&found, row)
}

fn row(row: &SqliteRow) -> Result<TallyRow, Error> {
    let day: String = row.try_get("day")?;
    let day = day.parse().map_err(|error: jiff::Error| Error::Decode(error.into()))?;
    Ok(TallyRow {
        day,
        name: row.try_get("name")?,
        door: row.try_get("door")?,
        decision: row.try_get("decision")?,
        topic: row.try_get("topic")?,
        region: row.try_get("region")?,
        count: row.try_get::<i64, _>("count")?.unsigned_abs(),
    })
}
