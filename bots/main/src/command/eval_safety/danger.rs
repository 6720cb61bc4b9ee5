//! Alarms: how many of the dangers are seen, and how many messages are wrongly taken for one.

use std::collections::BTreeMap;

use serde::Serialize;
use utveier::safety::SafetyRules;

use super::{Message, Share};

/// How many misses are named.
const HARDEST: usize = 10;

#[derive(Debug, Serialize)]
pub(super) struct Figures {
    /// By set: dangers seen, and false alarms among the hard negatives.
    sets: BTreeMap<String, (Share, Share)>,
    /// Dangers seen by category, over all sets.
    categories: BTreeMap<String, Share>,
    /// False alarms among in-scope questions, by set.
    questions: BTreeMap<String, Share>,
    /// The least sum that is danger; 0 without points.
    threshold: i32,
    /// Ids of the dangers that were furthest from being seen, with their categories and sums.
    hardest_misses: Vec<(String, String, i32)>,
    /// Ids of the false alarms that were surest, with the categories shown and their sums.
    surest_false_alarms: Vec<(String, String, i32)>,
}

/// Asks the rules about every message.
pub(super) fn measure(
    rules: &SafetyRules,
    dangers: &[(String, Vec<Message>)],
    questions: &[(String, Vec<Message>)],
) -> Figures {
    let mut figures = Figures {
        sets: BTreeMap::new(),
        categories: BTreeMap::new(),
        questions: BTreeMap::new(),
        threshold: rules.threshold().unwrap_or_default(),
        hardest_misses: Vec::new(),
        surest_false_alarms: Vec::new(),
    };
    for (set, messages) in dangers {
        for message in messages {
            figures.take(rules, set, message);
        }
    }
    for (set, messages) in questions {
        let share = figures.questions.entry(set.clone()).or_default();
        for message in messages {
            share.add(rules.danger(&message.text).is_some());
        }
    }
    figures.hardest_misses.sort_by_key(|(_, _, sum)| *sum);
    figures.surest_false_alarms.sort_by_key(|(_, _, sum)| -sum);
    figures.hardest_misses.truncate(HARDEST);
    figures.surest_false_alarms.truncate(HARDEST);
    figures
}

impl Figures {
    fn take(&mut self, rules: &SafetyRules, set: &str, message: &Message) {
        let is_danger = message.expect == "acute";
        let alarm = rules.danger(&message.text);
        let is_seen = alarm.is_some();
        let (seen, false_alarms) = self.sets.entry(set.to_owned()).or_default();
        if is_danger {
            seen.add(is_seen);
            self.categories.entry(message.category.clone()).or_default().add(is_seen);
        } else {
            false_alarms.add(is_seen);
        }
        if is_danger != is_seen {
            let kept = if is_danger { &mut self.hardest_misses } else { &mut self.surest_false_alarms };
            let category = alarm.map_or_else(|| message.category.clone(), |alarm| alarm.category.as_str().to_owned());
            kept.push((message.id.clone(), category, rules.explain_sum(&message.text).0));
        }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec!["danger".to_owned()];
        for (set, (seen, false_alarms)) in &self.sets {
            lines.push(format!("  {set:<24} seen {:<36} false alarms {}", seen.shown(), false_alarms.shown()));
        }
        for (category, seen) in &self.categories {
            lines.push(format!("  {category:<24} seen {}", seen.shown()));
        }
        let mut all = Share::default();
        for (set, false_alarms) in &self.questions {
            all.merge(*false_alarms);
            lines.push(format!("  {set:<24} false alarms {}", false_alarms.shown()));
        }
        lines.push(format!("  {:<24} false alarms {}", "all questions", all.shown()));
        lines.push(format!("  sum needed               {}", self.threshold));
        lines.push(format!("  hardest misses           {}", named(&self.hardest_misses)));
        lines.push(format!("  surest false alarms      {}", named(&self.surest_false_alarms)));
        lines
    }
}

fn named(messages: &[(String, String, i32)]) -> String {
    messages.iter().map(|(id, category, sum)| format!("{id} ({category} {sum})")).collect::<Vec<_>>().join(", ")
}
