//! A text cut into words that still know how they were written.

use crate::language::normalize;

/// Longest text that is read, in bytes; what comes after it is not looked at.
const MAX_BYTES: usize = 64 * 1024;

/// Longest word that is compared, in letters; no name is longer.
const MAX_LETTERS: usize = 40;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In lower case, without accents but with æ, ø and å.
    pub text: String,
    /// Begins with a capital, in a text that is not all capitals.
    pub capital: bool,
    /// Begins a sentence, so that its capital says nothing.
    pub first: bool,
    /// A comma, full stop or line break stands before it.
    pub apart: bool,
}

/// Cuts a text into words: runs of letters and digits.
pub(super) fn cut(text: &str) -> Vec<Word> {
    let text = normalize::clean(&text[..text.floor_char_boundary(MAX_BYTES)]);
    let has_small = text.chars().any(char::is_lowercase);
    let mut words: Vec<Word> = Vec::new();
    let (mut rest, mut at_start) = (text.as_str(), true);
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let gap = &rest[..start];
        let (apart, first) = (parts(gap, words.last()), at_start || ends_sentence(gap));
        let word = &rest[start..];
        let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
        let capital = has_small && word.chars().next().is_some_and(char::is_uppercase);
        let short: String = word[..end].chars().take(MAX_LETTERS).collect();
        words.push(Word { text: fold(&short.to_lowercase()), capital, first, apart });
        at_start = false;
        rest = &word[end..];
    }
    words
}

/// A full stop after an abbreviation («St. Hanshaugen», «Kr.sand») joins.
fn parts(gap: &str, before: Option<&Word>) -> bool {
    let is_short = before.is_some_and(|word| word.text.chars().count() <= 2);
    gap.contains([',', ';', ':', '\n', '(', ')', '!', '?', '/']) || (gap.contains('.') && !is_short)
}

fn ends_sentence(gap: &str) -> bool {
    gap.contains(['.', '!', '?', ':', '\n'])
}

/// Letters without accents; æ, ø and å stay, and ä and ö become them.
pub(super) fn fold(word: &str) -> String {
    let folded = word.chars().map(|c| match c {
        'á' | 'à' | 'â' => 'a',
        'č' => 'c',
        'đ' => 'd',
        'é' | 'è' | 'ê' => 'e',
        'í' | 'ï' => 'i',
        'ŋ' => 'n',
        'ó' | 'ò' | 'ô' => 'o',
        'š' => 's',
        'ŧ' => 't',
        'ž' => 'z',
        'ä' => 'æ',
        'ö' => 'ø',
        c => c,
    });
    folded.collect()
}

/// Reads «aa», «ae» and «oe» as å, æ and ø.
pub(super) fn unfold(word: &str) -> String {
    word.replace("aa", "å").replace("ae", "æ").replace("oe", "ø")
}
