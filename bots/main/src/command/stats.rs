//! `utveier stats`: counts without people, as tables or JSON; and the questions
//! that were given to the editors.

mod donations;

use jiff::ToSpan;
use utveier::statistics::{Report, Table, TableKind};
use utveier::store::Store;

use crate::cli::StatsArgs;
use crate::clock::today;
use crate::office::open_store;
use crate::operator::DAYS;
use crate::output;
use crate::settings::Settings;

/// Runs the command.
pub(crate) fn run(settings: &Settings, args: &StatsArgs) -> anyhow::Result<()> {
    if args.donations {
        return donations::run(settings, args);
    }
    let to = args.to.unwrap_or_else(today);
    let from = args.from.unwrap_or_else(|| to.saturating_sub((DAYS - 1).days()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let rows = runtime.block_on(async {
        let (store, _) = open_store(settings).await?;
        let rows = store.tallies(from, to).await;
        store.close().await;
        anyhow::Ok(rows?)
    })?;
    let report = Report::new(from, to, &rows);
    if args.json {
        output::line(&serde_json::to_string(&report)?)?;
        return Ok(());
    }
    output::line(&format!(
        "{from} to {to}; counts are rounded down to a multiple of {smallest}, and what is under {smallest} is not shown",
        smallest = report.smallest
    ))?;
    report.tables.iter().try_for_each(table)?;
    Ok(())
}

fn table(table: &Table) -> std::io::Result<()> {
    output::line("")?;
    output::line(heading(table.by))?;
    for cell in &table.cells {
        output::line(&format!("{:>8}  {}", cell.count, cell.name))?;
    }
    match (table.cells.is_empty(), table.has_hidden) {
        (true, false) => output::line("       –  nothing was counted"),
        (_, true) => output::line("       …  others, too few to be shown"),
        (false, false) => Ok(()),
    }
}

fn heading(by: TableKind) -> &'static str {
    match by {
        TableKind::Day => "messages by day",
        TableKind::Door => "messages by door",
        TableKind::Decision => "messages by what was done with them",
        TableKind::Topic => "answers and opened passages",
        TableKind::Danger => "emergency cards by category",
        TableKind::Region => "requests sent, by region",
        TableKind::Gap => "questions without an answer: known words in them, and passages near them",
    }
}
