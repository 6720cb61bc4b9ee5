//! Commands, one module each.

mod ask;
mod check;
mod content;
mod eval;
mod eval_safety;
mod json_lines;
mod route;
mod search;
mod serve;

use std::process::ExitCode;

use utveier_terminal::ChatOptions;

use crate::cli::{Cli, Command, EvalWhat};
use crate::{settings, wiring};

/// Runs the command that was given.
pub(crate) fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    let settings = settings::load(cli.config.as_deref(), cli.knowledge.as_deref())?;
    let engine = || wiring::engine(&settings.knowledge.folder, &settings.web.public_url);
    match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => serve::run(&settings, engine()?)?,
        Command::Chat(args) => {
            let engine = engine()?;
            utveier_terminal::chat(
                |state, incoming| engine.advance(state, incoming),
                ChatOptions { history: args.history },
            )?;
        }
        Command::Ask(args) => ask::run(&engine()?, args)?,
        Command::Search(args) => search::run(&settings.knowledge.folder, args)?,
        Command::Route(args) => route::run(&engine()?, args)?,
        Command::Knowledge(command) => return content::run(&settings.knowledge.folder, command),
        Command::Check => return check::run(&settings),
        Command::Eval(args) => match &args.what {
            Some(EvalWhat::Safety(what)) => eval_safety::run(&engine()?.safety, what)?,
            None => return eval::run(&engine()?, args),
        },
    }
    Ok(ExitCode::SUCCESS)
}
