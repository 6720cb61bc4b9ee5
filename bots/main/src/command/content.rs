//! `utveier knowledge`: the content, for its editors.

mod check;

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use utveier::knowledge::{self, Passage, readability};

use crate::cli::KnowledgeCommand;
use crate::settings::Settings;
use crate::{import, output};

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
pub(crate) fn run(settings: &Settings, command: &KnowledgeCommand) -> anyhow::Result<ExitCode> {
    match command {
        KnowledgeCommand::Check(args) => check::run(settings, args),
        KnowledgeCommand::Import(args) => import::run(args),
        KnowledgeCommand::List { json } => list(&settings.knowledge.folder, *json),
    }
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
