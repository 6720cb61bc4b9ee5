//! Schools, classes, employers and municipalities by name.
//!
//! Counties, countries and public services (NAV, the police, a regional centre) stay: an adviser
//! needs them, and they point nobody out.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::ages::compiled;
use super::words::{
    CLASS_YEARS, KINDERGARTEN, LOWER_SECONDARY, MUNICIPALITY, PRIMARY, SCHOOL, UPPER_SECONDARY, WORKPLACE, Words,
};
use super::{Drafts, SuggestionKind};
use crate::language::WrittenForm;

/// Municipalities and towns, one a line, lower-case.
static TOWNS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("towns.txt").lines().filter(|line| !line.starts_with('#')).collect());

static SCHOOLS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"\b(?:[Tt]he\s)?(?P<name>\p{Lu}[\p{L}\-]+(?:\s(?:og|i|på|\p{Lu}[\p{L}\-]+)){0,3}\s)(?P<what>(?i:ungdomsskolen?|ungdomsskulen?|ungdomsskole|videregående(?:\sskole)?|vidaregåande(?:\sskule)?|vgs\.?|barneskolen?|barneskulen?|barnehagen?|skolen?|skulen?|folkehøgskole|folkehøyskole|folkehøgskule|(?:primary|elementary|secondary|middle|high|upper\ssecondary|lower\ssecondary)\sschool|school|kindergarten))\b",
    )
});

static CLASSES: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"\b(?:(?:i|in)\s(?:klasse\s|class\s|year\s)?(?P<plain>[1-9]|10)\s?[a-hA-H]|\((?P<inside>[1-9]|10)\s?[a-hA-H]\))(?:[^\p{L}0-9]|$)",
    )
});

static EMPLOYERS: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"\b(?:(?i:jobber|jobbar|jobbet|jobba|arbeider|arbeidar|ansatt|tilsett|lærling|works?|working|employed)\s(?:som\s\p{L}+\s)?(?:på|hos|i|ved|at|for)\s(?P<at>\p{Lu}[\p{L}\-&]+(?:\s(?:&\s)?\p{Lu}[\p{L}\-]+){0,3})|(?P<firm>\p{Lu}[\p{L}\-&]+(?:\s(?:&\s|og\s)?\p{Lu}[\p{L}\-]+){0,3}\s(?:AS|ASA|DA|ANS|Ltd|Inc))\b)",
    )
});

static TOWN: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"\b(?P<before>(?i:i|på|fra|frå|til|utenfor|utanfor|ved|in|from|near|to)\s)?(?P<name>\p{Lu}\p{L}+(?:[\-\s]\p{Lu}\p{L}+)?)(?P<kommune>\s(?i:kommune|municipality))?\b",
    )
});

/// Schools and public services that are known by their kind, not by a name.
const GENERAL: &[&str] =
    &["den", "denne", "en", "ei", "vår", "the", "our", "my", "min", "her", "alle", "hvilken", "norsk", "norske"];
const PUBLIC_EMPLOYERS: &[&str] = &[
    "nav",
    "politiet",
    "pst",
    "barnevernet",
    "barnevernvakta",
    "bup",
    "rvts",
    "ppt",
    "kripos",
    "udi",
    "imdi",
    "forsvaret",
    "bufdir",
    "bufetat",
    "kommunen",
    "skolen",
    "skulen",
    "helsestasjonen",
    "kriminalomsorgen",
    "slt",
    "dps",
    "statsforvalteren",
];

/// Finds what is named of schools, classes, employers and towns, in that order.
pub(super) fn find(text: &str, form: WrittenForm, drafts: &mut Drafts<'_>) {
    schools(text, form, drafts);
    classes(text, form, drafts);
    employers(text, form, drafts);
    towns(text, form, drafts);
}

fn schools(text: &str, form: WrittenForm, drafts: &mut Drafts<'_>) {
    for captures in SCHOOLS.captures_iter(text) {
        let (Some(whole), Some(name), Some(what)) = (captures.get(0), captures.name("name"), captures.name("what"))
        else {
            continue;
        };
        let first = name.as_str().split_whitespace().next().unwrap_or_default().to_lowercase();
        if !GENERAL.contains(&first.as_str()) {
            drafts.add((whole.start(), whole.end()), SuggestionKind::School, kind_of_school(what.as_str()).of(form));
        }
    }
}

fn kind_of_school(what: &str) -> Words {
    let what = what.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| what.starts_with(part));
    if says(&["ungdoms", "lower", "middle"]) {
        LOWER_SECONDARY
    } else if says(&["vid", "vgs", "upper", "high"]) {
        UPPER_SECONDARY
    } else if says(&["barneh", "kinder"]) {
        KINDERGARTEN
    } else if says(&["barnes", "primary", "element"]) {
        PRIMARY
    } else {
        SCHOOL
    }
}

fn classes(text: &str, form: WrittenForm, drafts: &mut Drafts<'_>) {
    for captures in CLASSES.captures_iter(text) {
        let Some(year) = captures.name("plain").or_else(|| captures.name("inside")) else {
            continue;
        };
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let words = match year.as_str().parse().unwrap_or(10) {
            1..=4 => CLASS_YEARS[0],
            5..=7 => CLASS_YEARS[1],
            _ => CLASS_YEARS[2],
        };
        // The letter that ends the match belongs to the class only inside parentheses.
        let inner = whole.as_str().trim_end_matches(|c: char| !c.is_alphanumeric());
        if captures.name("inside").is_some() {
            let end = whole.start() + inner.len() + 1;
            drafts.add((whole.start(), end), SuggestionKind::School, &format!("({})", words.of(form)));
        } else {
            drafts.add((whole.start(), whole.start() + inner.len()), SuggestionKind::School, words.of(form));
        }
    }
}

fn employers(text: &str, form: WrittenForm, drafts: &mut Drafts<'_>) {
    for captures in EMPLOYERS.captures_iter(text) {
        let Some(name) = captures.name("at").or_else(|| captures.name("firm")) else {
            continue;
        };
        let is_public = name.as_str().split_whitespace().any(|word| {
            let word = word.to_lowercase();
            PUBLIC_EMPLOYERS.contains(&word.as_str())
                || (captures.name("at").is_some() && TOWNS.contains(word.as_str()))
        });
        if !is_public {
            drafts.add((name.start(), name.end()), SuggestionKind::Workplace, WORKPLACE.of(form));
        }
    }
}

fn towns(text: &str, form: WrittenForm, drafts: &mut Drafts<'_>) {
    for captures in TOWN.captures_iter(text) {
        let Some(name) = captures.name("name") else {
            continue;
        };
        let kommune = captures.name("kommune");
        let first = name.as_str().split([' ', '-']).next().unwrap_or_default();
        let whole_is_town = TOWNS.contains(name.as_str().to_lowercase().as_str());
        let end = match (whole_is_town, TOWNS.contains(first.to_lowercase().as_str())) {
            (true, _) => kommune.map_or(name.end(), |word| word.end()),
            (false, true) if name.as_str().contains(' ') => name.start() + first.len(),
            _ => continue,
        };
        let is_service = name.as_str().contains(' ') && !whole_is_town && is_acronym(&name.as_str()[first.len()..]);
        if !is_service && (captures.name("before").is_some() || kommune.is_some()) {
            drafts.add((name.start(), end), SuggestionKind::Place, MUNICIPALITY.of(form));
        }
    }
}

fn is_acronym(word: &str) -> bool {
    let word = word.trim();
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}
