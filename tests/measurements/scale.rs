//! How a large collection behaves: 100,000 passages, and a million tiny ones.
//!
//! `cargo bench --workspace --bench scale` prints how long a question
//! takes (for one core put `taskset -c 0` before it), how long the index took
//! to build, and what it holds in memory. The passages are pairs of NorQuAD's
//! paragraphs, each with words of its own, so that the words of the collection
//! grow with it.

#![expect(clippy::print_stdout, reason = "a measurement prints what it measured")]
#![expect(clippy::expect_used, reason = "a measurement that cannot read its data must stop")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use utveier::language::Thesaurus;
use utveier::search::corpus::{CorpusLine, QueryLine};
use utveier::search::{Document, SearchIndex};

/// Passages of the large collection, and of the one of tiny passages.
const LARGE: usize = 100_000;
const TINY: usize = 1_000_000;
/// Questions of the collection of tiny passages.
const QUESTIONS: usize = 100;

fn main() {
    let paragraphs: Vec<CorpusLine> = lines("corpus.jsonl");
    let queries: Vec<QueryLine> = lines("queries.jsonl");
    let half = |text: &str| text[..text.floor_char_boundary(text.len() / 2)].to_owned();
    let texts: Vec<String> = (0..LARGE)
        .map(|at| {
            let other = &paragraphs[(at * 7 + at / paragraphs.len()) % paragraphs.len()];
            format!("{} {} merke{at}", half(&paragraphs[at % paragraphs.len()].text), half(&other.text))
        })
        .collect();
    let questions: Vec<&str> = queries.iter().map(|query| query.text.as_str()).collect();
    measure("passages", &texts, &questions);
    let texts: Vec<String> = (0..TINY).map(|at| format!("sak {at}")).collect();
    measure("tiny passages", &texts, &questions[..QUESTIONS]);
}

fn measure(what: &str, texts: &[String], questions: &[&str]) {
    let before = resident();
    let began = Instant::now();
    let documents = texts.iter().map(|text| Document { titles: "", text, asked: &[] });
    let index = SearchIndex::build(documents, Thesaurus::default()).expect("in memory");
    let built = began.elapsed();
    let bytes: usize = texts.iter().map(String::len).sum();
    let held = resident().saturating_sub(before);
    let mut times: Vec<Duration> = questions
        .iter()
        .map(|question| {
            let began = Instant::now();
            let hits = index.search(&index.analyzer().question(question), 10).expect("in memory");
            assert!(hits.len() <= 10);
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "{} {what}, {} MB: built in {built:.1?}, {} MB more held; question median {:.1?}, p99 {:.1?}, worst {:.1?}",
        texts.len(),
        bytes / 1_000_000,
        held / 1000,
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

/// Memory of this process that is in use, in kB; 0 where it cannot be told.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn lines<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let path = root().join("tests/retrieval/norquad-wiki").join(name);
    let text = fs::read_to_string(path).expect(name);
    text.lines().map(|line| serde_json::from_str(line).expect(name)).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
