//! The word list of Norsk ordbank: which words exist, and in which written form.
//!
//! Source and licence: `lexicon/README.md` (Språkbanken, CC BY 4.0).

use std::sync::LazyLock;

use super::quick;

/// Where a head word belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headword {
    /// Only in the bokmål dictionary.
    Bokmal,
    /// Only in the nynorsk dictionary.
    Nynorsk,
    /// In both.
    Both,
}

/// One word a line in byte order, then a space and `b`, `n` or `x`.
const WORDS: &str = include_str!("lexicon/ordbank.txt");

/// What ends a line.
const FLAG: &str = " b\n";

/// Slots of [`PLACES`], a power of two and some 1.4 for each word.
const SLOTS: usize = 1 << 18;
/// Bits of a slot that say where the word stands; the others are of its hash,
/// so that nearly every word that is none is turned away without being read.
const PLACE_BITS: u32 = 22;
const PLACE: u32 = (1 << PLACE_BITS) - 1;
/// No word stands here.
const EMPTY: u32 = u32::MAX;

const _: () = assert!(WORDS.len() < PLACE as usize, "a place needs more bits");

/// Where each word stands in the list: a table with open addressing, since
/// compounds and inflections ask for hundreds of strings that are no words.
static PLACES: LazyLock<Box<[u32]>> = LazyLock::new(|| {
    let mut places = vec![EMPTY; SLOTS];
    let mut at = 0;
    for line in WORDS.split_inclusive('\n') {
        let word = line.get(..line.len().saturating_sub(FLAG.len())).unwrap_or_default();
        let (mut slot, tag) = slot_of(word);
        while places[slot] != EMPTY {
            slot = (slot + 1) % SLOTS;
        }
        places[slot] = tag | at;
        at += line.len() as u32;
    }
    places.into_boxed_slice()
});

/// The slot a word is looked for from, and the bits of its hash beside a place.
fn slot_of(word: &str) -> (usize, u32) {
    let hash = quick::hash(word.as_bytes());
    (hash as usize % SLOTS, (hash >> 32) as u32 & !PLACE)
}

/// Looks a head word up; `word` is lower case. Inflected forms are not found.
#[must_use]
pub fn headword(word: &str) -> Option<Headword> {
    let (mut slot, tag) = slot_of(word);
    loop {
        let entry = PLACES[slot];
        if entry == EMPTY {
            return None;
        }
        if entry & !PLACE == tag
            && let Some([b' ', flag, ..]) = WORDS.as_bytes()[(entry & PLACE) as usize..].strip_prefix(word.as_bytes())
        {
            return Some(flag_of(*flag));
        }
        slot = (slot + 1) % SLOTS;
    }
}

fn flag_of(flag: u8) -> Headword {
    match flag {
        b'b' => Headword::Bokmal,
        b'n' => Headword::Nynorsk,
        _ => Headword::Both,
    }
}

/// Endings of nouns, verbs and adjectives in both written forms, longest first.
const ENDINGS: &[&str] = &[
    "enes", "anes", "ende", "ande", "ene", "ane", "ens", "ets", "ers", "est", "ast", "ere", "are", "dde", "ar", "en",
    "et", "er", "te", "de", "dd", "st", "as", "es", "na", "a", "e", "s", "t", "n", "r", "d",
];

/// The dictionary form behind an inflected form, by taking endings off.
///
/// `None` when no ending leads to a head word. Not a full inflection model: it
/// answers "is this a Norwegian word?", and may find a neighbour of the word.
#[must_use]
pub fn lemma(word: &str) -> Option<(String, Headword)> {
    if let Some(found) = headword(word) {
        return Some((word.to_owned(), found));
    }
    let mut candidate = String::with_capacity(word.len() + 2);
    for ending in ENDINGS {
        let Some(base) = word.strip_suffix(ending) else {
            continue;
        };
        if base.chars().nth(1).is_none() {
            continue;
        }
        for tail in ["", "e", "er"] {
            candidate.clear();
            candidate.push_str(base);
            candidate.push_str(tail);
            if let Some(found) = headword(&candidate) {
                return Some((candidate, found));
            }
        }
        // ungdommen → ungdom, alle → all
        let mut chars = base.chars().rev();
        if let (Some(last), Some(before)) = (chars.next(), chars.next())
            && last == before
        {
            let single = &base[..base.len() - last.len_utf8()];
            if let Some(found) = headword(single) {
                return Some((single.to_owned(), found));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_byte_order_and_every_line_has_a_flag() {
        let mut last = "";
        for line in WORDS.lines() {
            let (word, flag) = line.rsplit_once(' ').expect("word and flag");
            assert!(last < word, "{last} before {word}");
            assert!(headword(word).is_some(), "{word}");
            assert!(matches!(flag, "b" | "n" | "x"), "{line}");
            last = word;
        }
    }

    #[test]
    fn every_word_of_the_list_is_found_with_its_flag() {
        let wrong: Vec<&str> = WORDS
            .lines()
            .filter(|line| {
                let (word, flag) = line.rsplit_once(' ').expect("word and flag");
                headword(word) != Some(flag_of(flag.as_bytes()[0]))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(WORDS.lines().count() * 4 < SLOTS * 3, "a fuller table is a slower one");
    }

    #[test]
    fn written_forms_are_told_apart() {
        assert_eq!(headword("urolig"), Some(Headword::Bokmal));
        assert_eq!(headword("skule"), Some(Headword::Both));
        assert_eq!(headword("teieplikt"), Some(Headword::Nynorsk));
        assert_eq!(headword("taushetsplikt"), Some(Headword::Bokmal));
        assert_eq!(headword("mentor"), Some(Headword::Both));
        assert_eq!(headword("asdfgh"), None);
        assert_eq!(headword(""), None);
    }

    #[test]
    fn endings_lead_to_the_head_word() {
        assert_eq!(lemma("elevenes").map(|(word, _)| word).as_deref(), Some("elev"));
        assert_eq!(lemma("ungdommen").map(|(word, _)| word).as_deref(), Some("ungdom"));
        assert_eq!(lemma("snakket").map(|(word, _)| word).as_deref(), Some("snakk"));
        assert_eq!(lemma("qwertyen"), None);
    }
}
