//! The readable text of a mail: its plain parts, or its HTML as text.

use mail_parser::{Message, MessagePart, MessagePartId, PartType};

use super::{html, unfold};

/// All text a mail has for reading, lines ending in `\n`.
pub(super) fn text(message: &Message<'_>) -> String {
    let plain = joined(message, &message.text_body);
    let text = if plain.trim().is_empty() { joined(message, &message.html_body) } else { plain };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| is_visible(*c)).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect()
}

/// Characters that only trouble comparison and display.
fn is_visible(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}' => false,
        other => !other.is_control(),
    }
}

/// A program may cut a text around an attachment: all its pieces belong to it.
fn joined(message: &Message<'_>, ids: &[MessagePartId]) -> String {
    let mut text = String::new();
    for part in ids.iter().filter_map(|id| message.parts.get(*id as usize)) {
        let piece = piece(message, part);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&piece);
    }
    text
}

fn piece(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    match &part.body {
        PartType::Text(text) => {
            let text = unfold::readable(message, part, text);
            unfold::unflowed(part, &text).into_owned()
        }
        PartType::Html(page) => html::to_text(&unfold::readable(message, part, page)),
        PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => {
            String::new()
        }
    }
}
