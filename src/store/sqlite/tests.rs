//! What only the engine itself can see: its tables, its pragmas, its bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::open::MIGRATIONS;
use super::*;
use crate::store::ItemState;

/// A place for a database, as long as the folder lives.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("utveier.db");
    (folder, path)
}

/// A connection past the engine.
async fn raw(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).foreign_keys(false);
    options.connect().await.unwrap()
}

async fn execute(path: &Path, sql: &'static str) {
    let mut connection = raw(path).await;
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap()
}

fn draft(body: &[u8]) -> DraftRow {
    DraftRow { person: PersonKey([1; 32]), body: body.to_vec(), updated_at: at(0) }
}

fn in_source(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/sqlite").join(folder)
}

/// Rows written by each version are carried through all later ones.
#[tokio::test]
async fn migrations_run_one_by_one_on_sample_rows() {
    let (_folder, path) = place();
    let mut connection = raw(&path).await;
    for migration in MIGRATIONS.iter() {
        MIGRATIONS.run_to(migration.version, &mut connection).await.unwrap();
        let sample = in_source("samples").join(format!("{:04}.sql", migration.version));
        let sql = std::fs::read_to_string(&sample).unwrap_or_else(|_| panic!("write {}", sample.display()));
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();

    let store = SqliteStore::open(&path).await.unwrap();
    store.verify().await.unwrap();
    let mut person = PersonKey([0; 32]);
    person.0[31] = 1;
    let case = store.case_of_code("7KQ4MPR").await.unwrap().unwrap();
    assert_eq!((case.person, case.version, case.reminders), (person, 2, 1));
    assert_eq!((case.created_at, case.delivered_at), (at(1_800_000_000_003), Some(at(1_800_000_000_004))));
    assert_eq!(store.draft(&person).await.unwrap().unwrap().body, [0xd0]);
    assert_eq!(store.preference(&person).await.unwrap().unwrap().body, "{\"form\":\"nn\"}");
    assert_eq!(store.letters(case.id).await.unwrap()[0].body.as_deref(), Some(&[0x1e][..]));
    let item = store.items(case.id).await.unwrap().remove(0);
    assert_eq!((item.state, item.attempts, item.urgent), (ItemState::Leased, 2, true));
    assert_eq!(store.value("key-check").await.unwrap(), Some(vec![1, 2]));
    assert_eq!(store.value("topic").await.unwrap(), Some(vec![7]));
    assert!(store.is_mail_seen("mail").await.unwrap());
    let day = jiff::civil::date(2027, 1, 15);
    assert_eq!(store.tallies(day, day).await.unwrap()[0].count, 7);
    assert_eq!(store.donations().await.unwrap()[0].month, "2027-01");
}

/// The macro reads the folder when it is compiled; a file it has not seen would
/// not be in the product.
#[test]
fn all_migrations_of_the_folder_are_built_in() {
    let files = std::fs::read_dir(in_source("migrations")).unwrap().count();
    assert_eq!(MIGRATIONS.iter().count(), files, "touch src/store/sqlite/open.rs");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_with_what_to_do() {
    let (_folder, path) = place();
    SqliteStore::open(&path).await.unwrap().close().await;
    execute(&path, "INSERT INTO _sqlx_migrations VALUES (9999, 'later', CURRENT_TIMESTAMP, 1, x'00', 0)").await;
    let refused = SqliteStore::open(&path).await.unwrap_err();
    assert!(matches!(refused, StoreError::Open { .. }), "{refused:?}");
    assert!(refused.to_string().contains("newer version of utveier (tables 9999"), "{refused}");
}

#[tokio::test]
async fn a_database_whose_migration_was_altered_is_refused() {
    let (_folder, path) = place();
    SqliteStore::open(&path).await.unwrap().close().await;
    execute(&path, "UPDATE _sqlx_migrations SET checksum = x'00'").await;
    let refused = SqliteStore::open(&path).await.unwrap_err();
    assert!(matches!(refused, StoreError::Open { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let (folder, path) = place();
    execute(&path, "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1);").await;
    let before = std::fs::read(&path).unwrap();
    let refused = SqliteStore::open(&path).await.unwrap_err();
    assert!(refused.to_string().contains("belongs to another program"), "{refused}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn every_commit_is_synced_and_readers_cannot_write() {
    let (_folder, path) = place();
    let store = SqliteStore::open(&path).await.unwrap();
    let number = async |sql: &'static str| sqlx::query_scalar::<_, i64>(sql).fetch_one(&store.writer).await.unwrap();
    assert_eq!(number("PRAGMA synchronous").await, 2, "FULL");
    assert_eq!(number("PRAGMA secure_delete").await, 1);
    assert_eq!(number("PRAGMA foreign_keys").await, 1);
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&store.writer).await.unwrap();
    assert_eq!(mode, "wal");
    assert!(sqlx::query("DELETE FROM drafts").execute(&store.readers).await.is_err());
}

/// Whether the bytes are anywhere in the folder.
fn on_disk(folder: &Path, wanted: &[u8]) -> bool {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(wanted.len()).any(|window| window == wanted))
}

#[tokio::test]
async fn a_deleted_body_is_nowhere_on_the_disk_after_maintenance() {
    let (folder, path) = place();
    let store = SqliteStore::open(&path).await.unwrap();
    let body = b"a body that nobody shall read".repeat(300);
    store.commit(vec![Write::PutDraft(draft(&body))]).await.unwrap();
    assert!(on_disk(folder.path(), &body[..64]));
    store.maintain().await.unwrap();
    store.commit(vec![Write::DeleteDraft(PersonKey([1; 32]))]).await.unwrap();
    assert!(on_disk(folder.path(), &body[..64]), "else this test would prove nothing");
    store.maintain().await.unwrap();
    assert!(!on_disk(folder.path(), &body[..64]));
}

#[tokio::test]
async fn what_a_person_had_removed_is_nowhere_on_the_disk() {
    let (folder, path) = place();
    let store = SqliteStore::open(&path).await.unwrap();
    let body = b"a body that nobody shall read".repeat(300);
    store.commit(vec![Write::PutDraft(draft(&body))]).await.unwrap();
    assert!(on_disk(folder.path(), &body[..64]));
    store.remove_person(&PersonKey([1; 32])).await.unwrap();
    assert!(!on_disk(folder.path(), &body[..64]));
}

#[tokio::test]
async fn a_letter_without_its_case_is_found_by_the_full_check() {
    let (_folder, path) = place();
    SqliteStore::open(&path).await.unwrap().close().await;
    execute(&path, "INSERT INTO letters VALUES (zeroblob(16), zeroblob(16), 1, 'request', 0, NULL, 0, NULL)").await;
    let store = SqliteStore::open(&path).await.unwrap();
    let found = store.verify().await.unwrap_err();
    assert!(matches!(found, StoreError::Damaged { .. }), "{found:?}");
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_damage_and_no_panic() {
    let (_folder, path) = place();
    SqliteStore::open(&path).await.unwrap().close().await;
    execute(&path, "INSERT INTO drafts VALUES (zeroblob(32), x'00', 9223372036854775807)").await;
    let store = SqliteStore::open(&path).await.unwrap();
    let found = store.draft(&PersonKey([0; 32])).await.unwrap_err();
    assert!(matches!(found, StoreError::Damaged { .. }), "{found:?}");
}

#[test]
fn addresses_name_a_path_or_are_refused() {
    let path = |url| place::path_of(url).ok();
    assert_eq!(path("sqlite:data/utveier.db"), Some(PathBuf::from("data/utveier.db")));
    assert_eq!(path("sqlite://data/utveier.db"), Some(PathBuf::from("data/utveier.db")));
    assert_eq!(path("sqlite:///var/lib/utveier.db"), Some(PathBuf::from("/var/lib/utveier.db")));
    for wrong in
        ["", "sqlite:", "sqlite://", "sqlite::memory:", "sqlite:a?mode=ro", "postgres://h/d", "data/utveier.db"]
    {
        assert_eq!(path(wrong), None, "{wrong}");
    }
}
