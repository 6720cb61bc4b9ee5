//! The advice request: its form, its code, its stages and its deadlines.
//!
//! Pure: no clock, no disk, no network. The dialogue asks a [`Draft`] what
//! comes next and shows it; the desk stores, sends and reminds.
//!
//! This room must not know how a request is carried, nor any door.

mod case;
mod code;
mod deadline;
mod draft;
mod working_day;

pub use case::{CaseView, Found, LetterKind, LetterView, Particulars, ReturnAddress, Stage};
pub use code::{CaseCode, CodeError};
pub use deadline::{Duty, OpeningHours, duty, expires, norwegian_day};
pub use draft::{Choice, Draft, HelpKind, MAX_CONTACT_CHARS, MAX_STORY_CHARS, Municipality, ReplyWay, Step};
pub use working_day::{add_working_days, is_working_day};
