//! A page read again into the file it made before.
//!
//! What people wrote stays: the front matter, every key under a heading, ids,
//! and each text that is not as it was imported. Only a text that nobody
//! touched follows the page.

use std::collections::BTreeMap;

use super::draft::{Draft, DraftSection};
use super::markdown::{body, whole};
use super::{Heading, ImportError, Resolve};
use crate::knowledge::fingerprint::Fingerprint;

/// Section id (empty for the introduction) → fingerprint of its text as it was
/// imported.
pub type Fingerprints = BTreeMap<String, String>;

/// A file after its page was read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The file.
    pub text: String,
    /// Fingerprints of what is now imported; of a kept text, the older one.
    pub imported: Fingerprints,
    /// What the editor should look at.
    pub notes: Vec<String>,
}

/// A file in parts. Joined again they are the file, but for empty lines around
/// the texts.
#[derive(Debug)]
struct Parts {
    /// The front matter with its marks.
    head: String,
    intro: String,
    sections: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    id: String,
    /// Heading line and keys, word for word.
    opening: String,
    title: String,
    text: String,
}

/// Fingerprints of the texts of a file as they stand.
///
/// # Errors
///
/// [`ImportError::Existing`] when it is no file of this format.
pub fn fingerprints(file: &str) -> Result<Fingerprints, ImportError> {
    let parts = parts(file)?;
    let sections = parts.sections.iter().map(|part| (part.id.clone(), fingerprint(&part.text)));
    Ok(sections.chain([(String::new(), fingerprint(&parts.intro))]).collect())
}

/// Puts what is new on a page into the file of its last import. `imported` is
/// what that import noted.
///
/// # Errors
///
/// [`ImportError::Existing`] when the file cannot be read.
pub fn merge(
    file: &str,
    draft: &Draft,
    (head, resolve): (&Heading, Resolve<'_>),
    imported: &Fingerprints,
) -> Result<Merged, ImportError> {
    let mut parts = parts(file)?;
    let mut merged = Merged { text: String::new(), imported: imported.clone(), notes: Vec::new() };
    merged.follow("", "the introduction", &mut parts.intro, &draft.intro.join("\n"));
    let mut seen: Vec<String> = Vec::new();
    for section in &draft.sections {
        let known = parts.sections.iter().position(|part| part.is(section) && !seen.contains(&part.id));
        let after = parts.sections.iter().position(|part| seen.last() == Some(&part.id)).map_or(0, |at| at + 1);
        let at = known.unwrap_or(after);
        if known.is_none() {
            parts.sections.insert(at, merged.added(section, &parts.sections, (head, resolve)));
        }
        let part = &mut parts.sections[at];
        seen.push(part.id.clone());
        merged.follow(&part.id, &format!("«{}»", part.title), &mut part.text, &body(&section.blocks));
    }
    for part in parts.sections.iter().filter(|part| !seen.contains(&part.id)) {
        merged
            .notes
            .push(format!("«{}» {{#{}}} is no longer on the page; it is kept in the file", part.title, part.id));
    }
    merged.text = parts.join();
    Ok(merged)
}

impl Merged {
    /// Lets a text follow the page, unless somebody changed it here.
    fn follow(&mut self, id: &str, name: &str, text: &mut String, of_page: &str) {
        let (here, there) = (fingerprint(text), fingerprint(of_page));
        let before = self.imported.get(id);
        if here == there || before == Some(&there) {
            self.imported.insert(id.to_owned(), there);
        } else if before == Some(&here) {
            of_page.clone_into(text);
            self.imported.insert(id.to_owned(), there);
        } else {
            self.notes.push(format!("{name} was changed here and on the page; what stands here is kept"));
        }
    }

    fn added(&mut self, section: &DraftSection, others: &[Part], (head, resolve): (&Heading, Resolve<'_>)) -> Part {
        let mut section = section.clone();
        let own = section.id.clone();
        for number in 2.. {
            if others.iter().all(|part| part.id != section.id) {
                break;
            }
            section.id = format!("{own}-{number}");
        }
        self.notes.push(format!("«{}» {{#{}}} is new on the page", section.title, section.id));
        let text = body(&section.blocks);
        let opening = whole(&section, head, resolve);
        let opening = opening.trim().strip_suffix(&text).unwrap_or(&opening).trim().to_owned();
        Part { id: section.id, opening, title: section.title, text }
    }
}

impl Part {
    /// Whether a section of the page is this one: the same heading on the page,
    /// the same title, or the same name.
    fn is(&self, section: &DraftSection) -> bool {
        let anchored = section.anchor.as_ref().is_some_and(|anchor| {
            let anchors = self.opening.lines().filter_map(|line| line.strip_prefix("anker:"));
            anchors.map(|value| value.trim().trim_matches('"')).any(|value| value == anchor)
        });
        anchored || self.title == section.title || self.id == section.id
    }
}

impl Parts {
    fn join(&self) -> String {
        let mut file = format!("{}\n", self.head);
        if !self.intro.is_empty() {
            file.push_str(&format!("\n{}\n", self.intro));
        }
        for part in &self.sections {
            file.push_str(&format!("\n{}\n\n{}\n", part.opening, part.text));
        }
        file
    }
}

fn fingerprint(text: &str) -> String {
    let mut fingerprint = Fingerprint::new();
    fingerprint.add(text.trim().as_bytes());
    fingerprint.finish()
}

fn parts(file: &str) -> Result<Parts, ImportError> {
    let refuse = |what: &str| ImportError::Existing(what.to_owned());
    let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().map(str::trim_end).collect();
    if lines.first() != Some(&"---") {
        return Err(refuse("it does not begin with ---"));
    }
    let end =
        lines.iter().skip(1).position(|line| *line == "---").ok_or_else(|| refuse("its front matter has no end"))? + 1;
    let starts: Vec<usize> = (end + 1..lines.len()).filter(|&at| lines[at].starts_with("## ")).collect();
    let text = |from: usize, to: usize| lines[from..to].join("\n").trim().to_owned();
    let intro = text(end + 1, starts.first().copied().unwrap_or(lines.len()));
    let mut sections = Vec::new();
    for (number, &start) in starts.iter().enumerate() {
        let stop = starts.get(number + 1).copied().unwrap_or(lines.len());
        let named = lines[start].trim_start_matches("## ").rsplit_once("{#");
        let (title, id) = named.ok_or_else(|| refuse(&format!("«{}» has no id", lines[start])))?;
        let meta = lines[start..stop].iter().position(|line| *line == "```meta");
        let closed = meta.and_then(|from| {
            lines[start + from + 1..stop].iter().position(|line| *line == "```").map(|length| start + from + 1 + length)
        });
        if meta.is_some() != closed.is_some() {
            return Err(refuse(&format!("the keys of «{}» have no end", title.trim())));
        }
        let body_from = closed.unwrap_or(start) + 1;
        sections.push(Part {
            id: id.trim_end_matches('}').to_owned(),
            opening: text(start, body_from),
            title: title.trim().to_owned(),
            text: text(body_from, stop),
        });
    }
    Ok(Parts { head: lines[..=end].join("\n"), intro, sections })
}
