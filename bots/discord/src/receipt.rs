//! Receipts and letters: direct messages that can be edited later.
//!
//! An answer to an interaction can be edited for a quarter of an hour only, so
//! what must still be true tomorrow is a message in the person's own
//! conversation with the bot. Each is posted with a nonce of its own that the
//! platform enforces: posting it again after a lost answer posts nothing.

use serde_json::{Value, json};
use utveier::dialogue::{Kind, Outgoing};
use utveier::request::CaseCode;

use crate::door::Door;
use crate::key;
use crate::render::{NO_PREVIEW, Payload, Place, said};
use crate::rest::RestError;

/// Letters of a nonce; the platform takes 25.
const NONCE: usize = 24;

/// Where a message is: channel and message, as the desk keeps it.
pub(crate) fn reference(posted: &Value) -> Option<String> {
    let (channel, message) = (posted["channel_id"].as_str()?, posted["id"].as_str()?);
    Some(format!("{channel}/{message}"))
}

/// Posts the receipt of a request that was sent from elsewhere as a direct
/// message, and says where it is; where that cannot be, it is shown here.
pub(crate) async fn elsewhere(
    door: &Door,
    person: u64,
    code: &CaseCode,
    message: &Outgoing,
    here: Vec<Payload>,
) -> Vec<Payload> {
    let direct = door.rendered(std::slice::from_ref(message), Place::Direct, person);
    match post(door, person, &direct, code.as_str()).await {
        Ok(references) => {
            if let Some(reference) = references.first() {
                door.desk.posted(code, reference).await;
            }
            let engine = door.desk.engine();
            let shown = code.to_string();
            vec![said(&engine.replies.with(message.form, key!("discord-receipt-sent"), &[("code", &shown)]))]
        }
        Err(error) => {
            tracing::info!(%error, "a receipt could not be posted as a direct message; it is shown where it was sent");
            let note = said(&door.text(message.form, key!("discord-receipt-here")));
            here.into_iter().chain([note]).collect()
        }
    }
}

/// Posts messages to a person, in order, each once; where they are.
pub(crate) async fn post(
    door: &Door,
    person: u64,
    payloads: &[Payload],
    identity: &str,
) -> Result<Vec<String>, RestError> {
    let opened = door.rest.post("/users/@me/channels", &json!({ "recipient_id": person.to_string() })).await?;
    let channel = opened["id"].as_str().ok_or_else(|| RestError::Faulty("a channel without id".into()))?.to_owned();
    post_in(door, &channel, payloads, identity).await
}

/// Posts messages in a channel, in order, each once; where they are.
pub(crate) async fn post_in(
    door: &Door,
    channel: &str,
    payloads: &[Payload],
    identity: &str,
) -> Result<Vec<String>, RestError> {
    let mut references = Vec::new();
    for (at, payload) in payloads.iter().enumerate() {
        let mut body = payload.body(NO_PREVIEW);
        body["nonce"] = nonce(door, &format!("{identity}\n{at}\n{}", payload.content)).into();
        body["enforce_nonce"] = true.into();
        let posted = door.rest.post(&format!("/channels/{channel}/messages"), &body).await?;
        let known = posted["id"].as_str().map(|id| format!("{channel}/{id}"));
        references.push(reference(&posted).or(known).unwrap_or_default());
    }
    Ok(references)
}

/// Edits a message; `Ok(false)` when it is gone.
pub(crate) async fn edit(door: &Door, reference: &str, payload: &Payload) -> Result<bool, RestError> {
    let Some((channel, message)) = reference.split_once('/').filter(|(c, m)| is_id(c) && is_id(m)) else {
        return Ok(false);
    };
    let path = format!("/channels/{channel}/messages/{message}");
    match door.rest.patch(&path, &payload.body(NO_PREVIEW)).await {
        Ok(_) => Ok(true),
        Err(error) if error.is_gone() => Ok(false),
        Err(error) => Err(error),
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The same for the same message, and telling nothing of it.
pub(crate) fn nonce(door: &Door, identity: &str) -> String {
    let signed = door.keyring.sign("discord-nonce", identity.as_bytes());
    signed.iter().map(|byte| format!("{byte:02x}")).collect::<String>().chars().take(NONCE).collect()
}

/// Whether a note may take the place of the receipt before it.
pub(crate) fn replaces(message: &Outgoing) -> bool {
    message.kind == Kind::Receipt && message.receipt.is_some()
}
