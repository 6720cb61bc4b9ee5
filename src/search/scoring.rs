//! How well units match clauses: BM25 (Robertson and Zaragoza 2009) over the
//! engine's postings, a clause at a time.
//!
//! The engine's own BM25 has one setting for every field (k1 1.2, b 0.75).
//! Words, parts, letters and pairs each saturate and lengthen in their own way,
//! and the length and rarity that matter are those of texts among texts and of
//! ways of asking among ways of asking.

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use super::index::IndexError;
use super::query::Clause;
use super::schema::Zone;
use super::unit::{self, Lengths};

/// Where a term's frequency saturates, and how much a long unit is held against
/// it. Fitted, see `tests/measurements`.
const fn saturation(zone: Zone) -> (f32, f32) {
    match zone {
        Zone::Text | Zone::TextTitles => (0.6, 0.75),
        Zone::TextParts | Zone::TextLead => (0.8, 0.5),
        Zone::TextGrams => (0.2, 0.75),
        Zone::TextPairs => (1.0, 0.75),
        Zone::TextStarts => (0.6, 0.85),
        // A way of asking holds a term once; only its length tells.
        Zone::Asked | Zone::AskedParts | Zone::AskedGrams | Zone::AskedPairs => (1.2, 0.75),
    }
}

/// Number of units that have a zone, and terms in it on average.
#[derive(Debug, Clone, Copy)]
struct Size {
    units: f32,
    terms: f32,
}

/// The engine's searcher with what each question needs at hand: opening columns
/// for each would cost as much as a small search.
pub(super) struct Units {
    pub(super) searcher: Searcher,
    segments: Vec<Segment>,
    sizes: [Size; Zone::ALL.len()],
}

/// What is known of a segment's units.
struct Segment {
    passages: Column<u64>,
    asked: Column<u64>,
    /// By column, then by unit.
    lengths: Vec<Vec<u8>>,
}

impl Segment {
    fn open(segment: &SegmentReader, lengths: &Lengths) -> Result<Self, IndexError> {
        let (passages, asked) = (segment.fast_fields().u64("passage")?, segment.fast_fields().u64("unit")?);
        let mut columns = vec![Vec::new(); unit::COLUMNS];
        for doc in 0..segment.max_doc() {
            let asked = asked.first(doc).map(|number| number as usize);
            let own = lengths.of(number(&passages, doc), asked);
            columns.iter_mut().zip(own).for_each(|(column, length)| column.push(length));
        }
        Ok(Self { passages, asked, lengths: columns })
    }
}

impl Units {
    /// Over an index of units with these lengths.
    pub(super) fn open(searcher: Searcher, lengths: &Lengths) -> Result<Self, IndexError> {
        let segments = searcher.segment_readers().iter().map(|segment| Segment::open(segment, lengths));
        let segments = segments.collect::<Result<_, _>>()?;
        let (texts, asked) = lengths.units();
        let sizes = Zone::ALL.map(|zone| {
            let units = if zone.is_asked() { asked } else { texts };
            let terms = (lengths.total(zone) as f32 / units.max(1) as f32).max(1.0);
            Size { units: units as f32, terms }
        });
        Ok(Self { searcher, segments, sizes })
    }

    /// How rare a term is among the units of its zone.
    pub(super) fn rarity(&self, zone: Zone, term: &Term) -> Result<f32, IndexError> {
        Ok(rarity(self.sizes[zone as usize].units, self.searcher.doc_freq(term)? as f32))
    }

    /// How many terms a unit holds in a zone: exact up to 40, rounded down beyond
    /// (Lucene's and the engine's way of keeping a length in a byte).
    pub(super) fn length(&self, zone: Zone, segment: usize, doc: u32) -> u32 {
        self.lengths(zone, segment).get(doc as usize).map_or(0, |&id| FieldNormReader::id_to_fieldnorm(id))
    }

    fn lengths(&self, zone: Zone, segment: usize) -> &[u8] {
        self.segments.get(segment).map_or(&[], |segment| &segment.lengths[unit::column(zone)])
    }

    /// The ordinal of the passage a unit belongs to.
    pub(super) fn passage(&self, address: DocAddress) -> usize {
        self.segments.get(address.segment_ord as usize).map_or(0, |segment| number(&segment.passages, address.doc_id))
    }

    /// The number of a way of asking.
    pub(super) fn asked(&self, address: DocAddress) -> usize {
        self.segments.get(address.segment_ord as usize).map_or(0, |segment| number(&segment.asked, address.doc_id))
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
                let inverted = segment.inverted_index(clause.term.field())?;
                let Some(mut postings) =
                    inverted.read_postings(&clause.term, IndexRecordOption::WithFreqs).map_err(TantivyError::from)?
                else {
                    continue;
                };
                let lengths = self.lengths(clause.zone, number);
                let saturated = |doc: u32, often: u32| {
                    let length = lengths.get(doc as usize).map_or(0, |&id| FieldNormReader::id_to_fieldnorm(id));
                    weight.of(often as f32, length as f32)
                };
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
            let size = self.sizes[clause.zone as usize];
            let frequency = self.searcher.doc_freq(&clause.term)? as f32;
            let rarity = rarity(size.units, frequency);
            let (saturation, length) = saturation(clause.zone);
            let greatest = clause.weight * rarity * (saturation + 1.0);
            let found = frequency > 0.0;
            // A word unknown to the index counts as the rarest would: not finding
            // it is evidence too. Letters and pairs carry no meaning of their own.
            let counts = found || carries_meaning(clause.zone);
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

/// Whether a zone's terms mean something by themselves.
const fn carries_meaning(zone: Zone) -> bool {
    matches!(zone, Zone::Text | Zone::TextParts | Zone::TextTitles | Zone::Asked | Zone::AskedParts)
}

fn number(column: &Column<u64>, doc: u32) -> usize {
    column.first(doc).map_or(0, |number| number as usize)
}
