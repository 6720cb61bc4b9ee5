//! What the door needs from the core.

use std::sync::Arc;

use async_trait::async_trait;
use utveier::dialogue::{Incoming, Outgoing};
use utveier::knowledge::{Knowledge, PassageId};
use utveier::language::WrittenForm;

/// The core as this door sees it: a [`DeskCore`](crate::DeskCore), or what a test
/// puts in its place.
///
/// May be swapped behind the same object while running: every request asks for
/// what it needs anew and keeps it only until it is answered.
#[async_trait]
pub trait Core: Send + Sync + 'static {
    /// Answers a message of a session. Messages of one session are taken one at
    /// a time.
    async fn receive(&self, session: &str, incoming: Incoming) -> Vec<Outgoing>;

    /// Letters and events there are for a session, each once.
    async fn waiting(&self, session: &str) -> Vec<Outgoing>;

    /// The step of a form somebody of this session left in the middle; empty when
    /// no form waits.
    async fn resumed(&self, session: &str, form: WrittenForm) -> Vec<Outgoing>;

    /// A signature over a session's id that only the core can make.
    fn signature(&self, session: &str) -> [u8; 16];

    /// The content the reading pages show.
    fn knowledge(&self) -> Arc<Knowledge>;

    /// The page text of a key that begins with `web-`, not escaped. `form` is bokmål,
    /// nynorsk or English.
    fn text(&self, form: WrittenForm, key: &str) -> String;

    /// What must be said beside a passage for it to be the whole truth here.
    fn beside(&self, _form: WrittenForm, _id: &PassageId) -> Option<String> {
        None
    }
}
