//! The walls: what may use what, how long a file may be, where wording lives.
//!
//! Walks the sources as text. A wall that falls names the file, the line and
//! the rule, all of them at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod egress;
mod places;
mod rooms;
mod source;

use std::fmt::Write;

use places::names_place;
use rooms::stands_in;
use source::{Source, has_word, repository, sources, uncommented};

/// Most lines of a file.
const MAX_LINES: usize = 300;

/// What may stand at the top of the repository besides dot-files.
const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "knowledge",
    "bots",
    "tests",
    "deploy",
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "LICENSE",
    "target",
    "data",
    "node_modules",
];

/// `use crate::{…}` would hide a room from the words above.
#[test]
fn rooms_are_named_in_full() {
    let mut fallen = String::new();
    for source in &sources(&["src"]) {
        for (number, line) in source.code().filter(|(_, line)| line.trim_start().starts_with("use crate::{")) {
            writeln!(fallen, "{}:{number}: {line}: write one `use` a room", source.path).unwrap();
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

#[test]
fn nothing_is_printed_or_left_undone() {
    let words = ["println!", "eprintln!", "print!", "eprint!", "dbg!", "todo!", "unimplemented!"];
    let mut fallen = String::new();
    for source in &sources(&["src", "bots", "tests"]) {
        if source.path == "tests/walls/main.rs"
            || source.path.starts_with("tests/measurements/")
            || source.path.starts_with("tests/fuzz/")
            || source.path.starts_with("tests/faults/")
        {
            continue;
        }
        for (at, line) in source.text.lines().enumerate() {
            let line = uncommented(line);
            for word in words.iter().filter(|word| line.contains(*word) && has_word(line, word.trim_end_matches('!'))) {
                writeln!(fallen, "{}:{}: {word}", source.path, at + 1).unwrap();
            }
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

#[test]
fn files_can_be_read_in_one_go() {
    let mut fallen = String::new();
    for source in &sources(&["src", "bots", "tests"]) {
        let lines = source.text.lines().count();
        if lines > MAX_LINES {
            writeln!(fallen, "{}: {lines} lines, over {MAX_LINES}", source.path).unwrap();
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

#[test]
fn every_module_says_what_it_is_for() {
    let all = sources(&["src", "bots", "tests"]);
    let silent = all.iter().filter(|source| !source.is_test || source.path.starts_with("tests/"));
    let silent: Vec<&str> =
        silent.filter(|source| !source.text.starts_with("//!")).map(|source| source.path.as_str()).collect();
    assert!(silent.is_empty(), "these begin without //!: {silent:#?}");
}

#[test]
fn the_top_of_the_repository_is_the_agreed_one() {
    let names =
        std::fs::read_dir(repository()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let strange: Vec<String> =
        names.filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str())).collect();
    assert!(strange.is_empty(), "not agreed at the top level: {strange:?}");
}

/// A door holds no wording: what people read comes from `src/replies` and the
/// data files. Norwegian letters in a string give a sentence away.
#[test]
fn doors_hold_no_wording() {
    let mut fallen = String::new();
    // A language's name in itself is the same on every page.
    let allowed = ["\"Bokmål\""];
    for source in &sources(&["bots/web", "bots/terminal", "bots/telegram", "bots/discord"]) {
        for (number, line) in source.code() {
            let line = allowed.iter().fold(line.to_owned(), |line, own| line.replace(own, ""));
            if strings(&line).any(|text| text.contains(['æ', 'ø', 'å', 'Æ', 'Ø', 'Å'])) {
                writeln!(fallen, "{}:{number}: {}", source.path, line.trim()).unwrap();
            }
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

/// The insides of string literals on a line.
fn strings(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

/// The walls themselves: a walk that sees nothing would let everything stand.
#[test]
fn the_rules_find_what_they_are_for() {
    assert!(has_word("use tokio::net;", "tokio") && !has_word("use tokio_util::x;", "tokio"));
    assert!(has_word("use crate::search::Hit;", "crate::search") && !has_word("crate::searching", "crate::search"));
    assert!(stands_in("src/search.rs", "src/search") && stands_in("src/search/query.rs", "src/search"));
    assert!(!stands_in("src/searching.rs", "src/search"));
    assert_eq!(strings("a(\"b\", \"c\")").collect::<Vec<_>>(), ["b", "c"]);
    let place = concat!("/wo", "rk/");
    assert!(names_place(&format!("cd {place}x"), place) && !names_place(&format!("https://a.no{place}x"), place));
    let source = Source { path: "src/x.rs".into(), text: "//! X.\na\n#[cfg(test)]\nb\n".into(), is_test: false };
    assert_eq!(source.code().map(|(_, line)| line).collect::<Vec<_>>(), ["", "a"]);
    let tested = sources(&["src"]).iter().filter(|source| source.path == "src/search.rs").count();
    assert_eq!(tested, 1, "the walk comes by src/search.rs");
}
