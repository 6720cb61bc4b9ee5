//! From scores of units to an order of passages.
//!
//! Two searches, one over texts and one over ways of asking, give scores that
//! mean the same from one question to the next. They are added with weights,
//! beside what the second ranker says when there is one.

use std::collections::HashMap;

use super::index::IndexError;
use super::learned::Opinion;
use super::named;
use super::query::Clauses;
use super::scoring::Units;

/// Weights of the evidence for a passage; fitted, see `tests/measurements`.
pub mod weights {
    /// The best matching way of asking.
    pub const ASKED: f32 = 1.0;
    /// The second and third best ways of asking, each.
    pub const ASKED_MORE: f32 = 0.22;
    /// The text.
    pub const TEXT: f32 = 0.69;
    /// A title that the question names.
    pub const NAMED: f32 = 0.06;

    /// The same evidence beside what was learnt from all ways of asking; the
    /// logarithm of a learnt probability counts one.
    pub mod beside_learned {
        /// The best matching way of asking.
        pub const ASKED: f32 = 0.9;
        /// The way of asking that is most alike.
        pub const ALIKE: f32 = 1.2;
    }
}

/// Units looked at in the search over ways of asking.
const ASKED_UNITS: usize = 120;
/// Texts looked at when ways of asking are known too.
const TEXT_UNITS: usize = 60;
/// Passages looked at for what was learnt.
const LEARNED_PASSAGES: usize = 30;
/// What is assumed of a question when nothing was learnt: too much for an
/// answer, so that a collection too large to learn from declines, not guesses.
const UNSURE: f32 = 0.5;
/// Lowest logarithm of a learnt probability that counts.
const LEAST_LIKELY: f32 = -9.0;

/// What speaks for a passage, each part from 0 to about 1 and comparable
/// between questions.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The best way of asking.
    pub asked: f32,
    /// The second and third best, added.
    pub asked_more: f32,
    /// The text.
    pub text: f32,
    /// How far the question names the title, and the passage holds its words.
    pub named: f32,
    /// The likeness of the way of asking that is most alike. It did not help
    /// the order, but tells how sure the first is.
    pub alike: f32,
    /// The probability learnt from all ways of asking; 0 when nothing was.
    pub learned: f32,
}

/// A found passage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its ordinal.
    pub ordinal: usize,
    /// Its share of the weighted evidence of all found, 0 to 1; without a second
    /// ranker the sum of its evidence. Comparable between questions.
    pub score: f32,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// What was found for a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The best passages, best first.
    pub hits: Vec<Hit>,
    /// The probability that no passage is meant, learnt from messages that none
    /// answers; one half without a second ranker.
    pub outside: f32,
}

impl Evidence {
    /// Each part with its name, for explaining an order.
    #[must_use]
    pub const fn parts(self) -> [(&'static str, f32); 6] {
        [
            ("asked", self.asked),
            ("more asked", self.asked_more),
            ("text", self.text),
            ("named title", self.named),
            ("alike", self.alike),
            ("learned", self.learned),
        ]
    }

    fn score(self) -> f32 {
        weights::ASKED * self.asked
            + weights::ASKED_MORE * self.asked_more
            + weights::TEXT * self.text
            + weights::NAMED * self.named
    }

    fn score_beside_learned(self) -> f32 {
        use weights::beside_learned::{ALIKE, ASKED};
        self.learned.ln().max(LEAST_LIKELY) + ASKED * self.asked + ALIKE * self.alike
    }
}

/// The best passages, best first; equal scores in the order of ordinals.
/// `alike` gives the likeness of a way of asking by its number; `opinion` is
/// what the second ranker says, if there is one.
pub(super) fn rank(
    units: &Units,
    clauses: &Clauses,
    alike: impl Fn(usize) -> f32,
    opinion: Option<&Opinion>,
    top: usize,
) -> Result<Found, IndexError> {
    let mut evidence: HashMap<usize, Evidence> = HashMap::with_capacity(ASKED_UNITS);
    for (address, score) in units.best(&clauses.asked, ASKED_UNITS.max(top))? {
        // Units come best first, so the first of a passage is its best.
        let own = evidence.entry(units.passage(address)).or_default();
        if own.asked == 0.0 {
            own.asked = score;
        } else if own.asked_more < own.asked {
            own.asked_more += score;
        }
        own.alike = own.alike.max(alike(units.asked(address)));
    }
    let texts = units.best(&clauses.text, TEXT_UNITS.max(top))?;
    for ((address, score), named) in texts.iter().zip(named::shares(units, &clauses.own, &texts)?) {
        let own = evidence.entry(units.passage(*address)).or_default();
        (own.text, own.named) = (*score, named);
    }
    // Small words alone are no reason to guess a passage.
    let opinion = opinion.filter(|_| !evidence.is_empty());
    for (ordinal, learned) in opinion.map(likeliest).unwrap_or_default() {
        evidence.entry(ordinal).or_default().learned = learned;
    }
    let mut hits: Vec<Hit> = evidence.into_iter().map(|(ordinal, evidence)| hit(ordinal, evidence, opinion)).collect();
    hits.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.ordinal.cmp(&other.ordinal)));
    if opinion.is_some() {
        share_out(&mut hits);
    }
    hits.truncate(top);
    Ok(Found { hits, outside: opinion.map_or(UNSURE, |opinion| opinion.outside) })
}

/// The passages that are most likely by what was learnt.
fn likeliest(opinion: &Opinion) -> Vec<(usize, f32)> {
    let mut likely: Vec<(usize, f32)> = opinion.passages.iter().copied().enumerate().collect();
    likely.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    likely.truncate(LEARNED_PASSAGES);
    likely
}

fn hit(ordinal: usize, mut evidence: Evidence, opinion: Option<&Opinion>) -> Hit {
    let Some(opinion) = opinion else {
        return Hit { ordinal, score: evidence.score(), evidence };
    };
    evidence.learned = opinion.passages.get(ordinal).copied().unwrap_or_default();
    Hit { ordinal, score: evidence.score_beside_learned(), evidence }
}

/// Turns sums of logarithms, greatest first, into shares of one.
fn share_out(hits: &mut [Hit]) {
    let Some(greatest) = hits.first().map(|hit| hit.score) else {
        return;
    };
    let sum: f32 = hits.iter().map(|hit| (hit.score - greatest).exp()).sum();
    for hit in hits {
        hit.score = (hit.score - greatest).exp() / sum;
    }
}
