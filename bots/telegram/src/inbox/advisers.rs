//! What advisers write in the topics.

use std::time::Duration;

use teloxide::payloads::CloseForumTopic;
use teloxide::types::ChatId;
use utveier::desk::{Desk, Taken};
use utveier::inbox::{DeliveryError, Reply, Returned};
use utveier::request::CaseCode;

use super::topics::Topic;
use super::{Rows, TelegramInbox};
use crate::api::EditForumTopic;
use crate::door::{Place, command};
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
    Transfer,
    Close,
    /// `/svar` with nothing after it.
    Empty,
    /// Talk among advisers.
    Talk,
}

/// What is said in a topic about what an adviser did.
pub(super) struct Told {
    pub(super) text: String,
    /// The message it is a reply to, when not the adviser's own.
    pub(super) about: Option<i32>,
    pub(super) rows: Rows,
    /// Whether the topic is closed after it.
    pub(super) closes: bool,
}

impl Told {
    pub(super) fn of(text: String) -> Self {
        Self { text, about: None, rows: Rows::new(), closes: false }
    }
}

impl TelegramInbox {
    /// A message in an inbox chat.
    pub(crate) async fn take(&self, message: &Message, desk: &Desk) {
        let Some(thread) = message.message_thread_id.filter(|_| !message.is_service()) else { return };
        if message.from.as_ref().is_none_or(|from| from.is_bot) {
            return;
        }
        let deed = deed(message, self.bot);
        if deed == Deed::Talk {
            return;
        }
        let told = self.done(message, (thread, deed), desk).await.unwrap_or_else(|error| {
            tracing::error!(%error, "what an adviser wrote in telegram could not be taken in");
            Told::of(self.word(key!("telegram-inbox-failed")))
        });
        let closes = told.closes;
        self.say(message, told).await;
        if closes {
            let call = CloseForumTopic::new(ChatId(message.chat.id), crate::door::thread(thread));
            if let Err(failure) = self.out.call::<_, bool>(&call).await {
                tracing::info!(%failure, "a topic could not be closed; does the bot manage topics there?");
            }
        }
    }

    /// A changed message: what was passed on stays as it was.
    pub(crate) async fn edited(&self, message: &Message) {
        if matches!(deed(message, self.bot), Deed::Answer(_)) {
            self.say(message, Told::of(self.word(key!("telegram-inbox-edited")))).await;
        }
    }

    /// Does what an adviser asks, if the topic is a case its region still has.
    async fn done(
        &self,
        message: &Message,
        (thread, deed): (i32, Deed<'_>),
        desk: &Desk,
    ) -> Result<Told, DeliveryError> {
        let Some(topic) = self.case_of(message.chat.id, thread).await? else {
            return Ok(Told::of(self.word(key!("telegram-inbox-no-case"))));
        };
        if let Some(holder) = self.moved_to(&topic).await? {
            return Ok(Told::of(self.moved(&holder, desk)));
        }
        match deed {
            Deed::Talk | Deed::Empty => Ok(Told::of(self.word(key!("telegram-inbox-empty")))),
            Deed::Claim => self.claimed(message, &topic, thread).await,
            Deed::Transfer => Ok(self.offer(message.chat.id, &topic, desk)),
            Deed::Close => {
                let reply = reply(message, &topic.code, "", true);
                let taken = self.hand_in(&reply, desk).await?;
                Ok(self.told(taken, key!("inbox-closed"), true))
            }
            Deed::Answer(text) => {
                let taken = self.hand_in(&reply(message, &topic.code, text, false), desk).await?;
                Ok(self.told(taken, key!("telegram-inbox-sent"), false))
            }
        }
    }

    /// Claims a case for who wrote the message. The message is the proof of who it
    /// was: no name is kept.
    async fn claimed(&self, message: &Message, topic: &Topic, thread: i32) -> Result<Told, DeliveryError> {
        let (chat, code) = (message.chat.id, &topic.code);
        if let Some(before) = self.claim(topic, (chat, thread), message.message_id).await? {
            let said = Told::of(self.word(key!("telegram-inbox-claimed-before")));
            return Ok(Told { about: Some(before), ..said });
        }
        let call = EditForumTopic { chat_id: chat, message_thread_id: thread, name: format!("✓ {code}") };
        // A name that stays as it was is no loss.
        let _named = self.out.call::<_, bool>(&call).await;
        Ok(Told::of(self.word(key!("telegram-inbox-claimed"))))
    }

    fn told(&self, taken: Taken, done: &str, closes: bool) -> Told {
        match taken {
            Taken::Done | Taken::Before => Told { closes, ..Told::of(self.word(done)) },
            Taken::Unmatched => Told::of(self.word(key!("telegram-inbox-no-case"))),
        }
    }

    /// Hands an answer to the desk; the store may need a moment.
    async fn hand_in(&self, reply: &Reply, desk: &Desk) -> Result<Taken, DeliveryError> {
        let returned = Returned::Reply(reply.clone());
        let mut tries = 0;
        loop {
            match desk.take_in(&returned).await {
                Ok(taken) => return Ok(taken),
                Err(error) if tries >= TRIES => return Err(DeliveryError::Transient(error.to_string())),
                Err(_) => {
                    tokio::time::sleep(Duration::from_secs(1 << tries)).await;
                    tries += 1;
                }
            }
        }
    }

    async fn say(&self, message: &Message, told: Told) {
        let place = Place {
            chat: message.chat.id,
            thread: message.message_thread_id,
            reply_to: Some(told.about.unwrap_or(message.message_id)),
            is_silent: true,
            ..Place::default()
        };
        let mut text = Marked::default();
        text.plain(&told.text);
        if let Err(failure) = self.send(&place, &text, (told.rows, Patience::Wait)).await {
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
            // As the menu writes it, and as it is spelt.
            "overfor" | "overf\u{f8}r" => Deed::Transfer,
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
