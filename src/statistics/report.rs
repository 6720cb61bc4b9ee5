//! Tables of the sums, of which none can point at a single message.
//!
//! A cell under [`SMALLEST`] is not shown, and the others are rounded down to a
//! multiple of it: a hidden cell can then not be found by taking the shown ones
//! away from a sum, nor by comparing two periods. For the same reason no table
//! has a sum of its own.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::ledger::{GAP, MESSAGE};
use crate::store::TallyRow;

/// The smallest cell that is shown, and the step the shown ones are rounded
/// down to.
pub const SMALLEST: u64 = 5;

/// What a count is shown as; `None` when it is not.
#[must_use]
pub fn shown(count: u64) -> Option<u64> {
    (count >= SMALLEST).then_some(count - count % SMALLEST)
}

/// What a table is by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TableKind {
    /// Messages by day.
    Day,
    /// Messages by door.
    Door,
    /// Messages by what was done with them.
    Decision,
    /// Answers and opened passages by passage.
    Topic,
    /// Emergency cards by category.
    Danger,
    /// Sent requests by region.
    Region,
    /// Questions without an answer by known words in them and passages near them.
    Gap,
}

/// A cell that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What it is of, in the content's words.
    pub name: String,
    /// The count, rounded down.
    pub count: u64,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it is by.
    pub by: TableKind,
    /// The cells that are shown; days in order, others by size.
    pub cells: Vec<Cell>,
    /// Whether there are cells that are not shown.
    pub has_hidden: bool,
}

/// All tables of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The smallest cell that is shown.
    pub smallest: u64,
    /// The tables, in the order they are shown.
    pub tables: Vec<Table>,
}

impl Report {
    /// Makes the tables of a period's rows.
    #[must_use]
    pub fn new(from: Date, to: Date, rows: &[TallyRow]) -> Self {
        let table = |by: TableKind| Table::new(by, rows);
        let tables = [
            TableKind::Day,
            TableKind::Door,
            TableKind::Decision,
            TableKind::Topic,
            TableKind::Danger,
            TableKind::Region,
            TableKind::Gap,
        ];
        Self { from, to, smallest: SMALLEST, tables: tables.map(table).into() }
    }
}

impl Table {
    fn new(by: TableKind, rows: &[TallyRow]) -> Self {
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        for row in rows {
            if let Some(name) = name(by, row) {
                let sum = sums.entry(name).or_default();
                *sum = sum.saturating_add(row.count);
            }
        }
        let has_hidden = sums.values().any(|count| shown(*count).is_none());
        let mut cells: Vec<Cell> =
            sums.into_iter().filter_map(|(name, count)| Some(Cell { name, count: shown(count)? })).collect();
        if by != TableKind::Day {
            cells.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.name.cmp(&other.name)));
        }
        Self { by, cells, has_hidden }
    }
}

/// The cell of a table a row belongs to.
fn name(by: TableKind, row: &TallyRow) -> Option<String> {
    let is_message = row.name == MESSAGE;
    let (belongs, name) = match by {
        TableKind::Day => (is_message, row.day.to_string()),
        TableKind::Door => (is_message, row.door.clone()),
        TableKind::Decision => (is_message, row.decision.clone()),
        TableKind::Topic => (is_message && matches!(row.decision.as_str(), "answer" | "opened"), row.topic.clone()),
        TableKind::Danger => (is_message && row.decision == "acute", row.topic.clone()),
        TableKind::Region => (is_message && row.decision == "request", row.region.clone()),
        TableKind::Gap => (row.name == GAP, row.topic.clone()),
    };
    (belongs && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn row(day: i8, decision: &str, topic: &str, count: u64) -> TallyRow {
        TallyRow {
            day: date(2026, 11, day),
            name: MESSAGE.to_owned(),
            door: "web".to_owned(),
            decision: decision.to_owned(),
            topic: topic.to_owned(),
            region: String::new(),
            count,
        }
    }

    fn table(rows: &[TallyRow], by: TableKind) -> Table {
        let report = Report::new(date(2026, 11, 1), date(2026, 11, 30), rows);
        report.tables.into_iter().find(|table| table.by == by).unwrap()
    }

    #[test]
    fn cells_under_five_are_never_shown_and_others_rounded_down() {
        assert_eq!([0, 4, 5, 9, 10, 1234].map(shown), [None, None, Some(5), Some(5), Some(10), Some(1230)]);
        let rows = [row(1, "answer", "a/b#c", 4), row(1, "answer", "a/b#d", 7)];
        let topics = table(&rows, TableKind::Topic);
        assert_eq!(topics.cells, [Cell { name: "a/b#d".to_owned(), count: 5 }]);
        assert!(topics.has_hidden);
    }

    #[test]
    fn what_was_counted_apart_is_added_before_it_is_judged_small() {
        let rows = [row(1, "answer", "a/b#c", 3), row(2, "opened", "a/b#c", 3)];
        assert_eq!(table(&rows, TableKind::Topic).cells, [Cell { name: "a/b#c".to_owned(), count: 5 }]);
        let days = table(&rows, TableKind::Day);
        assert!(days.cells.is_empty() && days.has_hidden);
    }

    #[test]
    fn a_hidden_cell_cannot_be_found_from_the_tables_together() {
        // 9 at the one door, of which 6 answers and 3 that are not shown.
        let rows = [row(1, "answer", "a/b#c", 6), row(1, "refuse", "", 3)];
        let sum = |by| table(&rows, by).cells.iter().map(|cell| cell.count).sum::<u64>();
        assert_eq!((sum(TableKind::Door), sum(TableKind::Decision)), (5, 5), "the difference is not 3");
    }

    #[test]
    fn categories_of_danger_are_no_topics() {
        let rows = [row(1, "acute", "weapon", 9)];
        assert!(table(&rows, TableKind::Topic).cells.is_empty());
        assert_eq!(table(&rows, TableKind::Danger).cells[0].name, "weapon");
    }
}
