//! How alike a question and a way of asking are, taken as wholes.
//!
//! BM25 asks how much of the question a unit holds. Likeness also asks how much
//! of the unit the question holds: the cosine of their words weighted by rarity
//! (Salton and Buckley 1988). A short phrasing that is all there beats a long
//! one that shares the same words.

use std::collections::HashMap;

use crate::language::Analysis;
use crate::language::analyzer::Role;

/// Weight of a synonym against a word of the question.
const SYNONYM: f32 = 0.6;
/// Weight of a question word against one that carries meaning.
const ASK: f32 = 0.5;

/// Every way of asking as a bag of stems.
#[derive(Debug, Default)]
pub(super) struct Likeness {
    units: Vec<Vec<u32>>,
    terms: HashMap<Box<str>, u32>,
    counts: Vec<u32>,
    roles: Vec<Role>,
    norms: Vec<f32>,
}

/// A question made ready for [`Likeness::of`].
#[derive(Debug)]
pub(super) struct Wanted {
    weights: HashMap<u32, f32>,
    norm: f32,
}

impl Likeness {
    /// Adds a way of asking; its number is its place in the order of adding.
    pub(super) fn add<'a>(&mut self, stems: impl Iterator<Item = &'a str>) {
        let mut unit: Vec<u32> = stems.map(|stem| self.term(stem)).collect();
        unit.sort_unstable();
        unit.dedup();
        for &term in &unit {
            self.counts[term as usize] += 1;
        }
        self.units.push(unit);
    }

    fn term(&mut self, stem: &str) -> u32 {
        if let Some(&term) = self.terms.get(stem) {
            return term;
        }
        // More words than this do not fit in memory long before.
        let term = u32::try_from(self.counts.len()).unwrap_or(u32::MAX);
        self.terms.insert(stem.into(), term);
        self.counts.push(0);
        self.roles.push(crate::language::analyzer::role(stem));
        term
    }

    /// Weighs what was added. Call once, when all is added.
    pub(super) fn finish(&mut self) {
        let norm = |unit: &Vec<u32>| unit.iter().map(|&term| self.weight(term).powi(2)).sum::<f32>().sqrt();
        self.norms = self.units.iter().map(norm).collect();
    }

    fn weight(&self, term: u32) -> f32 {
        let at = term as usize;
        let role = if self.roles[at] == Role::Question { ASK } else { 1.0 };
        role * self.rarity(self.counts[at])
    }

    fn rarity(&self, count: u32) -> f32 {
        (1.0 + self.units.len() as f32 / (1.0 + count as f32)).ln()
    }

    /// Makes a question ready.
    pub(super) fn wanted(&self, analysis: &Analysis) -> Wanted {
        let mut weights: HashMap<u32, f32> = HashMap::new();
        let mut square = 0.0;
        for word in analysis.words.iter().filter(|word| word.term.role != Role::Function) {
            match self.terms.get(&word.term.stem) {
                Some(&term) => {
                    if weights.insert(term, self.weight(term)).is_none() {
                        square += self.weight(term).powi(2);
                    }
                }
                // A word no way of asking holds speaks against every one.
                None => square += self.rarity(0).powi(2),
            }
        }
        for synonym in &analysis.synonyms {
            let share = SYNONYM / (synonym.stems.len() as f32).sqrt();
            for term in synonym.stems.iter().filter_map(|stem| self.terms.get(stem.as_str())) {
                weights.entry(*term).or_insert(share * self.weight(*term));
            }
        }
        Wanted { weights, norm: square.sqrt() }
    }

    /// Likeness of a question and a way of asking, 0 to about 1.
    pub(super) fn of(&self, wanted: &Wanted, unit: usize) -> f32 {
        let Some(terms) = self.units.get(unit) else {
            return 0.0;
        };
        let shared: f32 = terms.iter().filter_map(|term| Some(wanted.weights.get(term)? * self.weight(*term))).sum();
        let norms = wanted.norm * self.norms.get(unit).copied().unwrap_or_default();
        if norms > 0.0 { shared / norms } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Analyzer;

    #[test]
    fn the_same_question_is_most_alike() {
        let mut analyzer = Analyzer::default();
        let mut likeness = Likeness::default();
        for asked in ["hvem kan få mentor", "hva er en mentor og hva gjør mentoren i kommunen", "taushetsplikt"] {
            let terms = analyzer.learn(asked);
            likeness.add(terms.iter().filter(|term| term.role != Role::Function).map(|term| &*term.stem));
        }
        likeness.finish();
        let wanted = likeness.wanted(&analyzer.question("Hvem kan få mentor?"));
        let alike: Vec<f32> = (0..3).map(|unit| likeness.of(&wanted, unit)).collect();
        assert!((alike[0] - 1.0).abs() < 1e-4, "{alike:?}");
        assert!(alike[0] > alike[1] && alike[1] > alike[2] && alike[2] == 0.0, "{alike:?}");
        assert_eq!(likeness.of(&wanted, 99), 0.0);
    }
}
