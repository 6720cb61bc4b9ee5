//! The page of statistics: tables with small bars, for people who run the
//! service. No script, and nothing loaded from anywhere else.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use utveier::engine::Engine;
use utveier::knowledge::PassageId;
use utveier::language::WrittenForm;
use utveier::statistics::{Cell, Report, Table, TableKind};

use super::Operator;
use crate::clock::today;

/// Days shown when nobody asks for others.
pub(crate) const DAYS: i32 = 30;
/// The width of the longest bar, in pixels.
const WIDTH: u64 = 240;

/// The days asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    fra: Option<String>,
    til: Option<String>,
}

/// `GET /stil.css`: the look of the page.
pub(super) async fn style() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("statistikk.css"))
}

/// `GET /statistikk?fra=2026-11-01&til=2026-11-30`.
pub(super) async fn statistics(State(operator): State<Arc<Operator>>, Query(asked): Query<Asked>) -> Response {
    let Some((from, to)) = period(asked.fra.as_deref(), asked.til.as_deref()) else {
        return (StatusCode::BAD_REQUEST, "fra and til are days, YYYY-MM-DD\n").into_response();
    };
    match operator.store.tallies(from, to).await {
        Ok(rows) => page(&operator.desk.engine(), &Report::new(from, to, &rows)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the statistics cannot be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The days meant, or `None` for what is no day. What is left out, or empty as a
/// form sends it, is the last [`DAYS`].
fn period(from: Option<&str>, to: Option<&str>) -> Option<(Date, Date)> {
    let day = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::parse::<Date>).transpose().ok();
    let to = day(to)?.unwrap_or_else(today);
    let from = day(from)?.unwrap_or_else(|| to.saturating_sub((DAYS - 1).days()));
    Some((from, to))
}

fn page(engine: &Engine, report: &Report) -> Markup {
    let text = |key: &str| engine.replies.text(WrittenForm::Bokmal, key);
    let day = |date: Date| engine.replies.date(WrittenForm::Bokmal, date);
    let smallest = report.smallest.to_string();
    let note = engine.replies.with(WrittenForm::Bokmal, "statistics-note", &[("smallest", &smallest)]);
    html! {
        (DOCTYPE)
        html lang="nb" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (text("statistics-title")) }
                link rel="stylesheet" href="/stil.css";
            }
            body {
                h1 { (text("statistics-title")) }
                p { (day(report.from)) " – " (day(report.to)) }
                form {
                    label { (text("statistics-from")) " " input type="date" name="fra" value=(report.from.to_string()); }
                    " "
                    label { (text("statistics-to")) " " input type="date" name="til" value=(report.to.to_string()); }
                    " "
                    button { (text("statistics-show")) }
                }
                p { (note) }
                @for table in &report.tables {
                    (section(engine, table))
                }
            }
        }
    }
}

fn section(engine: &Engine, table: &Table) -> Markup {
    let text = |key: &str| engine.replies.text(WrittenForm::Bokmal, key);
    let largest = table.cells.iter().map(|cell| cell.count).max().unwrap_or(1);
    html! {
        h2 { (text(heading(table.by))) }
        @if table.cells.is_empty() {
            p { (text("statistics-none")) }
        } @else {
            table {
                thead { tr { th scope="col" { (text("statistics-what")) } th scope="col" { (text("statistics-count")) } td {} } }
                tbody {
                    @for cell in &table.cells {
                        tr {
                            th scope="row" { (name(engine, table.by, cell)) }
                            td { (cell.count) }
                            td { (bar(cell.count, largest)) }
                        }
                    }
                }
            }
        }
        @if table.has_hidden {
            p { (text("statistics-hidden")) }
        }
    }
}

/// A bar; the number stands beside it, so it is for the eye only.
fn bar(count: u64, largest: u64) -> Markup {
    let width = (count * WIDTH / largest.max(1)).max(1);
    html! {
        svg width=(WIDTH) height="12" role="presentation" aria-hidden="true" xmlns="http://www.w3.org/2000/svg" {
            rect width=(width) height="12" rx="2" {}
        }
    }
}

fn heading(by: TableKind) -> &'static str {
    match by {
        TableKind::Day => "statistics-by-day",
        TableKind::Door => "statistics-by-door",
        TableKind::Decision => "statistics-by-decision",
        TableKind::Topic => "statistics-by-topic",
        TableKind::Danger => "statistics-by-danger",
        TableKind::Region => "statistics-by-region",
        TableKind::Gap => "statistics-by-gap",
    }
}

/// What a cell is called: a passage with its article and title, else as counted.
fn name(engine: &Engine, by: TableKind, cell: &Cell) -> String {
    if by == TableKind::Decision {
        let key = format!("statistics-decision-{}", cell.name);
        return if engine.replies.has(&key) {
            engine.replies.text(WrittenForm::Bokmal, &key)
        } else {
            cell.name.clone()
        };
    }
    let passage = PassageId::parse(&cell.name).and_then(|id| engine.knowledge.passage(&id, WrittenForm::Bokmal));
    match passage {
        Some(passage) => format!("{} › {} ({})", passage.article, passage.title, cell.name),
        None => cell.name.clone(),
    }
}
