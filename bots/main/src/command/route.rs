//! `utveier route`: which RVTS a place belongs to.

use serde::{Deserialize, Serialize};
use utveier::engine::Engine;
use utveier::knowledge::{Place, Resolution};

use super::json_lines;
use crate::cli::RouteArgs;
use crate::output;

#[derive(Debug, Deserialize)]
struct Question {
    id: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    id: &'a str,
    region: String,
    municipalities: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(engine: &Engine, args: &RouteArgs) -> anyhow::Result<()> {
    if !args.jsonl {
        let text = args.place.clone().unwrap_or_default();
        let line = line(engine, "", &text);
        return Ok(output::line(format!("{} {}", line.region, line.municipalities.join(" ")).trim_end())?);
    }
    json_lines::each(std::io::stdin().lock(), "standard input", |question: Question| {
        Ok(output::line(&serde_json::to_string(&line(engine, &question.id, &question.text))?)?)
    })
}

/// One region, `ASK` when the places named lie in several, `UNKNOWN` for none.
fn line<'a>(engine: &Engine, id: &'a str, text: &str) -> Line<'a> {
    let (region, places) = match engine.knowledge.municipalities().resolve(text) {
        Resolution::One { place, also } => {
            (place.rvts().to_owned(), std::iter::once(place).chain(also).collect::<Vec<_>>())
        }
        Resolution::Several(places) => ("ASK".to_owned(), places),
        Resolution::Unknown => ("UNKNOWN".to_owned(), Vec::new()),
    };
    let municipalities = places.iter().filter_map(Place::number).map(str::to_owned).collect();
    Line { id, region, municipalities }
}
