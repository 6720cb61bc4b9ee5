//! Everything the points' file names, by number, and which of it stands in a message.
//!
//! A word of a message is looked up once; what a stretch holds is then found among numbers. Nothing here knows points.

use super::compile::Ruleset;
use super::evidence::{Evidence, Family, join};
use super::reading::GroupNumber;
use crate::language::quick;

/// Number of a family and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name(u32);

/// The names of all tables of the points' file.
#[derive(Debug)]
pub(super) struct Names {
    /// By name, one map for each of [`Family::ALL`].
    families: [quick::Table<String, Name>; Family::ALL.len()],
    n_names: u32,
    shown: Vec<Shown>,
    /// Which of `shown` has a name.
    places: quick::Table<String, usize>,
    /// Pairs of lists and contexts: the place of the second with the pair's number, by the place of the first.
    pairs: Vec<Vec<(usize, Name)>>,
}

/// A list, or a context that has words.
#[derive(Debug)]
struct Shown {
    group: GroupNumber,
    family: Family,
    /// Its own number; `None` when the file does not name it alone.
    name: Option<Name>,
}

impl Names {
    /// No names yet, for the lists and contexts of these rules.
    pub(super) fn new(ruleset: &Ruleset) -> Self {
        let lists = ruleset.lists.iter().map(|(name, group)| (name, Some(*group), Family::List));
        let contexts = ruleset.contexts.iter().map(|context| (&context.name, context.group, Family::Context));
        let (mut shown, mut places) = (Vec::new(), quick::Table::default());
        for (name, group, family) in lists.chain(contexts) {
            if let Some(group) = group {
                places.insert(name.clone(), shown.len());
                shown.push(Shown { group, family, name: None });
            }
        }
        let pairs = shown.iter().map(|_| Vec::new()).collect();
        Self { families: Family::ALL.map(|_| quick::Table::default()), n_names: 0, shown, places, pairs }
    }

    /// The number of a family and name; a new one when it had none.
    pub(super) fn add(&mut self, family: Family, name: &str) -> Name {
        if let Some(number) = self.get(family, name) {
            return number;
        }
        let number = Name(self.n_names);
        self.n_names += 1;
        self.families[family as usize].insert(name.to_owned(), number);
        match family {
            Family::List | Family::Context => {
                let place = self.places.get(name).filter(|place| self.shown[**place].family == family);
                if let Some(place) = place {
                    self.shown[*place].name = Some(number);
                }
            }
            Family::ListPair => {
                let pair =
                    name.split_once(' ').map(|(first, second)| (self.places.get(first), self.places.get(second)));
                if let Some((Some(first), Some(second))) = pair {
                    self.pairs[*first].push((*second, number));
                }
            }
            Family::Rule
            | Family::HeldBack
            | Family::Stem
            | Family::StemPair
            | Family::Part
            | Family::Beginning
            | Family::Letters => {}
        }
        number
    }

    /// The number of a family and name; `None` when no table names it.
    pub(super) fn get(&self, family: Family, name: &str) -> Option<Name> {
        self.families[family as usize].get(name).copied()
    }
}

/// A message's words by number, to be asked for any stretch of it.
pub(super) struct Marked<'a> {
    names: &'a Names,
    evidence: &'a Evidence<'a>,
    /// What the message holds of what is named, each once; elsewhere a name is its place here.
    present: Vec<Name>,
    /// The names of the different words (stem, parts, beginning and letters), one word after the other.
    of_forms: Vec<usize>,
    /// Where those of each different word end; they begin where those of the one before end.
    ends: Vec<usize>,
    /// The pair each word makes with the next.
    pairs: Vec<Option<usize>>,
    /// Where rules match, with their names.
    rules: Vec<(usize, Name)>,
    /// Places of the lists and contexts that occur anywhere.
    shown: Vec<usize>,
}

/// What a stretch holds.
pub(super) struct Marks {
    /// Each once.
    pub(super) names: Vec<Name>,
    /// How many different words there are; at least one.
    pub(super) breadth: usize,
}

impl<'a> Marked<'a> {
    pub(super) fn new(names: &'a Names, evidence: &'a Evidence<'a>) -> Self {
        let reading = evidence.reading();
        let occurs = |place: &usize| !reading.occurrences(names.shown[*place].group).is_empty();
        let rules = evidence.rules().iter().filter_map(|rule| {
            let family = if rule.applies { Family::Rule } else { Family::HeldBack };
            names.get(family, rule.id).map(|name| (rule.start, name))
        });
        let mut places = Places::default();
        let (mut of_forms, mut ends) = (Vec::new(), Vec::with_capacity(evidence.forms().len()));
        for form in evidence.forms() {
            form.each(|family, name| of_forms.extend(names.get(family, name).map(|name| places.of(name))));
            ends.push(of_forms.len());
        }
        let mut pair = String::new();
        let of_pair = |number: usize| {
            let (first, second) = evidence.pair(number)?;
            join(&mut pair, first, second);
            names.get(Family::StemPair, &pair).map(|name| places.of(name))
        };
        let pairs = (0..evidence.words().len()).map(of_pair).collect();
        Self {
            names,
            evidence,
            of_forms,
            ends,
            pairs,
            rules: rules.collect(),
            shown: (0..names.shown.len()).filter(occurs).collect(),
            present: places.present,
        }
    }

    pub(super) fn evidence(&self) -> &Evidence<'a> {
        self.evidence
    }

    pub(super) fn names(&self) -> &Names {
        self.names
    }

    /// What a stretch of words holds.
    pub(super) fn stretch(&self, stretch: (usize, usize)) -> Marks {
        let met = self.present.iter().zip(self.met(stretch)).filter(|(_, is_met)| *is_met);
        let mut names: Vec<Name> = met.map(|(name, _)| *name).collect();
        self.rules_and_lists(stretch, &mut names);
        Marks { names, breadth: self.evidence.breadth(stretch) }
    }

    /// What the message holds of what is named by its words and pairs of words, each once.
    pub(super) fn present(&self) -> &[Name] {
        &self.present
    }

    /// Which of [`Self::present`] a stretch holds, in the same order.
    pub(super) fn met(&self, (start, end): (usize, usize)) -> Vec<bool> {
        let mut is_met = vec![false; self.present.len()];
        for form in &self.evidence.words()[start..end] {
            let from = form.checked_sub(1).map_or(0, |before| self.ends[before]);
            self.of_forms[from..self.ends[*form]].iter().for_each(|place| is_met[*place] = true);
        }
        let pairs = self.pairs[start..end.saturating_sub(1).max(start)].iter();
        pairs.flatten().for_each(|place| is_met[*place] = true);
        is_met
    }

    /// Adds the rules, lists and contexts of a stretch; a rule has one match, and all of them are families of their
    /// own, so that none is added twice.
    pub(super) fn rules_and_lists(&self, stretch: (usize, usize), names: &mut Vec<Name>) {
        let (start, end) = stretch;
        names.extend(self.rules.iter().filter(|(at, _)| (start..end).contains(at)).map(|(_, name)| *name));
        self.lists(stretch, names);
    }

    /// Adds the lists and contexts of a stretch, and their pairs.
    fn lists(&self, stretch: (usize, usize), names: &mut Vec<Name>) {
        let mut occurs = vec![false; self.names.shown.len()];
        for place in &self.shown {
            let shown = &self.names.shown[*place];
            occurs[*place] = self.evidence.occurs(shown.group, stretch);
            names.extend(shown.name.filter(|_| occurs[*place]));
        }
        for place in self.shown.iter().filter(|place| occurs[**place]) {
            let pairs = self.names.pairs[*place].iter();
            names.extend(pairs.filter(|(second, _)| occurs[*second]).map(|(_, name)| *name));
        }
    }
}

/// Numbers the names of one message in the order they come.
#[derive(Default)]
struct Places {
    present: Vec<Name>,
    known: quick::Table<Name, usize>,
}

impl Places {
    fn of(&mut self, name: Name) -> usize {
        *self.known.entry(name).or_insert_with(|| {
            self.present.push(name);
            self.present.len() - 1
        })
    }
}
