//! Fitting the decision: logistic regression on what questions gave.

use utveier::engine::Engine;
use utveier::search::decision::{FEATURE_NAMES, FEATURES};

use super::Question;
use crate::output;

/// A question as the fit sees it.
pub(super) struct Example {
    features: [f32; FEATURES],
    /// Whether the first passage answers.
    first: bool,
    /// Whether one of the first three does.
    three: bool,
    /// Whether the content answers it at all.
    inside: bool,
}

/// Rounds of gradient descent, step and ridge. The features overlap, so the
/// descent is stopped early on purpose: run to its end it fits the questions
/// better and those it has not seen worse (cost .67 against .63).
const ROUNDS: usize = 40_000;
const STEP: f64 = 0.5;
const RIDGE: f64 = 0.000_2;
/// Parts of the cross-validation.
const FOLDS: usize = 5;

/// What a question teaches; `None` when it is no question to the content.
pub(super) fn example(engine: &Engine, question: &Question) -> Option<Example> {
    let inside = !question.accept.is_empty();
    if !inside && question.expects() != "decline" {
        return None;
    }
    let judgement = engine.judge(&question.text);
    let right =
        |ranked: &utveier::dialogue::Ranked<'_>| question.accept.iter().any(|id| id == ranked.passage.id.as_str());
    let first = judgement.ranked.first().is_some_and(right);
    let three = judgement.ranked.iter().take(3).any(right);
    Some(Example { features: judgement.features.0, first, three, inside })
}

/// Fits both probabilities and shows what thresholds would give, by
/// cross-validation, so that no question is judged by weights it took part in.
pub(super) fn report(examples: &[Example]) -> anyhow::Result<()> {
    for (name, label) in [("first", Example::is_first as fn(&Example) -> bool), ("three", Example::is_three)] {
        let all: Vec<&Example> = examples.iter().collect();
        let weights = fit(&all, label);
        output::line(&format!("{name}: {weights:.3?}"))?;
        for (feature, weight) in FEATURE_NAMES.iter().zip(weights) {
            output::line(&format!("    {feature:12} {weight:>8.3}"))?;
        }
    }
    let (first, three) = (cross_validated(examples, Example::is_first), cross_validated(examples, Example::is_three));
    output::line(
        "cost per question (wrong answer 5, needless choice 1, decline of an answerable one 2, choice outside 1)",
    )?;
    for answer_from in [0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8] {
        for options_from in [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5] {
            output::line(&thresholds(examples, (&first, &three), (answer_from, options_from)))?;
        }
    }
    Ok(())
}

impl Example {
    fn is_first(&self) -> bool {
        self.first
    }

    fn is_three(&self) -> bool {
        self.three
    }
}

fn fit(examples: &[&Example], label: fn(&Example) -> bool) -> [f64; FEATURES] {
    let mut weights = [0.0; FEATURES];
    let share = 1.0 / examples.len().max(1) as f64;
    for _ in 0..ROUNDS {
        let mut gradient = weights.map(|weight| RIDGE * weight);
        for example in examples {
            let error = probability(&weights, &example.features) - f64::from(u8::from(label(example)));
            for (slope, feature) in gradient.iter_mut().zip(example.features) {
                *slope += share * error * f64::from(feature);
            }
        }
        for (weight, slope) in weights.iter_mut().zip(gradient) {
            *weight -= STEP * slope;
        }
    }
    weights
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

fn probability(weights: &[f64; FEATURES], features: &[f32; FEATURES]) -> f64 {
    let sum: f64 = weights.iter().zip(features).map(|(weight, feature)| weight * f64::from(*feature)).sum();
    logistic(sum)
}

fn cross_validated(examples: &[Example], label: fn(&Example) -> bool) -> Vec<f64> {
    let mut held_out = vec![0.0; examples.len()];
    for fold in 0..FOLDS {
        let rest: Vec<&Example> =
            examples.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, example)| example).collect();
        let weights = fit(&rest, label);
        for (at, example) in examples.iter().enumerate().filter(|(at, _)| at % FOLDS == fold) {
            held_out[at] = probability(&weights, &example.features);
        }
    }
    held_out
}

fn thresholds(
    examples: &[Example],
    (first, three): (&[f64], &[f64]),
    (answer_from, options_from): (f64, f64),
) -> String {
    let (mut right, mut wrong, mut declined, mut inside, mut outside_declined, mut outside_answered, mut cost) =
        (0, 0, 0, 0, 0, 0, 0.0);
    for ((example, &first), &three) in examples.iter().zip(first).zip(three) {
        inside += u32::from(example.inside);
        let (answers, offers) = (first >= answer_from, three.max(first) >= options_from);
        match (answers, offers, example.inside) {
            (true, _, true) if example.first => right += 1,
            (true, _, true) => {
                wrong += 1;
                cost += 5.0;
            }
            (true, _, false) => {
                outside_answered += 1;
                cost += 5.0;
            }
            (false, true, true) => cost += if example.three { 1.0 } else { 2.0 },
            (false, true, false) => cost += 1.0,
            (false, false, true) => {
                declined += 1;
                cost += 2.0;
            }
            (false, false, false) => outside_declined += 1,
        }
    }
    let outside = examples.len() as f64 - f64::from(inside);
    let inside = f64::from(inside);
    format!(
        "answer ≥ {answer_from:.2} options ≥ {options_from:.2}: right {:.3} wrong {:.3} declined {:.3} | outside declined {:.3} answered {:.3} | cost {:.3}",
        f64::from(right) / inside,
        f64::from(wrong) / inside,
        f64::from(declined) / inside,
        f64::from(outside_declined) / outside,
        f64::from(outside_answered) / outside,
        cost / examples.len() as f64
    )
}
