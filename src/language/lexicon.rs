//! The word list of Norsk ordbank: which words exist, and in which written form.
//!
//! Source and licence: `lexicon/README.md` (Språkbanken, CC BY 4.0).

use std::collections::HashMap;
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

/// Where the words of each beginning stand, so that the bisection is short.
static BEGINNINGS: LazyLock<HashMap<[u8; 3], (u32, u32)>> = LazyLock::new(|| {
    let mut beginnings: HashMap<[u8; 3], (u32, u32)> = HashMap::new();
    let mut at = 0;
    for line in WORDS.split_inclusive('\n') {
        let end = at + line.len() as u32;
        beginnings.entry(beginning(line.as_bytes())).and_modify(|range| range.1 = end).or_insert((at, end));
        at = end;
    }
    beginnings
});

/// The first three bytes; a space stands after the end of a shorter word.
fn beginning(word: &[u8]) -> [u8; 3] {
    std::array::from_fn(|at| word.get(at).copied().filter(|&byte| byte > b' ').unwrap_or(b' '))
}

/// Looks a head word up; `word` is lower case. Inflected forms are not found.
///
/// Bisection over 2.5 MB where it lies, among the words that begin alike.
#[must_use]
pub fn headword(word: &str) -> Option<Headword> {
    let bytes = WORDS.as_bytes();
    let &(low, high) = BEGINNINGS.get(&beginning(word.as_bytes()))?;
    let (mut low, mut high) = (low as usize, high as usize);
    while low < high {
        let middle = low.midpoint(high);
        let start = line_start(bytes, middle, low);
        let line_end = line_end(bytes, middle);
        let line = &bytes[start..line_end];
        let (candidate, flag) = line.split_at(line.len() - 2);
        match candidate.cmp(word.as_bytes()) {
            std::cmp::Ordering::Less => low = line_end + 1,
            std::cmp::Ordering::Greater => high = start,
            std::cmp::Ordering::Equal => return Some(flag_of(flag[1])),
        }
    }
    None
}

fn line_start(bytes: &[u8], at: usize, low: usize) -> usize {
    bytes[low..at].iter().rposition(|&b| b == b'\n').map_or(low, |newline| low + newline + 1)
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |offset| at + offset)
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
