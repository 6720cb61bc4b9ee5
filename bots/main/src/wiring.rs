//! Putting the core behind its doors.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;
use utveier::dialogue::{Incoming, State, Step};
use utveier::engine::{Engine, Live};
use utveier::knowledge::{Knowledge, Severity};
use utveier::language::WrittenForm;

use crate::output;

/// Starts the log on standard error. Levels by `RUST_LOG`; `info` by default.
/// No field of the log ever holds what a person wrote.
pub(crate) fn start_log(json: bool) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,utveier=info,utveier_web=info"));
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
pub(crate) fn engine(folder: &Path, public_url: &str) -> anyhow::Result<Engine> {
    let (engine, problems) = Engine::load(folder, public_url).context("cannot start")?;
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
        output::complain(&problem.to_string());
    }
    Ok(engine)
}

/// The engine in use as the web door sees it.
pub(crate) struct WebCore(pub Arc<Live>);

impl utveier_web::Core for WebCore {
    fn advance(&self, state: State, incoming: &Incoming) -> Step {
        self.0.current().advance(state, incoming)
    }

    fn knowledge(&self) -> Arc<Knowledge> {
        Arc::clone(&self.0.current().knowledge)
    }

    fn text(&self, form: WrittenForm, key: &str) -> String {
        self.0.current().replies.text(form, key)
    }
}
