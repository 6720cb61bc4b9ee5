//! Parts that fit into a message, with entities in UTF-16 units.

use std::ops::Range;

use teloxide::types::{MessageEntity, MessageEntityKind};

use super::text::{Mark, Marked, Style};

/// Most UTF-16 units of a message's text (`sendMessage`, after entities).
const MAX_UNITS: usize = 4096;
/// Most entities of a message; Telegram ignores those beyond.
const MAX_ENTITIES: usize = 100;

/// A message's text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    /// 1–4096 UTF-16 units, no white space at either end.
    pub(crate) text: String,
    /// Offsets and lengths in UTF-16 units, within the text.
    pub(crate) entities: Vec<MessageEntity>,
}

/// Splits a text into messages: at the end of a paragraph, a line, a sentence or
/// a word, whichever comes first to be had. Empty when there is nothing to read.
pub(crate) fn parts(marked: &Marked) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = trimmed(&marked.text, 0..marked.text.len());
    while !rest.is_empty() {
        let end = rest.start + fitting(&marked.text[rest.clone()]);
        let own = trimmed(&marked.text, rest.start..end);
        if !own.is_empty() {
            parts.push(part(marked, own));
        }
        rest = trimmed(&marked.text, end..rest.end);
    }
    parts
}

fn part(marked: &Marked, own: Range<usize>) -> Part {
    let text = marked.text[own.clone()].to_owned();
    let inside = marked.marks.iter().filter_map(|mark| {
        let range = mark.range.start.max(own.start)..mark.range.end.min(own.end);
        let range = if range.start < range.end { trimmed(&marked.text, range) } else { 0..0 };
        (!range.is_empty()).then(|| entity(&text, mark, range.start - own.start..range.end - own.start)).flatten()
    });
    let entities = inside.take(MAX_ENTITIES).collect();
    Part { text, entities }
}

/// An address that is none is left as text.
fn entity(text: &str, mark: &Mark, range: Range<usize>) -> Option<MessageEntity> {
    let (offset, length) = (units(&text[..range.start]), units(&text[range]));
    let kind = match &mark.style {
        Style::Bold => MessageEntityKind::Bold,
        Style::Quote => MessageEntityKind::Blockquote,
        Style::Link(url) => MessageEntityKind::TextLink { url: reqwest::Url::parse(url).ok()? },
    };
    Some(MessageEntity { kind, offset, length })
}

/// Length in UTF-16 units, as Telegram counts.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let stretch = &text[range.clone()];
    let start = range.start + (stretch.len() - stretch.trim_start().len());
    let end = start + stretch.trim().len();
    start..end
}

/// How many bytes of a text, more than none, go into the next message.
fn fitting(text: &str) -> usize {
    let mut count = 0;
    let too_far = text.char_indices().find(|(_, c)| {
        count += c.len_utf16();
        count > MAX_UNITS
    });
    let Some((most, _)) = too_far else { return text.len() };
    let head = &text[..most];
    // A break in the first half would leave a message nearly empty.
    let late = |at: &usize| *at > most / 2;
    let after = |mark: &str| head.rfind(mark).map(|at| at + mark.len()).filter(late);
    let sentence = [". ", "! ", "? ", ".\u{a0}", "»\n"].into_iter().filter_map(after).max();
    let word = || head.rfind(char::is_whitespace).filter(late);
    after("\n\n").or_else(|| after("\n")).or(sentence).or_else(word).unwrap_or_else(|| inside_word(text, most))
}

/// The last place at or before `most` that does not tear what is one sign to the
/// eye: a letter from its accents, an emoji from its parts. After a hundred
/// steps it is torn anyway.
fn inside_word(text: &str, most: usize) -> usize {
    let mut at = most;
    for _ in 0..100 {
        let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
        match (before, after) {
            (Some(before), Some(after)) if joins(before, after) && at > before.len_utf8() => at -= before.len_utf8(),
            _ => return at,
        }
    }
    most
}

fn joins(before: char, after: char) -> bool {
    const JOINER: char = '\u{200d}';
    let follows = matches!(after,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0020}'..='\u{e007f}' | JOINER);
    let flags = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    follows || before == JOINER || (flags(before) && flags(after))
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
