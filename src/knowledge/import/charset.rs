//! Bytes of a page to text, whatever it says of its encoding.

use super::ImportError;

/// How far into a page its own word of its encoding is looked for, in bytes;
/// the HTML standard looks as far.
const SNIFFED_BYTES: usize = 1024;

/// Windows-1252 from 0x80 to 0x9F; the rest is Unicode's own order.
/// <https://encoding.spec.whatwg.org/index-windows-1252.txt>
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Text of a page. `declared` is what the server says (`Content-Type`). The
/// second value warns when the page is not in the encoding it says it is in.
///
/// # Errors
///
/// [`ImportError::Encoding`] for one that is not read, [`ImportError::NotText`].
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<(String, Option<String>), ImportError> {
    if let Some(text) = marked(bytes) {
        return Ok((text, None));
    }
    if bytes.iter().take(8 * SNIFFED_BYTES).any(|&byte| byte == 0) {
        return Err(ImportError::NotText);
    }
    let label = declared.and_then(charset_in).or_else(|| charset_in(&latin(&bytes[..bytes.len().min(SNIFFED_BYTES)])));
    let label = label.unwrap_or_default();
    match (std::str::from_utf8(bytes), label.as_str()) {
        (Ok(text), "" | "utf-8" | "utf8" | "us-ascii" | "ascii") => Ok((text.to_owned(), None)),
        // No text in another encoding is valid UTF-8 by chance, unless it is all ASCII.
        (Ok(text), _) => {
            let warning = format!("the page says it is in {label}, but it is UTF-8");
            Ok((text.to_owned(), Some(warning).filter(|_| !text.is_ascii())))
        }
        (Err(_), "iso-8859-1" | "iso8859-1" | "latin1" | "iso-8859-15" | "windows-1252" | "cp1252") => {
            Ok((latin(bytes), None))
        }
        (Err(_), "" | "utf-8" | "utf8" | "us-ascii" | "ascii") => {
            let says = if label.is_empty() { "does not say its encoding" } else { "says it is UTF-8 and is not" };
            Ok((latin(bytes), Some(format!("the page {says}; it is read as Windows-1252"))))
        }
        (Err(_), _) => Err(ImportError::Encoding(label)),
    }
}

/// Text that begins with a byte order mark.
fn marked(bytes: &[u8]) -> Option<String> {
    let units = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Some(String::from_utf8_lossy(rest).into_owned()),
        [0xFE, 0xFF, rest @ ..] => Some(units(rest, u16::from_be_bytes)),
        [0xFF, 0xFE, rest @ ..] => Some(units(rest, u16::from_le_bytes)),
        _ => None,
    }
}

fn latin(bytes: &[u8]) -> String {
    let letter = |&byte: &u8| match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        byte => char::from(byte),
    };
    bytes.iter().map(letter).collect()
}

/// The name after `charset=`.
fn charset_in(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (_, rest) = lower.split_once("charset")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert_eq, proptest};

    #[test]
    fn a_page_is_read_whatever_it_says() {
        let latin1 = b"<meta charset=iso-8859-1><p>Bl\xe5b\xe6r \x96 s\xf8t</p>";
        assert!(decode(latin1, None).unwrap().0.contains("Blåbær – søt"));
        assert!(decode(b"bl\xe5", Some("text/html; charset=ISO-8859-1")).unwrap().1.is_none());
        let (text, warning) = decode(b"bl\xe5", Some("text/html; charset=utf-8")).unwrap();
        assert_eq!(text, "blå");
        assert!(warning.unwrap().contains("Windows-1252"));
        let (text, warning) = decode("blå".as_bytes(), Some("text/html; charset=latin1")).unwrap();
        assert_eq!(text, "blå");
        assert!(warning.unwrap().contains("UTF-8"));
        assert_eq!(decode(b"\xFF\xFEb\0\xe5\0", None).unwrap().0, "bå");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let other = decode(b"\x83n\xff", Some("text/html; charset=shift_jis"));
        assert_eq!(other, Err(ImportError::Encoding("shift_jis".into())));
        assert_eq!(decode(b"PK\x03\x04\0\0", None), Err(ImportError::NotText));
    }

    proptest! {
        #[test]
        fn utf8_is_never_changed(text in "[^\u{0}\u{feff}]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes(), Some("text/html; charset=utf-8")).unwrap().0, text);
        }
    }
}
