//! Softmax regression (Cox 1958; Bishop 2006, § 4.3.4) by stochastic gradient
//! descent, with features left out at random (Srivastava et al. 2014), so that
//! no single word decides.

/// Passes over the examples, first step, share of features left out.
const ROUNDS: usize = 5;
const STEP: f32 = 4.0;
const LEFT_OUT: f32 = 0.2;
/// Rounds in which texts that count less than whole take part: they help to begin
/// with, and would only cost time later.
const LESSER_ROUNDS: usize = 3;
/// Step of the constants against that of the weights.
const CONSTANT_STEP: f32 = 0.1;
/// Probabilities below this move no weight: most classes are soon ruled out.
const NEGLIGIBLE: f32 = 1e-3;
/// A class by itself costs as much as so many in a row.
const SPARSE: usize = 4;
/// Weights are whole numbers of one part in so many: half the memory of a float,
/// and it is while training that a start takes most.
pub(super) const UNIT: f32 = 1024.0;
/// Differences in score from here on are no chance at all.
const NO_CHANCE: f32 = -10.0;

/// Texts with the class each belongs to; their features lie one after another.
#[derive(Debug, Default)]
pub(super) struct Examples {
    /// Row and value of every feature of every text.
    pub(super) features: Vec<(u32, f32)>,
    /// Each text: where its features end, its class, how much it counts.
    pub(super) texts: Vec<(usize, u32, f32)>,
}

/// A weight for each row and class, in [`UNIT`]s, and a constant for each class.
#[derive(Debug)]
pub(super) struct Weights {
    rows: Vec<i16>,
    pub(super) constants: Vec<f32>,
}

/// Trains; the same examples always give the same weights.
pub(super) fn train(examples: &Examples, rows: usize, classes: usize) -> Weights {
    let mut weights = Weights { rows: vec![0; rows * classes], constants: vec![0.0; classes] };
    let mut order: Vec<usize> = (0..examples.texts.len()).collect();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut scores = vec![0.0; classes];
    let (mut kept, mut moved) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        dice.shuffle(&mut order);
        let rate = STEP * (1.0 - round as f32 / ROUNDS as f32);
        for &text in &order {
            let (end, class, share) = examples.texts[text];
            if share < 1.0 && round >= LESSER_ROUNDS {
                continue;
            }
            let begin = text.checked_sub(1).map_or(0, |before| examples.texts[before].0);
            kept.clear();
            kept.extend(examples.features[begin..end].iter().filter(|_| dice.roll() >= LEFT_OUT));
            scores.copy_from_slice(&weights.constants);
            for &(row, value) in &kept {
                let times = value / UNIT;
                scores
                    .iter_mut()
                    .zip(weights.row(row))
                    .for_each(|(score, &weight)| *score += times * f32::from(weight));
            }
            softmax(&mut scores);
            scores[class as usize] -= 1.0;
            let step = rate * share;
            moved.clear();
            moved.extend(scores.iter().copied().enumerate().filter(|(_, error)| error.abs() > NEGLIGIBLE));
            for &(row, value) in &kept {
                let at = row as usize * classes;
                let row = &mut weights.rows[at..at + classes];
                let times = -step * value * UNIT;
                if moved.len() * SPARSE > classes {
                    row.iter_mut().zip(&scores).for_each(|(weight, error)| add(weight, times * error));
                } else {
                    moved.iter().for_each(|&(class, error)| add(&mut row[class], times * error));
                }
            }
            moved.iter().for_each(|&(class, error)| weights.constants[class] -= step * CONSTANT_STEP * error);
        }
    }
    weights
}

impl Weights {
    /// The weights of each row, one for each class.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[i16]> {
        self.rows.chunks_exact(self.constants.len().max(1))
    }

    fn row(&self, row: u32) -> &[i16] {
        let classes = self.constants.len();
        &self.rows[row as usize * classes..(row as usize + 1) * classes]
    }
}

/// Adds so many units to a weight, rounded; none grows beyond what its type holds.
///
/// This is what training spends its time on. Beside 1.5 · 2²³ a float has no room for
/// fractions, and its last bits are the whole number: the compiler makes one
/// instruction for several weights of it, as it cannot of `round` and `as`.
fn add(weight: &mut i16, units: f32) {
    const WHOLE: f32 = 12_582_912.0;
    const MOST: f32 = i16::MAX as f32;
    let sum = (f32::from(*weight) + units).clamp(-MOST, MOST);
    *weight = (sum + WHOLE).to_bits() as i16;
}

/// Turns scores into probabilities.
pub(super) fn softmax(scores: &mut [f32]) {
    let greatest = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        let below = *score - greatest;
        *score = if below > NO_CHANCE { below.exp() } else { 0.0 };
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// Random numbers that are the same every time (`SplitMix64`, Steele et al. 2014).
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    fn roll(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u32 << 24) as f32
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            let other = (self.next() % (at as u64 + 1)) as usize;
            order.swap(at, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_classes_apart_is_learnt_and_the_same_every_time() {
        let mut examples = Examples::default();
        for class in [0, 1, 0, 1, 0, 1] {
            examples.features.extend([(class, 0.7), (2, 0.7)]);
            examples.texts.push((examples.features.len(), class, 1.0));
        }
        let weights = train(&examples, 3, 2);
        let half = (UNIT / 2.0) as i16;
        assert!(weights.row(0)[0] > half && weights.row(1)[0] < -half);
        assert!(weights.row(2)[0].abs() < weights.row(0)[0]);
        assert_eq!(weights.rows, train(&examples, 3, 2).rows);
    }

    #[test]
    fn weights_are_rounded_and_stay_within_what_they_hold() {
        for (from, units, to) in [
            (0, 0.4, 0),
            (0, 0.6, 1),
            (0, -0.6, -1),
            (-7, 2.2, -5),
            (32_000, 9e9, i16::MAX),
            (-32_000, -9e9, -i16::MAX),
        ] {
            let mut weight = from;
            add(&mut weight, units);
            assert_eq!(weight, to, "{from} + {units}");
        }
    }

    #[test]
    fn probabilities_add_up_to_one() {
        let mut scores = [1000.0, 999.0, -1000.0];
        softmax(&mut scores);
        assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-6 && scores[0] > scores[1]);
    }
}
