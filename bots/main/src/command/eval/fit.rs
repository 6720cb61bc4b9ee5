//! Fitting the decision: logistic regression on what questions gave.

use std::collections::BTreeMap;

use utveier::engine::Engine;
use utveier::search::decision::{FEATURE_NAMES, FEATURES};

use super::logistic::{self, Weights};
use super::{Question, plot};
use crate::output;

/// A question as the fit sees it.
#[derive(Debug)]
pub(super) struct Example {
    features: [f32; FEATURES],
    /// Whether the first passage answers.
    first: bool,
    /// Whether one of the first three does.
    three: bool,
    /// Whether the content answers it at all.
    inside: bool,
    /// Questions with the same answer stay together when the examples are parted.
    part: usize,
}

/// Parts of the cross-validation.
const PARTS: usize = 10;

/// What mistakes cost.
mod cost {
    /// A wrong passage shown as the answer, to a question inside or outside.
    pub(super) const WRONG: f64 = 5.0;
    /// A choice where the first passage was right.
    pub(super) const NEEDLESS_CHOICE: f64 = 1.0;
    /// A choice without the right passage, or a question declined.
    pub(super) const NO_HELP: f64 = 2.0;
    /// A choice for a message that nothing answers.
    pub(super) const CHOICE_OUTSIDE: f64 = 1.0;
}

/// Gathers what questions teach; numbers the groups that stay together.
#[derive(Debug, Default)]
pub(super) struct Examples {
    all: Vec<Example>,
    groups: BTreeMap<String, usize>,
}

impl Examples {
    /// Adds a question, unless it is none to the content.
    pub(super) fn add(&mut self, engine: &Engine, question: &Question) {
        let inside = !question.accept.is_empty();
        if !inside && question.expects() != "decline" {
            return;
        }
        let judgement = engine.judge(&question.text);
        let right =
            |ranked: &utveier::dialogue::Ranked<'_>| question.accept.iter().any(|id| id == ranked.passage.id.as_str());
        let group = question.accept.iter().min().unwrap_or(&question.id).clone();
        let number = self.groups.len();
        self.all.push(Example {
            features: judgement.features.0,
            first: judgement.ranked.first().is_some_and(right),
            three: judgement.ranked.iter().take(3).any(right),
            inside,
            part: *self.groups.entry(group).or_insert(number) % PARTS,
        });
    }

    /// Fits both probabilities and shows what thresholds would give, by
    /// cross-validation, so that no question is judged by weights it, or one
    /// with the same answer, took part in.
    pub(super) fn report(&self) -> anyhow::Result<()> {
        for (name, label) in [("first", is_first as fn(&Example) -> bool), ("inside", is_inside)] {
            let weights = fit(&self.all, |_| true, label);
            let list: Vec<String> = weights.iter().map(|weight| format!("{weight:.4}")).collect();
            output::line(&format!("{name}: [{}],", list.join(", ")))?;
            for (feature, weight) in FEATURE_NAMES.iter().zip(weights) {
                output::line(&format!("    {feature:12} {weight:>8.3}"))?;
            }
        }
        let (first, inside) = (self.cross_validated(is_first), self.cross_validated(is_inside));
        output::line("cross-validated (wrong answer 5, needless choice 1, no help 2, choice outside 1):")?;
        for answer_from in [0.6, 0.65, 0.7, 0.75, 0.8, 0.85] {
            for options_from in [0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8] {
                output::line(&self.thresholds((&first, &inside), (answer_from, options_from)))?;
            }
        }
        Ok(())
    }

    /// The reliability diagram of both probabilities, cross-validated.
    pub(super) fn plot(&self) -> String {
        let told = |label: fn(&Example) -> bool| -> Vec<plot::Told> {
            self.cross_validated(label).into_iter().zip(self.all.iter().map(label)).collect()
        };
        plot::reliability(&[
            ("the first passage answers", "#1f5c99", told(is_first)),
            ("the content answers", "#b3541e", told(is_inside)),
        ])
    }

    fn cross_validated(&self, label: fn(&Example) -> bool) -> Vec<f64> {
        let mut held_out = vec![0.0; self.all.len()];
        for part in 0..PARTS {
            let weights = fit(&self.all, |example| example.part != part, label);
            for (own, example) in held_out.iter_mut().zip(&self.all).filter(|(_, example)| example.part == part) {
                *own = logistic::probability(&weights, &example.features);
            }
        }
        held_out
    }

    fn thresholds(&self, (first, inside): (&[f64], &[f64]), (answer_from, options_from): (f64, f64)) -> String {
        let mut sums = Sums::default();
        for ((example, &first), &inside) in self.all.iter().zip(first).zip(inside) {
            sums.add(example, first >= answer_from, inside.max(first) >= options_from);
        }
        format!("answer ≥ {answer_from:.2} options ≥ {options_from:.2}: {}", sums.line())
    }
}

fn is_first(example: &Example) -> bool {
    example.first
}

fn is_inside(example: &Example) -> bool {
    example.inside
}

fn fit(examples: &[Example], part: impl Fn(&Example) -> bool, label: fn(&Example) -> bool) -> Weights {
    let chosen: Vec<&Example> = examples.iter().filter(|example| part(example)).collect();
    let features: Vec<[f32; FEATURES]> = chosen.iter().map(|example| example.features).collect();
    let labels: Vec<bool> = chosen.iter().map(|example| label(example)).collect();
    logistic::fit(&features, &labels)
}

#[derive(Debug, Default)]
struct Sums {
    inside: f64,
    outside: f64,
    right: f64,
    wrong: f64,
    declined: f64,
    outside_declined: f64,
    outside_answered: f64,
    cost: f64,
}

impl Sums {
    fn add(&mut self, example: &Example, answers: bool, offers: bool) {
        *(if example.inside { &mut self.inside } else { &mut self.outside }) += 1.0;
        match (answers, offers, example.inside) {
            (true, _, true) if example.first => self.right += 1.0,
            (true, _, true) => {
                self.wrong += 1.0;
                self.cost += cost::WRONG;
            }
            (true, _, false) => {
                self.outside_answered += 1.0;
                self.cost += cost::WRONG;
            }
            (false, true, true) => self.cost += if example.three { cost::NEEDLESS_CHOICE } else { cost::NO_HELP },
            (false, true, false) => self.cost += cost::CHOICE_OUTSIDE,
            (false, false, true) => {
                self.declined += 1.0;
                self.cost += cost::NO_HELP;
            }
            (false, false, false) => self.outside_declined += 1.0,
        }
    }

    fn line(&self) -> String {
        format!(
            "right {:.3} wrong {:.3} declined {:.3} | outside declined {:.3} answered {:.3} | cost {:.3}",
            self.right / self.inside,
            self.wrong / self.inside,
            self.declined / self.inside,
            self.outside_declined / self.outside,
            self.outside_answered / self.outside,
            self.cost / (self.inside + self.outside)
        )
    }
}
