//! The chain from text to terms.

use super::*;
use proptest::{prop_assert, proptest};

fn analyzer() -> Analyzer {
    let mut analyzer = Analyzer::default();
    analyzer.learn("Taushetsplikten verner tilliten. Helsesykepleieren kan drøfte saken anonymt. Når melder du?");
    analyzer
}

fn stems(text: &str) -> Vec<String> {
    let analysis = analyzer().question(text);
    let content = analysis.words.iter().filter(|word| word.term.role == Role::Content);
    content.map(|word| word.term.stem.to_string()).collect()
}

#[test]
fn nynorsk_slips_and_other_keyboards_reach_the_same_terms() {
    let expected = stems("taushetsplikt drøfte");
    assert_eq!(stems("teieplikta drøfte"), expected);
    assert_eq!(stems("tausetsplikten droefte"), expected);
}

#[test]
fn parted_compounds_are_also_looked_for_joined() {
    let analysis = analyzer().question("helse sykepleieren");
    assert!(analysis.synonyms.iter().any(|synonym| synonym.stems == [stem::stem("helsesykepleieren")]));
}

#[test]
fn question_words_are_kept_apart_from_content() {
    let terms = Analyzer::default().learn("Når melder jeg til barnevernet?");
    let stems =
        |role: Role| -> Vec<&str> { terms.iter().filter(|term| term.role == role).map(|term| &*term.stem).collect() };
    assert_eq!(stems(Role::Content), ["meld", "barnevern"]);
    assert_eq!(stems(Role::Question), ["når"]);
    assert_eq!(terms.len(), 5);
}

#[test]
fn grams_of_short_and_long_words() {
    let mut seen = Vec::new();
    grams("slt", |gram| seen.push(gram.to_owned()));
    grams("skåler", |gram| seen.push(gram.to_owned()));
    assert_eq!(seen, ["slt", "skål", "kåle", "åler"]);
}

#[test]
fn of_a_text_only_what_was_learnt_is_known() {
    let mut analyzer = Analyzer::default();
    analyzer.learn("Melding til barnevernet");
    let known = |text: &str| analyzer.known(text).iter().map(|term| term.stem.to_string()).collect::<Vec<_>>();
    assert_eq!(known("Barnevernet får melding"), ["barnevern", "meld"]);
    assert!(known("").is_empty());
}

#[test]
fn a_word_is_counted_each_time_it_is_learnt() {
    let mut analyzer = Analyzer::default();
    analyzer.learn("helde melde melde");
    assert_eq!(analyzer.vocabulary().len(), 2);
    assert_eq!(analyzer.vocabulary().nearest("jelde"), Some("melde"));
}

#[test]
fn a_lead_is_of_the_first_words_that_carry_meaning() {
    let analyzer = analyzer();
    let lead = |text: &str| analyzer.lead(text).map(|term| term.stem.to_string()).collect::<Vec<_>>();
    assert_eq!(lead("Når melder du tilliten?"), ["meld", "tillit"]);
    assert!(lead("").is_empty());
    assert_eq!(lead(&"tilliten ".repeat(1000)).len(), LEAD_WORDS);
}

#[test]
fn words_begin_as_they_are_written() {
    let start = |word: &str| analyzer().question(word).words[0].term.start.to_string();
    assert_eq!(start("taushetsplikten"), "taush");
    assert_eq!(start("øvrig"), "øvrig");
    assert_eq!(start("slt"), "slt");
}

proptest! {
    #[test]
    fn any_text_is_analysed(text in "\\PC{0,200}") {
        let analysis = analyzer().question(&text);
        prop_assert!(analysis.words.len() <= MAX_QUESTION_WORDS);
    }
}
