//! How long a reply takes in process, over every development question.
//!
//! `cargo bench --workspace --bench reply` prints median, 99th percentile and
//! the longest, with the words of danger, the search, the decision, the excerpt
//! and the messages in it. Each question is asked five times and its median taken,
//! so that what else the machine does is not counted.

#![expect(clippy::print_stdout, reason = "a measurement prints what it measured")]
#![expect(clippy::expect_used, reason = "a measurement that cannot read its data must stop")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Deserialize;
use utveier::dialogue::{Door, Incoming, Outside, Scope, State, What};
use utveier::engine::Engine;

/// Files of questions, from single words to whole stories.
const FILES: [&str; 11] = [
    "own-inside",
    "own-stories",
    "own-outside",
    "own-smalltalk",
    "dev/nb",
    "dev/nb-confusable",
    "dev/nn",
    "dev/dialekt",
    "dev/en",
    "dev/svda",
    "dev/out-of-scope",
];

#[derive(Deserialize)]
struct Question {
    text: String,
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let engine = Engine::load(&root.join("knowledge"), "http://127.0.0.1:8080").expect("the shipped content loads").0;
    let questions: Vec<String> = FILES.iter().flat_map(|file| texts(&root, file)).collect();
    let _warm = answer(&engine, "Hva er en mentor?");
    let median = |question: &String| {
        let mut times: [Duration; 5] = std::array::from_fn(|_| answer(&engine, question));
        times.sort_unstable();
        times[2]
    };
    let mut times: Vec<Duration> = questions.iter().map(median).collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{} questions: median {:.2?}, p99 {:.2?}, longest {:.2?}", times.len(), at(0.5), at(0.99), at(1.0));
}

fn answer(engine: &Engine, question: &str) -> Duration {
    let what = What::Text(question.to_owned());
    let incoming = Incoming::new(Door::Terminal, Scope::Private, None, what);
    let began = Instant::now();
    let step = engine.advance(Outside::nothing(), State::default(), &incoming);
    assert!(!step.outgoing.is_empty());
    began.elapsed()
}

fn texts(root: &Path, file: &str) -> Vec<String> {
    let path: PathBuf = root.join(format!("tests/questions/{file}.jsonl"));
    let text = fs::read_to_string(path).expect(file);
    text.lines().map(|line| serde_json::from_str::<Question>(line).expect(file).text).collect()
}
