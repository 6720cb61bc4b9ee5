//! Between rows of the tables and rows of the store.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Error, Row};
use uuid::Uuid;

use crate::store::{CaseRow, DraftRow, ItemRow, ItemState, LetterRow, PersonKey, PreferenceRow};

pub(super) fn draft(row: &SqliteRow) -> Result<DraftRow, Error> {
    Ok(DraftRow { person: person(row)?, body: row.try_get("body")?, updated_at: time(row, "updated_at")? })
}

pub(super) fn preference(row: &SqliteRow) -> Result<PreferenceRow, Error> {
    Ok(PreferenceRow { person: person(row)?, body: row.try_get("body")?, updated_at: time(row, "updated_at")? })
}

pub(super) fn case(row: &SqliteRow) -> Result<CaseRow, Error> {
    Ok(CaseRow {
        id: id(row, "id")?,
        code: row.try_get("code")?,
        person: person(row)?,
        region: row.try_get("region")?,
        stage: row.try_get("stage")?,
        body: row.try_get("body")?,
        created_at: time(row, "created_at")?,
        delivered_at: maybe_time(row, "delivered_at")?,
        answered_at: maybe_time(row, "answered_at")?,
        closed_at: maybe_time(row, "closed_at")?,
        reminders: row.try_get("reminders")?,
        version: row.try_get("version")?,
    })
}

pub(super) fn letter(row: &SqliteRow) -> Result<LetterRow, Error> {
    Ok(LetterRow {
        id: id(row, "id")?,
        case: id(row, "case_id")?,
        number: row.try_get("number")?,
        kind: row.try_get("kind")?,
        to_asker: row.try_get("to_asker")?,
        body: row.try_get("body")?,
        created_at: time(row, "created_at")?,
        seen_at: maybe_time(row, "seen_at")?,
    })
}

pub(super) fn item(row: &SqliteRow) -> Result<ItemRow, Error> {
    Ok(ItemRow {
        id: id(row, "id")?,
        case: id(row, "case_id")?,
        letter: maybe_id(row, "letter")?,
        kind: row.try_get("kind")?,
        recipient: row.try_get("recipient")?,
        urgent: row.try_get("urgent")?,
        state: state(row)?,
        attempts: row.try_get("attempts")?,
        due_at: time(row, "due_at")?,
        expires_at: time(row, "expires_at")?,
        leased_until: maybe_time(row, "leased_until")?,
        lease: maybe_id(row, "lease")?,
        error: row.try_get("error")?,
        created_at: time(row, "created_at")?,
        sent_at: maybe_time(row, "sent_at")?,
    })
}

/// All rows, or the first that cannot be read.
pub(super) fn all<T>(rows: &[SqliteRow], read: fn(&SqliteRow) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    rows.iter().map(read).collect()
}

/// The word of a state in the table.
pub(super) fn word(state: ItemState) -> &'static str {
    match state {
        ItemState::Waiting => "waiting",
        ItemState::Leased => "leased",
        ItemState::Sent => "sent",
        ItemState::Dead => "dead",
        ItemState::Cancelled => "cancelled",
    }
}

/// A time as it is stored.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// A stored time.
pub(super) fn timestamp(millis: i64) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(millis).map_err(|_| unreadable("a time out of range"))
}

fn state(row: &SqliteRow) -> Result<ItemState, Error> {
    const ALL: [ItemState; 5] =
        [ItemState::Waiting, ItemState::Leased, ItemState::Sent, ItemState::Dead, ItemState::Cancelled];
    let stored: &str = row.try_get("state")?;
    ALL.into_iter().find(|state| word(*state) == stored).ok_or_else(|| unreadable("an unknown state"))
}

fn person(row: &SqliteRow) -> Result<PersonKey, Error> {
    let bytes: &[u8] = row.try_get("person")?;
    bytes.try_into().map(PersonKey).map_err(|_| unreadable("a person's key of a wrong length"))
}

pub(super) fn id(row: &SqliteRow, column: &str) -> Result<Uuid, Error> {
    maybe_id(row, column)?.ok_or_else(|| unreadable("a row without its id"))
}

fn maybe_id(row: &SqliteRow, column: &str) -> Result<Option<Uuid>, Error> {
    let bytes: Option<&[u8]> = row.try_get(column)?;
    bytes.map(Uuid::from_slice).transpose().map_err(|_| unreadable("an id of a wrong length"))
}

fn time(row: &SqliteRow, column: &str) -> Result<Timestamp, Error> {
    timestamp(row.try_get(column)?)
}

fn maybe_time(row: &SqliteRow, column: &str) -> Result<Option<Timestamp>, Error> {
    let millis: Option<i64> = row.try_get(column)?;
    millis.map(timestamp).transpose()
}

fn unreadable(what: &'static str) -> Error {
    Error::Decode(what.into())
}
