//! A whole installation around the Telegram door: stand-in, desk, relay, inbox.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use utveier::clock::{Clock, ManualClock};
use utveier::desk::{Desk, DeskConfig, RegionInbox};
use utveier::dialogue::{DeskFacts, RegionFacts};
use utveier::engine::{Engine, Live};
use utveier::inbox::{DeliveryError, Inbox, Parcel};
use utveier::outbox::{Relay, RelayConfig};
use utveier::seal::Keyring;
use utveier::store::{MemoryStore, Store};
use utveier_telegram::{Error, Limits, Mode, Secret, Telegram, TelegramConfig, Tempo};

use crate::stand_in::{self, Shown};

const REGIONS: [&str; 6] = ["ost", "sor", "vest", "midt", "nord", "nasjonal"];
/// When an installation begins; and when what a killed one had leased is free again.
const BEGUN: &str = "2026-11-23T09:00:00Z";
const LEASES_RAN_OUT: &str = "2026-11-23T09:03:00Z";
/// The forum that is the inbox where one is asked for.
pub(crate) const FORUM: i64 = -100_777;
/// The forum of the region `nord`, where there are forums.
pub(crate) const NORTH: i64 = -100_778;

static LIVE: LazyLock<Arc<Live>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("knowledge"));
    let folder = folder.into_iter().find(|folder| folder.is_dir()).expect("the repository has content");
    Arc::new(Live::new(Engine::load(&folder, "https://utveier.example").expect("the content loads").0))
});

/// An inbox that takes everything and shows it.
#[derive(Debug, Default)]
pub(crate) struct Tray(pub(crate) Mutex<Vec<Parcel>>);

#[async_trait]
impl Inbox for Tray {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        self.0.lock().unwrap().push(parcel.clone());
        Ok(())
    }

    async fn probe(&self) -> Result<(), DeliveryError> {
        Ok(())
    }
}

/// How an installation is set up.
pub(crate) struct Setup {
    pub(crate) mode: Mode,
    pub(crate) token: &'static str,
    pub(crate) forum: bool,
    pub(crate) tempo: Tempo,
}

impl Default for Setup {
    fn default() -> Self {
        let tempo = Tempo {
            long_poll: Duration::from_secs(5),
            first_retry: Duration::from_millis(2),
            hold: Duration::from_secs(5),
            typing_after: Duration::from_secs(5),
            other_poller: Duration::from_millis(50),
            stop: Duration::from_secs(5),
        };
        Self { mode: Mode::Polling, token: stand_in::TOKEN, forum: false, tempo }
    }
}

/// An installation.
pub(crate) struct World {
    pub(crate) telegram: stand_in::Telegram,
    pub(crate) desk: Arc<Desk>,
    pub(crate) tray: Arc<Tray>,
    pub(crate) store: Arc<dyn Store>,
    keyring: Arc<Keyring>,
    pub(crate) setup: Setup,
    stop: CancellationToken,
    door: Option<JoinHandle<Result<(), Error>>>,
    /// Desk, relay and door run here, so that they can be ended like a process.
    runtime: Option<Runtime>,
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl World {
    pub(crate) async fn open() -> Self {
        Self::with(Setup::default()).await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let telegram = stand_in::Telegram::open().await;
        Self::at(telegram, setup).await
    }

    pub(crate) async fn at(telegram: stand_in::Telegram, setup: Setup) -> Self {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let keyring = Arc::new(Keyring::generate());
        Self::over(telegram, setup, store, (keyring, BEGUN))
    }

    fn over(
        telegram: stand_in::Telegram,
        setup: Setup,
        store: Arc<dyn Store>,
        (keyring, begun): (Arc<Keyring>, &str),
    ) -> Self {
        let tray = Arc::new(Tray::default());
        let config = config(&telegram, &setup, &store, &keyring);
        let forum = setup.forum.then(|| Telegram::new(config).map(|door| door.inbox()).expect("a door"));
        let inboxes: BTreeMap<String, RegionInbox> = REGIONS
            .iter()
            .map(|region| {
                let inbox: Arc<dyn Inbox> = match &forum {
                    Some(forum) => Arc::clone(forum) as Arc<dyn Inbox>,
                    None => Arc::clone(&tray) as Arc<dyn Inbox>,
                };
                let recipient = match setup.forum {
                    true if *region == "nord" => NORTH.to_string(),
                    true => FORUM.to_string(),
                    false => "postkasse".to_owned(),
                };
                let recipients = vec![recipient];
                ((*region).to_owned(), RegionInbox { inbox, recipients })
            })
            .collect();
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(begun.parse().unwrap()));
        let staffed = RegionFacts { is_staffed: true, answers_here: true, hours: None };
        let regions = REGIONS.map(|region| (region.to_owned(), staffed)).into();
        let facts = DeskFacts { regions, ..DeskFacts::default() };
        let desk_config = DeskConfig { facts, inboxes, reply_mailbox: None };
        let (live, stop) = (Arc::clone(&LIVE), CancellationToken::new());
        let desk = Arc::new(Desk::new(live, Arc::clone(&store), Arc::clone(&keyring), Arc::clone(&clock), desk_config));
        let config = RelayConfig { poll: Duration::from_millis(20), ..RelayConfig::default() };
        let carrier = Arc::clone(&desk) as Arc<dyn utveier::outbox::Carrier>;
        let relay = Relay { store: Arc::clone(&store), carrier, clock, wake: desk.wake(), config };
        let stopped = stop.clone();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        // What the door is not yet there for would wait for a time that does not come by itself.
        let (stand_in, before) = (telegram.clone(), telegram.openings());
        runtime.spawn(async move {
            stand_in.wait("the door to be open", || (stand_in.openings() > before).then_some(())).await;
            relay.run(stopped).await;
        });
        let mut world = Self { telegram, desk, tray, store, keyring, setup, stop, door: None, runtime: Some(runtime) };
        world.start();
        world
    }

    pub(crate) fn config(&self) -> TelegramConfig {
        config(&self.telegram, &self.setup, &self.store, &self.keyring)
    }

    fn start(&mut self) {
        let (config, desk, stop) = (self.config(), Arc::clone(&self.desk), self.stop.child_token());
        let runtime = self.runtime.as_ref().unwrap();
        self.door = Some(runtime.spawn(utveier_telegram::run(config, desk, stop)));
    }

    /// Ends everything as a kill would, and starts it again over what was stored.
    pub(crate) async fn kill_and_restart(mut self) -> Self {
        self.runtime.take().unwrap().shutdown_background();
        let (telegram, setup) = (self.telegram.clone(), std::mem::take(&mut self.setup));
        Self::over(telegram, setup, Arc::clone(&self.store), (Arc::clone(&self.keyring), LEASES_RAN_OUT))
    }

    /// How the door ended, by itself.
    pub(crate) async fn ended(mut self) -> Result<(), Error> {
        let door = self.door.take().expect("a door");
        tokio::time::timeout(Duration::from_secs(20), door).await.expect("the door ends").expect("no panic")
    }

    /// Stops in order.
    pub(crate) async fn stopped(self) -> Result<(), Error> {
        self.stop.cancel();
        self.ended().await
    }

    /// A text of a person.
    pub(crate) fn writes(&self, person: i64, text: &str) {
        self.telegram.message(person, serde_json::json!({ "text": text }));
    }

    /// A text, and the message that answers it.
    pub(crate) async fn asks(&self, person: i64, text: &str) -> Shown {
        let before = self.telegram.shown(person).len();
        self.writes(person, text);
        self.telegram.wait(&format!("an answer to «{text}»"), || self.telegram.shown(person).get(before).cloned()).await
    }

    /// Presses a button by its label, the newest there is.
    pub(crate) async fn presses(&self, person: i64, label: &str) {
        let has = |shown: &Shown| shown.buttons().iter().any(|(own, _)| own == label);
        let shown = self.telegram.until(person, &format!("a button [{label}]"), has).await;
        let data = shown.buttons().into_iter().find(|(own, _)| own == label).unwrap().1;
        self.telegram.press(person, &shown, &data);
    }

    /// Waits until every update is confirmed, and so handled.
    pub(crate) async fn all_is_handled(&self) {
        let none = || (self.telegram.waiting() == 0).then_some(());
        self.telegram.wait("all updates to be confirmed", none).await;
    }

    pub(crate) async fn sees(&self, chat: i64, words: &str) -> Shown {
        self.telegram.until(chat, &format!("«{words}»"), |shown| shown.text().contains(words)).await
    }

    /// Fills in the form and sends it; the case code.
    pub(crate) async fn sends_request(&self, person: i64) -> String {
        self.writes(person, "/radgiver");
        self.presses(person, "Gå videre").await;
        self.sees(person, "Hva jobber du som?").await;
        self.presses(person, "Annet").await;
        self.sees(person, "hvilken kommune").await;
        self.writes(person, "Lillestrøm");
        self.presses(person, "Kurs eller foredrag").await;
        self.sees(person, "Fortell med egne ord").await;
        self.writes(person, "Vi ønsker et kurs for personalet på skolen om hvordan vi snakker med ungdom.");
        self.presses(person, "Her i samtalen").await;
        self.presses(person, "Send").await;
        let receipt = self.sees(person, "Mottatt").await;
        let code = receipt.text().split("Sak ").nth(1).unwrap_or_default();
        code.chars().take(8).collect()
    }
}

fn config(
    telegram: &stand_in::Telegram,
    setup: &Setup,
    store: &Arc<dyn Store>,
    keyring: &Arc<Keyring>,
) -> TelegramConfig {
    TelegramConfig {
        token: Secret(setup.token.to_owned()),
        api_url: telegram.url.clone(),
        mode: setup.mode.clone(),
        limits: Limits { per_second: 5000.0, per_chat: 5000.0, per_group_minute: 60_000.0 },
        tempo: setup.tempo,
        inbox_chats: if setup.forum { vec![FORUM, NORTH] } else { Vec::new() },
        web_url: Some("https://utveier.example".to_owned()),
        keyring: Arc::clone(keyring),
        store: Arc::clone(store),
    }
}
