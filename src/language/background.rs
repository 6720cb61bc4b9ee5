//! How common a word is in Norwegian at large.
//!
//! The index knows only its own small collection, in which an everyday word
//! can be rare. Source and licence: `background/README.md` (CC BY-SA 4.0).

/// One word a line in byte order, then a space and two digits.
static WORDS: &str = include_str!("background/words.txt");

/// The Zipf value (Brysbaert and New 2009: the decimal logarithm of how often
/// a word stands in a thousand million words) under which nothing is rare.
const COMMON: f32 = 7.2;
/// Assumed of words that the list lacks: it ends at 3.0.
const UNLISTED: f32 = 2.0;
/// Lowest rarity, so that no word weighs nothing.
const LOWEST: f32 = 0.3;

/// How rare a bokmål word is: from 0.3 (everyday) to about 5 (unlisted).
#[must_use]
pub fn rarity(word: &str) -> f32 {
    (COMMON - zipf(word).unwrap_or(UNLISTED)).max(LOWEST)
}

/// The Zipf value of a normalised word, when it is listed.
#[must_use]
pub fn zipf(word: &str) -> Option<f32> {
    let mut rest = WORDS;
    while !rest.is_empty() {
        let middle = rest.floor_char_boundary(rest.len() / 2);
        let start = rest[..middle].rfind('\n').map_or(0, |newline| newline + 1);
        let end = rest[start..].find('\n').map_or(rest.len(), |newline| start + newline + 1);
        let (listed, frequency) = rest[start..end].trim_end().split_once(' ')?;
        match listed.as_bytes().cmp(word.as_bytes()) {
            std::cmp::Ordering::Less => rest = &rest[end..],
            std::cmp::Ordering::Greater => rest = &rest[..start],
            std::cmp::Ordering::Equal => return frequency.parse::<f32>().ok().map(|tenths| tenths / 10.0),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_word_is_found_with_its_frequency() {
        for line in WORDS.lines() {
            let (word, tenths) = line.split_once(' ').unwrap();
            assert_eq!(zipf(word), tenths.parse::<f32>().ok().map(|tenths| tenths / 10.0), "{word}");
        }
    }

    #[test]
    fn everyday_words_are_less_rare_than_words_of_the_field() {
        assert!(rarity("og") < rarity("skole") && rarity("skole") < rarity("taushetsplikt"));
        assert_eq!(rarity("fotosynteseprøve"), COMMON - UNLISTED);
        assert_eq!(zipf(""), None);
    }
}
