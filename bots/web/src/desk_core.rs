//! The core behind the door: a desk, and the keys that sign sessions.

use std::sync::Arc;

use async_trait::async_trait;
use utveier::desk::{Caller, Desk};
use utveier::dialogue::{self, Door, Incoming, Outgoing};
use utveier::knowledge::{Knowledge, PassageId};
use utveier::language::WrittenForm;
use utveier::seal::Keyring;

use crate::port::Core;

/// What the signature of a session's id is made for, so that it is good for
/// nothing else.
const PURPOSE: &str = "session:web";

/// A [`Desk`] as the web door sees it: a session is both the person and the chat.
pub struct DeskCore {
    desk: Arc<Desk>,
    keyring: Arc<Keyring>,
}

impl DeskCore {
    /// Sessions are signed with keys of `keyring`.
    #[must_use]
    pub fn new(desk: Arc<Desk>, keyring: Arc<Keyring>) -> Self {
        Self { desk, keyring }
    }
}

fn caller(session: &str) -> Caller {
    Caller { person: session.to_owned(), chat: session.to_owned() }
}

#[async_trait]
impl Core for DeskCore {
    async fn receive(&self, session: &str, incoming: Incoming) -> Vec<Outgoing> {
        self.desk.receive(&caller(session), incoming).await
    }

    async fn waiting(&self, session: &str) -> Vec<Outgoing> {
        self.desk.waiting(Door::Web, &caller(session)).await
    }

    async fn resumed(&self, session: &str, form: WrittenForm) -> Vec<Outgoing> {
        self.desk.resumed(&caller(session), Some(form), Door::Web).await
    }

    fn signature(&self, session: &str) -> [u8; 16] {
        self.keyring.sign(PURPOSE, session.as_bytes())
    }

    fn knowledge(&self) -> Arc<Knowledge> {
        Arc::clone(&self.desk.engine().knowledge)
    }

    fn text(&self, form: WrittenForm, key: &str) -> String {
        self.desk.text(form, key)
    }

    fn beside(&self, form: WrittenForm, id: &PassageId) -> Option<String> {
        dialogue::beside(&self.desk.engine().replies, self.desk.facts(), form, id)
    }
}
