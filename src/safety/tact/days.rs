//! Exact days and weeks near enough to count from.
//!
//! Public days (`22. juli`), dates of laws and helplines' hours stay.

use std::sync::LazyLock;

use regex::Regex;

use super::ages::compiled;
use super::words::{DAY, IN_A_WHILE, WEEKS_AGO, WHILE_AGO};
use super::{Drafts, SuggestionKind};
use crate::language::WrittenForm;

const MONTH: &str = r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|january|february|march|may|june|july|october|december)";
const WEEKDAY: &str = r"(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|måndag|tysdag|laurdag|sundag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)";

static NEAR: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&format!(
        r"(?i)\b(?:i\s(?:forrige|førre|sist)\s(?:uke|veke|uka|veka|måned|månad)|(?:forrige|førre|sist|siste)\s(?:uke|veke|{WEEKDAY})|(?:på\s)?{WEEKDAY}\s(?:i\s)?(?:forrige|førre|sist)\s(?:uke|veke)|for\s(?:to|tre|fire|2|3|4)\s(?:dager|dagar|uker|veker)\s(?:siden|sidan)|last\s(?:week|month|{WEEKDAY})|(?:two|three|four|2|3|4)\s(?:days|weeks)\sago)\b"
    ))
});

static EXACT: LazyLock<Regex> = LazyLock::new(|| {
    compiled(&format!(
        r"(?i)\b(?:(?:den|on|the)\s)?(?:(?P<day>[0-3]?[0-9])(?:\.|st|nd|rd|th)?\s(?:of\s)?(?P<month>{MONTH})(?:,?\s(?P<year>(?:19|20)[0-9]{{2}}))?|{MONTH}\s[0-3]?[0-9](?:st|nd|rd|th)?(?:,?\s(?:19|20)[0-9]{{2}})?|[0-3]?[0-9]\.[01]?[0-9]\.(?:20)?[0-9]{{2}}|20[0-9]{{2}}-[01][0-9]-[0-3][0-9])\b"
    ))
});

/// Days everybody knows, `day month`, without a year.
const PUBLIC: &[&str] =
    &["22 juli", "17 mai", "1 mai", "8 mars", "8 mai", "22 july", "17 may", "11 september", "7 oktober", "24 desember"];
/// Words before a date of a law, a document or a limit.
const DOCUMENTS: &[&str] =
    &["lov", "av", "forskrift", "rundskriv", "datert", "endret", "endra", "versjon", "angrepet", "terroren"];
/// Words that a bare date must follow, because `for en tid siden` does not fit there.
const JOINED: &[&str] = &[
    "fra", "frå", "til", "innen", "innan", "før", "etter", "from", "until", "before", "after", "by", "since", "siden",
    "sidan",
];
/// Words that show a sentence speaks of what is to come.
const TO_COME: &[&str] = &[
    "skal",
    "vil",
    "kommer",
    "kjem",
    "planlegger",
    "planlegg",
    "will",
    "going",
    "plans",
    "møte",
    "neste",
    "next",
    "frist",
];

/// Finds days.
pub(super) fn find(text: &str, form: WrittenForm, drafts: &mut Drafts<'_>) {
    for near in NEAR.find_iter(text) {
        drafts.add((near.start(), near.end()), SuggestionKind::Time, WEEKS_AGO.of(form));
    }
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    for captures in EXACT.captures_iter(text) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let day = captures.name("day").map_or("", |day| day.as_str());
        let month = captures.name("month").map_or("", |month| month.as_str());
        let is_public = captures.name("year").is_none_or(|year| year.as_str() == "2011")
            && PUBLIC.contains(&format!("{day} {}", month.to_lowercase()).as_str());
        let before = word_before(text, whole.start());
        if !is_public && !DOCUMENTS.contains(&before.as_str()) {
            let words = if JOINED.contains(&before.as_str()) {
                DAY
            } else if is_to_come(text, whole.start(), whole.end()) {
                IN_A_WHILE
            } else {
                WHILE_AGO
            };
            drafts.add((whole.start(), whole.end()), SuggestionKind::Time, words.of(form));
        }
    }
}

/// The lower-case word before a place, or nothing.
pub(super) fn word_before(text: &str, place: usize) -> String {
    let before = text[..place].trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    before.to_lowercase()
}

/// Whether the sentence around a place speaks of what is to come.
fn is_to_come(text: &str, start: usize, end: usize) -> bool {
    const ENDS: [char; 3] = ['!', '?', '\n'];
    let from = text[..start].rfind(|c| ENDS.contains(&c)).map_or(0, |place| place + 1);
    let until = text[end..].find(|c| ENDS.contains(&c) || c == '.').map_or(text.len(), |place| end + place);
    let from = text[from..start].rfind(". ").map_or(from, |place| from + place);
    text[from..until].split(|c: char| !c.is_alphanumeric()).any(|word| TO_COME.contains(&word.to_lowercase().as_str()))
}
