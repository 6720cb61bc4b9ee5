//! Puts a message of the dialogue into a chat.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use teloxide::payloads::{DeleteMessage, SendMessage};
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ReplyMarkup, ReplyParameters,
};
use utveier::desk::Desk;
use utveier::dialogue::{Action, Block, Kind, Outgoing};

use super::thread;
use crate::api::{
    EditMessageTextCall, EphemeralMessageParameters, Failure, ReplyToEphemeral, SendEphemeralMessage, Sent,
    SentEphemeral,
};
use crate::button::Buttons;
use crate::deep_link;
use crate::render::{self, Marked, Part, Words};
use crate::send::{Outbound, Patience, Turn, Urgency};

/// Buttons under a message in a group; more belong into the private chat.
const MOST_IN_GROUP: usize = 5;

/// How long it is tried to show something to one person; Telegram takes it for
/// 15 seconds.
const WHISPER: Duration = Duration::from_secs(12);

/// Where a message goes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    pub(crate) chat: i64,
    /// The topic in a forum.
    pub(crate) thread: Option<i32>,
    /// The message it answers.
    pub(crate) reply_to: Option<i32>,
    /// Whether it makes no sound.
    pub(crate) is_silent: bool,
    /// The one person who is to see it.
    pub(crate) one: Option<One>,
}

/// Somebody in a group who asked so that nobody else saw it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct One {
    pub(crate) person: i64,
    /// Their message.
    pub(crate) question: i64,
}

/// A message ready to go.
struct Letter {
    parts: Vec<Part>,
    markup: Option<InlineKeyboardMarkup>,
    is_protected: bool,
}

/// Posts messages.
#[derive(Clone)]
pub(crate) struct Poster {
    pub(crate) out: Arc<Outbound>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) buttons: Buttons,
    pub(crate) bot: String,
    /// Whether the server was seen not to know messages to one member of a group.
    pub(crate) is_whisper_unknown: Arc<AtomicBool>,
}

impl Poster {
    /// Posts to a private chat, in as many messages as it takes; `edit` is a
    /// message to change instead, if it can be. Returns the id of the last.
    pub(crate) async fn post(
        &self,
        place: &Place,
        message: &Outgoing,
        edit: Option<i32>,
        patience: Patience,
    ) -> Result<i32, Failure> {
        let mut rows = render::sealed(message, place.chat, &self.buttons);
        if let Some(id) = quoted(message).filter(|_| message.kind == Kind::Answer) {
            let label = self.word(message, key!("telegram-share"));
            rows.push(vec![InlineKeyboardButton::switch_inline_query(label, id)]);
        }
        let letter = self.letter(message, &render::of(message, &self.words(message)), rows);
        let mut turn = self.out.turn(place.chat, urgency(message.kind), patience).await?;
        if let (Some(id), [part]) = (edit, letter.parts.as_slice()) {
            match edited(&mut turn, place.chat, id, part, letter.markup.clone()).await {
                Ok(()) | Err(Failure::NotModified) => return Ok(id),
                Err(Failure::NotEditable | Failure::Refused(_)) => {}
                Err(failure) => return Err(failure),
            }
        }
        sent(&mut turn, place, &letter).await
    }

    /// Posts to a group: short, and with links instead of buttons, since what a
    /// person chooses is for that person. What only one person is to see goes to
    /// them alone, or, where that cannot be, as a link into the private chat, as
    /// it does when it is `hidden`. A card for an emergency must surely be seen,
    /// and is always posted.
    pub(crate) async fn post_short(&self, place: &Place, message: &Outgoing, is_hidden: bool) -> Result<(), Failure> {
        let is_card = message.kind == Kind::Acute;
        if let Some(one) = place.one.filter(|_| !is_card && message.kind != Kind::Receipt)
            && self.whispered(place, one, message).await
        {
            return Ok(());
        }
        let is_hidden = !is_card && (is_hidden || place.one.is_some());
        let letter = self.short_letter(message, is_hidden);
        let mut turn = self.out.turn(place.chat, urgency(message.kind), Patience::Wait).await?;
        match sent(&mut turn, place, &letter).await {
            Err(Failure::Migrated(chat)) => {
                let mut turn = self.out.turn(chat, urgency(message.kind), Patience::Wait).await?;
                sent(&mut turn, &Place { chat, ..place.clone() }, &letter).await.map(|_| ())
            }
            other => other.map(|_| ()),
        }
    }

    fn short_letter(&self, message: &Outgoing, is_hidden: bool) -> Letter {
        let mut rows: Vec<Vec<InlineKeyboardButton>> = Vec::new();
        let action = quoted(message).and_then(|id| utveier::knowledge::PassageId::parse(&id)).map(Action::Answer);
        // Who is sent to the private chat must find a way there.
        let action = action.or_else(|| is_hidden.then_some(Action::Start));
        let payload = action.as_ref().and_then(|action| deep_link::payload(action, &self.buttons));
        if let Some(url) = payload.and_then(|payload| deep_link::url(&self.bot, &payload)) {
            rows.push(vec![InlineKeyboardButton::url(self.word(message, key!("telegram-read-private")), url)]);
        }
        if !is_hidden {
            rows.extend(render::deep(message, &self.bot, &self.buttons));
        }
        rows.truncate(MOST_IN_GROUP);
        let mut text = render::short(message, &self.words(message));
        if is_hidden {
            text = Marked::default();
            text.plain(&self.word(message, key!("telegram-group-private")));
        }
        self.letter(message, &text, rows)
    }

    /// Sends to one person in a group; whether they have it, as far as can be
    /// known. Telegram takes it for 15 seconds only, so it is not waited for.
    async fn whispered(&self, place: &Place, one: One, message: &Outgoing) -> bool {
        if self.is_whisper_unknown.load(Ordering::Relaxed) {
            return false;
        }
        let letter = self.short_letter(message, false);
        match tokio::time::timeout(WHISPER, whisper(&self.out, place, one, &letter)).await {
            Ok(Ok(true)) => true,
            Ok(Ok(false)) => {
                self.is_whisper_unknown.store(true, Ordering::Relaxed);
                tracing::warn!("telegram.api_url knows no ephemeral messages; answers in groups are links from now on");
                false
            }
            Ok(Err(failure)) => {
                tracing::info!(%failure, "an answer could not be shown to one person; it is a link instead");
                false
            }
            Err(_) => false,
        }
    }

    /// The words a message needs around its blocks.
    pub(crate) fn words(&self, message: &Outgoing) -> Words {
        Words { reading: self.word(message, key!("telegram-reading")) }
    }

    fn word(&self, message: &Outgoing, key: &str) -> String {
        self.desk.engine().replies.text(message.form, key)
    }

    fn letter(&self, message: &Outgoing, text: &Marked, rows: Vec<Vec<InlineKeyboardButton>>) -> Letter {
        let mut parts = render::parts(text);
        if parts.is_empty() {
            let mut choose = Marked::default();
            choose.plain(&self.word(message, key!("telegram-choose")));
            parts = render::parts(&choose);
        }
        Letter { parts, markup: render::markup(rows), is_protected: message.kind == Kind::Preview }
    }
}

/// Whether it was taken for what it is; what was posted for everybody instead is
/// deleted at once.
async fn whisper(out: &Outbound, place: &Place, one: One, letter: &Letter) -> Result<bool, Failure> {
    let mut turn = out.turn(place.chat, Urgency::Answer, Patience::Wait).await?;
    for (at, part) in letter.parts.iter().enumerate() {
        let call = SendEphemeralMessage {
            chat_id: place.chat,
            message_thread_id: place.thread,
            ephemeral_message_parameters: EphemeralMessageParameters { receiver_user_id: one.person },
            reply_parameters: ReplyToEphemeral { ephemeral_message_id: one.question },
            text: part.text.clone(),
            entities: part.entities.clone(),
            link_preview_options: no_preview(),
            reply_markup: letter.markup.clone().filter(|_| at + 1 == letter.parts.len()),
        };
        let sent: SentEphemeral = turn.call(&call).await?;
        if sent.ephemeral_message_id.is_none() {
            take_back(out, place.chat, sent.message_id).await;
            return Ok(false);
        }
    }
    Ok(true)
}

/// Deletes what others were not to see.
async fn take_back(out: &Outbound, chat: i64, message: i32) {
    let deletion = DeleteMessage::new(ChatId(chat), MessageId(message));
    if let Err(failure) = out.call::<_, bool>(&deletion).await {
        tracing::warn!(%failure, "an answer meant for one person stands in a group and could not be deleted");
    }
}

async fn edited(
    turn: &mut Turn<'_>,
    chat_id: i64,
    message_id: i32,
    part: &Part,
    reply_markup: Option<InlineKeyboardMarkup>,
) -> Result<(), Failure> {
    let (text, entities) = (part.text.clone(), part.entities.clone());
    let link_preview_options = no_preview();
    let call = EditMessageTextCall { chat_id, message_id, text, entities, link_preview_options, reply_markup };
    turn.call::<_, Sent>(&call).await.map(|_| ())
}

async fn sent(turn: &mut Turn<'_>, place: &Place, letter: &Letter) -> Result<i32, Failure> {
    let mut last = 0;
    for (at, part) in letter.parts.iter().enumerate() {
        let mut call = SendMessage::new(ChatId(place.chat), part.text.clone());
        call.message_thread_id = place.thread.map(thread);
        call.entities = Some(part.entities.clone());
        call.link_preview_options = Some(no_preview());
        call.protect_content = letter.is_protected.then_some(true);
        call.disable_notification = place.is_silent.then_some(true);
        if at == 0 {
            call.reply_parameters = place.reply_to.map(reply_to);
        }
        if at + 1 == letter.parts.len() {
            call.reply_markup = letter.markup.clone().map(ReplyMarkup::InlineKeyboard);
        }
        last = match turn.call::<_, Sent>(&call).await {
            Err(Failure::Refused(reason)) => {
                // The words matter more than how they are set.
                tracing::warn!(%reason, "telegram refused a message as it was; posting its text alone");
                call.entities = None;
                call.reply_markup = None;
                turn.call::<_, Sent>(&call).await?.message_id
            }
            other => other?.message_id,
        };
    }
    Ok(last)
}

/// A reply that is sent even if what it answers is gone.
pub(crate) fn reply_to(id: i32) -> ReplyParameters {
    ReplyParameters::new(MessageId(id)).allow_sending_without_reply()
}

/// No link is fetched and shown.
pub(crate) fn no_preview() -> LinkPreviewOptions {
    let (url, off) = (None, false);
    LinkPreviewOptions {
        is_disabled: true,
        url,
        prefer_small_media: off,
        prefer_large_media: off,
        show_above_text: off,
    }
}

/// The passage a message quotes first.
pub(super) fn quoted(message: &Outgoing) -> Option<String> {
    message.blocks.iter().find_map(|block| match block {
        Block::Quote(quote) => Some(quote.id.as_str().to_owned()),
        _ => None,
    })
}

fn urgency(kind: Kind) -> Urgency {
    if matches!(kind, Kind::Acute | Kind::Receipt) { Urgency::First } else { Urgency::Answer }
}

/// A message's name in the store: chat and message.
pub(crate) fn reference(chat: i64, message: i32) -> String {
    format!("{chat}:{message}")
}

/// The message of a name, if it is one in that chat.
pub(crate) fn referred(reference: &str, chat: i64) -> Option<i32> {
    let (own, message) = reference.split_once(':')?;
    (own.parse() == Ok(chat)).then(|| message.parse().ok()).flatten()
}
