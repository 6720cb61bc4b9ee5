//! Figures over questions, with how sure they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::measured::{FIGURES, Figure, Measured};

/// A mean with the interval that 95 of 100 drawings of the questions would give
/// (the percentile bootstrap, Efron 1979).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Mean {
    /// The mean.
    pub(crate) mean: f64,
    /// Lower end.
    pub(crate) low: f64,
    /// Upper end.
    pub(crate) high: f64,
    /// Number of questions.
    pub(crate) n: usize,
}

/// Drawings of the bootstrap.
const DRAWINGS: usize = 1000;
/// Its seed: the same questions always give the same interval.
const SEED: u64 = 20_261_121;

/// A figure over questions; `None` when none counts in it.
pub(crate) fn mean<'a>(questions: impl Iterator<Item = &'a Measured>, figure: &Figure) -> Option<Mean> {
    let values: Vec<f64> = questions.filter_map(|question| (figure.value)(&question.outcome)).collect();
    let n = values.len();
    if n == 0 {
        return None;
    }
    let mut state = SEED;
    let mut means: Vec<f64> = Vec::with_capacity(DRAWINGS);
    for _ in 0..DRAWINGS {
        let sum: f64 = (0..n).map(|_| values[draw(&mut state, n)]).sum();
        means.push(sum / n as f64);
    }
    means.sort_by(f64::total_cmp);
    let at = |share: f64| means[((DRAWINGS - 1) as f64 * share).round() as usize];
    Some(Mean { mean: values.iter().sum::<f64>() / n as f64, low: at(0.025), high: at(0.975), n })
}

/// A number below `below` (Knuth's 64-bit linear congruential generator).
fn draw(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 33) % below as u64) as usize
}

/// Every figure over questions, by name.
pub(crate) fn all(questions: &[Measured]) -> BTreeMap<String, Mean> {
    let named = |figure: &Figure| Some((figure.name.to_owned(), mean(questions.iter(), figure)?));
    FIGURES.iter().filter_map(named).collect()
}

/// The line over the rows of a table.
pub(crate) fn header(title: &str) -> String {
    format!("{title:22}{:>5} {}", "n", FIGURES.map(|figure| format!("{:>8}", figure.head)).concat())
}

/// A row of a table: the questions that `part` takes.
pub(crate) fn row(name: &str, questions: &[Measured], part: impl Fn(&Measured) -> bool) -> String {
    let chosen: Vec<&Measured> = questions.iter().filter(|question| part(question)).collect();
    let cell = |figure: Figure| {
        let values: Vec<f64> = chosen.iter().filter_map(|question| (figure.value)(&question.outcome)).collect();
        if values.is_empty() {
            return format!("{:>8}", "·");
        }
        format!("{:>8.3}", values.iter().sum::<f64>() / values.len() as f64)
    };
    format!("{name:22}{:>5} {}", chosen.len(), FIGURES.map(cell).concat())
}

/// Half the width of the intervals of all questions, a row of a table.
pub(crate) fn intervals(figures: &BTreeMap<String, Mean>) -> String {
    let cell = |figure: Figure| match figures.get(figure.name) {
        Some(mean) => format!("{:>8}", format!("±{:.3}", (mean.high - mean.low) / 2.0)),
        None => format!("{:>8}", "·"),
    };
    format!("{:22}{:>5} {}", "  (95 %)", "", FIGURES.map(cell).concat())
}

#[cfg(test)]
mod tests {
    use super::super::measured::Outcome;
    use super::*;
    use utveier::dialogue::Kind;

    fn questions(places: &[Option<usize>]) -> Vec<Measured> {
        let outcome = |place: &Option<usize>| Outcome::Inside {
            places: place.iter().copied().collect(),
            right: 1,
            kind: Kind::Answer,
            acute: false,
            first: String::new(),
        };
        let question = |place| Measured {
            id: String::new(),
            file: String::new(),
            lang: "nb".to_owned(),
            register: String::new(),
            outcome: outcome(place),
        };
        places.iter().map(question).collect()
    }

    #[test]
    fn figures_are_shares_with_an_interval_around_them() {
        let figures = all(&questions(&[Some(0), Some(2), None, Some(0)]));
        assert_eq!(figures["success_1"].mean, 0.5);
        assert_eq!(figures["success_3"].mean, 0.75);
        assert_eq!(figures["not_wrong"].mean, 0.5);
        assert!(!figures.contains_key("danger_recall"));
        let success = figures["success_1"];
        assert!(success.low < 0.5 && success.high > 0.5 && success.n == 4);
        assert_eq!(figures, all(&questions(&[Some(0), Some(2), None, Some(0)])));
    }

    #[test]
    fn gain_falls_with_the_place() {
        let gains = all(&questions(&[Some(1)]))["ndcg_10"].mean;
        assert!((gains - 1.0 / 3f64.log2()).abs() < 1e-9);
    }
}
