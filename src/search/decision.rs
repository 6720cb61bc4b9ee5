//! Whether the first passage is shown as the answer.
//!
//! Two probabilities, each a logistic function of the same features and fitted
//! on the development questions (`utveier eval --fit`): that the first passage
//! answers, and that one of the first three does. The thresholds follow from
//! what a mistake costs: a wrong passage shown as *the* answer costs five times
//! an unneeded «Mente du …?».

use serde::Serialize;

use super::ranking::Hit;
use crate::language::Analysis;
use crate::language::analyzer::Role;

/// What is done with the found passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The first is shown as the answer.
    Answer,
    /// The first three are offered.
    Options,
    /// Nothing answers.
    Decline,
}

/// Number of features, the constant among them.
pub const FEATURES: usize = 10;

/// What the decision looks at; every entry is about 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Features(pub [f32; FEATURES]);

/// Names of the features in order, for explanations.
pub const FEATURE_NAMES: [&str; FEATURES] =
    ["constant", "asked", "asked_more", "text", "both", "lead", "unknown", "words", "long", "alike"];

impl Features {
    /// From the found passages. `rival` is the best one that does not say the
    /// same as the first (a question and the section it sums up are no rivals).
    #[must_use]
    pub fn new(hits: &[Hit], rival: Option<&Hit>, analysis: &Analysis) -> Self {
        let Some(first) = hits.first() else {
            return Self([1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
        };
        let evidence = first.evidence;
        let lead = rival.map_or(1.0, |rival| (first.score - rival.score) / first.score.max(f32::EPSILON));
        let content: Vec<_> = analysis.words.iter().filter(|word| word.term.role == Role::Content).collect();
        let unknown = content.iter().filter(|word| !word.known).count() as f32 / content.len().max(1) as f32;
        let words = (1.0 + content.len() as f32).ln() / 4.0;
        Self([
            1.0,
            evidence.asked,
            evidence.asked_more / 2.0,
            evidence.text,
            (evidence.asked * evidence.text).sqrt(),
            lead.clamp(0.0, 1.0),
            unknown,
            words,
            // Long stories never match much: their evidence counts for more.
            evidence.asked * words,
            evidence.alike,
        ])
    }
}

/// Fitted weights, one a feature.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    /// For "the first passage answers".
    pub first: [f32; FEATURES],
    /// For "one of the first three answers".
    pub three: [f32; FEATURES],
}

/// The model in use.
pub const MODEL: Model = Model {
    first: [-3.333, -0.164, 4.894, -0.042, 0.640, 2.759, -3.474, 2.777, 0.436, 3.694],
    three: [-3.680, 0.729, 5.555, 1.136, 1.745, 0.861, -3.860, 4.134, 0.981, 5.010],
};

/// From this probability on, the first passage is shown as the answer.
pub const ANSWER_FROM: f32 = 0.75;
/// From this probability on, the first three are offered.
pub const OPTIONS_FROM: f32 = 0.4;

/// A decision with the probabilities it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Verdict {
    /// What is done.
    pub decision: Decision,
    /// Probability that the first passage answers, 0 to 1.
    pub first: f32,
    /// Probability that one of the first three answers, 0 to 1.
    pub three: f32,
}

/// Decides.
#[must_use]
pub fn decide(features: &Features) -> Verdict {
    let first = probability(&MODEL.first, features);
    let three = probability(&MODEL.three, features).max(first);
    let decision = if first >= ANSWER_FROM {
        Decision::Answer
    } else if three >= OPTIONS_FROM {
        Decision::Options
    } else {
        Decision::Decline
    };
    Verdict { decision, first, three }
}

fn probability(weights: &[f32; FEATURES], features: &Features) -> f32 {
    let sum: f32 = weights.iter().zip(&features.0).map(|(weight, feature)| weight * feature).sum();
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Analyzer;
    use crate::search::Evidence;

    fn verdict(hits: &[Hit]) -> Verdict {
        let analysis = Analyzer::default().question("mentor og taushetsplikt");
        decide(&Features::new(hits, hits.get(1), &analysis))
    }

    fn hit(ordinal: usize, asked: f32, text: f32) -> Hit {
        Hit { ordinal, score: asked + text, evidence: Evidence { asked, asked_more: asked, text, alike: asked } }
    }

    #[test]
    fn nothing_found_is_declined() {
        assert_eq!(verdict(&[]).decision, Decision::Decline);
    }

    #[test]
    fn strong_evidence_answers_and_weak_does_not() {
        let strong = verdict(&[hit(0, 0.9, 0.6), hit(1, 0.1, 0.1)]);
        let weak = verdict(&[hit(0, 0.02, 0.02), hit(1, 0.02, 0.01)]);
        assert_eq!(strong.decision, Decision::Answer);
        assert_eq!(weak.decision, Decision::Decline);
        assert!(strong.first > weak.first && strong.three >= strong.first);
    }
}
