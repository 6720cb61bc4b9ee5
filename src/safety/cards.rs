//! The emergency cards: what is shown before anything else when there is danger.
//!
//! A card holds wording and numbers only, in bokmål, nynorsk and English. Which card is shown is
//! decided by the danger rules; how it looks is decided by the doors.

use serde::Serialize;

use super::danger::Category;
use super::schema::{CardEntry, LocalizedEntry, NumberEntry};

/// A text in the three languages the bot speaks; none is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Localized {
    /// Bokmål.
    pub nb: String,
    /// Nynorsk.
    pub nn: String,
    /// English.
    pub en: String,
}

/// A number to call, and who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EmergencyNumber {
    /// Digits and spaces, as it is dialled in Norway: `116 117`.
    pub number: String,
    /// Who answers, and when to call.
    pub what: Localized,
    /// Address (https) of the page the number was taken from.
    pub source: String,
}

/// What is shown for one category of danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The danger the card answers.
    pub category: Category,
    /// One line.
    pub title: Localized,
    /// In the order they are shown, at least one; the first says whom to call.
    pub lines: Vec<Localized>,
    /// In the order they are shown, at least one.
    pub numbers: Vec<EmergencyNumber>,
    /// Whether professionals have approved the card.
    pub approved: bool,
}

/// Checks and takes over the cards of the file; sorted by category, exactly one of each.
///
/// What is wrong is added to `problems`, each with the card it concerns and what to do.
pub(super) fn cards(entries: Vec<CardEntry>, problems: &mut Vec<String>) -> Vec<Card> {
    let mut cards: Vec<Card> = entries.into_iter().map(|entry| card(entry, problems)).collect();
    cards.sort_by_key(|card| card.category);
    for category in Category::ALL {
        let count = cards.iter().filter(|card| card.category == category).count();
        if count != 1 {
            problems.push(format!("kort {}: {count} cards, write exactly one", category.as_str()));
        }
    }
    cards
}

fn card(entry: CardEntry, problems: &mut Vec<String>) -> Card {
    let name = format!("kort {}", entry.category.as_str());
    if entry.lines.is_empty() || entry.numbers.is_empty() {
        problems.push(format!("{name}: needs at least one line and one number"));
    }
    let title = localized(entry.title, &name, problems);
    let lines = entry.lines.into_iter().map(|line| localized(line, &name, problems)).collect();
    let numbers: Vec<EmergencyNumber> =
        entry.numbers.into_iter().map(|number| emergency_number(number, &name, problems)).collect();
    let card = Card { category: entry.category, title, lines, numbers, approved: entry.approved };
    let calls_first = card.lines.first().is_some_and(|line| {
        [&line.nb, &line.nn, &line.en]
            .iter()
            .all(|text| card.numbers.iter().any(|number| text.contains(number.number.as_str())))
    });
    if !calls_first {
        problems.push(format!("{name}: the first line must hold one of the card's numbers, in all three languages"));
    }
    card
}

fn localized(entry: LocalizedEntry, name: &str, problems: &mut Vec<String>) -> Localized {
    let LocalizedEntry { nb, nn, en } = entry;
    for (language, text) in [("nb", &nb), ("nn", &nn), ("en", &en)] {
        if text.trim().is_empty() {
            problems.push(format!("{name}: a text is empty in {language}, write it"));
        }
    }
    Localized { nb, nn, en }
}

fn emergency_number(entry: NumberEntry, name: &str, problems: &mut Vec<String>) -> EmergencyNumber {
    let NumberEntry { number, what, source } = entry;
    let is_number =
        number.chars().any(|c| c.is_ascii_digit()) && number.chars().all(|c| c.is_ascii_digit() || c == ' ');
    if !is_number {
        problems.push(format!("{name}: number {number:?} may hold digits and spaces only"));
    }
    if !source.starts_with("https://") {
        problems.push(format!("{name}: number {number} needs the address (https) it was taken from as kilde"));
    }
    EmergencyNumber { number, what: localized(what, name, problems), source }
}
