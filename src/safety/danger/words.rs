//! The words of the rules, and finding them in a message.
//!
//! A rule's word is written `drepe` (exactly), `drep*` (beginning), `*våpen` (ending) or
//! `*bombe*` (inside). Each distinct one is an *atom*. All beginnings stand in one tree, so that a
//! word of the message is compared with all of them in one walk; endings stand in a second tree,
//! read backwards. æ, ø and å match their written-out forms (`ae`, `oe`, `aa`) and, from four
//! letters on, plain `a`/`e`, `o` and `a`. Atoms of a list with `skrivefeil = true` and at least
//! [`TYPO_LETTERS_MIN`] letters also match with one slip of the finger.

use std::collections::HashSet;

use super::tree::Tree;
use super::typo::{TypoIndex, is_slip_of_order_or_count};
use super::variants::Variants;
use crate::language::quick;

/// The shortest atom, in letters, that may be misspelt.
pub(super) const TYPO_LETTERS_MIN: usize = 5;
/// The shortest word, in letters, in which æ, ø and å may be written as a plain letter.
const PLAIN_LETTERS_MIN: usize = 4;

/// A distinct word of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Atom(pub(super) u32);

/// All atoms of the rules, ready to be found.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    numbers: quick::Table<String, Atom>,
    forwards: Tree,
    backwards: Tree,
    inner: Tree,
    typos: TypoIndex,
    /// The atoms that stand in `typos`.
    misspelt: HashSet<Atom>,
    /// The letters of each atom that is not open at its start, by number; else empty.
    stems: Vec<Vec<char>>,
    /// Ordinary words that are never a slip for, nor a plain spelling of, another word.
    ordinary: quick::Set<String>,
    variants: Variants,
}

impl Vocabulary {
    pub(super) fn new(ordinary: &[String], variants: &[Vec<String>]) -> Self {
        Self { ordinary: ordinary.iter().cloned().collect(), variants: Variants::new(variants), ..Self::default() }
    }

    /// Adds a rule's word and returns its atom; a known word returns the same one.
    pub(super) fn add(&mut self, word: &str, may_be_misspelt: bool) -> Atom {
        let next = Atom(u32::try_from(self.numbers.len()).unwrap_or(u32::MAX));
        let atom = self.numbers.get(word).copied().unwrap_or_else(|| {
            self.numbers.insert(word.to_owned(), next);
            next
        });
        let (stem, open_start, open_end) = parts(word);
        let is_long = stem.chars().count() >= TYPO_LETTERS_MIN;
        if may_be_misspelt && !open_start && is_long && self.misspelt.insert(atom) {
            self.typos.add(stem, open_end, atom);
        }
        if atom != next {
            return atom;
        }
        self.stems.push(if open_start { Vec::new() } else { stem.chars().collect() });
        for spelling in self.spellings(stem) {
            match (open_start, open_end) {
                (false, open_end) => self.forwards.add(spelling.chars(), open_end, atom),
                (true, false) => self.backwards.add(spelling.chars().rev(), true, atom),
                (true, true) => self.inner.add(spelling.chars(), true, atom),
            }
        }
        atom
    }

    /// Looks the words that count as the same up once and for all; to be called when every word is added.
    pub(super) fn finish(&mut self) {
        self.variants.finish(&self.forwards);
    }

    /// How many atoms there are; their numbers are below it.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The spellings of a stem that count as the same: as it is, written out, plain.
    fn spellings(&self, stem: &str) -> Vec<String> {
        let mut spellings = vec![stem.to_owned()];
        if stem.contains(['æ', 'ø', 'å']) {
            spellings.push(stem.replace('æ', "ae").replace('ø', "oe").replace('å', "aa"));
            if stem.chars().count() >= PLAIN_LETTERS_MIN {
                for ash in ["a", "e"] {
                    let plain = stem.replace('æ', ash).replace('ø', "o").replace('å', "a");
                    if !self.ordinary.contains(&plain) {
                        spellings.push(plain);
                    }
                }
            }
            spellings.sort();
            spellings.dedup();
        }
        spellings
    }

    /// Whether a word is an atom with a letter missing, one too many, or two swapped.
    ///
    /// For words inside a long phrase, where the neighbours vouch for them; a wrong letter is not
    /// forgiven, because that is often another word (`leve`, `lese`).
    pub(super) fn is_nearly(&self, word: &str, atom: Atom) -> bool {
        let stem = &self.stems[atom.0 as usize];
        let begins_alike = word.chars().next() == stem.first().copied();
        if !begins_alike || stem.len() < PLAIN_LETTERS_MIN || self.ordinary.contains(word) {
            return false;
        }
        let letters: Vec<char> = word.chars().collect();
        letters.len().abs_diff(stem.len()) <= 1 && is_slip_of_order_or_count(stem, &letters)
    }

    /// Puts the atoms that one word of a message matches into `found`, sorted, after clearing it.
    pub(super) fn find(&self, word: &str, found: &mut Vec<Atom>) {
        found.clear();
        self.forwards.find(word.chars(), found);
        self.backwards.find(word.chars().rev(), found);
        self.variants.add(word, &self.forwards, found);
        for (start, letter) in word.char_indices() {
            if self.inner.begins(letter) {
                self.inner.find(word[start..].chars(), found);
            }
        }
        if found.is_empty() && !self.ordinary.contains(word) {
            self.typos.find(word, found);
        }
        found.sort_unstable();
        found.dedup();
    }
}

/// Splits `*stem*` into the stem and whether it is open at its start and its end.
fn parts(word: &str) -> (&str, bool, bool) {
    let (rest, open_start) = word.strip_prefix('*').map_or((word, false), |rest| (rest, true));
    let (stem, open_end) = rest.strip_suffix('*').map_or((rest, false), |stem| (stem, true));
    (stem, open_start, open_end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safety::text::FoldedText;

    fn matches(pattern: &str, may_be_misspelt: bool, word: &str) -> bool {
        let mut vocabulary = Vocabulary::new(&["last".to_owned(), "dreier".to_owned()], &[]);
        let atom = vocabulary.add(pattern, may_be_misspelt);
        let mut found = Vec::new();
        vocabulary.find(FoldedText::new(word).letters(0), &mut found);
        found.contains(&atom)
    }

    #[test]
    fn stars_open_the_start_and_the_end() {
        assert!(matches("drep*", false, "Dreper") && !matches("drepe", false, "dreper"));
        assert!(matches("*våpen", false, "automatvåpen") && !matches("*våpen", false, "våpenlov"));
        assert!(matches("*bombe*", false, "rørbomben"));
    }

    #[test]
    fn norwegian_letters_match_what_keyboards_without_them_write() {
        assert!(matches("våpen", false, "vaapen") && matches("våpen", false, "vapen"));
        assert!(matches("dø", false, "doe") && !matches("dø", false, "do"));
        assert!(!matches("låst", false, "last"), "an ordinary word is not a plain spelling");
    }

    #[test]
    fn one_slip_is_forgiven_where_the_list_says_so() {
        assert!(matches("drepe", true, "drpee") && matches("selvmord*", true, "selmordet"));
        assert!(!matches("drepe", false, "drpee") && !matches("dreper", true, "dreier"));
    }
}
