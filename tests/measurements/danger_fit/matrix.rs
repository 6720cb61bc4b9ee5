//! Messages as rows of numbers.

use std::collections::HashMap;

use utveier::safety::{Family, Features};

/// The least number of messages something must stand in to count.
const MESSAGES_MIN: u32 = 3;
/// As [`MESSAGES_MIN`], of letters in a row and of pairs of words, of which there are very many.
const MESSAGES_OF_LETTERS_MIN: u32 = 5;
const MESSAGES_OF_PAIR_MIN: u32 = 8;
/// What stands in one of so many messages, as a power of e, is worth as much as its family.
const USUAL_RARITY: f64 = 7.0;
/// How much more what is rare is worth.
const RARITY_POWER: f64 = 1.5;

/// What is worth more or less for a start; what is worth more needs less proof to get points. Chosen by leaving
/// groups of writers out.
fn worth(family: Family) -> f64 {
    match family {
        Family::ListPair => 0.35,
        Family::Letters => 0.5,
        Family::List => 0.7,
        Family::StemPair => 1.5,
        Family::Rule | Family::HeldBack | Family::Context | Family::Stem | Family::Part | Family::Beginning => 1.0,
    }
}

/// The names of the columns.
pub(crate) struct Columns {
    numbers: HashMap<(Family, String), u32>,
    pub(crate) names: Vec<(Family, String)>,
    /// What each is worth for a start: its family's worth, more when few messages hold it.
    worths: Vec<f64>,
}

/// A row: columns that are not zero, with their values.
pub(crate) type Row = Vec<(u32, f64)>;

impl Columns {
    /// The columns of what stands in several of these messages and belongs to `families`.
    pub(crate) fn of<'a>(messages: impl Iterator<Item = &'a Features>, families: &[Family]) -> Self {
        let mut counts: HashMap<(Family, &str), u32> = HashMap::new();
        let mut n_messages = 0;
        for features in messages {
            n_messages += 1;
            for (family, name) in &features.present {
                *counts.entry((*family, name)).or_default() += 1;
            }
        }
        let known = counts.into_iter().filter(|((family, _), count)| {
            let least = match family {
                Family::Letters => MESSAGES_OF_LETTERS_MIN,
                Family::StemPair => MESSAGES_OF_PAIR_MIN,
                _ => MESSAGES_MIN,
            };
            *count >= least && families.contains(family)
        });
        let mut known: Vec<((Family, &str), u32)> = known.collect();
        known.sort_unstable();
        let rarity = |count: u32| {
            let odds = f64::from(n_messages) / f64::from(count);
            (odds.ln() / USUAL_RARITY).powf(RARITY_POWER)
        };
        let worths = known.iter().map(|((family, _), count)| worth(*family) * rarity(*count)).collect();
        let names: Vec<(Family, String)> =
            known.into_iter().map(|((family, name), _)| (family, name.to_owned())).collect();
        let numbers = names.iter().cloned().zip(0..).collect();
        Self { numbers, names, worths }
    }

    /// The row of a message, with the worth of every column divided by the square root of the number of different
    /// words.
    pub(crate) fn row(&self, features: &Features) -> Row {
        let spread = (features.breadth as f64).sqrt().recip();
        let mut row: Row = self.present(features).map(|column| (column as u32, self.worths[column] * spread)).collect();
        row.sort_unstable_by_key(|(column, _)| *column);
        row
    }

    /// The columns of what a message holds.
    pub(crate) fn present(&self, features: &Features) -> impl Iterator<Item = usize> {
        features.present.iter().filter_map(|thing| self.numbers.get(thing)).map(|column| *column as usize)
    }

    /// What a coefficient is in points of `unit`.
    pub(crate) fn points(&self, column: usize, coefficient: f64, unit: f64) -> i32 {
        (coefficient * self.worths[column] / unit).round() as i32
    }
}
