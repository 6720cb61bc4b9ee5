//! Finding passages in text nobody here wrote: the NorQuAD development half.
//!
//! nDCG@10 of the search core over Wikipedia paragraphs, for the questions as
//! written, turned into nynorsk, and with typing slips. The figures may not
//! fall below those kept here. Print them with `--nocapture`.

#![expect(clippy::expect_used, reason = "a measurement that cannot read its data must stop")]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use utveier::knowledge;
use utveier::language::Thesaurus;
use utveier::search::corpus::{CorpusLine, QueryLine};
use utveier::search::{Document, SearchIndex};

/// File of questions and the lowest nDCG@10 allowed.
const LOWEST: [(&str, f64); 3] = [("queries", 0.939), ("queries-nn", 0.930), ("queries-typo", 0.934)];

#[test]
fn passages_are_found_as_well_as_before() {
    let corpus: Vec<CorpusLine> = lines("corpus.jsonl");
    let relevant = relevant();
    let content = knowledge::load(&root().join("knowledge")).expect("the shipped content loads");
    let documents = corpus.iter().map(|line| Document { titles: &line.title, text: &line.text, asked: &[] });
    let index = SearchIndex::build(documents, Thesaurus::new(content.knowledge.thesaurus())).expect("in memory");
    for (file, lowest) in LOWEST {
        let queries: Vec<QueryLine> = lines(&format!("{file}.jsonl"));
        let gains = queries.iter().filter_map(|query| {
            let relevant = relevant.get(&query.id)?;
            let hits = index.search(&index.analyzer().question(&query.text), 10).expect("in memory");
            let found: Vec<bool> = hits.iter().map(|hit| relevant.contains(&corpus[hit.ordinal].id)).collect();
            Some(ndcg(&found, relevant.len()))
        });
        let gains: Vec<f64> = gains.collect();
        assert!(gains.len() > 900, "{file}: {} questions", gains.len());
        let mean = gains.iter().sum::<f64>() / gains.len() as f64;
        println!("{file}: nDCG@10 {mean:.4} over {} questions", gains.len());
        assert!(mean >= lowest, "{file}: nDCG@10 fell to {mean:.4}, lowest allowed {lowest}");
    }
}

/// Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) with
/// one grade of relevance.
fn ndcg(found: &[bool], relevant: usize) -> f64 {
    let discount = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let gain: f64 = found.iter().enumerate().filter(|(_, found)| **found).map(|(rank, _)| discount(rank)).sum();
    gain / (0..relevant.min(10)).map(discount).sum::<f64>()
}

fn relevant() -> HashMap<String, Vec<String>> {
    let mut relevant: HashMap<String, Vec<String>> = HashMap::new();
    for line in read("qrels/dev.tsv").lines().skip(1) {
        let mut fields = line.split('\t');
        if let (Some(query), Some(document)) = (fields.next(), fields.next()) {
            relevant.entry(query.to_owned()).or_default().push(document.to_owned());
        }
    }
    relevant
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
