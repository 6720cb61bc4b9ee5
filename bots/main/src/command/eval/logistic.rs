//! Logistic regression by Newton's method (Hastie et al. 2009, § 4.4.1), on
//! standardised features with a ridge.

use utveier::search::decision::FEATURES;

/// A weight for each feature; the first feature is the constant.
pub(super) type Weights = [f64; FEATURES];

/// Pull towards zero of every weight but the constant's, as of that many examples.
const RIDGE: f64 = 3.0;
/// Newton's method needs about six steps; more do not change the result.
const STEPS: usize = 20;

/// The weights that make the labels likeliest.
pub(super) fn fit(features: &[[f32; FEATURES]], labels: &[bool]) -> Weights {
    let (mean, spread) = standard(features);
    let standardised = |row: &[f32; FEATURES]| -> Weights {
        std::array::from_fn(|at| if at == 0 { 1.0 } else { (f64::from(row[at]) - mean[at]) / spread[at] })
    };
    let rows: Vec<Weights> = features.iter().map(standardised).collect();
    let mut weights = [0.0; FEATURES];
    for _ in 0..STEPS {
        let (slope, curve) = slope_and_curve(&rows, labels, &weights);
        for (weight, step) in weights.iter_mut().zip(solve(curve, slope)) {
            *weight -= step;
        }
    }
    let mut raw: Weights = std::array::from_fn(|at| weights[at] / spread[at]);
    raw[0] = weights[0] - (1..FEATURES).map(|at| raw[at] * mean[at]).sum::<f64>();
    raw
}

/// The probability that weights give to features.
pub(super) fn probability(weights: &Weights, features: &[f32; FEATURES]) -> f64 {
    logistic(weights.iter().zip(features).map(|(weight, &feature)| weight * f64::from(feature)).sum())
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

fn standard(features: &[[f32; FEATURES]]) -> (Weights, Weights) {
    let count = features.len().max(1) as f64;
    let mean: Weights = std::array::from_fn(|at| features.iter().map(|row| f64::from(row[at])).sum::<f64>() / count);
    let spread = std::array::from_fn(|at| {
        let square = features.iter().map(|row| (f64::from(row[at]) - mean[at]).powi(2)).sum::<f64>() / count;
        // A feature that never varies, such as the constant, is left as it is.
        if square > 1e-12 { square.sqrt() } else { 1.0 }
    });
    (mean, spread)
}

fn slope_and_curve(rows: &[Weights], labels: &[bool], weights: &Weights) -> (Weights, [Weights; FEATURES]) {
    let mut slope = weights.map(|weight| RIDGE * weight);
    slope[0] = 0.0;
    let mut curve = [[0.0; FEATURES]; FEATURES];
    for (at, row) in curve.iter_mut().enumerate() {
        row[at] = if at == 0 { 1e-9 } else { RIDGE };
    }
    for (row, &label) in rows.iter().zip(labels) {
        let probability = logistic(row.iter().zip(weights).map(|(one, other)| one * other).sum());
        let error = probability - f64::from(u8::from(label));
        let sharpness = (probability * (1.0 - probability)).max(1e-9);
        for (at, value) in row.iter().enumerate() {
            slope[at] += error * value;
            for (sum, other) in curve[at].iter_mut().zip(row) {
                *sum += sharpness * value * other;
            }
        }
    }
    (slope, curve)
}

/// Gauss's elimination with the greatest pivot.
fn solve(mut matrix: [Weights; FEATURES], mut right: Weights) -> Weights {
    for column in 0..FEATURES {
        let greatest = |&one: &usize, &other: &usize| matrix[one][column].abs().total_cmp(&matrix[other][column].abs());
        let pivot = (column..FEATURES).max_by(greatest).unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let (own, own_right) = (matrix[column], right[column]);
        for row in column + 1..FEATURES {
            let times = matrix[row][column] / own[column];
            for (value, above) in matrix[row].iter_mut().zip(own) {
                *value -= times * above;
            }
            right[row] -= times * own_right;
        }
    }
    let mut solution = [0.0; FEATURES];
    for row in (0..FEATURES).rev() {
        let known: f64 = (row + 1..FEATURES).map(|at| matrix[row][at] * solution[at]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probability_follows_the_share_of_labels() {
        let row = |value: f32| std::array::from_fn(|at| if at == 0 { 1.0 } else { value * (at == 1) as u8 as f32 });
        let features: Vec<[f32; FEATURES]> = (0..1000).map(|at| row((at % 2) as f32)).collect();
        // Of those with the feature nine in ten are true, of the others one in ten.
        let labels: Vec<bool> = (0..1000).map(|at| (at % 20 < 2) != (at % 2 == 1) || at % 20 == 1).collect();
        let weights = fit(&features, &labels);
        let share = |odd: usize| (odd..1000).step_by(2).filter(|&at| labels[at]).count() as f64 / 500.0;
        for odd in [0, 1] {
            let told = probability(&weights, &features[odd]);
            assert!((told - share(odd)).abs() < 0.02, "{told} for {}", share(odd));
        }
    }

    #[test]
    fn equations_are_solved() {
        let mut matrix = [[0.0; FEATURES]; FEATURES];
        let wanted: Weights = std::array::from_fn(|at| at as f64 - 3.0);
        for (at, row) in matrix.iter_mut().enumerate() {
            row[(at + 1) % FEATURES] = 2.0;
            row[at] = 0.5;
        }
        let right = std::array::from_fn(|at| matrix[at].iter().zip(wanted).map(|(one, other)| one * other).sum());
        let solved = solve(matrix, right);
        assert!(solved.iter().zip(wanted).all(|(one, other)| (one - other).abs() < 1e-9));
    }
}
