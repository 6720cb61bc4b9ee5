//! From the rules' file to what is asked of every message, with all problems collected.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::reading::{GroupNumber, Lexicon, Phrase, Step};
use super::rules::{Context, Pattern, Refusal, Rule};
use super::words::Vocabulary;
use super::{RulesError, SafetyRules};
use crate::safety::cards;
use crate::safety::schema::{ContextEntry, FormList, Forms, RefusalEntry, RuleEntry, RulesFile};

/// The widest window a rule may have, in words.
const WINDOW_MAX: usize = 40;
/// Letters from which a word inside a phrase may be misspelt; shorter ones are too often others.
const LONG_WORD_LETTERS: usize = 7;
/// How deep lists may refer to lists.
const REFERENCES_MAX: usize = 6;

/// The rules, compiled.
#[derive(Debug)]
pub(super) struct Ruleset {
    pub(super) lexicon: Lexicon,
    pub(super) contexts: Vec<Context>,
    pub(super) rules: Vec<Rule>,
    pub(super) refusals: Vec<Refusal>,
}

/// Parses, checks and compiles; see [`SafetyRules::parse`].
pub(super) fn parse(toml: &str) -> Result<SafetyRules, RulesError> {
    let file: RulesFile =
        toml::from_str(toml).map_err(|error| RulesError { problems: vec![error.to_string()] })?;
    let RulesFile { approved, ordinary_words, idioms, word_lists, contexts, rules, refusals, cards } = file;
    let mut compiler = Compiler::new(&ordinary_words.forms, &word_lists);
    compiler.phrases(&idioms.forms, None, "talemater");
    let contexts: Vec<Context> =
        contexts.into_iter().map(|(name, entry)| compiler.context(name, &entry)).collect();
    let numbers: HashMap<&str, usize> =
        contexts.iter().enumerate().map(|(number, context)| (context.name.as_str(), number)).collect();
    let rules = rules.into_iter().map(|entry| compiler.rule(entry, &numbers)).collect();
    let refusals = refusals.into_iter().map(|entry| compiler.refusal(entry, &numbers)).collect();
    compiler.report_unused_lists();
    let mut problems = std::mem::take(&mut compiler.problems);
    let cards = cards::cards(cards, &mut problems);
    if !problems.is_empty() {
        return Err(RulesError { problems });
    }
    let lexicon = compiler.finish();
    Ok(SafetyRules { ruleset: Ruleset { lexicon, contexts, rules, refusals }, cards, approved })
}

struct Compiler<'file> {
    lists: &'file BTreeMap<String, FormList>,
    vocabulary: Vocabulary,
    phrases: BTreeMap<Vec<Step>, Phrase>,
    /// Groups already made, by their sorted forms.
    groups: HashMap<Vec<String>, GroupNumber>,
    used_lists: BTreeSet<String>,
    ids: BTreeSet<String>,
    problems: Vec<String>,
}

impl<'file> Compiler<'file> {
    fn new(ordinary: &[String], lists: &'file BTreeMap<String, FormList>) -> Self {
        Self {
            lists,
            vocabulary: Vocabulary::new(ordinary),
            phrases: BTreeMap::new(),
            groups: HashMap::new(),
            used_lists: BTreeSet::new(),
            ids: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    fn rule(&mut self, entry: RuleEntry, contexts: &HashMap<&str, usize>) -> Rule {
        let owner = self.owner("regel", &entry.id);
        let pattern = Pattern {
            groups: self.groups(&entry.groups, &owner),
            window: self.window(entry.window, &owner),
            in_order: entry.in_order,
            across_sentences: entry.across_sentences,
            held_back_by: self.contexts(&entry.held_back_by, contexts, &owner),
            lowered_by: self.contexts(&entry.lowered_by, contexts, &owner),
        };
        Rule { id: entry.id, category: entry.category, level: entry.level.0, pattern }
    }

    fn refusal(&mut self, entry: RefusalEntry, contexts: &HashMap<&str, usize>) -> Refusal {
        let owner = self.owner("avslag", &entry.id);
        let pattern = Pattern {
            groups: self.groups(&entry.groups, &owner),
            window: self.window(entry.window, &owner),
            in_order: entry.in_order,
            across_sentences: entry.across_sentences,
            held_back_by: self.contexts(&entry.held_back_by, contexts, &owner),
            lowered_by: Vec::new(),
        };
        Refusal { id: entry.id, pattern }
    }

    fn context(&mut self, name: String, entry: &ContextEntry) -> Context {
        let owner = format!("kontekst {name}");
        Context {
            group: (!(entry.forms.is_empty() && entry.questions_only)).then(|| self.group(&entry.forms, &owner)),
            reach: entry.reach,
            before: entry.before,
            after: entry.after,
            questions_only: entry.questions_only,
            undone_by: (!entry.undone_by.is_empty()).then(|| self.group(&entry.undone_by, &owner)),
            name,
        }
    }

    fn owner(&mut self, kind: &str, id: &str) -> String {
        if id.is_empty() || !self.ids.insert(id.to_owned()) {
            self.problems.push(format!("{kind} {id:?}: the id is empty or used twice, choose another"));
        }
        format!("{kind} {id}")
    }

    fn window(&mut self, window: usize, owner: &str) -> usize {
        if !(1..=WINDOW_MAX).contains(&window) {
            self.problems.push(format!("{owner}: vindu is {window}, write 1 to {WINDOW_MAX}"));
        }
        window
    }

    fn contexts(&mut self, names: &[String], known: &HashMap<&str, usize>, owner: &str) -> Vec<usize> {
        let mut numbers = Vec::new();
        for name in names {
            match known.get(name.as_str()) {
                Some(number) => numbers.push(*number),
                None => self.problems.push(format!("{owner}: kontekst {name:?} does not exist, add it or mend the name")),
            }
        }
        numbers
    }

    fn groups(&mut self, groups: &[Forms], owner: &str) -> Vec<GroupNumber> {
        if groups.is_empty() {
            self.problems.push(format!("{owner}: alle is empty, write at least one group"));
        }
        groups.iter().map(|forms| self.group(forms.as_slice(), owner)).collect()
    }

    fn group(&mut self, forms: &[String], owner: &str) -> GroupNumber {
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
                    self.problems.push(format!("{owner}: ord {name:?} refers to itself or too deep, write the words out"));
                }
                Some(list) => {
                    self.used_lists.insert(name.to_owned());
                    open.extend(list.forms.iter().map(|form| (form.clone(), list.forgives_typos, depth + 1)));
                }
                None => self.problems.push(format!("{owner}: ord {name:?} does not exist, add the list or mend the name")),
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

    fn finish(self) -> Lexicon {
        let phrases: Vec<Phrase> = self.phrases.into_values().collect();
        let mut by_first_atom = vec![Vec::new(); self.vocabulary.len()];
        for (number, phrase) in phrases.iter().enumerate() {
            if let Some(Step::Word(atom)) = phrase.steps.first() {
                by_first_atom[atom.0 as usize].push(number);
            }
        }
        Lexicon { vocabulary: self.vocabulary, phrases, by_first_atom, n_groups: self.groups.len() }
    }
}
