//! The data files: approval, parts, the contract of ids, regions, law.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::language::WrittenForm;

/// Whether those responsible have approved the content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Approved as a whole.
    #[serde(rename = "godkjent")]
    pub approved: bool,
    /// By whom.
    #[serde(rename = "av")]
    pub by: String,
    /// When, as a date.
    #[serde(rename = "dato")]
    pub date: String,
    /// What an operator should know.
    #[serde(rename = "merknad")]
    pub note: String,
}

/// A part of the content, as on the site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The folder's name.
    pub id: String,
    /// Name in bokmål.
    pub navn_nb: String,
    /// Name in nynorsk.
    pub navn_nn: String,
    /// Name in English.
    pub navn_en: String,
    /// What it holds, in bokmål.
    pub ingress_nb: String,
    /// What it holds, in nynorsk.
    pub ingress_nn: String,
    /// What it holds, in English.
    pub ingress_en: String,
}

impl Part {
    /// Its name in the form the bot answers in.
    #[must_use]
    pub fn name(&self, form: WrittenForm) -> &str {
        match form.for_replies() {
            WrittenForm::Nynorsk => &self.navn_nn,
            WrittenForm::English => &self.navn_en,
            _ => &self.navn_nb,
        }
    }

    /// What it holds, in the form the bot answers in.
    #[must_use]
    pub fn intro(&self, form: WrittenForm) -> &str {
        match form.for_replies() {
            WrittenForm::Nynorsk => &self.ingress_nn,
            WrittenForm::English => &self.ingress_en,
            _ => &self.ingress_nb,
        }
    }
}

/// `innhold.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContentFile {
    #[serde(default)]
    pub godkjenning: Approval,
    #[serde(default)]
    pub faq: Vec<String>,
    #[serde(default)]
    pub del: Vec<Part>,
    #[serde(default)]
    pub artikkel: Vec<ContractArticle>,
}

/// An article that must exist, with its sections.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContractArticle {
    pub id: String,
    #[serde(default, rename = "tittel")]
    pub _title: String,
    pub seksjoner: Vec<String>,
}

/// One of the five centres (`regioner.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// `ost`, `sor`, `vest`, `midt`, `nord`.
    pub id: String,
    /// «Øst», «Sør», «Vest», «Midt», «Nord».
    #[serde(rename = "rvts")]
    pub short: String,
    /// «RVTS Øst» and so on.
    #[serde(rename = "navn")]
    pub name: String,
    /// Its site, where one is known.
    #[serde(default, rename = "nettsted")]
    pub site: Option<String>,
    /// Its page on the field, where one is known.
    #[serde(default, rename = "temaside")]
    pub topic_page: Option<String>,
    /// Counties.
    #[serde(rename = "fylker")]
    pub counties: Vec<String>,
    /// Former counties.
    #[serde(default, rename = "fylker_tidligere")]
    pub former_counties: Vec<String>,
    /// `lest`, `delvis` or `utledet`: how sure the counties are.
    #[serde(rename = "sikkerhet")]
    pub certainty: String,
    /// Counties that are less sure than that.
    #[serde(default, rename = "fylker_usikre")]
    pub unsure_counties: Vec<String>,
    /// Where this is known from.
    #[serde(rename = "kilder")]
    pub sources: Vec<String>,
    /// What is not certain.
    #[serde(default, rename = "usikkert")]
    pub uncertain: Vec<String>,
}

/// `regioner.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionFile {
    #[serde(default)]
    pub region: Vec<Region>,
    /// County in any form, lower case → region id.
    #[serde(default)]
    pub fylker: BTreeMap<String, String>,
}

/// `lov.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LawFile {
    #[serde(default)]
    pub lov: Vec<LawReference>,
}

/// A reference to an act, as prose writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LawReference {
    pub key: String,
    /// «forvaltningsloven § 13 b».
    pub tekst: String,
    #[serde(rename = "lov")]
    pub _act: String,
    #[serde(rename = "lenke")]
    pub _link: String,
    pub i_kraft: bool,
    #[serde(default)]
    pub etterfolger: String,
    #[serde(default, rename = "merk")]
    pub _note: String,
    #[serde(rename = "kontrollert")]
    pub _checked: String,
}
