//! A text with what identifies somebody taken out, or nothing when that is not certain.
//!
//! For a text that is to be kept apart from whoever wrote it: what [`tact`] would suggest is put in,
//! all of it, and the result is refused if anything is left that could point somebody out. It is
//! better to keep nothing than a name.

use super::personal::{may_name_somebody, personal_data};
use super::tact;
use crate::language::WrittenForm;

/// Signs that a sentence needs; others (`@`, `/`, `_`, emoji) belong to addresses and handles.
const SIGNS: &str = " .,:;!?-–—'’\"«»“”()…";

/// A text without what identifies somebody, in one line; `None` when something may be left: a
/// digit, a strange sign, or a word that may be a name.
///
/// Words are not known here: whoever asks must refuse those that nobody knows.
#[must_use]
pub fn masked(text: &str, form: WrittenForm) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let masked = tact::apply(&line, &tact::suggestions(&line, form));
    let is_plain = masked.chars().all(|letter| letter.is_alphabetic() || SIGNS.contains(letter));
    let is_certain = is_plain
        && !masked.trim().is_empty()
        && personal_data(&masked).is_empty()
        && tact::suggestions(&masked, form).is_empty()
        && !may_name_somebody(&masked);
    is_certain.then_some(masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<String> {
        masked(text, WrittenForm::Bokmal)
    }

    #[test]
    fn what_names_nobody_stays_as_it_is_in_one_line() {
        let text = "Hvordan snakker vi\n med elevene om  hendelsen på skolen?";
        assert_eq!(of(text).as_deref(), Some("Hvordan snakker vi med elevene om hendelsen på skolen?"));
    }

    #[test]
    fn names_ages_and_schools_are_taken_out() {
        let text = "Hva gjør vi når Ali, 15, på Solberg skole vil dra fra oss?";
        let masked = of(text).unwrap();
        for gone in ["Ali", "15", "Solberg"] {
            assert!(!masked.contains(gone), "{masked}");
        }
        assert!(masked.starts_with("Hva gjør vi når ") && masked.ends_with(" vil dra fra oss?"), "{masked}");
    }

    #[test]
    fn nothing_comes_of_a_text_with_digits_signs_or_nothing_in_it() {
        for text in [
            "Hva sier vi til foreldrene i uke 43",
            "hvem er brukeren gutten_fra_byen",
            "se https://example.org/eleven",
            " ",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_of_the_lists_is_taken_out_or_nothing_comes_of_the_text() {
        for (text, name) in [
            ("hva gjør vi med hansen i klassen", "hansen"),
            ("Hva gjør vi når Berg snakker om dette?", "Berg"),
            ("er det lov at kari får vite dette", "kari"),
            ("Er det Stein som bestemmer dette?", "Stein"),
        ] {
            assert!(of(text).is_none_or(|masked| !masked.contains(name)), "{text}: {:?}", of(text));
        }
    }
}
