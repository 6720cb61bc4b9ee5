//! The points: whole numbers, as they are shipped, so that what is measured is what is used.

use utveier::safety::{Category, Family, Features};

use super::data::Message;
use super::matrix::{Columns, Row};
use super::solve::{Fit, Problem, solve};

/// What a point is worth, in the logarithm of the odds of a message of one word.
const UNIT: f64 = 0.1;
/// As [`UNIT`], of categories and levels, where small differences matter less.
const COARSE_UNIT: f64 = 0.5;
/// How strongly points are held near zero. Chosen by leaving one writer out.
const PENALTY: f64 = 0.1;
const COARSE_PENALTY: f64 = 0.25;
/// Requests for harm are few, and each is told by few words.
const REFUSAL_PENALTY: f64 = 0.1;
/// A sum is this many times the points, as in `safety::danger::sums`.
const SCALE: f64 = 10.0;
/// Pairs of lists, rules held back and letters say much about whether, little about which.
const COARSE: [Family; 7] =
    [Family::Rule, Family::List, Family::Context, Family::Stem, Family::StemPair, Family::Part, Family::Beginning];

/// Points by column, with what is added to a sum.
pub(crate) struct Points {
    columns: Columns,
    points: Vec<i32>,
    /// What a sum begins with.
    pub(crate) start: i32,
}

/// Everything about danger.
pub(crate) struct Danger {
    pub(crate) danger: Points,
    pub(crate) acute: Points,
    pub(crate) categories: Vec<(Category, Points)>,
}

impl Points {
    /// The sum of a message, rounded as it is in use, from its start.
    pub(crate) fn sum(&self, features: &Features) -> i32 {
        let points: i32 = self.columns.present(features).map(|column| self.points[column]).sum();
        self.start + (SCALE * f64::from(points) / (features.breadth as f64).sqrt()).round() as i32
    }

    /// Everything that has points, by family and name.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (Family, &str, i32)> {
        let names = self.columns.names.iter().zip(&self.points);
        names.filter(|(_, points)| **points != 0).map(|((family, name), points)| (*family, name.as_str(), *points))
    }
}

/// Fits danger, level and category on the messages of the sets that `is_known`.
pub(crate) fn danger(messages: &[Message], is_known: impl Fn(&Message) -> bool) -> Danger {
    let known: Vec<&Message> = messages.iter().filter(|message| message.weight > 0.0 && is_known(message)).collect();
    let all = fit(&known, |message| message.yes, &Family::ALL, (PENALTY, UNIT));
    let told: Vec<&Message> = known.iter().copied().filter(|message| message.yes && !message.is_copy).collect();
    let graded: Vec<&Message> = told.iter().copied().filter(|message| message.level.is_some()).collect();
    let acute = fit(&graded, |message| message.level == Some(1), &COARSE, (COARSE_PENALTY, COARSE_UNIT));
    let sorted: Vec<&Message> = told.iter().copied().filter(|message| message.category.is_some()).collect();
    let categories = Category::ALL.map(|category| {
        (category, fit(&sorted, |message| message.category == Some(category), &COARSE, (COARSE_PENALTY, COARSE_UNIT)))
    });
    Danger { danger: all, acute, categories: categories.into() }
}

/// Fits requests for harm on the messages of the sets that `is_known`.
pub(crate) fn refusal(messages: &[Message], is_known: impl Fn(&Message) -> bool) -> Points {
    let known: Vec<&Message> = messages.iter().filter(|message| message.weight > 0.0 && is_known(message)).collect();
    fit(&known, |message| message.yes, &Family::ALL, (REFUSAL_PENALTY, UNIT))
}

impl Danger {
    /// The category of a danger.
    pub(crate) fn category(&self, features: &Features) -> Category {
        let best = self.categories.iter().rev().max_by_key(|(_, points)| points.sum(features));
        best.map_or(Category::PlanForAttack, |(category, _)| *category)
    }
}

/// Fits one question, and rounds.
fn fit(
    messages: &[&Message],
    is_yes: impl Fn(&Message) -> bool,
    families: &[Family],
    (penalty, unit): (f64, f64),
) -> Points {
    let columns = Columns::of(messages.iter().map(|message| &message.features), families);
    let rows: Vec<Row> = messages.iter().map(|message| columns.row(&message.features)).collect();
    let fitted: Fit = solve(&Problem {
        rows: rows.iter().collect(),
        yes: messages.iter().map(|message| is_yes(message)).collect(),
        weights: messages.iter().map(|message| message.weight).collect(),
        n_columns: columns.names.len(),
        penalty,
    });
    let points = fitted.coefficients.iter().enumerate().map(|(column, value)| columns.points(column, *value, unit));
    let points = points.collect();
    Points { points, columns, start: (SCALE * fitted.start / unit).round() as i32 }
}
