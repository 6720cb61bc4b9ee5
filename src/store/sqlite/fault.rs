//! What the engine says, in words that tell an operator what to do.

use sqlx::migrate::MigrateError;

use crate::store::StoreError;

/// How long a transaction waits for another process's.
pub(super) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// A failure inside the engine, before it is known which database it is about.
#[derive(Debug)]
pub(super) enum Fault {
    /// A row is taken, changed or gone.
    Conflict(&'static str),
    /// The check found damage.
    Damage(String),
    /// Anything the library reports.
    Sql(sqlx::Error),
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

/// Primary result codes of SQLite, <https://sqlite.org/rescode.html>.
mod code {
    pub(super) const BUSY: i32 = 5;
    pub(super) const LOCKED: i32 = 6;
    pub(super) const READONLY: i32 = 8;
    pub(super) const IOERR: i32 = 10;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const CANTOPEN: i32 = 14;
    pub(super) const CONSTRAINT: i32 = 19;
    pub(super) const NOTADB: i32 = 26;
}

impl Fault {
    /// The typed error of a database that was open.
    pub(super) fn at(self, place: &str) -> StoreError {
        match self {
            Self::Conflict(what) => StoreError::Conflict { what },
            Self::Damage(reason) => StoreError::Damaged { place: place.to_owned(), reason },
            Self::Sql(error) if is_damage(&error) => {
                StoreError::Damaged { place: place.to_owned(), reason: error.to_string() }
            }
            Self::Sql(error) => StoreError::Engine(format!("{place}: {}", advice(&error))),
        }
    }

    /// The typed error of a database that could not be opened.
    pub(super) fn opening(self, place: &str) -> StoreError {
        match self {
            Self::Sql(error) if primary(&error) == Some(code::NOTADB) => {
                let reason = "the file is not a database; move it away or correct `store.url`".to_owned();
                StoreError::Open { place: place.to_owned(), reason }
            }
            Self::Sql(error) if !is_damage(&error) => {
                StoreError::Open { place: place.to_owned(), reason: advice(&error) }
            }
            other => other.at(place),
        }
    }
}

/// A row that could not be inserted because its id, code or number is taken.
pub(super) fn taken(what: &'static str) -> impl FnOnce(sqlx::Error) -> Fault {
    move |error| match error.as_database_error() {
        Some(database) if database.is_unique_violation() => Fault::Conflict(what),
        _ => Fault::Sql(error),
    }
}

/// Why the tables cannot be brought up to date.
pub(super) fn migrating(error: MigrateError, newest: i64) -> Result<Fault, String> {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => Ok(Fault::Sql(error)),
        MigrateError::VersionMissing(version) if version > newest => Err(format!(
            "it was written by a newer version of utveier (tables {version}, this one knows {newest}); \
             start that version, or restore a backup from before"
        )),
        other => Err(format!(
            "its tables are not those of this version: {other}; restore a backup or start the version that wrote it"
        )),
    }
}

fn primary(error: &sqlx::Error) -> Option<i32> {
    let extended: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}

fn is_damage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => true,
        _ => matches!(primary(error), Some(code::CORRUPT | code::NOTADB)),
    }
}

fn advice(error: &sqlx::Error) -> String {
    let advice = match primary(error) {
        Some(code::BUSY | code::LOCKED) => "another program holds it; end that one, or try again",
        Some(code::READONLY) => "it cannot be written; give the service's user write access to the file and its folder",
        Some(code::FULL) => "the disk is full; make room, nothing was written",
        Some(code::IOERR) => "the disk failed; look in the system's log",
        Some(code::CANTOPEN) => "it cannot be opened; give the service's user write access to the file and its folder",
        Some(code::CONSTRAINT) => "a row breaks the rules of the tables",
        _ if matches!(error, sqlx::Error::PoolTimedOut) => "too many are waiting for it; the disk may be too slow",
        _ if matches!(error, sqlx::Error::PoolClosed) => "it is closed, the service is stopping",
        _ => return error.to_string(),
    };
    format!("{advice} ({error})")
}
