//! Reading; each question is one statement, so each answer is of one moment.

use sqlx::{Error, Row, SqlitePool};
use uuid::Uuid;

use super::rows;
use crate::store::{CaseRow, Counts, DraftRow, ItemRow, LetterRow, PersonKey, PreferenceRow};

pub(super) async fn draft(pool: &SqlitePool, person: &PersonKey) -> Result<Option<DraftRow>, Error> {
    let query = sqlx::query("SELECT * FROM drafts WHERE person = ?").bind(&person.0[..]);
    query.fetch_optional(pool).await?.as_ref().map(rows::draft).transpose()
}

pub(super) async fn preference(pool: &SqlitePool, person: &PersonKey) -> Result<Option<PreferenceRow>, Error> {
    let query = sqlx::query("SELECT * FROM preferences WHERE person = ?").bind(&person.0[..]);
    query.fetch_optional(pool).await?.as_ref().map(rows::preference).transpose()
}

pub(super) async fn case(pool: &SqlitePool, id: Uuid) -> Result<Option<CaseRow>, Error> {
    let query = sqlx::query("SELECT * FROM cases WHERE id = ?").bind(&id.as_bytes()[..]);
    query.fetch_optional(pool).await?.as_ref().map(rows::case).transpose()
}

pub(super) async fn case_of_code(pool: &SqlitePool, code: &str) -> Result<Option<CaseRow>, Error> {
    let query = sqlx::query("SELECT * FROM cases WHERE code = ?").bind(code);
    query.fetch_optional(pool).await?.as_ref().map(rows::case).transpose()
}

pub(super) async fn cases_of(pool: &SqlitePool, person: &PersonKey) -> Result<Vec<CaseRow>, Error> {
    let query = sqlx::query("SELECT * FROM cases WHERE person = ? ORDER BY created_at, id").bind(&person.0[..]);
    rows::all(&query.fetch_all(pool).await?, rows::case)
}

pub(super) async fn cases(pool: &SqlitePool, stages: &[&str], limit: usize) -> Result<Vec<CaseRow>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = if stages.is_empty() {
        sqlx::query("SELECT * FROM cases ORDER BY created_at, id LIMIT ?").bind(limit).fetch_all(pool).await?
    } else {
        let stages = serde_json::to_string(stages).map_err(|error| Error::Encode(error.into()))?;
        sqlx::query(
            "SELECT * FROM cases WHERE stage IN (SELECT value FROM json_each(?)) ORDER BY created_at, id LIMIT ?",
        )
        .bind(stages)
        .bind(limit)
        .fetch_all(pool)
        .await?
    };
    rows::all(&found, rows::case)
}

pub(super) async fn letters(pool: &SqlitePool, case: Uuid) -> Result<Vec<LetterRow>, Error> {
    let query = sqlx::query("SELECT * FROM letters WHERE case_id = ? ORDER BY number").bind(&case.as_bytes()[..]);
    rows::all(&query.fetch_all(pool).await?, rows::letter)
}

pub(super) async fn unseen(pool: &SqlitePool, person: &PersonKey) -> Result<Vec<LetterRow>, Error> {
    let query = sqlx::query(
        "SELECT letters.* FROM cases JOIN letters ON letters.case_id = cases.id
         WHERE cases.person = ? AND letters.to_asker = 1 AND letters.seen_at IS NULL
         ORDER BY letters.created_at, letters.id",
    );
    rows::all(&query.bind(&person.0[..]).fetch_all(pool).await?, rows::letter)
}

pub(super) async fn items(pool: &SqlitePool, case: Uuid) -> Result<Vec<ItemRow>, Error> {
    let query = sqlx::query("SELECT * FROM items WHERE case_id = ? ORDER BY created_at, id");
    rows::all(&query.bind(&case.as_bytes()[..]).fetch_all(pool).await?, rows::item)
}

pub(super) async fn dead(pool: &SqlitePool) -> Result<Vec<ItemRow>, Error> {
    let query = sqlx::query("SELECT * FROM items WHERE state = 'dead' ORDER BY created_at, id");
    rows::all(&query.fetch_all(pool).await?, rows::item)
}

pub(super) async fn counts(pool: &SqlitePool) -> Result<Counts, Error> {
    // `+` keeps the two sums on the small indexes of what is not finished.
    let row = sqlx::query(
        "SELECT (SELECT count(*) FROM items WHERE state = 'waiting')
              + (SELECT count(*) FROM items WHERE state = 'leased') AS waiting,
                (SELECT min(created_at) FROM (
                    SELECT created_at FROM items WHERE state = 'waiting'
                    UNION ALL SELECT created_at FROM items WHERE state = 'leased')) AS oldest_waiting,
                (SELECT count(*) FROM items WHERE state = 'dead') AS dead,
                (SELECT count(*) FROM cases WHERE closed_at IS NULL) AS open_cases,
                (SELECT count(*) FROM drafts) AS drafts",
    )
    .fetch_one(pool)
    .await?;
    let sum = |column: &str| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
    let oldest: Option<i64> = row.try_get("oldest_waiting")?;
    Ok(Counts {
        waiting: sum("waiting")?,
        oldest_waiting: oldest.map(rows::timestamp).transpose()?,
        dead: sum("dead")?,
        open_cases: sum("open_cases")?,
        drafts: sum("drafts")?,
    })
}

pub(super) async fn value(pool: &SqlitePool, name: &str) -> Result<Option<Vec<u8>>, Error> {
    sqlx::query_scalar("SELECT value FROM named_values WHERE name = ?").bind(name).fetch_optional(pool).await
}

pub(super) async fn is_mail_seen(pool: &SqlitePool, key: &str) -> Result<bool, Error> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM mail_seen WHERE key = ?)").bind(key).fetch_one(pool).await
}
