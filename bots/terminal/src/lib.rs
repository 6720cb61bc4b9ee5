//! The terminal door: lines in, answers out.
//!
//! The reference door: no platform between the dialogue and its reader. It
//! shows every block as plain text, numbers what can be chosen, and takes a
//! number as the choice. It must not know where the core comes from; a
//! [`Session`] is given a function that answers a message.

mod render;
mod session;

use std::io::{self, BufRead, IsTerminal, Write};

use rustyline::config::Config;
use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use utveier::dialogue::{Incoming, Outgoing};

pub use render::{Rendered, render, width};
pub use session::Session;

/// Options of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatOptions {
    /// Keep the lines of this session in memory for the arrow keys. Off by
    /// default: whoever sits down next should not find the last question.
    pub history: bool,
}

/// Talks until the input ends or the person leaves with `/slutt`.
///
/// # Errors
///
/// When the terminal cannot be read or written.
pub fn chat(receive: impl FnMut(Incoming) -> Vec<Outgoing>, options: ChatOptions) -> io::Result<()> {
    let mut session = Session::new(receive, width());
    let mut out = io::stdout().lock();
    writeln!(out, "{}", session.begin())?;
    if io::stdin().is_terminal() { interactive(&mut session, options, &mut out) } else { piped(&mut session, &mut out) }
}

fn piped(session: &mut Session<impl FnMut(Incoming) -> Vec<Outgoing>>, out: &mut impl Write) -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let line = line.or_else(|error| match error.kind() {
            // A line that is not UTF-8 is a message we cannot read, not the end.
            io::ErrorKind::InvalidData => Ok(String::new()),
            _ => Err(error),
        })?;
        match session.line(&line) {
            Some(answer) => writeln!(out, "\n{answer}")?,
            None => break,
        }
    }
    Ok(())
}

fn interactive(
    session: &mut Session<impl FnMut(Incoming) -> Vec<Outgoing>>,
    options: ChatOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    let config = Config::builder().auto_add_history(options.history).build();
    let mut editor =
        rustyline::Editor::<(), MemHistory>::with_history(config, MemHistory::new()).map_err(io::Error::other)?;
    loop {
        match editor.readline("\n> ") {
            Ok(line) => match session.line(&line) {
                Some(answer) => writeln!(out, "\n{answer}")?,
                None => return Ok(()),
            },
            Err(ReadlineError::Interrupted | ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(io::Error::other(error)),
        }
    }
}
