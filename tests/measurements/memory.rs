//! What the shipped content holds in memory, and what a start takes.
//!
//! `cargo bench --workspace --bench memory` prints the resident memory of the
//! process after each step, and its peak. What is given back to the allocator
//! but not to the system is counted: it is what an operator sees.

#![expect(clippy::print_stdout, reason = "a measurement prints what it measured")]
#![expect(clippy::expect_used, reason = "a measurement that cannot read its data must stop")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use utveier::engine::{Engine, build_index};
use utveier::knowledge;

fn main() {
    let (started, _) = memory();
    let began = Instant::now();
    if std::env::args().any(|argument| argument == "engine") {
        let engine =
            Engine::load(&root().join("knowledge"), "http://127.0.0.1:8080").expect("the shipped content loads");
        say("all that a process holds of the content", started, began);
        drop(engine);
        return;
    }
    let content = knowledge::load(&root().join("knowledge")).expect("the shipped content loads").knowledge;
    say("the content", started, began);
    let (loaded, began) = (memory().0, Instant::now());
    let index = build_index(&content).expect("in memory");
    say("index, word lists, second ranker and thesaurus", loaded, began);
    let asked = index.search(&index.analyzer().question("Når går avvergingsplikten foran?"), 10);
    assert!(!asked.expect("in memory").is_empty());
    say("the same after a question", loaded, began);
}

fn say(what: &str, before: u64, began: Instant) {
    let (now, peak) = memory();
    let (held, took) = (now.saturating_sub(before) as f64 / 1000.0, began.elapsed());
    println!("{what}: {held:.1} MB in {took:.2?}; the process has {} MB, at most {} MB", now / 1000, peak / 1000);
}

/// Resident memory of this process now and at its peak, in kB; 0 where it
/// cannot be told.
fn memory() -> (u64, u64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
        line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
    };
    (of("VmRSS:"), of("VmHWM:"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
