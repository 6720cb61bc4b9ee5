//! Text under a heading: paragraphs and lists of whole sentences, a line each.

use std::path::Path;

use super::passage::Block;
use super::problem::Problem;

/// A line of text and its number in the file, counted from 1.
pub(super) type Line<'a> = (usize, &'a str);

/// Paragraphs and lists; what is neither is a problem and left out.
pub(super) fn blocks(file: &Path, lines: &[Line<'_>], problems: &mut Vec<Problem>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for &(number, line) in lines {
        if line.is_empty() {
            open = false;
            continue;
        }
        if let Some(what) = markup_in(line) {
            problems.push(Problem::error(file, what, "write plain sentences and «- » lists only").at(number));
            continue;
        }
        let item = line.strip_prefix("- ");
        match (blocks.last_mut().filter(|_| open), item) {
            (Some(Block::List(items)), Some(item)) => items.push(item.trim().to_owned()),
            (Some(Block::Paragraph(sentences)), None) => sentences.push(line.trim().to_owned()),
            (_, Some(item)) => blocks.push(Block::List(vec![item.trim().to_owned()])),
            (_, None) => blocks.push(Block::Paragraph(vec![line.trim().to_owned()])),
        }
        open = true;
    }
    blocks
}

/// What a line holds that could not be quoted as it stands.
fn markup_in(line: &str) -> Option<&'static str> {
    if line.starts_with('#') {
        return Some("a heading inside the text");
    }
    if line.starts_with("```") || line.starts_with("    ") {
        return Some("a code block inside the text");
    }
    if line.starts_with('|') || line.starts_with('>') {
        return Some("a table or quotation inside the text");
    }
    if line.contains("](") || line.contains("**") || line.contains("__") || line.contains('<') || line.contains('`') {
        return Some("markup inside a sentence");
    }
    None
}
