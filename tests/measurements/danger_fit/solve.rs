//! Logistic regression with a square penalty, by Nesterov's accelerated gradient with restarts.

use super::matrix::Row;

/// Steps; from here on the points, being whole numbers, no longer change.
const STEPS: usize = 300;
/// Steps of the power iteration that finds the length of a step.
const POWER_STEPS: usize = 12;

/// What is fitted on.
pub(crate) struct Problem<'a> {
    pub(crate) rows: Vec<&'a Row>,
    pub(crate) yes: Vec<bool>,
    pub(crate) weights: Vec<f64>,
    pub(crate) n_columns: usize,
    /// How strongly coefficients are held near zero; the higher, the smaller they get.
    pub(crate) penalty: f64,
}

/// Coefficients, and what is added to every sum.
pub(crate) struct Fit {
    pub(crate) coefficients: Vec<f64>,
    pub(crate) start: f64,
}

/// Minimises the weighted log loss and the penalty. The last coefficient is the start.
pub(crate) fn solve(problem: &Problem<'_>) -> Fit {
    let n = problem.n_columns + 1;
    let step = 1.0 / (0.25 * problem.largest_curvature() + problem.penalty);
    let (mut at, mut ahead, mut momentum) = (vec![0.0; n], vec![0.0; n], 1.0_f64);
    for _ in 0..STEPS {
        let gradient = problem.gradient(&ahead);
        let next: Vec<f64> = ahead.iter().zip(&gradient).map(|(value, slope)| value - step * slope).collect();
        let turned: f64 =
            gradient.iter().zip(next.iter().zip(&at)).map(|(slope, (next, at))| slope * (next - at)).sum();
        let grown = if turned > 0.0 { 1.0 } else { f64::midpoint(1.0, (1.0 + 4.0 * momentum * momentum).sqrt()) };
        let push = if turned > 0.0 { 0.0 } else { (momentum - 1.0) / grown };
        ahead = next.iter().zip(&at).map(|(next, at)| next + push * (next - at)).collect();
        at = next;
        momentum = grown;
    }
    let start = at.pop().unwrap_or_default();
    Fit { coefficients: at, start }
}

impl Problem<'_> {
    fn gradient(&self, at: &[f64]) -> Vec<f64> {
        let (coefficients, start) = (&at[..self.n_columns], at[self.n_columns]);
        let mut gradient: Vec<f64> = at.iter().map(|value| self.penalty * value).collect();
        for ((row, yes), weight) in self.rows.iter().zip(&self.yes).zip(&self.weights) {
            let chance = 1.0 / (1.0 + (-(start + dot(row, coefficients))).exp());
            let error = weight * (chance - f64::from(u8::from(*yes)));
            row.iter().for_each(|(column, value)| gradient[*column as usize] += error * value);
            gradient[self.n_columns] += error;
        }
        gradient
    }

    /// The largest eigenvalue of the weighted squares, by power iteration, a little enlarged.
    fn largest_curvature(&self) -> f64 {
        let mut vector = vec![1.0; self.n_columns + 1];
        let mut size = 1.0;
        for _ in 0..POWER_STEPS {
            let mut next = vec![0.0; self.n_columns + 1];
            for (row, weight) in self.rows.iter().zip(&self.weights) {
                let along = weight * (vector[self.n_columns] + dot(row, &vector[..self.n_columns]));
                row.iter().for_each(|(column, value)| next[*column as usize] += along * value);
                next[self.n_columns] += along;
            }
            size = next.iter().map(|value| value * value).sum::<f64>().sqrt();
            vector = next.iter().map(|value| value / size).collect();
        }
        size * 1.1
    }
}

fn dot(row: &Row, coefficients: &[f64]) -> f64 {
    row.iter().map(|(column, value)| value * coefficients[*column as usize]).sum()
}
