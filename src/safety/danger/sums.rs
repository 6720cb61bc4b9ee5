//! Adding up the points of everything a message holds.
//!
//! Rules see what somebody thought of. The sum sees the rest: many weak signs together raise an alarm where no rule
//! applies, and many calming ones take back the alarm of a rule. The points stand in a file of their own, in whole
//! numbers, so that people can read and change them, and every part of a sum can be named.
//!
//! A sum is ten times the points, divided by the square root of how many different words there are, so that long
//! messages do not pile up signs. Sums are taken over stretches of at most the window's words, so that a long story
//! does not hide them; the highest counts.

use super::Category;
use super::names::{Marked, Marks, Name, Names};
use super::reading::Reading;
use crate::language::quick;

/// What a sum is multiplied by before it is rounded.
const SCALE: f64 = 10.0;

/// Points by name.
pub(super) type Table<T> = quick::Table<Name, T>;

/// Points with the sum from which they say yes.
#[derive(Debug)]
pub(super) struct Scale {
    pub(super) threshold: i32,
    pub(super) table: Table<i32>,
}

/// Points of one thing for some categories.
pub(super) type ByCategory = Vec<(Category, i32)>;

/// Everything of the points' file.
#[derive(Debug)]
pub(super) struct PointsTables {
    /// Words a sum spans.
    pub(super) window: usize,
    /// How much less is asked of the sum of danger where a rule of level 1 applies: somebody thought of just this,
    /// and in doubt the card is shown, though more false alarms come with it (`tests/questions`). Never negative.
    pub(super) less_with_rule: i32,
    /// What the tables name.
    pub(super) names: Names,
    /// Whether it is danger.
    pub(super) danger: Scale,
    /// Whether the danger is acute rather than serious.
    pub(super) acute: Scale,
    /// Which danger, beginning with what a category has from the start.
    pub(super) start: ByCategory,
    pub(super) category: Table<ByCategory>,
    /// Whether it is a request for help to do harm.
    pub(super) refusal: Scale,
}

/// What was added up in the stretch with the highest sum.
#[derive(Debug, Default)]
pub(super) struct Sum {
    pub(super) total: i32,
    /// The words of the stretch, half-open.
    pub(super) stretch: (usize, usize),
}

impl Scale {
    /// The highest sum of a stretch of at most `window` words; of equal ones the first.
    pub(super) fn highest(&self, message: &Marked<'_>, window: usize) -> Sum {
        // Words are looked up once for the message, not once for each stretch they stand in.
        let of = |name: &Name| self.table.get(name).copied().unwrap_or_default();
        let of_present: Vec<i32> = message.present().iter().map(of).collect();
        let mut others = Vec::new();
        let sums = stretches(message.evidence().reading(), window).into_iter().map(|stretch| {
            others.clear();
            message.rules_and_lists(stretch, &mut others);
            let met = of_present.iter().zip(message.met(stretch)).filter(|(_, is_met)| *is_met);
            let points = met.map(|(points, _)| points).sum::<i32>() + others.iter().map(of).sum::<i32>();
            Sum { total: spread(points, message.evidence().breadth(stretch)), stretch }
        });
        sums.rev().max_by_key(|sum| sum.total).unwrap_or_default()
    }

    /// The sum of a stretch.
    pub(super) fn total(&self, marks: &Marks) -> i32 {
        spread(marks.names.iter().filter_map(|name| self.table.get(name)).sum(), marks.breadth)
    }

    /// What counted in a stretch, the weightiest first.
    pub(super) fn parts(&self, message: &Marked<'_>, stretch: (usize, usize)) -> Vec<(String, i32)> {
        let mut parts = Vec::new();
        message.evidence().each(stretch, |family, name| {
            if let Some(points) = message.names().get(family, name).and_then(|number| self.table.get(&number)) {
                parts.push((format!("{} {name}", family.as_str()), *points));
            }
        });
        parts.sort_by_key(|(_, points)| -points.abs());
        parts
    }
}

impl PointsTables {
    /// The category with the highest sum in a stretch; of equal ones the first in the file's order.
    pub(super) fn category(&self, marks: &Marks) -> Option<Category> {
        let mut sums = [0; Category::ALL.len()];
        for (category, points) in marks.names.iter().filter_map(|name| self.category.get(name)).flatten() {
            sums[*category as usize] += points;
        }
        let mut totals = sums.map(|points| spread(points, marks.breadth));
        for (category, points) in &self.start {
            totals[*category as usize] += points;
        }
        Category::ALL.into_iter().rev().max_by_key(|category| totals[*category as usize])
    }
}

/// Points spread over the different words of a stretch.
fn spread(points: i32, breadth: usize) -> i32 {
    let breadth = f64::from(u32::try_from(breadth).unwrap_or(u32::MAX));
    (SCALE * f64::from(points) / breadth.sqrt()).round() as i32
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
    let mut free_from = 0;
    for (place, start) in places.iter().enumerate() {
        let ends = places[place + 1..].iter().copied().chain([n_words]);
        let end = ends.take_while(|end| *end <= start + window).last().unwrap_or(start + window);
        // Stretches overlap by half at most, so that the time stays linear.
        if stretches.last().is_none_or(|(_, before)| *before < end) && (*start >= free_from || end == n_words) {
            stretches.push((*start, end));
            free_from = start + half / 2;
        }
    }
    stretches
}
