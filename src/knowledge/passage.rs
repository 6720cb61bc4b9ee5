//! A passage: the smallest thing that is found, quoted and linked to.

use std::fmt;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::language::WrittenForm;

/// Name of a passage: `part/article#section` or `faq/slug`. A contract: links,
/// measurements and statistics point at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PassageId(String);

impl PassageId {
    /// From text as it stands in a file, a link or a button. `None` when it
    /// cannot be an id: lower-case letters, digits, hyphens, one or more `/`,
    /// at most one `#`, at most 100 bytes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (document, section) = text.split_once('#').map_or((text, None), |(one, two)| (one, Some(two)));
        let fits = text.len() <= 100
            && document.contains('/')
            && document.split('/').all(is_name)
            && section.is_none_or(is_name);
        fits.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The article or question it belongs to: what stands before `#`.
    #[must_use]
    pub fn document(&self) -> &str {
        self.0.split('#').next().unwrap_or(&self.0)
    }

    /// The section, when it is one.
    #[must_use]
    pub fn section(&self) -> Option<&str> {
        self.0.split_once('#').map(|(_, section)| section)
    }
}

impl fmt::Display for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether `text` is a name of lower-case ASCII letters, digits and hyphens.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether a passage is a section of an article or a question of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PassageKind {
    /// A section of an article.
    Section,
    /// A question with its answer.
    Faq,
}

/// A piece of a passage's text. Sentences are the very lines of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Sentences in order.
    Paragraph(Vec<String>),
    /// List items, a sentence (or a few) each, without the list mark.
    List(Vec<String>),
}

impl Block {
    /// The sentences or items in order.
    #[must_use]
    pub fn sentences(&self) -> &[String] {
        match self {
            Self::Paragraph(sentences) | Self::List(sentences) => sentences,
        }
    }
}

/// A film on the site in which a professional speaks about the passage's topic.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Film {
    /// Who speaks, or what it is called.
    #[serde(rename = "tittel")]
    pub title: String,
    /// Where it is shown.
    #[serde(rename = "lenke")]
    pub link: String,
}

/// A section or an answered question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its name.
    pub id: PassageId,
    /// Section or question.
    pub kind: PassageKind,
    /// The written form of the text.
    pub form: WrittenForm,
    /// Title of the article it stands in; for a question, the same as `title`.
    pub article: String,
    /// The section's heading, or the question.
    pub title: String,
    /// The text.
    pub blocks: Vec<Block>,
    /// Ways people ask for it.
    pub phrasings: Vec<String>,
    /// Addresses its facts come from.
    pub sources: Vec<String>,
    /// Addresses of the site's former edition; not verified, so not linked.
    pub former_sources: Vec<String>,
    /// The canonical page on the site, where there is one.
    pub canonical: Option<String>,
    /// A heading on that page to jump to, word for word.
    pub anchor: Option<String>,
    /// A film on the site.
    pub film: Option<Film>,
    /// Related passages.
    pub see: Vec<PassageId>,
    /// Day of the last review.
    pub reviewed: Date,
    /// Days until the next review is due.
    pub interval_days: i32,
    /// File it stands in, relative to the content's folder.
    pub file: PathBuf,
    /// Line of its heading, counted from 1.
    pub line: usize,
}

impl Passage {
    /// Every sentence and list item in order.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().flat_map(|block| block.sentences().iter().map(String::as_str))
    }

    /// Whether the review is overdue on a day.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        let due = self.reviewed.saturating_add(jiff::Span::new().days(self.interval_days));
        today > due
    }

    /// Whether one is a question that sums the other up, so that either answers what the other does.
    #[must_use]
    pub fn is_twin_of(&self, other: &Self) -> bool {
        let sums_up = |from: &Self, to: &Self| from.kind == PassageKind::Faq && from.see.contains(&to.id);
        sums_up(self, other) || sums_up(other, self)
    }

    /// The whole text, sentences parted by line breaks.
    #[must_use]
    pub fn text(&self) -> String {
        self.sentences().collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_names_and_nothing_else() {
        let id = PassageId::parse("samarbeid/mentor#hva").unwrap();
        assert_eq!((id.document(), id.section()), ("samarbeid/mentor", Some("hva")));
        assert!(PassageId::parse("faq/hva-er-mentor").is_some());
        for bad in ["", "mentor", "a/b#c#d", "a/../b", "A/b", "a/b c", "a/<b>", "/b", "a/b#"] {
            assert!(PassageId::parse(bad).is_none(), "{bad}");
        }
    }
}
