//! Whether something of the right shape is what it looks like: check digits, ranges, the words
//! before it.
//!
//! Every check takes the text and the match's place in bytes, and returns what the match is.

use std::ops::Range;

use super::PersonalKind;
use super::name_lists::lists;

/// How many bytes before a match are read for words that explain it.
const LOOK_BACK: usize = 40;

/// Words that are no handle even when one is announced.
const NOT_HANDLES: &str = "er har og som på i til med ikke ikkje for av den det de at han hun ho jeg hvor der fra \
    frå når mot om ble blir var skal kan vil grupper gruppe gruppa kanaler seg sin sitt sine \
    min mitt meg deg oss the is and of in on to a with where eller men mens hans hennes \
    deres vår vårt nazist patriot muslim en ein et ei noe noko alt bare også heter heiter \
    navn hva kva kan må bør sier skriver deler legger ut radikal nasjonalist islamist \
    feminist selv same norsk server servere";

/// Tells national identity numbers from d-numbers; synthetic ones (month + 40, 65 or 80) count.
pub(super) fn identity_number(text: &str, range: Range<usize>) -> Option<PersonalKind> {
    let digits = digits(&text[range.clone()]);
    if digits.len() != 11 || announced(text, range.start, "kontonr konto kto kid faktura ordre") {
        return None;
    }
    let (day, month) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]);
    let has_month = matches!(month, 1..=12 | 41..=52 | 66..=77 | 81..=92);
    let is_identity = has_month
        && (identity_checks(&digits)
            || !account_checks(&digits)
            || announced(text, range.start, "fnr fødselsnummer personnummer dnr nummer fødselsnr"));
    match day {
        1..=31 if is_identity => Some(PersonalKind::Fnr),
        41..=71 if is_identity => Some(PersonalKind::Dnr),
        _ => None,
    }
}

/// Bank account number: eleven digits with a valid check digit, or announced as one.
pub(super) fn account(text: &str, range: Range<usize>) -> Option<PersonalKind> {
    let is_account =
        account_checks(&digits(&text[range.clone()])) && !announced(text, range.start, "kid faktura ordre org");
    is_account.then_some(PersonalKind::Account)
}

/// Telephone number of eight digits; not a public number, an amount or an organisation number.
pub(super) fn phone_national(text: &str, range: Range<usize>) -> Option<PersonalKind> {
    const NOT_BEFORE: &str = "org orgnr organisasjonsnummer kid faktura ordre nou kr kroner isbn issn §";
    /// Helplines that stand in the knowledge.
    const PUBLIC: &str = "22400040 80033321";
    let number: String = text[range.clone()].chars().filter(char::is_ascii_digit).collect();
    let after = text[range.end..].trim_start();
    let is_amount =
        ["kr", "kroner", "NOK", "mill", "%", "personer", "innbyggere"].iter().any(|unit| after.starts_with(unit));
    let continues = text[range.end..].starts_with(['/', '-']) || text[..range.start].ends_with(['/', '-', '.', ',']);
    let more_digits = after.starts_with(|c: char| c.is_ascii_digit())
        && text[range.end..].starts_with(' ')
        && text[range.clone()].contains(' ')
        && after.chars().take_while(char::is_ascii_digit).count() <= 3;
    let is_phone = !lists(PUBLIC, &number)
        && !is_amount
        && !continues
        && !more_digits
        && !announced(text, range.start, NOT_BEFORE);
    is_phone.then_some(PersonalKind::Phone)
}

/// Telephone number with a country code: seven to fifteen digits.
pub(super) fn phone_international(text: &str, range: Range<usize>) -> Option<PersonalKind> {
    let n_digits = digits(&text[range.clone()]).len();
    let is_plus = text[range].contains('+');
    ((8..=15).contains(&n_digits) && (is_plus || n_digits >= 11)).then_some(PersonalKind::Phone)
}

/// A number with a year, unless words before say that it is a public document's.
pub(super) fn case_reference(text: &str, range: Range<usize>) -> Option<PersonalKind> {
    const NOT_BEFORE: &str = "rundskriv rundskrivet nou forskrift lov prop innst dok meld dokument q";
    let is_document = announced(text, range.start, NOT_BEFORE) || text[range].starts_with("NOU");
    (!is_document).then_some(PersonalKind::CaseNumber)
}

/// Registration plate; not a case number or a document with the same look.
pub(super) fn plate(text: &str, range: Range<usize>) -> Option<PersonalKind> {
    let letters = &text[range.clone()].chars().take(2).collect::<String>();
    let is_reference = matches!(letters.as_str(), "NR" | "PB" | "TV" | "KL" | "KR" | "NS" | "IS")
        || announced(text, range.start, "postboks boks ref sak standard");
    (!is_reference).then_some(PersonalKind::Plate)
}

/// A numeric date with a year somebody could be born in, unless words before say it is something else.
pub(super) fn full_date(text: &str, range: Range<usize>) -> Option<PersonalKind> {
    const NOT_BEFORE: &str = "lov av datert fra frå innen møte siden sidan endret sist kl angrep angrepet terror \
    hendelsen per pr frist vedtak vedtatt forskrift rundskriv etter";
    let numbers: Vec<u32> = text[range.clone()].split(['.', '/']).filter_map(|part| part.parse().ok()).collect();
    let is_date = matches!(numbers.as_slice(), [1..=31, 1..=12, _]) && numbers != [22, 7, 2011];
    (is_date && !announced(text, range.start, NOT_BEFORE)).then_some(PersonalKind::Birthdate)
}

/// A handle after words that announce one: it must not be an ordinary word.
pub(super) fn username(text: &str, range: Range<usize>) -> Option<PersonalKind> {
    let handle = &text[range];
    let looks_made = handle.chars().any(|c| c.is_ascii_digit() || matches!(c, '_' | '.' | '-'))
        || handle.chars().skip(1).any(char::is_uppercase);
    let is_word = lists(NOT_HANDLES, &handle.to_lowercase());
    (looks_made && !is_word && handle.chars().count() >= 3 && handle.chars().any(char::is_alphabetic))
        .then_some(PersonalKind::Username)
}

/// Whether a match does not begin or end inside a word. The shapes' own boundaries know ASCII
/// letters only, because Unicode boundaries make the regex engine many times slower.
pub(super) fn stands_apart(text: &str, it: &Range<usize>) -> bool {
    let found = &text[it.clone()];
    let begins_inside = found.starts_with(char::is_alphanumeric) && text[..it.start].ends_with(char::is_alphanumeric);
    let ends_inside = found.ends_with(char::is_alphanumeric) && text[it.end..].starts_with(char::is_alphanumeric);
    !begins_inside && !ends_inside
}

/// Whether one of the words stands among the last two before a place.
fn announced(text: &str, before: usize, words: &str) -> bool {
    let mut from = before.saturating_sub(LOOK_BACK);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text[from..before]
        .split(|c: char| !c.is_alphanumeric() && c != '§')
        .filter(|word| !word.is_empty())
        .rev()
        .take(2)
        .any(|word| lists(words, &word.to_lowercase()))
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Both check digits (modulo 11) of a national identity number.
fn identity_checks(digits: &[u32]) -> bool {
    const FIRST: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    const SECOND: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    weighted(digits, &FIRST).is_multiple_of(11) && weighted(digits, &SECOND).is_multiple_of(11)
}

/// The check digit (modulo 11) of a bank account number.
fn account_checks(digits: &[u32]) -> bool {
    const WEIGHTS: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    digits.len() == 11 && weighted(digits, &WEIGHTS).is_multiple_of(11)
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}
