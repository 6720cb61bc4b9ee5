//! What others on the machine may read is said before anything starts.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::assert_ended;
use crate::harness::binary::{Served, command, finish};
use crate::harness::content::folder;

fn alone(folder_of_run: &Path) -> Command {
    let mut command = command(folder_of_run);
    command.env("UTVEIER__KNOWLEDGE__FOLDER", folder()).env("UTVEIER__WEB__LISTEN", "127.0.0.1:0");
    command
}

fn check(folder_of_run: &Path) -> crate::harness::binary::Ended {
    let mut check = alone(folder_of_run);
    check.arg("check");
    finish(check, b"")
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_the_program_makes_is_its_owners_alone_and_check_agrees() {
    let temporary = tempfile::tempdir().unwrap();
    Served::start(alone(temporary.path())).stop(Duration::from_secs(10));
    let data = temporary.path().join("data");
    assert_eq!(mode(&data), 0o700);
    assert_eq!((mode(&data.join("utveier.db")), mode(&data.join("utveier.key"))), (0o600, 0o600));
    assert_ended(&check(temporary.path()), 0, &["fit to start"]);
}

#[test]
fn a_database_and_a_key_that_others_can_read_are_named_with_the_remedy() {
    let temporary = tempfile::tempdir().unwrap();
    Served::start(alone(temporary.path())).stop(Duration::from_secs(10));
    let (database, key) = (temporary.path().join("data/utveier.db"), temporary.path().join("data/utveier.key"));
    set_mode(&database, 0o644);
    set_mode(&key, 0o640);
    let parts = ["[store] url", "0644", "chmod 600 data/utveier.db", "[store] key_file", "0640", "not fit to start"];
    assert_ended(&check(temporary.path()), 1, &parts);
    let mut serve = alone(temporary.path());
    serve.arg("serve");
    assert_ended(&finish(serve, b""), 1, &["data/utveier.key"]);
    set_mode(&key, 0o600);
    let ended = Served::start(alone(temporary.path())).stop(Duration::from_secs(10));
    assert_ended(&ended, 0, &["others can use data/utveier.db"]);
    assert_eq!(mode(&database), 0o600, "the store takes the rights away");
}

#[test]
fn a_folder_of_requests_that_others_can_read_stops_the_start() {
    let temporary = tempfile::tempdir().unwrap();
    let new = temporary.path().join("data/inbox/ost/new");
    fs::create_dir_all(&new).unwrap();
    for folder in [&new, new.parent().unwrap()] {
        set_mode(folder, 0o700);
    }
    assert_ended(&check(temporary.path()), 0, &["fit to start"]);
    set_mode(&new, 0o750);
    assert_ended(&check(temporary.path()), 1, &["[inbox.ost] folder", "chmod 700 data/inbox/ost/new"]);
    let mut serve = alone(temporary.path());
    serve.arg("serve");
    assert_ended(&finish(serve, b""), 1, &["readable to others", "[inbox.ost] folder"]);
}
