//! Words that are one slip of the finger away from a word of the rules.
//!
//! A slip is one letter too many, one missing, one wrong, or two neighbours swapped.
//! The first letter must be right. Candidates are set apart by length, first letter and which letters they hold,
//! so that most comparisons cost two machine instructions.

use std::collections::HashMap;

use super::words::{Atom, TYPO_LETTERS_MIN};

/// The shortest stem, in letters, that may be misspelt at the beginning of a longer word.
const OPEN_LETTERS_MIN: usize = 7;

/// Stems that may be misspelt, by their length in letters and their first letter.
#[derive(Debug, Default)]
pub(super) struct TypoIndex {
    by_length: Vec<HashMap<char, Vec<Stem>>>,
}

#[derive(Debug)]
struct Stem {
    letters: Vec<char>,
    signature: u32,
    /// Whether more letters may follow.
    is_open: bool,
    atom: Atom,
}

impl TypoIndex {
    /// Adds a stem of at least [`TYPO_LETTERS_MIN`] letters.
    pub(super) fn add(&mut self, stem: &str, is_open: bool, atom: Atom) {
        let letters: Vec<char> = stem.chars().collect();
        let is_open = is_open && letters.len() >= OPEN_LETTERS_MIN;
        if self.by_length.len() <= letters.len() {
            self.by_length.resize_with(letters.len() + 1, HashMap::new);
        }
        let signature = signature(&letters);
        if let Some(first) = letters.first() {
            let stems = self.by_length[letters.len()].entry(*first).or_default();
            stems.push(Stem { letters, signature, is_open, atom });
        }
    }

    /// Adds to `found` the atoms of the stems that `word` is a slip away from.
    pub(super) fn find(&self, word: &str, found: &mut Vec<Atom>) {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < TYPO_LETTERS_MIN {
            return;
        }
        for (length, by_first) in self.by_length.iter().enumerate().take(letters.len() + 2).skip(TYPO_LETTERS_MIN) {
            let Some(stems) = letters.first().and_then(|first| by_first.get(first)) else {
                continue;
            };
            for (cut, signature) in cuts(&letters, length) {
                for stem in stems.iter().filter(|stem| cut.len() == letters.len() || stem.is_open) {
                    let differing = (stem.signature ^ signature).count_ones();
                    if differing <= 2 && is_one_slip(&stem.letters, cut) {
                        found.push(stem.atom);
                    }
                }
            }
        }
    }
}

/// The beginnings of `letters` that are within one letter of `length`, with their signatures.
fn cuts(letters: &[char], length: usize) -> impl Iterator<Item = (&[char], u32)> {
    (length.saturating_sub(1)..=length + 1)
        .filter(move |end| *end >= TYPO_LETTERS_MIN - 1 && *end <= letters.len())
        .map(move |end| (&letters[..end], signature(&letters[..end])))
}

/// Which letters occur, as bits; different letters may share a bit.
fn signature(letters: &[char]) -> u32 {
    letters.iter().fold(0, |bits, letter| bits | 1 << (u32::from(*letter) % 32))
}

/// Whether two words differ by one insertion, deletion, substitution or swap of neighbours.
fn is_one_slip(left: &[char], right: &[char]) -> bool {
    let same_start = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    let (left, right) = (&left[same_start..], &right[same_start..]);
    let same_end = left.iter().rev().zip(right.iter().rev()).take_while(|(l, r)| l == r).count();
    let (left, right) = (&left[..left.len() - same_end], &right[..right.len() - same_end]);
    match (left, right) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// As [`is_one_slip`], without a wrong letter.
pub(super) fn is_slip_of_order_or_count(left: &[char], right: &[char]) -> bool {
    let n_wrong = left.iter().zip(right).filter(|(l, r)| l != r).count();
    is_one_slip(left, right) && (left.len() != right.len() || n_wrong == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(left: &str, right: &str) -> bool {
        is_one_slip(&left.chars().collect::<Vec<_>>(), &right.chars().collect::<Vec<_>>())
    }

    #[test]
    fn the_four_slips_are_one_slip_and_two_are_not() {
        assert!(slip("drepe", "drpee") && slip("drepe", "dreppe") && slip("drepe", "drpe") && slip("drepe", "drepa"));
        assert!(!slip("drepe", "derpee") && !slip("drepe", "drepe"));
    }

    #[test]
    fn an_open_stem_is_found_at_the_beginning_of_a_longer_word() {
        let mut index = TypoIndex::default();
        index.add("selvmord", true, Atom(7));
        let mut found = Vec::new();
        index.find("slevmordet", &mut found);
        assert!(found.contains(&Atom(7)));
        found.clear();
        index.find("selskapet", &mut found);
        assert!(found.is_empty());
    }
}
