//! Putting the core behind its doors.

use std::io::IsTerminal;

use anyhow::Context as _;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};
use utveier::engine::Engine;
use utveier::knowledge::Severity;

use crate::output;
use crate::settings::Settings;

/// Starts the log on standard error. Levels by `RUST_LOG`; `info` by default.
/// No field of the log ever holds what a person wrote: see [`may_be_logged`].
pub(crate) fn start_log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        EnvFilter::new("warn,utveier=info,utveier_web=info,utveier_telegram=info,utveier_discord=info")
    });
    // Whatever level was asked for: at WARN this target prints what people wrote.
    let filter = filter.add_directive(utveier_discord::LOG_TARGET_OFF.parse().unwrap_or_default());
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if json {
        lines.json().boxed()
    } else {
        lines.with_ansi(std::io::stderr().is_terminal()).with_target(false).boxed()
    };
    let log = tracing_subscriber::registry().with(lines.with_filter(filter.and(filter_fn(may_be_logged))));
    // A log that is already set stays; only tests meet that.
    let _already_set = log.try_init();
}

/// Whether a line or span may be logged, whatever level was asked for. Libraries
/// print what they carry, and that is what people wrote: platforms' clients print
/// whole events at `TRACE`, and arguments in the fields of their spans.
fn may_be_logged(metadata: &Metadata<'_>) -> bool {
    let root = metadata.target().split("::").next().unwrap_or_default();
    let is_own = root == "utveier" || root.starts_with("utveier_");
    is_own || (metadata.is_event() && *metadata.level() <= Level::INFO)
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
