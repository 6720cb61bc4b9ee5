//! Delivering to a forum: the first parcel of a case opens a post, later ones
//! go into it.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::{Value, json};
use utveier::inbox::{DeliveryError, Inbox, Parcel, Purpose};
use utveier::replies::Replies;
use utveier::request::CaseCode;
use utveier::seal::Keyring;
use utveier::store::{Store, Write};

use super::{FORM, case_name, tags, thread_name};
use crate::config::{DiscordConfig, Error};
use crate::key;
use crate::press::{Audience, Duty, Press};
use crate::render::{MAX_CONTENT, NO_PREVIEW, Payload, button, clipped, escaped, split};
use crate::rest::{Rest, RestError};

/// Letters of a post's name.
const MAX_NAME: usize = 100;
/// Letters of a nonce; the platform takes 25.
const NONCE: usize = 22;

/// Forums of the platform as an inbox; a recipient is a forum's id.
pub struct ForumInbox {
    rest: Rest,
    store: Arc<dyn Store>,
    keyring: Arc<Keyring>,
    replies: Replies,
    forums: Vec<String>,
}

impl fmt::Debug for ForumInbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ForumInbox").field("forums", &self.forums.len()).finish_non_exhaustive()
    }
}

impl ForumInbox {
    /// An inbox in `forums`, ids of forum channels.
    ///
    /// # Errors
    ///
    /// When the extra root certificate cannot be used.
    pub fn new(config: &DiscordConfig, forums: Vec<String>) -> Result<Self, Error> {
        let rest = Rest::new(config)?;
        let (store, keyring) = (Arc::clone(&config.store), Arc::clone(&config.keyring));
        Ok(Self { rest, store, keyring, replies: Replies::default(), forums })
    }

    /// The case's post in a forum and the parcel it was opened with, when there
    /// is one.
    async fn thread(&self, code: &CaseCode, forum: &str) -> Result<Option<(String, String)>, DeliveryError> {
        let kept = self.store.value(&thread_name(code.as_str(), forum)).await;
        let kept = kept.map_err(|error| DeliveryError::Transient(error.to_string()))?;
        let kept = kept.and_then(|value| String::from_utf8(value).ok());
        let parts = kept.as_deref().and_then(|kept| kept.split_once(' '));
        // A post that was deleted is noted as 0.
        Ok(parts.filter(|(thread, _)| *thread != "0").map(|(thread, parcel)| (thread.to_owned(), parcel.to_owned())))
    }

    /// Opens a post with the parcel's first text; whether it was there already is
    /// asked first, as its making cannot be repeated safely.
    async fn open(&self, parcel: &Parcel, code: &CaseCode, payload: &Payload) -> Result<String, DeliveryError> {
        let name = clipped(&format!("{} · {}", parcel.code, parcel.subject), MAX_NAME);
        let forum = self.rest.get(&format!("/channels/{}", parcel.recipient)).await?;
        let thread = match self.found(parcel, &name, &forum).await? {
            Some(thread) => thread,
            None => {
                let mut body =
                    json!({ "name": name, "message": payload.body(NO_PREVIEW), "auto_archive_duration": 10_080 });
                if let Some(tag) = tags::of_region(&forum, &parcel.region) {
                    body["applied_tags"] = json!([tag]);
                }
                let path = format!("/channels/{}/threads", parcel.recipient);
                let made = self.rest.post_once(&path, &body).await?;
                let id = made["id"].as_str().map(str::to_owned);
                id.ok_or_else(|| DeliveryError::Unknown("a post without id".into()))?
            }
        };
        self.keep(code, parcel, &thread).await?;
        Ok(thread)
    }

    /// An open post of the same name: one whose making was confirmed to nobody.
    async fn found(&self, parcel: &Parcel, name: &str, forum: &Value) -> Result<Option<String>, DeliveryError> {
        let Some(server) = forum["guild_id"].as_str() else { return Ok(None) };
        let active = self.rest.get(&format!("/guilds/{server}/threads/active")).await?;
        let threads = active["threads"].as_array().map_or(&[][..], Vec::as_slice);
        let own = threads.iter().find(|thread| thread["parent_id"] == *parcel.recipient && thread["name"] == *name);
        Ok(own.and_then(|thread| thread["id"].as_str()).map(str::to_owned))
    }

    async fn keep(&self, code: &CaseCode, parcel: &Parcel, thread: &str) -> Result<(), DeliveryError> {
        let number: u64 = thread.parse().map_err(|_| DeliveryError::Permanent("a post's id is no number".into()))?;
        let case = case_value(parcel, code);
        let opened = format!("{thread} {}", parcel.id);
        let writes = vec![
            put(code, thread_name(code.as_str(), &parcel.recipient), &opened),
            put(code, case_name(number), &case),
        ];
        self.store.commit(writes).await.map_err(|error| DeliveryError::Transient(error.to_string()))
    }

    /// Notes that a case came to the post once more, for another region.
    async fn came_again(&self, code: &CaseCode, parcel: &Parcel, thread: &str) -> Result<(), DeliveryError> {
        let Ok(number) = thread.parse() else { return Ok(()) };
        let write = put(code, case_name(number), &case_value(parcel, code));
        self.store.commit(vec![write]).await.map_err(|error| DeliveryError::Transient(error.to_string()))
    }

    async fn post(&self, parcel: &Parcel, thread: &str, (at, payload): (usize, &Payload)) -> Result<(), RestError> {
        let mut body = payload.body(NO_PREVIEW);
        body["nonce"] = self.nonce(parcel, at).into();
        body["enforce_nonce"] = true.into();
        let path = format!("/channels/{thread}/messages");
        match self.rest.post(&path, &body).await {
            Err(error) if error.is_archived() => {
                self.rest.patch(&format!("/channels/{thread}"), &json!({ "archived": false })).await?;
                self.rest.post(&path, &body).await.map(|_| ())
            }
            other => other.map(|_| ()),
        }
    }

    /// The same whenever the same part of the same parcel is posted.
    fn nonce(&self, parcel: &Parcel, at: usize) -> String {
        let signed = self.keyring.sign("discord-parcel", format!("{} {at}", parcel.id).as_bytes());
        signed.iter().map(|byte| format!("{byte:02x}")).collect::<String>().chars().take(NONCE).collect()
    }

    /// The parcel as messages; buttons under the last, where it can be answered.
    fn payloads(&self, parcel: &Parcel, code: &CaseCode) -> Vec<Payload> {
        let heading = format!("**{}**", escaped(&format!("{} · {}", parcel.code, parcel.subject)));
        let mut text = format!("{heading}\n\n{}", escaped(&parcel.text));
        let answerable = !parcel.how_to_answer.is_empty();
        if answerable {
            let how = escaped(&self.replies.text(FORM, key!("discord-case-how")));
            text.push_str(&format!("\n\n{how}"));
        }
        let parts = split(&text, MAX_CONTENT);
        let mut payloads: Vec<Payload> =
            parts.into_iter().map(|content| Payload { content, rows: Vec::new() }).collect();
        if let Some(last) = payloads.last_mut().filter(|_| answerable) {
            last.rows = vec![self.buttons(code)];
        }
        payloads
    }

    fn buttons(&self, code: &CaseCode) -> Value {
        let of = |key: &str, style: u8, duty: Duty| {
            let id = Press::Inbox(duty, code.clone()).seal(&self.keyring, Audience::Anybody);
            button(&self.replies.text(FORM, key), style, &id)
        };
        json!({ "type": 1, "components": [
            of(key!("discord-case-answer"), 1, Duty::Answer),
            of(key!("discord-case-claim"), 2, Duty::Claim),
            of(key!("inbox-transfer"), 2, Duty::Transfer),
            of(key!("discord-case-close"), 2, Duty::Close),
        ] })
    }
}

/// Notes what belongs to a case and goes with it.
fn put(code: &CaseCode, name: String, value: &str) -> Write {
    Write::PutCaseValue { code: code.as_str().to_owned(), name, value: value.as_bytes().to_vec() }
}

/// What is kept of a post: its case, forum and region.
fn case_value(parcel: &Parcel, code: &CaseCode) -> String {
    format!("{} {} {}", code.as_str(), parcel.recipient, parcel.region)
}

#[async_trait]
impl Inbox for ForumInbox {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        if parcel.recipient.is_empty() || !parcel.recipient.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(DeliveryError::Permanent("a forum's id is a number; check the inbox's `to`".into()));
        }
        if parcel.purpose == Purpose::Selftest {
            return self.selftest(parcel).await;
        }
        let code: CaseCode = parcel.code.parse().map_err(|_| DeliveryError::Permanent("no case code".into()))?;
        let payloads = self.payloads(parcel, &code);
        let Some(first) = payloads.first() else { return Ok(()) };
        // The post's first message was made with it.
        let (thread, skip) = match self.thread(&code, &parcel.recipient).await? {
            Some((thread, opened_with)) => {
                if parcel.purpose == Purpose::Request {
                    self.came_again(&code, parcel, &thread).await?;
                }
                (thread, usize::from(opened_with == parcel.id.to_string()))
            }
            None => (self.open(parcel, &code, first).await?, 1),
        };
        for part in payloads.iter().enumerate().skip(skip) {
            match self.post(parcel, &thread, part).await {
                Err(error) if error.is_gone() => {
                    // Somebody deleted the post: the next attempt opens another.
                    self.keep(&code, parcel, "0").await?;
                    return Err(DeliveryError::Transient("the case's post was deleted".into()));
                }
                other => other?,
            }
        }
        Ok(())
    }

    async fn probe(&self) -> Result<(), DeliveryError> {
        for forum in &self.forums {
            let answer = self.rest.get(&format!("/channels/{forum}")).await?;
            if answer["type"] != 15 {
                return Err(DeliveryError::Permanent("the channel is not a forum; check the inbox's `to`".into()));
            }
        }
        Ok(())
    }
}

impl ForumInbox {
    async fn selftest(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        let content = clipped(&escaped(&parcel.text), MAX_CONTENT);
        let message = Payload { content, rows: Vec::new() }.body(NO_PREVIEW);
        let body = json!({ "name": clipped(&parcel.subject, MAX_NAME), "message": message });
        self.rest.post_once(&format!("/channels/{}/threads", parcel.recipient), &body).await?;
        Ok(())
    }
}
