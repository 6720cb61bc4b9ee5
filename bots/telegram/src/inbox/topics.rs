//! Which topic is which case, both ways, in the store's named values:
//! `telegram-topic:<chat>:<code>` and `telegram-thread:<chat>:<topic>`. They
//! belong to the case and are deleted with it.

use serde::Deserialize;
use teloxide::payloads::CreateForumTopic;
use teloxide::types::ChatId;
use utveier::inbox::{DeliveryError, Parcel, Purpose};
use utveier::request::CaseCode;

use super::TelegramInbox;
use crate::courier::passing;
use crate::send::{Patience, Urgency};

/// Most characters of a topic's name.
const MAX_NAME: usize = 128;

/// Which case a topic is.
pub(super) struct Topic {
    pub(super) code: CaseCode,
    /// The region it came to.
    pub(super) region: String,
}

/// What we read of a created topic.
#[derive(Deserialize)]
struct Created {
    message_thread_id: i32,
}

impl TelegramInbox {
    /// The topic of a parcel's case, made if there is none.
    pub(super) async fn topic(&self, chat: i64, parcel: &Parcel) -> Result<i32, DeliveryError> {
        let name = topic_name(chat, &parcel.code);
        let of_case = |thread: i32| {
            let value = format!("{} {}", plain(&parcel.code), parcel.region);
            (thread_name(chat, thread), value.into_bytes())
        };
        if let Some(thread) = self.read(&name).await?.and_then(|value| number(&value)) {
            if parcel.purpose == Purpose::Request {
                // It came once more, for another region: nobody there has claimed it.
                self.keep(&parcel.code, vec![of_case(thread), (claim_name(chat, thread), Vec::new())]).await?;
            }
            return Ok(thread);
        }
        let title: String = format!("{} · {}", parcel.code, parcel.subject).chars().take(MAX_NAME).collect();
        let call = CreateForumTopic::new(ChatId(chat), title);
        let created = async {
            let mut turn = self.out.turn(chat, Urgency::Later, Patience::Return).await?;
            turn.call::<_, Created>(&call).await
        };
        let created = created.await.map_err(|failure| passing(&failure))?;
        let thread = created.message_thread_id;
        let mut noted = vec![(name, thread.to_string().into_bytes())];
        // Whoever only hears that a case went on cannot answer in it.
        noted.extend(parcel.purpose.is_answerable().then(|| of_case(thread)));
        self.keep(&parcel.code, noted).await?;
        Ok(thread)
    }

    /// A topic somebody deleted: the next parcel gets a new one.
    pub(super) async fn forget_topic(&self, chat: i64, code: &str) -> Result<(), DeliveryError> {
        self.keep(code, vec![(topic_name(chat, code), Vec::new())]).await
    }

    /// The case of a topic.
    pub(super) async fn case_of(&self, chat: i64, thread: i32) -> Result<Option<Topic>, DeliveryError> {
        let value = self.read(&thread_name(chat, thread)).await?;
        let value = value.and_then(|value| String::from_utf8(value).ok());
        let topic = value.as_deref().and_then(|value| {
            let (code, region) = value.split_once(' ')?;
            Some(Topic { code: code.parse().ok()?, region: region.to_owned() })
        });
        Ok(topic)
    }

    /// Claims a topic with a message; the message it was claimed with before, if
    /// it was.
    pub(super) async fn claim(
        &self,
        topic: &Topic,
        (chat, thread): (i64, i32),
        message: i32,
    ) -> Result<Option<i32>, DeliveryError> {
        let name = claim_name(chat, thread);
        if let Some(before) = self.read(&name).await?.and_then(|value| number(&value)) {
            return Ok(Some(before));
        }
        self.keep(topic.code.as_str(), vec![(name, message.to_string().into_bytes())]).await?;
        Ok(None)
    }
}

fn topic_name(chat: i64, code: &str) -> String {
    format!("telegram-topic:{chat}:{}", plain(code))
}

fn thread_name(chat: i64, thread: i32) -> String {
    format!("telegram-thread:{chat}:{thread}")
}

fn claim_name(chat: i64, thread: i32) -> String {
    format!("telegram-claim:{chat}:{thread}")
}

/// A code without its hyphen, as the store has it.
pub(super) fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn number(value: &[u8]) -> Option<i32> {
    std::str::from_utf8(value).ok()?.parse().ok()
}
