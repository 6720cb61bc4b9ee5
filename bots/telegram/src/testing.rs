//! What fuzzing reads with: the door's parsers, from the bytes that come in to
//! what the desk would be asked. Never in a shipped build.
//!
//! Texts come back as they were read, so that a caller can hold them against
//! each other; nothing is sent and nothing kept.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use utveier::dialogue::Outgoing;
use utveier::knowledge::Knowledge;
use utveier::seal::Keyring;

use crate::api::{Me, failure_of};
use crate::button::Buttons;
use crate::deep_link;
use crate::door::{Asked, asked, command, unread};
use crate::inbox::deed_of;
use crate::render::{Words, of, parts};
use crate::wire::{CallbackQuery, Message, Update};

/// The bot that is written to.
const BOT: i64 = 7;

/// The door's parsers with what they need.
#[derive(Debug)]
pub struct Reader {
    buttons: Buttons,
    me: Me,
}

impl Reader {
    /// Parsers of a bot called `utveier_bot`, with the number 7.
    #[must_use]
    pub fn new(keyring: Arc<Keyring>) -> Self {
        Self { buttons: Buttons::new(keyring), me: Me { id: BOT, username: "utveier_bot".to_owned() } }
    }

    /// What an update is read as; a word for each part that was read.
    #[must_use]
    pub fn update(&self, bytes: &[u8], knowledge: &Knowledge) -> Vec<String> {
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return Vec::new() };
        let Ok(update) = Update::deserialize(value) else { return vec!["unread".into()] };
        let mut read = vec![format!("{} {:?}", update.lane().signum(), update.sent_at().is_some())];
        for message in [&update.message, &update.edited_message].into_iter().flatten() {
            self.message(message, knowledge, &mut read);
        }
        if let Some(query) = &update.callback_query {
            self.press(query, knowledge, &mut read);
        }
        if let Some(query) = &update.inline_query {
            read.push(format!("inline {}", query.query));
        }
        if let Some(change) = &update.my_chat_member {
            read.push(format!("{} {}", change.old_chat_member.status, change.new_chat_member.status));
        }
        read
    }

    fn message(&self, message: &Message, knowledge: &Knowledge, read: &mut Vec<String>) {
        read.push(format!("{:?} {}", unread(message), message.is_service()));
        read.push(match asked(message, &self.me) {
            Asked::Question(text) => format!("asks {text}"),
            Asked::Choices(text) => format!("chooses {text}"),
            Asked::Nothing => "nothing".into(),
            Asked::Bare => "bare".into(),
        });
        read.push(deed_of(message, BOT));
        let text = message.text.as_deref().or(message.caption.as_deref()).unwrap_or_default();
        if let Some((name, _, payload)) = command(text) {
            read.push(name);
            read.push(format!("{:?}", deep_link::read(payload, &self.buttons, knowledge)));
        }
    }

    /// A press as it came, and the same data as if it were signed by us.
    fn press(&self, query: &CallbackQuery, knowledge: &Knowledge, read: &mut Vec<String>) {
        let chat = query.message.as_ref().map_or(query.from.id, |message| message.chat.id);
        let data = query.data.as_deref().unwrap_or_default();
        read.push(format!("opened {}", self.buttons.open(chat, data, knowledge).is_some()));
        let Some(action) = self.buttons.action(data, knowledge) else { return };
        read.push(action.encode());
        if let Some(sealed) = self.buttons.seal(chat, &action, true) {
            let opened = self.buttons.open(chat, &sealed, knowledge);
            // Only what is in the content can be found again when it is hashed.
            assert!(sealed.contains('~') || opened.is_some_and(|opened| opened.action == action), "a lost button");
            assert!(self.buttons.open(chat.wrapping_add(1), &sealed, knowledge).is_none(), "a button of another chat");
        }
    }
}

/// What an answer of the platform means, and the moment until which it makes
/// one wait.
#[must_use]
pub fn answer(status: u16, body: &[u8]) -> Option<String> {
    let failure = failure_of(status, body)?;
    if let crate::api::Failure::RetryAfter(seconds) = failure {
        let _until = tokio::time::Instant::now() + Duration::from_secs(seconds);
    }
    Some(failure.to_string())
}

/// The texts a message is shown as.
#[must_use]
pub fn rendered(message: &Outgoing) -> Vec<String> {
    let parts = parts(&of(message, &Words { reading: "http://127.0.0.1:8080".into() }));
    parts.into_iter().map(|part| part.text).collect()
}
