//! Other people's web pages to files in this project's format, for an editor
//! who has the right to the text.
//!
//! Bytes in, text out: nothing here knows a network, a file or a clock. What a
//! page holds that the format cannot is named as a warning, never dropped in
//! silence, and nothing in a page can cost more than its own length in time:
//! entities are not nested, depth and number of elements are bounded.
//!
//! Terms: *pieces* are what stands on a page in order (headings, paragraphs,
//! items); a *draft* is the article they make.

mod charset;
mod draft;
mod entities;
mod markdown;
mod merge;
mod pieces;
mod robots;
mod select;
mod sentences;
mod sitemap;
mod table;
mod tokens;
mod tree;

pub use charset::decode;
pub use draft::{Draft, DraftSection, draft};
pub use markdown::article;
pub use merge::{Fingerprints, Merged, fingerprints, merge};
pub use robots::Robots;
pub use sitemap::{Sitemap, sitemap};

use jiff::civil::Date;

/// Why a page cannot become a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is in an encoding that is not read here.
    #[error("the encoding «{0}» is not read: save the page as UTF-8")]
    Encoding(String),
    /// It is no text at all.
    #[error("the file holds no text")]
    NotText,
    /// It has more elements than any page to read.
    #[error("the page has over {0} elements: it is no page to read")]
    TooManyElements(usize),
    /// No main content was found in it.
    #[error("no text to read was found: it may be drawn by a script")]
    Empty,
    /// It is no sitemap.
    #[error("it is neither <urlset> nor <sitemapindex>")]
    NoSitemap,
    /// What stands in its place already cannot be read.
    #[error("the file there already cannot be read, so it is left alone: {0}")]
    Existing(String),
}

/// Makes an address of a page whole; `None` when it cannot be followed.
pub type Resolve<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What an imported file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// `part/slug`.
    pub id: String,
    /// The page it came from, where that is known.
    pub link: Option<String>,
    /// Who keeps it.
    pub owner: String,
    /// The day of the import. Nobody has reviewed the text, so the review is
    /// due at once.
    pub today: Date,
}

/// A name for an id or a file: lower-case ASCII, digits and hyphens, at most
/// 60 bytes, without the suffix of a file. `None` when nothing is left.
#[must_use]
pub fn slug(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'æ' | 'ä' => slug.push_str("ae"),
            'ø' | 'ö' => slug.push('o'),
            'å' | 'á' | 'à' => slug.push('a'),
            'é' | 'è' | 'ê' => slug.push('e'),
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
        if slug.len() >= 60 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

#[cfg(test)]
#[path = "import/tests.rs"]
mod tests;
