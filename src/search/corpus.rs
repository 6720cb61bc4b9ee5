//! Any collection in BEIR's layout, a JSON object a line.

use serde::Deserialize;

/// A line of `corpus.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CorpusLine {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Its title; may be empty.
    #[serde(default)]
    pub title: String,
    /// Its text.
    pub text: String,
}

/// A line of `queries.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct QueryLine {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// The question.
    pub text: String,
}

/// A line of a run as TREC's tools read it: `qid Q0 docid rank score tag`.
#[must_use]
pub fn trec_line(query: &str, document: &str, rank: usize, score: f32) -> String {
    format!("{query} Q0 {document} {rank} {score:.6} utveier")
}
