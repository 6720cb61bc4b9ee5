//! Words of a text that are a misspelt name.
//!
//! A word is compared with the names only where a place would stand, and never
//! when it is a word of the language.

use super::super::ordinary::{self, Guard};
use super::{Mention, Scene};
use crate::language::lexicon;

/// Most words that are compared with all names, so that the time is bounded.
const MAX_COMPARED: usize = 12;

/// Most words of a message in which everything may be a misspelt place.
const SHORT_MESSAGE: usize = 8;

impl Scene<'_> {
    /// «Sør-Ardal» is a misspelt Sør-Aurdal, and not Årdal.
    pub(super) fn misspelt_pair(&mut self, at: usize) -> Option<Mention> {
        let [first, second, ..] = &self.words[at..] else { return None };
        if !ordinary::is_direction(&first.text) || self.compared >= MAX_COMPARED {
            return None;
        }
        self.compared += 1;
        let meanings = self.names().slips.nearest(&format!("{}{}", first.text, second.text));
        (!meanings.is_empty()).then_some(Mention { from: at, to: at + 2, meanings, guard: Guard::Plain })
    }

    /// Adds names behind words that are none.
    pub(super) fn misspelt(&mut self) {
        let mut found = Vec::new();
        let (mut at, mut next) = (0, 0);
        while at < self.words.len() && self.compared < MAX_COMPARED {
            if self.mentions.get(next).is_some_and(|mention| mention.from <= at) {
                at = self.mentions[next].to;
                next += 1;
                continue;
            }
            let until = self.mentions.get(next).map_or(self.words.len(), |mention| mention.from);
            let mut length = 1;
            if self.may_be_misspelt(at) {
                self.compared += 1;
                let (words, meanings) = self.nearest(at, until);
                length = words;
                if !meanings.is_empty() {
                    found.push(Mention { from: at, to: at + length, meanings, guard: Guard::Plain });
                }
            }
            at += length;
        }
        self.mentions.extend(found);
        self.mentions.sort_by_key(|mention| mention.from);
    }

    /// How many words from `at` are a misspelt name, and what it may mean.
    fn nearest(&self, at: usize, until: usize) -> (usize, Vec<usize>) {
        let longest = if self.is_short() { 3.min(until - at) } else { 1 };
        for length in (1..=longest).rev() {
            let name: String = self.words[at..at + length].iter().map(|word| word.text.as_str()).collect();
            if length > 1 && name.chars().count() < 8 {
                continue;
            }
            let genitive = || name.strip_suffix('s').map(|base| self.names().slips.nearest(base)).unwrap_or_default();
            let mut meanings = self.names().slips.nearest(&name);
            if meanings.is_empty() {
                meanings = genitive();
            }
            if !meanings.is_empty() {
                return (length, meanings);
            }
        }
        (1, Vec::new())
    }

    fn is_short(&self) -> bool {
        self.other <= 2 && self.words.len() <= SHORT_MESSAGE
    }

    /// Whether a word that is no name stands where a place would, and is no
    /// word of the language.
    fn may_be_misspelt(&self, at: usize) -> bool {
        let word = &self.words[at];
        let is_only = self.other == 1 && self.is_short();
        let long_enough = word.text.chars().count() >= if is_only { 4 } else { 5 };
        if !long_enough || ordinary::is_filler(word) || !word.text.chars().all(char::is_alphabetic) {
            return false;
        }
        let is_word = |text: &str| {
            if is_only { lexicon::headword(text).is_some() } else { lexicon::lemma(text).is_some() }
        };
        !is_word(&word.text)
            && (self.is_short() || self.has_marker(at, at + 1) || self.after_preposition(at) || self.is_in_list(at))
    }
}
