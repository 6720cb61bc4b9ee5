//! Questions given to the editors, as an operator meets them.

use std::path::Path;
use std::process::Command;

use super::assert_ended;
use crate::harness::binary::{Ended, command, finish};
use crate::harness::content::folder;

fn run_with(folder_of_run: &Path, args: &[&str], settings: &[(&str, &str)]) -> Ended {
    let mut command: Command = command(folder_of_run);
    command.env("UTVEIER__KNOWLEDGE__FOLDER", folder()).env("UTVEIER__WEB__LISTEN", "127.0.0.1:0");
    command.envs(settings.iter().copied()).args(args);
    finish(command, b"")
}

const ON: (&str, &str) = ("UTVEIER__DONATIONS__ENABLED", "true");

#[test]
fn the_list_says_clearly_when_it_is_off() {
    let temporary = tempfile::tempdir().unwrap();
    let off = run_with(temporary.path(), &["stats", "--donations"], &[]);
    assert_ended(&off, 0, &["[donations] is off", "0 given question(s)"]);
    let on = run_with(temporary.path(), &["stats", "--donations"], &[ON]);
    assert_ended(&on, 0, &["0 given question(s)", "180 days"]);
    assert!(!on.out.contains("is off"), "{}", on.out);
}

#[test]
fn forgetting_one_that_is_not_there_is_a_failure() {
    let temporary = tempfile::tempdir().unwrap();
    let id = "3f2b1c9a-7d5e-4a6b-8c0d-112233445566";
    assert_ended(
        &run_with(temporary.path(), &["stats", "--donations", "--forget", id], &[]),
        1,
        &["no given question"],
    );
    assert_ended(&run_with(temporary.path(), &["stats", "--forget", id], &[]), 2, &["--donations"]);
    let both = ["stats", "--donations", "--json", "--forget", id];
    assert_ended(&run_with(temporary.path(), &both, &[]), 2, &["--json"]);
    assert_ended(&run_with(temporary.path(), &["stats", "--donations", "--forget", "x"], &[]), 2, &["--forget"]);
}

#[test]
fn check_warns_of_it_and_refuses_what_is_unsafe() {
    let temporary = tempfile::tempdir().unwrap();
    let check = |settings: &[(&str, &str)]| run_with(temporary.path(), &["check"], settings);
    assert_ended(&check(&[ON]), 0, &["warning: [donations] enabled", "180 days", "fit to start"]);
    assert!(!check(&[]).out.contains("donations"));
    for days in ["59", "366", "0"] {
        let ended = check(&[ON, ("UTVEIER__DONATIONS__KEEP_DAYS", days)]);
        assert_ended(&ended, 2, &["[donations] keep_days", "from 60 to 365"]);
    }
    // A database whose keys are gone.
    std::fs::remove_file(temporary.path().join("data/utveier.key")).unwrap();
    assert_ended(&check(&[ON]), 1, &["not fit to start"]);
}
