//! From scores of units to an order of passages.
//!
//! Two searches, one over texts and one over ways of asking, each scored by
//! BM25 (Robertson and Zaragoza 2009; tantivy's k1 = 1.2, b = 0.75). Their
//! scores are divided by the greatest score the question could have reached
//! (every clause's weight times its idf times k1 + 1), so that they mean the
//! same from one question to the next, and are then added with weights.

use std::collections::HashMap;

use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher};

use super::index::IndexError;
use super::learned::Opinion;
use super::query::{self, Clause, Clauses};

/// Weights of the evidence for a passage; fitted, see `tests/measurements`.
pub mod weights {
    /// The best matching way of asking.
    pub const ASKED: f32 = 1.0;
    /// The second and third best ways of asking, each.
    pub const ASKED_MORE: f32 = 0.22;
    /// The text.
    pub const TEXT: f32 = 0.69;

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
/// Lowest logarithm of a learnt probability that counts.
const LEAST_LIKELY: f32 = -9.0;
/// BM25's k1 + 1, the limit of a term's saturation.
const SATURATION: f32 = 2.2;

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
    /// answers; 0 without a second ranker.
    pub outside: f32,
}

impl Evidence {
    fn score(self) -> f32 {
        weights::ASKED * self.asked + weights::ASKED_MORE * self.asked_more + weights::TEXT * self.text
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
    let searcher = &units.searcher;
    let mut evidence: HashMap<usize, Evidence> = HashMap::with_capacity(ASKED_UNITS);
    for (address, score) in search(searcher, &clauses.asked, ASKED_UNITS.max(top))? {
        // Units come best first, so the first of a passage is its best.
        let own = evidence.entry(units.passage(address)).or_default();
        if own.asked == 0.0 {
            own.asked = score;
        } else if own.asked_more < own.asked {
            own.asked_more += score;
        }
        own.alike = own.alike.max(alike(units.asked(address)));
    }
    for (address, score) in search(searcher, &clauses.text, TEXT_UNITS.max(top))? {
        evidence.entry(units.passage(address)).or_default().text = score;
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
    Ok(Found { hits, outside: opinion.map_or(0.0, |opinion| opinion.outside) })
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

/// Units with their normalised scores, best first.
fn search(searcher: &Searcher, clauses: &[Clause], units: usize) -> Result<Vec<(DocAddress, f32)>, IndexError> {
    let greatest = greatest_score(searcher, clauses)?;
    if greatest <= 0.0 {
        return Ok(Vec::new());
    }
    let query = query::boolean(clauses);
    let found = searcher.search(&query, &TopDocs::with_limit(units).order_by_score())?;
    Ok(found.into_iter().map(|(score, address)| (address, score / greatest)).collect())
}

/// The engine's searcher with the units' numbers at hand: opening their columns
/// for each question would cost as much as a small search.
pub(super) struct Units {
    pub(super) searcher: Searcher,
    passages: Vec<Column<u64>>,
    asked: Vec<Column<u64>>,
}

impl Units {
    pub(super) fn open(searcher: Searcher) -> Result<Self, IndexError> {
        let columns = |field: &str| -> Result<Vec<Column<u64>>, IndexError> {
            let columns = searcher.segment_readers().iter().map(|segment| segment.fast_fields().u64(field));
            Ok(columns.collect::<Result<_, _>>()?)
        };
        let (passages, asked) = (columns("passage")?, columns("unit")?);
        Ok(Self { searcher, passages, asked })
    }

    /// The ordinal of the passage a unit belongs to.
    fn passage(&self, address: DocAddress) -> usize {
        number(&self.passages, address)
    }

    /// The number of a way of asking.
    fn asked(&self, address: DocAddress) -> usize {
        number(&self.asked, address)
    }
}

fn number(columns: &[Column<u64>], address: DocAddress) -> usize {
    let column = columns.get(address.segment_ord as usize);
    column.and_then(|column| column.first(address.doc_id)).map_or(0, |number| number as usize)
}

/// The score of a unit that held every clause without end. Clauses unknown to
/// the index count as the rarest word would: not finding them is evidence too.
fn greatest_score(searcher: &Searcher, clauses: &[Clause]) -> Result<f32, IndexError> {
    let documents = searcher.num_docs() as f32;
    let mut sum = 0.0;
    for clause in clauses {
        let frequency = searcher.doc_freq(&clause.term)? as f32;
        if frequency == 0.0 && clause.gram {
            continue;
        }
        let idf = (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln();
        sum += clause.weight * idf * SATURATION;
    }
    Ok(sum)
}
