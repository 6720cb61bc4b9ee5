//! Tables: those that hold figures become items, those that lay out a page are
//! looked through.

use super::tree::{NodeId, Tree};

/// Longest cell of a table that holds figures, in characters.
const MAX_CELL_CHARS: usize = 300;

/// Each row as a sentence, or `None` when the table only lays out the page.
pub(super) fn rows(tree: &Tree, table: NodeId) -> Option<Vec<String>> {
    let inside = tree.within(table);
    let has = |names: &[&str]| inside.iter().skip(1).any(|&id| names.contains(&tree.node(id).name.as_str()));
    if has(&["table", "h1", "h2", "h3", "h4"]) {
        return None;
    }
    let cells_of = |row: NodeId| -> Vec<(bool, String)> {
        let cells = tree.within(row).into_iter().filter(|&id| matches!(tree.node(id).name.as_str(), "td" | "th"));
        cells.map(|id| (tree.node(id).name == "th", tree.text(id))).collect()
    };
    let rows: Vec<Vec<(bool, String)>> =
        inside.iter().filter(|&&id| tree.node(id).name == "tr").map(|&row| cells_of(row)).collect();
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let longest = rows.iter().flatten().map(|(_, text)| text.chars().count()).max().unwrap_or(0);
    if widest < 2 || rows.len() < 2 || (longest > MAX_CELL_CHARS && !has(&["th"])) {
        return None;
    }
    let header = rows.first().filter(|row| row.iter().all(|(is_header, _)| *is_header));
    let body = rows.iter().skip(usize::from(header.is_some()));
    let sentences = body.map(|row| sentence(row, header.map(Vec::as_slice))).filter(|sentence| !sentence.is_empty());
    Some(sentences.collect())
}

fn sentence(row: &[(bool, String)], header: Option<&[(bool, String)]>) -> String {
    let cells = row.iter().enumerate().filter(|(_, (_, text))| !text.is_empty());
    let named = cells.map(|(at, (_, text))| match header.and_then(|header| header.get(at)) {
        Some((_, name)) if !name.is_empty() && at > 0 => format!("{}: {text}", name.trim_end_matches(':')),
        _ => text.clone(),
    });
    named.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Option<Vec<String>> {
        let tree = Tree::parse(html).unwrap();
        rows(&tree, tree.first("table").unwrap())
    }

    #[test]
    fn rows_are_named_by_their_heading() {
        let html = "<table><tr><th>Alder<th>Tiltak</tr><tr><td>0–12<td>Barnevern</tr><tr><td>13–17<td></table>";
        assert_eq!(of(html).unwrap(), ["0–12; Tiltak: Barnevern", "13–17"]);
        assert_eq!(of("<table><tr><td>a<td>b<tr><td>c<td>d</table>").unwrap(), ["a; b", "c; d"]);
    }

    #[test]
    fn a_table_that_lays_out_a_page_is_looked_through() {
        assert_eq!(of("<table><tr><td>meny<td><h2>Tittel</h2><p>tekst<tr><td>a<td>b</table>"), None);
        assert_eq!(of("<table><tr><td>bare én</table>"), None);
    }
}
