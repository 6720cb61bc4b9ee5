//! Words: where a normalised text is cut.

/// Longest word that is looked at, in bytes; longer ones are cut off there.
///
/// Norwegian's longest compounds in use are under 60 letters. The bound keeps
/// a 100 MB "word" from costing more than its first bytes.
pub const MAX_WORD_BYTES: usize = 80;

/// Cuts a normalised text into words.
///
/// A word is a run of letters and digits. A hyphen joins numbers («13-2»), and
/// parts words («slt-koordinator» is two); an inflection after a hyphen
/// («rvts-ene») is dropped. «§» is a word of its own.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    Words { rest: text }
}

struct Words<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let start = self.rest.find(|c: char| c.is_alphanumeric() || c == '§')?;
            let hyphened = self.rest[..start].ends_with('-') && start == 1;
            let word = &self.rest[start..];
            if word.starts_with('§') {
                self.rest = &word['§'.len_utf8()..];
                return Some("§");
            }
            let end = word_end(word);
            self.rest = &word[end..];
            let word = cut(&word[..end]);
            if !(hyphened && is_inflection(word)) {
                return Some(word);
            }
        }
    }
}

/// Where the run of letters and digits at the beginning of `text` ends.
fn word_end(text: &str) -> usize {
    let mut end = 0;
    let mut last = '\0';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let number_hyphen =
            c == '-' && last.is_ascii_digit() && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        // Combining marks that have no composed form stay with their letter.
        let mark = ('\u{300}'..='\u{36f}').contains(&c);
        if !(c.is_alphanumeric() || number_hyphen || mark) {
            return at;
        }
        last = c;
        end = at + c.len_utf8();
    }
    end
}

fn cut(word: &str) -> &str {
    if word.len() <= MAX_WORD_BYTES {
        return word;
    }
    &word[..word.floor_char_boundary(MAX_WORD_BYTES)]
}

fn is_inflection(word: &str) -> bool {
    matches!(
        word,
        "s" | "a"
            | "e"
            | "en"
            | "et"
            | "en's"
            | "ens"
            | "ets"
            | "er"
            | "ar"
            | "ene"
            | "enes"
            | "ane"
            | "na"
            | "n"
            | "t"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str) -> Vec<&str> {
        words(text).collect()
    }

    #[test]
    fn sections_of_acts_keep_their_numbers() {
        assert_eq!(cut_up("etter § 13-2, 13 b"), ["etter", "§", "13-2", "13", "b"]);
    }

    #[test]
    fn hyphens_part_words_and_drop_endings() {
        assert_eq!(cut_up("slt-koordinator og rvts-ene"), ["slt", "koordinator", "og", "rvts"]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let long = "å".repeat(1000);
        assert_eq!(cut_up(&long), ["å".repeat(MAX_WORD_BYTES / 2)]);
    }

    #[test]
    fn nothing_but_signs_gives_no_words() {
        assert!(cut_up("😀 !? …").is_empty());
    }
}
