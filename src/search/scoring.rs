//! How well units match clauses: BM25 (Robertson and Zaragoza 2009) over the
//! engine's postings, a clause at a time.
//!
//! The engine's own BM25 has one setting for every field (k1 1.2, b 0.75).
//! Words, parts, letters and pairs each saturate and lengthen in their own way,
//! and the length and rarity that matter are those of texts among texts and of
//! ways of asking among ways of asking.

use tantivy::columnar::Column;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, TERMINATED, TantivyError, Term};

use super::index::IndexError;
use super::query::{Clause, Kind};
use super::schema::Fields;

/// Where a term's frequency saturates, and how much a long unit is held against
/// it. Fitted, see `tests/measurements`.
const fn saturation(kind: Kind, asked: bool) -> (f32, f32) {
    match kind {
        // A way of asking holds a term once; only its length tells.
        _ if asked => (1.2, 0.75),
        Kind::Word => (0.6, 0.75),
        Kind::Part => (0.8, 0.5),
        Kind::Gram => (0.2, 0.75),
        Kind::Pair => (1.0, 0.75),
        Kind::Start => (0.6, 0.85),
        Kind::Lead => (0.8, 0.5),
    }
}

/// Number of units of a field, and terms in them on average.
#[derive(Debug, Clone, Copy)]
struct Size {
    units: f32,
    terms: f32,
    asked: bool,
}

/// The engine's searcher with what each question needs at hand: opening columns
/// for each would cost as much as a small search.
pub(super) struct Units {
    pub(super) searcher: Searcher,
    passages: Vec<Column<u64>>,
    asked: Vec<Column<u64>>,
    /// By field.
    sizes: Vec<Size>,
}

impl Units {
    /// Over an index of so many texts and ways of asking.
    pub(super) fn open(searcher: Searcher, fields: Fields, texts: usize, asked: usize) -> Result<Self, IndexError> {
        let columns = |field: &str| -> Result<Vec<Column<u64>>, IndexError> {
            let columns = searcher.segment_readers().iter().map(|segment| segment.fast_fields().u64(field));
            Ok(columns.collect::<Result<_, _>>()?)
        };
        let (passages, ways) = (columns("passage")?, columns("unit")?);
        let mut sizes = Vec::new();
        for (field, entry) in searcher.schema().fields() {
            let mut terms = 0;
            if entry.is_indexed() && entry.field_type().is_str() {
                for segment in searcher.segment_readers() {
                    terms += segment.inverted_index(field)?.total_num_tokens();
                }
            }
            let is_asked = fields.is_asked(field);
            let units = if is_asked { asked } else { texts };
            let terms = (terms as f32 / units.max(1) as f32).max(1.0);
            sizes.push(Size { units: units as f32, terms, asked: is_asked });
        }
        Ok(Self { searcher, passages, asked: ways, sizes })
    }

    /// How rare a term is among the units of its field.
    pub(super) fn rarity(&self, term: &Term) -> Result<f32, IndexError> {
        let units = self.sizes.get(term.field().field_id() as usize).map_or(1.0, |size| size.units);
        Ok(rarity(units, self.searcher.doc_freq(term)? as f32))
    }

    /// The ordinal of the passage a unit belongs to.
    pub(super) fn passage(&self, address: DocAddress) -> usize {
        number(&self.passages, address)
    }

    /// The number of a way of asking.
    pub(super) fn asked(&self, address: DocAddress) -> usize {
        number(&self.asked, address)
    }

    /// The best units, at most `top`, best first, with their scores divided by
    /// the greatest that the question could have reached: so that they mean the
    /// same from one question to the next.
    pub(super) fn best(&self, clauses: &[Clause], top: usize) -> Result<Vec<(DocAddress, f32)>, IndexError> {
        let weights = self.weights(clauses)?;
        let greatest: f32 = weights.iter().map(|weight| weight.greatest).sum();
        let mut best: Vec<(DocAddress, f32)> = Vec::new();
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let mut scores = vec![0.0f32; segment.max_doc() as usize];
            for (clause, weight) in clauses.iter().zip(&weights).filter(|(_, weight)| weight.found) {
                let field = clause.term.field();
                let inverted = segment.inverted_index(field)?;
                let Some(mut postings) =
                    inverted.read_postings(&clause.term, IndexRecordOption::WithFreqs).map_err(TantivyError::from)?
                else {
                    continue;
                };
                let lengths = segment.get_fieldnorms_reader(field)?;
                let saturated = |doc: u32, often: u32| weight.of(often as f32, lengths.fieldnorm(doc) as f32);
                add(&mut scores, &mut postings, saturated);
            }
            let segment = number as u32;
            let found = scores.iter().enumerate().filter(|(_, score)| **score > 0.0);
            best.extend(found.map(|(doc, &score)| (DocAddress::new(segment, doc as u32), score / greatest)));
        }
        let order =
            |one: &(DocAddress, f32), other: &(DocAddress, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
        if best.len() > top && top > 0 {
            best.select_nth_unstable_by(top - 1, order);
            best.truncate(top);
        }
        best.sort_unstable_by(order);
        Ok(best)
    }

    fn weights(&self, clauses: &[Clause]) -> Result<Vec<Weight>, IndexError> {
        let weight = |clause: &Clause| {
            let size = self.sizes.get(clause.term.field().field_id() as usize);
            let size = size.copied().unwrap_or(Size { units: 1.0, terms: 1.0, asked: false });
            let frequency = self.searcher.doc_freq(&clause.term)? as f32;
            let rarity = rarity(size.units, frequency);
            let (saturation, length) = saturation(clause.kind, size.asked);
            let greatest = clause.weight * rarity * (saturation + 1.0);
            let found = frequency > 0.0;
            // A word unknown to the index counts as the rarest would: not finding
            // it is evidence too. Letters and pairs carry no meaning of their own.
            let counts = found || matches!(clause.kind, Kind::Word | Kind::Part);
            Ok(Weight {
                scale: greatest,
                flat: saturation * (1.0 - length),
                by_length: saturation * length / size.terms,
                greatest: if counts { greatest } else { 0.0 },
                found,
            })
        };
        clauses.iter().map(weight).collect()
    }
}

/// How rare a term is that stands in so many of so many units.
fn rarity(units: f32, frequency: f32) -> f32 {
    (1.0 + (units - frequency + 0.5) / (frequency + 0.5)).max(1.0).ln()
}

/// A clause's part in the score, made ready.
struct Weight {
    scale: f32,
    flat: f32,
    by_length: f32,
    /// What a unit that held the term without end would get.
    greatest: f32,
    found: bool,
}

impl Weight {
    fn of(&self, often: f32, length: f32) -> f32 {
        self.scale * often / (often + self.flat + self.by_length * length)
    }
}

fn add(scores: &mut [f32], postings: &mut impl Postings, saturated: impl Fn(u32, u32) -> f32) {
    let mut doc = postings.doc();
    while doc != TERMINATED {
        if let Some(score) = scores.get_mut(doc as usize) {
            *score += saturated(doc, postings.term_freq());
        }
        doc = postings.advance();
    }
}

fn number(columns: &[Column<u64>], address: DocAddress) -> usize {
    let column = columns.get(address.segment_ord as usize);
    column.and_then(|column| column.first(address.doc_id)).map_or(0, |number| number as usize)
}
