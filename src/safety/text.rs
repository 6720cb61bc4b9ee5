//! Folds a message into words the danger rules can compare.
//!
//! Folding removes what people and keyboards vary without meaning: case, Unicode forms,
//! zero-width and control characters, look-alike letters, digits used as letters, letters drawn
//! out (`neeei`) or s p a c e d out. æ, ø and å are kept; the written-out variants are made on the
//! rules' side (see `danger::words`), where the right letter is known.
//!
//! Knows nothing of rules. Words are numbered, and each carries its sentence and its clause.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Letters in a row from here on are drawn out for effect: `neeei`.
const DRAWN_OUT: usize = 3;
/// As [`DRAWN_OUT`], of letters that no word has twice in a row: `slåår`.
const NEVER_TWICE: [char; 3] = ['æ', 'ø', 'å'];
/// Single letters in a row from here on are one spaced-out word: `s k y t e`.
const SPACED_OUT: usize = 5;
/// Abbreviations whose full stop does not end a sentence.
const ABBREVIATIONS: [&str; 16] =
    ["bl", "ca", "dr", "dvs", "etc", "evt", "ev", "jf", "kl", "mr", "mrs", "nr", "obs", "osv", "pga", "tlf"];

/// One word of a folded message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    start: u32,
    end: u32,
    /// Number of the sentence the word stands in, from 0.
    pub(crate) sentence: u32,
    /// Number of the clause (between commas, dashes, quotes), counted through the message.
    pub(crate) clause: u32,
}

/// A message as words in reading order, ready to be compared.
#[derive(Debug, Default)]
pub(crate) struct FoldedText {
    letters: String,
    words: Vec<Word>,
    /// Numbers of the sentences that end in a question mark, rising.
    questions: Vec<u32>,
}

impl FoldedText {
    /// Folds a whole message; time is linear in its length.
    pub(crate) fn new(text: &str) -> Self {
        let mut folder = Folder::default();
        if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
            folder.take_all(text.chars());
        } else {
            folder.take_all(text.nfkc());
        }
        folder.folded
    }

    /// The words in reading order.
    pub(crate) fn words(&self) -> &[Word] {
        &self.words
    }

    /// The letters of the word with this number; empty when there is none.
    pub(crate) fn letters(&self, number: usize) -> &str {
        self.words.get(number).map_or("", |word| &self.letters[word.start as usize..word.end as usize])
    }

    /// Whether a sentence ends in a question mark.
    pub(crate) fn is_question(&self, sentence: u32) -> bool {
        self.questions.binary_search(&sentence).is_ok()
    }

    /// The words from `start` up to `end`, joined by spaces.
    pub(crate) fn phrase(&self, start: usize, end: usize) -> String {
        (start..end).map(|number| self.letters(number)).collect::<Vec<_>>().join(" ")
    }
}

#[derive(Default)]
struct Folder {
    folded: FoldedText,
    word: String,
    sentence: u32,
    clause: u32,
    /// How many of the last words are a single letter.
    single_letters: usize,
}

impl Folder {
    fn take_all(&mut self, characters: impl Iterator<Item = char>) {
        let mut characters = characters.map(plain_letter).peekable();
        while let Some(character) = characters.next() {
            self.take(character, characters.peek().copied());
        }
        self.end_word();
        self.end_spaced_out();
    }

    fn take(&mut self, character: char, next: Option<char>) {
        if is_invisible(character) {
            return;
        }
        if character.is_alphanumeric() {
            self.word.extend(character.to_lowercase().map(plain_letter));
        } else if character == '\'' || character == '’' || character == '`' {
            if self.word.is_empty() || !next.is_some_and(char::is_alphanumeric) {
                self.end_word();
            }
        } else if character == '§' || is_pictogram(character) {
            self.end_word();
            self.word.push(character);
            self.end_word();
        } else {
            self.separate(character, next);
        }
    }

    fn separate(&mut self, character: char, next: Option<char>) {
        let ends_sentence = match character {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '!' | '?' => true,
            '.' => next.is_none_or(char::is_whitespace) && !self.is_abbreviation(),
            _ => false,
        };
        self.end_word();
        let has_words = self.folded.words.last().is_some_and(|word| word.sentence == self.sentence);
        if ends_sentence && has_words {
            self.end_spaced_out();
            if character == '?' {
                self.folded.questions.push(self.sentence);
            }
            self.sentence += 1;
            self.clause += 1;
        } else if matches!(character, ',' | ';' | ':' | '–' | '—' | '"' | '«' | '»' | '“' | '”' | '(' | ')' | '.')
        {
            self.clause += 1;
        }
    }

    fn is_abbreviation(&self) -> bool {
        self.word.chars().count() == 1
            || (!self.word.is_empty() && self.word.chars().all(|c| c.is_ascii_digit()))
            || ABBREVIATIONS.contains(&self.word.as_str())
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        let mut letters = word.chars();
        let is_single = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_alphabetic());
        if is_single {
            self.single_letters += 1;
        } else {
            self.end_spaced_out();
        }
        self.push(&readable(&word));
    }

    /// Joins the single letters at the end, if they are many enough to be one word.
    fn end_spaced_out(&mut self) {
        let count = std::mem::take(&mut self.single_letters);
        if count < SPACED_OUT {
            return;
        }
        let words = &mut self.folded.words;
        let first = words.len() - count;
        let end = words[words.len() - 1].end;
        words.truncate(first + 1);
        words[first].end = end;
    }

    fn push(&mut self, letters: &str) {
        // Offsets fit: the caller bounds the message (`DANGER_CHARS_MAX`), and u32 holds 4 GiB.
        let start = u32::try_from(self.folded.letters.len()).unwrap_or(u32::MAX);
        self.folded.letters.push_str(letters);
        let end = u32::try_from(self.folded.letters.len()).unwrap_or(u32::MAX);
        self.folded.words.push(Word { start, end, sentence: self.sentence, clause: self.clause });
    }
}

/// Writes digits inside a word as the letters they stand for, and shortens drawn-out letters.
fn readable(word: &str) -> String {
    let characters: Vec<char> = word.chars().collect();
    let n_letters = characters.iter().filter(|c| c.is_alphabetic()).count();
    let mut written = String::with_capacity(word.len());
    let mut position = 0;
    while position < characters.len() {
        let character = characters[position];
        let run = characters[position..].iter().take_while(|c| **c == character).count();
        let between_letters = position > 0
            && characters[position - 1].is_alphabetic()
            && characters.get(position + run).is_some_and(|c| c.is_alphabetic());
        let is_too_many = run >= DRAWN_OUT || (run > 1 && NEVER_TWICE.contains(&character));
        if character.is_alphabetic() && is_too_many {
            written.push(character);
        } else if between_letters && run == 1 && n_letters >= 3 {
            written.push(letter_for_digit(character));
        } else {
            written.extend(std::iter::repeat_n(character, run));
        }
        position += run;
    }
    written
}

fn letter_for_digit(character: char) -> char {
    match character {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        other => other,
    }
}

/// Replaces accents and letters of other alphabets that look Latin; ä and ö are Swedish æ and ø.
fn plain_letter(character: char) -> char {
    match character {
        'ä' | 'Ä' => 'æ',
        'ö' | 'Ö' => 'ø',
        'é' | 'è' | 'ê' | 'ë' | 'е' => 'e',
        'á' | 'à' | 'â' | 'а' => 'a',
        'ó' | 'ò' | 'ô' | 'о' => 'o',
        'í' | 'ï' | 'і' => 'i',
        'ú' | 'ü' => 'u',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        'ѕ' => 's',
        other => other,
    }
}

fn is_invisible(character: char) -> bool {
    let breaks_line = matches!(character, '\n' | '\r' | '\t');
    (character.is_control() && !breaks_line)
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{300}'..='\u{36f}'
            | '\u{e0000}'..='\u{e007f}')
}

fn is_pictogram(character: char) -> bool {
    matches!(character, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

#[cfg(test)]
mod tests;
