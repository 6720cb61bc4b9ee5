//! From the rules' file to what is asked of every message, with all problems collected.

pub(super) mod points;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::groups::GroupBuilder;
use super::points::Points;
use super::reading::{GroupNumber, Lexicon};
use super::rules::{Context, Pattern, Refusal, Rule};
use super::{RulesError, SafetyRules};
use crate::safety::cards;
use crate::safety::schema::{
    ContextEntry, FormList, Forms, PointsEntry, RefusalEntry, RuleEntry, RulesFile, WeightsEntry,
};

/// The widest window a rule may have, in words.
const WINDOW_MAX: usize = 40;

/// The rules, compiled.
#[derive(Debug)]
pub(super) struct Ruleset {
    pub(super) lexicon: Lexicon,
    pub(super) contexts: Vec<Context>,
    pub(super) rules: Vec<Rule>,
    pub(super) refusals: Vec<Refusal>,
    /// Every list of the file by name, for sums and for fitting them.
    pub(super) lists: Vec<(String, GroupNumber)>,
}

/// Parses, checks and compiles; see [`SafetyRules::parse`].
pub(super) fn parse(toml: &str) -> Result<SafetyRules, RulesError> {
    let file: RulesFile = toml::from_str(toml).map_err(|error| RulesError { problems: vec![error.to_string()] })?;
    let RulesFile { approved, ordinary_words, variants, idioms, word_lists, weights, contexts, rules, refusals, cards } =
        file;
    let mut compiler = Compiler::new(&ordinary_words.forms, &variants.classes, &word_lists);
    compiler.groups.idioms(&idioms.forms);
    compiler.weights(weights);
    let contexts: Vec<Context> = contexts.into_iter().map(|(name, entry)| compiler.context(name, &entry)).collect();
    let numbers: HashMap<&str, usize> =
        contexts.iter().enumerate().map(|(number, context)| (context.name.as_str(), number)).collect();
    let rules = rules.into_iter().map(|entry| compiler.rule(entry, &numbers)).collect();
    let refusals = refusals.into_iter().map(|entry| compiler.refusal(entry, &numbers)).collect();
    compiler.groups.report_unused_lists();
    let lists = compiler.lists(&word_lists);
    let (lexicon, mut problems) = compiler.groups.finish();
    problems.append(&mut compiler.problems);
    let cards = cards::cards(cards, &mut problems);
    if !problems.is_empty() {
        return Err(RulesError { problems });
    }
    Ok(SafetyRules { ruleset: Ruleset { lexicon, contexts, rules, refusals, lists }, points: None, cards, approved })
}

struct Compiler<'file> {
    groups: GroupBuilder<'file>,
    ids: BTreeSet<String>,
    /// Shared points by name.
    weights: BTreeMap<String, Vec<(GroupNumber, i32)>>,
    problems: Vec<String>,
}

impl<'file> Compiler<'file> {
    fn new(ordinary: &[String], variants: &[Vec<String>], lists: &'file BTreeMap<String, FormList>) -> Self {
        Self {
            groups: GroupBuilder::new(ordinary, variants, lists),
            ids: BTreeSet::new(),
            weights: BTreeMap::new(),
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
            points: self.points(&entry.points, &entry.weights, entry.threshold, &owner),
            held_back_by: self.contexts(&entry.held_back_by, contexts, &owner),
            lowered_by: self.contexts(&entry.lowered_by, contexts, &owner),
        };
        Rule {
            id: entry.id,
            category: entry.category,
            level: entry.level.0,
            is_always_shown: entry.is_always_shown,
            pattern,
        }
    }

    fn refusal(&mut self, entry: RefusalEntry, contexts: &HashMap<&str, usize>) -> Refusal {
        let owner = self.owner("avslag", &entry.id);
        let pattern = Pattern {
            groups: self.groups(&entry.groups, &owner),
            window: self.window(entry.window, &owner),
            in_order: entry.in_order,
            across_sentences: entry.across_sentences,
            points: self.points(&entry.points, &entry.weights, entry.threshold, &owner),
            held_back_by: self.contexts(&entry.held_back_by, contexts, &owner),
            lowered_by: Vec::new(),
        };
        Refusal { id: entry.id, pattern }
    }

    /// The points of a rule: its own and the shared ones it names.
    fn points(&mut self, own: &[PointsEntry], shared: &[String], threshold: Option<i32>, owner: &str) -> Points {
        if threshold.is_none() != (own.is_empty() && shared.is_empty()) {
            self.problems.push(format!("{owner}: write terskel together with poeng or vekter, or none of them"));
        }
        let mut parts = Vec::new();
        for entry in own {
            parts.push((self.groups.group(&entry.forms.0, owner), entry.value));
        }
        for name in shared {
            if let Some(weights) = self.weights.get(name) {
                parts.extend_from_slice(weights);
            } else {
                self.problems.push(format!("{owner}: vekter {name:?} does not exist, add it or mend the name"));
            }
        }
        Points { parts, threshold: threshold.unwrap_or_default() }
    }

    /// Takes over the points that several rules share.
    fn weights(&mut self, entries: BTreeMap<String, WeightsEntry>) {
        for (name, entry) in entries {
            let owner = format!("vekter {name}");
            let parts =
                entry.points.iter().map(|entry| (self.groups.group(&entry.forms.0, &owner), entry.value)).collect();
            self.weights.insert(name, parts);
        }
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

    /// A group for every list of the file.
    fn lists(&mut self, lists: &BTreeMap<String, FormList>) -> Vec<(String, GroupNumber)> {
        lists.keys().map(|name| (name.clone(), self.groups.group(&[format!("@{name}")], "tegn"))).collect()
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
        groups.iter().map(|forms| self.groups.group(&forms.0, owner)).collect()
    }
}
