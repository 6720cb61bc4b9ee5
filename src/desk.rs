//! The desk: where conversations are run and requests are looked after.
//!
//! A door hands over what a person wrote ([`Desk::receive`]); the desk takes the
//! step, commits what it decided in one transaction, and only then releases the
//! messages. The desk also carries what lies in the outbox (`carrier`), takes
//! in answers (`answers`), hands cases on (`transfer`) and does the daily chores
//! (`chores`).
//!
//! A question is judged and answered here and leaves no trace: only forms,
//! requests and choices are stored, and what a person wrote is sealed first. Where
//! questions can be given to the editors (`donations`), one that found no answer is
//! in memory, masked, until the next message, and stored sealed when it is given.
//!
//! This room must not know any door's platform, nor an engine of the store.

mod address;
mod again;
mod answers;
mod body;
mod carried;
mod carrier;
mod chats;
mod chores;
mod donations;
mod effects;
mod limits;
mod port;
mod pulse;
mod taking;
mod transfer;
mod views;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{Notify, RwLock};
use tokio::time::Instant;

use crate::clock::Clock;
use crate::dialogue::{Action, Awaiting, DeskFacts, Door, FormAction, Incoming, Kind, Outgoing, Scope, What};
use crate::engine::{Engine, Live};
use crate::language::WrittenForm;
use crate::request::CaseCode;
use crate::seal::Keyring;
use crate::store::{PersonKey, Store, StoreError, Write};

pub use address::ReplyAddresses;
pub use again::Retried;
pub use answers::Taken;
pub use body::{CaseBody, open_case, open_donation, open_letter};
use carried::Carriages;
use chats::{Chat, Chats};
pub use chores::Chores;
use limits::{Admission, Limiter};
pub use limits::{Limits, Rate};
pub use port::{Caller, Courier, DeskConfig, DeskError, Note, RegionInbox, Witness};
pub use pulse::Pulse;
use pulse::Pulses;
pub use transfer::Transfer;

/// The desk.
pub struct Desk {
    live: Arc<Live>,
    store: Arc<dyn Store>,
    keyring: Arc<Keyring>,
    clock: Arc<dyn Clock>,
    config: DeskConfig,
    addresses: ReplyAddresses,
    chats: Chats,
    carriages: Carriages,
    couriers: RwLock<BTreeMap<&'static str, Arc<dyn Courier>>>,
    wake: Arc<Notify>,
    pulses: Pulses,
    limiter: Option<Limiter>,
    witness: Option<Arc<dyn Witness>>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("config", &self.config).finish_non_exhaustive()
    }
}

/// Steps taken anew because a row changed meanwhile.
const MAX_TRIES: usize = 5;

impl Desk {
    /// A desk over a store whose key was verified.
    #[must_use]
    pub fn new(
        live: Arc<Live>,
        store: Arc<dyn Store>,
        keyring: Arc<Keyring>,
        clock: Arc<dyn Clock>,
        config: DeskConfig,
    ) -> Self {
        let addresses = ReplyAddresses::new(config.reply_mailbox.as_deref(), Arc::clone(&keyring));
        Self {
            live,
            store,
            keyring,
            clock,
            config,
            addresses,
            chats: Chats::default(),
            carriages: Carriages::default(),
            couriers: RwLock::default(),
            wake: Arc::default(),
            pulses: Pulses::default(),
            limiter: None,
            witness: None,
        }
    }

    /// Lets somebody see what becomes of every message.
    #[must_use]
    pub fn with_witness(mut self, witness: Arc<dyn Witness>) -> Self {
        self.witness = Some(witness);
        self
    }

    /// The engine that answers now.
    #[must_use]
    pub fn engine(&self) -> Arc<Engine> {
        self.live.current()
    }

    /// What is promised to askers.
    #[must_use]
    pub fn facts(&self) -> &DeskFacts {
        &self.config.facts
    }

    /// Addresses answers come back to.
    #[must_use]
    pub fn reply_addresses(&self) -> &ReplyAddresses {
        &self.addresses
    }

    /// Wakes the relay; pass it to [`crate::outbox::Relay`].
    #[must_use]
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// Registers a door that can write first; without one, its askers see what
    /// there is for them when they come back ([`Desk::waiting`]).
    pub async fn register(&self, door: Door, courier: Arc<dyn Courier>) {
        self.couriers.write().await.insert(door.as_str(), courier);
    }

    /// Answers a message. Messages of one chat are taken one at a time, chats in
    /// parallel. Never fails: what goes wrong is told to the person, and then
    /// nothing was changed.
    pub async fn receive(&self, caller: &Caller, incoming: Incoming) -> Vec<Outgoing> {
        let came_in = Instant::now();
        let person = self.person(incoming.door, caller);
        let (outgoing, seen) = match self.admission(&person, caller, &incoming) {
            Admission::Open => self.answer(&person, caller, &incoming).await,
            Admission::Limited { .. } if self.is_sending(caller, &incoming).await => {
                self.answer(&person, caller, &incoming).await
            }
            Admission::Limited { is_told } => {
                (self.slow_down(caller, &incoming, is_told).await, limits::limited(incoming.door))
            }
        };
        if let Some(witness) = &self.witness {
            witness.saw(&seen, came_in.elapsed());
        }
        outgoing
    }

    /// Letters and events a person has not been shown yet, at a door that cannot
    /// write first. They are marked as shown; they stay readable among the
    /// person's requests.
    pub async fn waiting(&self, door: Door, caller: &Caller) -> Vec<Outgoing> {
        let person = self.person(door, caller);
        match self.unseen(&person).await {
            Ok(outgoing) => outgoing,
            Err(error) => {
                tracing::error!(%error, "waiting letters cannot be read");
                Vec::new()
            }
        }
    }

    /// The step of a form somebody left in the middle, for a page that was loaded
    /// anew; nothing when no form waits.
    pub async fn resumed(&self, caller: &Caller, locale: Option<WrittenForm>, door: Door) -> Vec<Outgoing> {
        let what = What::Pressed(Action::Form(FormAction::Resume));
        let incoming = Incoming::new(door, Scope::Private, locale, what);
        let person = self.person(door, caller);
        let slot = self.chats.slot(self.chat_key(door, caller));
        let waits = {
            let mut chat = slot.lock().await;
            self.load(&person, &mut chat, &incoming).await;
            let unfinished = &chat.state.unfinished;
            unfinished.draft.is_some() && unfinished.awaiting == Awaiting::Form
        };
        if waits { self.answer(&person, caller, &incoming).await.0 } else { Vec::new() }
    }

    /// Notes the platform's name of the message that shows a case's receipt.
    pub async fn posted(&self, code: &CaseCode, message: &str) {
        for _ in 0..MAX_TRIES {
            match self.note_receipt(code, message).await {
                Ok(()) => return,
                Err(DeskError::Store(StoreError::Conflict { .. })) => {}
                // Later receipts are then posted instead of edited.
                Err(error) => {
                    tracing::warn!(%error, "the place of a receipt could not be noted");
                    return;
                }
            }
        }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn person(&self, door: Door, caller: &Caller) -> PersonKey {
        self.keyring.person(door.as_str(), &caller.person)
    }

    fn chat_key(&self, door: Door, caller: &Caller) -> PersonKey {
        self.keyring.person(door.as_str(), &format!("{}\n{}", caller.chat, caller.person))
    }

    fn notice(&self, form: WrittenForm, key: &str) -> Outgoing {
        Outgoing::said(Kind::Notice, form, self.text(form, key))
    }

    fn is_kept(scope: Scope) -> bool {
        scope == Scope::Private
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let enqueues = writes.iter().any(|write| matches!(write, Write::Enqueue(_)));
        if !writes.is_empty() {
            self.store.commit(writes).await?;
        }
        if enqueues {
            self.wake.notify_one();
        }
        Ok(())
    }
}

/// Eight bytes of the system's randomness.
fn random() -> [u8; 8] {
    let bytes = uuid::Uuid::new_v4().into_bytes();
    // Six of them are wholly random, two carry the version's fixed bits; mixed so
    // that all eight differ.
    let high = u64::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[10], bytes[11]]);
    (high ^ u64::from_le_bytes([0, 0, 0, 0, 0, 0, bytes[12], bytes[13]])).to_le_bytes()
}
