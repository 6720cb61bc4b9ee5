//! Sums over a whole message, with small files.

use super::{cases, with_rules};
use crate::safety::danger::{Category, Level, SafetyRules};

const RULES: &str = r#"
[ord.vapenord]
former = ["kniv", "øks"]
[kontekst.film]
omfang = "setning"
former = ["filmen"]
[[regel]]
id = "kniv"
kategori = "weapon"
niva = 1
alle = ["@vapenord"]
ikke = ["film"]
[[regel]]
id = "bombe"
alltid = true
kategori = "weapon"
niva = 1
alle = ["bombe"]
[[avslag]]
id = "oppskrift"
alle = ["oppskrift"]
"#;

const POINTS: &str = r#"
vindu = 8
regel_senker = 30
[fare]
terskel = 50
[fare.poeng]
regler = { 6 = ["kniv"] }
holdt_tilbake = { -6 = ["kniv"] }
stammer = { 7 = ["farvel"], 5 = ["brev"], -9 = ["lek"] }
ordpar = { 8 = ["ta farvel"] }
[akutt]
terskel = 60
[akutt.poeng.stammer]
20 = ["brev"]
[kategori.fra_start]
threat = 1
[kategori.poeng.suicide]
stammer = { 9 = ["farvel"] }
[kategori.poeng.threat]
stammer = { -3 = ["farvel"] }
[avslag]
terskel = 50
[avslag.poeng]
regler = { 6 = ["oppskrift"] }
stammer = { -6 = ["kak"] }
bokstaver = { 2 = ["_bl"], 3 = ["åkk_"] }
"#;

fn rules() -> SafetyRules {
    with_rules(RULES).and_then(|rules| rules.with_points(POINTS)).expect("the rules are valid")
}

fn level(text: &str) -> Option<Level> {
    rules().danger(text).map(|alarm| alarm.level)
}

#[test]
fn signs_that_no_rule_knows_raise_an_alarm_together() {
    let alarm = rules().danger("farvel").expect("seven points in one word");
    assert_eq!((alarm.category, alarm.level, alarm.rule.as_str()), (Category::Suicide, Level::Serious, "tegn"));
    assert_eq!(level("farvel brev"), Some(Level::Acute));
    assert_eq!(level("farvel alle sammen her"), None, "spread over more words");
}

#[test]
fn a_rule_is_one_sign_among_others_unless_it_is_always_shown() {
    assert_eq!(level("kniv"), Some(Level::Serious));
    assert_eq!(level("kniv lek"), None);
    assert_eq!(level("kniv i filmen"), None);
    assert_eq!(level("bombe lek"), Some(Level::Acute));
}

#[test]
fn nynorsk_and_endings_meet_in_one_stem_and_what_is_said_twice_counts_once() {
    assert_eq!(rules().explain_sum("breva").0, rules().explain_sum("brevet").0);
    assert_eq!(rules().explain_sum("farvel farvel").0, 70);
}

#[test]
fn signs_far_apart_are_not_added_up() {
    let between = "en to tre. fire fem seks. sju åtte ni. ti elleve tolv.";
    let apart = rules().explain_sum(&format!("farvel nå. {between} brevet der.")).0;
    assert!(apart < rules().explain_sum("farvel nå brevet der").0, "{apart}");
    assert_eq!(level(&format!("{} farvel", "lek og lek. ".repeat(20))), None);
    assert!(level(&format!("{between} {between} farvel")).is_none(), "it stands in a stretch of eight words");
}

#[test]
fn the_parts_of_a_sum_are_named_with_their_points() {
    let (sum, parts) = rules().explain_sum("ta farvel lek");
    let parts: Vec<(&str, i32)> = parts.iter().map(|(name, points)| (name.as_str(), *points)).collect();
    assert_eq!((sum, parts), (35, vec![("stammer lek", -9), ("ordpar ta farvel", 8), ("stammer farvel", 7)]));
}

#[test]
fn a_request_for_harm_is_seen_by_its_own_sum() {
    assert_eq!(rules().harmful_request("oppskrift"), Some("oppskrift"));
    assert_eq!(rules().harmful_request("oppskrift kake"), None);
    assert_eq!(rules().explain_refusal_sum("oppskrift").0, 60);
}

#[test]
fn letters_of_unknown_words_count_with_the_edges_of_the_word() {
    assert_eq!(rules().explain_refusal_sum("blåkk").0, 50);
    assert_eq!(rules().explain_refusal_sum("åkkbl").0, 0);
    assert_eq!(rules().explain_refusal_sum("å").0, 0);
}

#[test]
fn without_points_the_rules_alone_decide() {
    let rules = with_rules(RULES).expect("the rules are valid");
    assert_eq!(rules.danger("kniv lek").map(|alarm| alarm.rule).as_deref(), Some("kniv"));
    assert!(rules.danger("farvel brev").is_none() && rules.threshold().is_none());
}

#[test]
fn points_for_what_does_not_exist_are_reported_all_at_once() {
    let wrong = POINTS
        .replace(r#"-6 = ["kniv"]"#, r#"-6 = ["borte"]"#)
        .replace("[akutt.poeng.stammer]", "[akutt.poeng.ukjent]")
        .replace("regel_senker = 30", "regel_senker = -1")
        .replace(r#"5 = ["brev"]"#, r#"mange = ["brev"], 2000000000 = ["brev"], 5 = ["farvel"]"#);
    let problems =
        with_rules(RULES).and_then(|rules| rules.with_points(&wrong)).expect_err("none is right").to_string();
    let named = [
        "\"borte\" does not exist",
        "ukjent",
        "\"mange\" is no whole number",
        "\"2000000000\" is no",
        "regel_senker is -1",
        "\"farvel\" stands twice",
    ];
    assert!(named.iter().all(|named| problems.contains(named)), "{problems}");
}

/// The sum is taken among numbers, the parts are named by words: both must see the same.
#[test]
fn named_parts_add_up_to_the_sum() {
    let rules = super::rules();
    let cases = cases();
    let messages = cases.danger.values().flatten().chain(&cases.messages.harmless).chain(&cases.messages.harmful);
    for message in messages.filter(|message| message.len() < 300) {
        let breadth = rules.features(message).breadth as f64;
        let spread = |parts: &[(String, i32)]| {
            let points: i32 = parts.iter().map(|(_, points)| points).sum();
            (10.0 * f64::from(points) / breadth.sqrt()).round() as i32
        };
        let (sum, parts) = rules.explain_sum(message);
        assert_eq!(sum, spread(&parts), "{message}: {parts:?}");
        let (sum, parts) = rules.explain_refusal_sum(message);
        assert_eq!(sum, spread(&parts), "{message}: {parts:?}");
    }
}
