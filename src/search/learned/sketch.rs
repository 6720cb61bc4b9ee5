//! A text as features: its words, their parts, letters and neighbours.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use crate::language::analyzer::{self, Role};
use crate::language::{Analysis, Term};

/// Weights of the kinds of features, relative to a word that carries meaning.
/// Chosen on the development questions, on which nothing here is trained.
mod weights {
    pub(super) const FUNCTION: f32 = 0.5;
    pub(super) const PART: f32 = 0.4;
    pub(super) const PAIR: f32 = 0.5;
    pub(super) const NEXT: f32 = 0.8;
    pub(super) const SYNONYM: f32 = 0.3;
}

/// Features of one text with their weights, each feature once.
pub(super) type Sketch = Vec<(u64, f32)>;

/// The feature that stands for a stem.
pub(super) fn stem(stem: &str) -> u64 {
    feature(b'w', stem, "")
}

/// Makes sketches, and remembers those of words: texts of one collection hold
/// the same ones again and again.
#[derive(Debug, Default)]
pub(super) struct Sketcher {
    seen: HashMap<Box<str>, Sketch>,
}

impl Sketcher {
    /// The features of an analysed text: of each word, of each two that follow one
    /// another (who may tell whom is said by small words), and of each two that
    /// carry meaning with nothing but small words between them.
    pub(super) fn sketch(&mut self, analysis: &Analysis) -> Sketch {
        let mut sketch = Sketch::with_capacity(analysis.words.len() * 12);
        let mut before: Option<&str> = None;
        // Nothing stands before the first word, which says what kind of question it is.
        let mut last = "";
        for word in &analysis.words {
            match self.seen.get(word.surface.as_str()) {
                Some(own) => sketch.extend(own),
                None => {
                    let own = of_term(&word.term);
                    sketch.extend(&own);
                    self.seen.insert(word.surface.as_str().into(), own);
                }
            }
            sketch.push((feature(b'n', last, &word.term.stem), weights::NEXT));
            last = &word.term.stem;
            if word.term.role == Role::Function {
                continue;
            }
            if let Some(before) = before {
                sketch.push((feature(b'p', before, &word.term.stem), weights::PAIR));
            }
            before = Some(&word.term.stem);
        }
        for synonym in &analysis.synonyms {
            let weight = weights::SYNONYM / (synonym.stems.len().max(1) as f32).sqrt();
            sketch.extend(synonym.stems.iter().map(|own| (stem(own), weight)));
        }
        merged(sketch)
    }
}

/// The features of an analysed text.
pub(super) fn sketch(analysis: &Analysis) -> Sketch {
    Sketcher::default().sketch(analysis)
}

fn of_term(term: &Term) -> Sketch {
    let mut sketch = Sketch::new();
    match term.role {
        Role::Function => sketch.push((stem(&term.stem), weights::FUNCTION)),
        Role::Question => sketch.push((stem(&term.stem), 1.0)),
        Role::Content => {
            sketch.push((stem(&term.stem), 1.0));
            sketch.extend(term.parts.iter().map(|part| (stem(part), weights::PART)));
            letters(&term.bokmal, &mut sketch);
        }
    }
    sketch
}

/// The word's n-grams with its ends marked; together they weigh like the square
/// root of their number, so that a long word does not drown the others.
fn letters(word: &str, sketch: &mut Sketch) {
    if word.len() <= 2 {
        return;
    }
    let marked = format!("<{word}>");
    let count = marked.chars().count().saturating_sub(analyzer::GRAM_LETTERS) + 1;
    let weight = 1.0 / (count as f32).sqrt();
    analyzer::grams(&marked, |gram| sketch.push((feature(b'g', gram, ""), weight)));
}

fn merged(mut sketch: Sketch) -> Sketch {
    sketch.sort_unstable_by_key(|&(feature, _)| feature);
    sketch.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    sketch
}

/// FNV-1a (Fowler, Noll and Vo), 64 bits: the same in every process, and so
/// wide that two of some thousand features do not meet.
#[derive(Debug)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// Takes features as the hashes they are.
#[derive(Debug, Default)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |sum, byte| sum.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, feature: u64) {
        self.0 = feature;
    }
}

/// A table by features.
pub(super) type Table<T> = HashMap<u64, T, BuildHasherDefault<AsItIs>>;

fn feature(kind: u8, one: &str, other: &str) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    (kind, one, other).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Analyzer;

    #[test]
    fn a_feature_stands_once_and_words_of_a_stem_meet() {
        let analyzer = Analyzer::default();
        let sketch = sketch(&analyzer.question("mentor og mentoren"));
        let features: Vec<u64> = sketch.iter().map(|&(feature, _)| feature).collect();
        assert!(features.windows(2).all(|two| two[0] < two[1]));
        let weight = sketch.iter().find(|&&(own, _)| own == stem("mentor")).map(|&(_, weight)| weight);
        assert_eq!(weight, Some(2.0));
    }

    #[test]
    fn kinds_and_borders_part_features() {
        assert_ne!(feature(b'p', "ab", "c"), feature(b'p', "a", "bc"));
        assert_ne!(feature(b'w', "a", ""), feature(b'g', "a", ""));
    }
}
