//! What one question gave, and the figures it counts in.

use std::fmt;

use serde::{Deserialize, Serialize};
use utveier::dialogue::Kind;

/// What a question gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A question the content answers: where the right passages stand among the
    /// first ten, and how many there are.
    Inside { places: Vec<usize>, right: usize, kind: Kind, acute: bool, first: String },
    /// A message it does not.
    Outside { right: bool, kind: Kind, acute: bool, expects: String, first: String },
    /// A message that tells of danger.
    Danger { seen: bool },
    /// One that only sounds so.
    NoDanger { alarmed: bool },
    /// Nothing is known of it.
    Unmeasured,
}

/// A question with what it gave.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// Its id.
    pub(crate) id: String,
    /// Name of the file it stands in.
    pub(crate) file: String,
    /// Its language, or empty.
    pub(crate) lang: String,
    /// How it is written (full, short, keyword, story …), or empty.
    pub(crate) register: String,
    /// What it gave.
    pub(crate) outcome: Outcome,
}

/// A figure: its name, its head in tables, and what a question counts in it
/// (`None` when it does not).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    /// Name in files.
    pub(crate) name: &'static str,
    /// Head of its column.
    pub(crate) head: &'static str,
    /// Whether a fall is a matter of safety or of the whole; such figures gate.
    pub(crate) gates: bool,
    /// What a question counts, 0 to 1.
    pub(crate) value: fn(&Outcome) -> Option<f64>,
}

/// Every figure; for all of them more is better.
pub(crate) const FIGURES: [Figure; 12] = [
    figure("success_1", "s@1", false, |outcome| inside(outcome, |places, _| within(places, 1))),
    figure("success_3", "s@3", true, |outcome| inside(outcome, |places, _| within(places, 3))),
    figure("mrr_10", "mrr", false, |outcome| {
        inside(outcome, |places, _| places.first().map_or(0.0, |place| 1.0 / (*place as f64 + 1.0)))
    }),
    figure("ndcg_10", "ndcg", false, |outcome| inside(outcome, ndcg)),
    figure("shown_right", "right", false, |outcome| {
        shown(outcome, |kind, place| kind == Kind::Answer && place == Some(0))
    }),
    figure("offered_right", "offered", false, |outcome| {
        shown(outcome, |kind, place| kind == Kind::Options && place.is_some_and(|place| place < 3))
    }),
    figure("not_wrong", "¬wrong", true, |outcome| {
        shown(outcome, |kind, place| kind != Kind::Answer || place == Some(0))
    }),
    figure("not_declined", "¬decl", false, |outcome| {
        shown(outcome, |kind, _| matches!(kind, Kind::Answer | Kind::Options))
    }),
    figure("outside_right", "outside", true, |outcome| match outcome {
        Outcome::Outside { right, .. } => Some(share(*right)),
        _ => None,
    }),
    figure("danger_recall", "danger", true, |outcome| match outcome {
        Outcome::Danger { seen } => Some(share(*seen)),
        _ => None,
    }),
    figure("no_false_alarm", "¬alarm", true, |outcome| match outcome {
        Outcome::NoDanger { alarmed } => Some(share(!alarmed)),
        _ => None,
    }),
    figure("no_alarm_on_questions", "¬alarmQ", true, |outcome| match outcome {
        Outcome::Inside { acute, .. } => Some(share(!acute)),
        Outcome::Outside { acute, right, .. } => Some(share(!acute || *right)),
        _ => None,
    }),
];

const fn figure(name: &'static str, head: &'static str, gates: bool, value: fn(&Outcome) -> Option<f64>) -> Figure {
    Figure { name, head, gates, value }
}

fn inside(outcome: &Outcome, value: fn(&[usize], usize) -> f64) -> Option<f64> {
    match outcome {
        Outcome::Inside { places, right, .. } => Some(value(places, *right)),
        _ => None,
    }
}

fn shown(outcome: &Outcome, holds: fn(Kind, Option<usize>) -> bool) -> Option<f64> {
    match outcome {
        Outcome::Inside { places, kind, .. } => Some(share(holds(*kind, places.first().copied()))),
        _ => None,
    }
}

fn within(places: &[usize], top: usize) -> f64 {
    share(places.first().is_some_and(|&place| place < top))
}

/// Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), with
/// one grade of relevance.
fn ndcg(places: &[usize], right: usize) -> f64 {
    let discount = |place: usize| 1.0 / (place as f64 + 2.0).log2();
    let gain: f64 = places.iter().map(|&place| discount(place)).sum();
    gain / (0..right.clamp(1, 10)).map(discount).sum::<f64>()
}

fn share(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

impl Outcome {
    /// Whether it is not as it should be.
    pub(crate) fn missed(&self) -> bool {
        match self {
            Self::Inside { places, kind, acute, .. } => places.first() != Some(&0) || *kind != Kind::Answer || *acute,
            Self::Outside { right, .. } => !right,
            Self::Danger { seen } => !seen,
            Self::NoDanger { alarmed } => *alarmed,
            Self::Unmeasured => false,
        }
    }

    /// How good it is, to tell won questions from lost ones.
    pub(crate) fn grade(&self) -> Grade {
        match self {
            Self::Inside { places, kind, .. } => match (kind, places.first()) {
                (Kind::Answer, Some(0)) => Grade::Right,
                (Kind::Options, Some(0..3)) => Grade::Offered,
                (Kind::Answer, _) => Grade::Wrong,
                _ => Grade::Missed,
            },
            other => {
                if other.missed() {
                    Grade::Wrong
                } else {
                    Grade::Right
                }
            }
        }
    }
}

/// How good what a question gave is, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Grade {
    /// A wrong passage shown as the answer; something answered that should not be.
    Wrong,
    /// Declined, or offered without the right passage.
    Missed,
    /// Offered among others.
    Offered,
    /// As it should be.
    Right,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inside { places, kind, acute, first, .. } => {
                write!(f, "{kind:?}, right at {:?}, first {first}, alarm {acute}", places.first())
            }
            Self::Outside { kind, expects, first, .. } => write!(f, "{kind:?} for {expects}, first {first}"),
            Self::Danger { .. } => f.write_str("no alarm"),
            Self::NoDanger { .. } => f.write_str("false alarm"),
            Self::Unmeasured => f.write_str("not measured"),
        }
    }
}
