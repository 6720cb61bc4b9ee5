//! `utveier search`: the search core over any collection.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, bail};
use utveier::knowledge;
use utveier::language::{Analysis, Thesaurus};
use utveier::search::corpus::{CorpusLine, QueryLine, trec_line};
use utveier::search::{Document, Hit, SearchIndex};

use super::json_lines;
use crate::cli::SearchArgs;
use crate::output;

/// The file of synonyms in a content folder.
const SYNONYMS: &str = "synonymer.toml";
/// Longest passage or question with its id and title, in bytes. Of a text the
/// index takes the first mebibyte.
const MAX_LINE_BYTES: usize = 64 * 1024 * 1024;
/// Lines between two signs of life.
const PROGRESS_EVERY: usize = 500;

/// Runs the command. The field's synonyms hold where the content folder has them.
pub(crate) fn run(folder: &Path, args: &SearchArgs) -> anyhow::Result<()> {
    let thesaurus = thesaurus(folder);
    let corpus: Vec<CorpusLine> = read(&args.corpus)?;
    if corpus.is_empty() {
        bail!("{}: the collection holds no passage", args.corpus.display());
    }
    let documents = corpus.iter().enumerate().map(|(at, line)| {
        progress("indexed", at, corpus.len());
        Document { titles: &line.title, text: &line.text, asked: &[] }
    });
    let index = SearchIndex::build(documents, thesaurus)?;
    let queries: Vec<QueryLine> = read(&args.queries)?;
    for (at, query) in queries.iter().enumerate() {
        progress("asked", at, queries.len());
        let analysis = index.analyzer().question(&query.text);
        if args.explain {
            output::line(&terms(&analysis))?;
        }
        for (rank, hit) in index.search(&analysis, args.top as usize)?.iter().enumerate() {
            let found = trec_line(&query.id, &corpus[hit.ordinal].id, rank + 1, hit.score);
            let why = if args.explain { evidence(hit) } else { String::new() };
            output::line(&format!("{found}{why}"))?;
        }
    }
    progress("asked", queries.len(), queries.len());
    Ok(())
}

/// What is asked for each word, as a comment of the run.
fn terms(analysis: &Analysis) -> String {
    let terms = analysis.words.iter().map(|word| format!(" {}→{}", word.surface, word.term.stem));
    format!("# {}:{}", analysis.form.code(), terms.collect::<String>())
}

/// What speaks for a passage, after its line of the run.
fn evidence(hit: &Hit) -> String {
    let parts = hit.evidence.parts().into_iter().filter(|(_, part)| *part > 0.0);
    format!("  # {}", parts.map(|(name, part)| format!("{name} {part:.3}")).collect::<Vec<_>>().join(", "))
}

/// The synonyms of the content folder. A collection can be searched without
/// them, but not without saying so when they are there and broken.
fn thesaurus(folder: &Path) -> Thesaurus {
    let Ok(loaded) = knowledge::load(folder) else {
        return Thesaurus::default();
    };
    for problem in loaded.problems.iter().filter(|problem| problem.file == Path::new(SYNONYMS)) {
        output::complain(&format!("searching without synonyms: {problem}"));
    }
    Thesaurus::new(loaded.knowledge.thesaurus())
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut lines = Vec::new();
    json_lines::each_within(MAX_LINE_BYTES, file, &path.display().to_string(), |line| {
        lines.push(line);
        Ok(())
    })?;
    Ok(lines)
}

fn progress(what: &str, done: usize, all: usize) {
    if !(done.is_multiple_of(PROGRESS_EVERY) || done == all) || !io::stderr().is_terminal() {
        return;
    }
    let bar = "█".repeat(done * 30 / all.max(1));
    // A progress bar that cannot be shown is no error.
    let _closed = write!(io::stderr(), "\r{what} {bar:░<30} {done}/{all}");
}
