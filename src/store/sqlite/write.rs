//! Writes: a list of changes in one transaction.

use jiff::Timestamp;
use sqlx::{Encode, Sqlite, SqliteConnection, SqlitePool, Type};
use uuid::Uuid;

use super::fault::{Fault, taken};
use super::rows::millis;
use super::{donations, outbox, tallies};
use crate::store::{CaseRow, LetterRow, PersonKey, Removed, Write};

pub(super) async fn commit(writer: &SqlitePool, writes: Vec<Write>) -> Result<(), Fault> {
    if writes.is_empty() {
        return Ok(());
    }
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    for write in writes {
        apply(&mut transaction, write).await?;
    }
    Ok(transaction.commit().await?)
}

async fn apply(db: &mut SqliteConnection, write: Write) -> Result<(), Fault> {
    match write {
        Write::PutDraft(draft) => put(db, PUT_DRAFT, draft.person, draft.body, draft.updated_at).await,
        Write::DeleteDraft(person) => delete_draft(db, person).await,
        Write::DeleteDraftsBefore(before) => delete_older(db, OLD_DRAFTS, before).await,
        Write::PutPreference(kept) => put(db, PUT_PREFERENCE, kept.person, kept.body, kept.updated_at).await,
        Write::DeletePreferencesBefore(before) => delete_older(db, OLD_PREFERENCES, before).await,
        Write::InsertCase(case) => insert_case(db, case).await,
        Write::UpdateCase(case) => update_case(db, case).await,
        Write::InsertLetter(letter) => insert_letter(db, letter).await,
        Write::MarkSeen { letter, at } => mark_seen(db, letter, at).await,
        Write::WipeCase(case) => wipe_case(db, case).await,
        Write::WipeLetter(letter) => wipe_letter(db, letter).await,
        Write::DeleteCasesClosedBefore(before) => delete_cases(db, before).await,
        Write::Enqueue(item) => outbox::enqueue(db, item).await,
        Write::FinishItem { id, lease, finish } => outbox::finish(db, id, lease, finish).await,
        Write::CancelItems(case) => outbox::cancel(db, case).await,
        Write::Revive { case, due_at, expires_at } => outbox::revive(db, case, due_at, expires_at).await,
        Write::PutValue { name, value } => put_value(db, name, value).await,
        Write::PutCaseValue { code, name, value } => put_case_value(db, (code, name), value).await,
        Write::MarkMail { key, at } => mark_mail(db, key, at).await,
        Write::DeleteMailBefore(before) => delete_mail(db, before).await,
        Write::AddTally(tally) => tallies::add(db, tally).await,
        Write::DeleteTalliesBefore(before) => tallies::delete_before(db, before).await,
        Write::InsertDonation(given) => donations::insert(db, given).await,
        Write::DeleteDonation(id) => donations::delete(db, id).await,
        Write::DeleteDonationsUntil(month) => donations::delete_until(db, month).await,
    }
}

const OLD_DRAFTS: &str = "DELETE FROM drafts WHERE updated_at < ?";
const OLD_PREFERENCES: &str = "DELETE FROM preferences WHERE updated_at < ?";
const PUT_DRAFT: &str = "INSERT INTO drafts (person, body, updated_at) VALUES (?, ?, ?)
     ON CONFLICT (person) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";
const PUT_PREFERENCE: &str = "INSERT INTO preferences (person, body, updated_at) VALUES (?, ?, ?)
     ON CONFLICT (person) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";

/// Puts what is kept of a person in place of what was there.
async fn put<'b>(
    db: &mut SqliteConnection,
    statement: &'static str,
    person: PersonKey,
    body: impl Encode<'b, Sqlite> + Type<Sqlite> + 'b,
    updated_at: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(statement).bind(&person.0[..]).bind(body).bind(millis(updated_at)).execute(db).await?;
    Ok(())
}

async fn delete_draft(db: &mut SqliteConnection, person: PersonKey) -> Result<(), Fault> {
    sqlx::query("DELETE FROM drafts WHERE person = ?").bind(&person.0[..]).execute(db).await?;
    Ok(())
}

/// Deletes what was last changed before a time.
async fn delete_older(db: &mut SqliteConnection, statement: &'static str, before: Timestamp) -> Result<(), Fault> {
    sqlx::query(statement).bind(millis(before)).execute(db).await?;
    Ok(())
}

async fn insert_case(db: &mut SqliteConnection, case: CaseRow) -> Result<(), Fault> {
    sqlx::query("INSERT INTO codes (code) VALUES (?)")
        .bind(&case.code)
        .execute(&mut *db)
        .await
        .map_err(taken("case"))?;
    sqlx::query(
        "INSERT INTO cases (id, code, person, region, stage, body, created_at, delivered_at, answered_at, closed_at,
                            reminders, version)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&case.id.as_bytes()[..])
    .bind(case.code)
    .bind(&case.person.0[..])
    .bind(case.region)
    .bind(case.stage)
    .bind(case.body)
    .bind(millis(case.created_at))
    .bind(case.delivered_at.map(millis))
    .bind(case.answered_at.map(millis))
    .bind(case.closed_at.map(millis))
    .bind(case.reminders)
    .bind(case.version)
    .execute(db)
    .await
    .map_err(taken("case"))?;
    Ok(())
}

async fn update_case(db: &mut SqliteConnection, case: CaseRow) -> Result<(), Fault> {
    let updated = sqlx::query(
        "UPDATE cases SET person = ?, region = ?, stage = ?, body = ?, created_at = ?, delivered_at = ?,
                          answered_at = ?, closed_at = ?, reminders = ?, version = version + 1
         WHERE id = ? AND version = ? AND code = ?",
    )
    .bind(&case.person.0[..])
    .bind(case.region)
    .bind(case.stage)
    .bind(case.body)
    .bind(millis(case.created_at))
    .bind(case.delivered_at.map(millis))
    .bind(case.answered_at.map(millis))
    .bind(case.closed_at.map(millis))
    .bind(case.reminders)
    .bind(&case.id.as_bytes()[..])
    .bind(case.version)
    .bind(case.code)
    .execute(db)
    .await?;
    if updated.rows_affected() == 0 { Err(Fault::Conflict("case")) } else { Ok(()) }
}

async fn insert_letter(db: &mut SqliteConnection, letter: LetterRow) -> Result<(), Fault> {
    let inserted = sqlx::query(
        "INSERT INTO letters (id, case_id, number, kind, to_asker, body, created_at, seen_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM cases WHERE id = ?2)",
    )
    .bind(&letter.id.as_bytes()[..])
    .bind(&letter.case.as_bytes()[..])
    .bind(letter.number)
    .bind(letter.kind)
    .bind(letter.to_asker)
    .bind(letter.body)
    .bind(millis(letter.created_at))
    .bind(letter.seen_at.map(millis))
    .execute(db)
    .await
    .map_err(taken("letter"))?;
    if inserted.rows_affected() == 0 { Err(Fault::Conflict("case")) } else { Ok(()) }
}

async fn mark_seen(db: &mut SqliteConnection, letter: Uuid, at: Timestamp) -> Result<(), Fault> {
    sqlx::query("UPDATE letters SET seen_at = ? WHERE id = ? AND to_asker = 1 AND seen_at IS NULL")
        .bind(millis(at))
        .bind(&letter.as_bytes()[..])
        .execute(db)
        .await?;
    Ok(())
}

async fn wipe_case(db: &mut SqliteConnection, case: Uuid) -> Result<(), Fault> {
    // The version is counted up: whoever read the body before cannot write it back.
    sqlx::query("UPDATE cases SET body = NULL, version = version + 1 WHERE id = ? AND body IS NOT NULL")
        .bind(&case.as_bytes()[..])
        .execute(&mut *db)
        .await?;
    sqlx::query("UPDATE letters SET body = NULL WHERE case_id = ? AND body IS NOT NULL")
        .bind(&case.as_bytes()[..])
        .execute(db)
        .await?;
    Ok(())
}

async fn wipe_letter(db: &mut SqliteConnection, letter: Uuid) -> Result<(), Fault> {
    sqlx::query("UPDATE letters SET body = NULL WHERE id = ?").bind(&letter.as_bytes()[..]).execute(db).await?;
    Ok(())
}

async fn delete_cases(db: &mut SqliteConnection, before: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "DELETE FROM items WHERE case_id IN (
            SELECT id FROM cases WHERE closed_at < ? AND NOT EXISTS (
                SELECT 1 FROM items WHERE items.case_id = cases.id AND items.state IN ('waiting', 'leased')))",
    )
    .bind(millis(before))
    .execute(&mut *db)
    .await?;
    // Letters and named values go with their case.
    sqlx::query(
        "DELETE FROM cases WHERE closed_at < ? AND NOT EXISTS (SELECT 1 FROM items WHERE items.case_id = cases.id)",
    )
    .bind(millis(before))
    .execute(db)
    .await?;
    Ok(())
}

async fn put_value(db: &mut SqliteConnection, name: String, value: Vec<u8>) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO named_values (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(db)
    .await?;
    Ok(())
}

async fn put_case_value(
    db: &mut SqliteConnection,
    (code, name): (String, String),
    value: Vec<u8>,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO named_values (name, value, code)
         SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM cases WHERE code = ?3)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, code = excluded.code",
    )
    .bind(name)
    .bind(value)
    .bind(code)
    .execute(db)
    .await?;
    Ok(())
}

async fn mark_mail(db: &mut SqliteConnection, key: String, at: Timestamp) -> Result<(), Fault> {
    let query = sqlx::query("INSERT INTO mail_seen (key, at) VALUES (?, ?)").bind(key).bind(millis(at));
    query.execute(db).await.map_err(taken("mail"))?;
    Ok(())
}

async fn delete_mail(db: &mut SqliteConnection, before: Timestamp) -> Result<(), Fault> {
    sqlx::query("DELETE FROM mail_seen WHERE at < ?").bind(millis(before)).execute(db).await?;
    Ok(())
}

pub(super) async fn remove_person(writer: &SqlitePool, person: &PersonKey) -> Result<Removed, Fault> {
    let person = &person.0[..];
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let mut removed = [0; 6];
    let statements = [
        "DELETE FROM drafts WHERE person = ?",
        "DELETE FROM preferences WHERE person = ?",
        "DELETE FROM items WHERE state IN ('waiting', 'dead')
            AND case_id IN (SELECT id FROM cases WHERE person = ?)",
        "DELETE FROM items WHERE state <> 'leased' AND case_id IN (SELECT id FROM cases WHERE person = ?)",
        "DELETE FROM letters WHERE case_id IN (SELECT id FROM cases WHERE person = ?)",
        "DELETE FROM cases WHERE person = ?",
    ];
    for (count, statement) in removed.iter_mut().zip(statements) {
        let done = sqlx::query(statement).bind(person).execute(&mut *transaction).await?;
        *count = u32::try_from(done.rows_affected()).unwrap_or(u32::MAX);
    }
    transaction.commit().await?;
    let [drafts, _, unsent, _, letters, cases] = removed;
    Ok(Removed { drafts, cases, letters, unsent })
}
