//! What came of each page, for the editor.

use std::path::PathBuf;

use serde::Serialize;

use super::sources::Source;
use crate::output;

/// What came of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "outcome", content = "why")]
pub(super) enum Outcome {
    /// A file was made.
    New,
    /// Its file follows the page's change.
    Changed,
    /// Nothing was to be done.
    Unchanged,
    /// The site asks programs not to read it.
    Forbidden,
    /// The page is no more (404, 410); a file it made is kept.
    Gone(u16),
    /// It could not be read; a file it made is kept.
    Failed(String),
}

/// A page in the report.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) page: String,
    #[serde(flatten)]
    pub(super) outcome: Outcome,
    pub(super) file: Option<PathBuf>,
    /// What the editor should look at.
    pub(super) notes: Vec<String>,
}

impl Line {
    pub(super) fn new(source: &Source, outcome: Outcome) -> Self {
        Self { page: source.key(), outcome, file: None, notes: Vec::new() }
    }
}

/// The whole run.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    pages: Vec<Line>,
    /// What belongs to no page.
    remarks: Vec<String>,
}

impl Report {
    pub(super) fn add(&mut self, line: Line) {
        self.pages.push(line);
    }

    pub(super) fn remark(&mut self, remark: String) {
        self.remarks.push(remark);
    }

    /// Whether a page could not be read.
    pub(super) fn failed(&self) -> bool {
        self.pages.iter().any(|line| matches!(line.outcome, Outcome::Failed(_)))
    }

    pub(super) fn write(&self, json: bool) -> anyhow::Result<()> {
        if json {
            output::line(&serde_json::to_string_pretty(self)?)?;
            return Ok(());
        }
        for line in &self.pages {
            let file = line.file.as_ref().map_or_else(String::new, |file| format!(" → {}", file.display()));
            output::line(&format!("{}: {}{file}", words(&line.outcome), line.page))?;
            line.notes.iter().try_for_each(|note| output::line(&format!("  {note}")))?;
        }
        for remark in &self.remarks {
            output::line(&format!("note: {remark}"))?;
        }
        let count = |wanted: fn(&Outcome) -> bool| self.pages.iter().filter(|line| wanted(&line.outcome)).count();
        output::line(&format!(
            "{} new, {} changed, {} unchanged, {} gone, {} closed by robots.txt, {} failed",
            count(|outcome| *outcome == Outcome::New),
            count(|outcome| *outcome == Outcome::Changed),
            count(|outcome| *outcome == Outcome::Unchanged),
            count(|outcome| matches!(outcome, Outcome::Gone(_))),
            count(|outcome| *outcome == Outcome::Forbidden),
            count(|outcome| matches!(outcome, Outcome::Failed(_))),
        ))?;
        Ok(())
    }
}

fn words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::New => "new".to_owned(),
        Outcome::Changed => "changed".to_owned(),
        Outcome::Unchanged => "unchanged".to_owned(),
        Outcome::Forbidden => "closed by robots.txt".to_owned(),
        Outcome::Gone(status) => format!("gone ({status})"),
        Outcome::Failed(why) => format!("failed ({why})"),
    }
}
