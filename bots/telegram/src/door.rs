//! What is done with an update: sorted by where it came from and what it is.
//!
//! [`private`] and [`group`] take messages, [`callback`] pressed buttons,
//! [`inline`] what is typed after the bot's name in any chat, [`member`] coming
//! and going; [`poster`] puts messages where they belong. Nothing here decides
//! what is answered: that is the desk's.

mod callback;
mod group;
mod group_choices;
mod inline;
mod member;
mod poster;
mod private;
mod safe;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use teloxide::payloads::SendChatAction;
use teloxide::types::{ChatAction, ChatId, MessageId, ThreadId};
use utveier::desk::{Caller, Desk};
use utveier::dialogue::{Door as CoreDoor, Incoming, Kind, Outgoing, Scope, What};
use utveier::language::WrittenForm;
use utveier::seal::Keyring;
use utveier::store::Store;

use crate::api::Me;
use crate::button::Buttons;
use crate::inbox::TelegramInbox;
use crate::ingress::Handler;
use crate::send::{Outbound, Patience};
use crate::wire::{Update, User};

#[cfg(feature = "testing")]
pub(crate) use group::{Asked, asked};
pub(crate) use poster::{Place, Poster, no_preview, referred, reply_to};
#[cfg(feature = "testing")]
pub(crate) use private::unread;

use poster::reference;

/// Age of a message, in seconds, at which others may be lost: 20 hours.
const NEARLY_A_DAY: i64 = 20 * 3600;

/// The door, open.
pub(crate) struct Door {
    pub(crate) out: Arc<Outbound>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) poster: Poster,
    pub(crate) buttons: Buttons,
    pub(crate) me: Me,
    pub(crate) inbox: Arc<TelegramInbox>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) typing_after: Duration,
    pub(crate) web_url: Option<String>,
    /// Whether it was said that updates came late.
    pub(crate) is_late_told: AtomicBool,
}

#[async_trait]
impl Handler for Door {
    async fn handle(&self, update: Update) {
        self.note_age(&update);
        if let Some(message) = update.message {
            match () {
                () if self.inbox.is_at(message.chat.id) => self.inbox.take(&message, &self.desk).await,
                () if message.chat.is_private() => self.private(&message).await,
                () if message.chat.is_group() => self.group(&message).await,
                () => {}
            }
        } else if let Some(message) = update.edited_message {
            match () {
                () if self.inbox.is_at(message.chat.id) => self.inbox.edited(&message).await,
                () if message.chat.is_private() => self.edited(&message).await,
                () => {}
            }
        } else if let Some(query) = update.callback_query {
            self.callback(&query).await;
        } else if let Some(query) = update.inline_query {
            self.inline(&query).await;
        } else if let Some(change) = update.my_chat_member {
            self.member(&change).await;
        }
    }

    fn heard(&self) {
        self.desk.heard(CoreDoor::Telegram);
    }

    fn lost(&self) {
        self.desk.lost(CoreDoor::Telegram);
    }
}

impl Door {
    /// Telegram keeps updates for 24 hours: when the oldest it still had is
    /// nearly that old, others were probably dropped.
    fn note_age(&self, update: &Update) {
        let Some(sent_at) = update.sent_at() else { return };
        let age = self.desk.now().as_second().saturating_sub(sent_at);
        if age > NEARLY_A_DAY && !self.is_late_told.swap(true, Ordering::Relaxed) {
            tracing::error!(
                hours = age / 3600,
                "messages came nearly a day late; older ones may have been dropped by telegram"
            );
        }
    }

    /// Hands a message over, and shows the typing sign if that takes a while.
    async fn receive(&self, caller: &Caller, incoming: Incoming, place: &Place) -> Vec<Outgoing> {
        let answer = self.desk.receive(caller, incoming);
        tokio::pin!(answer);
        tokio::select! {
            biased;
            () = self.is_a_while() => {}
            outgoing = &mut answer => return outgoing,
        }
        let mut typing = SendChatAction::new(ChatId(place.chat), ChatAction::Typing);
        typing.message_thread_id = place.thread.map(thread);
        // A sign that does not come is no loss.
        let (outgoing, _sign) = tokio::join!(answer, self.out.call::<_, bool>(&typing));
        outgoing
    }

    /// Ends when the typing sign is due; with no wait at all, at once.
    async fn is_a_while(&self) {
        if !self.typing_after.is_zero() {
            tokio::time::sleep(self.typing_after).await;
        }
    }

    /// Posts messages in order to a private chat, and notes where receipts are.
    async fn post_all(&self, place: &Place, outgoing: &[Outgoing], mut edit: Option<i32>) {
        for message in outgoing {
            match self.poster.post(place, message, edit.take(), Patience::Wait).await {
                Ok(id) => {
                    if let Some(code) = &message.receipt {
                        self.desk.posted(code, &reference(place.chat, id)).await;
                    }
                }
                Err(failure) => {
                    tracing::warn!(%failure, kind = ?message.kind, "an answer could not be posted");
                    return;
                }
            }
        }
    }

    /// A sentence of the catalogue.
    fn said(&self, form: WrittenForm, key: &str) -> Outgoing {
        Outgoing::said(Kind::Notice, form, self.desk.engine().replies.text(form, key))
    }
}

/// Who is talking.
fn caller(person: i64, chat: i64) -> Caller {
    Caller { person: person.to_string(), chat: chat.to_string() }
}

fn incoming(scope: Scope, locale: Option<WrittenForm>, what: What) -> Incoming {
    Incoming::new(CoreDoor::Telegram, scope, locale, what)
}

/// The form a person's device is set to.
fn locale(user: &User) -> Option<WrittenForm> {
    user.language_code.as_deref().and_then(WrittenForm::from_tag)
}

/// A topic.
pub(crate) fn thread(id: i32) -> ThreadId {
    ThreadId(MessageId(id))
}

/// A command with what follows it, when a text is one: the name in lower case,
/// whom it is for, the rest.
pub(crate) fn command(text: &str) -> Option<(String, Option<&str>, &str)> {
    let (head, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let head = head.strip_prefix('/')?;
    let (name, bot) = head.split_once('@').map_or((head, None), |(name, bot)| (name, Some(bot)));
    Some((name.to_lowercase(), bot, rest.trim()))
}
