//! Text parts as the sender wrote them: soft line breaks of `format=flowed`
//! (RFC 3676) taken out, wrong or missing charsets mended.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders};

/// Joins the lines of a `format=flowed` text; other text is left as it is.
pub(super) fn unflowed<'t>(part: &MessagePart<'_>, text: &'t str) -> Cow<'t, str> {
    let attribute = |name: &str| part.content_type().and_then(|content| content.attribute(name));
    if attribute("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed")) {
        let deletes = attribute("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
        Cow::Owned(join_flowed(text, deletes))
    } else {
        Cow::Borrowed(text)
    }
}

fn join_flowed(text: &str, deletes_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.len() - line.trim_start_matches('>').len();
        let rest = &line[depth..];
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        if open != Some(depth) {
            if open.is_some() {
                joined.push('\n');
            }
            joined.push_str(&line[..depth]);
            if depth > 0 {
                joined.push(' ');
            }
        }
        let is_signature = rest == "-- ";
        if is_signature && open == Some(depth) {
            joined.push('\n');
        }
        let is_soft = rest.ends_with(' ') && !is_signature;
        joined.push_str(if is_soft && deletes_space { &rest[..rest.len() - 1] } else { rest });
        if is_soft {
            open = Some(depth);
        } else {
            joined.push('\n');
            open = None;
        }
    }
    joined
}

/// The text of a part, read anew when its declared charset cannot be right.
pub(super) fn readable<'t>(message: &Message<'_>, part: &MessagePart<'_>, text: &'t str) -> Cow<'t, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let charset = part.content_type().and_then(|content| content.attribute("charset")).unwrap_or("");
    let is_broken = text.contains('\u{fffd}');
    if !is_broken && !is_western(charset) {
        return Cow::Borrowed(text);
    }
    let Some(bytes) = bytes_of(message, part) else {
        return Cow::Borrowed(text);
    };
    match String::from_utf8(bytes) {
        // Norwegian in a western charset is never valid UTF-8 by accident.
        Ok(utf8) => Cow::Owned(utf8),
        Err(error) if is_broken => Cow::Owned(error.as_bytes().iter().map(|byte| windows_1252(*byte)).collect()),
        Err(_is_western_indeed) => Cow::Borrowed(text),
    }
}

fn is_western(charset: &str) -> bool {
    let charset = charset.to_ascii_lowercase();
    matches!(charset.as_str(), "" | "us-ascii" | "ascii" | "iso-8859-1" | "iso-8859-15" | "windows-1252" | "latin1")
}

fn bytes_of(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let raw = message.raw_message().get(part.offset_body as usize..part.offset_end as usize)?;
    match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    }
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_breaks_are_joined_and_hard_ones_stay() {
        let text = "Hei, dette er en lang \nlinje.\n\nNy linje.\n> sitat som \n> fortsetter\n-- \nKari\n";
        assert_eq!(
            join_flowed(text, false),
            "Hei, dette er en lang linje.\n\nNy linje.\n> sitat som fortsetter\n-- \nKari\n"
        );
    }

    #[test]
    fn stuffed_space_goes_and_delsp_is_honoured() {
        assert_eq!(join_flowed(" >ikke sitat\n", false), ">ikke sitat\n");
        assert_eq!(join_flowed("over \nskrift\n", true), "overskrift\n");
    }

    #[test]
    fn a_soft_break_does_not_join_text_to_a_quote() {
        assert_eq!(join_flowed("mitt \n> ditt\n", false), "mitt \n> ditt\n");
    }
}
