//! Building the groups of phrases the rules and contexts refer to.

use std::collections::{BTreeMap, HashMap};

use super::reading::{GroupNumber, Lexicon, Openings, Phrase, Step};
use super::words::Vocabulary;
use crate::language::quick;
use crate::safety::schema::FormList;

/// Letters from which a word inside a phrase may be misspelt; shorter ones are too often others.
const LONG_WORD_LETTERS: usize = 7;
/// Forms of a group up to which equal groups are looked for; these are mostly names of lists.
const SHARED_FORMS_MAX: usize = 3;
/// How deep lists may refer to lists.
const REFERENCES_MAX: usize = 6;

/// Collects vocabulary, phrases and groups, and what is wrong with them.
pub(super) struct GroupBuilder<'file> {
    lists: &'file BTreeMap<String, FormList>,
    vocabulary: Vocabulary,
    phrases: Vec<Phrase>,
    /// The numbers of the phrases, by their steps.
    numbers: quick::Table<Vec<Step>, usize>,
    /// The phrases of the lists read so far.
    expanded: HashMap<&'file str, Vec<usize>>,
    /// Short groups already made, by their forms.
    groups: HashMap<Vec<String>, GroupNumber>,
    n_groups: usize,
    problems: Vec<String>,
}

impl<'file> GroupBuilder<'file> {
    pub(super) fn new(ordinary: &[String], variants: &[Vec<String>], lists: &'file BTreeMap<String, FormList>) -> Self {
        Self {
            lists,
            vocabulary: Vocabulary::new(ordinary, variants),
            phrases: Vec::new(),
            numbers: quick::Table::default(),
            expanded: HashMap::new(),
            groups: HashMap::new(),
            n_groups: 0,
            problems: Vec::new(),
        }
    }

    /// Adds phrases whose words no rule sees.
    pub(super) fn idioms(&mut self, forms: &[String]) {
        self.phrases(forms, None, "talemater");
    }

    /// The group of these forms; `owner` is named in problems. Equal short groups are made once.
    pub(super) fn group(&mut self, forms: &[String], owner: &str) -> GroupNumber {
        if forms.is_empty() {
            self.problems.push(format!("{owner}: a group has no words, write some"));
        }
        let next = self.n_groups;
        let number =
            if forms.len() <= SHARED_FORMS_MAX { *self.groups.entry(forms.to_vec()).or_insert(next) } else { next };
        if number == next {
            self.n_groups += 1;
            self.phrases(forms, Some(number), owner);
        }
        number
    }

    /// Adds forms to a group, or, without one, as idioms.
    fn phrases(&mut self, forms: &[String], group: Option<GroupNumber>, owner: &str) {
        for number in self.expand(forms, false, 0, owner) {
            let phrase = &mut self.phrases[number];
            match group {
                // Groups are filled one after the other.
                Some(group) if phrase.groups.last() != Some(&group) => phrase.groups.push(group),
                Some(_) => {}
                None => phrase.is_idiom = true,
            }
        }
    }

    /// The numbers of the phrases that forms stand for, lists and all.
    fn expand(&mut self, forms: &[String], forgives_typos: bool, depth: usize, owner: &str) -> Vec<usize> {
        let mut numbers = Vec::with_capacity(forms.len());
        for form in forms {
            match form.strip_prefix('@') {
                Some(name) => numbers.extend_from_slice(self.expand_list(name, depth, owner)),
                None => numbers.extend(self.phrase(form, forgives_typos, owner)),
            }
        }
        numbers
    }

    /// The numbers of a list's phrases; a list is read once.
    fn expand_list(&mut self, name: &str, depth: usize, owner: &str) -> &[usize] {
        if !self.expanded.contains_key(name) {
            let lists = self.lists;
            match lists.get_key_value(name) {
                Some(_) if depth >= REFERENCES_MAX => self
                    .problems
                    .push(format!("{owner}: ord {name:?} refers to itself or too deep, write the words out")),
                Some((name, list)) => {
                    let own = self.expand(&list.forms, list.forgives_typos, depth + 1, owner);
                    self.expanded.insert(name, own);
                }
                None => {
                    self.problems.push(format!("{owner}: ord {name:?} does not exist, add the list or mend the name"))
                }
            }
        }
        self.expanded.get(name).map_or(&[], Vec::as_slice)
    }

    /// The number of a form's phrase; `None` when the form cannot be matched.
    fn phrase(&mut self, form: &str, forgives_typos: bool, owner: &str) -> Option<usize> {
        let stands_alone = !form.contains(' ');
        let mut steps = Vec::new();
        for word in form.split_whitespace() {
            let is_long = word.chars().count() >= LONG_WORD_LETTERS;
            steps.push(match word {
                "_" => Step::Gap,
                _ => Step::Word(self.vocabulary.add(word, forgives_typos && (stands_alone || is_long))),
            });
        }
        let is_plain = form
            .chars()
            .all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || c == ' ' || c == '_' || c == '*' || !c.is_ascii());
        let has_letters = form.split_whitespace().all(|word| !word.trim_matches('*').is_empty());
        if !matches!(steps.first(), Some(Step::Word(_))) || !is_plain || !has_letters {
            self.problems.push(format!(
                "{owner}: {form:?} cannot be matched; write lower-case words without hyphens or punctuation, beginning with a word"
            ));
            return None;
        }
        let next = self.phrases.len();
        let number = *self.numbers.entry(steps).or_insert_with_key(|steps| {
            self.phrases.push(Phrase { steps: steps.clone(), groups: Vec::new(), is_idiom: false });
            next
        });
        Some(number)
    }

    /// Reports the lists that nothing has used so far.
    pub(super) fn report_unused_lists(&mut self) {
        let is_unused = |name: &&String| !self.expanded.contains_key(name.as_str());
        for name in self.lists.keys().filter(is_unused) {
            self.problems.push(format!("ord {name}: no rule uses the list, use it or take it out"));
        }
    }

    /// The lexicon, and everything that was wrong.
    pub(super) fn finish(mut self) -> (Lexicon, Vec<String>) {
        self.vocabulary.finish();
        let phrases = self.phrases;
        let mut by_first_atom = vec![Openings::default(); self.vocabulary.len()];
        for (number, phrase) in phrases.iter().enumerate() {
            if let Some(Step::Word(atom)) = phrase.steps.first() {
                let openings = &mut by_first_atom[atom.0 as usize];
                match phrase.steps.get(1) {
                    Some(Step::Word(second)) => openings.pairs.push((*second, number)),
                    Some(Step::Gap) | None => openings.alone.push(number),
                }
            }
        }
        by_first_atom.iter_mut().for_each(|openings| openings.pairs.sort_unstable());
        let lexicon = Lexicon { vocabulary: self.vocabulary, phrases, by_first_atom, n_groups: self.n_groups };
        (lexicon, self.problems)
    }
}
