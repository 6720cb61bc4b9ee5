//! What we read of an update: few fields, all of them optional but ids.
//!
//! Own types and not teloxide's: an update of a newer Bot API, or with a kind of
//! message nobody has met, must still be answered kindly, and what is not needed
//! is not kept. Nothing here is ever logged, so nothing here has `Debug`.

use serde::Deserialize;

/// Kinds of updates the door asks for. Channel posts, reactions and members
/// are not among them.
pub(crate) const ALLOWED: &[&str] = &["message", "edited_message", "callback_query", "inline_query", "my_chat_member"];

/// An update.
#[derive(Deserialize)]
pub(crate) struct Update {
    pub(crate) message: Option<Message>,
    pub(crate) edited_message: Option<Message>,
    pub(crate) callback_query: Option<CallbackQuery>,
    pub(crate) inline_query: Option<InlineQuery>,
    pub(crate) my_chat_member: Option<MyChatMember>,
}

impl Update {
    /// What must be taken one at a time: the chat, or a person typing inline.
    pub(crate) fn lane(&self) -> i64 {
        let message = self.message.as_ref().or(self.edited_message.as_ref());
        let callback = self.callback_query.as_ref();
        message
            .map(|message| message.chat.id)
            .or_else(|| callback.map(|query| query.message.as_ref().map_or(query.from.id, |message| message.chat.id)))
            .or_else(|| self.inline_query.as_ref().map(|query| query.from.id))
            .or_else(|| self.my_chat_member.as_ref().map(|member| member.chat.id))
            .unwrap_or(0)
    }

    /// When its message was sent, in seconds since 1970.
    pub(crate) fn sent_at(&self) -> Option<i64> {
        self.message.as_ref().map(|message| message.date).filter(|date| *date > 0)
    }
}

/// A message.
#[derive(Deserialize)]
pub(crate) struct Message {
    /// 0 in a message that only its sender and the bot see.
    #[serde(default)]
    pub(crate) message_id: i32,
    /// Set in a message that only its sender and the bot see (Bot API 10.2).
    pub(crate) ephemeral_message_id: Option<i64>,
    #[serde(default)]
    pub(crate) date: i64,
    pub(crate) message_thread_id: Option<i32>,
    #[serde(default)]
    pub(crate) is_topic_message: bool,
    pub(crate) from: Option<User>,
    pub(crate) chat: Chat,
    pub(crate) text: Option<String>,
    pub(crate) caption: Option<String>,
    pub(crate) reply_to_message: Option<Box<Message>>,
    pub(crate) via_bot: Option<User>,
    pub(crate) forward_origin: Option<Present>,
    pub(crate) migrate_to_chat_id: Option<i64>,
    pub(crate) new_chat_members: Option<Present>,
    pub(crate) left_chat_member: Option<Present>,
    pub(crate) forum_topic_created: Option<Present>,
    pub(crate) forum_topic_closed: Option<Present>,
    pub(crate) forum_topic_reopened: Option<Present>,
    pub(crate) forum_topic_edited: Option<Present>,
    pub(crate) pinned_message: Option<Present>,
    pub(crate) group_chat_created: Option<Present>,
    pub(crate) migrate_from_chat_id: Option<i64>,
    pub(crate) voice: Option<Present>,
    pub(crate) audio: Option<Present>,
    pub(crate) video_note: Option<Present>,
    pub(crate) photo: Option<Present>,
    pub(crate) video: Option<Present>,
    pub(crate) animation: Option<Present>,
    pub(crate) document: Option<Present>,
    pub(crate) sticker: Option<Present>,
    pub(crate) location: Option<Present>,
    pub(crate) contact: Option<Present>,
    pub(crate) poll: Option<Present>,
}

impl Message {
    /// Whether it only tells what happened in the chat.
    pub(crate) fn is_service(&self) -> bool {
        let marks = [
            &self.new_chat_members,
            &self.left_chat_member,
            &self.forum_topic_created,
            &self.forum_topic_closed,
            &self.forum_topic_reopened,
            &self.forum_topic_edited,
            &self.pinned_message,
            &self.group_chat_created,
        ];
        marks.iter().any(|mark| mark.is_some()) || self.migrate_from_chat_id.is_some()
    }

    /// Whether something is attached that we do not look at.
    pub(crate) fn has_attachment(&self) -> bool {
        let files =
            [&self.voice, &self.audio, &self.video_note, &self.photo, &self.video, &self.animation, &self.document];
        files.iter().any(|file| file.is_some())
    }
}

/// A field of which only its being there matters.
#[derive(Clone, Copy)]
pub(crate) struct Present;

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// A user or a bot.
#[derive(Deserialize)]
pub(crate) struct User {
    pub(crate) id: i64,
    #[serde(default)]
    pub(crate) is_bot: bool,
    pub(crate) language_code: Option<String>,
}

/// A chat.
#[derive(Deserialize)]
pub(crate) struct Chat {
    pub(crate) id: i64,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

impl Chat {
    /// Whether it is a chat with one person.
    pub(crate) fn is_private(&self) -> bool {
        self.kind == "private"
    }

    /// Whether it is a group of either kind.
    pub(crate) fn is_group(&self) -> bool {
        matches!(self.kind.as_str(), "group" | "supergroup")
    }
}

/// A pressed button.
#[derive(Deserialize)]
pub(crate) struct CallbackQuery {
    pub(crate) id: String,
    pub(crate) from: User,
    pub(crate) message: Option<Pressed>,
    pub(crate) data: Option<String>,
}

/// What we read of the message a button stood under.
#[derive(Deserialize)]
pub(crate) struct Pressed {
    pub(crate) message_id: i32,
    pub(crate) chat: Chat,
    /// 0 when it is too old to be edited.
    #[serde(default)]
    pub(crate) date: i64,
    pub(crate) message_thread_id: Option<i32>,
}

/// A question typed after the bot's name in any chat.
#[derive(Deserialize)]
pub(crate) struct InlineQuery {
    pub(crate) id: String,
    pub(crate) from: User,
    #[serde(default)]
    pub(crate) query: String,
}

/// What became of the bot in a chat.
#[derive(Deserialize)]
pub(crate) struct MyChatMember {
    pub(crate) chat: Chat,
    pub(crate) from: User,
    pub(crate) old_chat_member: Standing,
    pub(crate) new_chat_member: Standing,
}

/// A member's standing.
#[derive(Deserialize)]
pub(crate) struct Standing {
    pub(crate) status: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn unknown_fields_and_kinds_are_read_past() {
        let update = json!({"update_id": 7, "message": {"message_id": 1, "date": 5, "chat": {"id": 3, "type": "private", "is_new": 1},
            "from": {"id": 3, "is_bot": false, "first_name": "A"}, "rich_message": {"blocks": []}}, "extra": 1});
        let update: Update = serde_json::from_value(update).unwrap();
        assert_eq!((update.lane(), update.sent_at()), (3, Some(5)));
        assert!(update.message.unwrap().text.is_none());
    }

    #[test]
    fn attachments_and_service_messages_are_told_apart() {
        let message = |extra: &str| {
            let text = format!(r#"{{"message_id":1,"chat":{{"id":3,"type":"group"}},{extra}}}"#);
            serde_json::from_str::<Message>(&text).unwrap()
        };
        assert!(message(r#""voice":{"file_id":"x"}"#).has_attachment());
        assert!(message(r#""new_chat_members":[]"#).is_service());
        assert!(!message(r#""text":"hei""#).is_service());
    }
}
