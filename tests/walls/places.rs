//! No file names a place on one machine.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::source::repository;

/// Paths of a developer's machine have no place in what others read.
#[test]
fn no_file_names_a_place_on_one_machine() {
    let mut fallen = String::new();
    // Written in two pieces, so that this file passes its own test.
    let places = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Use", "rs/")];
    for file in text_files() {
        let Ok(text) = std::fs::read_to_string(&file) else {
            continue;
        };
        for (at, line) in text.lines().enumerate() {
            for place in places.iter().filter(|place| names_place(line, place)) {
                writeln!(fallen, "{}:{}: {place}", file.display(), at + 1).unwrap();
            }
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

/// A place, and not the middle of an address such as `regjeringen.no/home/x`.
pub(super) fn names_place(line: &str, place: &str) -> bool {
    line.match_indices(place)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '_')))
}

fn text_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for name in [
        "Cargo.toml",
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "src",
        "bots",
        "tests",
        "deploy",
        "knowledge",
        ".ci",
        ".cargo",
    ] {
        add_files(&repository().join(name), &mut found);
    }
    found
}

fn add_files(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            add_files(&entry.unwrap().path(), found);
        }
    } else if path.is_file() {
        found.push(path.to_owned());
    }
}
