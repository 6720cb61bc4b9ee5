//! The whole room on texts nobody would write: nothing panics, and every place lies in the text.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::language::WrittenForm;

const RULES: &str = include_str!("../../knowledge/akutt.toml");
const POINTS: &str = include_str!("../../knowledge/tegn.toml");
/// Characters of the longest texts; with three bytes a character more than 50 kB.
const LONG: usize = 17_000;

/// Read once, because reading takes longer than asking.
static SHARED: LazyLock<SafetyRules> = LazyLock::new(|| {
    SafetyRules::parse(RULES).and_then(|rules| rules.with_points(POINTS)).expect("the repository's rules are valid")
});

/// Asks everything the room answers, and checks the places.
fn ask_everything(rules: &SafetyRules, text: &str) {
    let length = text.chars().count();
    let _ = (rules.danger(text), rules.explain_danger(text), rules.explain_sum(text), rules.harmful_request(text));
    let mut end = 0;
    for span in personal_data(text) {
        assert!(end <= span.start && span.start < span.end && span.end <= length, "{span:?} of {length}");
        end = span.end;
    }
    for form in [WrittenForm::Bokmal, WrittenForm::Nynorsk, WrittenForm::English] {
        let suggestions = tact::suggestions(text, form);
        assert!(suggestions.iter().all(|suggestion| suggestion.end <= length));
        let _ = tact::apply(text, &suggestions);
    }
}

/// Pieces that parsers look for, to be put together in ways they were not meant for.
const PIECES: &[&str] = &[
    "han skal drepe",
    "i morgen",
    "æ",
    "Å",
    "İ",
    "ß",
    "ﬁ",
    "🙂",
    "\u{0301}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\0",
    "\n",
    "?",
    ". ",
    "Ola",
    "Kari's",
    "heter ",
    "@",
    "_x_",
    "#1234",
    "+47",
    "00",
    "12 34 56 78",
    "010170 12345",
    "1234.56.78903",
    "2026/12-3",
    "Storgata 5å",
    "AB 12345",
    "12. mai 2008",
    "15 år gammel",
    "-åring",
    "59.9139, 10.7522",
    "°",
    "::1",
    "192.168.1.12",
    "(",
    "»",
    "’",
    "s’ ",
    "på Solberg skole",
    "8b",
    "i forrige uke",
    "ikke ",
    "s k y t e ",
    "neeeei",
    "t.me/",
    "krøllalfa ",
    " punktum ",
];

fn pieces(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), count)
        .prop_map(|numbers| numbers.into_iter().map(|number| PIECES[number]).collect())
}

#[test]
fn long_texts_of_one_kind_are_read_to_the_end() {
    for piece in
        ["a", "æ", "€", "🙂", "\u{0301}", "han skal drepe dem. ", "Ola ", "1", "@", "12.", "?", "a. ", "\u{202e}x"]
    {
        let text: String = piece.chars().cycle().take(LONG).collect();
        ask_everything(&SHARED, &text);
    }
}

#[test]
fn rules_that_are_no_rules_are_refused_with_words() {
    for text in ["", "=", "godkjent", "[[regel]]", "godkjent = 1", "\u{0}", "[tegn]\nterskel = \"x\""] {
        assert!(SafetyRules::parse(text).is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,300}|[\\x00-\\u{ffff}]{0,300}") {
        ask_everything(&SHARED, &text);
    }

    #[test]
    fn pieces_in_any_order_are_read_without_panic(text in pieces(0..120)) {
        ask_everything(&SHARED, &text);
    }
}
