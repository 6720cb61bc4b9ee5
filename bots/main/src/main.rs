//! The binary `utveier`: command line, configuration, wiring, signals.
//!
//! The only place that knows every door. It holds no wording for people who
//! ask; what it says is to operators and editors, in English.

mod cli;
mod clock;
mod command;
mod counting;
mod doors;
mod import;
mod modes;
mod office;
mod operator;
mod output;
mod postman;
mod renewal;
mod settings;
mod watch;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

/// What a command ends with. Usage errors (2) are clap's and the settings'.
const FAILURE: u8 = 1;
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        // Help and version are errors to clap, but not to the shell.
        Err(error) => {
            let code = if error.use_stderr() { USAGE } else { 0 };
            return if error.print().is_ok() { ExitCode::from(code) } else { ExitCode::from(FAILURE) };
        }
    };
    wiring::start_log(cli.log_json);
    wiring::quiet_panics();
    match command::run(&cli) {
        Ok(code) => code,
        Err(error) => {
            output::complain(&output::told(&error));
            let usage = error.downcast_ref::<settings::SettingsError>().is_some();
            ExitCode::from(if usage { USAGE } else { FAILURE })
        }
    }
}
