//! Whether the first passage is shown as the answer.
//!
//! Two probabilities, each a logistic function of the same features and fitted
//! on the development questions (`utveier eval --fit`): that the first passage
//! answers, and that the content answers the question at all. The thresholds
//! follow from what a mistake costs: a wrong passage shown as *the* answer costs
//! five times an unneeded «Mente du …?».

use serde::Serialize;

use super::ranking::Hit;
use crate::language::analyzer::Role;
use crate::language::{Analysis, background};

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
pub const FEATURES: usize = 15;

/// What the decision looks at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Features(pub [f32; FEATURES]);

/// Names of the features in order, for explanations.
pub const FEATURE_NAMES: [&str; FEATURES] = [
    "constant",
    "first",
    "twins",
    "three",
    "lead",
    "learned",
    "outside",
    "asked",
    "asked_more",
    "alike",
    "covered",
    "covered_3",
    "unknown",
    "words",
    "weight",
];

/// Shares below this are alike: not at all.
const LEAST: f32 = 1e-4;

/// What is known of a question, for deciding.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The best passages, best first.
    pub hits: &'a [Hit],
    /// Which of them say the same as the first: a question and the section it
    /// sums up are no rivals.
    pub twins: &'a [bool],
    /// The probability that no passage is meant.
    pub outside: f32,
    /// Share of the question's words that the first passage holds.
    pub covered: f32,
    /// Share that the first three hold.
    pub covered_3: f32,
    /// The question.
    pub analysis: &'a Analysis,
}

impl Features {
    /// The features of a situation.
    #[must_use]
    pub fn new(situation: &Situation<'_>) -> Self {
        let Some(first) = situation.hits.first() else {
            let mut nothing = [0.0; FEATURES];
            nothing[0] = 1.0;
            nothing[1..5].copy_from_slice(&[LEAST.ln(), LEAST.ln(), LEAST.ln(), 0.0]);
            nothing[5] = LEAST.ln();
            nothing[12] = 1.0;
            return Self(nothing);
        };
        let twin = |at: usize| at == 0 || situation.twins.get(at).copied().unwrap_or_default();
        let share = |count: usize, only_twins: bool| -> f32 {
            let hits = situation.hits.iter().take(count).enumerate();
            hits.filter(|&(at, _)| !only_twins || twin(at)).map(|(_, hit)| hit.score).sum()
        };
        let (first_share, twins, three) = (share(1, false), share(10, true), share(3, false));
        let rival = situation.hits.iter().enumerate().find(|&(at, _)| !twin(at)).map_or(0.0, |(_, hit)| hit.score);
        let evidence = first.evidence;
        let [unknown, words, weight] = of_words(situation.analysis);
        let log = |share: f32| (share + LEAST).ln();
        Self([
            1.0,
            log(first_share),
            log(twins),
            log(three),
            log(twins) - log(rival),
            log(evidence.learned),
            log(situation.outside),
            evidence.asked,
            evidence.asked_more / 2.0,
            evidence.alike,
            situation.covered,
            situation.covered_3,
            unknown,
            words,
            weight,
        ])
    }
}

/// The share of words the index does not hold, weighted by rarity; how many
/// words there are, and how much they weigh together, on scales of about one.
fn of_words(analysis: &Analysis) -> [f32; 3] {
    let (mut unknown, mut weight, mut words) = (0.0, 0.0, 0.0f32);
    for word in analysis.words.iter().filter(|word| word.term.role == Role::Content) {
        let rarity = background::rarity(&word.term.bokmal);
        weight += rarity;
        words += 1.0;
        if !word.known {
            unknown += rarity;
        }
    }
    [unknown / weight.max(f32::EPSILON), (1.0 + words).ln() / 4.0, (1.0 + weight).ln() / 4.0]
}

/// Fitted weights, one a feature.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    /// For "the first passage answers".
    pub first: [f32; FEATURES],
    /// For "the content answers this".
    pub inside: [f32; FEATURES],
}

/// The model in use.
pub const MODEL: Model = Model {
    first: [
        -3.875, 0.074, 0.908, -0.351, 0.246, -0.065, -0.496, 4.135, -1.831, -1.920, 1.925, 0.179, -1.636, -4.296, 4.440,
    ],
    inside: [
        -3.877, -0.044, 0.446, 0.057, -0.074, 0.019, -0.912, 5.525, -1.709, 1.345, 0.533, -0.119, -2.172, -0.585, 2.863,
    ],
};

/// From this probability of answering on, the first passage is shown as the answer.
pub const ANSWER_FROM: f32 = 0.8;
/// From this probability of being answered at all on, the first three are offered.
pub const OPTIONS_FROM: f32 = 0.65;

/// A decision with the probabilities it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Verdict {
    /// What is done.
    pub decision: Decision,
    /// Probability that the first passage answers, 0 to 1.
    pub first: f32,
    /// Probability that the content answers the question at all, 0 to 1.
    pub inside: f32,
}

/// Decides.
#[must_use]
pub fn decide(features: &Features) -> Verdict {
    let first = probability(&MODEL.first, features);
    let inside = probability(&MODEL.inside, features).max(first);
    let decision = if first >= ANSWER_FROM {
        Decision::Answer
    } else if inside >= OPTIONS_FROM {
        Decision::Options
    } else {
        Decision::Decline
    };
    Verdict { decision, first, inside }
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

    /// A verdict on a question whose words the first passage holds or not.
    fn verdict(hits: &[Hit], covered: f32, outside: f32) -> Verdict {
        let mut analyzer = Analyzer::default();
        analyzer.learn("mentor og taushetsplikt");
        let analysis = analyzer.question("mentor og taushetsplikt");
        decide(&Features::new(&Situation {
            hits,
            twins: &[],
            outside,
            covered,
            covered_3: covered,
            analysis: &analysis,
        }))
    }

    fn hit(ordinal: usize, score: f32, asked: f32) -> Hit {
        let evidence = Evidence { asked, asked_more: asked, text: asked, named: 0.0, alike: asked, learned: score };
        Hit { ordinal, score, evidence }
    }

    #[test]
    fn nothing_found_is_declined() {
        assert_eq!(verdict(&[], 0.0, 0.9).decision, Decision::Decline);
    }

    #[test]
    fn strong_evidence_answers_and_weak_does_not() {
        let strong = verdict(&[hit(0, 0.9, 0.6), hit(1, 0.05, 0.1)], 1.0, 0.01);
        let weak = verdict(&[hit(0, 0.05, 0.02), hit(1, 0.05, 0.01)], 0.1, 0.9);
        assert_eq!(strong.decision, Decision::Answer);
        assert_eq!(weak.decision, Decision::Decline);
        assert!(strong.first > weak.first && strong.inside >= strong.first);
    }
}
