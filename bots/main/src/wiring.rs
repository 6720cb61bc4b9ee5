//! Putting the core behind its doors.

use std::io::IsTerminal;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;
use utveier::engine::Engine;
use utveier::knowledge::Severity;

use crate::output;
use crate::settings::Settings;

/// Starts the log on standard error. Levels by `RUST_LOG`; `info` by default.
/// No field of the log ever holds what a person wrote.
pub(crate) fn start_log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        EnvFilter::new("warn,utveier=info,utveier_web=info,utveier_telegram=info,utveier_discord=info")
    });
    // Whatever level was asked for: at WARN this target prints what people wrote.
    let filter = filter.add_directive(utveier_discord::LOG_TARGET_OFF.parse().unwrap_or_default());
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    // A log that is already set stays; only tests meet that.
    let _already_set = if json { log.json().try_init() } else { log.with_target(false).try_init() };
}

/// Says where a panic happened and nothing else: its message could quote what a
/// person wrote.
pub(crate) fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "unknown place".to_owned(), ToString::to_string);
        tracing::error!(place, "a defect: please report the place");
    }));
}

/// Loads the content and builds the index; what was left out is complained of.
pub(crate) fn engine(settings: &Settings) -> anyhow::Result<Engine> {
    let (folder, public_url) = (&settings.knowledge.folder, &settings.web.public_url);
    let (engine, problems) = Engine::load_routed(folder, public_url, &settings.overrides()).context("cannot start")?;
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
        output::complain(&problem.to_string());
    }
    Ok(engine)
}
