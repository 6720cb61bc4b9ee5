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
        let mut examples = Examples::default();
        let mut begin = 0;
        for &(end, class, share) in &self.texts {
            let known = self.features[begin..end].iter().filter_map(|&(number, weight)| {
                let row = rows[number as usize];
                (row != UNKNOWN).then_some((row, weight))
            });
            examples.features.extend(learned.weighed(known));
            let class = match class {
                Class::Passage(passage) => passage,
                Class::Outside => self.passages as u32,
            };
            examples.texts.push((examples.features.len(), class, share));
            begin = end;
        }
        // It is while training that a start takes most memory.
        drop((self, rows));
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
        self.weighed(
            sketch
                .iter()
                .filter_map(|(feature, weight)| Some((self.known.binary_search(feature).ok()? as u32, *weight))),
        )
    }

    fn weighed(&self, known: impl Iterator<Item = (u32, f32)>) -> Vec<(u32, f32)> {
        let mut known: Vec<(u32, f32)> = known.map(|(row, weight)| (row, weight * self.rarity[row as usize])).collect();
        let length = known.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        for (_, value) in &mut known {
            *value /= length;
        }
        known
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
mod tests {
    use super::*;
    use crate::language::Analyzer;

    fn lessons() -> Lessons {
        let analyzer = Analyzer::default();
        let mut lessons = Lessons::default();
        for asked in ["hvem kan få mentor", "hva gjør en mentor", "mentor for ungdom"] {
            lessons.asked(&analyzer.question(asked), 0);
        }
        for asked in ["når gjelder taushetsplikten", "taushetsplikt og samtykke", "samtykke til å dele"] {
            lessons.asked(&analyzer.question(asked), 1);
        }
        for message in ["hvordan steker jeg pannekaker", "pannekaker uten egg"] {
            lessons.outside(&analyzer.question(message));
        }
        lessons
    }

    #[test]
    fn words_speak_for_their_passage_and_strangers_for_none() {
        let learned = lessons().learn().unwrap();
        let opinion = |text: &str| learned.opinion(&Analyzer::default().question(text)).unwrap();
        let (mentor, consent) = (opinion("får jeg mentor"), opinion("trenger jeg samtykke"));
        assert!(mentor.passages[0] > mentor.passages[1] && consent.passages[1] > consent.passages[0]);
        assert!(opinion("pannekaker").outside > mentor.outside);
        assert_eq!(learned.opinion(&Analyzer::default().question("xyzzy 😀")), None);
        assert!(learned.bytes() > 0);
    }

    #[test]
    fn nothing_is_learnt_without_ways_of_asking_or_from_too_much() {
        let analyzer = Analyzer::default();
        let mut lines = Lessons::default();
        lines.line(&analyzer.question("en linje"), 0);
        assert!(lines.learn().is_none());
        let mut many = lessons();
        many.passages = MOST_WORK;
        assert!(many.learn().is_none());
        let mut wide = lessons();
        wide.passages = usize::from(u16::MAX) - 1;
        let words: String = (0..250).map(|number| format!("ord{number} ")).collect();
        (0..2).for_each(|_| wide.asked(&analyzer.question(&words), 0));
        assert!(wide.learn().is_none(), "more features times passages than memory is given for");
    }
}
