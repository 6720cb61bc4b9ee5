//! Misspelt words, mended against the words of the index.
//!
//! Only words that are neither in the index nor in the dictionary are looked
//! at, so a rare but right word is never "corrected".

use super::normalize::skeleton;
use super::quick::Table;

/// The words an index holds, with how often, made for finding near ones.
#[derive(Debug, Default, Clone)]
pub struct Vocabulary {
    words: Vec<Entry>,
    by_skeleton: Table<Box<str>, usize>,
}

#[derive(Debug, Clone)]
struct Entry {
    word: Box<str>,
    count: u32,
    letters: u8,
    mask: u64,
}

/// Shortest word that is mended, in letters.
const MIN_LETTERS: usize = 4;
/// From this many letters on, two slips are mended instead of one.
const TWO_SLIPS_FROM: usize = 8;
/// A mended word must be shared by this many places in the index to win a tie.
const MAX_LETTERS: usize = 40;

impl Vocabulary {
    /// Adds a normalised word that is not there yet; its place, or `None` when it
    /// is so long that no word is taken for it.
    pub fn add(&mut self, word: &str) -> Option<usize> {
        let letters = word.chars().count();
        if letters > MAX_LETTERS {
            return None;
        }
        let at = self.words.len();
        self.by_skeleton.entry(skeleton(word).into()).or_insert(at);
        self.words.push(Entry { word: word.into(), count: 1, letters: letters as u8, mask: mask(word) });
        Some(at)
    }

    /// Counts one more occurrence of the word at a place.
    pub fn again(&mut self, place: Option<usize>) {
        if let Some(entry) = place.and_then(|at| self.words.get_mut(at)) {
            entry.count += 1;
        }
    }

    /// Number of different words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether the index held no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The word of the index that `word` most likely was meant to be.
    ///
    /// First the one written alike but for æ, ø and å; then the nearest by
    /// Damerau–Levenshtein distance (one slip; two from eight letters on), the
    /// first letter weighing most, then the most frequent. `None` when nothing
    /// is near or the word is too short to tell.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let letters = word.chars().count();
        if !(2..=MAX_LETTERS).contains(&letters) || word.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        if let Some(&at) = self.by_skeleton.get(skeleton(word).as_str()) {
            return Some(&self.words[at].word);
        }
        if letters < MIN_LETTERS {
            return None;
        }
        let slips = if letters >= TWO_SLIPS_FROM { 2 } else { 1 };
        self.within(word, letters, slips).map(|at| &*self.words[at].word)
    }

    fn within(&self, word: &str, letters: usize, slips: usize) -> Option<usize> {
        let own_mask = mask(word);
        let first = word.chars().next();
        let mut best: Option<((usize, bool, u32), usize)> = None;
        for (at, entry) in self.words.iter().enumerate() {
            let near_length = usize::from(entry.letters).abs_diff(letters) <= slips;
            if !near_length || (entry.mask ^ own_mask).count_ones() as usize > 2 * slips {
                continue;
            }
            if usize::from(entry.letters) < MIN_LETTERS {
                continue;
            }
            let distance = strsim::osa_distance(&entry.word, word);
            if distance > slips {
                continue;
            }
            let rank = (distance, entry.word.chars().next() != first, u32::MAX - entry.count);
            if best.as_ref().is_none_or(|(best_rank, _)| rank < *best_rank) {
                best = Some((rank, at));
            }
        }
        best.map(|(_, at)| at)
    }
}

/// One bit a letter, so that words with too few letters in common are passed
/// over without measuring them.
fn mask(word: &str) -> u64 {
    word.chars().fold(0, |mask, c| mask | (1 << (u32::from(c) % 64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for word in words {
            match vocabulary.words.iter().position(|entry| &*entry.word == *word) {
                Some(at) => vocabulary.again(Some(at)),
                None => assert!(vocabulary.add(word).is_some()),
            }
        }
        vocabulary
    }

    #[test]
    fn slips_of_the_finger_are_mended() {
        let known = vocabulary(&["taushetsplikt", "radikalisering", "mentor", "søsken", "få"]);
        assert_eq!(known.nearest("tausetsplikt"), Some("taushetsplikt"));
        assert_eq!(known.nearest("radkialisering"), Some("radikalisering"));
        assert_eq!(known.nearest("metor"), Some("mentor"));
        assert_eq!(known.nearest("soesken"), Some("søsken"));
        assert_eq!(known.nearest("faa"), Some("få"));
    }

    #[test]
    fn far_words_numbers_and_the_very_short_are_left() {
        let known = vocabulary(&["mentor", "plan", "13-2"]);
        assert_eq!(known.nearest("fotosyntese"), None);
        assert_eq!(known.nearest("13-3"), None);
        assert_eq!(known.nearest("pla"), None);
        assert_eq!(known.nearest(""), None);
    }

    #[test]
    fn the_frequent_word_wins_a_tie() {
        let known = vocabulary(&["melde", "helde", "melde"]);
        assert_eq!(known.nearest("jelde"), Some("melde"));
    }
}
