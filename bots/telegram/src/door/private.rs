//! Messages in a private chat: everything is answered.

use utveier::dialogue::{Action, Kind, Outside, Scope, State, What};
use utveier::language::WrittenForm;

use super::poster::Place;
use super::{Door, caller, command, incoming, locale};
use crate::deep_link;
use crate::wire::Message;

impl Door {
    /// A message of a person to the bot.
    pub(super) async fn private(&self, message: &Message) {
        let Some(from) = message.from.as_ref().filter(|from| !from.is_bot) else { return };
        // What the bot itself put there by inline mode is no question.
        if message.is_service() || message.via_bot.as_ref().is_some_and(|bot| bot.id == self.me.id) {
            return;
        }
        let place = Place { chat: message.chat.id, thread: topic(message), ..Place::default() };
        let locale = locale(from);
        let form = locale.unwrap_or(WrittenForm::Bokmal).for_replies();
        let text = message.text.as_deref().or(message.caption.as_deref()).unwrap_or_default();
        let mut outgoing = Vec::new();
        if matches!(command(text), Some((name, _, "")) if name == "trygg") {
            outgoing.push(self.safe(form, &caller(from.id, message.chat.id)).await);
        } else if !text.trim().is_empty() {
            let mut incoming = incoming(Scope::Private, locale, self.what(text));
            // A message passed on, or one another bot wrote, is somebody else's words.
            incoming.is_own = message.forward_origin.is_none() && message.via_bot.is_none();
            outgoing = self.receive(&caller(from.id, message.chat.id), incoming, &place).await;
        }
        outgoing.extend(unread(message).map(|key| self.said(form, key)));
        self.post_all(&place, &outgoing, None).await;
    }

    /// A message that was changed afterwards. The form may have gone on since,
    /// so it is not taken as an answer; but danger is danger.
    pub(super) async fn edited(&self, message: &Message) {
        let Some(from) = message.from.as_ref().filter(|from| !from.is_bot) else { return };
        let Some(text) = message.text.as_deref().or(message.caption.as_deref()) else { return };
        let place = Place { chat: message.chat.id, thread: topic(message), ..Place::default() };
        let locale = locale(from);
        let form = locale.unwrap_or(WrittenForm::Bokmal).for_replies();
        let engine = self.desk.engine();
        let mut outgoing = Vec::new();
        if engine.safety.danger(text).is_some() {
            // On its own, not in the conversation: the card and nothing else.
            let incoming = incoming(Scope::Private, locale, What::Text(text.to_owned()));
            outgoing = engine.advance(Outside::nothing(), State::default(), &incoming).outgoing;
            outgoing.retain(|message| message.kind == Kind::Acute);
        }
        outgoing.push(self.said(form, key!("telegram-edited")));
        self.post_all(&place, &outgoing, None).await;
    }

    /// What a text is to the desk: links and the door's own commands are
    /// translated, the rest is as it is typed.
    fn what(&self, text: &str) -> What {
        match command(text) {
            Some((name, _, payload)) if name == "start" && !payload.is_empty() => {
                let engine = self.desk.engine();
                let action = deep_link::read(payload, &self.buttons, &engine.knowledge);
                What::Pressed(action.unwrap_or(Action::Start))
            }
            Some((name, _, question)) if name == "spor" => What::Text(question.to_owned()),
            _ => What::Text(text.to_owned()),
        }
    }
}

/// Topics exist in private chats too.
fn topic(message: &Message) -> Option<i32> {
    message.message_thread_id.filter(|_| message.is_topic_message)
}

/// What is said of the part of a message that nobody reads here.
pub(crate) fn unread(message: &Message) -> Option<&'static str> {
    let is_there = |part: &Option<crate::wire::Present>| part.is_some();
    let text = message.text.is_some() || message.caption.is_some();
    match () {
        () if is_there(&message.voice) || is_there(&message.audio) || is_there(&message.video_note) => {
            Some(key!("telegram-voice"))
        }
        () if message.has_attachment() => Some(key!("telegram-file")),
        () if is_there(&message.sticker) => Some(key!("telegram-sticker")),
        () if is_there(&message.location) => Some(key!("telegram-location")),
        () if is_there(&message.contact) => Some(key!("telegram-contact")),
        () if is_there(&message.poll) => Some(key!("telegram-poll")),
        () if message.forward_origin.is_some() && text => Some(key!("telegram-forwarded")),
        () if !text => Some(key!("telegram-unknown")),
        () => None,
    }
}
