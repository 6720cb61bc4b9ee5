//! From the rules' file to what is asked of every message, with all problems collected.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::groups::GroupBuilder;
use super::reading::{GroupNumber, Lexicon};
use super::rules::{Context, Pattern, Refusal, Rule};
use super::{RulesError, SafetyRules};
use crate::safety::cards;
use crate::safety::schema::{ContextEntry, FormList, Forms, RefusalEntry, RuleEntry, RulesFile};

/// The widest window a rule may have, in words.
const WINDOW_MAX: usize = 40;

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
    let file: RulesFile = toml::from_str(toml).map_err(|error| RulesError { problems: vec![error.to_string()] })?;
    let RulesFile { approved, ordinary_words, idioms, word_lists, contexts, rules, refusals, cards } = file;
    let mut compiler = Compiler::new(&ordinary_words.forms, &word_lists);
    compiler.groups.idioms(&idioms.forms);
    let contexts: Vec<Context> = contexts.into_iter().map(|(name, entry)| compiler.context(name, &entry)).collect();
    let numbers: HashMap<&str, usize> =
        contexts.iter().enumerate().map(|(number, context)| (context.name.as_str(), number)).collect();
    let rules = rules.into_iter().map(|entry| compiler.rule(entry, &numbers)).collect();
    let refusals = refusals.into_iter().map(|entry| compiler.refusal(entry, &numbers)).collect();
    let (lexicon, mut problems) = compiler.groups.finish();
    problems.append(&mut compiler.problems);
    let cards = cards::cards(cards, &mut problems);
    if !problems.is_empty() {
        return Err(RulesError { problems });
    }
    Ok(SafetyRules { ruleset: Ruleset { lexicon, contexts, rules, refusals }, cards, approved })
}

struct Compiler<'file> {
    groups: GroupBuilder<'file>,
    ids: BTreeSet<String>,
    problems: Vec<String>,
}

impl<'file> Compiler<'file> {
    fn new(ordinary: &[String], lists: &'file BTreeMap<String, FormList>) -> Self {
        Self { groups: GroupBuilder::new(ordinary, lists), ids: BTreeSet::new(), problems: Vec::new() }
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
            group: (!(entry.forms.is_empty() && entry.questions_only)).then(|| self.groups.group(&entry.forms, &owner)),
            reach: entry.reach,
            before: entry.before,
            after: entry.after,
            questions_only: entry.questions_only,
            undone_by: (!entry.undone_by.is_empty()).then(|| self.groups.group(&entry.undone_by, &owner)),
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
                None => {
                    self.problems.push(format!("{owner}: kontekst {name:?} does not exist, add it or mend the name"))
                }
            }
        }
        numbers
    }

    fn groups(&mut self, groups: &[Forms], owner: &str) -> Vec<GroupNumber> {
        if groups.is_empty() {
            self.problems.push(format!("{owner}: alle is empty, write at least one group"));
        }
        groups.iter().map(|forms| self.groups.group(forms.as_slice(), owner)).collect()
    }
}
