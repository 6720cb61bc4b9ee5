//! The messages that are fitted on or measured with, taken apart by the rules.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;
use utveier::knowledge;
use utveier::safety::{Category, Features, SafetyRules};

/// Ordinary questions that people put behind what they tell. A danger must be seen with one beside it.
const QUESTIONS: [&str; 10] = [
    "Hva gjør jeg?",
    "Har jeg meldeplikt her, eller gjelder taushetsplikten?",
    "Hvem skal jeg ringe?",
    "Er det noen jeg kan drøfte dette med?",
    "Kva bør eg gjere no?",
    "Hvordan tar jeg det opp med foreldrene?",
    "Må jeg melde fra til barnevernet?",
    "What should I do?",
    "Kan vi få veiledning av RVTS?",
    "Hva sier loven om dette?",
];
/// What such a copy weighs beside the message itself.
const COPY_WEIGHT: f64 = 0.3;
const PHRASE_WEIGHT: f64 = 0.9;
/// Danger told plainly must be seen, whatever else has the same words.
const CASE_WEIGHT: f64 = 3.0;
/// The content has very many questions, and few of them are near danger.
const CONTENT_WEIGHT: f64 = 0.2;
/// As [`CONTENT_WEIGHT`], beside requests for harm: a refused helper is worse than a needless card.
const CONTENT_WEIGHT_OF_REQUESTS: f64 = 0.3;
/// What tells of danger is no request for harm; there is very much of it.
const DANGER_WEIGHT: f64 = 0.3;

/// A message with what counts in it.
pub(crate) struct Message {
    /// The file, or the round of a file with rounds: `w1`, `own-inside`.
    pub(crate) set: String,
    pub(crate) text: String,
    pub(crate) yes: bool,
    pub(crate) category: Option<Category>,
    /// 1 acute, 2 serious.
    pub(crate) level: Option<u8>,
    pub(crate) features: Features,
    /// What it weighs when it is fitted on; 0 when it is only measured with.
    pub(crate) weight: f64,
    /// Whether it is a copy made here, to be fitted on but not counted.
    pub(crate) is_copy: bool,
}

/// The messages of the unit tests, which the sums were always fitted on.
#[derive(Deserialize)]
struct Cases {
    danger: BTreeMap<Category, Vec<String>>,
    messages: CaseMessages,
    batch: Vec<CaseMessages>,
}

#[derive(Deserialize)]
struct CaseMessages {
    #[serde(default, alias = "danger")]
    any_danger: Vec<String>,
    harmless: Vec<String>,
    harmful: Vec<String>,
    not_harmful: Vec<String>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    #[serde(default)]
    expect: String,
    /// `none` for hard negatives of some files.
    #[serde(default)]
    category: String,
    level: Option<u8>,
    #[serde(default)]
    round: String,
    #[serde(default)]
    unsure: bool,
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("run by cargo")).join("..")
}

/// The shipped rules, without points.
pub(crate) fn rules() -> SafetyRules {
    let text = fs::read_to_string(root().join("knowledge/akutt.toml")).expect("the rules are in the repository");
    SafetyRules::parse(&text).expect("the rules are valid")
}

/// Messages for danger, its category and its level.
pub(crate) fn dangers(rules: &SafetyRules) -> Vec<Message> {
    let features = |text: &str| rules.features(text);
    let mut messages = Vec::new();
    for (file, weight) in [
        ("own-danger", 1.0),
        ("own-danger-phrases", PHRASE_WEIGHT),
        ("own-inside", 1.0),
        ("own-outside", 1.0),
        ("own-smalltalk", 1.0),
        ("own-stories", 0.0),
        ("blind-danger", 0.0),
        ("blind-inside", 0.0),
        ("blind-passages", 0.0),
        ("dev/acute", 0.0),
        ("dev/nb", 0.0),
        ("dev/nb-confusable", 0.0),
        ("dev/nn", 0.0),
        ("dev/dialekt", 0.0),
        ("dev/en", 0.0),
    ] {
        read(file, "acute", weight, &features, &mut messages);
    }
    content(CONTENT_WEIGHT, &features, &mut messages);
    let cases = cases();
    for (category, texts) in &cases.danger {
        messages.extend(texts.iter().map(|text| case(text, true, Some(*category), &features)));
    }
    for kind in cases.batch.iter().chain([&cases.messages]) {
        messages.extend(kind.any_danger.iter().map(|text| case(text, true, None, &features)));
        messages.extend(kind.harmless.iter().map(|text| case(text, false, None, &features)));
    }
    let told: Vec<(usize, &Message)> =
        messages.iter().filter(|message| message.yes && message.weight >= 1.0).enumerate().collect();
    let copies: Vec<Message> =
        told.into_iter().map(|(number, message)| beside_a_question(number, message, rules)).collect();
    messages.extend(copies);
    messages
}

/// Messages for requests for help to do harm.
pub(crate) fn requests(rules: &SafetyRules) -> Vec<Message> {
    let features = |text: &str| rules.request_features(text);
    let mut messages = Vec::new();
    for (file, weight) in [
        ("own-refusals", 1.0),
        ("own-refusal-phrases", PHRASE_WEIGHT),
        ("own-harmful", 1.0),
        ("own-inside", 1.0),
        ("own-outside", 1.0),
        ("own-smalltalk", 1.0),
        ("own-danger", DANGER_WEIGHT),
        ("own-danger-phrases", PHRASE_WEIGHT),
        ("own-stories", 0.0),
        ("blind-refusals", 0.0),
        ("blind-inside", 0.0),
        ("blind-passages", 0.0),
        ("dev/out-of-scope", 0.0),
        ("dev/nb", 0.0),
        ("dev/nb-confusable", 0.0),
        ("dev/nn", 0.0),
        ("dev/dialekt", 0.0),
        ("dev/en", 0.0),
    ] {
        read(file, "refuse", weight, &features, &mut messages);
    }
    content(CONTENT_WEIGHT_OF_REQUESTS, &features, &mut messages);
    let cases = cases();
    for kind in cases.batch.iter().chain([&cases.messages]) {
        messages.extend(kind.harmful.iter().map(|text| case(text, true, None, &features)));
        messages.extend(kind.not_harmful.iter().chain(&kind.harmless).map(|text| case(text, false, None, &features)));
    }
    messages
}

fn cases() -> Cases {
    let text =
        fs::read_to_string(root().join("src/safety/danger/cases.toml")).expect("the cases are in the repository");
    toml::from_str(&text).expect("the cases are valid")
}

fn case(text: &str, yes: bool, category: Option<Category>, features: &impl Fn(&str) -> Features) -> Message {
    Message {
        set: "cases".to_owned(),
        text: text.to_owned(),
        yes,
        category,
        level: None,
        features: features(text),
        weight: CASE_WEIGHT,
        is_copy: false,
    }
}

fn read(file: &str, yes: &str, weight: f64, features: &impl Fn(&str) -> Features, messages: &mut Vec<Message>) {
    let path = root().join(format!("tests/questions/{file}.jsonl"));
    let text = fs::read_to_string(path).expect("the questions are in the repository");
    for line in text.lines() {
        let line: Line = serde_json::from_str(line).expect("a message");
        if line.unsure {
            continue;
        }
        let set = match (file, line.round.as_str()) {
            (_, "") => file.to_owned(),
            ("own-danger" | "own-refusals", round) if round.starts_with(['w', 'x', 'r']) => round.to_owned(),
            (_, round) => format!("{file} {round}"),
        };
        messages.push(Message {
            set,
            yes: line.expect == yes,
            category: Category::ALL.into_iter().find(|known| known.as_str() == line.category),
            level: line.level,
            features: features(&line.text),
            text: line.text,
            weight,
            is_copy: false,
        });
    }
}

/// The ways of asking that stand in the content: ordinary questions all of them.
fn content(weight: f64, features: &impl Fn(&str) -> Features, messages: &mut Vec<Message>) {
    let loaded = knowledge::load(&root().join("knowledge")).expect("the shipped content loads");
    for phrasing in loaded.knowledge.passages().iter().flat_map(|passage| &passage.phrasings) {
        messages.push(Message {
            set: "content".to_owned(),
            text: phrasing.clone(),
            yes: false,
            category: None,
            level: None,
            features: features(phrasing),
            weight,
            is_copy: false,
        });
    }
}

fn beside_a_question(number: usize, message: &Message, rules: &SafetyRules) -> Message {
    let text = format!("{}. {}", message.text, QUESTIONS[number % QUESTIONS.len()]);
    Message {
        set: message.set.clone(),
        yes: true,
        category: message.category,
        level: message.level,
        features: rules.features(&text),
        text,
        weight: COPY_WEIGHT,
        is_copy: true,
    }
}
