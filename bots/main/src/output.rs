//! Standard output and error, for a program others may pipe.

use std::io::{self, ErrorKind, Write};

/// Writes a line. A reader that has gone away (`| head`) is no error.
///
/// # Errors
///
/// When standard output cannot be written for another reason.
pub(crate) fn line(text: &str) -> io::Result<()> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// An error and its causes in one text. A cause the text already holds is not
/// said again: many errors of libraries tell their cause themselves.
pub(crate) fn told(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string).filter(|cause| !cause.is_empty()) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(cause.trim_end()) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

/// Writes a message to standard error.
pub(crate) fn complain(text: &str) {
    // Nothing is left to tell when standard error itself is closed.
    let _closed = writeln!(io::stderr().lock(), "utveier: {text}");
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::told;

    #[test]
    fn causes_are_told_once() {
        let error = anyhow!("port 80").context("cannot listen: port 80").context("cannot start");
        assert_eq!(told(&error), "cannot start: cannot listen: port 80");
        assert_eq!(told(&anyhow!("b").context("a")), "a: b");
    }
}
