//! Opening: looking before touching, making, and bringing up to date.

use std::path::Path;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection, SqlitePool};
use uuid::Uuid;

use super::SqliteStore;
use super::fault::{self, Fault, PATIENCE};
use super::place;
use crate::store::StoreError;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("src/store/sqlite/migrations");

/// `application_id` of our files, "UTVE"; the first migration sets it.
const OURS: i64 = 0x5554_5645;

/// Enough for the doors, the relay and a reader; a file has one disk.
const READERS: u32 = 4;

pub(super) async fn open(path: &Path) -> Result<SqliteStore, StoreError> {
    let place = path.display().to_string();
    place::refuse_remains(path)?;
    if !place::exists(path)? {
        make(path).await?;
    }
    inspect(path).await?;
    place::restrict(path)?;
    let opening = |error: sqlx::Error| Fault::from(error).opening(&place);
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(writing(path))
        .await
        .map_err(opening)?;
    let mut connection = writer.acquire().await.map_err(opening)?;
    migrate(&mut connection, path).await?;
    drop(connection);
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .test_before_acquire(false)
        .connect_with(reading(path))
        .await
        .map_err(opening)?;
    Ok(SqliteStore { place, writer, readers })
}

/// Verifies every page, index and reference.
pub(super) async fn verify(readers: &SqlitePool) -> Result<(), Fault> {
    let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(10)").fetch_all(readers).await?;
    if found != ["ok"] {
        return Err(Fault::Damage(found.join("; ")));
    }
    let loose = sqlx::query("PRAGMA foreign_key_check").fetch_all(readers).await?;
    if !loose.is_empty() {
        return Err(Fault::Damage(format!("{} letters belong to no case", loose.len())));
    }
    Ok(())
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).busy_timeout(PATIENCE).disable_statement_logging()
}

fn reading(path: &Path) -> SqliteConnectOptions {
    options(path).read_only(true)
}

fn writing(path: &Path) -> SqliteConnectOptions {
    options(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Deleted bodies are written over with zeros.
        .pragma("secure_delete", "ON")
}

/// Makes a new database under another name and gives it its own when it is
/// whole: whoever is killed in between leaves no half database to be taken for
/// one, and two who start at once end up with the same.
async fn make(path: &Path) -> Result<(), StoreError> {
    let folder = place::make_folder(path)?;
    let beside = folder.join(format!(".new-{}.db", Uuid::new_v4().simple()));
    place::make_file(&beside).map_err(|error| place::failed(path, &error))?;
    let made = make_tables(&beside, path).await;
    if let Err(error) = made {
        // What failed is what is told; the remains hold nothing.
        let _ = std::fs::remove_file(&beside);
        return Err(error);
    }
    place::give_name(&beside, path, &folder)
}

async fn make_tables(beside: &Path, path: &Path) -> Result<(), StoreError> {
    let opening = |error: sqlx::Error| Fault::from(error).opening(&path.display().to_string());
    let mut connection = writing(beside).connect().await.map_err(opening)?;
    migrate(&mut connection, path).await?;
    connection.close().await.map_err(opening)
}

/// Looks at a database without changing it: whether it is ours, and whole.
async fn inspect(path: &Path) -> Result<(), StoreError> {
    let place = path.display().to_string();
    let opening = |error: sqlx::Error| Fault::from(error).opening(&place);
    let mut connection = reading(path).connect().await.map_err(opening)?;
    let owner: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut connection).await.map_err(opening)?;
    if owner != OURS {
        return Err(place::open_error(path, "it belongs to another program; correct `store.url`"));
    }
    let found: String =
        sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await.map_err(opening)?;
    if found != "ok" {
        return Err(Fault::Damage(found).at(&place));
    }
    connection.close().await.map_err(opening)
}

/// Applies the migrations that are missing, all or none of them.
async fn migrate(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let place = path.display().to_string();
    let opening = |error: sqlx::Error| Fault::from(error).opening(&place);
    let newest = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(opening)?;
    match MIGRATIONS.run(&mut *transaction).await.map_err(|error| fault::migrating(error, newest)) {
        Ok(()) => transaction.commit().await.map_err(opening),
        Err(Ok(fault)) => Err(fault.opening(&place)),
        Err(Err(reason)) => Err(StoreError::Open { place, reason }),
    }
}
