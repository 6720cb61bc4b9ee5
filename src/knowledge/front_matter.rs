//! The YAML at the head of a file and under a heading.
//!
//! The only file that touches the YAML crate.

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::passage::Film;
use crate::language::WrittenForm;

/// Head of an article.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArticleHead {
    pub id: String,
    pub tittel: String,
    pub del: String,
    #[serde(default)]
    pub lenke: Option<String>,
    pub eier: String,
    pub gjennomgatt: Date,
    pub intervall_dager: i32,
    pub sprak: WrittenForm,
    #[serde(default)]
    pub film: Option<Film>,
}

/// Head of a question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FaqHead {
    pub id: String,
    pub sporsmal: String,
    #[serde(default)]
    pub lenke: Option<String>,
    #[serde(default)]
    pub anker: Option<String>,
    #[serde(default)]
    pub kilder: Vec<String>,
    #[serde(default)]
    pub eldre: Vec<String>,
    #[serde(default)]
    pub se: Vec<String>,
    pub eier: String,
    pub gjennomgatt: Date,
    pub intervall_dager: i32,
    pub sprak: WrittenForm,
    #[serde(default)]
    pub varianter: Vec<String>,
    #[serde(default)]
    pub film: Option<Film>,
}

/// What stands in the `meta` block under a section's heading.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionMeta {
    #[serde(default)]
    pub kilder: Vec<String>,
    #[serde(default)]
    pub eldre: Vec<String>,
    #[serde(default)]
    pub lenke: Option<String>,
    #[serde(default)]
    pub anker: Option<String>,
    #[serde(default)]
    pub sporsmal: Vec<String>,
    #[serde(default)]
    pub se: Vec<String>,
    #[serde(default)]
    pub film: Option<Film>,
}

/// Why YAML could not be read, and where.
#[derive(Debug)]
pub(super) struct YamlError {
    /// Line inside the YAML, counted from 1, where it is known.
    pub line: Option<usize>,
    /// One line of what is wrong.
    pub what: String,
}

/// Largest YAML block read, in bytes: no head of ours is near it.
const MAX_YAML_BYTES: usize = 256 * 1024;

/// Reads a YAML block.
pub(super) fn read<T: DeserializeOwned>(yaml: &str) -> Result<T, YamlError> {
    if yaml.len() > MAX_YAML_BYTES {
        return Err(YamlError { line: None, what: format!("the block is over {MAX_YAML_BYTES} bytes") });
    }
    serde_saphyr::from_str(yaml).map_err(|error| {
        let text = error.to_string();
        let what = text.lines().next().unwrap_or("unreadable").trim_start_matches("error: ").to_owned();
        YamlError { line: error.location().map(|location| location.line() as usize), what }
    })
}
