//! `utveier eval`: measure on questions with known answers.
//!
//! Every question is judged as a conversation would judge it. What it should
//! have been stands in its line: `accept` (ids that answer), or `expect`
//! (`decline`, `smalltalk`, `refuse`, `acute`, `none`), and `also_ok`.

mod fit;
mod gate;
mod tally;

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
use tally::{Outcome, Tally};

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
    let mut all = Tally::default();
    let mut examples = Vec::new();
    output::line(&Tally::header())?;
    for path in &args.questions {
        let mut tally = Tally::default();
        for question in read(path)?.iter().filter(|question| !question.unsure) {
            let outcome = outcome(engine, question);
            if args.misses && outcome.missed() {
                output::line(&format!("  {} «{}» → {outcome}", question.id, question.text))?;
            }
            tally.add(&outcome);
            all.add(&outcome);
            examples.extend(fit::example(engine, question));
        }
        let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        output::line(&tally.row(&name))?;
    }
    output::line(&all.row("all"))?;
    if args.fit {
        fit::report(&examples)?;
    }
    match &args.gate {
        Some(path) => gate::check(path, &all),
        None => Ok(ExitCode::SUCCESS),
    }
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
    let place =
        judgement.ranked.iter().position(|ranked| question.accept.iter().any(|id| id == ranked.passage.id.as_str()));
    let first = judgement.ranked.first().map(|ranked| ranked.passage.id.to_string()).unwrap_or_default();
    let expects = question.expects();
    if !question.accept.is_empty() {
        return Outcome::Inside { place, kind, acute, first };
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
