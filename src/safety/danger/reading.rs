//! Finding the rules' words and phrases in one message.
//!
//! A *group* is a set of phrases of which one must occur; a *phrase* is words in a row, in one
//! sentence. Words covered by an idiom belong to no phrase.

use std::collections::HashMap;

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

/// The phrases that begin with an atom, so that most are ruled out by the word that follows.
#[derive(Debug, Clone, Default)]
pub(super) struct Openings {
    /// Those that end there or have a gap, by number.
    pub(super) alone: Vec<usize>,
    /// The others, by the atom the second word must be and number.
    pub(super) pairs: Vec<(Atom, usize)>,
}

impl Openings {
    /// Puts the phrases that may begin where words of these atoms follow into `found`, rising.
    fn before(&self, next: &[Atom], found: &mut Vec<usize>) {
        found.clear();
        found.extend_from_slice(&self.alone);
        for atom in next {
            let from = self.pairs.partition_point(|(second, _)| second < atom);
            found.extend(self.pairs[from..].iter().take_while(|(second, _)| second == atom).map(|(_, phrase)| phrase));
        }
        found.sort_unstable();
    }
}

/// Everything needed to find groups in a message.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub(super) vocabulary: Vocabulary,
    pub(super) phrases: Vec<Phrase>,
    /// The phrases that begin with an atom, by the atom's number.
    pub(super) by_first_atom: Vec<Openings>,
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
    words: DifferentWords<'text>,
    occurrences: Occurrences,
}

/// Where each group occurs, sorted by start.
#[derive(Debug)]
struct Occurrences {
    /// Those of the first group, then those of the second and so on.
    all: Vec<Occurrence>,
    /// Where those of each group begin in `all`; after the last, where `all` ends.
    starts: Vec<u32>,
}

impl Occurrences {
    /// Sorts found phrases, which come by start, into their groups.
    fn new(n_groups: usize, found: &[(&Phrase, Occurrence)]) -> Self {
        let mut starts = vec![0_u32; n_groups + 1];
        for group in found.iter().flat_map(|(phrase, _)| &phrase.groups) {
            starts[group + 1] += 1;
        }
        for group in 0..n_groups {
            starts[group + 1] += starts[group];
        }
        let mut all = vec![Occurrence { start: 0, end: 0 }; starts[n_groups] as usize];
        let mut next = starts.clone();
        for (phrase, occurrence) in found {
            for group in &phrase.groups {
                all[next[*group] as usize] = *occurrence;
                next[*group] += 1;
            }
        }
        Self { all, starts }
    }

    fn of(&self, group: GroupNumber) -> &[Occurrence] {
        &self.all[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}

impl<'text> Reading<'text> {
    pub(super) fn new(lexicon: &Lexicon, text: &'text FoldedText) -> Self {
        let words = DifferentWords::new(text);
        let atoms = AtomsOfWords::new(&lexicon.vocabulary, &words);
        let mut found = Vec::new();
        let mut is_idiom = vec![false; text.words().len()];
        let mut possible = Vec::new();
        for start in 0..text.words().len() {
            for atom in atoms.of(start) {
                lexicon.by_first_atom[atom.0 as usize].before(atoms.of(start + 1), &mut possible);
                for phrase in possible.iter().map(|number| &lexicon.phrases[*number]) {
                    let Some(end) = end_of(phrase, lexicon, text, &atoms, start) else {
                        continue;
                    };
                    if phrase.is_idiom {
                        is_idiom[start..end].fill(true);
                    }
                    found.push((phrase, Occurrence { start, end }));
                }
            }
        }
        found.retain(|(_, occurrence)| !is_idiom[occurrence.start..occurrence.end].contains(&true));
        Self { text, words, occurrences: Occurrences::new(lexicon.n_groups, &found) }
    }

    /// The different words, in the order they come.
    pub(super) fn different(&self) -> &[&'text str] {
        &self.words.letters
    }

    /// Which of [`Self::different`] each word of the message is.
    pub(super) fn numbers(&self) -> &[usize] {
        &self.words.numbers
    }

    /// Where a group occurs, sorted by start.
    pub(super) fn occurrences(&self, group: GroupNumber) -> &[Occurrence] {
        self.occurrences.of(group)
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

/// The words of a message, each looked at once however often it stands there.
#[derive(Debug)]
struct DifferentWords<'text> {
    letters: Vec<&'text str>,
    /// Which of `letters` each word of the message is.
    numbers: Vec<usize>,
}

impl<'text> DifferentWords<'text> {
    fn new(text: &'text FoldedText) -> Self {
        let n_words = text.words().len();
        let (mut letters, mut numbers) = (Vec::new(), Vec::with_capacity(n_words));
        // What a person writes is a key here: a hash nobody can foresee.
        let mut known: HashMap<&str, usize> = HashMap::new();
        known.reserve(n_words);
        for word in (0..n_words).map(|number| text.letters(number)) {
            numbers.push(*known.entry(word).or_insert_with(|| {
                letters.push(word);
                letters.len() - 1
            }));
        }
        Self { letters, numbers }
    }
}

/// The atoms each word of a message matches.
struct AtomsOfWords<'a> {
    /// Which of the different words each word is.
    numbers: &'a [usize],
    atoms: Vec<Atom>,
    /// Where the atoms of a different word end; they begin where those of the one before end.
    ends: Vec<usize>,
}

impl<'a> AtomsOfWords<'a> {
    fn new(vocabulary: &Vocabulary, words: &'a DifferentWords<'_>) -> Self {
        let (mut atoms, mut ends, mut found) = (Vec::new(), Vec::with_capacity(words.letters.len()), Vec::new());
        for word in &words.letters {
            vocabulary.find(word, &mut found);
            atoms.extend_from_slice(&found);
            ends.push(atoms.len());
        }
        Self { numbers: &words.numbers, atoms, ends }
    }

    /// The atoms of a word, sorted; none beyond the last word.
    fn of(&self, word: usize) -> &[Atom] {
        let Some(number) = self.numbers.get(word) else {
            return &[];
        };
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.atoms[start..self.ends[*number]]
    }
}

/// Where a phrase that begins at `start` ends, if it stands there within one sentence.
///
/// In a phrase of at least [`VOUCHING_WORDS`] words one word after the second may be nearly right.
fn end_of(
    phrase: &Phrase,
    lexicon: &Lexicon,
    text: &FoldedText,
    atoms: &AtomsOfWords<'_>,
    start: usize,
) -> Option<usize> {
    let words = text.words();
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
            |at: &usize| words[*at].sentence == sentence && lexicon.vocabulary.is_nearly(text.letters(*at), *atom);
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
