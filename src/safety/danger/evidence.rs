//! What of a message counts towards a sum: the rules, lists and contexts it meets, its words, and pairs of them.
//!
//! Words are read as bokmål stems, so that nynorsk, dialect and endings meet in one row of the points' file.
//! Everything has a family and a name, the same in the file, in fitting and in explaining. Nothing here knows points.
//! Question marks are not counted: whether people type them says nothing about danger.

use std::collections::{HashMap, HashSet};

use super::compile::Ruleset;
use super::reading::{GroupNumber, Occurrence, Reading};
use super::rules::Seen;
use crate::language::{bridge, compound, stem};

/// Letters of the beginnings that count beside the stem.
const BEGINNING_LETTERS: usize = 5;
/// Letters in a row that count, its edges being letters too: so that words nobody has written before, and misspelt
/// ones, still say something.
const LETTERS_IN_A_ROW: [usize; 2] = [3, 4];
/// Stands for the edge of a word among its letters.
const EDGE: char = '_';

/// What kind of thing counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A rule that applied.
    Rule,
    /// A rule that a context held back.
    HeldBack,
    /// A list of which a word occurs.
    List,
    /// A context of which a word occurs.
    Context,
    /// Two lists or contexts, in alphabetical order.
    ListPair,
    /// The stem of a word.
    Stem,
    /// Two stems side by side in a sentence.
    StemPair,
    /// A part of a compound.
    Part,
    /// The first letters of a longer word.
    Beginning,
    /// Letters in a row of a word as it is written, `_` being its edge.
    Letters,
}

impl Family {
    /// Every family, in the order of the file.
    pub const ALL: [Self; 10] = [
        Self::Rule,
        Self::HeldBack,
        Self::List,
        Self::Context,
        Self::ListPair,
        Self::Stem,
        Self::StemPair,
        Self::Part,
        Self::Beginning,
        Self::Letters,
    ];

    /// The name used in the points' file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "regler",
            Self::HeldBack => "holdt_tilbake",
            Self::List => "lister",
            Self::Context => "kontekster",
            Self::ListPair => "listepar",
            Self::Stem => "stammer",
            Self::StemPair => "ordpar",
            Self::Part => "deler",
            Self::Beginning => "begynnelser",
            Self::Letters => "bokstaver",
        }
    }
}

/// What of a message counts: each thing once, and how many different words there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Features {
    /// By family and name, in the order they were found.
    pub present: Vec<(Family, String)>,
    /// Different words, at least one.
    pub breadth: usize,
}

impl Features {
    pub(super) fn of(evidence: &Evidence<'_>) -> Self {
        let whole = (0, evidence.reading.text.words().len());
        let mut present = Vec::new();
        evidence.each(whole, |family, name| present.push((family, name.to_owned())));
        Self { present, breadth: evidence.breadth(whole) }
    }
}

/// A message taken apart once, to be asked for any stretch of it.
pub(super) struct Evidence<'a> {
    reading: &'a Reading<'a>,
    ruleset: &'a Ruleset,
    rules: Vec<Seen<'a>>,
    /// The different words.
    forms: Vec<WordForms>,
    n_stems: usize,
}

/// A word as it is counted.
pub(super) struct WordForms {
    stem: String,
    /// Which of the message's different stems it is.
    stem_number: usize,
    beginning: Option<String>,
    parts: Vec<String>,
    /// As it is written, between its edges.
    edged: String,
}

impl WordForms {
    fn of(word: &str) -> Self {
        let bokmal = bridge::to_bokmal(word);
        let base = bokmal.as_deref().unwrap_or(word);
        let beginning = base.char_indices().nth(BEGINNING_LETTERS).map(|(end, _)| base[..end].to_owned());
        Self {
            stem: stem::stem(base),
            stem_number: 0,
            beginning,
            parts: compound::parts(base),
            edged: format!("{EDGE}{word}{EDGE}"),
        }
    }

    /// Hands everything that counts of the word alone to `take`.
    pub(super) fn each(&self, mut take: impl FnMut(Family, &str)) {
        take(Family::Stem, &self.stem);
        self.parts.iter().for_each(|part| take(Family::Part, part));
        if let Some(beginning) = &self.beginning {
            take(Family::Beginning, beginning);
        }
        self.letters().for_each(|letters| take(Family::Letters, letters));
    }

    /// Its letters in a row, for each of [`LETTERS_IN_A_ROW`].
    fn letters(&self) -> impl Iterator<Item = &str> {
        let places = self.edged.char_indices().map(|(place, _)| place);
        places.flat_map(|start| {
            let rest = &self.edged[start..];
            LETTERS_IN_A_ROW.into_iter().filter_map(move |count| {
                let last = rest.char_indices().nth(count - 1)?;
                Some(&rest[..last.0 + last.1.len_utf8()])
            })
        })
    }
}

impl<'a> Evidence<'a> {
    pub(super) fn new(ruleset: &'a Ruleset, reading: &'a Reading<'a>, rules: Vec<Seen<'a>>) -> Self {
        let mut forms: Vec<WordForms> = reading.different().iter().map(|word| WordForms::of(word)).collect();
        let (mut known, mut numbers) = (HashMap::new(), Vec::with_capacity(forms.len()));
        for form in &forms {
            let next = known.len();
            numbers.push(*known.entry(form.stem.as_str()).or_insert(next));
        }
        let n_stems = known.len();
        forms.iter_mut().zip(numbers).for_each(|(form, number)| form.stem_number = number);
        Self { reading, ruleset, rules, n_stems, forms }
    }

    fn word(&self, number: usize) -> &WordForms {
        &self.forms[self.words()[number]]
    }

    /// Which of [`Self::forms`] each word of the message is.
    pub(super) fn words(&self) -> &[usize] {
        self.reading.numbers()
    }

    /// The different words.
    pub(super) fn forms(&self) -> &[WordForms] {
        &self.forms
    }

    /// What the rules made of the message.
    pub(super) fn rules(&self) -> &[Seen<'a>] {
        &self.rules
    }

    /// The stems of a word and the next; `None` at the end of a sentence.
    pub(super) fn pair(&self, number: usize) -> Option<(&str, &str)> {
        let has_next = number + 1 < self.words().len();
        (has_next && self.reading.sentence(number) == self.reading.sentence(number + 1))
            .then(|| (self.word(number).stem.as_str(), self.word(number + 1).stem.as_str()))
    }

    pub(super) fn reading(&self) -> &Reading<'a> {
        self.reading
    }

    /// How many different words a stretch holds; at least one.
    pub(super) fn breadth(&self, (start, end): (usize, usize)) -> usize {
        let mut is_met = vec![false; self.n_stems];
        for number in start..end {
            is_met[self.word(number).stem_number] = true;
        }
        is_met.iter().filter(|is_met| **is_met).count().max(1)
    }

    /// Hands everything that counts in a stretch of words to `take`, each once.
    pub(super) fn each(&self, stretch: (usize, usize), mut take: impl FnMut(Family, &str)) {
        self.each_single(stretch, &mut take);
        let names = self.names(stretch);
        let mut pair = String::new();
        for (place, first) in names.iter().enumerate() {
            for second in &names[place + 1..] {
                join(&mut pair, first, second);
                take(Family::ListPair, &pair);
            }
        }
    }

    /// As [`Self::each`], without pairs of lists.
    fn each_single(&self, stretch: (usize, usize), mut take: impl FnMut(Family, &str)) {
        for rule in self.rules.iter().filter(|rule| stretch.0 <= rule.start && rule.start < stretch.1) {
            take(if rule.applies { Family::Rule } else { Family::HeldBack }, rule.id);
        }
        self.lists(stretch).for_each(|name| take(Family::List, name));
        self.contexts(stretch).for_each(|name| take(Family::Context, name));
        let mut seen = HashSet::new();
        self.each_word(stretch, &mut |family, name| {
            if seen.insert((family, name.to_owned())) {
                take(family, name);
            }
        });
    }

    /// The lists and contexts of a stretch, sorted by name.
    fn names(&self, stretch: (usize, usize)) -> Vec<&str> {
        let mut names: Vec<&str> = self.lists(stretch).chain(self.contexts(stretch)).collect();
        names.sort_unstable();
        names
    }

    fn lists(&self, stretch: (usize, usize)) -> impl Iterator<Item = &str> {
        let lists = self.ruleset.lists.iter().filter(move |(_, group)| self.occurs(*group, stretch));
        lists.map(|(name, _)| name.as_str())
    }

    fn contexts(&self, stretch: (usize, usize)) -> impl Iterator<Item = &str> {
        let contexts = self.ruleset.contexts.iter();
        let occurs = move |group| self.occurs(group, stretch);
        contexts.filter(move |context| context.group.is_some_and(occurs)).map(|context| context.name.as_str())
    }

    fn each_word(&self, (start, end): (usize, usize), once: &mut impl FnMut(Family, &str)) {
        let mut pair = String::new();
        for number in start..end {
            self.word(number).each(&mut *once);
            if let Some((first, second)) = self.pair(number).filter(|_| number + 1 < end) {
                join(&mut pair, first, second);
                once(Family::StemPair, &pair);
            }
        }
    }

    /// Whether a group occurs within a stretch.
    pub(super) fn occurs(&self, group: GroupNumber, (start, end): (usize, usize)) -> bool {
        let found: Option<&Occurrence> = self.reading.occurrences_from(group, start).first();
        found.is_some_and(|found| found.end <= end)
    }
}

/// Writes the name of a pair into `pair`.
pub(super) fn join(pair: &mut String, first: &str, second: &str) {
    pair.clear();
    pair.push_str(first);
    pair.push(' ');
    pair.push_str(second);
}
