//! The shape of the rules' file (`knowledge/akutt.toml`), as it is written by people.
//!
//! The keys are Norwegian because professionals edit them; the fields are in the field's English
//! terms. Nothing is checked here beyond shape; unknown keys are errors.

mod points;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::danger::{Category, Level};
pub(super) use points::{NamesByPoints, PointsFile, ScaleEntry};

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesFile {
    /// Whether professionals have approved the rules.
    #[serde(rename = "godkjent")]
    pub(super) approved: bool,
    #[serde(rename = "vanlige_ord", default)]
    pub(super) ordinary_words: FormList,
    #[serde(rename = "like_ord", default)]
    pub(super) variants: ClassList,
    #[serde(rename = "talemater", default)]
    pub(super) idioms: FormList,
    #[serde(rename = "ord", default)]
    pub(super) word_lists: BTreeMap<String, FormList>,
    #[serde(rename = "vekter", default)]
    pub(super) weights: BTreeMap<String, WeightsEntry>,
    #[serde(rename = "kontekst", default)]
    pub(super) contexts: BTreeMap<String, ContextEntry>,
    #[serde(rename = "regel", default)]
    pub(super) rules: Vec<RuleEntry>,
    #[serde(rename = "avslag", default)]
    pub(super) refusals: Vec<RefusalEntry>,
    #[serde(rename = "kort", default)]
    pub(super) cards: Vec<CardEntry>,
}

/// Words and phrases, each a form as `danger::words` reads it, or `@name` for another list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormList {
    #[serde(rename = "former")]
    pub(super) forms: Vec<String>,
    /// Whether one slip of the finger is forgiven in the longer forms.
    #[serde(rename = "skrivefeil", default)]
    pub(super) forgives_typos: bool,
}

/// Words that count as the same, a class each: `ikke`, `ikkje`, `itj`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassList {
    #[serde(rename = "klasser")]
    pub(super) classes: Vec<Vec<String>>,
}

/// Surroundings that hold a rule back or lower it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContextEntry {
    /// Empty only with `questions_only`: then every question is such a context.
    #[serde(rename = "former", default)]
    pub(super) forms: Vec<String>,
    #[serde(rename = "omfang")]
    pub(super) reach: Reach,
    /// Words before the match that still count; only with reach `naer`.
    #[serde(rename = "foran", default)]
    pub(super) before: usize,
    /// Words after the match that still count; only with reach `naer`.
    #[serde(rename = "etter", default)]
    pub(super) after: usize,
    /// Whether the context counts only in a sentence that ends in a question mark.
    #[serde(rename = "bare_sporsmal", default)]
    pub(super) questions_only: bool,
    /// Forms that undo the context when they stand in the sentence of the match.
    #[serde(rename = "oppheves_av", default)]
    pub(super) undone_by: Vec<String>,
}

/// How far from the match a context may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Reach {
    /// In the same clause, within the words counted before and after.
    #[serde(rename = "naer")]
    Near,
    /// In the same sentence.
    #[serde(rename = "setning")]
    Sentence,
    /// In the same sentence or one beside it.
    #[serde(rename = "nabo")]
    Neighbour,
    /// Anywhere in the message.
    #[serde(rename = "melding")]
    Message,
}

/// One alternative, or several, for a place in a rule; written as a string or a list.
#[derive(Debug, Clone)]
pub(super) struct Forms(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Forms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FormsVisitor)
    }
}

/// Reads [`Forms`] without the copy an untagged enum would make.
struct FormsVisitor;

impl<'de> Visitor<'de> for FormsVisitor {
    type Value = Forms;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a word or a list of words")
    }

    fn visit_str<E: de::Error>(self, form: &str) -> Result<Forms, E> {
        Ok(Forms(vec![form.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Forms, A::Error> {
        let mut forms = Vec::new();
        while let Some(form) = sequence.next_element()? {
            forms.push(form);
        }
        Ok(Forms(forms))
    }
}

/// Words that add to, or take from, a rule's sum of points.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PointsEntry {
    #[serde(rename = "verdi")]
    pub(super) value: i32,
    #[serde(rename = "ord")]
    pub(super) forms: Forms,
}

/// Points that several rules share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WeightsEntry {
    #[serde(rename = "poeng")]
    pub(super) points: Vec<PointsEntry>,
}

/// A rule that raises an alarm.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    pub(super) id: String,
    #[serde(rename = "kategori")]
    pub(super) category: Category,
    /// 1 acute, 2 serious.
    #[serde(rename = "niva")]
    pub(super) level: LevelNumber,
    /// Whether its alarm is shown whatever the sum of the message says.
    #[serde(rename = "alltid", default)]
    pub(super) is_always_shown: bool,
    #[serde(rename = "alle")]
    pub(super) groups: Vec<Forms>,
    #[serde(rename = "vindu", default = "default_window")]
    pub(super) window: usize,
    #[serde(rename = "rekkefolge", default)]
    pub(super) in_order: bool,
    #[serde(rename = "over_setninger", default)]
    pub(super) across_sentences: bool,
    /// Words whose values are added up around the match; with `terskel`.
    #[serde(rename = "poeng", default)]
    pub(super) points: Vec<PointsEntry>,
    /// Names of shared points that count too.
    #[serde(rename = "vekter", default)]
    pub(super) weights: Vec<String>,
    /// The least sum of points the rule needs.
    #[serde(rename = "terskel")]
    pub(super) threshold: Option<i32>,
    #[serde(rename = "ikke", default)]
    pub(super) held_back_by: Vec<String>,
    #[serde(rename = "demp", default)]
    pub(super) lowered_by: Vec<String>,
}

/// A rule that recognises a request for help to do harm.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RefusalEntry {
    pub(super) id: String,
    #[serde(rename = "alle")]
    pub(super) groups: Vec<Forms>,
    #[serde(rename = "vindu", default = "default_window")]
    pub(super) window: usize,
    #[serde(rename = "rekkefolge", default)]
    pub(super) in_order: bool,
    #[serde(rename = "over_setninger", default)]
    pub(super) across_sentences: bool,
    /// Words whose values are added up around the match; with `terskel`.
    #[serde(rename = "poeng", default)]
    pub(super) points: Vec<PointsEntry>,
    /// Names of shared points that count too.
    #[serde(rename = "vekter", default)]
    pub(super) weights: Vec<String>,
    /// The least sum of points the rule needs.
    #[serde(rename = "terskel")]
    pub(super) threshold: Option<i32>,
    #[serde(rename = "ikke", default)]
    pub(super) held_back_by: Vec<String>,
}

/// Words a rule spans when it does not say.
fn default_window() -> usize {
    8
}

/// A level as it is written: 1 or 2.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "u8")]
pub(super) struct LevelNumber(pub(super) Level);

impl TryFrom<u8> for LevelNumber {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        match number {
            1 => Ok(Self(Level::Acute)),
            2 => Ok(Self(Level::Serious)),
            other => Err(format!("niva {other} does not exist; write 1 (acute) or 2 (serious)")),
        }
    }
}

/// A card as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CardEntry {
    #[serde(rename = "kategori")]
    pub(super) category: Category,
    #[serde(rename = "godkjent")]
    pub(super) approved: bool,
    #[serde(rename = "tittel")]
    pub(super) title: LocalizedEntry,
    #[serde(rename = "linjer")]
    pub(super) lines: Vec<LocalizedEntry>,
    #[serde(rename = "numre")]
    pub(super) numbers: Vec<NumberEntry>,
}

/// A text in the three languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LocalizedEntry {
    pub(super) nb: String,
    pub(super) nn: String,
    pub(super) en: String,
}

/// A number to call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumberEntry {
    #[serde(rename = "nummer")]
    pub(super) number: String,
    #[serde(rename = "hva")]
    pub(super) what: LocalizedEntry,
    #[serde(rename = "kilde")]
    pub(super) source: String,
}
