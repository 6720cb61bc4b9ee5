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

/// Writes a message to standard error.
pub(crate) fn complain(text: &str) {
    // Nothing is left to tell when standard error itself is closed.
    let _closed = writeln!(io::stderr().lock(), "utveier: {text}");
}
