//! What fuzzing reads with: the door's parsers, from a frame of the gateway to
//! what the desk would be asked. Never in a shipped build.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use serenity::all::{Event, GatewayEvent};
use utveier::dialogue::Outgoing;
use utveier::replies::Replies;
use utveier::seal::Keyring;

use crate::arrival::{Arrival, Asked};
use crate::forum::without_mentions;
use crate::press::{Audience, Press};
use crate::render::{Look, MAX_CONTENT, Place, render, said};
use crate::rest::RestError;

/// What a frame is read as; a word for each part that was read.
#[must_use]
pub fn frame(bytes: &[u8], keyring: &Keyring) -> Vec<String> {
    // The gateway's frames are text.
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    match serde_json::from_str::<GatewayEvent>(text) {
        Ok(GatewayEvent::Dispatch(_, Event::InteractionCreate(event))) => {
            Arrival::read(event.interaction).map_or_else(Vec::new, |arrival| arrived(&arrival, keyring))
        }
        Ok(GatewayEvent::Dispatch(_, Event::MessageCreate(event))) => {
            let content = without_mentions(&event.message.content, 12);
            vec!["message".into(), said(&content).content]
        }
        Ok(_) => vec!["another event".into()],
        Err(_) => Vec::new(),
    }
}

fn arrived(arrival: &Arrival, keyring: &Keyring) -> Vec<String> {
    let place = format!("{} {} {:?}", arrival.is_direct, arrival.manages, arrival.locale);
    let mut read = vec![place];
    match &arrival.asked {
        Asked::Command { name, options } => {
            read.push(name.clone());
            read.extend(options.iter().map(|(name, value)| format!("{name}={value}")));
        }
        Asked::Message(text) => read.push(said(text).content),
        Asked::Typing { command, text } => read.push(format!("{command} {text}")),
        Asked::Press { id, .. } => press(id, arrival.person, keyring, &mut read),
        Asked::Field { id, text, .. } => {
            press(id, arrival.person, keyring, &mut read);
            read.push(text.clone());
        }
    }
    read
}

/// A press as it came, and the same as if it were signed by us.
fn press(id: &str, person: u64, keyring: &Keyring, read: &mut Vec<String>) {
    read.push(format!("opened {}", Press::open(keyring, person, id).is_some()));
    let Some(press) = Press::decode(id) else { return };
    read.push(format!("{press:?}"));
    let sealed = press.seal(keyring, Audience::Person(person));
    assert_eq!(Press::open(keyring, person, &sealed), Some(press), "a lost button");
    assert_eq!(Press::open(keyring, person.wrapping_add(1), &sealed), None, "a button of another person");
}

/// What a refusal of the platform means: the first line is the waiting time's
/// header, the rest the body.
#[must_use]
pub fn refusal(status: u16, bytes: &[u8]) -> String {
    let (header, body) =
        bytes.iter().position(|byte| *byte == b'\n').map_or((bytes, &b""[..]), |at| bytes.split_at(at));
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(header) {
        headers.insert(HeaderName::from_static("retry-after"), value);
    }
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    RestError::of_answer(status, &headers, &body).to_string()
}

/// The contents a message is shown as, each within the platform's limit.
#[must_use]
pub fn rendered(message: &Outgoing, replies: &Replies, keyring: &Keyring) -> Vec<String> {
    let look = Look { place: Place::Direct, audience: Audience::Person(1), replies, keyring };
    let payloads = render(message, look);
    for payload in &payloads {
        assert!(payload.content.encode_utf16().count() <= MAX_CONTENT, "a content that is too long");
    }
    payloads.into_iter().map(|payload| payload.content).collect()
}
