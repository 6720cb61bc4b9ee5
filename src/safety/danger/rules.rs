//! Deciding whether a rule's groups stand together, and whether the surroundings hold it back.

use super::compile::Ruleset;
use super::evidence::Evidence;
use super::names::Marked;
use super::points::Points;
use super::reading::{GroupNumber, Occurrence, Reading};
use super::sums::PointsTables;
use super::{Alarm, Category, Level, RuleTrace};
use crate::safety::schema::Reach;

/// What stands for a rule when the sum of signs decided.
pub(super) const BY_SUM: &str = "tegn";

/// Groups that must stand together.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) groups: Vec<GroupNumber>,
    /// How many words the match may span.
    pub(super) window: usize,
    pub(super) in_order: bool,
    /// Whether the match may run into the next sentence.
    pub(super) across_sentences: bool,
    /// Weak signs that must add up around the match.
    pub(super) points: Points,
    /// Numbers of contexts.
    pub(super) held_back_by: Vec<usize>,
    pub(super) lowered_by: Vec<usize>,
}

/// A rule that raises an alarm.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) category: Category,
    pub(super) level: Level,
    /// Whether its alarm is shown whatever the sum says.
    pub(super) is_always_shown: bool,
    pub(super) pattern: Pattern,
}

/// A rule that recognises a harmful request.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) id: String,
    pub(super) pattern: Pattern,
}

/// Surroundings that hold a rule back or lower it.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) name: String,
    /// `None`: every question is such a context.
    pub(super) group: Option<GroupNumber>,
    pub(super) reach: Reach,
    pub(super) before: usize,
    pub(super) after: usize,
    pub(super) questions_only: bool,
    pub(super) undone_by: Option<GroupNumber>,
}

/// What a rule made of a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) id: &'a str,
    /// Whether nothing holds it back.
    pub(super) applies: bool,
    /// The word where its match begins.
    pub(super) start: usize,
}

/// One place where all groups of a pattern stand together.
struct Match {
    /// One for each group, in the groups' order.
    parts: Vec<Occurrence>,
    /// The signs that added up.
    signs: Vec<Occurrence>,
    start: usize,
    end: usize,
}

impl Ruleset {
    /// The gravest rule that is not held back, with its level after lowering; of equally grave ones the first.
    fn gravest(&self, reading: &Reading<'_>, counts: impl Fn(&Rule) -> bool) -> Option<(&Rule, Level)> {
        let mut gravest: Option<(&Rule, Level)> = None;
        for rule in self.rules.iter().filter(|rule| counts(rule)) {
            if gravest.is_some_and(|(_, level)| level <= rule.level) {
                continue;
            }
            for found in rule.pattern.matches(reading) {
                if self.context_of(&rule.pattern.held_back_by, &found, reading).is_some() {
                    continue;
                }
                let level = self.level(rule, &found, reading);
                if gravest.is_none_or(|(_, graver)| level < graver) {
                    gravest = Some((rule, level));
                }
            }
        }
        gravest
    }

    /// The alarm of a message; see `SafetyRules::danger`.
    pub(super) fn alarm(&self, points: Option<&PointsTables>, reading: &Reading<'_>) -> Option<Alarm> {
        let of_rule = |(rule, level): (&Rule, Level)| Alarm { category: rule.category, level, rule: rule.id.clone() };
        let Some(points) = points else {
            return self.gravest(reading, |_| true).map(of_rule);
        };
        let seen = self.seen(reading);
        let applies = |rule: &Rule| seen.iter().any(|seen| seen.applies && seen.id == rule.id);
        let shown = self.gravest(reading, |rule| rule.is_always_shown && applies(rule));
        let is_seen = self.rules.iter().any(|rule| rule.level == Level::Acute && applies(rule));
        let evidence = Evidence::new(self, reading, seen);
        let marked = Marked::new(&points.names, &evidence);
        let sum = points.danger.highest(&marked, points.window);
        let asked = points.danger.threshold - if is_seen { points.less_with_rule } else { 0 };
        if sum.total < asked {
            return shown.map(of_rule);
        }
        let marks = marked.stretch(sum.stretch);
        let category = points.category(&marks).unwrap_or(Category::PlanForAttack);
        let is_acute = points.acute.total(&marks) >= points.acute.threshold;
        let level = if is_acute { Level::Acute } else { Level::Serious };
        let by_sum = Alarm { category, level, rule: BY_SUM.to_owned() };
        Some(shown.filter(|(_, shown)| *shown < level).map_or(by_sum, of_rule))
    }

    /// What every danger rule made of a message: where it first applies, else where it is first held back.
    pub(super) fn seen(&self, reading: &Reading<'_>) -> Vec<Seen<'_>> {
        self.rules.iter().filter_map(|rule| self.seen_by(&rule.id, &rule.pattern, reading)).collect()
    }

    /// As [`Self::seen`], of the refusals.
    pub(super) fn seen_refusals(&self, reading: &Reading<'_>) -> Vec<Seen<'_>> {
        self.refusals.iter().filter_map(|refusal| self.seen_by(&refusal.id, &refusal.pattern, reading)).collect()
    }

    fn seen_by<'a>(&'a self, id: &'a str, pattern: &'a Pattern, reading: &Reading<'_>) -> Option<Seen<'a>> {
        let mut held_back = None;
        for found in pattern.matches(reading) {
            let applies = self.context_of(&pattern.held_back_by, &found, reading).is_none();
            let seen = Seen { id, applies, start: found.start };
            if applies {
                return Some(seen);
            }
            held_back.get_or_insert(seen);
        }
        held_back
    }

    /// What every rule saw; of a rule's matches the gravest that is not held back, else the first.
    pub(super) fn traces(&self, reading: &Reading<'_>) -> Vec<RuleTrace> {
        self.rules
            .iter()
            .filter_map(|rule| {
                let traces = rule.pattern.matches(reading).map(|found| self.trace(rule, &found, reading));
                traces.min_by_key(|trace| (trace.held_back_by.is_some(), trace.level))
            })
            .collect()
    }

    /// The id of the first refusal that applies, unless the sum takes it back, or, without one, [`BY_SUM`] when the sum
    /// reaches its threshold.
    pub(super) fn refusal(&self, points: Option<&PointsTables>, reading: &Reading<'_>) -> Option<&str> {
        let seen = self.seen_refusals(reading);
        let first = seen.iter().find(|seen| seen.applies).map(|seen| seen.id);
        let Some(points) = points else {
            return first;
        };
        let evidence = Evidence::new(self, reading, seen);
        let sum = points.refusal.highest(&Marked::new(&points.names, &evidence), points.window);
        (sum.total >= points.refusal.threshold).then(|| first.unwrap_or(BY_SUM))
    }

    fn trace(&self, rule: &Rule, found: &Match, reading: &Reading<'_>) -> RuleTrace {
        let name = |context: &Context| context.name.clone();
        RuleTrace {
            rule: rule.id.clone(),
            category: rule.category,
            level: self.level(rule, found, reading),
            matched: found
                .parts
                .iter()
                .chain(&found.signs)
                .map(|part| reading.text.phrase(part.start, part.end))
                .collect(),
            held_back_by: self.context_of(&rule.pattern.held_back_by, found, reading).map(name),
            lowered_by: self.context_of(&rule.pattern.lowered_by, found, reading).map(name),
        }
    }

    fn level(&self, rule: &Rule, found: &Match, reading: &Reading<'_>) -> Level {
        let is_lowered = self.context_of(&rule.pattern.lowered_by, found, reading).is_some();
        if is_lowered { Level::Serious } else { rule.level }
    }

    fn context_of(&self, numbers: &[usize], found: &Match, reading: &Reading<'_>) -> Option<&Context> {
        numbers.iter().map(|number| &self.contexts[*number]).find(|context| context.surrounds(found, reading))
    }
}

impl Pattern {
    /// Every match, at most one for each occurrence of a group.
    fn matches<'a>(&'a self, reading: &'a Reading<'a>) -> impl Iterator<Item = Match> + 'a {
        let occur = self.groups.iter().all(|group| !reading.occurrences(*group).is_empty());
        let n_anchors = match (occur, self.in_order) {
            (false, _) => 0,
            (true, true) => 1,
            (true, false) => self.groups.len(),
        };
        (0..n_anchors).flat_map(move |anchor| {
            let starts = reading.occurrences(self.groups[anchor]).iter();
            starts.filter_map(move |first| self.match_at(anchor, *first, reading))
        })
    }

    /// The match whose first part, belonging to group `anchor`, is `first`.
    fn match_at(&self, anchor: usize, first: Occurrence, reading: &Reading<'_>) -> Option<Match> {
        let last_sentence = reading.sentence(first.start) + u32::from(self.across_sentences);
        let limit = first.start + self.window;
        // Most groups are nowhere near; nothing need be made to see that.
        let is_near = |group: &GroupNumber| {
            reading.occurrences_from(*group, first.start).first().is_some_and(|next| next.start < limit)
        };
        if !self.groups.iter().all(is_near) {
            return None;
        }
        let mut parts = vec![first; self.groups.len()];
        let mut end = first.end;
        let mut chosen = vec![first];
        for (place, group) in self.groups.iter().enumerate().filter(|(place, _)| *place != anchor) {
            let from = if self.in_order { end } else { first.start };
            let part =
                reading.occurrences_from(*group, from).iter().take_while(|part| part.start < limit).find(|part| {
                    part.end <= limit
                        && reading.sentence(part.start) <= last_sentence
                        && chosen.iter().all(|other| !other.overlaps(**part))
                })?;
            parts[place] = *part;
            chosen.push(*part);
            end = end.max(part.end);
        }
        let sentences = (reading.sentence(first.start), reading.sentence(end - 1));
        let beside = u32::from(self.across_sentences);
        let signs = self.points.reached((sentences.0.saturating_sub(beside), sentences.1 + beside), reading)?;
        Some(Match { parts, signs, start: first.start, end })
    }
}

impl Context {
    /// Whether the context stands where it counts for this match, and nothing undoes it.
    fn surrounds(&self, found: &Match, reading: &Reading<'_>) -> bool {
        let sentences = (reading.sentence(found.start), reading.sentence(found.end - 1));
        if self.questions_only && !reading.text.is_question(sentences.1) {
            return false;
        }
        let stands = self.group.is_none_or(|group| {
            reading.occurrences(group).iter().any(|occurrence| {
                self.reaches(*occurrence, found, reading) && found.parts.iter().all(|part| !part.covers(*occurrence))
            })
        });
        stands
            && !self.undone_by.is_some_and(|group| {
                reading
                    .occurrences(group)
                    .iter()
                    .any(|occurrence| (sentences.0..=sentences.1).contains(&reading.sentence(occurrence.start)))
            })
    }

    fn reaches(&self, occurrence: Occurrence, found: &Match, reading: &Reading<'_>) -> bool {
        let (first, last) = (found.start, found.end - 1);
        let sentence = reading.sentence(occurrence.start);
        match self.reach {
            Reach::Near => {
                occurrence.start + self.before >= first
                    && occurrence.end <= found.end + self.after
                    && (reading.clause(first)..=reading.clause(last)).contains(&reading.clause(occurrence.start))
            }
            Reach::Sentence => (reading.sentence(first)..=reading.sentence(last)).contains(&sentence),
            Reach::Neighbour => {
                (reading.sentence(first).saturating_sub(1)..=reading.sentence(last) + 1).contains(&sentence)
            }
            Reach::Message => true,
        }
    }
}
