//! Suggests how to write about a person without saying who it is.
//!
//! An adviser needs what happened, about how old somebody is and how they are placed; not the name,
//! the school, or the day. Fixed patterns find what points somebody out and offer words that keep
//! the rest (`words`). Nothing is ever changed by itself: the caller shows the suggestions, and
//! [`apply`] puts in those that were chosen.
//!
//! What is found by shape or name comes from [`personal_data`]; ages, schools, workplaces, places
//! and days are found here. Knows no door, and keeps nothing. Time is linear in the text's length.

mod ages;
mod days;
mod people;
mod places;
mod words;

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::personal::{PersonalKind, personal_data};
use crate::language::WrittenForm;

/// What a suggestion takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// A person's name, with an age that follows it.
    Name,
    /// An exact age.
    Age,
    /// The name of a school or a kindergarten, or a class in one.
    School,
    /// The name of an employer.
    Workplace,
    /// The name of a municipality or a town.
    Place,
    /// An exact day, or a week near enough to count from.
    Time,
    /// A number, address, handle or other identifier; replaced by a word for what stood there.
    Identifier,
}

impl SuggestionKind {
    /// The name used in data and output: `workplace`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Age => "age",
            Self::School => "school",
            Self::Workplace => "workplace",
            Self::Place => "place",
            Self::Time => "time",
            Self::Identifier => "identifier",
        }
    }
}

/// Other words for a stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// Unicode scalar value the stretch begins at.
    pub start: usize,
    /// Unicode scalar value after the last one; greater than `start`.
    pub end: usize,
    /// What it takes away.
    pub kind: SuggestionKind,
    /// What to write instead; may be empty, when the words around say enough.
    pub replacement: String,
}

/// A suggestion in bytes, before overlaps are settled.
#[derive(Debug)]
struct Draft {
    start: usize,
    end: usize,
    kind: SuggestionKind,
    replacement: String,
}

/// Suggests other words for what points somebody out.
///
/// The suggestions are sorted by start and never overlap; each can be taken or left alone. They are
/// written in `form`; Swedish and Danish get bokmål.
#[must_use]
pub fn suggestions(text: &str, form: WrittenForm) -> Vec<Suggestion> {
    let mut drafts = Drafts { text, drafts: Vec::new() };
    let personal = in_bytes(text);
    people::find(text, &personal, form, &mut drafts);
    ages::find(text, form, &mut drafts);
    places::find(text, form, &mut drafts);
    days::find(text, form, &mut drafts);
    drafts.into_suggestions()
}

/// Puts suggestions into a text, in whatever order they come.
///
/// One that is empty, overlaps an earlier one, or reaches beyond the text is left out, so that
/// suggestions made for another text do no harm.
#[must_use]
pub fn apply(text: &str, suggestions: &[Suggestion]) -> String {
    let mut chosen: Vec<&Suggestion> =
        suggestions.iter().filter(|suggestion| suggestion.start < suggestion.end).collect();
    chosen.sort_by_key(|suggestion| (suggestion.start, suggestion.end));
    let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
    let mut written = String::with_capacity(text.len());
    let mut copied = 0;
    for suggestion in chosen {
        let (Some(start), Some(end)) = (places.get(suggestion.start), places.get(suggestion.end)) else {
            continue;
        };
        if *start < copied {
            continue;
        }
        written.push_str(&text[copied..*start]);
        written.push_str(&suggestion.replacement);
        copied = *end;
    }
    written.push_str(&text[copied..]);
    written
}

/// Personal data with places in bytes.
fn in_bytes(text: &str) -> Vec<(usize, usize, PersonalKind)> {
    let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
    let spans = personal_data(text).into_iter();
    spans.filter_map(|span| Some((*places.get(span.start)?, *places.get(span.end)?, span.kind))).collect()
}

/// Suggestions that do not overlap: the first to be added wins.
struct Drafts<'text> {
    text: &'text str,
    drafts: Vec<Draft>,
}

impl Drafts<'_> {
    /// Adds a suggestion unless it is empty, changes nothing or overlaps one that is there. At the
    /// beginning of a sentence the replacement gets a capital letter, unless a small one stood there.
    fn add(&mut self, (start, end): (usize, usize), kind: SuggestionKind, replacement: &str) {
        let place = self.drafts.partition_point(|other| other.end <= start);
        let is_free = self.drafts.get(place).is_none_or(|other| other.start >= end);
        if start >= end || !is_free || self.text[start..end] == *replacement {
            return;
        }
        let before = self.text[..start].trim_end_matches([' ', '\t', '"', '«', '“']);
        let opens = (before.is_empty() || before.ends_with(['.', '!', '?', '\n']) && before.len() < start)
            && !self.text[start..].starts_with(char::is_lowercase);
        let replacement = if opens { capitalised(replacement) } else { replacement.to_owned() };
        self.drafts.insert(place, Draft { start, end, kind, replacement });
    }

    fn into_suggestions(self) -> Vec<Suggestion> {
        let (mut byte, mut scalar) = (0, 0);
        let mut suggestions = Vec::with_capacity(self.drafts.len());
        for Draft { start, end, kind, replacement } in self.drafts {
            scalar += self.text[byte..start].chars().count();
            let length = self.text[start..end].chars().count();
            suggestions.push(Suggestion { start: scalar, end: scalar + length, kind, replacement });
            scalar += length;
            byte = end;
        }
        suggestions
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
