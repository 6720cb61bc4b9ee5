//! The word list of Norsk ordbank: which words exist, and in which written form.
//!
//! Source and licence: `lexicon/README.md` (Språkbanken, CC BY 4.0).

use std::sync::LazyLock;

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
static WORDS: &str = include_str!("lexicon/ordbank.txt");

/// Places in [`PLACES`]; a power of two, some four tenths more than there are words.
const N_PLACES: usize = 1 << 18;
/// Bits of a place that say where the line begins; the others are of the word's hash.
const LINE_BITS: u32 = 22;
/// Marks a place without a word.
const FREE: u32 = u32::MAX;

/// Where each word's line begins, with ten bits of its hash, at the first free
/// place from the one the hash says. The bits tell nearly all other words apart
/// without looking at their lines, which are seldom in a cache.
static PLACES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut places = vec![FREE; N_PLACES];
    let mut at = 0;
    for line in WORDS.split_inclusive('\n') {
        let word = line.trim_end().as_bytes();
        let (mut place, tag) = place_of(&word[..word.len().saturating_sub(2)]);
        while places[place] != FREE {
            place = (place + 1) % N_PLACES;
        }
        places[place] = tag | at;
        at += line.len() as u32;
    }
    places
});

/// The place a word is looked for first, and the bits it is known by there:
/// FNV-1a. The list is our own, and a word from outside meets few places.
fn place_of(word: &[u8]) -> (usize, u32) {
    let hash = word
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    let folded = hash ^ (hash >> 32);
    (folded as usize % N_PLACES, (folded >> 18) as u32 & (u32::MAX << LINE_BITS))
}

/// Looks a head word up; `word` is lower case. Inflected forms are not found.
#[must_use]
pub fn headword(word: &str) -> Option<Headword> {
    let (word, lines) = (word.as_bytes(), WORDS.as_bytes());
    let (mut place, tag) = place_of(word);
    loop {
        let found = PLACES[place];
        if found == FREE {
            return None;
        }
        let at = found & !(u32::MAX << LINE_BITS);
        // A line is the word, a space and the flag.
        if found - at == tag
            && let Some([b' ', flag, ..]) = lines[at as usize..].strip_prefix(word)
        {
            return Some(flag_of(*flag));
        }
        place = (place + 1) % N_PLACES;
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
        assert!(WORDS.lines().count() * 4 < N_PLACES * 3, "a fuller table is a slower one");
        assert!(WORDS.len() < 1 << LINE_BITS, "a place can say where every line begins");
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
