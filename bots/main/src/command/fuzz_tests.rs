//! Hostile input for what the binary itself reads: configurations, and objects a
//! line. The other targets are in `tests/fuzz`, whose engine and corpus are used.
//!
//! `UTVEIER_FUZZ_SECONDS=60 cargo test -p utveier-bot fuzz -- --nocapture` gives
//! each that much processor time.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use utveier::search::corpus::{CorpusLine, QueryLine};

use super::ask::Question;
use super::json_lines;
use crate::settings;

#[path = "../../../../tests/fuzz/engine.rs"]
#[allow(dead_code, reason = "each runner uses its part of the engine")]
mod engine;

use engine::{Shape, Target, Until, outcome};

const SETTINGS: Target = Target {
    name: "settings",
    shape: Shape {
        is_text: true,
        longest: 8 * 1024,
        words: &[
            "[web]\n",
            "[telegram]\n",
            "[inbox.ost]\n",
            "[[routing]]\n",
            "[smtp]\n",
            "[retention]\n",
            "listen = ",
            "token = ",
            "kind = ",
            "to = ",
            "hours = ",
            "mode = ",
            "port = ",
            "tls = ",
            "url = ",
            "'",
            "\"",
            "\"\"\"",
            "[",
            "]",
            "[[",
            "]]",
            "{",
            "}",
            "=",
            "\n",
            "1979-05-27",
            "0x",
            "inf",
            "nan",
            "true",
            "\\u0000",
            ".",
            ":",
            "https://",
            "a@b.no",
            "-1",
        ],
    },
    limit: Duration::from_millis(250),
    read: read_settings,
};

const LINES: Target = Target {
    name: "lines",
    shape: Shape {
        is_text: false,
        longest: 32 * 1024,
        words: &[
            "{\"_id\":\"a\",",
            "\"text\":\"",
            "\"title\":\"",
            "\"id\":\"",
            "\"",
            "\"}",
            "}\n",
            "\n",
            "\r\n",
            "\\u0000",
            "\\ud800",
            "null",
            "[[[[[[[[[[[[[[[[",
            "{\"a\":{\"a\":",
            "\u{feff}",
            "1e999",
            ",",
            ":",
        ],
    },
    limit: Duration::from_millis(250),
    read: read_lines,
};

fn read_settings(input: &[u8]) -> u64 {
    match settings::of_text(std::str::from_utf8(input).unwrap_or_default()) {
        Ok(settings) => {
            let shown = format!("{settings:?}");
            outcome((shown.len().ilog2(), settings.inbox.len(), settings.overrides().len()))
        }
        Err(error) => {
            assert!(!error.problems.is_empty(), "refused for no reason");
            let kinds: Vec<String> = error.problems.iter().map(|problem| problem.chars().take(24).collect()).collect();
            outcome(kinds)
        }
    }
}

fn read_lines(input: &[u8]) -> u64 {
    let mut counts = [0; 3];
    let corpus = json_lines::each(input, "in", |_: CorpusLine| counted(&mut counts[0])).is_ok();
    let queries = json_lines::each(input, "in", |_: QueryLine| counted(&mut counts[1])).is_ok();
    let asked = json_lines::each(input, "in", |_: Question| counted(&mut counts[2])).is_ok();
    outcome((counts, corpus, queries, asked))
}

fn counted(count: &mut u32) -> anyhow::Result<()> {
    *count += 1;
    Ok(())
}

fn hold(target: Target) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz");
    let seconds = std::env::var("UTVEIER_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let until = seconds.map_or(Until::Inputs(2_000), |seconds| Until::Used(Duration::from_secs(seconds)));
    let summary = engine::run(target, &folder, 7, until);
    let (inputs, used, slowest) = (summary.inputs, summary.used, summary.slowest);
    writeln!(std::io::stderr(), "{}: {inputs} inputs in {used:.0?}, slowest {slowest:.1?}", target.name).unwrap();
    let findings: Vec<String> = summary.findings.iter().map(|finding| finding.kept(&folder)).collect();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn no_configuration_panics_or_takes_too_long() {
    hold(SETTINGS);
}

#[test]
fn no_line_of_objects_panics_or_takes_too_long() {
    hold(LINES);
}
