//! Which topic is which case, both ways, in the store's named values:
//! `telegram-topic:<chat>:<code>` and `telegram-thread:<chat>:<topic>`.

use serde::Deserialize;
use teloxide::payloads::CreateForumTopic;
use teloxide::types::ChatId;
use utveier::inbox::{DeliveryError, Parcel};
use utveier::request::CaseCode;

use super::TelegramInbox;
use crate::courier::passing;
use crate::send::{Patience, Urgency};

/// Most characters of a topic's name.
const MAX_NAME: usize = 128;

/// What we read of a created topic.
#[derive(Deserialize)]
struct Created {
    message_thread_id: i32,
}

impl TelegramInbox {
    /// The topic of a parcel's case, made if there is none.
    pub(super) async fn topic(&self, chat: i64, parcel: &Parcel) -> Result<i32, DeliveryError> {
        let name = topic_name(chat, &parcel.code);
        if let Some(thread) = self.read(&name).await?.and_then(|value| number(&value)) {
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
        let back = (thread_name(chat, thread), plain(&parcel.code).into_bytes());
        self.write(vec![(name, thread.to_string().into_bytes()), back]).await?;
        Ok(thread)
    }

    /// A topic somebody deleted: the next parcel gets a new one.
    pub(super) async fn forget_topic(&self, chat: i64, code: &str) -> Result<(), DeliveryError> {
        self.write(vec![(topic_name(chat, code), Vec::new())]).await
    }

    /// The case of a topic.
    pub(super) async fn case_of(&self, chat: i64, thread: i32) -> Result<Option<CaseCode>, DeliveryError> {
        let code = self.read(&thread_name(chat, thread)).await?;
        Ok(code.and_then(|code| String::from_utf8(code).ok()).and_then(|code| code.parse().ok()))
    }

    /// Claims a topic; whether nobody had.
    pub(super) async fn claim(&self, chat: i64, thread: i32) -> Result<bool, DeliveryError> {
        let name = format!("telegram-claim:{chat}:{thread}");
        if self.read(&name).await?.is_some() {
            return Ok(false);
        }
        self.write(vec![(name, b"1".to_vec())]).await?;
        Ok(true)
    }
}

fn topic_name(chat: i64, code: &str) -> String {
    format!("telegram-topic:{chat}:{}", plain(code))
}

fn thread_name(chat: i64, thread: i32) -> String {
    format!("telegram-thread:{chat}:{thread}")
}

/// A code without its hyphen, as the store has it.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn number(value: &[u8]) -> Option<i32> {
    std::str::from_utf8(value).ok()?.parse().ok()
}
