//! `utveier eval`: measure on questions with known answers.
//!
//! Every question is judged as a conversation would judge it. What it should
//! have been stands in its line: `accept` (ids that answer), or `expect`
//! (`decline`, `smalltalk`, `refuse`, `acute`, `none`), and `also_ok`.

mod figures;
mod fit;
mod logistic;
mod measured;
mod plot;
mod report;

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use serde::Deserialize;
use utveier::dialogue::Kind;
use utveier::engine::Engine;

use super::{ask, json_lines};
use crate::cli::EvalArgs;
use crate::output;
use measured::{Measured, Outcome};
use report::Report;

/// A question with what it should give.
#[derive(Debug, Deserialize)]
pub(crate) struct Question {
    pub id: String,
    pub text: String,
    #[serde(default)]
    pub accept: Vec<String>,
    #[serde(default)]
    pub expect: Expectation,
    #[serde(default)]
    pub also_ok: Vec<String>,
    #[serde(default)]
    pub lang: String,
    #[serde(default)]
    pub register: String,
    #[serde(default)]
    pub unsure: bool,
}

/// One expectation, or (for personal data, measured elsewhere) a list.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
pub(crate) enum Expectation {
    One(String),
    Many(Vec<String>),
    #[default]
    Nothing,
}

impl Question {
    fn expects(&self) -> &str {
        match &self.expect {
            Expectation::One(one) => one,
            Expectation::Many(many) => many.first().map_or("", String::as_str),
            Expectation::Nothing => "",
        }
    }
}

/// Runs the command.
pub(crate) fn run(engine: &Engine, args: &EvalArgs) -> anyhow::Result<ExitCode> {
    let mut all: Vec<Measured> = Vec::new();
    let mut examples = fit::Examples::default();
    output::line(&figures::header("questions"))?;
    for path in &args.questions {
        let file = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        for question in read(path)?.into_iter().filter(|question| !question.unsure) {
            let outcome = outcome(engine, &question);
            if args.misses && outcome.missed() {
                output::line(&format!("  {} «{}» → {outcome}", question.id, question.text))?;
            }
            if args.fit || args.plot.is_some() {
                examples.add(engine, &question);
            }
            let Question { id, lang, register, .. } = question;
            all.push(Measured { id, file: file.clone(), lang, register, outcome });
        }
        output::line(&figures::row(&file, &all, |question| question.file == file))?;
    }
    let report = Report::new(&all);
    tables(&all, &report)?;
    if args.fit {
        examples.report()?;
    }
    if let Some(path) = &args.plot {
        std::fs::write(path, examples.plot()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if let Some(path) = &args.json {
        report.write(path)?;
    }
    if let Some(path) = &args.compare {
        report.compare(&Report::read(path)?, &all)?;
    }
    match &args.gate {
        Some(path) => report.gate(&Report::read(path)?),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// All questions, and those the content answers by language and by register.
fn tables(all: &[Measured], report: &Report) -> anyhow::Result<()> {
    output::line(&figures::row("all", all, |_| true))?;
    output::line(&figures::intervals(report.figures()))?;
    let inside = |question: &Measured| matches!(question.outcome, Outcome::Inside { .. });
    for (title, of) in [
        ("by language", (|question| &question.lang) as fn(&Measured) -> &String),
        ("by register", |question| &question.register),
    ] {
        output::line(title)?;
        let names: BTreeSet<&String> = all.iter().filter(|question| inside(question)).map(of).collect();
        for name in names {
            let shown = if name.is_empty() { "(none)" } else { name };
            output::line(&figures::row(&format!("  {shown}"), all, |question| {
                inside(question) && of(question) == name
            }))?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<Question>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut questions = Vec::new();
    json_lines::each(file, &path.display().to_string(), |question| {
        questions.push(question);
        Ok(())
    })?;
    Ok(questions)
}

fn outcome(engine: &Engine, question: &Question) -> Outcome {
    let judgement = engine.judge(&question.text);
    let kind = ask::kind(&judgement);
    let acute = engine.safety.danger(&question.text).is_some();
    let right =
        |ranked: &utveier::dialogue::Ranked<'_>| question.accept.iter().any(|id| id == ranked.passage.id.as_str());
    let places = judgement.ranked.iter().enumerate().filter(|(_, ranked)| right(ranked)).map(|(place, _)| place);
    let places: Vec<usize> = places.collect();
    let first = judgement.ranked.first().map(|ranked| ranked.passage.id.to_string()).unwrap_or_default();
    let expects = question.expects();
    if !question.accept.is_empty() {
        return Outcome::Inside { places, right: question.accept.len(), kind, acute, first };
    }
    let also = |name: &str| question.also_ok.iter().any(|other| other == name);
    match expects {
        "acute" => Outcome::Danger { seen: acute },
        "none" => Outcome::NoDanger { alarmed: acute && !also("acute") },
        "smalltalk" | "refuse" | "ok" | "decline" => {
            let wanted = match expects {
                "smalltalk" => kind == Kind::Smalltalk,
                "refuse" => kind == Kind::Refuse,
                "ok" => kind != Kind::Refuse,
                _ => matches!(kind, Kind::Decline | Kind::Smalltalk | Kind::Refuse),
            };
            let right = wanted || (also("answer") && kind == Kind::Answer) || (also("acute") && acute);
            Outcome::Outside { right, kind, acute, expects: expects.to_owned(), first }
        }
        _ => Outcome::Unmeasured,
    }
}
