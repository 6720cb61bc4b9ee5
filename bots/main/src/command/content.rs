//! `utveier knowledge`: the content, for its editors.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use utveier::knowledge::{self, Passage, Severity, check::check, readability};

use crate::cli::KnowledgeCommand;
use crate::{clock, output};

/// A passage in `knowledge list --json`.
#[derive(Debug, Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    article: &'a str,
    language: &'static str,
    phrasings: usize,
    words: usize,
    lix: f64,
    sources: usize,
    reviewed: String,
    file: String,
    line: usize,
}

/// Runs the command.
pub(crate) fn run(folder: &Path, command: &KnowledgeCommand) -> anyhow::Result<ExitCode> {
    match command {
        KnowledgeCommand::Check { json } => check_content(folder, *json),
        KnowledgeCommand::List { json } => list(folder, *json),
    }
}

/// Warnings are for editors; only errors fail.
fn check_content(folder: &Path, json: bool) -> anyhow::Result<ExitCode> {
    let problems = match knowledge::load(folder) {
        Ok(loaded) => check(&loaded, clock::today()),
        Err(problems) => problems,
    };
    for problem in &problems {
        output::line(&if json { serde_json::to_string(problem)? } else { problem.to_string() })?;
    }
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    if !json {
        output::line(&format!("{errors} errors, {} warnings", problems.len() - errors))?;
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn list(folder: &Path, json: bool) -> anyhow::Result<ExitCode> {
    let loaded = knowledge::load(folder).map_err(utveier::engine::EngineError::Content)?;
    for passage in loaded.knowledge.passages() {
        let row = row(passage);
        let text =
            format!("{}  {}  {} words, LIX {:.0}, {} phrasings", row.id, row.title, row.words, row.lix, row.phrasings);
        output::line(&if json { serde_json::to_string(&row)? } else { text })?;
    }
    Ok(ExitCode::SUCCESS)
}

fn row(passage: &Passage) -> Row<'_> {
    let text = passage.text();
    Row {
        id: passage.id.as_str(),
        title: &passage.title,
        article: &passage.article,
        language: passage.form.code(),
        phrasings: passage.phrasings.len(),
        words: readability::word_count(&text),
        lix: (readability::lix(&text) * 10.0).round() / 10.0,
        sources: passage.sources.len() + passage.former_sources.len(),
        reviewed: passage.reviewed.to_string(),
        file: passage.file.display().to_string(),
        line: passage.line,
    }
}
