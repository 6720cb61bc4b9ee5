//! The rules of `knowledge/akutt.toml` against the messages of `cases.toml`, and the engine against
//! small rule files.

mod points;
mod sums;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

const RULES: &str = include_str!("../../../knowledge/akutt.toml");
const POINTS: &str = include_str!("../../../knowledge/tegn.toml");

#[derive(Deserialize)]
struct Cases {
    danger: BTreeMap<String, Vec<String>>,
    messages: Messages,
    /// Messages written before anybody looked at what the rules make of them.
    batch: Vec<points::Batch>,
}

#[derive(Deserialize)]
struct Messages {
    any_danger: Vec<String>,
    harmless: Vec<String>,
    harmful: Vec<String>,
    not_harmful: Vec<String>,
}

fn rules() -> SafetyRules {
    SafetyRules::parse(RULES).and_then(|rules| rules.with_points(POINTS)).expect("the repository's rules are valid")
}

fn cases() -> Cases {
    toml::from_str(include_str!("cases.toml")).expect("the cases are valid")
}

/// A file with the cards and the given rules.
fn with_rules(rules: &str) -> Result<SafetyRules, RulesError> {
    let cards = &RULES[RULES.find("\n[[kort]]\n").expect("the rules hold cards")..];
    SafetyRules::parse(&format!("godkjent = false\n{rules}\n{cards}"))
}

fn missed(messages: &[String], is_right: impl Fn(&str) -> bool) -> Vec<&str> {
    messages.iter().map(String::as_str).filter(|message| !is_right(message)).collect()
}

#[test]
fn danger_of_every_category_is_seen() {
    let rules = rules();
    for (category, messages) in cases().danger {
        assert!(Category::ALL.iter().any(|known| known.as_str() == category), "unknown category {category}");
        let missed = missed(&messages, |message| rules.danger(message).is_some());
        assert!(missed.len() * 20 <= messages.len(), "{category}: {missed:#?}");
    }
}

#[test]
fn danger_in_other_words_is_seen() {
    let (rules, cases) = (rules(), cases());
    let missed = missed(&cases.messages.any_danger, |message| rules.danger(message).is_some());
    assert!(missed.len() * 20 <= cases.messages.any_danger.len(), "{missed:#?}");
}

#[test]
fn ordinary_messages_seldom_raise_an_alarm_and_are_seldom_refused() {
    let (rules, cases) = (rules(), cases());
    let wrong = missed(&cases.messages.harmless, |message| {
        rules.danger(message).is_none() && rules.harmful_request(message).is_none()
    });
    assert!(wrong.len() * 50 <= cases.messages.harmless.len(), "{wrong:#?}");
}

#[test]
fn harmful_requests_are_told_from_questions_about_them() {
    let (rules, cases) = (rules(), cases());
    let missed_requests = missed(&cases.messages.harmful, |message| rules.harmful_request(message).is_some());
    assert!(missed_requests.is_empty(), "{missed_requests:#?}");
    let refused = missed(&cases.messages.not_harmful, |message| rules.harmful_request(message).is_none());
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn an_idiom_or_a_course_does_not_hide_a_real_sentence() {
    let rules = rules();
    for harmless in ["Haha, jeg skjøt meg selv i foten.", "Vi hadde kurs om selvmord i går.", "Hva sier § 131?"] {
        let message = format!(
            "{harmless} {} Han sier han skal ta livet sitt i natt. {harmless}",
            "Vi bor i Drammen. ".repeat(30)
        );
        assert_eq!(rules.danger(&message).map(|alarm| alarm.category), Some(Category::Suicide), "{message}");
    }
}

#[test]
fn the_last_line_of_a_very_long_message_is_read() {
    let rules = rules();
    let message = format!("{}\nhan har pistol på skolen nå", "Dette er en lang tekst. ".repeat(5_000));
    assert_eq!(rules.danger(&message).map(|alarm| alarm.level), Some(Level::Acute));
}

#[test]
fn disguised_spellings_are_read() {
    let rules = rules();
    for message in [
        "JEG SKAL DREPE HAN",
        "jeg skal dr3pe han",
        "jeg skal d r e p e han",
        "jeg skal dre\u{200b}pe han",
        "jeg skal drpee han",
        "jeg skal drepeee han",
    ] {
        assert!(rules.danger(message).is_some(), "{message}");
    }
}

#[test]
fn a_trace_says_what_matched_and_what_held_it_back() {
    let rules = with_rules(
        r#"
        [kontekst.spill]
        omfang = "setning"
        former = ["i spillet"]
        [kontekst.fortid]
        omfang = "setning"
        former = ["i fjor"]
        [[regel]]
        id = "r"
        kategori = "weapon"
        niva = 1
        alle = ["skal", ["skyt*", "drepe"]]
        rekkefolge = true
        ikke = ["spill"]
        demp = ["fortid"]
        "#,
    )
    .expect("the rules are valid");
    let held = &rules.explain_danger("i spillet skal jeg skyte")[0];
    assert_eq!(held.matched, ["skal", "skyte"]);
    assert_eq!(held.held_back_by.as_deref(), Some("spill"));
    assert_eq!(rules.danger("i spillet skal jeg skyte. Jeg skal skyte").map(|alarm| alarm.level), Some(Level::Acute));
    assert_eq!(rules.danger("i fjor skal han skyte").map(|alarm| alarm.level), Some(Level::Serious));
    assert!(rules.danger("skyte skal han").is_none(), "the order is wrong");
    assert!(rules.danger("skal. Skyte").is_none(), "the sentences differ");
}

#[test]
fn every_mistake_in_the_rules_is_reported_at_once() {
    let mistakes = r#"
        [ord.ubrukt]
        former = ["x"]
        [[regel]]
        id = "a"
        kategori = "weapon"
        niva = 1
        alle = ["@finnesikke", "Stor"]
        vindu = 99
        ikke = ["ukjent"]
        [[regel]]
        id = "a"
        kategori = "weapon"
        niva = 1
        alle = []
    "#;
    let problems = with_rules(mistakes).expect_err("the rules are wrong").problems.join("\n");
    for part in ["ubrukt", "finnesikke", "Stor", "99", "ukjent", "used twice", "alle is empty"] {
        assert!(problems.contains(part), "{part} is missing in {problems}");
    }
    assert!(SafetyRules::parse("godkjent = false").expect_err("no cards").problems.len() >= 9);
    assert!(
        SafetyRules::parse("ukjent = 1").is_err()
            && with_rules("[[regel]]\nid = \"a\"\nkategori = \"weapon\"\nniva = 3\nalle = [\"x\"]").is_err()
    );
}

#[test]
fn cards_are_complete_and_begin_with_a_number() {
    let rules = rules();
    for category in Category::ALL {
        let card = rules.card(category);
        assert_eq!(card.category, category);
        assert!(!card.approved && !rules.is_approved(), "professionals have approved: change this test");
    }
    assert_eq!(rules.cards().len(), Category::ALL.len());
}

#[test]
fn rules_can_be_shared_between_threads() {
    fn is_shareable<T: Send + Sync>() {}
    is_shareable::<SafetyRules>();
    is_shareable::<Alarm>();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_panics(text in "\\PC{0,200}|(skal|drepe|ikke|i|morgen|kniv|s|k|y|t|e|[ .,?!\u{0}\u{200b}\n]){0,60}") {
        use std::sync::LazyLock;
        static SHARED: LazyLock<SafetyRules> = LazyLock::new(rules);
        let alarm = SHARED.danger(&text);
        let traces = SHARED.explain_danger(&text);
        let gravest = traces.iter().filter(|trace| trace.held_back_by.is_none()).map(|trace| trace.level).min();
        if let Some(alarm) = alarm.filter(|alarm| alarm.rule != rules::BY_SUM) {
            prop_assert!(gravest.is_some_and(|gravest| gravest <= alarm.level));
        }
        let _ = SHARED.harmful_request(&text);
    }
}
