//! Direct messages of an outage the gateway does not make up for: a session that
//! cannot be resumed, or a time when nothing was running.
//!
//! Ids grow with time everywhere on the platform, so the newest one that was
//! answered tells what came after it in any conversation. Whose conversations
//! are looked into: those with an open request, and those who lately wrote and
//! have something unfinished. Everybody else can simply write again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use utveier::desk::open_case;
use utveier::dialogue::Door as DeskDoor;
use utveier::request::Stage;
use utveier::store::{StoreError, Write};

use crate::direct::{self, Letter};
use crate::door::{Door, quiet};
use crate::rest::RestError;

/// The name of the value that holds the newest answered message.
const HEARD: &str = "discord-heard";
/// How often that is kept.
const KEPT_EVERY: Duration = Duration::from_secs(30);
/// Cases looked at, newest last; and conversations looked into.
const MOST_CASES: usize = 10_000;
const MOST_PERSONS: usize = 300;
/// Messages of one conversation; the platform gives 100.
const MOST_MESSAGES: usize = 50;

/// Reads again what came while no session was open, and answers it. In the
/// `first` session of a process nothing is known of what was answered last, so
/// what stands above our own newest message counts as answered.
pub(crate) async fn read_again(door: &Arc<Door>, first: bool) {
    let heard = match heard(door).await {
        Ok(0) => return,
        Ok(heard) => heard,
        Err(error) => return tracing::warn!(%error, "it cannot be read which messages were answered last"),
    };
    let persons = match waiting_persons(door).await {
        Ok(persons) => persons,
        Err(error) => return tracing::warn!(%error, "it cannot be read who may have written meanwhile"),
    };
    let mut missed = 0_usize;
    for person in persons {
        match written_since(door, person, heard, first).await {
            Ok(letters) => {
                for letter in letters {
                    missed += usize::from(!door.taken.has(letter.id));
                    direct::answer(Arc::clone(door), letter).await;
                }
            }
            Err(error) => quiet(Err(error), "a conversation could not be read again"),
        }
    }
    if missed > 0 {
        tracing::info!(missed, "messages of an outage are answered");
    }
}

/// The newest answered message, of this process or an earlier one.
async fn heard(door: &Door) -> Result<u64, StoreError> {
    let kept = door.store.value(HEARD).await?;
    let kept = kept.and_then(|value| <[u8; 8]>::try_from(value).ok()).map_or(0, u64::from_be_bytes);
    Ok(door.heard().max(kept))
}

/// Who may wait for an answer.
async fn waiting_persons(door: &Door) -> Result<BTreeSet<u64>, StoreError> {
    let open = [Stage::Received, Stage::Delivered, Stage::Undeliverable, Stage::Answered].map(Stage::as_str);
    let mut persons = BTreeSet::new();
    for case in door.store.cases(&open, MOST_CASES).await?.iter().rev() {
        let address = open_case(&door.keyring, case).ok().flatten().map(|body| body.address);
        let own = address.filter(|address| address.door == DeskDoor::Discord.as_str());
        persons.extend(own.and_then(|address| address.person.parse::<u64>().ok()));
        if persons.len() >= MOST_PERSONS {
            break;
        }
    }
    for person in door.writers.newest(MOST_PERSONS) {
        let key = door.keyring.person(DeskDoor::Discord.as_str(), &person.to_string());
        if door.store.draft(&key).await?.is_some() {
            persons.insert(person);
        }
    }
    Ok(persons)
}

/// What a person wrote after a message, oldest first.
async fn written_since(door: &Door, person: u64, heard: u64, first: bool) -> Result<Vec<Letter>, RestError> {
    let opened = door.rest.post("/users/@me/channels", &json!({ "recipient_id": person.to_string() })).await?;
    let Some(channel) = number(&opened["id"]) else { return Ok(Vec::new()) };
    let path = format!("/channels/{channel}/messages?after={heard}&limit={MOST_MESSAGES}");
    let found = door.rest.get(&path).await?;
    let found = found.as_array().map_or(&[][..], Vec::as_slice);
    let own = |message: &&Value| number(&message["author"]["id"]) != Some(person);
    let answered = found.iter().filter(own).filter_map(|message| number(&message["id"])).max();
    let answered = answered.filter(|_| first).unwrap_or(0);
    let letter = |message: &Value| {
        let text = message["content"].as_str().unwrap_or_default().to_owned();
        Some(Letter { id: number(&message["id"])?, person, channel, text })
    };
    let written = found.iter().filter(|message| !own(message)).filter_map(letter);
    let mut letters: Vec<Letter> = written.filter(|letter| letter.id > answered.max(heard)).collect();
    letters.sort_unstable_by_key(|letter| letter.id);
    Ok(letters)
}

fn number(id: &Value) -> Option<u64> {
    id.as_str()?.parse().ok()
}

/// Keeps now and then which message was answered last, and when the door closes.
pub(crate) async fn keep(door: &Door, stop: &CancellationToken) {
    let mut kept = 0;
    while !stop.is_cancelled() {
        tokio::select! {
            () = tokio::time::sleep(KEPT_EVERY) => {}
            () = stop.cancelled() => return,
        }
        if door.heard() != kept {
            kept = door.heard();
            note(door).await;
        }
    }
}

/// Keeps which message was answered last.
pub(crate) async fn note(door: &Door) {
    let heard = door.heard();
    if heard == 0 {
        return;
    }
    let write = Write::PutValue { name: HEARD.to_owned(), value: heard.to_be_bytes().to_vec() };
    if let Err(error) = door.store.commit(vec![write]).await {
        tracing::warn!(%error, "it cannot be kept which message was answered last");
    }
}
