//! Characters: one form for what looks the same.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Brings a text to the form that is cut into words.
///
/// Composes (NFC, Unicode annex 15; a decomposed å would otherwise lose its
/// ring), lower-cases, and drops what is not seen: zero-width characters, soft
/// hyphens, direction marks and control characters. Line breaks and tabs
/// become spaces.
#[must_use]
pub fn normalize(text: &str) -> String {
    if is_plain(text) {
        return text.to_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfc().filter(|&c| !is_invisible(c)) {
        match c {
            '\n' | '\r' | '\t' | '\u{a0}' | '\u{202f}' => out.push(' '),
            c if c.is_control() => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Removes what is not seen but keeps letters as they were written.
///
/// For text that is shown again or measured: NFC, no control characters but
/// line breaks, no direction marks.
#[must_use]
pub fn clean(text: &str) -> String {
    text.nfc().filter(|&c| !is_invisible(c) && (c == '\n' || !c.is_control())).collect()
}

fn is_plain(text: &str) -> bool {
    is_nfc(text) && !text.chars().any(|c| c.is_control() || is_invisible(c) || c == '\u{a0}' || c == '\u{202f}')
}

/// Soft hyphen, zero-width characters, direction marks and isolates, word
/// joiner, byte order mark, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The skeleton of a word: æ, ø, å and their substitutes made alike.
///
/// `ae`, `æ`, `ä`, `a`, `å`, `aa` become `a`; `oe`, `ø`, `ö`, `o` become `o`;
/// accents go. Two words with the same skeleton may be the same word written
/// on another keyboard: «faa», «få» and «fa» share `fa`. Input is lower case.
#[must_use]
pub fn skeleton(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut last = '\0';
    for c in word.chars() {
        let folded = match c {
            'æ' | 'ä' | 'å' | 'à' | 'á' | 'â' => 'a',
            'ø' | 'ö' | 'ò' | 'ó' | 'ô' => 'o',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'ü' => 'u',
            c => c,
        };
        let joins = matches!((last, folded), ('a', 'a' | 'e') | ('o', 'e'));
        if !joins {
            out.push(folded);
        }
        last = if joins { '\0' } else { folded };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert_eq, proptest};

    #[test]
    fn decomposed_ring_is_composed() {
        assert_eq!(normalize("Pa\u{30a}rørende"), "pårørende");
    }

    #[test]
    fn hidden_characters_vanish() {
        assert_eq!(normalize("Hv\u{200b}a st\u{200c}år\u{0}"), "hva står");
        assert_eq!(clean("a\u{202e}b\nc"), "ab\nc");
    }

    #[test]
    fn keyboards_without_norwegian_letters_share_a_skeleton() {
        assert_eq!(skeleton("få"), skeleton("faa"));
        assert_eq!(skeleton("søsken"), skeleton("soesken"));
        assert_eq!(skeleton("være"), skeleton("vaere"));
        assert_eq!(skeleton("være"), skeleton("vare"));
    }

    proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(text in "\\PC*") {
            let once = normalize(&text);
            prop_assert_eq!(normalize(&once), once);
        }
    }
}
