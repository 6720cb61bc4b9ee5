//! A draft in the project's format (`knowledge/README.md`).

use super::draft::{Draft, DraftSection};
use super::tree::squeeze;
use super::{Heading, ImportError, Resolve};
use crate::knowledge::passage::Block;

/// Most of a page's own words in a comment, in bytes.
const MAX_COMMENT: usize = 2000;

/// A file for a draft. `resolve` makes an address of the page whole; `None`
/// when it cannot be followed.
///
/// # Errors
///
/// [`ImportError::Empty`] when the draft has no section.
pub fn article(draft: &Draft, head: &Heading, resolve: Resolve<'_>) -> Result<String, ImportError> {
    if draft.sections.is_empty() {
        return Err(ImportError::Empty);
    }
    let part = head.id.split('/').next().unwrap_or_default();
    let mut text = format!("---\nid: {}\ntittel: {}\ndel: {part}\n", head.id, quoted(&draft.title));
    if let Some(link) = &head.link {
        text.push_str(&format!("lenke: {}\n", quoted(link)));
    }
    text.push_str(&format!(
        "eier: {}\ngjennomgatt: {}\nintervall_dager: 0\nsprak: {}\n---\n",
        quoted(&head.owner),
        head.today,
        draft.form.code()
    ));
    if !draft.intro.is_empty() {
        text.push_str(&format!("\n{}\n", draft.intro.join("\n")));
    }
    for section in &draft.sections {
        text.push_str(&whole(section, head, resolve));
    }
    Ok(text)
}

/// A section with heading, keys and text, beginning with an empty line.
pub(super) fn whole(section: &DraftSection, head: &Heading, resolve: Resolve<'_>) -> String {
    let mut text =
        format!("\n## {} {{#{}}}\n\n```meta\n{}", section.title, section.id, sources(section, head, resolve));
    if let Some(anchor) = section.anchor.as_ref().filter(|_| head.link.is_some()) {
        text.push_str(&format!("anker: {}\n", quoted(anchor)));
    }
    for (words, address) in &section.links {
        let address = resolve(address).unwrap_or_else(|| address.clone());
        text.push_str(&format!("# lenke: {} → {}\n", comment(words), comment(&address)));
    }
    for image in &section.images {
        text.push_str(&format!("# bilde: {}\n", comment(image)));
    }
    text.push_str("```\n\n");
    text.push_str(&body(&section.blocks));
    text.push('\n');
    text
}

/// What a page says, as part of a comment. One line of bounded length: a line
/// break in an address would end the comment, and what follows be read as keys.
fn comment(text: &str) -> String {
    let line = squeeze(text);
    match line.char_indices().find(|(at, c)| at + c.len_utf8() > MAX_COMMENT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The page, and the pages of others that the section links to.
fn sources(section: &DraftSection, head: &Heading, resolve: Resolve<'_>) -> String {
    let own_host = head.link.as_deref().map(host).unwrap_or_default();
    let others = section.links.iter().filter_map(|(_, address)| resolve(address));
    let others = others.filter(|address| address.starts_with("http") && host(address) != own_host);
    let mut sources: Vec<String> = head.link.iter().cloned().chain(others).collect();
    let mut seen = std::collections::HashSet::new();
    let fits = |source: &str| source.len() <= MAX_COMMENT && !source.contains(char::is_whitespace);
    sources.retain(|source| fits(source) && seen.insert(source.clone()));
    if sources.is_empty() {
        return String::new();
    }
    sources.iter().fold("kilder:\n".to_owned(), |text, source| text + "  - " + &quoted(source) + "\n")
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The text of a section, a sentence or an item a line, without an empty line
/// at its end.
pub(super) fn body(blocks: &[Block]) -> String {
    let block = |block: &Block| match block {
        Block::Paragraph(sentences) => sentences.join("\n"),
        Block::List(items) => items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"),
    };
    blocks.iter().map(block).collect::<Vec<_>>().join("\n\n")
}

/// A YAML scalar: JSON's strings are YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
