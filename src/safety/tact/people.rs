//! Names, and the identifiers `personal` finds by shape.

use super::ages::beside_name;
use super::days::word_before;
use super::words::{
    ACCOUNT, ADDRESS, BIRTHDATE, CASE_NUMBER, COORDINATES, EMAIL, IDENTITY_NUMBER, IP, NAME, PERSON, PERSON_OF_SEVERAL,
    PHONE, PLATE, PUPIL, USERNAME, Words,
};
use super::{Drafts, PersonalKind, SuggestionKind};
use crate::language::WrittenForm;

/// Words that say who somebody is, so that a name after them can go.
const ROLES: &[&str] = &[
    "eleven",
    "elev",
    "gutten",
    "guten",
    "jenta",
    "jenten",
    "ungdommen",
    "pasienten",
    "klienten",
    "brukeren",
    "brukaren",
    "beboeren",
    "bebuaren",
    "sønnen",
    "sonen",
    "sønn",
    "datteren",
    "dattera",
    "dottera",
    "datter",
    "broren",
    "bror",
    "søsteren",
    "søstera",
    "søster",
    "moren",
    "mora",
    "mor",
    "faren",
    "far",
    "kompisen",
    "kameraten",
    "venninnen",
    "venninna",
    "vennen",
    "kjæresten",
    "samboeren",
    "naboen",
    "onkelen",
    "fetteren",
    "tanta",
    "læreren",
    "læraren",
    "rektor",
    "kontaktlæreren",
    "kollegaen",
    "student",
    "pupil",
    "friend",
    "brother",
    "sister",
    "mother",
    "father",
    "son",
    "daughter",
];
/// Words after which only a name can stand.
const CALLING: &[&str] = &[
    "heter", "heiter", "hete", "het", "hette", "heitte", "kalles", "kallast", "navn", "navnet", "namn", "namnet",
    "named", "called", "name",
];
/// Parts of words that show that somebody in the text goes to school.
const SCHOOLING: &[&str] = &[
    "elev", "skole", "skule", "klasse", "lærer", "lærar", "vg1", "vg2", "vg3", "student", "pupil", "teacher", "school",
];

/// Finds names and identifiers among the personal data of a text, given with places in bytes.
pub(super) fn find(text: &str, personal: &[(usize, usize, PersonalKind)], form: WrittenForm, drafts: &mut Drafts<'_>) {
    let names: Vec<(usize, usize)> = personal
        .iter()
        .filter(|(_, _, kind)| *kind == PersonalKind::Name)
        .map(|(start, end, _)| (*start, *end))
        .collect();
    let people = people(text, &names);
    let lower = text.to_lowercase();
    let is_school = SCHOOLING.iter().any(|part| lower.contains(part));
    let naming = Naming { text, form, is_school, is_alone: people.len() < 2 };
    for (start, end) in names {
        let number = people.iter().position(|known| *known == first_word(&text[start..end])).unwrap_or_default();
        let (range, words) = naming.suggestion(start, end, number);
        drafts.add(range, SuggestionKind::Name, &words);
    }
    for (start, end, words) in personal.iter().filter_map(|(start, end, kind)| Some((*start, *end, stand_in(*kind)?))) {
        drafts.add((start, end), SuggestionKind::Identifier, words.of(form));
    }
}

/// The people a text names, by their first word, in the order they come.
fn people(text: &str, names: &[(usize, usize)]) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for (start, end) in names {
        let first = first_word(&text[*start..*end]);
        if !people.contains(&first) {
            people.push(first);
        }
    }
    people
}

fn first_word(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().to_lowercase()
}

/// How the names of one text are replaced.
struct Naming<'text> {
    text: &'text str,
    form: WrittenForm,
    is_school: bool,
    /// Whether only one person is named.
    is_alone: bool,
}

impl Naming<'_> {
    /// What to replace, in bytes, and with what, for a name of the person with this number.
    fn suggestion(&self, start: usize, end: usize, number: usize) -> ((usize, usize), String) {
        let before = word_before(self.text, start);
        if CALLING.contains(&before.as_str()) || CALLING.contains(&second_before(self.text, start).as_str()) {
            return ((start, end), NAME.of(self.form).to_owned());
        }
        if let Some(range) = self.after_role(start, end) {
            return (range, String::new());
        }
        if let Some((end, words)) = self.with_age(end) {
            return ((start, end), words);
        }
        let is_bare_genitive = self.text[end..].starts_with(['\'', '’'])
            && !self.text[end..].chars().nth(1).is_some_and(char::is_alphanumeric);
        let genitive = if is_bare_genitive { "s" } else { "" };
        let end = if is_bare_genitive { end + self.text[end..].chars().next().map_or(0, char::len_utf8) } else { end };
        ((start, end), format!("{}{genitive}", self.who(number)))
    }

    fn with_age(&self, end: usize) -> Option<(usize, String)> {
        if self.is_alone { beside_name(self.text, end, self.is_school, self.form) } else { None }
    }

    /// The name with the space or comma before it, when a role says who it is: `eleven Ali`, `mora, Hege,`.
    fn after_role(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let gap_start = self.text[..start].trim_end().trim_end_matches(',').len();
        let gap = &self.text[gap_start..start];
        let beside = word_before(self.text, gap_start);
        let is_role = ROLES.contains(&beside.as_str()) || is_possessed_role(self.text, gap_start, &beside);
        match gap {
            " " if is_role && self.is_alone => Some((gap_start, end)),
            ", " if is_role && self.text[end..].starts_with(',') => Some((gap_start, end + 1)),
            _ => None,
        }
    }

    fn who(&self, number: usize) -> String {
        if self.is_alone {
            let words = if self.is_school { PUPIL } else { PERSON };
            return words.of(self.form).to_owned();
        }
        let letter = char::from(b'A' + u8::try_from(number % 26).unwrap_or_default());
        format!("{} {letter}", PERSON_OF_SEVERAL.of(self.form))
    }
}

/// `datteren min Sara`: the role stands before the possessive.
fn is_possessed_role(text: &str, before_gap: usize, before: &str) -> bool {
    const POSSESSIVES: &[&str] = &["min", "mi", "vår", "hans", "hennes", "deres", "sin", "si"];
    POSSESSIVES.contains(&before)
        && text[..before_gap].to_lowercase().ends_with(before)
        && ROLES.contains(&second_before(text, before_gap + 1).as_str())
}

/// The lower-case word before the word before a place.
fn second_before(text: &str, place: usize) -> String {
    let place = place.min(text.len());
    let Some(until) = text.get(..place) else {
        return String::new();
    };
    let trimmed = until.trim_end().trim_end_matches(char::is_alphanumeric);
    if trimmed.ends_with(['.', '!', '?', '\n', ',']) { String::new() } else { word_before(text, trimmed.len()) }
}

/// What stands in for an identifier; `None` for a name.
fn stand_in(kind: PersonalKind) -> Option<Words> {
    Some(match kind {
        PersonalKind::Name => return None,
        PersonalKind::Fnr | PersonalKind::Dnr => IDENTITY_NUMBER,
        PersonalKind::Phone => PHONE,
        PersonalKind::Email => EMAIL,
        PersonalKind::Address => ADDRESS,
        PersonalKind::Birthdate => BIRTHDATE,
        PersonalKind::CaseNumber => CASE_NUMBER,
        PersonalKind::Username => USERNAME,
        PersonalKind::Plate => PLATE,
        PersonalKind::Account => ACCOUNT,
        PersonalKind::Coordinates => COORDINATES,
        PersonalKind::Ip => IP,
    })
}
