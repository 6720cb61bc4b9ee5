//! Pieces of a page to an article with sections, still without a place.

use crate::knowledge::passage::{Block, is_name};
use crate::language::{WrittenForm, written_form};

use super::pieces::{Piece, pieces};
use super::select::select;
use super::sentences::{MARKS, MAX_BYTES, sentences};
use super::tree::{ROOT, Tree};
use super::{ImportError, slug};

/// Longest heading, in bytes.
const MAX_TITLE: usize = 400;
/// Sentences of the first paragraph that become the article's introduction.
const INTRO_SENTENCES: usize = 2;

/// An article as a page gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The page's heading.
    pub title: String,
    /// What the page says it is written in, else what its text looks like.
    pub form: WrittenForm,
    /// One or two sentences; may be empty.
    pub intro: Vec<String>,
    /// At least one, each with text.
    pub sections: Vec<DraftSection>,
    /// Where the page says it belongs (`rel=canonical`), as it stands there.
    pub canonical: Option<String>,
    /// What the format could not hold, for the editor.
    pub notes: Vec<String>,
}

/// A section as a page gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSection {
    /// Name made of the page's own anchor, or of the heading.
    pub id: String,
    /// The heading, fit for the format.
    pub title: String,
    /// The heading word for word, where it stands on the page.
    pub anchor: Option<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// Words and address of each link, the address as it stands on the page.
    pub links: Vec<(String, String)>,
    /// Alternative texts of its images.
    pub images: Vec<String>,
}

/// Makes a draft of a page.
///
/// # Errors
///
/// [`ImportError::TooManyElements`], or [`ImportError::Empty`] when no text to
/// read is found.
pub fn draft(html: &str) -> Result<Draft, ImportError> {
    let tree = Tree::parse(html)?;
    let mut builder = Builder { notes: Vec::new(), sections: Vec::new() };
    if tree.too_deep {
        builder.note("elements are nested too deep; what is deepest is read as if it stood higher");
    }
    let pieces = pieces(&tree, select(&tree));
    let title = title(&tree, &pieces).ok_or(ImportError::Empty)?;
    builder.read(&title, &pieces);
    let intro = builder.intro();
    let (sections, mut notes) = (builder.sections, builder.notes);
    let (empty, mut sections): (Vec<_>, Vec<_>) = sections.into_iter().partition(|section| section.blocks.is_empty());
    notes.extend(
        empty
            .iter()
            .filter(|section| section.anchor.is_some())
            .map(|section| format!("the heading «{}» has no text of its own and is left out", section.title)),
    );
    if sections.is_empty() {
        return Err(ImportError::Empty);
    }
    name(&mut sections);
    let form = form(&tree, &sections);
    notes.dedup();
    Ok(Draft { title: clipped(&plain(&title).0), form, intro, sections, canonical: canonical(&tree), notes })
}

struct Builder {
    notes: Vec<String>,
    sections: Vec<DraftSection>,
}

impl Builder {
    fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Sections of the pieces; the first is what stands before any heading.
    fn read(&mut self, title: &str, pieces: &[Piece]) {
        let mut title_seen = false;
        self.begin(title, None, "innhold");
        for piece in pieces {
            match piece {
                Piece::Heading { text, .. } if !title_seen && text == title => title_seen = true,
                Piece::Heading { text, anchor } => self.begin(text, Some(text), anchor.as_deref().unwrap_or_default()),
                Piece::Paragraph(text) => self.add(text, false),
                Piece::Item(text) => self.add(text, true),
                Piece::Table => self.note("a table became a list: read its rows against the page"),
                Piece::Link { text, address } => {
                    self.last(|section| section.links.push((text.clone(), address.clone())))
                }
                Piece::Image(text) => self.last(|section| section.images.push(text.clone())),
            }
        }
    }

    fn begin(&mut self, title: &str, anchor: Option<&String>, name: &str) {
        let title = clipped(&plain(title).0.replace("{#", "(").replace('}', ")"));
        // A heading that long is none, and cannot be gone to by its words.
        let anchor = anchor.filter(|anchor| anchor.len() <= MAX_TITLE);
        let id = if is_name(name) { Some(name.to_owned()) } else { slug(&title) };
        self.sections.push(DraftSection {
            id: id.unwrap_or_else(|| "del".to_owned()),
            title,
            anchor: anchor.cloned(),
            blocks: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
        });
    }

    fn last(&mut self, change: impl FnOnce(&mut DraftSection)) {
        if let Some(section) = self.sections.last_mut() {
            change(section);
        }
    }

    fn add(&mut self, text: &str, item: bool) {
        let (text, changed) = plain(text);
        if changed {
            self.note("signs that mean markup in the format were changed");
        }
        let sentences = sentences(&text);
        // A list's line is whole; one that no line can hold is no item.
        let item = item && text.len() <= MAX_BYTES;
        self.last(|section| match (section.blocks.last_mut(), item) {
            // An item is a line, whole.
            (Some(Block::List(items)), true) => items.push(sentences.join(" ")),
            (_, true) => section.blocks.push(Block::List(vec![sentences.join(" ")])),
            (_, false) => section.blocks.push(Block::Paragraph(sentences)),
        });
    }

    /// Takes the introduction from what stands before the first heading, unless
    /// nothing else would be left.
    fn intro(&mut self) -> Vec<String> {
        let others = self.sections.iter().skip(1).any(|section| !section.blocks.is_empty());
        let Some(first) = self.sections.first_mut() else {
            return Vec::new();
        };
        if !others && first.blocks.len() < 2 {
            return Vec::new();
        }
        let Some(Block::Paragraph(sentences)) = first.blocks.first_mut() else {
            return Vec::new();
        };
        let rest = sentences.split_off(INTRO_SENTENCES.min(sentences.len()));
        let intro = std::mem::replace(sentences, rest);
        first.blocks.retain(|block| !block.sentences().is_empty());
        // Links of an introduction that is all there is go with the next section.
        if first.blocks.is_empty() && self.sections.len() > 1 {
            let gone = self.sections.remove(0);
            self.sections[0].links.splice(0..0, gone.links);
            self.sections[0].images.splice(0..0, gone.images);
        }
        intro
    }
}

/// Text that the format reads as nothing but text, and whether it was changed.
fn plain(text: &str) -> (String, bool) {
    let mut plain = text.replace("](", "] (").replace("**", "*").replace("__", "_");
    plain = plain.replace('<', "‹").replace('>', "›").replace('`', "'");
    while plain.contains("**") || plain.contains("__") {
        plain = plain.replace("**", "*").replace("__", "_");
    }
    let begins = plain.trim_start_matches(MARKS);
    let plain = begins.to_owned();
    let changed = plain != text.trim_start_matches(['-', '•', '·', '*', ' ']);
    (plain, changed)
}

/// A heading that a line can hold.
fn clipped(title: &str) -> String {
    match title.char_indices().find(|(at, c)| at + c.len_utf8() > MAX_TITLE) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}

/// One name a section.
fn name(sections: &mut [DraftSection]) {
    let mut taken: Vec<String> = Vec::new();
    for section in sections {
        let own = section.id.clone();
        let mut number = 1;
        while taken.contains(&section.id) {
            number += 1;
            section.id = format!("{own}-{number}");
        }
        taken.push(section.id.clone());
    }
}

/// The heading of the page: in its text, else anywhere, else its name.
fn title(tree: &Tree, pieces: &[Piece]) -> Option<String> {
    let headings: Vec<&String> = pieces
        .iter()
        .filter_map(|piece| if let Piece::Heading { text, .. } = piece { Some(text) } else { None })
        .collect();
    let large = tree.within(ROOT).into_iter().filter(|&id| tree.node(id).name == "h1").map(|id| tree.text(id));
    let large: Vec<String> = large.filter(|text| is_readable(text)).collect();
    // Some sites make their own name the first heading of every page.
    let own = large.iter().find(|text| headings.contains(text)).or(large.first()).cloned();
    let shared = tree.all().find(|node| node.attribute("property") == Some("og:title"));
    let shared = shared.and_then(|node| node.attribute("content")).map(str::to_owned);
    let found = own.or(shared.filter(|text| is_readable(text))).or_else(|| of_window(tree));
    found.or_else(|| headings.first().map(|text| (*text).clone()))
}

/// The window's title without the site's name, which stands after a sign.
fn of_window(tree: &Tree) -> Option<String> {
    let id = tree.first("title")?;
    let text: String = tree.node(id).children.iter().map(|&child| tree.node(child).text.as_str()).collect();
    let cut = [" | ", " – ", " — ", " - ", " » "].iter().filter_map(|sign| text.rfind(sign)).max();
    Some(super::tree::squeeze(&text[..cut.unwrap_or(text.len())])).filter(|text| is_readable(text))
}

/// Whether there is anything to read in a heading.
pub(super) fn is_readable(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn canonical(tree: &Tree) -> Option<String> {
    let link = tree.all().find(|node| node.name == "link" && node.attribute("rel") == Some("canonical"));
    link.and_then(|node| node.attribute("href")).filter(|address| !address.is_empty()).map(str::to_owned)
}

/// «no» is said of both forms, so only the exact tags are believed.
fn form(tree: &Tree, sections: &[DraftSection]) -> WrittenForm {
    let said = tree
        .within(ROOT)
        .into_iter()
        .find_map(|id| (tree.node(id).name == "html").then(|| tree.node(id).attribute("lang")));
    let said = said.flatten().map(|tag| tag.to_ascii_lowercase());
    let text: Vec<&str> =
        sections.iter().flat_map(|section| &section.blocks).flat_map(Block::sentences).map(String::as_str).collect();
    match said.as_deref().map(|tag| tag.split('-').next().unwrap_or(tag)) {
        Some("nn") => WrittenForm::Nynorsk,
        Some("nb") => WrittenForm::Bokmal,
        Some("en") => WrittenForm::English,
        _ => written_form::detect(&text.join(" ")),
    }
}
