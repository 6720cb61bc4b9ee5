//! Sums of weak signs, and the batches of messages written blind.

use serde::Deserialize;

use super::{cases, missed, rules, with_rules};

#[derive(Deserialize)]
pub(super) struct Batch {
    round: u32,
    danger: Vec<String>,
    harmless: Vec<String>,
    harmful: Vec<String>,
    not_harmful: Vec<String>,
}

#[test]
fn most_of_the_blind_batches_is_told_right() {
    let rules = rules();
    for batch in cases().batch {
        let wrong = [
            missed(&batch.danger, |message| rules.danger(message).is_some()),
            missed(&batch.harmless, |message| rules.danger(message).is_none()),
            missed(&batch.harmful, |message| rules.harmful_request(message).is_some()),
            missed(&batch.not_harmful, |message| rules.harmful_request(message).is_none()),
        ];
        let kinds = [&batch.danger, &batch.harmless, &batch.harmful, &batch.not_harmful];
        for (wrong, all) in wrong.iter().zip(kinds) {
            assert!(wrong.len() * 5 <= all.len(), "round {}: {wrong:#?}", batch.round);
        }
    }
}

#[test]
fn weak_signs_add_up_and_calming_ones_take_away() {
    let rules = with_rules(
        r#"
        [like_ord]
        klasser = [["kommer", "kjem"]]
        [vekter.ro]
        poeng = [{ verdi = -3, ord = "kurs" }]
        [[regel]]
        id = "r"
        kategori = "weapon"
        niva = 1
        alle = ["snart"]
        poeng = [{ verdi = 2, ord = "kommer" }, { verdi = 2, ord = ["øks", "kniv"] }]
        vekter = ["ro"]
        terskel = 4
        "#,
    )
    .expect("the rules are valid");
    assert!(rules.danger("snart kjem han med øks").is_some());
    assert!(rules.danger("snart kommer han").is_none(), "too few signs");
    assert!(rules.danger("snart kommer kurs om øks").is_none());
    let problems =
        with_rules("[[regel]]\nid = \"a\"\nkategori = \"weapon\"\nniva = 1\nalle = [\"x\"]\nterskel = 1\nvekter = []")
            .expect_err("a threshold without points");
    assert!(problems.to_string().contains("terskel"));
}
