//! What a server or a channel of it has chosen: the language of answers, who
//! sees them, and which topics are answered about.
//!
//! Kept with people's preferences, under a keyed hash of the server; changed by
//! those who may manage the server, removed when the bot leaves it.

mod kept;
mod menu;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::json;
use utveier::language::WrittenForm;
use utveier::store::{PersonKey, PreferenceRow, StoreError, Write};

use crate::answer::{DEFER, DEFER_UPDATE};
use crate::arrival::Arrival;
use crate::commands::{CHANNEL, LANGUAGE, OPEN, VISIBILITY, WHERE};
use crate::door::{Door, Opened, quiet};
use crate::key;
use crate::render::{EPHEMERAL, Payload, Place, said};
use crate::topics::Topics;
use kept::{Choice, Kept};

/// Bytes of a channel's hash that are kept.
const HASHED: usize = 8;
/// Hours after which settings are renewed when they are read.
const RENEW_AFTER: i64 = 30 * 24;
/// How long settings are waited for; the platform gives an answer 3 seconds.
const PATIENCE: Duration = Duration::from_millis(500);

/// Settings as they hold for one interaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The form to answer in, unless the person chose another: the place's, else
    /// the one of the person's device.
    pub form: Option<WrittenForm>,
    /// Whether answers from the content are shown to everybody.
    pub is_open: bool,
    /// What is answered about.
    pub topics: Topics,
}

impl Settings {
    /// Those of an interaction's place.
    pub(crate) async fn of(door: &Door, arrival: &Arrival) -> Self {
        let choice = match arrival.server {
            Some(server) => kept(door, server).await.of(&places(door, arrival)),
            None => Choice::default(),
        };
        // Unless somebody chose otherwise, what is asked is nobody else's affair.
        Self {
            form: choice.form.or(arrival.locale),
            is_open: choice.is_open.unwrap_or(false),
            topics: choice.topics.unwrap_or_default(),
        }
    }
}

/// Settings that were read, so that an interaction is acknowledged without
/// asking the store: a server's events come to one process only.
#[derive(Debug, Default)]
pub(crate) struct Remembered(Mutex<HashMap<u64, Arc<Kept>>>);

/// Servers remembered; beyond it all are read anew.
const MAX_SERVERS: usize = 5_000;

impl Remembered {
    fn get(&self, server: u64) -> Option<Arc<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&server).cloned()
    }

    /// What was read holds unless something was chosen meanwhile.
    fn read(&self, server: u64, kept: Arc<Kept>) -> Arc<Kept> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MAX_SERVERS {
            all.clear();
        }
        Arc::clone(all.entry(server).or_insert(kept))
    }

    fn chosen(&self, server: u64, kept: Kept) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(server, Arc::new(kept));
    }
}

/// What a server has chosen. A store that fails or is slow keeps nobody waiting:
/// without settings answers are hidden, which harms nobody.
async fn kept(door: &Door, server: u64) -> Arc<Kept> {
    match tokio::time::timeout(PATIENCE, read(door, server)).await {
        Ok(Ok(kept)) => kept,
        Ok(Err(error)) => {
            tracing::warn!(%error, "a server's settings cannot be read");
            Arc::default()
        }
        Err(_) => {
            tracing::warn!("a server's settings are not read in time");
            Arc::default()
        }
    }
}

async fn read(door: &Door, server: u64) -> Result<Arc<Kept>, StoreError> {
    if let Some(known) = door.settings.get(server) {
        return Ok(known);
    }
    let row = door.store.preference(&key_of(door, server)).await?;
    let read = row.as_ref().map_or_else(Kept::default, |row| Kept::read(&row.body));
    if let Some(row) = row {
        renew(door, row).await;
    }
    Ok(door.settings.read(server, Arc::new(read)))
}

/// What nobody chose for a year is deleted; a server the bot is still in keeps
/// what it chose.
async fn renew(door: &Door, row: PreferenceRow) {
    let now = door.desk.now();
    if now.duration_since(row.updated_at).as_hours() < RENEW_AFTER {
        return;
    }
    let renewed = door.store.commit(vec![Write::PutPreference(PreferenceRow { updated_at: now, ..row })]).await;
    if let Err(error) = renewed {
        tracing::warn!(%error, "a server's settings could not be renewed; they are tried again at the next start");
    }
}

/// Reads the settings of servers before anything is asked there, so that the
/// first interaction is acknowledged as fast as the next.
pub(crate) async fn prepare(door: &Door, servers: Vec<u64>) {
    for server in servers.into_iter().take(MAX_SERVERS / 2) {
        let _remembered = kept(door, server).await;
    }
}

/// A server is no person, and has a name space of its own.
fn key_of(door: &Door, server: u64) -> PersonKey {
    door.keyring.person("discord-server", &server.to_string())
}

/// The channel or thread, and the channel a thread hangs under, as hashes.
fn places(door: &Door, arrival: &Arrival) -> Vec<String> {
    let hash = |id: u64| {
        let key = door.keyring.person("discord-channel", &id.to_string());
        key.0.iter().take(HASHED).map(|byte| format!("{byte:02x}")).collect()
    };
    std::iter::once(arrival.channel).chain(arrival.parent).map(hash).collect()
}

/// Changes the settings of a server or channel, and says what they are.
pub(crate) async fn change(door: &Door, arrival: &Arrival, options: &[(String, String)]) {
    let is_channel = option(options, WHERE) == Some(CHANNEL);
    changed(door, arrival, (DEFER, is_channel), |choice| apply(choice, options)).await;
}

/// Chooses the topics of a server or channel, by the menu under its settings.
pub(crate) async fn choose_topics(door: &Door, arrival: &Arrival, is_channel: bool, values: &[String]) {
    let topics = Topics::of(&door.desk.engine().knowledge, values.iter().map(String::as_str));
    changed(door, arrival, (DEFER_UPDATE, is_channel), |choice| choice.topics = Some(topics)).await;
}

async fn changed(
    door: &Door,
    arrival: &Arrival,
    (kind, is_channel): (u8, bool),
    change: impl FnOnce(&mut Choice) + Send,
) {
    let refused = match arrival.server {
        None => Some(key!("discord-settings-server")),
        // What the platform shows to whom is a convenience; this is the check.
        Some(_) if !arrival.manages => Some(key!("discord-settings-refused")),
        Some(_) => None,
    };
    let opened = Opened { place: Place::Hidden { in_server: true }, flags: EPHEMERAL };
    // A refusal leaves the message it was pressed under as it is.
    let kind = if refused.is_some() { DEFER } else { kind };
    let data = (kind == DEFER).then(|| json!({ "flags": EPHEMERAL }));
    if let Err(error) = door.respond(arrival, kind, data).await {
        return quiet(Err(error), "a change of settings could not be acknowledged");
    }
    let form = Settings::of(door, arrival).await.form.unwrap_or(WrittenForm::Bokmal);
    let shown = match (refused, arrival.server) {
        (Some(key), _) => said(&door.text(form, key)),
        (None, Some(server)) => keep(door, arrival, (server, is_channel), change)
            .await
            .unwrap_or_else(|()| said(&door.text(form, key!("store-failed")))),
        (None, None) => return,
    };
    door.fill(arrival, opened, &[shown]).await;
}

/// Keeps a change; the settings as they then are.
async fn keep(
    door: &Door,
    arrival: &Arrival,
    (server, is_channel): (u64, bool),
    change: impl FnOnce(&mut Choice) + Send,
) -> Result<Payload, ()> {
    // Two who change at the same time do not undo each other's change.
    let _lane = door.lanes.enter(server).await;
    let failed = |error: StoreError| tracing::error!(%error, "a server's settings cannot be kept");
    let before = read(door, server).await.map_err(failed)?;
    let mut after = Kept::clone(&before);
    let place = if is_channel { places(door, arrival).into_iter().next() } else { None };
    match place {
        Some(place) => change(after.channels.entry(place).or_default()),
        None => change(&mut after.server),
    }
    if after != *before {
        let row = PreferenceRow { person: key_of(door, server), body: after.write(), updated_at: door.desk.now() };
        door.store.commit(vec![Write::PutPreference(row)]).await.map_err(failed)?;
    }
    door.settings.chosen(server, after.clone());
    let (choice, key) = if is_channel {
        (after.of(&places(door, arrival)), key!("discord-settings-channel"))
    } else {
        (after.server, key!("discord-settings-now"))
    };
    Ok(told(door, arrival, (&choice, is_channel), key))
}

fn option<'a>(options: &'a [(String, String)], name: &str) -> Option<&'a str> {
    options.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}

/// Changes what was given and leaves the rest.
fn apply(choice: &mut Choice, options: &[(String, String)]) {
    let form = option(options, LANGUAGE).and_then(WrittenForm::from_tag).map(WrittenForm::for_replies);
    choice.form = form.or(choice.form);
    choice.is_open = option(options, VISIBILITY).map(|visibility| visibility == OPEN).or(choice.is_open);
}

/// The settings in words, with the menu of topics below.
fn told(door: &Door, arrival: &Arrival, (choice, is_channel): (&Choice, bool), key: &str) -> Payload {
    let form = choice.form.or(arrival.locale).unwrap_or(WrittenForm::Bokmal).for_replies();
    let language = match choice.form {
        Some(WrittenForm::Nynorsk) => key!("language-nn"),
        Some(WrittenForm::English) => key!("language-en"),
        Some(_) => key!("language-nb"),
        None => key!("discord-language-own"),
    };
    let is_open = choice.is_open.unwrap_or(false);
    let seen = if is_open { key!("discord-answers-open") } else { key!("discord-answers-hidden") };
    let (language, seen) = (door.text(form, language), door.text(form, seen));
    let topics = choice.topics.clone().unwrap_or_default();
    let named = menu::named(door, form, &topics);
    let values = [("language", language.as_str()), ("answers", seen.as_str()), ("topics", named.as_str())];
    let rows = menu::rows(door, arrival, form, (&topics, is_channel));
    Payload { rows, ..said(&door.desk.engine().replies.with(form, key, &values)) }
}

/// Forgets a server the bot was removed from.
pub(crate) async fn forget(door: &Door, server: u64) {
    door.settings.chosen(server, Kept::default());
    if let Err(error) = door.store.remove_person(&key_of(door, server)).await {
        tracing::warn!(%error, "the settings of a server that was left cannot be removed");
    }
}
