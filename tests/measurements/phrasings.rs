//! The phrasings: each leads to where it stands, and the content does not learn
//! from the test: none is equal or nearly equal to a development question.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use utveier::engine::{Engine, GOAL_FIRST, GOAL_THREE, self_retrieval};
use utveier::knowledge;
use utveier::language::{normalize, token};

/// Share of words in common, of all words of both, from which two are near.
const NEAR: f64 = 0.7;

#[test]
fn no_phrasing_is_a_development_question() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let loaded = knowledge::load(&root.join("knowledge")).expect("the shipped content loads");
    let passages = loaded.knowledge.passages().iter();
    let phrasings: Vec<(&str, HashSet<String>)> = passages
        .flat_map(|passage| passage.phrasings.iter().map(|phrasing| (phrasing.as_str(), words(phrasing))))
        .collect();
    let mut questions = 0;
    for file in fs::read_dir(root.join("tests/questions/dev")).expect("the questions are in the repository") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("UTF-8");
        for line in text.lines() {
            let question: serde_json::Value = serde_json::from_str(line).expect("a question");
            let own = words(question["text"].as_str().unwrap_or_default());
            questions += 1;
            for (phrasing, theirs) in phrasings.iter().filter(|_| own.len() >= 3) {
                let both = own.intersection(theirs).count() as f64;
                let share = both / own.union(theirs).count() as f64;
                assert!(share < NEAR, "«{phrasing}» is near the development question {}", question["id"]);
            }
        }
    }
    assert!(questions > 300 && phrasings.len() > 2000, "{questions} questions, {} phrasings", phrasings.len());
}

/// Every phrasing leads to where it stands, or to its twin.
#[test]
fn phrasings_lead_home() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (engine, _) = Engine::load(&root.join("knowledge"), "http://127.0.0.1:8080").expect("the shipped content loads");
    let found = self_retrieval(&engine);
    println!("{} phrasings: {:.4} first, {:.4} among three", found.phrasings, found.rate_first(), found.rate_three());
    assert!(found.phrasings > 2000, "{} phrasings", found.phrasings);
    assert!(found.rate_first() >= GOAL_FIRST && found.rate_three() >= GOAL_THREE, "{:#?}", found.strays);
}

fn words(text: &str) -> HashSet<String> {
    token::words(&normalize::normalize(text)).map(str::to_owned).collect()
}
