//! What was measured, as a file: to keep, to gate by, to compare with.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::figures::{self, Mean};
use super::measured::{FIGURES, Grade, Measured};
use crate::output;

/// A kept measurement.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Report {
    /// Every figure over all questions.
    figures: BTreeMap<String, Mean>,
    /// How good what each question gave was.
    questions: BTreeMap<String, Grade>,
}

impl Report {
    /// Of measured questions.
    pub(super) fn new(questions: &[Measured]) -> Self {
        let grades = questions.iter().map(|question| (question.id.clone(), question.outcome.grade()));
        Self { figures: figures::all(questions), questions: grades.collect() }
    }

    /// Figures over all questions.
    pub(super) fn figures(&self) -> &BTreeMap<String, Mean> {
        &self.figures
    }

    /// Reads a kept report.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is none.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("{}: a report of `utveier eval --json` is wanted", path.display()))
    }

    /// Writes it, a line a figure and question.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Prints which questions were won and lost since `old`.
    pub(super) fn compare(&self, old: &Self, questions: &[Measured]) -> anyhow::Result<()> {
        let (mut won, mut lost) = (0, 0);
        for question in questions {
            let (Some(new), Some(old)) = (self.questions.get(&question.id), old.questions.get(&question.id)) else {
                continue;
            };
            if new != old {
                *(if new > old { &mut won } else { &mut lost }) += 1;
                let sign = if new > old { "won " } else { "LOST" };
                output::line(&format!("  {sign} {}: {old:?} → {new:?} ({})", question.id, question.outcome))?;
            }
        }
        output::line(&format!("won {won}, lost {lost}"))?;
        for figure in FIGURES {
            if let (Some(new), Some(old)) = (self.figures.get(figure.name), old.figures.get(figure.name)) {
                let change = new.mean - old.mean;
                output::line(&format!("  {:22} {:.3} → {:.3} ({change:+.3})", figure.name, old.mean, new.mean))?;
            }
        }
        Ok(())
    }

    /// Fails when a figure that gates lies below the interval of the kept one.
    ///
    /// # Errors
    ///
    /// When the kept report holds none of the figures that gate, or one that is
    /// not measured now: a gate that checks nothing must not pass.
    pub(super) fn gate(&self, kept: &Self) -> anyhow::Result<ExitCode> {
        let mut passed = true;
        let mut checked = 0;
        for figure in FIGURES.iter().filter(|figure| figure.gates) {
            let Some(kept) = kept.figures.get(figure.name) else {
                continue;
            };
            let new = self.figures.get(figure.name);
            let new = new.with_context(|| format!("«{}» is not measured by these questions", figure.name))?;
            let holds = new.mean >= kept.low;
            passed &= holds;
            checked += 1;
            let word = if holds { "holds" } else { "FALLS" };
            output::line(&format!(
                "{word} {} {:.3}, kept {:.3}, lowest allowed {:.3}",
                figure.name, new.mean, kept.mean, kept.low
            ))?;
        }
        anyhow::ensure!(checked > 0, "the kept report holds no figure that gates");
        Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

#[cfg(test)]
mod tests {
    use super::super::measured::Outcome;
    use super::*;

    fn report(right: usize) -> Report {
        let question = |at: usize| Measured {
            id: at.to_string(),
            file: String::new(),
            lang: String::new(),
            register: String::new(),
            outcome: Outcome::Danger { seen: at < right },
        };
        Report::new(&(0..20).map(question).collect::<Vec<_>>())
    }

    #[test]
    fn the_gate_holds_within_the_interval_and_fails_below_it() {
        assert_eq!(format!("{:?}", report(17).gate(&report(18)).unwrap()), format!("{:?}", ExitCode::SUCCESS));
        assert_eq!(format!("{:?}", report(5).gate(&report(18)).unwrap()), format!("{:?}", ExitCode::FAILURE));
        assert!(report(5).gate(&Report::new(&[])).is_err());
    }
}
