//! From the points' file to tables that can be asked, with all problems collected.

use std::collections::{BTreeMap, HashSet};

use super::super::RulesError;
use super::super::evidence::Family;
use super::super::names::Names;
use super::super::sums::{ByCategory, PointsTables, Scale, Table};
use super::Ruleset;
use crate::safety::schema::{NamesByPoints, PointsFile, ScaleEntry};

/// The most words a sum may span.
const WINDOW_MAX: usize = 400;
/// The most that a rule may lower what is asked of a sum.
const LESS_MAX: i32 = 1000;
/// The most points, either way, that one thing may have; so that no sum runs over.
const POINTS_MAX: i32 = 1000;

/// Parses and checks; names of rules, lists and contexts must be those of `ruleset`.
pub(in crate::safety::danger) fn parse(toml: &str, ruleset: &Ruleset) -> Result<PointsTables, RulesError> {
    let file: PointsFile = toml::from_str(toml).map_err(|error| RulesError { problems: vec![error.to_string()] })?;
    let mut problems = Vec::new();
    if !(1..=WINDOW_MAX).contains(&file.window) {
        problems.push(format!("vindu is {}, write 1 to {WINDOW_MAX}", file.window));
    }
    if !(0..=LESS_MAX).contains(&file.less_with_rule) {
        problems.push(format!("regel_senker is {}, write 0 to {LESS_MAX}", file.less_with_rule));
    }
    let mut reader = Reader { known: Known::of(ruleset), names: Names::new(ruleset), problems };
    let mut scale =
        |owner: &str, entry: ScaleEntry| Scale { threshold: entry.threshold, table: reader.table(entry.points, owner) };
    let danger = scale("fare", file.danger);
    let acute = scale("akutt", file.acute);
    let refusal = scale("avslag", file.refusal);
    let mut category: Table<ByCategory> = Table::default();
    for (which, points) in file.category.points {
        let table = reader.table(points, &format!("kategori.{}", which.as_str()));
        table.into_iter().for_each(|(name, points)| category.entry(name).or_default().push((which, points)));
    }
    let Reader { names, problems, .. } = reader;
    if !problems.is_empty() {
        return Err(RulesError { problems });
    }
    let start = file.category.start.into_iter().collect();
    Ok(PointsTables {
        window: file.window,
        less_with_rule: file.less_with_rule,
        names,
        danger,
        acute,
        start,
        category,
        refusal,
    })
}

/// The names the rules' file knows.
struct Known<'a> {
    rules: HashSet<&'a str>,
    lists: HashSet<&'a str>,
    contexts: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(ruleset: &'a Ruleset) -> Self {
        let rules = ruleset.rules.iter().map(|rule| rule.id.as_str());
        Self {
            rules: rules.chain(ruleset.refusals.iter().map(|refusal| refusal.id.as_str())).collect(),
            lists: ruleset.lists.iter().map(|(name, _)| name.as_str()).collect(),
            contexts: ruleset.contexts.iter().map(|context| context.name.as_str()).collect(),
        }
    }

    fn has(&self, family: Family, name: &str) -> bool {
        let is_shown = |name: &str| self.lists.contains(name) || self.contexts.contains(name);
        match family {
            Family::Rule | Family::HeldBack => self.rules.contains(name),
            Family::List => self.lists.contains(name),
            Family::Context => self.contexts.contains(name),
            Family::ListPair => name.split_once(' ').is_some_and(|(first, second)| is_shown(first) && is_shown(second)),
            Family::Stem | Family::StemPair | Family::Part | Family::Beginning | Family::Letters => true,
        }
    }
}

/// Reads tables one after the other; names are numbered through all of them.
struct Reader<'a> {
    known: Known<'a>,
    names: Names,
    problems: Vec<String>,
}

impl Reader<'_> {
    fn table(&mut self, points: BTreeMap<String, NamesByPoints>, owner: &str) -> Table<i32> {
        let mut table = Table::default();
        for (family, rows) in points {
            let Some(family) = Family::ALL.into_iter().find(|known| known.as_str() == family) else {
                let names = Family::ALL.map(Family::as_str).join(", ");
                self.problems.push(format!("{owner}.poeng.{family}: there is no such family, write one of {names}"));
                continue;
            };
            let place = format!("{owner}.poeng.{}", family.as_str());
            for (points, names) in rows {
                match points.parse() {
                    Ok(points) if (-POINTS_MAX..=POINTS_MAX).contains(&points) => {
                        names.iter().for_each(|name| self.row(&place, (family, name), points, &mut table));
                    }
                    _ => self.problems.push(format!(
                        "{place}.{points:?} is no whole number of -{POINTS_MAX} to {POINTS_MAX}, write the points there"
                    )),
                }
            }
        }
        table
    }

    fn row(&mut self, place: &str, (family, name): (Family, &str), points: i32, table: &mut Table<i32>) {
        if !self.known.has(family, name) {
            self.problems.push(format!("{place} {name:?} does not exist, mend the name or take it out"));
        }
        if table.insert(self.names.add(family, name), points).is_some() {
            self.problems.push(format!("{place} {name:?} stands twice, take one out"));
        }
    }
}
