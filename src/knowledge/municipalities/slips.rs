//! Misspelt names.
//!
//! With care: only names of five letters and more, one slip up to seven letters
//! and two from eight, and never a word that is also an ordinary one.

use super::ordinary;

/// Names that a misspelt word is compared with.
#[derive(Debug, Default)]
pub(super) struct Slips {
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    text: String,
    letters: u64,
    length: usize,
    at: usize,
    rank: u8,
}

impl Slips {
    pub(super) fn add(&mut self, name: &str, at: usize, rank: u8) {
        let length = name.chars().count();
        let fits = length >= 4 && ordinary::guard(name) == ordinary::Guard::Plain;
        if fits && !name.contains(|c: char| c.is_ascii_digit()) {
            self.names.push(Name { text: name.to_owned(), letters: letters(name), length, at, rank });
        }
    }

    /// The meanings of the names nearest to a word, all equally near.
    pub(super) fn nearest(&self, word: &str) -> Vec<usize> {
        let length = word.chars().count();
        let (mut best, mut found) = ((usize::MAX, u8::MAX), Vec::new());
        let set = letters(word);
        for name in &self.names {
            let allowed = allowed(name.length.min(length));
            // One slip changes at most two letters of the set.
            let may_fit =
                name.length.abs_diff(length) <= allowed && (name.letters ^ set).count_ones() as usize <= 2 * allowed;
            if !may_fit {
                continue;
            }
            let slips = strsim::osa_distance(&name.text, word);
            let same_start = name.text.chars().next() == word.chars().next();
            let swapped = name.length > 4 || (name.length == length && name.letters == set);
            if slips > allowed || (slips > 1 && !same_start) || !swapped || (slips, name.rank) > best {
                continue;
            }
            if (slips, name.rank) < best {
                best = (slips, name.rank);
                found.clear();
            }
            found.push(name.at);
        }
        found
    }
}

fn allowed(length: usize) -> usize {
    if length >= 8 { 2 } else { 1 }
}

/// The letters of a word as a set; what is not a–z shares the upper bits.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |set, c| {
        let bit = if c.is_ascii_lowercase() { u32::from(c) - u32::from('a') } else { 26 + u32::from(c) % 38 };
        set | 1 << bit
    })
}
