//! A transcript as a file.
//!
//! ```text
//! # comment
//! % donations           questions can be given to the editors here ([`SWITCHES`])
//! > text                the person writes; \u{…} is the character of that number
//! > "text" * 100        the person writes it so many times over
//! > [Label]             the person presses a button or chooses an entry
//! < text                stands in the reply, below what the line before found
//! <! text               stands nowhere in the reply
//! < [Label]             a button or an entry that can be chosen
//! <! [Label]            none such
//! ! answer notice       the kinds of all messages of the reply, in order
//! ! acute …             the kinds of the first messages; any may follow
//! @web < text           holds for the named doors only ([`DOORS`])
//! * deliver             what is in the outbox is delivered
//! * fail 451            the next delivery is refused for now; `fail 550` for good
//! * pass 26             so many hours go by
//! * answer text         an adviser answers; `close text` closes the case as well
//! = text                stands in the newest parcel; `=! text` stands nowhere in it
//! ```

use std::path::Path;

/// The doors a line may name.
const DOORS: [&str; 5] = ["core", "terminal", "web", "telegram", "discord"];

/// What a transcript may turn on.
const SWITCHES: [&str; 1] = ["donations"];

/// A transcript.
#[derive(Debug)]
pub(crate) struct Script {
    /// Its file's name.
    pub(crate) name: String,
    /// Whether questions can be given to the editors.
    pub(crate) gives: bool,
    /// Its lines without comments.
    pub(crate) lines: Vec<Line>,
}

/// A line of it.
#[derive(Debug)]
pub(crate) struct Line {
    /// Counted from 1.
    pub(crate) number: usize,
    /// What it says.
    pub(crate) what: Wanted,
    doors: Option<Vec<String>>,
}

impl Line {
    /// Whether the line holds for a door.
    pub(crate) fn holds_for(&self, door: &str) -> bool {
        self.doors.as_ref().is_none_or(|doors| doors.iter().any(|own| own == door))
    }
}

/// What a line says.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// The person does something.
    Say(Say),
    /// A text in the reply.
    Text(String),
    /// A text that must not be in it.
    NoText(String),
    /// A button or entry.
    Label(String),
    /// A button or entry that must not be there.
    NoLabel(String),
    /// The kinds of all its messages.
    Kinds(Vec<String>),
    /// Something happens outside the conversation.
    Happen(Happening),
    /// A text in the newest parcel.
    Parcel(String),
    /// A text that must not be in it.
    NoParcel(String),
}

/// What happens outside a conversation.
#[derive(Debug)]
pub(crate) enum Happening {
    /// What is in the outbox is delivered.
    Deliver,
    /// The next delivery fails: with this SMTP code.
    Fail(u16),
    /// Hours go by.
    Pass(i64),
    /// An adviser answers, and may close the case.
    Answer(String, bool),
    /// The mail that was delivered last comes back.
    Bounce,
    /// An operator tries again.
    Retry,
}

impl Wanted {
    /// Whether it is expected of the reply to what was said before.
    pub(crate) fn is_of_reply(&self) -> bool {
        matches!(self, Self::Text(_) | Self::NoText(_) | Self::Label(_) | Self::NoLabel(_) | Self::Kinds(_))
    }
}

/// What the person does.
#[derive(Debug)]
pub(crate) enum Say {
    /// Writes.
    Text(String),
    /// Presses.
    Press(String),
}

impl Script {
    /// Reads a file; the error names the line.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self::parse(&name, &text)
    }

    /// Reads a text.
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, String> {
        let rows = text.lines().enumerate().filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'));
        let is_switch = |row: &str| row.strip_prefix("% ").is_some_and(|switch| SWITCHES.contains(&switch));
        let gives = text.lines().any(is_switch);
        let rows = rows.filter(|(_, row)| !is_switch(row));
        let lines = rows.map(|(at, row)| {
            line(at + 1, row).ok_or_else(|| format!("{name}:{}: «{row}» is no line of a transcript", at + 1))
        });
        Ok(Self { name: name.to_owned(), gives, lines: lines.collect::<Result<_, _>>()? })
    }
}

fn line(number: usize, row: &str) -> Option<Line> {
    let (doors, row) = match row.strip_prefix('@') {
        Some(rest) => {
            let (doors, row) = rest.split_once(' ')?;
            let doors: Vec<String> = doors.split(',').map(str::to_owned).collect();
            let known = doors.iter().all(|door| DOORS.contains(&door.as_str()));
            (Some(doors).filter(|_| known && !row.starts_with('>')).map(Some)?, row)
        }
        None => (None, row),
    };
    let (mark, rest) = row.split_once(' ')?;
    let rest = rest.trim();
    let what = match (mark, label(rest)) {
        (">", Some(label)) => Wanted::Say(Say::Press(label)),
        (">", None) => Wanted::Say(Say::Text(said(rest)?)),
        ("<", Some(label)) => Wanted::Label(label),
        ("<", None) => Wanted::Text(rest.to_owned()),
        ("<!", Some(label)) => Wanted::NoLabel(label),
        ("<!", None) => Wanted::NoText(rest.to_owned()),
        ("*", None) => Wanted::Happen(happening(rest)?),
        ("=", None) => Wanted::Parcel(rest.to_owned()),
        ("=!", None) => Wanted::NoParcel(rest.to_owned()),
        ("!", None) => Wanted::Kinds(rest.split_whitespace().map(str::to_owned).collect()),
        _ => return None,
    };
    Some(Line { number, what, doors })
}

fn happening(text: &str) -> Option<Happening> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    Some(match word {
        "deliver" => Happening::Deliver,
        "fail" => Happening::Fail(rest.parse().ok()?),
        "pass" => Happening::Pass(rest.parse().ok()?),
        "answer" => Happening::Answer(rest.to_owned(), false),
        "close" => Happening::Answer(rest.to_owned(), true),
        "bounce" => Happening::Bounce,
        "retry" => Happening::Retry,
        _ => return None,
    })
}

fn label(text: &str) -> Option<String> {
    text.strip_prefix('[')?.strip_suffix(']').map(str::to_owned)
}

fn said(text: &str) -> Option<String> {
    let text = unescaped(text)?;
    let Some((quoted, times)) = text.strip_prefix('"').and_then(|rest| rest.rsplit_once("\" * ")) else {
        return Some(text);
    };
    times.parse().ok().map(|times| quoted.repeat(times))
}

fn unescaped(text: &str) -> Option<String> {
    let mut parts = text.split("\\u{");
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}')?;
        out.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?);
        out.push_str(rest);
    }
    Some(out)
}
