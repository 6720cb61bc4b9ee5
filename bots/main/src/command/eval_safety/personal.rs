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
    /// Ids of messages with a stretch that was not found, or clean ones that were marked.
    wrong: Vec<String>,
}

/// Looks through every message.
pub(super) fn measure(sets: &[(String, Vec<Message>)]) -> Figures {
    let mut figures = Figures::default();
    for (set, messages) in sets {
        for message in messages {
            figures.take(set, message);
        }
    }
    figures.wrong.dedup();
    figures
}

impl Figures {
    fn take(&mut self, set: &str, message: &Message) {
        let found = personal_data(&message.text);
        if message.spans.is_empty() {
            self.clean.entry(set.to_owned()).or_default().add(!found.is_empty());
            if !found.is_empty() {
                self.wrong.push(message.id.clone());
            }
        }
        let kinds = self.kinds.entry(set.to_owned()).or_default();
        for (start, end, kind) in &message.spans {
            let overlaps = found.iter().any(|span| span.start < *end && *start < span.end);
            let is_same = found.iter().any(|span| (span.start, span.end) == (*start, *end));
            let (some, same) = kinds.entry(kind.clone()).or_default();
            some.add(overlaps);
            same.add(is_same);
            if !overlaps {
                self.wrong.push(message.id.clone());
            }
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
        lines.push(format!("  wrong        {}", self.wrong.join(", ")));
        lines
    }
}
