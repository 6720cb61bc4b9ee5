//! Messages as rows of numbers.

use std::collections::HashMap;

use utveier::safety::{Family, Features};

/// The least number of messages something must stand in to count.
const MESSAGES_MIN: u32 = 5;
/// As [`MESSAGES_MIN`], of pairs of words, of which there are very many.
const MESSAGES_OF_PAIR_MIN: u32 = 5;

/// What is worth more or less for a start; what is worth more needs less proof to get points. Chosen by leaving one
/// writer out.
fn worth(family: Family) -> f64 {
    match family {
        Family::ListPair => 0.35,
        Family::List => 0.7,
        Family::StemPair => 1.5,
        Family::Rule | Family::HeldBack | Family::Context | Family::Stem | Family::Part | Family::Beginning => 1.0,
    }
}

/// The names of the columns.
pub(crate) struct Columns {
    numbers: HashMap<(Family, String), u32>,
    pub(crate) names: Vec<(Family, String)>,
}

/// A row: columns that are not zero, with their values.
pub(crate) type Row = Vec<(u32, f64)>;

impl Columns {
    /// The columns of what stands in several of these messages and belongs to `families`.
    pub(crate) fn of<'a>(messages: impl Iterator<Item = &'a Features>, families: &[Family]) -> Self {
        let mut counts: HashMap<(Family, &str), u32> = HashMap::new();
        for (family, name) in messages.flat_map(|features| &features.present) {
            *counts.entry((*family, name)).or_default() += 1;
        }
        let known = counts.into_iter().filter(|((family, _), count)| {
            let least = if *family == Family::StemPair { MESSAGES_OF_PAIR_MIN } else { MESSAGES_MIN };
            *count >= least && families.contains(family)
        });
        let mut names: Vec<(Family, String)> = known.map(|((family, name), _)| (family, name.to_owned())).collect();
        names.sort();
        let numbers = names.iter().cloned().zip(0..).collect();
        Self { numbers, names }
    }

    /// The row of a message, with 1 for every column divided by the square root of the number of different words.
    pub(crate) fn row(&self, features: &Features) -> Row {
        let spread = (features.breadth as f64).sqrt().recip();
        let known =
            features.present.iter().filter_map(|thing| Some((*self.numbers.get(thing)?, worth(thing.0) * spread)));
        let mut row: Row = known.collect();
        row.sort_unstable_by_key(|(column, _)| *column);
        row
    }

    /// The columns of what a message holds.
    pub(crate) fn present(&self, features: &Features) -> impl Iterator<Item = usize> {
        features.present.iter().filter_map(|thing| self.numbers.get(thing)).map(|column| *column as usize)
    }

    /// What a coefficient is in points of `unit`.
    pub(crate) fn points(&self, column: usize, coefficient: f64, unit: f64) -> i32 {
        (coefficient * worth(self.names[column].0) / unit).round() as i32
    }
}
