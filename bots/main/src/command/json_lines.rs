//! Objects a line on standard input.

use std::io::{self, BufRead, Read};

use anyhow::bail;
use serde::de::DeserializeOwned;

/// Longest line read, in bytes, where nothing else is said.
pub(crate) const MAX_LINE_BYTES: usize = 1024 * 1024;

/// Calls `take` with every object, in order; empty lines are passed over.
///
/// # Errors
///
/// With the line's number when a line is too long, is not UTF-8, or is not the
/// object asked for. What came before it has been taken.
pub(crate) fn each<T: DeserializeOwned>(
    input: impl Read,
    name: &str,
    take: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    each_within(MAX_LINE_BYTES, input, name, take)
}

/// The same, with lines of at most so many bytes.
///
/// # Errors
///
/// As [`each`].
pub(crate) fn each_within<T: DeserializeOwned>(
    most_bytes: usize,
    input: impl Read,
    name: &str,
    mut take: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut reader = io::BufReader::new(input);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let limit = most_bytes as u64 + 1;
        if reader.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() > most_bytes {
            bail!("{name}:{number}: the line is over {most_bytes} bytes; split the text");
        }
        let Ok(text) = std::str::from_utf8(&line) else {
            bail!("{name}:{number}: the line is not UTF-8; save it as UTF-8")
        };
        if text.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(text) {
            Ok(value) => take(value)?,
            Err(error) => bail!("{name}:{number}: {error}; one JSON object a line is wanted"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(input: &[u8]) -> (Vec<u32>, Option<String>) {
        let mut seen = Vec::new();
        let result = each(input, "in", |number| {
            seen.push(number);
            Ok(())
        });
        (seen, result.err().map(|error| error.to_string()))
    }

    #[test]
    fn what_comes_before_a_bad_line_is_taken() {
        let (seen, error) = numbers(b"1\n\n2\nx\n3\n");
        assert_eq!(seen, [1, 2]);
        assert!(error.unwrap().starts_with("in:4:"));
    }

    #[test]
    fn lines_without_end_and_other_encodings_are_refused() {
        assert!(numbers(&vec![b'1'; MAX_LINE_BYTES + 10]).1.unwrap().contains("over"));
        assert!(numbers(b"\xff\n").1.unwrap().contains("UTF-8"));
    }
}
