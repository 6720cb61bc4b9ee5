//! What is written of a unit, and how long each zone of it is.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;

use super::schema::{ZONE, Zone};
use crate::language::Term;
use crate::language::analyzer::{self, Role};

/// Lengths kept of a unit: a text has most zones.
pub(super) const COLUMNS: usize = Zone::Asked as usize;

/// The zones that a text and a way of asking both have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zones {
    pub(super) words: Zone,
    pub(super) parts: Zone,
    pub(super) grams: Zone,
    pub(super) pairs: Zone,
}

/// Those of a text.
pub(super) const TEXT: Zones =
    Zones { words: Zone::Text, parts: Zone::TextParts, grams: Zone::TextGrams, pairs: Zone::TextPairs };
/// Those of a way of asking.
pub(super) const ASKED: Zones =
    Zones { words: Zone::Asked, parts: Zone::AskedParts, grams: Zone::AskedGrams, pairs: Zone::AskedPairs };

/// The terms of one unit: by zone, with spaces between them.
#[derive(Debug, Default)]
pub(super) struct UnitTerms {
    zones: [String; Zone::ALL.len()],
}

impl UnitTerms {
    /// Adds terms to a zone: one, or several with spaces between them.
    pub(super) fn push(&mut self, zone: Zone, terms: &str) {
        let own = self.zone(zone);
        if !(own.is_empty() || terms.is_empty()) {
            own.push(' ');
        }
        own.push_str(terms);
    }

    /// Adds the words that carry meaning, what they are made of, and neighbours.
    pub(super) fn push_words(&mut self, zones: Zones, terms: &[Arc<Term>]) {
        let mut before: Option<&Term> = None;
        for term in terms.iter().filter(|term| term.role == Role::Content) {
            self.push(zones.words, &term.stem);
            term.parts.iter().for_each(|part| self.push(zones.parts, part));
            self.push(zones.grams, &term.grams);
            if let Some(before) = before {
                self.push(zones.pairs, &before.stem);
                analyzer::push_pair(self.zone(zones.pairs), "", &term.stem);
            }
            before = Some(term);
        }
    }

    /// All of it as the engine takes it; see [`super::schema`].
    pub(super) fn joined(&self) -> String {
        let mut joined = String::with_capacity(self.zones.iter().map(|terms| terms.len() + 4).sum());
        for (zone, terms) in Zone::ALL.iter().zip(&self.zones).filter(|(_, terms)| !terms.is_empty()) {
            joined.extend([ZONE, zone.letter(), ' ']);
            joined.push_str(terms);
            joined.push(' ');
        }
        joined.pop();
        joined
    }

    /// Empties it for the next unit.
    pub(super) fn clear(&mut self) {
        self.zones.iter_mut().for_each(String::clear);
    }

    fn zone(&mut self, zone: Zone) -> &mut String {
        &mut self.zones[zone as usize]
    }

    /// Number of terms in each zone.
    fn counts(&self) -> [u32; Zone::ALL.len()] {
        let spaces = |terms: &str| terms.bytes().filter(|&byte| byte == b' ').count() as u32;
        std::array::from_fn(|at| match self.zones[at].as_str() {
            "" => 0,
            terms => spaces(terms) + 1,
        })
    }
}

/// How many terms the zones of all units hold.
#[derive(Debug, Default)]
pub(super) struct Lengths {
    texts: Vec<[u8; COLUMNS]>,
    asked: Vec<[u8; COLUMNS]>,
    totals: [u64; Zone::ALL.len()],
}

impl Lengths {
    /// Adds the next passage's text.
    pub(super) fn add_text(&mut self, unit: &UnitTerms) {
        let counted = self.counted(unit, 0);
        self.texts.push(counted);
    }

    /// Adds the next way of asking.
    pub(super) fn add_asked(&mut self, unit: &UnitTerms) {
        let counted = self.counted(unit, COLUMNS);
        self.asked.push(counted);
    }

    /// Number of texts, and of ways of asking.
    pub(super) fn units(&self) -> (usize, usize) {
        (self.texts.len(), self.asked.len())
    }

    /// Number of terms a zone holds in all units.
    pub(super) fn total(&self, zone: Zone) -> u64 {
        self.totals[zone as usize]
    }

    /// The lengths of a unit, as [`column()`] orders them.
    pub(super) fn of(&self, passage: usize, asked: Option<usize>) -> [u8; COLUMNS] {
        let lengths = match asked {
            Some(asked) => self.asked.get(asked),
            None => self.texts.get(passage),
        };
        lengths.copied().unwrap_or_default()
    }

    fn counted(&mut self, unit: &UnitTerms, from: usize) -> [u8; COLUMNS] {
        let counts = unit.counts();
        for (total, &count) in self.totals.iter_mut().zip(&counts) {
            *total += u64::from(count);
        }
        let counts = counts.get(from..).unwrap_or_default();
        std::array::from_fn(|at| counts.get(at).map_or(0, |&count| FieldNormReader::fieldnorm_to_id(count)))
    }
}

/// Which of a unit's lengths a zone's is.
pub(super) fn column(zone: Zone) -> usize {
    zone as usize % COLUMNS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Analyzer;

    #[test]
    fn each_term_is_written_in_its_zone_and_counted() {
        let terms = Analyzer::default().learn("Når melder læreren?");
        let mut unit = UnitTerms::default();
        unit.push_words(ASKED, &terms);
        unit.push(Zone::Asked, "når");
        assert_eq!(unit.joined(), "=h meld lær når =i lær ren =j meld elde lder lære ærer rere eren =k meld+lær");
        let mut lengths = Lengths::default();
        lengths.add_asked(&unit);
        assert_eq!((lengths.total(Zone::Asked), lengths.total(Zone::AskedGrams), lengths.total(Zone::Text)), (3, 7, 0));
        assert_eq!(lengths.of(0, Some(0))[..4], [3, 2, 7, 1]);
        assert_eq!(lengths.of(0, None), [0; COLUMNS]);
        unit.clear();
        assert_eq!(unit.joined(), "");
    }
}
