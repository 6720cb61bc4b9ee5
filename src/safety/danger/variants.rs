//! Words that count as the same: bokmål, nynorsk and dialect forms.
//!
//! Common words are listed in the rules' file (`ikke`, `ikkje`, `itj`); of longer words the regular
//! endings of nynorsk are read as those of bokmål (`ventar`: `venter`, `kasta`: `kastet`).

use super::tree::Tree;
use super::words::Atom;
use crate::language::quick;

/// The shortest word, in bytes, whose ending is exchanged.
const ENDING_BYTES_MIN: usize = 5;
/// Endings and what they are read as, the longest first.
const ENDINGS: [(&str, &str); 4] = [("ande", "ende"), ("ane", "ene"), ("ar", "er"), ("a", "et")];

/// The classes of words that count as the same.
#[derive(Debug, Default)]
pub(super) struct Variants {
    classes: Vec<Vec<String>>,
    /// The class of each listed word.
    class_of: quick::Table<String, usize>,
    /// The atoms that the other words of each listed word's class match.
    atoms: quick::Table<String, Vec<Atom>>,
}

impl Variants {
    /// Takes over the classes; a word in two classes belongs to the last one.
    pub(super) fn new(classes: &[Vec<String>]) -> Self {
        let mut class_of = quick::Table::default();
        for (number, class) in classes.iter().enumerate() {
            class_of.extend(class.iter().map(|word| (word.clone(), number)));
        }
        Self { classes: classes.to_vec(), class_of, atoms: quick::Table::default() }
    }

    /// Looks up what the listed words stand for in a tree that is complete.
    pub(super) fn finish(&mut self, tree: &Tree) {
        for (word, class) in &self.class_of {
            let mut found = Vec::new();
            for other in self.classes[*class].iter().filter(|other| *other != word) {
                tree.find(other.chars(), &mut found);
            }
            found.sort_unstable();
            found.dedup();
            self.atoms.insert(word.clone(), found);
        }
    }

    /// Adds the atoms that every other form of a word matches in the tree.
    pub(super) fn add(&self, word: &str, tree: &Tree, found: &mut Vec<Atom>) {
        if let Some(atoms) = self.atoms.get(word) {
            found.extend_from_slice(atoms);
        } else if word.len() >= ENDING_BYTES_MIN {
            let changed = ENDINGS.iter().find_map(|(from, to)| word.strip_suffix(from).map(|stem| (stem, to)));
            if let Some((stem, ending)) = changed {
                tree.find(stem.chars().chain(ending.chars()), found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_words_and_regular_endings_count_as_the_same() {
        let mut tree = Tree::default();
        for (number, word) in ["ikke", "venter", "har", "hus"].into_iter().enumerate() {
            tree.add(word.chars(), false, Atom(number as u32));
        }
        let mut variants = Variants::new(&[vec!["ikke".to_owned(), "ikkje".to_owned()]]);
        variants.finish(&tree);
        let forms = |word: &str| {
            let mut found = Vec::new();
            variants.add(word, &tree, &mut found);
            found
        };
        assert_eq!(forms("ikkje"), [Atom(0)]);
        assert_eq!(forms("ventar"), [Atom(1)]);
        assert!(forms("har").is_empty() && forms("hus").is_empty());
    }
}
