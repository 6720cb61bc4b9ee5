//! What a server or a channel of it has chosen: the language of answers, and
//! who sees them.
//!
//! Kept with people's preferences, under a keyed hash of the server; changed by
//! those who may manage the server, removed when the bot leaves it.

mod kept;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use utveier::language::WrittenForm;
use utveier::store::{PersonKey, PreferenceRow, Write};

use crate::arrival::Arrival;
use crate::commands::{CHANNEL, LANGUAGE, OPEN, VISIBILITY, WHERE};
use crate::door::Door;
use crate::key;
use kept::{Choice, Kept};

/// Bytes of a channel's hash that are kept.
const HASHED: usize = 8;

/// Settings as they hold for one interaction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The form to answer in, unless the person chose another: the place's, else
    /// the one of the person's device.
    pub form: Option<WrittenForm>,
    /// Whether answers from the content are shown to everybody.
    pub is_open: bool,
}

impl Settings {
    /// Those of an interaction's place.
    pub(crate) async fn of(door: &Door, arrival: &Arrival) -> Self {
        let choice = match arrival.server {
            Some(server) => kept(door, server).await.of(&places(door, arrival)),
            None => Choice::default(),
        };
        // Unless somebody chose otherwise, what is asked is nobody else's affair.
        Self { form: choice.form.or(arrival.locale), is_open: choice.is_open.unwrap_or(false) }
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

async fn kept(door: &Door, server: u64) -> Arc<Kept> {
    if let Some(known) = door.settings.get(server) {
        return known;
    }
    match door.store.preference(&key_of(door, server)).await {
        Ok(row) => {
            let read = row.map_or_else(Kept::default, |row| Kept::read(&row.body));
            door.settings.read(server, Arc::new(read))
        }
        // Without them answers are hidden, which harms nobody.
        Err(error) => {
            tracing::warn!(%error, "a server's settings cannot be read");
            Arc::default()
        }
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
    let form = Settings::of(door, arrival).await.form.unwrap_or(WrittenForm::Bokmal);
    let Some(server) = arrival.server else {
        return door.tell(arrival, &door.text(form, key!("discord-settings-server"))).await;
    };
    // What the platform shows to whom is a convenience; this is the check.
    if !arrival.manages {
        return door.tell(arrival, &door.text(form, key!("discord-settings-refused"))).await;
    }
    let before = kept(door, server).await;
    let mut after = Kept::clone(&before);
    let is_channel = option(options, WHERE) == Some(CHANNEL);
    let place = if is_channel { places(door, arrival).into_iter().next() } else { None };
    match place {
        Some(place) => apply(after.channels.entry(place).or_default(), options),
        None => apply(&mut after.server, options),
    }
    let row = PreferenceRow { person: key_of(door, server), body: after.write(), updated_at: door.desk.now() };
    if after != *before
        && let Err(error) = door.store.commit(vec![Write::PutPreference(row)]).await
    {
        tracing::error!(%error, "a server's settings cannot be kept");
        return door.tell(arrival, &door.text(form, key!("store-failed"))).await;
    }
    door.settings.chosen(server, after.clone());
    let (choice, key) = if is_channel {
        (after.of(&places(door, arrival)), key!("discord-settings-channel"))
    } else {
        (after.server, key!("discord-settings-now"))
    };
    door.tell(arrival, &told(door, choice.form.unwrap_or(form), choice, key)).await;
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

/// The settings in words.
fn told(door: &Door, form: WrittenForm, choice: Choice, key: &str) -> String {
    let language = match choice.form {
        Some(WrittenForm::Nynorsk) => key!("language-nn"),
        Some(WrittenForm::English) => key!("language-en"),
        Some(_) => key!("language-nb"),
        None => key!("discord-language-own"),
    };
    let is_open = choice.is_open.unwrap_or(false);
    let seen = if is_open { key!("discord-answers-open") } else { key!("discord-answers-hidden") };
    let (language, seen) = (door.text(form, language), door.text(form, seen));
    let values = [("language", language.as_str()), ("answers", seen.as_str())];
    door.desk.engine().replies.with(form, key, &values)
}

/// Forgets a server the bot was removed from.
pub(crate) async fn forget(door: &Door, server: u64) {
    door.settings.chosen(server, Kept::default());
    if let Err(error) = door.store.remove_person(&key_of(door, server)).await {
        tracing::warn!(%error, "the settings of a server that was left cannot be removed");
    }
}
