//! What every part of the door shares, and how it answers an interaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use utveier::desk::{Caller, Desk};
use utveier::dialogue::{Door as DeskDoor, Incoming, Outgoing, Scope, What};
use utveier::language::WrittenForm;
use utveier::seal::Keyring;
use utveier::store::Store;

use crate::arrival::Arrival;
use crate::memory::{Lanes, Recent};
use crate::press::Audience;
use crate::render::{EPHEMERAL, Look, NO_PREVIEW, Payload, Place, render, said};
use crate::rest::{Rest, RestError};
use crate::settings::Remembered;

/// Interactions and messages remembered, so that one that comes twice after a
/// resumed connection is handled once.
const REMEMBERED: usize = 8_192;

/// The parts of the door.
pub(crate) struct Door {
    pub rest: Rest,
    pub desk: Arc<Desk>,
    pub keyring: Arc<Keyring>,
    pub store: Arc<dyn Store>,
    /// Events that were taken.
    pub taken: Recent,
    /// Fields that were taken, by the interaction that opened them.
    pub written: Recent,
    /// People whom a direct message did not reach, as hashes.
    pub unreached: Recent,
    /// People who lately wrote to the bot alone.
    pub writers: Recent,
    /// What servers have chosen, as far as it was read.
    pub settings: Remembered,
    /// One lane a person.
    pub lanes: Lanes,
    application: AtomicU64,
    heard: AtomicU64,
}

/// How an interaction was acknowledged, and so where its answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Opened {
    /// Where the answer is shown.
    pub place: Place,
    /// Flags of messages that follow.
    pub flags: u64,
}

impl Door {
    pub(crate) fn new(rest: Rest, desk: Arc<Desk>, keyring: Arc<Keyring>, store: Arc<dyn Store>) -> Self {
        Self {
            rest,
            desk,
            keyring,
            store,
            taken: Recent::new(REMEMBERED),
            written: Recent::new(REMEMBERED),
            unreached: Recent::new(REMEMBERED),
            writers: Recent::new(REMEMBERED),
            settings: Remembered::default(),
            lanes: Lanes::default(),
            application: AtomicU64::new(0),
            heard: AtomicU64::new(0),
        }
    }

    /// The bot's application, known once the gateway is open.
    pub(crate) fn application(&self) -> u64 {
        self.application.load(Ordering::Acquire)
    }

    pub(crate) fn set_application(&self, id: u64) {
        self.application.store(id, Ordering::Release);
    }

    /// The newest direct message that was answered; 0 before the first.
    pub(crate) fn heard(&self) -> u64 {
        self.heard.load(Ordering::Acquire)
    }

    pub(crate) fn set_heard(&self, id: u64) {
        self.heard.fetch_max(id, Ordering::AcqRel);
    }

    /// A sentence of the catalogue.
    pub(crate) fn text(&self, form: WrittenForm, key: &str) -> String {
        self.desk.text(form, key)
    }

    /// Passes a message on to the desk.
    pub(crate) async fn ask(&self, person: u64, channel: u64, incoming: Incoming) -> Vec<Outgoing> {
        let caller = caller(person, channel, incoming.scope);
        self.desk.receive(&caller, incoming).await
    }

    /// Renders messages for a place.
    pub(crate) fn rendered(&self, messages: &[Outgoing], place: Place, person: u64) -> Vec<Payload> {
        let engine = self.desk.engine();
        let audience = Audience::Person(person);
        let look = Look { place, audience, replies: &engine.replies, keyring: &self.keyring };
        messages.iter().flat_map(|message| render(message, look)).collect()
    }

    /// Acknowledges an interaction at once: the platform gives 3 seconds.
    pub(crate) async fn respond(&self, arrival: &Arrival, kind: u8, data: Option<Value>) -> Result<(), RestError> {
        let mut body = json!({ "type": kind });
        if let Some(data) = data {
            body["data"] = data;
        }
        let path = format!("/interactions/{}/{}/callback", arrival.id, arrival.token);
        self.rest.post(&path, &body).await.map(|_| ())
    }

    /// Acknowledges with a message of the bot's own, to the person only.
    pub(crate) async fn tell(&self, arrival: &Arrival, text: &str) {
        let body = said(text).body(EPHEMERAL | NO_PREVIEW);
        let done = self.respond(arrival, 4, Some(body)).await;
        quiet(done, "an interaction could not be answered");
    }

    /// Puts the answer where the acknowledgement stands, what is more after it.
    /// Returns what the platform says of each that was shown.
    pub(crate) async fn fill(&self, arrival: &Arrival, opened: Opened, payloads: &[Payload]) -> Vec<Value> {
        let hook = format!("/webhooks/{}/{}", self.application(), arrival.token);
        let mut shown = Vec::new();
        for payload in payloads {
            let done = if shown.is_empty() {
                self.rest.patch(&format!("{hook}/messages/@original"), &payload.body(NO_PREVIEW)).await
            } else {
                self.rest.post(&hook, &payload.body(opened.flags | NO_PREVIEW)).await
            };
            match done {
                Ok(answer) => shown.push(answer),
                Err(error) => {
                    quiet(Err(error), "an answer could not be shown");
                    break;
                }
            }
        }
        shown
    }
}

/// What somebody said or pressed here.
pub(crate) fn incoming(scope: Scope, locale: Option<WrittenForm>, what: What) -> Incoming {
    Incoming::new(DeskDoor::Discord, scope, locale, what)
}

/// Whom the desk sees: one conversation a person, whether in the bot's own
/// channel or hidden elsewhere; in front of others, one a channel.
pub(crate) fn caller(person: u64, channel: u64, scope: Scope) -> Caller {
    let person = person.to_string();
    let chat = match scope {
        Scope::Private => person.clone(),
        Scope::Group => format!("channel {channel}"),
    };
    Caller { person, chat }
}

/// Logs a failure; that an interaction was over before is nobody's fault.
pub(crate) fn quiet(done: Result<(), RestError>, what: &'static str) {
    match done {
        Ok(()) => {}
        Err(error) if error.is_late() => tracing::debug!(%error, "{what}"),
        Err(error) => tracing::warn!(%error, "{what}"),
    }
}
