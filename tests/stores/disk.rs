//! What disks and folders do to a database, and what an operator is told.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use utveier::seal::{self, KeyError, Keyring};
use utveier::store::{SqliteStore, Store, StoreError, Write};

use crate::rows::{case, draft, letter, person};

/// A database with a hundred cases, closed, and the folder it lives in.
async fn filled() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("utveier.db");
    let store = SqliteStore::open(&database).await.unwrap();
    let rows = (0..100).map(case).flat_map(|row| {
        let letter = letter(&row, 1);
        [Write::InsertCase(row), Write::InsertLetter(letter)]
    });
    store.commit(rows.collect()).await.unwrap();
    store.close().await;
    (folder, database)
}

async fn refusal(database: &Path) -> StoreError {
    SqliteStore::open(database).await.expect_err("it must be refused")
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn only_the_owner_can_use_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("made").join("utveier.db");
    let store = SqliteStore::open(&database).await.unwrap();
    store.commit(vec![Write::DeleteDraft(person(1)), Write::PutDraft(draft(person(1), b"x", 0))]).await.unwrap();
    assert_eq!(mode(&folder.path().join("made")), 0o700);
    for suffix in ["", "-wal", "-shm"] {
        let file = PathBuf::from(format!("{}{suffix}", database.display()));
        assert_eq!(mode(&file), 0o600, "{suffix}");
    }
    store.close().await;
    std::fs::set_permissions(&database, std::fs::Permissions::from_mode(0o644)).unwrap();
    let store = SqliteStore::open(&database).await.unwrap();
    assert_eq!(mode(&database), 0o600, "taken back at the next start");
    store.close().await;
}

#[tokio::test]
async fn a_damaged_page_is_found_at_start_and_left_as_it_is() {
    let (_folder, database) = filled().await;
    let mut bytes = std::fs::read(&database).unwrap();
    let pages = bytes.len() / 4096;
    assert!(pages > 10);
    for page in 2..pages {
        bytes[page * 4096..page * 4096 + 512].fill(0x5a);
    }
    std::fs::write(&database, &bytes).unwrap();
    let refused = refusal(&database).await;
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused:?}");
    assert!(refused.to_string().contains("restore it from a backup"), "{refused}");
    assert_eq!(std::fs::read(&database).unwrap(), bytes, "nothing was changed");
}

#[tokio::test]
async fn a_cut_file_is_damaged() {
    let (_folder, database) = filled().await;
    let bytes = std::fs::read(&database).unwrap();
    std::fs::write(&database, &bytes[..bytes.len() / 2]).unwrap();
    assert!(matches!(refusal(&database).await, StoreError::Damaged { .. }));
}

#[tokio::test]
async fn an_emptied_file_is_not_taken_for_a_new_database() {
    let (_folder, database) = filled().await;
    std::fs::write(&database, b"").unwrap();
    assert!(matches!(refusal(&database).await, StoreError::Damaged { .. }));
    assert_eq!(std::fs::metadata(&database).unwrap().len(), 0);
}

#[tokio::test]
async fn a_log_without_its_file_is_not_taken_for_a_new_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("utveier.db");
    std::fs::write(folder.path().join("utveier.db-wal"), b"frames").unwrap();
    let refused = refusal(&database).await;
    assert!(refused.to_string().contains("-wal"), "{refused}");
    assert!(!database.exists());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.txt");
    let text = "This is a letter, not a database. ".repeat(100);
    std::fs::write(&file, &text).unwrap();
    let refused = refusal(&file).await;
    assert!(matches!(refused, StoreError::Open { .. }), "{refused:?}");
    assert!(refused.to_string().contains("not a database"), "{refused}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[tokio::test]
async fn a_folder_or_a_path_under_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(refusal(folder.path()).await, StoreError::Open { .. }));
    let file = folder.path().join("file");
    std::fs::write(&file, b"x").unwrap();
    let refused = refusal(&file.join("utveier.db")).await;
    assert!(matches!(refused, StoreError::Open { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_memory_or_foreign_address_is_refused_without_repeating_it() {
    let wrong =
        ["sqlite::memory:", "sqlite:", "sqlite:x.db?mode=memory", "postgres://user:secret@host/db", "data/x.db"];
    for url in wrong {
        let refused = SqliteStore::open_url(url).await.expect_err(url).to_string();
        assert!(
            !refused.contains("secret") && refused.contains("store.url") || refused.contains("memory"),
            "{refused}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/utveier.db", folder.path().display());
    assert!(!SqliteStore::exists_at(&url).unwrap());
    SqliteStore::open_url(&url).await.unwrap().close().await;
    assert!(SqliteStore::exists_at(&url).unwrap());
}

/// Runs a shell in a namespace of its own, where it may mount; says whether
/// that is allowed on this machine.
fn may_mount() -> bool {
    let tried = Command::new("unshare").args(["-rm", "true"]).output();
    tried.is_ok_and(|output| output.status.success())
}

/// This binary again, for one test, on a disk that a script has made around it.
fn on_a_disk(script: &str, test: &str, folder: &Path) {
    let binary = std::env::current_exe().unwrap();
    let script = format!("{script} && exec \"$BINARY\" disk::{test} --exact --nocapture");
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &script]).env("BINARY", binary).env("DISK", folder);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn a_full_disk_is_told_and_what_was_promised_stays() {
    let Some(disk) = std::env::var_os("DISK").map(PathBuf::from) else {
        let folder = tempfile::tempdir().unwrap();
        if may_mount() {
            let test = "a_full_disk_is_told_and_what_was_promised_stays";
            on_a_disk("mount -t tmpfs -o size=1m none \"$DISK\"", test, folder.path());
        }
        return;
    };
    let store = SqliteStore::open(&disk.join("utveier.db")).await.unwrap();
    let mut promised = Vec::new();
    let refused = loop {
        let mut row = case(0);
        row.body = Some(vec![7; 20_000]);
        match store.commit(vec![Write::InsertCase(row.clone())]).await {
            Ok(()) => promised.push(row),
            Err(error) => break error,
        }
        assert!(promised.len() < 1000, "the disk is full before that");
    };
    assert!(matches!(refused, StoreError::Engine(_)), "{refused:?}");
    assert!(refused.to_string().contains("the disk is full"), "{refused}");
    assert_eq!(store.cases(&[], 999).await.unwrap().len(), promised.len());
    for row in promised {
        assert_eq!(store.case(row.id).await.unwrap(), Some(row));
    }
    store.verify().await.unwrap();
}

#[tokio::test]
async fn a_read_only_disk_is_told_at_start() {
    let Some(disk) = std::env::var_os("DISK").map(PathBuf::from) else {
        let (folder, _) = filled().await;
        if may_mount() {
            let script = "mount --bind \"$DISK\" \"$DISK\" && mount -o remount,ro,bind \"$DISK\"";
            on_a_disk(script, "a_read_only_disk_is_told_at_start", folder.path());
        }
        return;
    };
    for name in ["utveier.db", "new.db"] {
        let refused = refusal(&disk.join(name)).await;
        assert!(matches!(refused, StoreError::Open { .. }), "{refused:?}");
        assert!(refused.to_string().contains("write access") || refused.to_string().contains("read-only"), "{refused}");
    }
}

#[tokio::test]
async fn the_wrong_key_is_refused_after_a_restart_and_the_right_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (database, key_file) = (folder.path().join("utveier.db"), folder.path().join("utveier.key"));
    let keyring = Keyring::at_start(&key_file, database.exists()).unwrap();
    let store = SqliteStore::open(&database).await.unwrap();
    seal::verify_key(&store, &keyring).await.unwrap();
    store.commit(vec![Write::InsertCase(case(0))]).await.unwrap();
    store.close().await;

    let store = SqliteStore::open(&database).await.unwrap();
    seal::verify_key(&store, &Keyring::from_file(&key_file).unwrap()).await.unwrap();
    let refused = seal::verify_key(&store, &Keyring::generate()).await.unwrap_err();
    assert!(matches!(refused, KeyError::WrongIdentity), "{refused:?}");
    std::fs::remove_file(&key_file).unwrap();
    let refused = Keyring::at_start(&key_file, database.exists()).unwrap_err();
    assert!(matches!(refused, KeyError::Lost { .. }), "{refused:?}");
    assert!(!key_file.exists(), "no new key was made beside an existing database");
    seal::verify_key(&store, &keyring).await.unwrap();
}
