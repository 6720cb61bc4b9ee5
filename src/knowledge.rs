//! The content: what may be quoted, with its sources, and the data beside it.
//!
//! Everything here is read from the folder `knowledge/`; its format is
//! described in `knowledge/README.md`. Loading never stops at the first
//! problem: [`load()`] returns what is valid together with a list of
//! [`Problem`]s, each with file, line and remedy.
//!
//! This room must not know the index, the dialogue or any door.

mod actors;
pub mod check;
mod data;
mod document;
mod fingerprint;
mod front_matter;
pub mod import;
mod library;
mod link;
mod load;
pub mod municipalities;
mod passage;
mod problem;
mod prose;
pub mod readability;
mod report;
mod versions;

pub use actors::{Actor, PhoneNumber, StartingPoint, Term};
pub use data::{Approval, Part, Region};
pub use library::{Article, Knowledge};
pub use link::{PublicLinks, fragment_link};
pub use load::{Loaded, fingerprint, load};
pub use municipalities::{
    Certainty, County, Municipalities, Municipality, OverrideError, Place, PlaceData, Resolution,
};
pub use passage::{Block, Film, Passage, PassageId, PassageKind};
pub use problem::{Problem, Severity};
pub use report::{Nynorsk, PartReport, Report, report};

/// Reads the text of one file as its place `id` says (`part/slug`, `faq/slug`);
/// what can be quoted of it, and what is wrong with it. For fuzzing.
#[cfg(feature = "testing")]
#[doc(hidden)]
#[must_use]
pub fn read_document(id: &str, text: &str) -> (Vec<Passage>, Vec<Problem>) {
    let document = document::read(std::path::Path::new("fil.md"), id, text);
    (document.passages, document.problems)
}
