//! The second ranker: what a question's words say of which passage it is for.
//!
//! BM25 compares a question with one way of asking at a time. This learns from
//! all of them together which words, parts of words and neighbours speak for
//! which passage, and against which others. It is trained while the index is
//! built, from what the collection itself holds: each way of asking and each
//! line of a text is an example of its passage, and messages that nothing
//! answers are examples of a class of their own.
//!
//! A collection without ways of asking has nothing to learn from, and a very
//! large one would take too long: neither has a second ranker.

mod sketch;
mod train;

use crate::language::Analysis;
use sketch::{Sketch, Sketcher, Table};
use train::Examples;

/// How much a line of a text counts against a way of asking.
const LINE: f32 = 0.3;
/// Texts a feature must stand in; others could only be learnt by heart.
const FEWEST_TEXTS: u32 = 2;
/// Most examples times classes that are trained on: a few seconds of work, some
/// five times the shipped content.
const MOST_WORK: usize = 25_000_000;
/// Most features times classes: 128 MiB while training, five times the shipped
/// content. A collection with more has no second ranker.
const MOST_WEIGHTS: usize = 64 * 1024 * 1024;
/// Stands for a feature that is in too few texts to be learnt.
const UNKNOWN: u32 = u32::MAX;
/// Greatest weight that is stored, and the least: a feature speaks for or against
/// a few classes, and what it says of the others, nineteen of twenty, is noise.
const STEPS: f32 = 127.0;
const LEAST: f32 = 4.0;

/// Examples of passages, gathered while they are added.
///
/// They lie one after another in few great pieces of memory, which go back to the
/// system when all is learnt; a piece for each would leave it full of holes.
#[derive(Debug, Default)]
pub(super) struct Lessons {
    sketcher: Sketcher,
    /// A number for each feature, and how many texts it stands in.
    numbers: Table<u32>,
    counts: Vec<u32>,
    /// The features of all texts, with their weights.
    features: Vec<(u32, f32)>,
    /// Each text: where its features end, its class, how much it counts.
    texts: Vec<(usize, Class, f32)>,
    passages: usize,
    asked: bool,
}

#[derive(Debug, Clone, Copy)]
enum Class {
    Passage(u32),
    Outside,
}

/// What was learnt.
#[derive(Debug, Default)]
pub(super) struct Learned {
    /// The features that are known, in order; the place of each is its row.
    known: Vec<u64>,
    rarity: Vec<f32>,
    /// A step of each row, where its classes end, and how many steps for each.
    scale: Vec<f32>,
    ends: Vec<u32>,
    classes: Vec<u16>,
    steps: Vec<i8>,
    constants: Vec<f32>,
}

/// What a question's words say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Opinion {
    /// The probability of each passage, were it one of them.
    pub(super) passages: Vec<f32>,
    /// The probability that none of them is meant.
    pub(super) outside: f32,
}

/// Whether a collection of so many texts and passages can be learnt from.
pub(super) fn fits(texts: usize, passages: usize) -> bool {
    texts > 0 && passages < usize::from(u16::MAX) && texts.saturating_mul(passages + 1) <= MOST_WORK
}

impl Lessons {
    /// Adds a way of asking for the passage with this ordinal.
    pub(super) fn asked(&mut self, analysis: &Analysis, passage: usize) {
        self.asked = true;
        self.add(analysis, passage, 1.0);
    }

    /// Adds a line of a passage's text.
    pub(super) fn line(&mut self, analysis: &Analysis, passage: usize) {
        self.add(analysis, passage, LINE);
    }

    /// Adds a message that nothing answers.
    pub(super) fn outside(&mut self, analysis: &Analysis) {
        self.push(analysis, Class::Outside, 1.0);
    }

    fn add(&mut self, analysis: &Analysis, passage: usize, share: f32) {
        self.passages = self.passages.max(passage + 1);
        // More passages than this are never trained on.
        self.push(analysis, Class::Passage(u32::try_from(passage).unwrap_or(u32::MAX)), share);
    }

    fn push(&mut self, analysis: &Analysis, class: Class, share: f32) {
        for (feature, weight) in self.sketcher.sketch(analysis) {
            let number = *self.numbers.entry(feature).or_insert(self.counts.len() as u32);
            match self.counts.get_mut(number as usize) {
                Some(count) => *count += 1,
                None => self.counts.push(1),
            }
            self.features.push((number, weight));
        }
        self.texts.push((self.features.len(), class, share));
    }

    /// Learns, when there is something to learn from and not too much.
    pub(super) fn learn(self) -> Option<Learned> {
        let classes = self.passages + 1;
        if !self.asked || !fits(self.texts.len(), self.passages) {
            return None;
        }
        let (mut learned, rows) = self.known();
        if learned.known.len().saturating_mul(classes) > MOST_WEIGHTS {
            return None;
        }
        learned.constants = vec![0.0; classes];
        // It is while training that a start takes most memory: nothing else is held then.
        let Self { features, texts, passages, .. } = self;
        let examples = learned.examples(features, &texts, &rows, passages);
        drop((texts, rows));
        learned.keep(&train::train(&examples, learned.rarity.len(), classes));
        Some(learned)
    }

    /// The features that stand in texts enough, and the row of each number.
    fn known(&self) -> (Learned, Vec<u32>) {
        let enough = self.numbers.iter().filter(|&(_, &number)| self.counts[number as usize] >= FEWEST_TEXTS);
        let mut known: Vec<(u64, u32)> = enough.map(|(&feature, &number)| (feature, number)).collect();
        // A fixed order, so that every build gives the same.
        known.sort_unstable();
        let texts = self.texts.len() as f32;
        let rarity = |count: u32| ((texts + 1.0) / (count as f32 + 1.0)).ln() + 1.0;
        let mut learned = Learned::default();
        let mut rows = vec![UNKNOWN; self.counts.len()];
        for (&(feature, number), row) in known.iter().zip(0..) {
            learned.known.push(feature);
            learned.rarity.push(rarity(self.counts[number as usize]));
            rows[number as usize] = row;
        }
        (learned, rows)
    }
}

impl Learned {
    /// Rows and values of what is known of a sketch, of length one together.
    fn features(&self, sketch: &Sketch) -> Vec<(u32, f32)> {
        let row = |feature| self.known.binary_search(feature).ok();
        let mut known: Vec<(u32, f32)> =
            sketch.iter().filter_map(|(feature, weight)| Some((row(feature)? as u32, *weight))).collect();
        self.weigh(&mut known);
        known
    }

    /// Weighs rows by rarity, and makes them of length one together.
    fn weigh(&self, known: &mut [(u32, f32)]) {
        for (row, value) in known.iter_mut() {
            *value *= self.rarity[*row as usize];
        }
        let length = known.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        for (_, value) in known {
            *value /= length;
        }
    }

    /// Texts as rows and values, in the place of their features: a second list of
    /// them would be the most a start holds.
    fn examples(
        &self,
        mut features: Vec<(u32, f32)>,
        texts: &[(usize, Class, f32)],
        rows: &[u32],
        passages: usize,
    ) -> Examples {
        let mut examples = Vec::with_capacity(texts.len());
        let (mut begin, mut kept) = (0, 0);
        for &(end, class, share) in texts {
            let own = kept;
            for at in begin..end {
                let (number, weight) = features[at];
                let row = rows[number as usize];
                if row != UNKNOWN {
                    features[kept] = (row, weight);
                    kept += 1;
                }
            }
            self.weigh(&mut features[own..kept]);
            let class = match class {
                Class::Passage(passage) => passage,
                Class::Outside => passages as u32,
            };
            examples.push((kept, class, share));
            begin = end;
        }
        features.truncate(kept);
        features.shrink_to_fit();
        Examples { features, texts: examples }
    }

    /// Stores what each feature says of the classes it speaks for or against, in a
    /// byte each. What it says of most of them is the same, and to add the same
    /// to all changes no probability: only what differs from it is kept.
    fn keep(&mut self, weights: &train::Weights) {
        let mut sorted = Vec::new();
        for row in weights.rows() {
            sorted.clear();
            sorted.extend_from_slice(row);
            let (_, usual, _) = sorted.select_nth_unstable(row.len() / 2);
            let differs = |weight: i16| f32::from(weight) - f32::from(*usual);
            let greatest = row.iter().fold(0.0f32, |greatest, &weight| greatest.max(differs(weight).abs()));
            let step = (greatest / STEPS).max(f32::MIN_POSITIVE);
            self.scale.push(step / train::UNIT);
            for (class, &weight) in (0..).zip(row) {
                let steps = (differs(weight) / step).round();
                if steps.abs() >= LEAST {
                    self.classes.push(class);
                    self.steps.push(steps as i8);
                }
            }
            self.ends.push(self.steps.len() as u32);
        }
        self.classes.shrink_to_fit();
        self.steps.shrink_to_fit();
        self.constants.clone_from(&weights.constants);
    }

    /// What the words of a question say; `None` when not one is known.
    pub(super) fn opinion(&self, analysis: &Analysis) -> Option<Opinion> {
        let features = self.features(&sketch::sketch(analysis));
        if features.is_empty() {
            return None;
        }
        let mut scores = self.constants.clone();
        for (row, value) in features {
            let row = row as usize;
            let begin = row.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
            let own = begin..self.ends[row] as usize;
            let times = value * self.scale[row];
            for (class, step) in self.classes[own.clone()].iter().zip(&self.steps[own]) {
                scores[*class as usize] += times * f32::from(*step);
            }
        }
        train::softmax(&mut scores);
        let outside = scores.pop().unwrap_or_default();
        let inside = (1.0 - outside).max(f32::EPSILON);
        for score in &mut scores {
            *score /= inside;
        }
        Some(Opinion { passages: scores, outside })
    }

    /// Memory of the weights and tables, in bytes.
    #[cfg(test)]
    fn bytes(&self) -> usize {
        3 * self.steps.len() + 20 * self.known.len()
    }
}

#[cfg(test)]
#[path = "learned_tests.rs"]
mod tests;
