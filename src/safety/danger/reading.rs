//! Finding the rules' words and phrases in one message.
//!
//! A *group* is a set of phrases of which one must occur; a *phrase* is words in a row, in one
//! sentence. Words covered by an idiom belong to no phrase.

use super::words::{Atom, Vocabulary};
use crate::safety::text::FoldedText;

/// Words a phrase must have for the others to vouch for one that is misspelt.
const VOUCHING_WORDS: usize = 4;

/// Number of a group.
pub(super) type GroupNumber = usize;

/// One step of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Step {
    Word(Atom),
    /// At most one word of any kind.
    Gap,
}

/// Words in a row; the first step is a word.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) steps: Vec<Step>,
    /// The groups the phrase belongs to.
    pub(super) groups: Vec<GroupNumber>,
    pub(super) is_idiom: bool,
}

/// How a phrase begins, so that most phrases are ruled out by the word that follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening {
    /// The atom the second word must be; `None`: the phrase ends there or has a gap.
    pub(super) second: Option<Atom>,
    /// Number of the phrase.
    pub(super) phrase: usize,
}

/// Everything needed to find groups in a message.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub(super) vocabulary: Vocabulary,
    pub(super) phrases: Vec<Phrase>,
    /// The phrases that begin with an atom, by the atom's number.
    pub(super) by_first_atom: Vec<Vec<Opening>>,
    pub(super) n_groups: usize,
}

/// Where a phrase stands, in words, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Occurrence {
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub(super) fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A message with everything the rules know found in it.
#[derive(Debug)]
pub(super) struct Reading<'text> {
    pub(super) text: &'text FoldedText,
    /// By group number, each sorted by start.
    occurrences: Vec<Vec<Occurrence>>,
}

impl<'text> Reading<'text> {
    pub(super) fn new(lexicon: &Lexicon, text: &'text FoldedText) -> Self {
        let atoms = AtomsOfWords::new(&lexicon.vocabulary, text);
        let mut found = Vec::new();
        let mut is_idiom = vec![false; text.words().len()];
        let mut is_next = vec![false; lexicon.by_first_atom.len()];
        for start in 0..text.words().len() {
            let next = atoms.of(start + 1);
            for atom in next {
                is_next[atom.0 as usize] = true;
            }
            for opening in atoms.of(start).iter().flat_map(|atom| &lexicon.by_first_atom[atom.0 as usize]) {
                if opening.second.is_some_and(|second| !is_next[second.0 as usize]) {
                    continue;
                }
                let phrase = &lexicon.phrases[opening.phrase];
                let Some(end) = end_of(phrase, &lexicon.vocabulary, &atoms, start) else {
                    continue;
                };
                if phrase.is_idiom {
                    is_idiom[start..end].fill(true);
                }
                found.push((phrase, Occurrence { start, end }));
            }
            for atom in next {
                is_next[atom.0 as usize] = false;
            }
        }
        let mut occurrences = vec![Vec::new(); lexicon.n_groups];
        for (phrase, occurrence) in found {
            if is_idiom[occurrence.start..occurrence.end].contains(&true) {
                continue;
            }
            for group in &phrase.groups {
                occurrences[*group].push(occurrence);
            }
        }
        Self { text, occurrences }
    }

    /// Where a group occurs, sorted by start.
    pub(super) fn occurrences(&self, group: GroupNumber) -> &[Occurrence] {
        &self.occurrences[group]
    }

    /// The part of [`Self::occurrences`] that starts at word `from` or later.
    pub(super) fn occurrences_from(&self, group: GroupNumber, from: usize) -> &[Occurrence] {
        let all = self.occurrences(group);
        &all[all.partition_point(|occurrence| occurrence.start < from)..]
    }

    pub(super) fn sentence(&self, word: usize) -> u32 {
        self.text.words().get(word).map_or(0, |word| word.sentence)
    }

    pub(super) fn clause(&self, word: usize) -> u32 {
        self.text.words().get(word).map_or(0, |word| word.clause)
    }
}

/// The atoms each word of a message matches.
struct AtomsOfWords<'text> {
    text: &'text FoldedText,
    atoms: Vec<Atom>,
    /// Where the atoms of a word end; they begin where those of the word before end.
    ends: Vec<usize>,
}

impl<'text> AtomsOfWords<'text> {
    fn new(vocabulary: &Vocabulary, text: &'text FoldedText) -> Self {
        let (mut atoms, mut ends, mut found) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..text.words().len() {
            vocabulary.find(text, number, &mut found);
            atoms.extend_from_slice(&found);
            ends.push(atoms.len());
        }
        Self { text, atoms, ends }
    }

    /// The atoms of a word, sorted; none beyond the last word.
    fn of(&self, word: usize) -> &[Atom] {
        let Some(end) = self.ends.get(word) else {
            return &[];
        };
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.atoms[start..*end]
    }
}

/// Where a phrase that begins at `start` ends, if it stands there within one sentence.
///
/// In a phrase of at least [`VOUCHING_WORDS`] words one word after the second may be nearly right.
fn end_of(phrase: &Phrase, vocabulary: &Vocabulary, atoms: &AtomsOfWords<'_>, start: usize) -> Option<usize> {
    let words = atoms.text.words();
    let sentence = words[start].sentence;
    let mut may_slip = phrase.steps.len() >= VOUCHING_WORDS && !phrase.is_idiom;
    let mut position = start;
    let mut spare = 0;
    for (number, step) in phrase.steps.iter().enumerate() {
        let Step::Word(atom) = step else {
            spare += 1;
            continue;
        };
        let within = position..words.len().min(position + spare + 1);
        let is_here = |at: &usize| words[*at].sentence == sentence && atoms.of(*at).binary_search(atom).is_ok();
        let is_nearly_here =
            |at: &usize| words[*at].sentence == sentence && vocabulary.is_nearly(atoms.text.letters(*at), *atom);
        let at = match within.clone().find(is_here) {
            Some(at) => at,
            None if may_slip && number > 1 => {
                may_slip = false;
                within.clone().find(is_nearly_here)?
            }
            None => return None,
        };
        position = at + 1;
        spare = 0;
    }
    Some(position)
}
