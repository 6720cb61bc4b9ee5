//! What advisers write in the topics.

use std::time::Duration;

use teloxide::payloads::CloseForumTopic;
use teloxide::types::ChatId;
use utveier::desk::{Desk, Taken};
use utveier::inbox::{DeliveryError, Reply, Returned};
use utveier::request::CaseCode;

use super::TelegramInbox;
use crate::api::EditForumTopic;
use crate::door::{Place, command, thread};
use crate::render::Marked;
use crate::send::Patience;
use crate::wire::Message;

/// Tries of an answer the store does not take, a second apart and doubling.
const TRIES: u32 = 6;

/// What an adviser does.
#[derive(Debug, PartialEq, Eq)]
enum Deed<'a> {
    Answer(&'a str),
    Claim,
    Close,
    /// `/svar` with nothing after it.
    Empty,
    /// Talk among advisers.
    Talk,
}

impl TelegramInbox {
    /// A message in an inbox chat.
    pub(crate) async fn take(&self, message: &Message, desk: &Desk) {
        let Some(topic) = message.message_thread_id.filter(|_| !message.is_service()) else { return };
        if message.from.as_ref().is_none_or(|from| from.is_bot) {
            return;
        }
        let deed = deed(message, self.bot);
        if deed == Deed::Talk {
            return;
        }
        let chat = message.chat.id;
        let said = match self.case_of(chat, topic).await {
            Ok(Some(code)) => self.act(message, &code, deed, desk).await,
            Ok(None) => Ok(key!("telegram-inbox-no-case")),
            Err(error) => Err(error),
        };
        let key = said.unwrap_or_else(|error| {
            tracing::error!(%error, "what an adviser wrote in telegram could not be taken in");
            key!("telegram-inbox-failed")
        });
        self.say(message, key).await;
        if key == key!("telegram-inbox-closed") {
            let call = CloseForumTopic::new(ChatId(chat), thread(topic));
            if let Err(failure) = self.out.call::<_, bool>(&call).await {
                tracing::info!(%failure, "a topic could not be closed; does the bot manage topics there?");
            }
        }
    }

    /// A changed message: what was passed on stays as it was.
    pub(crate) async fn edited(&self, message: &Message) {
        if matches!(deed(message, self.bot), Deed::Answer(_)) {
            self.say(message, key!("telegram-inbox-edited")).await;
        }
    }

    /// Does it; the key of what is said about it.
    async fn act(
        &self,
        message: &Message,
        code: &CaseCode,
        deed: Deed<'_>,
        desk: &Desk,
    ) -> Result<&'static str, DeliveryError> {
        let (chat, topic) = (message.chat.id, message.message_thread_id.unwrap_or_default());
        match deed {
            Deed::Talk | Deed::Empty => Ok(key!("telegram-inbox-empty")),
            Deed::Claim => {
                let is_first = self.claim(chat, topic).await?;
                if is_first {
                    let call = EditForumTopic { chat_id: chat, message_thread_id: topic, name: format!("✓ {code}") };
                    // A name that stays as it was is no loss.
                    let _named = self.out.call::<_, bool>(&call).await;
                }
                Ok(if is_first { key!("telegram-inbox-claimed") } else { key!("telegram-inbox-claimed-before") })
            }
            Deed::Close => self.hand_in(&reply(message, code, "", true), desk, key!("telegram-inbox-closed")).await,
            Deed::Answer(text) => {
                self.hand_in(&reply(message, code, text, false), desk, key!("telegram-inbox-sent")).await
            }
        }
    }

    /// Hands an answer to the desk; the store may need a moment.
    async fn hand_in(&self, reply: &Reply, desk: &Desk, done: &'static str) -> Result<&'static str, DeliveryError> {
        let returned = Returned::Reply(reply.clone());
        let mut tries = 0;
        loop {
            match desk.take_in(&returned).await {
                Ok(Taken::Done | Taken::Before) => return Ok(done),
                Ok(Taken::Unmatched) => return Ok(key!("telegram-inbox-no-case")),
                Err(error) if tries >= TRIES => return Err(DeliveryError::Transient(error.to_string())),
                Err(_) => {
                    tokio::time::sleep(Duration::from_secs(1 << tries)).await;
                    tries += 1;
                }
            }
        }
    }

    async fn say(&self, message: &Message, key: &str) {
        let place = Place {
            chat: message.chat.id,
            thread: message.message_thread_id,
            reply_to: Some(message.message_id),
            is_silent: true,
        };
        let mut text = Marked::default();
        text.plain(&self.word(key));
        if let Err(failure) = self.send(&place, &text, Patience::Wait).await {
            tracing::warn!(%failure, "an adviser could not be told what became of a message");
        }
    }
}

/// What an adviser does with a message, where `bot` is ours.
fn deed(message: &Message, bot: i64) -> Deed<'_> {
    let text = message.text.as_deref().or(message.caption.as_deref()).unwrap_or_default().trim();
    if let Some((name, _, rest)) = command(text) {
        return match name.as_str() {
            "ta" => Deed::Claim,
            "lukk" => Deed::Close,
            "svar" if rest.is_empty() => Deed::Empty,
            "svar" => Deed::Answer(rest),
            _ => Deed::Talk,
        };
    }
    let is_reply = message.reply_to_message.as_ref().is_some_and(|to| {
        // In a topic everything replies to the message that began it.
        let is_root = to.forum_topic_created.is_some() || Some(to.message_id) == message.message_thread_id;
        !is_root && to.from.as_ref().is_some_and(|from| from.id == bot)
    });
    match is_reply {
        true if text.is_empty() => Deed::Empty,
        true => Deed::Answer(text),
        false => Deed::Talk,
    }
}

/// The same in words.
#[cfg(feature = "testing")]
pub(crate) fn deed_of(message: &Message, bot: i64) -> String {
    format!("{:?}", deed(message, bot))
}

fn reply(message: &Message, code: &CaseCode, text: &str, closes: bool) -> Reply {
    Reply {
        code: code.as_str().to_owned(),
        text: text.to_owned(),
        closes,
        had_attachments: message.has_attachment(),
        // No notice by mail: the adviser is told in the topic.
        sender: String::new(),
        key: format!("telegram:{}:{}", message.chat.id, message.message_id),
    }
}
