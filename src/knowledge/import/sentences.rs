//! Running text to sentences, a line each.
//!
//! Where a Norwegian sentence ends is guesswork, which is why the format leaves
//! it to the author; an imported text is a draft that its editor reads.

/// Longest sentence kept on a line, in bytes.
pub(super) const MAX_BYTES: usize = 4000;
/// Signs that mean a heading, a table or a list where they begin a line.
pub(super) const MARKS: [char; 8] = ['#', '|', '=', '-', '•', '·', '*', ' '];

/// What ends in a full stop without ending a sentence.
const ABBREVIATIONS: [&str; 44] = [
    "adr", "alm", "ang", "art", "avd", "bl.a", "bl", "ca", "dr", "d.v.s", "dvs", "e.kr", "eks", "evt", "ev", "f.eks",
    "f", "fr", "ff", "fork", "gj.sn", "hr", "inkl", "jf", "jfr", "kap", "kl", "m.a", "m.fl", "m.m", "maks", "mfl",
    "mill", "min", "nr", "o.l", "off", "osv", "pga", "prof", "st", "t.d", "tlf", "vedr",
];

/// The sentences of a paragraph, without white space around them.
pub(super) fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…')) {
        let after = &text[at + mark.len_utf8()..];
        let closing = after.len() - after.trim_start_matches(['»', '”', '"', ')', '’']).len();
        let end = at + mark.len_utf8() + closing;
        if at >= start && ends_here(&text[start..at], mark, &text[end..]) {
            keep(&text[start..end], &mut sentences);
            start = end;
        }
    }
    keep(&text[start..], &mut sentences);
    sentences
}

fn ends_here(before: &str, mark: char, after: &str) -> bool {
    let Some(next) =
        after.strip_prefix(' ').and_then(|rest| rest.chars().find(|c| !matches!(c, '«' | '"' | '“' | '(' | '–' | ' ')))
    else {
        return false;
    };
    if !(next.is_uppercase() || next.is_ascii_digit()) {
        return false;
    }
    let word = before.rsplit([' ', '(', '«', '/']).next().unwrap_or_default();
    let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    mark != '.'
        || !(is_number && next.is_ascii_digit() || is_initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str()))
}

/// A sentence, cut at blanks where it is longer than any line may be.
fn keep(text: &str, sentences: &mut Vec<String>) {
    let mut rest = text.trim();
    while rest.len() > MAX_BYTES {
        let limit = (0..=MAX_BYTES).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
        let cut = rest[..limit].rfind(' ').filter(|&at| at > 0).unwrap_or(limit);
        sentences.push(rest[..cut].trim().to_owned());
        // What begins a line must not mean anything there.
        rest = rest[cut..].trim().trim_start_matches(MARKS);
    }
    if !rest.is_empty() {
        sentences.push(rest.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert, prop_assert_eq, proptest};

    #[test]
    fn sentences_end_where_readers_end_them() {
        let text = "Ring politiet, f.eks. på 02800. «Er du trygg?» Spør også jf. § 13 b nr. 7 (se kap. 4). Møtet er 1. mai. Slutt";
        assert_eq!(
            sentences(text),
            [
                "Ring politiet, f.eks. på 02800.",
                "«Er du trygg?»",
                "Spør også jf. § 13 b nr. 7 (se kap. 4).",
                "Møtet er 1. mai.",
                "Slutt"
            ]
        );
        assert!(sentences("  ").is_empty());
    }

    proptest! {
        #[test]
        fn nothing_but_blanks_is_lost(text in "(([a-zå]{1,5}[.!?]?|[A-ZÅ][a-z]{0,3}|»|\\(|[0-9]) ?){0,40}") {
            let squeezed = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            let parts = sentences(&text);
            prop_assert_eq!(squeezed(&parts.concat()), squeezed(&text));
            prop_assert!(parts.iter().all(|part| part.len() <= MAX_BYTES));
        }
    }

    #[test]
    fn a_sentence_without_end_is_cut_at_blanks() {
        let parts = sentences(&"ååå ".repeat(4000));
        assert!(parts.len() > 5 && parts.iter().all(|part| part.len() <= MAX_BYTES && !part.starts_with(' ')));
    }

    #[test]
    fn no_cut_makes_a_heading_or_a_list_of_a_sentence() {
        for mark in ["## ", "- ", "======= ", "| "] {
            let parts = sentences(&format!("{}{mark}ord", "å".repeat(MAX_BYTES / 2)));
            assert_eq!(parts.last().map(String::as_str), Some("ord"), "{mark}");
        }
    }
}
