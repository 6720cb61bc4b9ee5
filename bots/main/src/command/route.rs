//! `utveier route`: which RVTS a place belongs to.

use serde::{Deserialize, Serialize};
use utveier::engine::Engine;
use utveier::knowledge::Place;

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
    let places = engine.knowledge.municipalities().find(text);
    let mut regions: Vec<&str> = places.iter().map(Place::rvts).collect();
    regions.sort_unstable();
    regions.dedup();
    let region = match regions[..] {
        [] => "UNKNOWN",
        [one] => one,
        _ => "ASK",
    };
    let municipalities = places.iter().filter_map(|place| match place {
        Place::Municipality(municipality) => Some(municipality.number.clone()),
        Place::County { .. } => None,
    });
    Line { id, region: region.to_owned(), municipalities: municipalities.collect() }
}
