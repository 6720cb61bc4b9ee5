//! Street addresses: a street's name, a number, and what follows of flat and postal town.

use std::sync::LazyLock;

use regex::Regex;

use super::name_lists::lists;
use super::{PersonalKind, Settled};

/// What follows a house number: flat, postal code and town.
const TAIL: &str = r"(?:\s?[A-Za-z](?-u:\b))?(?:,?\s+(?:leil(?:ighet|\.)?|leilegheit|oppgang|etg(?:\.|asje)?|h|apt\.?|flat)\.?\s?[A-Z]?\s?[0-9]{0,4}(?:\s?[A-Z](?-u:\b))?)?(?:,?\s+[HLUK]0[0-9]{3}(?-u:\b))?(?:,?\s+(?:i\s+)?[0-9]{4}\s+\p{Lu}[\p{L}\-]+(?:\s+(?:i|på)\s+\p{Lu}[\p{L}]+|\s+[SVNØ](?-u:\b))?)?";
/// Endings of Norwegian street names.
const ENDINGS: &str = r"(?:veien|vegen|veg|vei|gata|gaten|gate|gt\.?|alleen|alléen|allé|alle|plassen|plass|stien|sti|bakken|bakkane|bakke|svingen|tunet|tun|toppen|kroken|krok|åsen|lia|lien|haugen|haug|myra|brygge|bryggen|brygga|torget|torg|torv|ringen|løkka|grenda|grend|hagen|jordet|terrasse|terrassen|faret|lunden|moen|smauet|smau|veita|strede|stredet|kaien|kaia|dalen|marka|berget|rabben|flaten|flata|stranda|stubben|tråkka|tråkket|låven|vollen|enga|lykkja|skogen|bråten|kleiva|kleiven|neset|vika|viken|høgda|høyden|vangen|sletta|geilan|gjerdet|kollen)";

#[expect(clippy::expect_used, reason = "the pattern is a literal that a test compiles")]
static STREET: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?x)
        (?:\p{{Lu}}[\p{{L}}.\-]*\s)?(?:\p{{Lu}}[\p{{L}}.\-]*s\s)?   # Øvre, Nedre, Kong Haralds
        (?:\p{{L}}[\p{{L}}\-]*{ENDINGS}|(?i:{ENDINGS}))\s+
        (?P<number>[0-9]{{1,4}}){}",
        TAIL.replace(' ', r"\x20"),
    );
    Regex::new(&pattern).expect("the pattern is a literal, and a test compiles it")
});

/// A house number after any capitalised name, when a word says that somebody lives or should write there.
#[expect(clippy::expect_used, reason = "the pattern is a literal that a test compiles")]
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?:(?-u:\b)(?i:bor|bur|budde|bodde|holder til|held til|adressen?|adressa|flyttet til|flytta til|lives at|lives in|address|hjemme i|heime i))(?:\s(?:er|is|hans|hennes|deres|i|på|til|:))*:?\s+(?P<it>\p{{Lu}}[\p{{L}}.\-]+(?:\s\p{{L}}[\p{{L}}.\-]+){{0,3}}\s[0-9]{{1,4}}{TAIL})"
    );
    Regex::new(&pattern).expect("the pattern is a literal, and a test compiles it")
});

/// Parts of the words that say where somebody lives.
const ANNOUNCING: &[&str] =
    &["bor", "bur", "budde", "bodde", "til", "adress", "address", "flytt", "live", "hjemme", "heime"];

/// Finds street addresses.
pub(super) fn find(text: &str, settled: &mut Settled) {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    let lower = text.to_lowercase();
    for whole in STREET.find_iter(text) {
        if is_street(text, whole.start(), whole.end()) {
            settled.add(whole.start(), end_of(text, whole.start(), whole.end()), PersonalKind::Address);
        }
    }
    if !ANNOUNCING.iter().any(|part| lower.contains(part)) {
        return;
    }
    for captures in ANNOUNCED.captures_iter(text) {
        if let Some(it) = captures.name("it") {
            settled.add(it.start(), end_of(text, it.start(), it.end()), PersonalKind::Address);
        }
    }
}

/// Where an address ends: without white space, and without the first letter of the next word, which
/// the pattern takes for a staircase when a letter beyond ASCII follows it.
fn end_of(text: &str, start: usize, end: usize) -> usize {
    let found = &text[start..end];
    let runs_on = found.ends_with(char::is_alphabetic) && text[end..].starts_with(char::is_alphabetic);
    let found = if runs_on { found.trim_end_matches(char::is_alphabetic) } else { found };
    start + found.trim_end().len()
}

/// Words that are streets only with a name of their own.
const STREET_WORDS: &str = "veien vegen vei veg gata gaten gate plass plassen dalen skogen allé alle hagen torget \
    bakken ringen marka sti stien faret bråten vika innlegg kapittel veileder likestilling \
    tun haug tunet krok stranda viken enga moen lia lien";
/// What is counted after a number that is no house.
const UNITS: &str = "ganger gonger dager timer timar år meter km kilometer prosent % elever personer minutter uker kr";

/// Whether a match is a street and a house, not a quantity: `fant veien 2 ganger`.
fn is_street(text: &str, start: usize, end: usize) -> bool {
    let street = &text[start..end];
    let after = text[end..].trim_start();
    let names_itself = street.split_whitespace().next().is_some_and(|word| {
        let word = word.to_lowercase();
        !lists(STREET_WORDS, &word)
    });
    let is_capital = street.starts_with(char::is_uppercase);
    let next = after.split(|c: char| !c.is_alphabetic() && c != '%').next().unwrap_or_default();
    let is_counted = lists(UNITS, next);
    let begins_inside = text[..start].ends_with(char::is_alphanumeric);
    !begins_inside && (names_itself || is_capital) && !is_counted
}
