//! Methods called thinly: those whose answer must be read raw, those teloxide's
//! version of the Bot API does not send as we need, and short forms of answers.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::requests::Payload;
use teloxide::types::{BotCommandScope, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity};

/// `getUpdates`, with every update raw: one that cannot be read must not hide
/// the others.
#[derive(Debug, Serialize)]
pub(crate) struct GetUpdates {
    /// Confirms all below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) offset: Option<i64>,
    /// 1–100.
    pub(crate) limit: u8,
    /// In seconds.
    pub(crate) timeout: u64,
    /// Kinds of updates wanted.
    pub(crate) allowed_updates: &'static [&'static str],
}

impl Payload for GetUpdates {
    type Output = Vec<Value>;
    const NAME: &'static str = "GetUpdates";

    fn timeout_hint(&self) -> Option<Duration> {
        Some(Duration::from_secs(self.timeout))
    }
}

/// `setWebhook` without a certificate, hence as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct SetWebhook {
    /// Where to post.
    pub(crate) url: String,
    /// What every post carries.
    pub(crate) secret_token: String,
    /// 1–100.
    pub(crate) max_connections: u8,
    /// Kinds of updates wanted.
    pub(crate) allowed_updates: &'static [&'static str],
}

impl Payload for SetWebhook {
    type Output = bool;
    const NAME: &'static str = "SetWebhook";
}

/// `getWebhookInfo`.
#[derive(Debug, Serialize)]
pub(crate) struct GetWebhookInfo {}

impl Payload for GetWebhookInfo {
    type Output = WebhookInfo;
    const NAME: &'static str = "GetWebhookInfo";
}

/// What we read of `WebhookInfo`.
#[derive(Debug, Deserialize)]
pub(crate) struct WebhookInfo {
    /// Empty when none is set.
    #[serde(default)]
    pub(crate) url: String,
}

/// `editMessageText` in a chat.
#[derive(Debug, Serialize)]
pub(crate) struct EditMessageTextCall {
    /// The chat.
    pub(crate) chat_id: i64,
    /// The message.
    pub(crate) message_id: i32,
    /// 1–4096 UTF-16 units.
    pub(crate) text: String,
    /// Offsets in UTF-16 units.
    pub(crate) entities: Vec<MessageEntity>,
    /// Previews off.
    pub(crate) link_preview_options: LinkPreviewOptions,
    /// Buttons; without it those there are taken away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reply_markup: Option<InlineKeyboardMarkup>,
}

impl Payload for EditMessageTextCall {
    type Output = Sent;
    const NAME: &'static str = "EditMessageText";
}

/// `editForumTopic`: only its name.
#[derive(Debug, Serialize)]
pub(crate) struct EditForumTopic {
    /// The forum.
    pub(crate) chat_id: i64,
    /// The topic.
    pub(crate) message_thread_id: i32,
    /// 1–128 characters.
    pub(crate) name: String,
}

impl Payload for EditForumTopic {
    type Output = bool;
    const NAME: &'static str = "EditForumTopic";
}

/// `sendMessage` to one member of a group: nobody else sees it (Bot API 10.3).
/// Telegram takes it for 15 seconds after what it answers.
#[derive(Debug, Serialize)]
pub(crate) struct SendEphemeralMessage {
    /// The group.
    pub(crate) chat_id: i64,
    /// The topic in a forum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message_thread_id: Option<i32>,
    /// Who sees it.
    pub(crate) ephemeral_message_parameters: EphemeralMessageParameters,
    /// What it answers; without it only administrators may send one.
    pub(crate) reply_parameters: ReplyToEphemeral,
    /// 1–4096 UTF-16 units.
    pub(crate) text: String,
    /// Offsets in UTF-16 units.
    pub(crate) entities: Vec<MessageEntity>,
    /// Previews off.
    pub(crate) link_preview_options: LinkPreviewOptions,
    /// Buttons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reply_markup: Option<InlineKeyboardMarkup>,
}

impl Payload for SendEphemeralMessage {
    type Output = SentEphemeral;
    const NAME: &'static str = "SendMessage";
}

/// Who sees an ephemeral message.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct EphemeralMessageParameters {
    /// The member.
    pub(crate) receiver_user_id: i64,
}

/// The ephemeral message that is answered.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct ReplyToEphemeral {
    /// Its id.
    pub(crate) ephemeral_message_id: i64,
}

/// What we read of a sent ephemeral message.
#[derive(Debug, Deserialize)]
pub(crate) struct SentEphemeral {
    /// 0 when only one member sees it.
    #[serde(default)]
    pub(crate) message_id: i32,
    /// Missing where the server does not know such messages: it has taken the
    /// text for an ordinary one.
    pub(crate) ephemeral_message_id: Option<i64>,
}

/// A command in a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Command {
    /// 1–32 of `a–z 0–9 _`.
    pub(crate) command: String,
    /// 1–256 characters.
    pub(crate) description: String,
    /// Whether only its sender and the bot see it (Bot API 10.2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_ephemeral: bool,
}

/// `setMyCommands`, with what only its sender sees.
#[derive(Debug, Serialize)]
pub(crate) struct SetCommands {
    /// At most 100.
    pub(crate) commands: Vec<Command>,
    /// Where they are seen.
    pub(crate) scope: BotCommandScope,
    /// Two letters; none for everybody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language_code: Option<String>,
}

impl Payload for SetCommands {
    type Output = bool;
    const NAME: &'static str = "SetMyCommands";
}

/// What we read of a sent or edited message.
#[derive(Debug, Deserialize)]
pub(crate) struct Sent {
    /// Its id in the chat.
    pub(crate) message_id: i32,
}

/// What we read of `getMe`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Me {
    /// The bot's id.
    pub(crate) id: i64,
    /// Its name without `@`.
    #[serde(default)]
    pub(crate) username: String,
}
