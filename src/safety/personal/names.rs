//! Names of people, by lists and by the words around them.
//!
//! A name begins at a capitalised first name, at any capitalised word after a word that announces
//! one (`heter`, `eleven`, `mor til`), or at lower-case `first name surname`; it runs on over
//! surnames, particles and initials. Names of schools, streets, places and public people are left.

use super::name_lists::{NAMES, lists};
use super::name_words::{
    ANNOUNCING, LINKING, NEVER, NEVER_LOWER, NOT_PEOPLE_AFTER, OPENINGS, PARTICLES, PUBLIC_BEFORE, SPEAKING,
    SUBJECT_OF, WORKS,
};
use super::{PersonalKind, Settled};
use crate::language::lexicon;

/// A word with its place in bytes.
#[derive(Debug, Clone, Copy)]
struct Word<'text> {
    letters: &'text str,
    start: usize,
    end: usize,
    /// Whether the word begins a sentence.
    is_opening: bool,
    /// Whether only a space stands between this word and the one before.
    follows: bool,
}

impl Word<'_> {
    fn is_capital(&self) -> bool {
        self.letters.starts_with(char::is_uppercase)
    }

    fn lower(&self) -> String {
        self.letters.to_lowercase()
    }

    /// The word without a genitive s: `Saras` → `sara`, when that is a name.
    fn bare(&self) -> String {
        let lower = self.lower();
        match lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).or_else(|| lower.strip_suffix('s')) {
            Some(stem) if !is_name(&lower) && is_name(stem) => stem.to_owned(),
            _ => lower,
        }
    }
}

fn is_name(word: &str) -> bool {
    NAMES.is_first(word) || NAMES.is_surname(word)
}

/// Finds names.
pub(super) fn find(text: &str, settled: &mut Settled) {
    let words = words(text);
    let mut position = 0;
    while position < words.len() {
        let Some(end) = name_end(&words, position) else {
            position += 1;
            continue;
        };
        if !is_public(&words[position..end]) && !belongs_to_a_place(&words, position, end) {
            let (start, stop) = (words[position].start, stop_of(text, &words[end - 1]));
            settled.add(start, stop, PersonalKind::Name);
        }
        position = end;
    }
}

/// Whether a word of a text may be somebody's name, by the lists alone, whatever stands around it:
/// a name that is nothing else, or one that is also a word and has a capital letter.
pub(in crate::safety) fn may_name_somebody(text: &str) -> bool {
    words(text).iter().any(|word| {
        let (lower, bare) = (word.lower(), word.bare());
        let is_other = if word.is_capital() { lists(OPENINGS, &lower) } else { lists(NEVER_LOWER, &lower) };
        if is_other || lists(NEVER, &lower) {
            return false;
        }
        let is_word = || {
            let by_list = NAMES.unsure.contains(bare.as_str()) || NAMES.surnames.contains(bare.as_str());
            if by_list { lexicon::headword(&lower).is_some() } else { lexicon::lemma(&lower).is_some() }
        };
        NAMES.first.contains(bare.as_str()) || is_name(&bare) && (by_capital(word, &bare) || !is_word())
    })
}

/// A capital letter in the middle of a sentence, or on a name of the lists, makes a name.
fn by_capital(word: &Word<'_>, bare: &str) -> bool {
    word.is_capital() && (!word.is_opening || NAMES.unsure.contains(bare) || NAMES.surnames.contains(bare))
}

/// The word after a name that begins at `first`, if one does.
fn name_end(words: &[Word<'_>], first: usize) -> Option<usize> {
    let word = &words[first];
    if word.is_capital() { capital_name_end(words, first) } else { lower_name_end(words, first) }
}

fn capital_name_end(words: &[Word<'_>], first: usize) -> Option<usize> {
    let word = &words[first];
    let bare = word.bare();
    if lists(NEVER, &bare) || is_acronym(word.letters) {
        return None;
    }
    let end = run_end(words, first);
    let has_more = end > first + 1;
    let before = first.checked_sub(1).filter(|_| !word.is_opening).map(|before| words[before].lower());
    let is_announced = before.as_deref().is_some_and(|before| lists(ANNOUNCING, before))
        || second_before(words, first).is_some_and(|pair| lists(LINKING, pair));
    let last = words[end - 1].bare();
    let is_sure = NAMES.first.contains(bare.as_str()) || bare.contains('-') && NAMES.is_first(&bare);
    let is_unsure = NAMES.unsure.contains(bare.as_str());
    let has_surname = has_more && NAMES.is_surname(&last);
    let speaks = words.get(first + 1).is_some_and(|next| next.follows && lists(SPEAKING, next.letters));
    let looks_like = is_sure
        || (is_unsure && (has_more || is_announced || speaks || !word.is_opening))
        || (has_surname && (!word.is_opening || NAMES.is_surname(&bare)) && !is_common_opening(&bare))
        || (is_announced && is_plain_name(word.letters))
        || (is_initials(word.letters) && has_more && (is_announced || !is_initials(words[end - 1].letters)));
    looks_like.then_some(end)
}

/// The word before a name, when the one before that is a person's or a name's: `mor til`, `name is`.
fn second_before<'a>(words: &'a [Word<'a>], first: usize) -> Option<&'a str> {
    const NAMING: &str = "name navn navnet namn namnet";
    let inner = words[first.checked_sub(1)?].letters;
    let outer = words[first.checked_sub(2)?].lower();
    let names = matches!(inner, "er" | "is");
    let list = if names { NAMING } else { ANNOUNCING };
    lists(list, &outer).then_some(inner)
}

/// Where a run of capitalised words, particles and initials ends.
fn run_end(words: &[Word<'_>], first: usize) -> usize {
    let mut end = first + 1;
    while let Some(word) = words.get(end).filter(|word| word.follows) {
        let lower = word.lower();
        let next_is_capital = words.get(end + 1).is_some_and(|next| next.follows && next.is_capital());
        let is_particle = lists(PARTICLES, &lower) && next_is_capital;
        let is_part =
            word.is_capital() && !is_acronym(word.letters) && !lists(NEVER, &lower) && !word.letters.ends_with("sen,");
        if !(is_part || is_particle) || end - first >= 5 {
            break;
        }
        end += 1;
    }
    end
}

/// Lower-case names: a sure first name with a surname, or alone after a word that announces it.
fn lower_name_end(words: &[Word<'_>], first: usize) -> Option<usize> {
    let bare = words[first].bare();
    let is_sure = NAMES.first.contains(bare.as_str());
    if lists(NEVER_LOWER, &bare) || (!is_sure && !NAMES.unsure.contains(bare.as_str())) {
        return None;
    }
    let mut end = first + 1;
    while let Some(word) = words.get(end).filter(|word| word.follows && end - first < 4) {
        let next = word.bare();
        if !(NAMES.surnames.contains(next.as_str()) || NAMES.first.contains(next.as_str()) || has_patronym(&next)) {
            break;
        }
        end += 1;
    }
    if end > first + 1 {
        return Some(end);
    }
    let before = first.checked_sub(1).filter(|_| !words[first].is_opening).map(|before| words[before].lower());
    let is_announced = before.as_deref().is_some_and(|before| lists(ANNOUNCING, before));
    let is_subject = words.get(first + 1).is_some_and(|next| lists(SUBJECT_OF, next.letters));
    let is_long = bare.chars().count() >= 4;
    (is_sure && (is_announced || (is_subject && is_long))).then_some(end)
}

fn has_patronym(word: &str) -> bool {
    word.chars().count() >= 6
        && (word.ends_with("sen") || word.ends_with("stad") || word.ends_with("rud"))
        && NAMES.is_surname(word)
}

/// Whether the words are the name of somebody known, or begin with it.
fn is_public(words: &[Word<'_>]) -> bool {
    let full = words.iter().map(Word::bare).collect::<Vec<_>>().join(" ");
    NAMES.public.iter().any(|name| {
        full == *name
            || full.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
            || (name.contains(' ') && full.split_once(' ').is_some_and(|(_, rest)| rest == *name))
    })
}

/// Whether what looks like a name is part of a place's or organisation's, a citation, or a public person's.
fn belongs_to_a_place(words: &[Word<'_>], first: usize, end: usize) -> bool {
    let names_place = words.get(end).is_some_and(|word| word.follows && lists(NOT_PEOPLE_AFTER, &word.lower()));
    let within = words[first..end].iter().skip(1).any(|word| lists(NOT_PEOPLE_AFTER, &word.lower()));
    let is_cited = words.get(end).is_some_and(|word| is_year(word.letters) && !word.follows || word.letters == "mfl");
    let is_titled = first.checked_sub(1).is_some_and(|before| lists(PUBLIC_BEFORE, &words[before].lower()));
    let writes = words.get(end).is_some_and(|word| word.follows && matches!(word.letters, "har" | "has"))
        && words.get(end + 1).is_some_and(|word| matches!(word.letters, "skrevet" | "skrive" | "written"))
        && words.get(end + 2).is_some_and(|word| lists(WORKS, word.letters));
    names_place || within || is_cited || is_titled || writes
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"))
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1
        && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '-')
        && !word.contains('.')
}

fn is_initials(word: &str) -> bool {
    word.chars().count() == 1 && word.starts_with(char::is_uppercase) && !matches!(word, "I" | "Å" | "Æ" | "E" | "Ø")
}

fn is_plain_name(word: &str) -> bool {
    word.chars().count() >= 2
        && word.chars().all(|c| c.is_alphabetic() || c == '-')
        && word.chars().skip(1).any(char::is_lowercase)
}

/// Whether a word opens sentences and is no first name, though a surname-like word may follow.
fn is_common_opening(word: &str) -> bool {
    word.chars().count() < 3 || lists(OPENINGS, word)
}

/// Where a name stops: without a genitive s, with the full stop of an initial.
fn stop_of(text: &str, last: &Word<'_>) -> usize {
    let bare = last.bare();
    let is_one_letter = last.letters.chars().count() == 1 && last.is_capital();
    if is_one_letter && text[last.end..].starts_with('.') {
        return last.end + 1;
    }
    let dropped = last.lower().len().saturating_sub(bare.len());
    if last.lower().len() == last.letters.len() { last.end - dropped } else { last.end }
}

/// Splits a text into words: letters, digits and inner hyphens.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    for (place, character) in text.char_indices().chain([(text.len(), ' ')]) {
        let continues = character.is_alphanumeric() || (matches!(character, '-' | '\'' | '’') && start.is_some());
        match (start, continues) {
            (None, true) => start = Some(place),
            (Some(from), false) => {
                let letters = text[from..place].trim_end_matches(['-', '\'', '’']);
                let gap = words.last().map_or("\n", |last| &text[last.end..from]);
                let after_initial =
                    words.last().is_some_and(|last| is_initials(last.letters)) && matches!(gap, ". " | ".");
                let is_opening = words.is_empty() || (gap.contains(['.', '!', '?', '\n', '…']) && !after_initial);
                let follows = gap == " " || after_initial;
                words.push(Word { letters, start: from, end: from + letters.len(), is_opening, follows });
                start = None;
            }
            _ => {}
        }
    }
    words
}
