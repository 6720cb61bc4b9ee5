//! Opening the desk: store, keys, inboxes, and what works in the background.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use utveier::desk::{Desk, DeskConfig, Limits, Rate, RegionInbox};
use utveier::dialogue::{DeskFacts, RegionFacts};
use utveier::engine::Live;
use utveier::inbox::imap::{ImapConfig, ImapHealth, ImapReader};
use utveier::inbox::mail::Letterhead;
use utveier::inbox::maildir::Maildir;
use utveier::inbox::smtp::{SmtpConfig, SmtpInbox};
use utveier::inbox::{Inbox, connection::Tls};
use utveier::outbox::{Relay, RelayConfig};
use utveier::request::OpeningHours;
use utveier::seal::{Keyring, verify_key};
use utveier::store::{SqliteStore, Store};

use crate::clock::SystemClock;
use crate::counting::{Counting, write_counts};
use crate::doors::Doors;
use crate::postman::Postman;
use crate::settings::{InboxKind, REGIONS, Settings, TlsMode};

/// How often reminders and deletions are looked at.
const CHORES_EVERY: Duration = Duration::from_secs(60);
/// How often the database's log is folded in, so that what was deleted is gone
/// from the disk.
const MAINTAIN_EVERY: Duration = Duration::from_secs(15 * 60);
/// Longest delivery of one mail.
const SMTP_TIMEOUT: Duration = Duration::from_secs(60);
/// Longest exchange with the server answers come back to.
const IMAP_TIMEOUT: Duration = Duration::from_secs(60);
/// Between two looks, where the server does not announce news.
const IMAP_POLL: Duration = Duration::from_secs(20);
/// First and longest wait before connecting anew.
const IMAP_RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(300));
/// From whom a folder's messages are, when no sender is configured: a name that
/// can exist nowhere (RFC 6761).
const NO_SENDER: &str = "Utveier <utveier@localhost>";

/// The desk with what stands behind it.
pub(crate) struct Office {
    pub desk: Arc<Desk>,
    pub store: Arc<SqliteStore>,
    pub keyring: Arc<Keyring>,
    pub counting: Arc<Counting>,
    imap: Option<ImapReader>,
    doors: Option<Doors>,
}

impl Office {
    /// Opens store and keys and puts the desk together. Nothing is sent yet.
    pub(crate) async fn open(settings: &Settings, live: Arc<Live>) -> anyhow::Result<Self> {
        let (store, keyring) = open_store(settings).await?;
        let shared: Arc<dyn Store> = Arc::<SqliteStore>::clone(&store);
        let doors = Doors::new(settings, &shared, &keyring)?;
        let config = DeskConfig {
            facts: facts(settings),
            inboxes: inboxes(settings, &doors)?,
            reply_mailbox: reply_mailbox(settings),
        };
        let counting = Arc::new(Counting::default());
        let desk = Desk::new(live, shared, Arc::clone(&keyring), Arc::new(SystemClock), config)
            .with_limits(limits(settings))
            .with_witness(Arc::<Counting>::clone(&counting));
        let imap = (!settings.imap.host.is_empty()).then(|| ImapReader::new(imap_config(settings))).transpose()?;
        Ok(Self { desk: Arc::new(desk), store, keyring, counting, imap, doors: Some(doors) })
    }

    /// How reading of answers goes, where they are read; to be asked before
    /// [`Self::start`].
    pub(crate) fn mailbox(&self) -> Option<watch::Receiver<ImapHealth>> {
        self.imap.as_ref().map(ImapReader::health)
    }

    /// Closes the store, after what was counted is in it.
    pub(crate) async fn close(&self) {
        self.counting.write(&*self.store).await;
        self.store.close().await;
    }

    /// Opens the doors of other platforms.
    pub(crate) fn open_doors(&mut self, tasks: &TaskTracker, stop: &CancellationToken) {
        if let Some(doors) = self.doors.take() {
            doors.open(&self.desk, tasks, stop);
        }
    }

    /// Starts the relay, the chores and the reading of answers.
    pub(crate) fn start(&mut self, tasks: &TaskTracker, stop: &CancellationToken) {
        let store: Arc<dyn Store> = Arc::<SqliteStore>::clone(&self.store);
        let relay = Relay {
            store: Arc::clone(&store),
            carrier: Arc::<Desk>::clone(&self.desk),
            clock: Arc::new(SystemClock),
            wake: self.desk.wake(),
            config: RelayConfig::default(),
        };
        let until = stop.clone();
        tasks.spawn(async move { relay.run(until).await });
        tasks.spawn(chores(Arc::clone(&self.desk), stop.clone()));
        tasks.spawn(write_counts(Arc::clone(&self.counting), Arc::clone(&store), stop.clone()));
        tasks.spawn(maintenance(Arc::clone(&self.store), stop.clone()));
        if let Some(reader) = self.imap.take() {
            let postman = Postman::new(Arc::clone(&self.desk), store);
            let until = stop.clone();
            tasks.spawn(async move { reader.run(&postman, &until).await });
        }
    }
}

/// Opens the database and the keys that belong to it.
pub(crate) async fn open_store(settings: &Settings) -> anyhow::Result<(Arc<SqliteStore>, Arc<Keyring>)> {
    let url = settings.store.url.expose();
    if !url.starts_with("sqlite:") {
        bail!("[store] url: this version keeps its rows in SQLite; write sqlite:PATH");
    }
    let keyring = if settings.store.key.is_empty() {
        Keyring::at_start(&settings.store.key_file, SqliteStore::exists_at(url)?)?
    } else {
        Keyring::parse(settings.store.key.expose()).context("[store] key")?
    };
    let store = Arc::new(SqliteStore::open_url(url).await?);
    verify_key(&*store, &keyring).await?;
    Ok((store, Arc::new(keyring)))
}

fn limits(settings: &Settings) -> Limits {
    let limits = &settings.limits;
    Limits {
        person: Rate { per_minute: limits.person_per_minute, burst: limits.person_burst },
        chat: Rate { per_minute: limits.chat_per_minute, burst: limits.chat_burst },
    }
}

/// What can be promised with these settings.
fn facts(settings: &Settings) -> DeskFacts {
    let region = |id: &&str| {
        let inbox = settings.inbox.get(*id);
        let kind = inbox.map_or(InboxKind::Maildir, |inbox| inbox.kind);
        let comes_back = kind != InboxKind::Smtp || reply_mailbox(settings).is_some();
        let facts = RegionFacts {
            is_staffed: inbox.is_some(),
            answers_here: comes_back,
            hours: inbox.and_then(|inbox| OpeningHours::parse(&inbox.hours)),
        };
        ((*id).to_owned(), facts)
    };
    DeskFacts {
        request_hours: settings.retention.request_hours,
        receipt_days: settings.retention.receipt_days,
        draft_hours: settings.retention.draft_hours,
        donations: settings.donations.enabled,
        donation_days: settings.donations.keep_days,
        regions: REGIONS.iter().map(region).collect(),
    }
}

/// The mailbox answers come back to: the one that is read, when one is.
pub(crate) fn reply_mailbox(settings: &Settings) -> Option<String> {
    if settings.imap.host.is_empty() {
        return None;
    }
    let address = if settings.imap.address.is_empty() { &settings.smtp.from } else { &settings.imap.address };
    let plain = address.rsplit_once('<').map_or(address.as_str(), |(_, rest)| rest.trim_end_matches('>'));
    plain.contains('@').then(|| plain.trim().to_owned())
}

/// An inbox for every region: as configured, else a folder on this machine.
pub(crate) fn inboxes(settings: &Settings, doors: &Doors) -> anyhow::Result<BTreeMap<String, RegionInbox>> {
    let smtp: Option<Arc<dyn Inbox>> = match settings.smtp.host.is_empty() {
        true => None,
        false => Some(Arc::new(SmtpInbox::new(smtp_config(settings))?)),
    };
    let sender = if settings.smtp.from.is_empty() { NO_SENDER } else { settings.smtp.from.as_str() };
    let letterhead = Letterhead::new(sender)?;
    let mut inboxes = BTreeMap::new();
    for id in REGIONS {
        let set = settings.inbox.get(*id).cloned().unwrap_or_default();
        let inbox = match (set.kind, &smtp) {
            (InboxKind::Smtp, Some(smtp)) => RegionInbox { inbox: Arc::clone(smtp), recipients: set.to },
            (InboxKind::Smtp, None) => bail!("[inbox.{id}] kind: mail needs [smtp] host"),
            (InboxKind::Maildir, _) => {
                let folder = folder(settings, id);
                RegionInbox {
                    inbox: Arc::new(Maildir::new(folder, letterhead.clone())),
                    recipients: vec![String::new()],
                }
            }
            (InboxKind::Telegram, _) => {
                let inbox = doors.telegram_inbox().with_context(|| format!("[inbox.{id}]"))?;
                RegionInbox { inbox, recipients: set.to }
            }
            (InboxKind::Discord, _) => {
                let inbox = doors.discord_inbox(set.to.clone()).with_context(|| format!("[inbox.{id}]"))?;
                RegionInbox { inbox, recipients: set.to }
            }
        };
        inboxes.insert((*id).to_owned(), inbox);
    }
    Ok(inboxes)
}

/// The folder of a region's Maildir: as set, else beside the database.
pub(crate) fn folder(settings: &Settings, id: &str) -> PathBuf {
    match settings.inbox.get(id) {
        Some(inbox) if !inbox.folder.is_empty() => PathBuf::from(&inbox.folder),
        _ => settings.store.key_file.parent().map_or_else(PathBuf::new, PathBuf::from).join("inbox").join(id),
    }
}

fn smtp_config(settings: &Settings) -> SmtpConfig {
    let smtp = &settings.smtp;
    SmtpConfig {
        host: smtp.host.clone(),
        port: smtp.port,
        tls: tls(smtp.tls),
        user: smtp.user.clone(),
        password: smtp.password.expose().to_owned(),
        from: smtp.from.clone(),
        ca_file: file(&smtp.ca_file),
        timeout: SMTP_TIMEOUT,
    }
}

pub(crate) fn imap_config(settings: &Settings) -> ImapConfig {
    let imap = &settings.imap;
    ImapConfig {
        host: imap.host.clone(),
        port: imap.port,
        tls: tls(imap.tls),
        user: imap.user.clone(),
        password: imap.password.expose().to_owned(),
        mailbox: imap.mailbox.clone(),
        ca_file: file(&imap.ca_file),
        timeout: IMAP_TIMEOUT,
        idle: ImapConfig::MAX_IDLE,
        poll: IMAP_POLL,
        retry: IMAP_RETRY,
        max_bytes: ImapConfig::MAX_BYTES,
    }
}

fn file(path: &str) -> Option<PathBuf> {
    (!path.is_empty()).then(|| PathBuf::from(path))
}

fn tls(mode: TlsMode) -> Tls {
    match mode {
        TlsMode::Starttls => Tls::Starttls,
        TlsMode::Tls => Tls::Tls,
        TlsMode::None => Tls::None,
    }
}

async fn chores(desk: Arc<Desk>, stop: CancellationToken) {
    loop {
        match desk.chores().await {
            Ok(done) if done != utveier::desk::Chores::default() => {
                tracing::info!(
                    reminded = done.reminded,
                    escalated = done.escalated,
                    wiped = done.wiped,
                    closed = done.closed,
                    "chores"
                );
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the chores could not be done; they are due again in a minute"),
        }
        tokio::select! {
            () = tokio::time::sleep(CHORES_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn maintenance(store: Arc<SqliteStore>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(MAINTAIN_EVERY) => {}
            () = stop.cancelled() => return,
        }
        if let Err(error) = store.maintain().await {
            tracing::warn!(%error, "the database's log could not be folded in");
        }
    }
}
