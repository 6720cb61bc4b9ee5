//! What each part of the chain and of the ranking adds.
//!
//! `cargo bench --workspace --bench ablation` prints the table that is
//! kept in `tests/measurements/README.md`. A link of the chain is left out of
//! the questions only: the index holds all evidence, but nothing asks for it.

#![expect(clippy::print_stdout, reason = "a measurement prints what it measured")]
#![expect(clippy::expect_used, reason = "a measurement that cannot read its data must stop")]

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use utveier::engine::Engine;
use utveier::knowledge::Knowledge;
use utveier::language::analyzer::{self, Role};
use utveier::language::{Analysis, Thesaurus, stem};
use utveier::search::corpus::{CorpusLine, QueryLine};
use utveier::search::{Document, Evidence, Hit, SearchIndex};

/// A change to a question, and how the evidence is added up then: another way
/// for the content, or for a collection without ways of asking, or for both.
struct Variant {
    name: &'static str,
    change: fn(&mut Analysis),
    score: Score,
}

enum Score {
    AsItIs,
    OfContent(fn(Evidence) -> f32),
    OfTexts(fn(Evidence) -> f32),
}

const VARIANTS: [Variant; 12] = [
    Variant { name: "all of it", change: |_| {}, score: Score::AsItIs },
    Variant { name: "without the second ranker", change: |_| {}, score: Score::OfContent(lexical) },
    Variant { name: "the second ranker alone", change: |_| {}, score: Score::OfContent(|evidence| evidence.learned) },
    Variant {
        name: "without likeness",
        change: |_| {},
        score: Score::OfContent(|evidence| evidence.learned.ln().max(-9.0) + 0.9 * evidence.asked),
    },
    Variant { name: "without a named title", change: |_| {}, score: Score::OfTexts(lexical) },
    Variant { name: "without synonyms", change: |analysis| analysis.synonyms.clear(), score: Score::AsItIs },
    Variant {
        name: "without parts of compounds",
        change: |analysis| each(analysis, |term| term.parts.clear()),
        score: Score::AsItIs,
    },
    Variant {
        name: "without character n-grams",
        change: |analysis| each(analysis, |term| term.grams = "".into()),
        score: Score::AsItIs,
    },
    Variant {
        name: "without what words begin with",
        change: |analysis| each(analysis, |term| term.start = "".into()),
        score: Score::AsItIs,
    },
    Variant { name: "without mending of misspelt words", change: unmend, score: Score::AsItIs },
    Variant { name: "without nynorsk and dialect to bokmål", change: unbridge, score: Score::AsItIs },
    Variant {
        name: "without small words",
        change: |analysis| analysis.words.retain(|word| word.term.role != Role::Function),
        score: Score::AsItIs,
    },
];

fn lexical(evidence: Evidence) -> f32 {
    use utveier::search::ranking::weights::{ASKED, ASKED_MORE, TEXT};
    ASKED * evidence.asked + ASKED_MORE * evidence.asked_more + TEXT * evidence.text
}

fn each(analysis: &mut Analysis, change: impl Fn(&mut analyzer::Term)) {
    analysis.words.iter_mut().for_each(|word| change(Arc::make_mut(&mut word.term)));
}

fn unbridge(analysis: &mut Analysis) {
    for word in analysis.words.iter_mut().filter(|word| word.corrected.is_none() && *word.term.bokmal != word.surface) {
        word.term = Arc::new(raw(&word.surface, word.term.role));
    }
}

fn unmend(analysis: &mut Analysis) {
    for word in analysis.words.iter_mut().filter(|word| word.corrected.is_some()) {
        word.term = Arc::new(raw(&word.surface, word.term.role));
        word.corrected = None;
    }
}

/// A word as it stands, only stemmed.
fn raw(surface: &str, role: Role) -> analyzer::Term {
    let mut grams = Vec::new();
    analyzer::grams(surface, |gram| grams.push(gram.to_owned()));
    analyzer::Term {
        stem: stem::stem(surface).into(),
        parts: Vec::new(),
        bokmal: surface.into(),
        start: surface.chars().take(analyzer::START_LETTERS).collect(),
        grams: if role == Role::Content { grams.join(" ").into() } else { "".into() },
        role,
    }
}

#[derive(Deserialize)]
struct Question {
    text: String,
    #[serde(default)]
    accept: Vec<String>,
    #[serde(default)]
    unsure: bool,
}

fn main() {
    let engine = Engine::load(&root().join("knowledge"), "http://127.0.0.1:8080").expect("the shipped content loads").0;
    let wiki = wiki(&engine.knowledge);
    println!("| variant | success@1 | success@3 | MRR@10 | NorQuAD nDCG@10 | – nynorsk | – typing slips |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for variant in &VARIANTS {
        let [first, three, reciprocal] = questions(&engine, variant);
        let cells: Vec<String> = ["queries", "queries-nn", "queries-typo"]
            .iter()
            .map(|file| {
                if matches!(variant.score, Score::OfContent(_)) {
                    "·".to_owned()
                } else {
                    format!("{:.4}", gain(&wiki, file, variant))
                }
            })
            .collect();
        println!("| {} | {first:.3} | {three:.3} | {reciprocal:.3} | {} |", variant.name, cells.join(" | "));
    }
}

fn hits(index: &SearchIndex, text: &str, variant: &Variant, score: Option<fn(Evidence) -> f32>) -> Vec<Hit> {
    let mut analysis = index.analyzer().question(text);
    (variant.change)(&mut analysis);
    let mut hits = index.search(&analysis, 60).expect("in memory");
    if let Some(score) = score {
        hits.sort_by(|one, other| score(other.evidence).total_cmp(&score(one.evidence)));
    }
    hits.truncate(10);
    hits
}

/// Success at one and at three, and the mean reciprocal rank.
fn questions(engine: &Engine, variant: &Variant) -> [f64; 3] {
    let (mut sums, mut count) = ([0.0; 3], 0.0);
    let score = if let Score::OfContent(score) = variant.score { Some(score) } else { None };
    for file in ["own-inside", "dev/nb", "dev/nb-confusable", "dev/nn", "dev/dialekt", "dev/en", "dev/svda"] {
        let text = fs::read_to_string(root().join(format!("tests/questions/{file}.jsonl"))).expect(file);
        for question in text.lines().map(|line| serde_json::from_str::<Question>(line).expect(file)) {
            if question.unsure || question.accept.is_empty() {
                continue;
            }
            let accept: HashSet<&str> = question.accept.iter().map(String::as_str).collect();
            let found = hits(&engine.index, &question.text, variant, score);
            let place = found.iter().position(|hit| {
                let passage = engine.knowledge.leading_at(hit.ordinal);
                passage.is_some_and(|passage| accept.contains(passage.id.as_str()))
            });
            count += 1.0;
            if let Some(place) = place {
                sums[0] += f64::from(u8::from(place == 0));
                sums[1] += f64::from(u8::from(place < 3));
                sums[2] += 1.0 / (place as f64 + 1.0);
            }
        }
    }
    sums.map(|sum| sum / count)
}

/// The NorQuAD development half: ids, what is relevant, and an index.
struct Wiki {
    ids: Vec<String>,
    relevant: HashMap<String, String>,
    index: SearchIndex,
}

fn wiki(knowledge: &Knowledge) -> Wiki {
    let corpus: Vec<CorpusLine> = lines("corpus.jsonl");
    let documents = corpus.iter().map(|line| Document { titles: &line.title, text: &line.text, asked: &[] });
    let index = SearchIndex::build(documents, Thesaurus::new(knowledge.thesaurus())).expect("in memory");
    let pairs = read("qrels/dev.tsv");
    let relevant = pairs.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?.to_owned(), fields.next()?.to_owned()))
    });
    Wiki { ids: corpus.iter().map(|line| line.id.clone()).collect(), relevant: relevant.collect(), index }
}

/// Mean nDCG@10; every question has one relevant passage.
fn gain(wiki: &Wiki, file: &str, variant: &Variant) -> f64 {
    let queries: Vec<QueryLine> = lines(&format!("{file}.jsonl"));
    let score = if let Score::OfTexts(score) = variant.score { Some(score) } else { None };
    let gains: Vec<f64> = queries
        .iter()
        .filter_map(|query| {
            let relevant = wiki.relevant.get(&query.id)?;
            let found = hits(&wiki.index, &query.text, variant, score);
            let place = found.iter().position(|hit| wiki.ids[hit.ordinal] == *relevant);
            Some(place.map_or(0.0, |place| 1.0 / (place as f64 + 2.0).log2()))
        })
        .collect();
    gains.iter().sum::<f64>() / gains.len() as f64
}

fn lines<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    read(name).lines().map(|line| serde_json::from_str(line).expect(name)).collect()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join("tests/retrieval/norquad-wiki").join(name)).expect(name)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
