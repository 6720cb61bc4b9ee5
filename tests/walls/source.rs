//! The repository's sources, read as text.

use std::path::{Path, PathBuf};

/// A source file.
pub(super) struct Source {
    /// From the repository, with `/`.
    pub(super) path: String,
    pub(super) text: String,
    pub(super) is_test: bool,
}

impl Source {
    /// The lines that are product: neither in a test file nor below the first
    /// `#[cfg(test)]`, each with its number, comments left out.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let product = if self.is_test { "" } else { &self.text };
        let lines = product.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
        lines.map(|(at, line)| (at + 1, uncommented(line)))
    }
}

pub(super) fn uncommented(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line }
}

pub(super) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Rust files under folders of the repository.
pub(super) fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&repository().join(folder), &mut found);
    }
    assert!(!found.is_empty(), "no source under {folders:?}");
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let relative = path.strip_prefix(repository()).unwrap().to_string_lossy().replace('\\', "/");
            let is_test =
                relative.starts_with("tests/") || relative.contains("/tests/") || relative.ends_with("tests.rs");
            found.push(Source { path: relative, text, is_test });
        }
    }
}

/// Whether `word` stands in `line` as a word of its own.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(is_part) && !line[at + word.len()..].starts_with(is_part))
}
