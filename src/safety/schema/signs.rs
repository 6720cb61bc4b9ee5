//! The shape of the sums of signs: `[tegn]` and `[tegn_avslag]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::safety::danger::Category;

/// Points for everything a message holds; see `danger::signs`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::safety) struct SignsEntry {
    #[serde(rename = "terskel")]
    pub(in crate::safety) threshold: i32,
    /// The least sum that is acute when no rule says so.
    #[serde(rename = "akutt_fra", default)]
    pub(in crate::safety) acute_from: i32,
    /// Words a sum spans.
    #[serde(rename = "vindu")]
    pub(in crate::safety) window: usize,
    #[serde(rename = "regel_sikker", default)]
    pub(in crate::safety) sure_rule: i32,
    #[serde(rename = "regel_svak", default)]
    pub(in crate::safety) weak_rule: i32,
    #[serde(rename = "lister", default)]
    pub(in crate::safety) lists: BTreeMap<String, ListSign>,
    #[serde(rename = "kontekster", default)]
    pub(in crate::safety) contexts: BTreeMap<String, i32>,
    #[serde(rename = "ord", default)]
    pub(in crate::safety) words: Vec<WordSign>,
}

/// Points of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::safety) struct ListSign {
    #[serde(rename = "verdi")]
    pub(in crate::safety) value: i32,
    #[serde(rename = "kategori")]
    pub(in crate::safety) category: Option<Category>,
}

/// Words with the same points.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::safety) struct WordSign {
    #[serde(rename = "verdi")]
    pub(in crate::safety) value: i32,
    #[serde(rename = "kategori")]
    pub(in crate::safety) category: Option<Category>,
    #[serde(rename = "former")]
    pub(in crate::safety) forms: Vec<String>,
}
