//! Building the groups of phrases the rules and contexts refer to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::reading::{GroupNumber, Lexicon, Opening, Phrase, Step};
use super::words::Vocabulary;
use crate::safety::schema::FormList;

/// Letters from which a word inside a phrase may be misspelt; shorter ones are too often others.
const LONG_WORD_LETTERS: usize = 7;
/// How deep lists may refer to lists.
const REFERENCES_MAX: usize = 6;

/// Collects vocabulary, phrases and groups, and what is wrong with them.
pub(super) struct GroupBuilder<'file> {
    lists: &'file BTreeMap<String, FormList>,
    vocabulary: Vocabulary,
    phrases: BTreeMap<Vec<Step>, Phrase>,
    /// Groups already made, by their sorted forms.
    groups: HashMap<Vec<String>, GroupNumber>,
    used_lists: BTreeSet<String>,
    problems: Vec<String>,
}

impl<'file> GroupBuilder<'file> {
    pub(super) fn new(ordinary: &[String], lists: &'file BTreeMap<String, FormList>) -> Self {
        Self {
            lists,
            vocabulary: Vocabulary::new(ordinary),
            phrases: BTreeMap::new(),
            groups: HashMap::new(),
            used_lists: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    /// Adds phrases whose words no rule sees.
    pub(super) fn idioms(&mut self, forms: &[String]) {
        self.phrases(forms, None, "talemater");
    }

    /// The group of these forms; `owner` is named in problems. Equal groups are made once.
    pub(super) fn group(&mut self, forms: &[String], owner: &str) -> GroupNumber {
        if forms.is_empty() {
            self.problems.push(format!("{owner}: a group has no words, write some"));
        }
        let mut key = forms.to_vec();
        key.sort();
        let next = self.groups.len();
        let number = *self.groups.entry(key).or_insert(next);
        if number == next {
            self.phrases(forms, Some(number), owner);
        }
        number
    }

    /// Adds forms to a group, or, without one, as idioms.
    fn phrases(&mut self, forms: &[String], group: Option<GroupNumber>, owner: &str) {
        let mut open: Vec<(String, bool, usize)> = forms.iter().map(|form| (form.clone(), false, 0)).collect();
        while let Some((form, forgives_typos, depth)) = open.pop() {
            let Some(name) = form.strip_prefix('@') else {
                self.phrase(&form, forgives_typos, group, owner);
                continue;
            };
            match self.lists.get(name) {
                Some(_) if depth >= REFERENCES_MAX => {
                    self.problems
                        .push(format!("{owner}: ord {name:?} refers to itself or too deep, write the words out"));
                }
                Some(list) => {
                    self.used_lists.insert(name.to_owned());
                    open.extend(list.forms.iter().map(|form| (form.clone(), list.forgives_typos, depth + 1)));
                }
                None => {
                    self.problems.push(format!("{owner}: ord {name:?} does not exist, add the list or mend the name"))
                }
            }
        }
    }

    fn phrase(&mut self, form: &str, forgives_typos: bool, group: Option<GroupNumber>, owner: &str) {
        let stands_alone = form.split_whitespace().count() == 1;
        let mut steps = Vec::new();
        for word in form.split_whitespace() {
            let is_long = word.chars().count() >= LONG_WORD_LETTERS;
            steps.push(match word {
                "_" => Step::Gap,
                _ => Step::Word(self.vocabulary.add(word, forgives_typos && (stands_alone || is_long))),
            });
        }
        let is_plain = form.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '_' || c == '*' || !c.is_ascii());
        let has_letters = form.split_whitespace().all(|word| !word.trim_matches('*').is_empty());
        if !matches!(steps.first(), Some(Step::Word(_))) || !is_plain || !has_letters || form != form.to_lowercase() {
            self.problems.push(format!(
                "{owner}: {form:?} cannot be matched; write lower-case words without hyphens or punctuation, beginning with a word"
            ));
            return;
        }
        let phrase = self.phrases.entry(steps.clone()).or_insert(Phrase { steps, groups: Vec::new(), is_idiom: false });
        match group {
            Some(group) if !phrase.groups.contains(&group) => phrase.groups.push(group),
            Some(_) => {}
            None => phrase.is_idiom = true,
        }
    }

    fn report_unused_lists(&mut self) {
        for name in self.lists.keys().filter(|name| !self.used_lists.contains(*name)) {
            self.problems.push(format!("ord {name}: no rule uses the list, use it or take it out"));
        }
    }

    /// The lexicon, and everything that was wrong.
    pub(super) fn finish(mut self) -> (Lexicon, Vec<String>) {
        self.report_unused_lists();
        let phrases: Vec<Phrase> = self.phrases.into_values().collect();
        let mut by_first_atom = vec![Vec::new(); self.vocabulary.len()];
        for (number, phrase) in phrases.iter().enumerate() {
            if let Some(Step::Word(atom)) = phrase.steps.first() {
                let second = match phrase.steps.get(1) {
                    Some(Step::Word(second)) => Some(*second),
                    Some(Step::Gap) | None => None,
                };
                by_first_atom[atom.0 as usize].push(Opening { second, phrase: number });
            }
        }
        let lexicon = Lexicon { vocabulary: self.vocabulary, phrases, by_first_atom, n_groups: self.groups.len() };
        (lexicon, self.problems)
    }
}
