//! `utveier eval safety`: how often danger, requests for harm and personal data are seen.
//!
//! Reads the labelled messages of a folder laid out as `tests/questions`; a file that is missing is
//! passed over. The figures say on which set they were measured, because some sets were also used
//! to fit. Messages are named by their ids only.

mod danger;
mod personal;
mod refusals;
mod speed;

use std::fs::File;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use utveier::safety::SafetyRules;

use super::json_lines;
use crate::cli::EvalSafetyArgs;
use crate::output;

/// Sets whose messages are in-scope questions, where no alarm is right.
const QUESTIONS: [&str; 8] = [
    "dev/nb.jsonl",
    "dev/nb-confusable.jsonl",
    "dev/nn.jsonl",
    "dev/dialekt.jsonl",
    "dev/en.jsonl",
    "dev/svda.jsonl",
    "own-inside.jsonl",
    "own-stories.jsonl",
];
/// Said below the figures: most sets were fitted on.
const FITTED: &str = "the own-* sets were fitted on; on writers left out: cargo bench --workspace --bench danger_fit";
const DANGER: [&str; 2] = ["dev/acute.jsonl", "own-danger.jsonl"];
const REFUSALS: [&str; 3] = ["dev/out-of-scope.jsonl", "own-harmful.jsonl", "own-refusals.jsonl"];
const PERSONAL: [&str; 2] = ["dev/pii.jsonl", "own-pii.jsonl"];

/// A labelled message; which fields are there depends on the file.
#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    #[serde(default)]
    pub id: String,
    pub text: String,
    #[serde(default, deserialize_with = "one_word")]
    pub expect: String,
    #[serde(default)]
    pub category: String,
    /// Which round it was written in; rounds are sets of their own.
    #[serde(default)]
    pub round: String,
    /// Start and end in Unicode scalar values, and the kind.
    #[serde(default)]
    pub spans: Vec<(usize, usize, String)>,
    #[serde(default)]
    pub unsure: bool,
}

/// What is expected in one word; empty where kinds are listed, which the spans say too.
fn one_word<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Expected {
        Word(String),
        Kinds(serde::de::IgnoredAny),
    }
    Ok(match serde::Deserialize::deserialize(from)? {
        Expected::Word(word) => word,
        Expected::Kinds(_) => String::new(),
    })
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Share {
    pub hits: usize,
    pub of: usize,
}

impl Share {
    pub(crate) fn add(&mut self, hit: bool) {
        self.hits += usize::from(hit);
        self.of += 1;
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.hits += other.hits;
        self.of += other.of;
    }

    /// `18 of 20 (90.0 %, 69.9–97.2)`: the share, and between what it lies with 95 % confidence; a dash when there was
    /// none.
    pub(crate) fn shown(self) -> String {
        if self.of == 0 {
            return "–".to_owned();
        }
        let of = f64::from(u32::try_from(self.of).unwrap_or(u32::MAX));
        let share = f64::from(u32::try_from(self.hits).unwrap_or(u32::MAX)) / of;
        let (low, high) = wilson(share, of);
        format!("{} of {} ({:.1} %, {:.1}–{:.1})", self.hits, self.of, share * 100.0, low * 100.0, high * 100.0)
    }
}

/// Wilson's interval of a share of `of`, with 95 % confidence.
fn wilson(share: f64, of: f64) -> (f64, f64) {
    const Z: f64 = 1.959_964;
    let spread = Z * (share * (1.0 - share) / of + Z * Z / (4.0 * of * of)).sqrt();
    let (middle, whole) = (share + Z * Z / (2.0 * of), 1.0 + Z * Z / of);
    (((middle - spread) / whole).max(0.0), ((middle + spread) / whole).min(1.0))
}

/// Everything that was measured.
#[derive(Debug, Serialize)]
struct Report {
    danger: danger::Figures,
    refusals: refusals::Figures,
    personal: personal::Figures,
    speed: speed::Figures,
}

/// Runs the command.
pub(crate) fn run(rules: &SafetyRules, args: &EvalSafetyArgs) -> anyhow::Result<()> {
    let sets = |names: &[&str]| sets(&args.folder, names);
    let (dangers, questions) = (sets(&DANGER)?, sets(&QUESTIONS)?);
    let texts: Vec<&str> = dangers
        .iter()
        .chain(&questions)
        .flat_map(|(_, messages)| messages)
        .map(|message| message.text.as_str())
        .collect();
    let report = Report {
        danger: danger::measure(rules, &dangers, &questions),
        refusals: refusals::measure(rules, &sets(&REFUSALS)?),
        personal: personal::measure(&sets(&PERSONAL)?),
        speed: speed::measure(rules, &texts),
    };
    if args.json {
        return Ok(output::line(&serde_json::to_string(&report)?)?);
    }
    let lines = [report.danger.lines(), report.refusals.lines(), report.personal.lines(), report.speed.lines()];
    for line in lines.iter().flatten() {
        output::line(line)?;
    }
    output::line(FITTED)?;
    Ok(())
}

/// The messages of each set that is there, by name; a file with rounds is a set for each round.
fn sets(folder: &Path, names: &[&str]) -> anyhow::Result<Vec<(String, Vec<Message>)>> {
    let mut sets: Vec<(String, Vec<Message>)> = Vec::new();
    for name in names {
        let path = folder.join(name);
        if !path.exists() {
            continue;
        }
        let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
        let stem = name.trim_end_matches(".jsonl");
        let mut number = 0;
        json_lines::each(file, &path.display().to_string(), |mut message: Message| {
            number += 1;
            if message.id.is_empty() {
                message.id = format!("{stem}:{number}");
            }
            let set = if message.round.is_empty() { stem.to_owned() } else { format!("{stem} {}", message.round) };
            if message.unsure {
                return Ok(());
            }
            match sets.iter_mut().find(|(known, _)| *known == set) {
                Some((_, messages)) => messages.push(message),
                None => sets.push((set, vec![message])),
            }
            Ok(())
        })?;
    }
    Ok(sets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_nothing_is_a_dash_and_others_have_percent_and_an_interval() {
        assert_eq!(Share::default().shown(), "–");
        assert_eq!(Share { hits: 1, of: 8 }.shown(), "1 of 8 (12.5 %, 2.2–47.1)");
    }

    #[test]
    fn rounds_are_sets_and_missing_files_are_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let lines =
            "{\"text\":\"a\",\"round\":\"1\"}\n{\"text\":\"b\",\"round\":\"2\"}\n{\"text\":\"c\",\"unsure\":true}\n";
        std::fs::write(folder.path().join("own-danger.jsonl"), lines).expect("a file");
        let sets = sets(folder.path(), &DANGER).expect("two sets");
        let names: Vec<&str> = sets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["own-danger 1", "own-danger 2"]);
    }
}
