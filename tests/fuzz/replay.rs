//! The short run that belongs to every change: every file of the corpus, every
//! finding there ever was, and up to two thousand inputs made from them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "each runner uses its part of the engine")]
mod engine;
mod targets;

use std::path::{Path, PathBuf};
use std::time::Duration;

use engine::{Shape, Target, Until};

/// Inputs of a target: fewer where each costs a reading of all rules, or searches.
fn inputs(target: &str) -> usize {
    match target {
        "steps" => 100,
        "questions" | "routing" => 400,
        _ => 2_000,
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

#[test]
fn no_input_panics_or_takes_too_long() {
    let runs = targets::ALL.iter().map(|target| {
        std::thread::spawn(move || engine::run(*target, &folder(), 7, Until::Inputs(inputs(target.name))).findings)
    });
    let runs: Vec<_> = runs.collect();
    let findings = runs.into_iter().flat_map(|run| run.join().expect("panics are caught"));
    let findings: Vec<String> = findings.map(|finding| finding.kept(&folder())).collect();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn every_folder_of_the_corpus_has_a_target_and_is_small() {
    for entry in std::fs::read_dir(folder().join("corpus")).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_known = targets::ALL.iter().any(|target| target.name == name);
        assert!(is_known, "{name}");
        let files = engine::files(&entry.path());
        assert!(files.len() <= 24 && files.iter().all(|(_, bytes)| bytes.len() <= 16 * 1024), "{name}");
    }
}

/// A parser with the two faults that are looked for.
fn faulty(input: &[u8]) -> u64 {
    let text = std::str::from_utf8(input).unwrap_or_default();
    assert!(!text.contains("æ7"), "reached");
    let turns = text.matches('a').count() / 300 * 2_000_000;
    (0..turns as u64).fold(0, |sum, turn| std::hint::black_box(sum ^ turn))
}

#[test]
fn faults_that_are_there_are_found() {
    let words = &["æ", "a", "7"];
    let shape = Shape { is_text: true, longest: 2_000, words };
    let target = Target { name: "buttons", shape, limit: Duration::from_millis(8), read: faulty };
    let summary = engine::run(target, &folder(), 3, Until::Inputs(3_000));
    let found: Vec<&str> = summary.findings.iter().map(|finding| finding.what.as_str()).collect();
    assert!(found.iter().any(|what| what.contains("reached")), "{found:?}");
    assert!(found.iter().any(|what| what.starts_with("took")), "{found:?}");
}

#[test]
fn inputs_of_text_are_text_and_none_is_too_long() {
    let shape = Shape { is_text: true, longest: 60, words: &["«ø»"] };
    let pool = vec!["blåbærsyltetøy 0123 «ja»".as_bytes().to_vec(), Vec::new()];
    let mut random = engine::Random::new(5);
    for _ in 0..5_000 {
        let input = engine::mutated(&mut random, &pool, shape);
        // Characters that could not be read are three bytes each.
        assert!(std::str::from_utf8(&input).is_ok() && input.len() <= 3 * 60, "{input:?}");
    }
}
