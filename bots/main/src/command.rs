//! Commands, one module each.

mod ask;
mod chat;
mod check;
mod content;
mod eval;
mod eval_safety;
mod json_lines;
mod requests;
mod route;
mod search;
mod selftest;
mod serve;
mod stats;

use std::process::ExitCode;

use crate::cli::{Cli, Command, EvalWhat};
use crate::{settings, wiring};

/// Runs the command that was given.
pub(crate) fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    let settings = settings::load(cli.config.as_deref(), cli.knowledge.as_deref())?;
    let engine = || wiring::engine(&settings);
    match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => serve::run(&settings, engine()?)?,
        Command::Chat(args) => chat::run(&settings, engine()?, args)?,
        Command::Ask(args) => ask::run(&engine()?, args)?,
        Command::Search(args) => search::run(&settings.knowledge.folder, args)?,
        Command::Route(args) => route::run(&engine()?, args)?,
        Command::Knowledge(command) => return content::run(&settings, command),
        Command::Requests(command) => return requests::run(&settings, engine()?, command),
        Command::Selftest(command) => return selftest::run(&settings, &engine()?, command),
        Command::Stats(args) => stats::run(&settings, args)?,
        Command::Check => return check::run(&settings),
        Command::Eval(args) => match &args.what {
            Some(EvalWhat::Safety(what)) => eval_safety::run(&engine()?.safety, what)?,
            None => return eval::run(&engine()?, args),
        },
    }
    Ok(ExitCode::SUCCESS)
}
