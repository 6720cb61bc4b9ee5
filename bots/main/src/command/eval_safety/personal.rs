//! Personal data: how many stretches of each kind are found, and how many clean messages are marked.
//!
//! A stretch counts as found when a stretch that overlaps it is; how many have exactly the same
//! ends is counted apart.

use std::collections::BTreeMap;

use serde::Serialize;
use utveier::safety::personal_data;

use super::{Message, Share};

#[derive(Debug, Default, Serialize)]
pub(super) struct Figures {
    /// By set and kind: found, and found with the same ends.
    kinds: BTreeMap<String, BTreeMap<String, (Share, Share)>>,
    /// By set: clean messages in which something was marked.
    clean: BTreeMap<String, Share>,
    /// Ids of the messages with most stretches that were not found, with the kinds of those.
    hardest_misses: Vec<(String, Vec<String>)>,
    /// Ids of the clean messages in which most was marked, with the kinds of that.
    surest_false_alarms: Vec<(String, Vec<String>)>,
    /// How many messages had something missed or wrongly marked.
    wrong: usize,
}

/// How many misses, and how many false alarms, are named.
const HARDEST: usize = 10;

/// Looks through every message.
pub(super) fn measure(sets: &[(String, Vec<Message>)]) -> Figures {
    let mut figures = Figures::default();
    for (set, messages) in sets {
        for message in messages {
            figures.take(set, message);
        }
    }
    figures.wrong = figures.hardest_misses.len() + figures.surest_false_alarms.len();
    for list in [&mut figures.hardest_misses, &mut figures.surest_false_alarms] {
        list.sort_by_key(|(_, kinds)| std::cmp::Reverse(kinds.len()));
        list.truncate(HARDEST);
    }
    figures
}

impl Figures {
    fn take(&mut self, set: &str, message: &Message) {
        let found = personal_data(&message.text);
        if message.spans.is_empty() {
            self.clean.entry(set.to_owned()).or_default().add(!found.is_empty());
            if !found.is_empty() {
                let kinds = found.iter().map(|span| span.kind.as_str().to_owned()).collect();
                self.surest_false_alarms.push((message.id.clone(), kinds));
            }
        }
        let mut missed = Vec::new();
        let kinds = self.kinds.entry(set.to_owned()).or_default();
        for (start, end, kind) in &message.spans {
            let overlaps = found.iter().any(|span| span.start < *end && *start < span.end);
            let is_same = found.iter().any(|span| (span.start, span.end) == (*start, *end));
            let (some, same) = kinds.entry(kind.clone()).or_default();
            some.add(overlaps);
            same.add(is_same);
            if !overlaps {
                missed.push(kind.clone());
            }
        }
        if !missed.is_empty() {
            self.hardest_misses.push((message.id.clone(), missed));
        }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec!["personal data".to_owned()];
        for (set, kinds) in &self.kinds {
            for (kind, (some, same)) in kinds {
                lines.push(format!("  {set:<12} {kind:<12} found {:<24} same ends {}", some.shown(), same.shown()));
            }
        }
        for (set, marked) in &self.clean {
            lines.push(format!("  {set:<12} {:<12} marked {}", "clean", marked.shown()));
        }
        lines.push(format!("  messages with anything wrong: {}", self.wrong));
        lines.push(format!("  hardest misses           {}", named(&self.hardest_misses)));
        lines.push(format!("  surest false alarms      {}", named(&self.surest_false_alarms)));
        lines
    }
}

fn named(messages: &[(String, Vec<String>)]) -> String {
    messages.iter().map(|(id, kinds)| format!("{id} ({})", kinds.join(", "))).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: usize, text: &str, spans: Vec<(usize, usize, String)>) -> Message {
        let id = format!("m{id}");
        Message {
            id,
            text: text.to_owned(),
            expect: String::new(),
            category: String::new(),
            round: String::new(),
            spans,
            unsure: false,
        }
    }

    #[test]
    fn the_ten_hardest_are_named_by_id_and_kind_and_never_by_what_they_say() {
        let unfindable = |id: usize| message(id, "bare ord", vec![(0, 4, "name".into()); id]);
        let mut messages: Vec<Message> = (1..=12).map(unfindable).collect();
        messages.push(message(13, "Ring meg på 98 76 54 32.", Vec::new()));
        let figures = measure(&[("own-pii".to_owned(), messages)]);
        let lines = figures.lines().join("\n");
        assert_eq!((figures.hardest_misses.len(), figures.wrong), (HARDEST, 13), "{lines}");
        assert_eq!(figures.hardest_misses[0], ("m12".to_owned(), vec!["name".to_owned(); 12]));
        assert!(lines.contains("m13 (phone)") && !lines.contains("98 76") && !lines.contains("bare ord"), "{lines}");
    }
}
