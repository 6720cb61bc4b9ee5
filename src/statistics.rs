//! Counts without people: how many messages were answered how, and which known
//! words stood in those that found no answer.
//!
//! [`observe`] makes an [`Observation`] of a step that was taken; a [`Ledger`]
//! adds them up in memory by day and writes the sums to the store now and then;
//! a [`Report`] makes tables of them that show no cell under [`SMALLEST`].
//!
//! What is counted is named by a [`Mark`], which can only be made of the
//! content: an id, a category, a word of the field. There is no way to count
//! what a person wrote, who they are, or when in a day it was.
//!
//! This room must not know any door but as a value, nor an engine of the store.

mod field_words;
mod ledger;
mod observation;
mod report;

pub use field_words::FieldWords;
pub use ledger::{KEEP_DAYS, Ledger};
pub use observation::{Decision, Mark, Observation, observe};
pub use report::{Cell, Report, SMALLEST, Table, TableKind, shown};

use jiff::Timestamp;
use jiff::civil::Date;

/// The Norwegian day of a moment: the finest time that is counted.
#[must_use]
pub fn day(at: Timestamp) -> Date {
    crate::request::norwegian_day(at)
}
