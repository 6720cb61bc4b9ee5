//! Adding up everything a message holds: words, lists, contexts and rules, each with its points.
//!
//! Rules see what somebody thought of. The sum sees the rest: many weak signs together raise an
//! alarm where no rule applies, and many calming ones take back the alarm of a rule. The points
//! stand in the rules' file, in whole numbers, so that people can read and change them, and every
//! part of a sum can be named.
//!
//! Sums are taken over stretches of at most the window's words, so that a long story neither hides
//! nor piles up signs; the highest sum counts.

use std::hash::Hasher as _;

use super::compile::Ruleset;
use super::hash::{Fnv, QuickSet};
use super::reading::{GroupNumber, Occurrence, Reading};
use super::{Category, RuleTrace};

/// The points of everything that counts; empty when the file has none.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// The least sum that raises an alarm.
    pub(super) threshold: i32,
    /// The least sum that is acute when no rule says so; higher than `threshold`.
    pub(super) acute_from: i32,
    /// Words a sum spans.
    pub(super) window: usize,
    /// Points when a sure rule raises an alarm (or a refusal), and when only a weak one does.
    pub(super) rules: RulePoints,
    /// Lists and contexts: counted once, however many of their words occur.
    pub(super) once: Vec<Sign>,
    /// Words: every different one counts.
    pub(super) words: Vec<Sign>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RulePoints {
    pub(super) sure: i32,
    pub(super) weak: i32,
}

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    Sure,
    Weak,
}

/// Something that counts.
#[derive(Debug)]
pub(super) struct Sign {
    pub(super) name: String,
    pub(super) group: GroupNumber,
    pub(super) value: i32,
    pub(super) category: Option<Category>,
}

/// What was added up in the stretch with the highest sum.
#[derive(Debug, Default)]
pub(super) struct Sum {
    pub(super) total: i32,
    /// What counted, with its points, in the file's order.
    pub(super) parts: Vec<(String, i32)>,
    /// Points by category, in the order of [`Category::ALL`].
    by_category: [i32; Category::ALL.len()],
}

impl Sum {
    fn add(&mut self, name: String, value: i32, category: Option<Category>) {
        self.total += value;
        if let Some(category) = category {
            self.by_category[category as usize] += value;
        }
        self.parts.push((name, value));
    }

    /// The category with the most points; none when nothing points anywhere.
    pub(super) fn category(&self) -> Option<Category> {
        let (place, points) = self.by_category.iter().enumerate().rev().max_by_key(|(_, points)| **points)?;
        (*points > 0).then_some(Category::ALL[place])
    }
}

impl Signs {
    /// Whether the file has points at all.
    pub(super) fn is_used(&self) -> bool {
        self.window > 0
    }

    /// The highest sum of a stretch, given how sure the rule is that raises an alarm.
    pub(super) fn sum(&self, reading: &Reading<'_>, rule: Option<Sureness>) -> Sum {
        let hits = self.hits(reading);
        let stretches = stretches(reading, self.window);
        let highest = stretches.into_iter().rev().max_by_key(|words| self.total(reading, &hits, *words));
        let mut sum = highest.map(|words| self.explained(reading, &hits, words)).unwrap_or_default();
        match rule {
            Some(Sureness::Sure) => sum.add("regel".to_owned(), self.rules.sure, None),
            Some(Sureness::Weak) => sum.add("svak regel".to_owned(), self.rules.weak, None),
            None => {}
        }
        sum
    }

    /// Every word that counts, sorted by where it stands.
    fn hits(&self, reading: &Reading<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (sign, known) in self.words.iter().enumerate() {
            for Occurrence { start, end } in reading.occurrences(known.group).iter().copied() {
                let mut words = Fnv::default();
                (start..end).for_each(|word| words.write(reading.text.letters(word).as_bytes()));
                hits.push(Hit { start, end, sign, words: words.finish() });
            }
        }
        hits.sort_unstable_by_key(|hit| (hit.start, hit.sign));
        hits
    }

    /// The hits of a stretch, of equal ones the first.
    fn different(hits: &[Hit], (start, end): (usize, usize)) -> impl Iterator<Item = &Hit> {
        let mut seen = QuickSet::default();
        let from = hits.partition_point(|hit| hit.start < start);
        hits[from..]
            .iter()
            .take_while(move |hit| hit.start < end)
            .filter(move |hit| hit.end <= end && seen.insert((hit.sign, hit.words)))
    }

    fn occurs(sign: &Sign, reading: &Reading<'_>, (start, end): (usize, usize)) -> bool {
        reading.occurrences_from(sign.group, start).first().is_some_and(|found| found.end <= end)
    }

    fn total(&self, reading: &Reading<'_>, hits: &[Hit], words: (usize, usize)) -> i32 {
        let once = self.once.iter().filter(|sign| Self::occurs(sign, reading, words)).map(|sign| sign.value);
        once.sum::<i32>() + Self::different(hits, words).map(|hit| self.words[hit.sign].value).sum::<i32>()
    }

    fn explained(&self, reading: &Reading<'_>, hits: &[Hit], words: (usize, usize)) -> Sum {
        let mut sum = Sum::default();
        for sign in self.once.iter().filter(|sign| Self::occurs(sign, reading, words)) {
            sum.add(sign.name.clone(), sign.value, sign.category);
        }
        for hit in Self::different(hits, words) {
            let sign = &self.words[hit.sign];
            sum.add(reading.text.phrase(hit.start, hit.end), sign.value, sign.category);
        }
        sum
    }
}

/// A word that counts, where it stands.
struct Hit {
    start: usize,
    end: usize,
    /// Number of the sign.
    sign: usize,
    /// Stands for the letters; equal letters count once.
    words: u64,
}

/// Stretches of at most `window` words, half-open, from each place where one may begin or end: at
/// sentences and, because people write long stories without full stops, at every half window.
fn stretches(reading: &Reading<'_>, window: usize) -> Vec<(usize, usize)> {
    let n_words = reading.text.words().len();
    let half = (window / 2).max(1);
    let mut places: Vec<usize> = Vec::new();
    for word in 0..n_words {
        let begins = |last: &usize| word - last >= half || reading.sentence(word) != reading.sentence(word - 1);
        if places.last().is_none_or(begins) {
            places.push(word);
        }
    }
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for (place, start) in places.iter().enumerate() {
        let ends = places[place + 1..].iter().copied().chain([n_words]);
        let end = ends.take_while(|end| *end <= start + window).last().unwrap_or(start + window);
        if stretches.last().is_none_or(|(_, before)| *before < end) {
            stretches.push((*start, end));
        }
    }
    stretches
}

/// Everything of a message that could count, for fitting: names of what occurs.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Features {
    /// Lists of the file of which a word occurs.
    pub lists: Vec<String>,
    /// Contexts of the file of which a word occurs.
    pub contexts: Vec<String>,
    /// What each rule made of the message.
    pub rules: Vec<RuleTrace>,
    /// The folded words, sentence by sentence.
    pub sentences: Vec<Vec<String>>,
    /// Whether the last sentence is a question.
    pub is_question: bool,
}

impl Features {
    pub(super) fn of(ruleset: &Ruleset, reading: &Reading<'_>) -> Self {
        let occurs = |group: GroupNumber| !reading.occurrences(group).is_empty();
        let mut sentences: Vec<Vec<String>> = Vec::new();
        let mut last = None;
        for word in 0..reading.text.words().len() {
            if last != Some(reading.sentence(word)) {
                sentences.push(Vec::new());
                last = Some(reading.sentence(word));
            }
            if let Some(sentence) = sentences.last_mut() {
                sentence.push(reading.text.letters(word).to_owned());
            }
        }
        Self {
            lists: ruleset.lists.iter().filter(|(_, group)| occurs(*group)).map(|(name, _)| name.clone()).collect(),
            contexts: ruleset
                .contexts
                .iter()
                .filter(|context| context.group.is_some_and(occurs))
                .map(|context| context.name.clone())
                .collect(),
            rules: ruleset.traces(reading),
            sentences,
            is_question: last.is_some_and(|sentence| reading.text.is_question(sentence)),
        }
    }
}
