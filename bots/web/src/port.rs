//! What the door needs from the core.

use std::sync::Arc;

use utveier::dialogue::{Incoming, State, Step};
use utveier::knowledge::Knowledge;
use utveier::language::WrittenForm;

/// The core as this door sees it; the binary implements it.
///
/// May be swapped behind the same object while running: every request asks for
/// what it needs anew and keeps it only until it is answered.
pub trait Core: Send + Sync + 'static {
    /// One step of a dialogue. May block for some milliseconds; is called
    /// outside the threads that serve connections.
    fn advance(&self, state: State, incoming: &Incoming) -> Step;

    /// The content the reading pages show.
    fn knowledge(&self) -> Arc<Knowledge>;

    /// The page text of a key that begins with `web-`, not escaped. `form` is bokmål,
    /// nynorsk or English.
    fn text(&self, form: WrittenForm, key: &str) -> String;
}
