//! Exact ages of somebody: `15 år gammel`, `en 15-åring`, `datteren på femten`, `a 15-year-old boy`.
//!
//! A stretch of years (`i 15 år`, `for 15 år siden`) and a limit (`fylt 18 år`) are no ages.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::words::{A_PERSON, A_PUPIL, age};
use super::{Drafts, SuggestionKind};
use crate::language::WrittenForm;

/// The highest number that is read as an age, in years.
const YEARS_MAX: u32 = 110;
/// Ages written out, from four years on; bokmål, nynorsk and English.
const WRITTEN_OUT: &[(&str, u32)] = &[
    ("fire", 4),
    ("fem", 5),
    ("seks", 6),
    ("syv", 7),
    ("sju", 7),
    ("åtte", 8),
    ("ni", 9),
    ("ti", 10),
    ("elleve", 11),
    ("tolv", 12),
    ("tretten", 13),
    ("fjorten", 14),
    ("femten", 15),
    ("seksten", 16),
    ("sytten", 17),
    ("atten", 18),
    ("nitten", 19),
    ("tjue", 20),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
];
const NUMBER: &str = "(?P<years>[0-9]{1,3}|fire|fem|seks|syv|sju|åtte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten|tjue|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)";

/// How an age stands in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `15-åringen`, `en 15-åring`: a noun, definite when it ends in `en`.
    Noun,
    /// `a 15-year-old boy` or `a 15-year-old`.
    EnglishNoun,
    /// `15 år gammel`, `på 15`: said of somebody named before.
    Said,
}

static PATTERNS: LazyLock<[(Shape, Regex); 4]> = LazyLock::new(|| {
    [
        (
            Shape::Noun,
            compiled(&format!(r"(?i)\b(?P<article>(?:en|ein|ei|et|eit)\s)?{NUMBER}[\s\-]?åring(?P<definite>en)?\b")),
        ),
        (
            Shape::EnglishNoun,
            compiled(&format!(
                r"(?i)\b(?P<article>(?:an?|the)\s)?{NUMBER}[\s\-]years?[\s\-]old(?P<noun>\s(?:boy|girl|man|woman|student|pupil|son|daughter|brother|sister|child|kid|lad|nephew|niece|client|patient))?\b"
            )),
        ),
        (
            Shape::Said,
            compiled(&format!(r"(?i)\b{NUMBER}\s(?:år\s(?:gammel|gamal|gammal|gamle|og)|years?\sold|yrs?\sold)\b")),
        ),
        (
            Shape::Said,
            compiled(&format!(
                r"(?i)\b(?:(?P<kept>er|e|var|blir|vert|is|was|turned|jeg|eg|i'm)\s(?:bare\s|berre\s|kun\s|only\s|just\s)?|(?:min|mi|mitt|sin|si|han|hun|ho|ham|henne|gutt|gutten|guten|jente|jenta|sønn|sønnen|sonen|datter|datteren|dottera|elev|eleven|bror|broren|søster|søsteren|mann|mannen|dame|kvinne|\p{{Lu}}\p{{Ll}}+)\s(?P<own>på\s|aged\s))(?P<all>{NUMBER}(?:\sår(?:\sgammel|\sgamal)?)?)(?P<after>\s?[.,;!?)]|\s(?:og|som|har|sier|seier|and|who|nå|no|now|years?)\b|\s*$)"
            )),
        ),
    ]
});

/// An age beside a name: `Ali, 15, …`, `Ali (15)`.
static BESIDE_A_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"^(?:,\s(?:på\s)?(?P<comma>[0-9]{1,3})(?:\sår(?:\sgammel|\sgamal)?)?(?P<after>,|\.|\s)|\s\((?P<inside>[0-9]{1,3})(?:\sår)?\)|\spå\s(?P<on>[0-9]{1,3})(?:\sår)?\b)",
    )
});

#[expect(clippy::expect_used, reason = "the patterns are literals that a test compiles")]
pub(super) fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are literals, and a test compiles them all")
}

/// Finds exact ages.
pub(super) fn find(text: &str, form: WrittenForm, drafts: &mut Drafts<'_>) {
    for (shape, pattern) in PATTERNS.iter() {
        for captures in pattern.captures_iter(text) {
            if let Some(((start, end), words)) = suggestion(*shape, &captures, text, form) {
                drafts.add((start, end), SuggestionKind::Age, &words);
            }
        }
    }
}

fn suggestion(
    shape: Shape,
    captures: &Captures<'_>,
    text: &str,
    form: WrittenForm,
) -> Option<((usize, usize), String)> {
    let years = years(captures.name("years")?.as_str())?;
    let words = age(years);
    let whole = captures.get(0)?;
    if is_general(text, whole.start()) {
        return None;
    }
    let chosen = match shape {
        Shape::Noun if captures.name("definite").is_some() => words.the.of(form).to_owned(),
        Shape::Noun if captures.name("article").is_some() => words.one.of(form).to_owned(),
        Shape::Noun => without_article(words.one.of(form)),
        Shape::EnglishNoun => english_noun(captures, years),
        Shape::Said => words.said.of(form).to_owned(),
    };
    let range = match (shape, captures.name("own"), captures.name("all")) {
        (Shape::Said, Some(own), Some(all)) => (own.start(), all.end()),
        (Shape::Said, None, Some(all)) => (all.start(), all.end()),
        _ => (whole.start(), whole.end()),
    };
    let ends_in_og = text[range.0..range.1].ends_with(" og");
    Some(((range.0, if ends_in_og { range.1 - 3 } else { range.1 }), chosen))
}

fn english_noun(captures: &Captures<'_>, years: u32) -> String {
    let words = age(years);
    let is_definite = captures.name("article").is_some_and(|article| article.as_str().eq_ignore_ascii_case("the "));
    match captures.name("noun") {
        Some(noun) if is_definite => format!("the{}", noun.as_str()),
        Some(noun) if captures.name("article").is_some() => format!("{}{}", words.english_adjective, noun.as_str()),
        Some(noun) => format!("{}{}", without_article(words.english_adjective), noun.as_str()),
        None if is_definite => words.the.of(WrittenForm::English).to_owned(),
        None if captures.name("article").is_some() => words.one.of(WrittenForm::English).to_owned(),
        None => words.said.of(WrittenForm::English).to_owned(),
    }
}

fn without_article(words: &str) -> String {
    words.split_once(' ').map_or(words, |(_, rest)| rest).to_owned()
}

/// Where an age beside a name ends, and words for the name and the age together.
pub(super) fn beside_name(text: &str, name_end: usize, is_pupil: bool, form: WrittenForm) -> Option<(usize, String)> {
    let captures = BESIDE_A_NAME.captures(&text[name_end..])?;
    let number = captures.name("comma").or_else(|| captures.name("inside")).or_else(|| captures.name("on"))?;
    let words = age(years(number.as_str())?);
    let end = name_end + captures.get(0)?.end() - captures.name("after").map_or(0, |after| after.len());
    let together = match words.pupil.filter(|_| is_pupil) {
        Some(pupil) => format!("{} {}", A_PUPIL.of(form), pupil.of(form)),
        None => format!("{} {}", A_PERSON.of(form), words.said.of(form)),
    };
    Some((end, together))
}

/// The years a number stands for, when somebody can be that old.
fn years(written: &str) -> Option<u32> {
    let lower = written.to_lowercase();
    let listed = WRITTEN_OUT.iter().find(|(word, _)| *word == lower).map(|(_, years)| *years);
    listed.or_else(|| lower.parse().ok()).filter(|years| (1..=YEARS_MAX).contains(years))
}

/// Whether the words before say that the age is a limit or a group, not somebody's.
fn is_general(text: &str, start: usize) -> bool {
    const BEFORE: &[&str] =
        &["under", "over", "fylt", "fylte", "fra", "frå", "mellom", "alle", "minst", "below", "between", "from"];
    let before = text[..start].split(|c: char| !c.is_alphanumeric()).rfind(|word| !word.is_empty());
    before.is_some_and(|word| BEFORE.contains(&word.to_lowercase().as_str()))
}
