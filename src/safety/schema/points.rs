//! The shape of the points' file (`knowledge/tegn.toml`), which the fitting program writes and people may change.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::safety::danger::Category;

/// The names that have the same points, by the points as a key is written: `"-3"`.
pub(in crate::safety) type NamesByPoints = BTreeMap<String, Vec<String>>;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::safety) struct PointsFile {
    /// Words a sum spans.
    #[serde(rename = "vindu")]
    pub(in crate::safety) window: usize,
    /// How much less is asked of the sum of danger where a rule of level 1 applies.
    #[serde(rename = "regel_senker", default)]
    pub(in crate::safety) less_with_rule: i32,
    /// Whether it is danger.
    #[serde(rename = "fare")]
    pub(in crate::safety) danger: ScaleEntry,
    /// Whether danger is acute.
    #[serde(rename = "akutt")]
    pub(in crate::safety) acute: ScaleEntry,
    #[serde(rename = "kategori")]
    pub(in crate::safety) category: CategoriesEntry,
    /// Whether it is a request for help to do harm.
    #[serde(rename = "avslag")]
    pub(in crate::safety) refusal: ScaleEntry,
}

/// Points with a threshold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::safety) struct ScaleEntry {
    /// The least sum that says yes.
    #[serde(rename = "terskel")]
    pub(in crate::safety) threshold: i32,
    /// By family (see `danger::evidence`).
    #[serde(rename = "poeng")]
    pub(in crate::safety) points: BTreeMap<String, NamesByPoints>,
}

/// Points for categories.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::safety) struct CategoriesEntry {
    /// What a category has before anything is counted, as a sum.
    #[serde(rename = "fra_start", default)]
    pub(in crate::safety) start: BTreeMap<Category, i32>,
    /// By category, then by family.
    #[serde(rename = "poeng")]
    pub(in crate::safety) points: BTreeMap<Category, BTreeMap<String, NamesByPoints>>,
}
