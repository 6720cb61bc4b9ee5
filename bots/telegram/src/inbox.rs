//! An inbox in Telegram: a forum supergroup where each case is a topic.
//!
//! Advisers talk among themselves in the topic; what reaches the asker is only
//! what they write as a reply to one of the bot's messages there, or after
//! `/svar`. `/ta` claims a case, `/overfor` hands it on to another region, `/lukk`
//! closes it. Which topic is which case is in the store, survives a restart, and
//! goes with the case.

mod advisers;
mod topics;
mod transfer;

use std::sync::Arc;

use async_trait::async_trait;
use teloxide::payloads::{GetChat, SendMessage};
use teloxide::types::{ChatId, InlineKeyboardButton, ReplyMarkup};
use utveier::inbox::{DeliveryError, Inbox, Parcel};
use utveier::language::WrittenForm;
use utveier::replies::Replies;
use utveier::store::{Store, Write};

use crate::api::{Failure, Sent};
use crate::button::Buttons;
use crate::courier::passing;
use crate::door::Place;
use crate::render::{self, Marked, Style};
use crate::send::{Outbound, Patience, Urgency};

#[cfg(feature = "testing")]
pub(crate) use advisers::deed_of;

/// Advisers are spoken to in bokmål, as in the mail they would get instead.
const FORM: WrittenForm = WrittenForm::Bokmal;

/// The inbox.
pub struct TelegramInbox {
    out: Arc<Outbound>,
    store: Arc<dyn Store>,
    /// Signs the choice of a region.
    buttons: Buttons,
    chats: Vec<i64>,
    /// The bot's own id, known from the token.
    bot: i64,
    replies: Replies,
}

impl std::fmt::Debug for TelegramInbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TelegramInbox").field("chats", &self.chats.len()).finish_non_exhaustive()
    }
}

/// Buttons under a message.
type Rows = Vec<Vec<InlineKeyboardButton>>;

/// What we read of `getChat`.
#[derive(serde::Deserialize)]
struct ForumChat {
    #[serde(default)]
    is_forum: bool,
}

#[async_trait]
impl Inbox for TelegramInbox {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        let wrong = || DeliveryError::Permanent("the recipient is not the id of a chat in telegram.inbox chats".into());
        let chat: i64 = parcel.recipient.parse().map_err(|_| wrong())?;
        // A repeat after a crash between Telegram's yes and our writing it down
        // must not be posted twice.
        let mark = format!("telegram-parcel:{}", parcel.id);
        if self.read(&mark).await?.is_some() {
            return Ok(());
        }
        let mut thread = self.topic(chat, parcel).await?;
        let mut posted = self.post(chat, thread, parcel).await;
        if posted == Err(Failure::NoTopic) {
            self.forget_topic(chat, &parcel.code).await?;
            thread = self.topic(chat, parcel).await?;
            posted = self.post(chat, thread, parcel).await;
        }
        posted.map_err(|failure| passing(&failure))?;
        self.keep(&parcel.code, vec![(mark, b"1".to_vec())]).await
    }

    async fn probe(&self) -> Result<(), DeliveryError> {
        for chat in &self.chats {
            let found: ForumChat =
                self.out.call(&GetChat::new(ChatId(*chat))).await.map_err(|failure| passing(&failure))?;
            if !found.is_forum {
                let what = "the telegram inbox is not a supergroup with topics; turn topics on in its settings";
                return Err(DeliveryError::Permanent(what.into()));
            }
        }
        Ok(())
    }
}

impl TelegramInbox {
    /// An inbox in these chats, of the bot with this id.
    pub(crate) fn new(
        out: Arc<Outbound>,
        store: Arc<dyn Store>,
        buttons: Buttons,
        (chats, bot): (Vec<i64>, i64),
    ) -> Self {
        Self { out, store, buttons, chats, bot, replies: Replies::default() }
    }

    /// Whether a chat is an inbox.
    pub(crate) fn is_at(&self, chat: i64) -> bool {
        self.chats.contains(&chat)
    }

    /// Posts a parcel in its topic, protected: it is not to be passed on.
    async fn post(&self, chat: i64, thread: i32, parcel: &Parcel) -> Result<(), Failure> {
        let mut text = Marked::default();
        text.styled(Style::Bold, &format!("{} · {}", parcel.code, parcel.subject));
        text.paragraph();
        text.plain(&parcel.text);
        for (title, link) in &parcel.found {
            text.line();
            text.styled(Style::Link(link.clone()), title);
        }
        if let Some(how) = self.how(parcel) {
            text.paragraph();
            text.plain(&how);
        }
        let place = Place { chat, thread: Some(thread), ..Place::default() };
        self.send(&place, &text, (Vec::new(), Patience::Return)).await
    }

    /// Mail's words on how to answer are not ours, but for one: where the asker
    /// wants to be called, that stands.
    fn how(&self, parcel: &Parcel) -> Option<String> {
        let forms = [WrittenForm::Bokmal, WrittenForm::Nynorsk, WrittenForm::English];
        let is_elsewhere =
            forms.iter().any(|form| self.replies.text(*form, key!("mail-how-contact")) == parcel.how_to_answer);
        match parcel.how_to_answer.as_str() {
            "" => None,
            how if is_elsewhere => Some(how.to_owned()),
            _ => Some(self.word(key!("telegram-inbox-how"))),
        }
    }

    /// Sends a text, with buttons under its last message.
    async fn send(&self, place: &Place, text: &Marked, (rows, patience): (Rows, Patience)) -> Result<(), Failure> {
        let mut turn = self.out.turn(place.chat, Urgency::Later, patience).await?;
        let parts = render::parts(text);
        let last = parts.len().saturating_sub(1);
        let mut markup = render::markup(rows).map(ReplyMarkup::InlineKeyboard);
        for (at, part) in parts.into_iter().enumerate() {
            let mut call = SendMessage::new(ChatId(place.chat), part.text);
            call.entities = Some(part.entities);
            call.message_thread_id = place.thread.map(crate::door::thread);
            call.link_preview_options = Some(crate::door::no_preview());
            call.protect_content = Some(true);
            call.reply_parameters = place.reply_to.map(crate::door::reply_to);
            call.reply_markup = markup.take_if(|_| at == last);
            turn.call::<_, Sent>(&call).await?;
        }
        Ok(())
    }

    fn word(&self, key: &str) -> String {
        self.replies.text(FORM, key)
    }

    async fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DeliveryError> {
        let value = self.store.value(name).await.map_err(|error| DeliveryError::Transient(error.to_string()))?;
        Ok(value.filter(|value| !value.is_empty()))
    }

    /// Notes what belongs to a case, by its code.
    async fn keep(&self, code: &str, values: Vec<(String, Vec<u8>)>) -> Result<(), DeliveryError> {
        let code = topics::plain(code);
        let write = |(name, value)| Write::PutCaseValue { code: code.clone(), name, value };
        let writes = values.into_iter().map(write).collect();
        self.store.commit(writes).await.map_err(|error| DeliveryError::Transient(error.to_string()))
    }
}
