//! Misspelt names.
//!
//! With care: only names of five letters and more, one slip up to seven letters
//! and two from eight, and never a word that is also an ordinary one.

use super::ordinary;
use crate::language::normalize;

/// Names that a misspelt word is compared with.
#[derive(Debug, Default)]
pub(super) struct Slips {
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    text: String,
    /// Without æ, ø and å.
    skeleton: String,
    /// Its letters as a set.
    letters: u64,
    length: usize,
    at: usize,
    rank: u8,
}

/// How far a name is from a word, the nearest first: slips when æ, ø and å
/// count as a, o and a; another first letter; slips in the letters themselves;
/// a village rather than a municipality.
type Distance = (usize, bool, usize, bool);

impl Slips {
    pub(super) fn add(&mut self, name: &str, at: usize, rank: u8) {
        let skeleton = normalize::skeleton(name);
        let length = skeleton.chars().count();
        let fits = length >= 4 && ordinary::guard(name) == ordinary::Guard::Plain;
        if fits && !name.contains(|c: char| c.is_ascii_digit()) {
            let letters = letters(&skeleton);
            self.names.push(Name { text: name.to_owned(), letters, skeleton, length, at, rank });
        }
    }

    /// The meanings of the names nearest to a word, all equally near.
    pub(super) fn nearest(&self, word: &str) -> Vec<usize> {
        let skeleton = normalize::skeleton(word);
        let (length, set) = (skeleton.chars().count(), letters(&skeleton));
        let (mut best, mut found) = (None, Vec::new());
        for name in &self.names {
            let allowed = allowed(name.length.min(length));
            // One slip changes at most two letters of the set.
            let may_fit = name.length.abs_diff(length) <= allowed
                && (name.letters ^ set).count_ones() as usize <= 2 * allowed
                && (name.length > 4 || (name.length == length && name.letters == set));
            let Some(distance) = may_fit.then(|| name.distance(word, &skeleton)) else {
                continue;
            };
            let too_far = distance.0 > allowed || (distance.0 > 1 && distance.1);
            if too_far || best.is_some_and(|best| distance > best) {
                continue;
            }
            if best != Some(distance) {
                found.clear();
            }
            best = Some(distance);
            found.push(name.at);
        }
        found
    }
}

impl Name {
    fn distance(&self, word: &str, skeleton: &str) -> Distance {
        let slips = strsim::osa_distance(&self.skeleton, skeleton);
        let other_start = self.skeleton.chars().next() != skeleton.chars().next();
        (slips, other_start, strsim::osa_distance(&self.text, word), self.rank > 1)
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
