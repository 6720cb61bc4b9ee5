//! The binary as a user runs it: exit codes, messages with place and remedy,
//! batch formats, and stopping.
//!
//! 0 is success, 1 a failure, 2 a mistake in how it was called or configured.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

mod ask;
mod content;
mod donations;
mod egress;
mod modes;
mod operator;
mod search;
mod serving;

use harness::binary::{Ended, run};

/// Fails unless the run ended as expected and said every one of `parts`, on
/// either stream.
fn assert_ended(ended: &Ended, code: i32, parts: &[&str]) {
    let said = format!("{}{}", ended.out, ended.err);
    assert_eq!(ended.code, code, "{said}");
    for part in parts {
        assert!(said.contains(part), "«{part}» is not in: {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn help_is_complete_and_no_error() {
    let ended = run(&["--help"]);
    assert_ended(
        &ended,
        0,
        &["serve", "chat", "ask", "search", "route", "knowledge", "stats", "check", "--config", "--knowledge"],
    );
    assert!(ended.err.is_empty());
    assert_ended(&run(&["--version"]), 0, &[env!("CARGO_PKG_VERSION")]);
    for command in ["serve", "chat", "ask", "search", "route", "knowledge", "check", "eval"] {
        assert_ended(&run(&[command, "--help"]), 0, &["Usage", command]);
    }
}

#[test]
fn mistakes_on_the_command_line_end_with_two() {
    assert_ended(&run(&["--finnes-ikke"]), 2, &["--finnes-ikke", "--help"]);
    assert_ended(&run(&["synge"]), 2, &["synge"]);
    assert_ended(&run(&["ask"]), 2, &["QUESTION"]);
    assert_ended(&run(&["ask", "hei", "--jsonl"]), 2, &["--jsonl"]);
    assert_ended(&run(&["search", "--corpus", "x", "--queries", "y", "--top", "0"]), 2, &["--top"]);
}

#[test]
fn places_are_routed() {
    assert_ended(&run(&["route", "Bergen"]), 0, &["Vest 4601"]);
    assert_ended(&run(&["route", "Herøy"]), 0, &["ASK"]);
    assert_ended(&run(&["route", "Kardemomme"]), 0, &["UNKNOWN"]);
}
