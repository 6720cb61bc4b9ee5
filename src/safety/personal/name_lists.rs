//! The lists of names the detector knows, from `names.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::language::normalize;

/// Lists of names, all lower-case.
#[derive(Debug, Default)]
pub(super) struct NameLists {
    /// First names that are seldom anything else.
    pub(super) first: HashSet<&'static str>,
    /// First names that are also words.
    pub(super) unsure: HashSet<&'static str>,
    pub(super) surnames: HashSet<&'static str>,
    /// Full names of known people, and single names of ideologues.
    pub(super) public: Vec<&'static str>,
}

/// Every name of the lists but those of known people, in letters any keyboard has.
static SKELETONS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let names = NAMES.first.iter().chain(&NAMES.unsure).chain(&NAMES.surnames);
    names.map(|name| normalize::skeleton(name)).collect()
});

/// Whether a word (lower-case) is on a list of names, also as a genitive, or as
/// another keyboard writes it; whether it is a word besides does not count.
#[must_use]
pub fn is_listed_name(word: &str) -> bool {
    let is_name = |word: &str| SKELETONS.contains(&normalize::skeleton(word));
    is_name(word) || word.strip_suffix('s').is_some_and(is_name)
}

pub(super) static NAMES: LazyLock<NameLists> = LazyLock::new(|| NameLists::parse(include_str!("names.txt")));

/// Whether a list of words parted by spaces holds a word.
pub(super) fn lists(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|listed| listed == word)
}

impl NameLists {
    fn parse(text: &'static str) -> Self {
        let mut lists = Self::default();
        let mut heading = "";
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line {
                "[first]" | "[unsure]" | "[surnames]" | "[public]" => heading = line,
                _ if heading == "[public]" => lists.public.extend(line.split(',').map(str::trim)),
                _ if heading == "[unsure]" => lists.unsure.extend(line.split_whitespace()),
                _ if heading == "[surnames]" => lists.surnames.extend(line.split_whitespace()),
                _ => lists.first.extend(line.split_whitespace()),
            }
        }
        lists.first.retain(|name| !lists.unsure.contains(name));
        lists
    }

    /// Whether a word (lower-case) is a first name, sure or unsure; `Al-Hassan`, `Per-Erik` by parts.
    pub(super) fn is_first(&self, word: &str) -> bool {
        self.first.contains(word)
            || self.unsure.contains(word)
            || word.split_once('-').is_some_and(|(left, right)| self.is_first(left) && self.is_first(right))
    }

    /// Whether a word (lower-case) is a surname by list or by its ending.
    pub(super) fn is_surname(&self, word: &str) -> bool {
        const ENDINGS: &[&str] = &[
            "ssen", "rsen", "nsen", "lsen", "ksen", "dsen", "esen", "tsen", "stad", "rud", "seth", "sæter", "sether",
            "bakken", "haugen", "gård", "gaard", "stuen", "hagen", "nes", "vold", "dahl", "heim", "berg", "lund",
            "vik", "ović",
        ];
        let by_ending = || word.chars().count() >= 6 && ENDINGS.iter().any(|ending| word.ends_with(ending));
        self.surnames.contains(word)
            || by_ending()
            || word.split_once('-').is_some_and(|(left, right)| {
                matches!(left, "al" | "el" | "as" | "ash" | "bin") || (self.is_surname(left) && self.is_surname(right))
            })
    }
}
