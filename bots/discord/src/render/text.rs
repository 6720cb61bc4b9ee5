//! Blocks as markup: escaped, split at paragraphs, packed into messages.

use utveier::dialogue::{Block, EmergencyCard, Entry, Quote, QuoteBlock, Source};

use super::MAX_CONTENT;
use super::rows::MAX_LABEL;

/// A stretch of text that stays together if it can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Set before each of its lines.
    prefix: &'static str,
    /// Escaped markup.
    text: String,
    /// Set between it and the piece before.
    gap: &'static str,
}

/// Characters that are markup wherever they stand.
const MARKUP: [char; 10] = ['\\', '*', '_', '~', '`', '|', '<', '[', ']', '@'];

/// A text in which nothing is markup: it is shown as it is.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        escape_line(line, &mut out);
    }
    out
}

fn escape_line(line: &str, out: &mut String) {
    // Markup only at the beginning of a line: quotes, headings, lists, subtext.
    let body = line.trim_start();
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if body.starts_with(['>', '#', '-', '+']) {
        out.push_str(&line[..line.len() - body.len()]);
        out.push('\\');
        escape_words(body, out);
    } else if digits > 0 && body[digits..].starts_with(['.', ')']) {
        out.push_str(&line[..line.len() - body.len() + digits]);
        out.push('\\');
        escape_words(&body[digits..], out);
    } else {
        escape_words(line, out);
    }
}

fn escape_words(text: &str, out: &mut String) {
    for word in text.split_inclusive(char::is_whitespace) {
        // An address would lead elsewhere with a backslash in it; markup inside
        // addresses is not read by the platform.
        let is_address = (word.starts_with("https://") || word.starts_with("http://"))
            && !word.contains(['<', '`', '|', '*', '\\', '@', '[', ']']);
        for letter in word.chars() {
            if MARKUP.contains(&letter) && !is_address {
                out.push('\\');
            }
            out.push(letter);
        }
    }
}

/// A link with its label; the address in angle brackets, so that no preview
/// and no markup is made of it.
fn linked(label: &str, link: &str) -> String {
    let is_whole = link.starts_with("http") && !link.contains(['<', '>', ' ', '\n']);
    if is_whole { format!("[{}](<{link}>)", escaped(label)) } else { escaped(label) }
}

/// The pieces of a block.
pub(super) fn pieces(block: &Block, out: &mut Vec<Piece>) {
    let mut plain = |text: String| out.push(Piece { prefix: "", text, gap: "\n\n" });
    match block {
        Block::Text(text) => plain(escaped(text)),
        Block::Heading(text) => plain(format!("### {}", escaped(text).replace('\n', " "))),
        Block::Quote(quote) => quoted(quote, out),
        Block::Source(source) => sourced(source, out),
        Block::Emergency(card) => emergency(card, out),
        Block::List(entries) => listed(entries, out),
        Block::Letter(text) => out.push(Piece { prefix: "> ", text: escaped(text), gap: "\n\n" }),
    }
}

fn quoted(quote: &Quote, out: &mut Vec<Piece>) {
    let mut add = |text: String, gap| out.push(Piece { prefix: "> ", text, gap });
    add(escaped(&quote.lead), "\n\n");
    for block in &quote.rest {
        match block {
            QuoteBlock::Paragraph(sentences) => add(escaped(&sentences.join(" ")), "\n> \n"),
            QuoteBlock::List(items) => {
                for item in items {
                    add(format!("- {}", escaped(item)), "\n");
                }
            }
        }
    }
}

fn sourced(source: &Source, out: &mut Vec<Piece>) {
    let mut add = |text: String| out.push(Piece { prefix: "-# ", text, gap: "\n" });
    add(linked(&source.label, &source.link));
    // The bot's own page is of use to others only where they can reach it.
    if source.reading != source.link && source.reading.starts_with("https://") {
        add(linked(&source.article, &source.reading));
    }
    if let Some((title, link)) = &source.film {
        add(linked(title, link));
    }
}

fn emergency(card: &EmergencyCard, out: &mut Vec<Piece>) {
    let mut add = |text: String, gap| out.push(Piece { prefix: "", text, gap });
    add(format!("## {}", escaped(&card.title).replace('\n', " ")), "\n\n");
    for line in &card.lines {
        add(escaped(line), "\n");
    }
    for (number, what) in &card.numbers {
        add(format!("- **{}** {}", escaped(number), escaped(what)), "\n");
    }
}

/// Entries that cannot be chosen, have a note, or are too long for a button;
/// the others stand whole on their button or in their menu.
fn listed(entries: &[Entry], out: &mut Vec<Piece>) {
    let is_shown = |entry: &&Entry| entry.action.is_none() || entry.note.is_some() || units(&entry.title) > MAX_LABEL;
    for (at, entry) in entries.iter().filter(is_shown).enumerate() {
        let gap = if at == 0 { "\n\n" } else { "\n" };
        let title = match (&entry.link, &entry.action) {
            (Some(link), None) => linked(&entry.title, link),
            _ => escaped(&entry.title),
        };
        let text = match &entry.note {
            Some(note) => format!("- {title} – {}", escaped(note)),
            None => format!("- {title}"),
        };
        out.push(Piece { prefix: "", text, gap });
    }
}

/// Pieces packed into as few contents as they fit in, in order.
pub(super) fn packed(pieces: &[Piece]) -> Vec<String> {
    let mut contents: Vec<String> = Vec::new();
    let mut room = 0;
    for piece in pieces {
        for (at, part) in split(&piece.text, MAX_CONTENT).into_iter().enumerate() {
            let text = prefixed(piece.prefix, &part);
            let gap = if at == 0 { piece.gap } else { "\n" };
            let wanted = units(gap) + units(&text);
            match contents.last_mut() {
                Some(content) if wanted <= room => {
                    content.push_str(gap);
                    content.push_str(&text);
                    room -= wanted;
                }
                _ => {
                    room = MAX_CONTENT.saturating_sub(units(&text));
                    contents.push(text);
                }
            }
        }
    }
    contents.retain(|content| !content.trim().is_empty());
    contents
}

fn prefixed(prefix: &str, text: &str) -> String {
    if prefix.is_empty() {
        return text.to_owned();
    }
    let lines: Vec<String> = text.split('\n').map(|line| format!("{prefix}{line}")).collect();
    lines.join("\n")
}

/// Length in UTF-16 units.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Markup in parts of at most `limit` UTF-16 units, counting three for each
/// line's prefix, cut at line breaks and spaces where there are any, and never
/// between a backslash and what it stands before.
pub(crate) fn split(text: &str, limit: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = fitting(rest, limit);
        if end == rest.len() {
            parts.push(rest.to_owned());
            break;
        }
        let window = &rest[..end];
        let cut = ["\n\n", "\n", " "]
            .iter()
            .find_map(|at| window.rfind(at).filter(|cut| *cut >= end / 2).map(|cut| cut + at.len()))
            .unwrap_or(end);
        parts.push(rest[..cut].trim_end_matches(['\n', ' ']).to_owned());
        rest = &rest[cut..];
    }
    parts
}

/// The end of the longest beginning that fits.
fn fitting(text: &str, limit: usize) -> usize {
    let (mut used, mut end, mut is_escape) = (3, 0, false);
    for (at, letter) in text.char_indices() {
        used += letter.len_utf16() + if letter == '\n' { 3 } else { 0 };
        if used > limit {
            return end.max(text.chars().next().map_or(0, char::len_utf8));
        }
        // A backslash takes what it stands before along.
        is_escape = letter == '\\' && !is_escape;
        if !is_escape {
            end = at + letter.len_utf8();
        }
    }
    text.len()
}

/// A text of at most `limit` UTF-16 units, its end left off if need be.
pub(crate) fn clipped(text: &str, limit: usize) -> String {
    if units(text) <= limit {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for letter in text.chars() {
        used += letter.len_utf16();
        if used > limit {
            break;
        }
        out.push(letter);
    }
    if out.ends_with('\\') {
        out.pop();
    }
    out.push('…');
    out
}
