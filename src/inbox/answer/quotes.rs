//! What somebody wrote themselves in a mail: without what it answers to and
//! without their signature. Answers written between the quotes are all kept.

use super::attribution::{attribution, is_header_block, is_original_message, is_rule};
use super::signature;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Own,
    Quoted,
}

/// The own text; empty when there is none.
pub(super) fn own_text(text: &str) -> String {
    // A separator of signatures ends in a space, so ends are trimmed only later.
    let lines: Vec<&str> = text.lines().collect();
    let (kinds, end) = kinds(&lines);
    let mut pieces: Vec<String> = Vec::new();
    let mut at = 0;
    while at < end {
        let kind = kinds[at];
        let length = kinds[at..end].iter().take_while(|other| **other == kind).count();
        if kind == Kind::Own {
            let piece = lines[at..at + length].to_vec();
            let piece = tidy(&piece[..signature::without(&piece)]);
            if !piece.is_empty() {
                pieces.push(piece);
            }
        }
        at += length;
    }
    pieces.join("\n\n")
}

/// What each line is, and where all that follows is a quote.
fn kinds(lines: &[&str]) -> (Vec<Kind>, usize) {
    let mut kinds = vec![Kind::Own; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        if is_quoted(lines[at]) {
            kinds[at] = Kind::Quoted;
        } else if is_header_block(&lines[at..]) || is_original_message(lines[at]) {
            return (kinds, without_rules(lines, at));
        } else if let Some(found) = attribution(&lines[at..]) {
            let below = at + found.lines;
            if lines[below..].iter().find(|line| !line.trim().is_empty()).is_some_and(|line| is_quoted(line)) {
                kinds[at..below].fill(Kind::Quoted);
                at = below;
                continue;
            }
            if found.is_sure {
                return (kinds, at);
            }
        }
        at += 1;
    }
    (kinds, lines.len())
}

fn is_quoted(line: &str) -> bool {
    line.strip_prefix(' ').unwrap_or(line).starts_with('>')
}

/// Rules and empty lines above the headers of a quote belong to it.
fn without_rules(lines: &[&str], at: usize) -> usize {
    let above = lines[..at].iter().rev().take_while(|line| line.trim().is_empty() || is_rule(line)).count();
    at - above
}

/// Lines without trailing space, no more than one empty line in a row.
fn tidy(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut empty = 0;
    for line in lines {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 1 {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim_matches('\n').trim_end().to_owned()
}

#[cfg(test)]
#[path = "quotes_tests.rs"]
mod tests;
