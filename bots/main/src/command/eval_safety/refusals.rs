//! Requests for help to do harm: how many are refused, and how many helpers are wrongly turned away.

use std::collections::BTreeMap;

use serde::Serialize;
use utveier::safety::SafetyRules;

use super::{Message, Share};

#[derive(Debug, Default, Serialize)]
pub(super) struct Figures {
    /// By set: requests refused, and other messages refused.
    sets: BTreeMap<String, (Share, Share)>,
    /// Ids of requests that were not refused.
    missed: Vec<String>,
    /// Ids of other messages that were refused.
    wrongly_refused: Vec<String>,
}

/// Asks the rules about every message.
pub(super) fn measure(rules: &SafetyRules, sets: &[(String, Vec<Message>)]) -> Figures {
    let mut figures = Figures::default();
    for (set, messages) in sets {
        for message in messages {
            let is_refused = rules.harmful_request(&message.text).is_some();
            let (refused, wrongly) = figures.sets.entry(set.clone()).or_default();
            if message.expect == "refuse" {
                refused.add(is_refused);
            } else {
                wrongly.add(is_refused);
            }
            match (message.expect == "refuse", is_refused) {
                (true, false) => figures.missed.push(message.id.clone()),
                (false, true) => figures.wrongly_refused.push(message.id.clone()),
                _ => {}
            }
        }
    }
    figures
}

impl Figures {
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec!["requests for harm".to_owned()];
        for (set, (refused, wrongly)) in &self.sets {
            lines.push(format!("  {set:<24} refused {:<36} wrongly {}", refused.shown(), wrongly.shown()));
        }
        lines.push(format!("  not refused              {}", self.missed.join(", ")));
        lines.push(format!("  wrongly refused          {}", self.wrongly_refused.join(", ")));
        lines
    }
}
