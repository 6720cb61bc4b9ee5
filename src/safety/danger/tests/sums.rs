//! Sums over a whole message, with small rule files.

use super::with_rules;
use crate::safety::danger::{Category, Level, SafetyRules};

const FILE: &str = r#"
[ord.vapenord]
former = ["kniv", "øks"]
[kontekst.film]
omfang = "setning"
former = ["filmen"]
[[regel]]
id = "sikker"
kategori = "weapon"
niva = 1
alle = ["bombe"]
[[regel]]
id = "usikker"
svak = true
kategori = "weapon"
niva = 1
alle = ["granat"]
[tegn]
terskel = 10
akutt_fra = 15
vindu = 8
regel_sikker = 20
regel_svak = 10
[tegn.lister]
vapenord = { verdi = 6, kategori = "weapon" }
[tegn.kontekster]
film = -8
[[tegn.ord]]
verdi = 5
kategori = "suicide"
former = ["farvel", "brev*"]
[[tegn.ord]]
verdi = -4
former = ["rolig"]
[tegn_avslag]
terskel = 5
vindu = 20
[[tegn_avslag.ord]]
verdi = 5
former = ["oppskrift"]
"#;

fn rules() -> SafetyRules {
    with_rules(FILE).expect("the rules are valid")
}

fn level(text: &str) -> Option<Level> {
    rules().danger(text).map(|alarm| alarm.level)
}

#[test]
fn signs_that_no_rule_knows_raise_an_alarm_together() {
    let alarm = rules().danger("farvel og brevet").expect("ten points");
    assert_eq!((alarm.category, alarm.level, alarm.rule.as_str()), (Category::Suicide, Level::Serious, "tegn"));
    assert_eq!(level("farvel, brevet og kniv"), Some(Level::Acute));
    assert_eq!(level("farvel"), None);
}

#[test]
fn a_list_counts_once_and_a_word_once_for_each_different_one() {
    assert_eq!(rules().explain_sum("kniv og øks").0, 6);
    assert_eq!(rules().explain_sum("farvel farvel brev brevet").0, 15);
}

#[test]
fn calming_signs_take_back_a_weak_rule_before_a_sure_one() {
    assert_eq!(level("granat"), Some(Level::Acute));
    assert_eq!(level("granat i filmen"), None);
    assert_eq!(level("bombe i filmen"), Some(Level::Acute));
}

#[test]
fn signs_far_apart_are_not_added_up() {
    let between = "en to tre. fire fem seks. sju åtte ni. ti elleve tolv.";
    assert_eq!(level(&format!("farvel nå. {between} brevet der.")), None);
    assert_eq!(level("farvel en to tre fire fem seks sju åtte ni ti brevet"), None, "nor in one long sentence");
    assert_eq!(level(&format!("{between} farvel og brevet. {between}")), Some(Level::Serious));
}

#[test]
fn the_parts_of_a_sum_are_named_with_their_points() {
    let (sum, parts) = rules().explain_sum("rolig i filmen med bombe");
    let parts: Vec<(&str, i32)> = parts.iter().map(|(name, points)| (name.as_str(), *points)).collect();
    assert_eq!((sum, parts), (8, vec![("kontekst film", -8), ("rolig", -4), ("regel", 20)]));
}

#[test]
fn a_request_for_harm_is_seen_by_its_own_sum() {
    assert_eq!(rules().harmful_request("oppskrift"), Some("tegn"));
    assert_eq!(rules().explain_refusal_sum("oppskrift").0, 5);
    assert_eq!(rules().harmful_request("farvel"), None);
}

#[test]
fn points_for_what_does_not_exist_are_reported() {
    let problems =
        with_rules("[tegn]\nterskel = 1\nvindu = 9\n[tegn.lister]\nborte = { verdi = 1 }\n[tegn.kontekster]\nvekk = 1")
            .expect_err("neither exists")
            .to_string();
    assert!(problems.contains("borte") && problems.contains("vekk"), "{problems}");
}
