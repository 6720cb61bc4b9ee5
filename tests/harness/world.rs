//! A desk with everything behind it in memory: store, clock, inbox. What happens
//! outside a conversation (a delivery, an answer, time going by) is done by hand.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use utveier::clock::ManualClock;
use utveier::desk::{Caller, Desk, DeskConfig, RegionInbox, Retried, Taken};
use utveier::dialogue::{DeskFacts, Door, Incoming, Outgoing, RegionFacts};
use utveier::inbox::{DeliveryError, Inbox, Parcel, Reply, Returned};
use utveier::outbox::{Relay, RelayConfig};
use utveier::request::OpeningHours;
use utveier::seal::Keyring;
use utveier::store::{MemoryStore, Store};

use super::content;

/// A Tuesday, 10.00 in Norway.
const BEGINNING: &str = "2026-11-17T09:00:00Z";
/// Region ids, and the national coordinator.
const REGIONS: [&str; 6] = ["ost", "sor", "vest", "midt", "nord", "nasjonal"];

/// An inbox in memory, and what it answers to deliveries.
#[derive(Debug, Default)]
pub(crate) struct Postbox {
    /// What was delivered, in order.
    pub(crate) parcels: Mutex<Vec<Parcel>>,
    /// What the next deliveries end with; accepted when empty.
    pub(crate) failures: Mutex<VecDeque<DeliveryError>>,
}

#[async_trait]
impl Inbox for Postbox {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        if let Some(error) = self.failures.lock().unwrap().pop_front() {
            return Err(error);
        }
        self.parcels.lock().unwrap().push(parcel.clone());
        Ok(())
    }

    async fn probe(&self) -> Result<(), DeliveryError> {
        Ok(())
    }
}

/// The desk and what stands behind it.
pub(crate) struct World {
    pub(crate) desk: Arc<Desk>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) postbox: Arc<Postbox>,
    pub(crate) clock: Arc<ManualClock>,
    relay: Relay,
    runtime: Runtime,
}

impl World {
    /// A world over the shipped content with nothing in it.
    pub(crate) fn new() -> Self {
        Self::over(Arc::new(MemoryStore::new()))
    }

    /// The same where questions can be given to the editors.
    pub(crate) fn giving() -> Self {
        Self::with(Arc::new(MemoryStore::new()), true)
    }

    /// The same over a store.
    pub(crate) fn over(store: Arc<dyn Store>) -> Self {
        Self::with(store, false)
    }

    fn with(store: Arc<dyn Store>, donations: bool) -> Self {
        let clock = Arc::new(ManualClock::at(BEGINNING.parse::<Timestamp>().unwrap()));
        let (keyring, postbox) = (Arc::new(Keyring::generate()), Arc::new(Postbox::default()));
        let desk = Arc::new(Desk::new(
            content::live(),
            Arc::clone(&store),
            Arc::clone(&keyring),
            Arc::<ManualClock>::clone(&clock),
            config(&postbox, donations),
        ));
        let relay = Relay {
            store: Arc::clone(&store),
            carrier: Arc::<Desk>::clone(&desk),
            clock: Arc::<ManualClock>::clone(&clock),
            wake: desk.wake(),
            config: RelayConfig::default(),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        Self { desk, store, keyring, postbox, clock, relay, runtime }
    }

    /// Starts something beside the test.
    pub(crate) fn spawn<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        self.runtime.spawn(future)
    }

    /// Runs something asynchronous to its end.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// A message of a person at a door that asks for what waits.
    pub(crate) fn say(&self, door: Door, caller: &Caller, incoming: Incoming) -> Vec<Outgoing> {
        self.wait(async {
            let mut outgoing = self.desk.waiting(door, caller).await;
            outgoing.extend(self.desk.receive(caller, incoming).await);
            outgoing
        })
    }

    /// Delivers what is due, until nothing more is.
    pub(crate) fn deliver(&self) {
        self.wait(async { while self.relay.round().await.unwrap() > 0 {} });
    }

    /// Lets the next delivery fail.
    pub(crate) fn fail_next(&self, error: DeliveryError) {
        self.postbox.failures.lock().unwrap().push_back(error);
    }

    /// Lets time go by, and does what it brings.
    pub(crate) fn pass(&self, hours: i64) {
        self.clock.advance(SignedDuration::from_hours(hours));
        self.wait(self.desk.chores()).unwrap();
        self.deliver();
    }

    /// An adviser answers the newest request.
    pub(crate) fn answer(&self, text: &str, closes: bool) -> Taken {
        let parcel = self.postbox.parcels.lock().unwrap().last().cloned().expect("something was delivered");
        let reply = Reply {
            code: parcel.code.replace('-', ""),
            text: text.to_owned(),
            closes,
            had_attachments: false,
            sender: "radgiver@example.org".to_owned(),
            key: uuid::Uuid::new_v4().to_string(),
        };
        self.wait(self.desk.take_in(&Returned::Reply(reply))).unwrap()
    }

    /// The newest parcel comes back from the recipient's server.
    pub(crate) fn bounce(&self) -> Taken {
        let parcel = self.last_parcel();
        let (code, key) = (Some(parcel.code.replace('-', "")), uuid::Uuid::new_v4().to_string());
        let bounce = Returned::Bounce { item: Some(parcel.id), code, permanent: true, key };
        self.wait(self.desk.take_in(&bounce)).unwrap()
    }

    /// An operator tries the newest request again.
    pub(crate) fn retry(&self) {
        let case = self.wait(self.store.cases(&[], 10)).unwrap().pop().expect("a case");
        assert_eq!(self.wait(self.desk.retry(&case)).unwrap(), Retried::SentAgain(1));
        assert_eq!(self.wait(self.desk.retry(&case)).unwrap(), Retried::Nothing, "it is on its way");
    }

    /// The text of the newest parcel.
    pub(crate) fn last_parcel(&self) -> Parcel {
        self.postbox.parcels.lock().unwrap().last().cloned().expect("something was delivered")
    }
}

fn config(postbox: &Arc<Postbox>, donations: bool) -> DeskConfig {
    let hours = Some(OpeningHours::default());
    let facts = RegionFacts { is_staffed: true, answers_here: true, hours };
    let regions = REGIONS.map(|id| (id.to_owned(), facts));
    let inbox =
        |id: &str| RegionInbox { inbox: Arc::<Postbox>::clone(postbox), recipients: vec![format!("{id}@example.org")] };
    DeskConfig {
        facts: DeskFacts { donations, regions: BTreeMap::from(regions), ..DeskFacts::default() },
        inboxes: REGIONS.iter().map(|id| ((*id).to_owned(), inbox(id))).collect(),
        reply_mailbox: Some("svar@example.org".to_owned()),
    }
}
