//! Who helps whom, the words of the field, and where each role begins.

use jiff::civil::Date;
use serde::Deserialize;

use super::passage::PassageId;
use crate::language::WrittenForm;

/// Somebody to turn to (`aktorer.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Short name for links and buttons.
    pub id: String,
    /// Name.
    #[serde(rename = "navn")]
    pub name: String,
    /// Abbreviations, former names, names in other languages.
    #[serde(default, rename = "andre_navn")]
    pub other_names: Vec<String>,
    /// Group it is listed in: `nod`, `politi`, `kommune`, `helse`, `stat`,
    /// `forskning`, `sivilsamfunn`, `rvts`.
    #[serde(rename = "gruppe")]
    pub group: String,
    /// What it is for, one sentence.
    #[serde(rename = "kort")]
    pub summary: String,
    /// When to turn to it.
    #[serde(rename = "nar")]
    pub when: String,
    /// How to reach it.
    #[serde(rename = "slik")]
    pub how: String,
    /// Numbers to call, each with its source.
    #[serde(default, rename = "nummer")]
    pub numbers: Vec<PhoneNumber>,
    /// Its own page.
    #[serde(default, rename = "lenke")]
    pub link: Option<String>,
    /// Where this is known from.
    #[serde(rename = "kilder")]
    pub sources: Vec<String>,
    /// Day it was last held against its sources.
    #[serde(rename = "kontrollert")]
    pub checked: Date,
    /// Passages that say more.
    #[serde(default, rename = "se")]
    pub see: Vec<PassageId>,
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneNumber {
    /// As it is written and dialled.
    #[serde(rename = "nummer")]
    pub number: String,
    /// What it is for.
    #[serde(rename = "hva")]
    pub what: String,
    /// Where the number is known from.
    #[serde(rename = "kilde")]
    pub source: String,
}

/// A word of the field with a definition that may be quoted (`begreper.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Short name for links and buttons.
    pub id: String,
    /// The word.
    #[serde(rename = "navn")]
    pub name: String,
    /// Abbreviations and other names.
    #[serde(default, rename = "andre_navn")]
    pub other_names: Vec<String>,
    /// One to three sentences.
    #[serde(rename = "definisjon")]
    pub definition: String,
    /// Day it was last held against its sources.
    #[serde(rename = "kontrollert")]
    pub checked: Date,
    /// Where this is known from.
    #[serde(rename = "kilder")]
    pub sources: Vec<String>,
    /// Passages that say more.
    #[serde(default, rename = "se")]
    pub see: Vec<PassageId>,
}

/// The first questions of a role (`startpunkter.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartingPoint {
    /// Short name for links and buttons.
    pub id: String,
    /// The role's name in bokmål.
    pub navn_nb: String,
    /// The role's name in nynorsk.
    pub navn_nn: String,
    /// The role's name in English.
    pub navn_en: String,
    /// Passages to begin with, in order.
    #[serde(rename = "sporsmal")]
    pub passages: Vec<PassageId>,
}

impl StartingPoint {
    /// The role's name in a written form.
    #[must_use]
    pub fn name(&self, form: WrittenForm) -> &str {
        match form {
            WrittenForm::Nynorsk => &self.navn_nn,
            WrittenForm::English => &self.navn_en,
            _ => &self.navn_nb,
        }
    }
}

/// `aktorer.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActorFile {
    #[serde(default)]
    pub aktor: Vec<Actor>,
}

/// `begreper.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TermFile {
    #[serde(default)]
    pub begrep: Vec<Term>,
}

/// `startpunkter.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StartFile {
    #[serde(default)]
    pub rolle: Vec<StartingPoint>,
}
