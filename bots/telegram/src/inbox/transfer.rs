//! Handing a case on to another region, from its topic.

use teloxide::payloads::AnswerCallbackQuery;
use teloxide::types::{CallbackQueryId, InlineKeyboardButton};
use utveier::desk::{Desk, Transfer};
use utveier::dialogue::{self, Outside};
use utveier::inbox::DeliveryError;
use utveier::request::CaseCode;

use super::advisers::Told;
use super::topics::Topic;
use super::{FORM, TelegramInbox};
use crate::api::{EditMessageTextCall, Failure, Sent};
use crate::door::{Place, no_preview};
use crate::render::Marked;
use crate::send::{Patience, Urgency};
use crate::wire::{CallbackQuery, Pressed};

/// How the data of a region's button begins.
const HAND_ON: char = '>';

impl TelegramInbox {
    /// The other regions to choose from, a button each.
    pub(super) fn offer(&self, chat: i64, topic: &Topic, desk: &Desk) -> Told {
        let others = desk.facts().regions.keys().filter(|region| **region != topic.region);
        let button = |region: &String| {
            let data = self.buttons.tagged(chat, &format!("{HAND_ON}{} {region}", topic.code.as_str()))?;
            Some(vec![InlineKeyboardButton::callback(receiver(desk, region), data)])
        };
        Told { rows: others.filter_map(button).collect(), ..Told::of(self.word(key!("inbox-transfer-to"))) }
    }

    /// A pressed button in an inbox chat: always answered, and only ours is acted
    /// on. Pressed twice, it says the same again.
    pub(crate) async fn pressed(&self, query: &CallbackQuery, desk: &Desk) {
        let chosen = query.message.as_ref().and_then(|message| {
            let body = self.buttons.untagged(message.chat.id, query.data.as_deref()?)?;
            let (code, region) = body.strip_prefix(HAND_ON)?.split_once(' ')?;
            Some((message, code.parse::<CaseCode>().ok()?, region))
        });
        let mut answer = AnswerCallbackQuery::new(CallbackQueryId(query.id.clone()));
        if chosen.is_none() {
            answer.text = Some(self.word(key!("telegram-inbox-old-button")));
            answer.show_alert = Some(true);
        }
        if let Err(failure) = self.out.call::<_, bool>(&answer).await
            && failure != Failure::TooLate
        {
            tracing::info!(%failure, "a button pressed by an adviser could not be answered");
        }
        let Some((message, code, region)) = chosen else { return };
        let text = self.hand_on(message, &code, region, desk).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a case could not be handed on from telegram");
            self.word(key!("inbox-not-transferred"))
        });
        self.put_instead(message, text).await;
    }

    /// Hands a case on; what is said about it.
    async fn hand_on(
        &self,
        message: &Pressed,
        code: &CaseCode,
        region: &str,
        desk: &Desk,
    ) -> Result<String, DeliveryError> {
        let thread = message.message_thread_id.unwrap_or_default();
        let topic = self.case_of(message.chat.id, thread).await?.filter(|topic| topic.code == *code);
        let Some(topic) = topic else { return Ok(self.word(key!("telegram-inbox-no-case"))) };
        let holder = self.moved_to(&topic).await?;
        if let Some(holder) = holder.filter(|holder| holder != region) {
            return Ok(self.moved(&holder, desk));
        }
        let here = message.chat.id.to_string();
        let outcome = desk.transfer_from(code, region, Some(&here)).await;
        let outcome = outcome.map_err(|error| DeliveryError::Transient(error.to_string()))?;
        let key = match outcome {
            Transfer::Done | Transfer::Same => key!("inbox-transferred"),
            Transfer::Unknown => key!("inbox-over"),
            Transfer::TextRemoved => key!("inbox-text-removed"),
            Transfer::NoInbox => key!("inbox-no-inbox"),
        };
        Ok(self.replies.with(FORM, key, &[("receiver", &receiver(desk, region))]))
    }

    /// The region that has the case of a topic now, when it is another than the
    /// topic's.
    pub(super) async fn moved_to(&self, topic: &Topic) -> Result<Option<String>, DeliveryError> {
        let case = self.store.case_of_code(topic.code.as_str()).await;
        let case = case.map_err(|error| DeliveryError::Transient(error.to_string()))?;
        Ok(case.map(|case| case.region).filter(|region| *region != topic.region))
    }

    /// What is said in a topic whose case another region has.
    pub(super) fn moved(&self, holder: &str, desk: &Desk) -> String {
        self.replies.with(FORM, key!("inbox-moved"), &[("receiver", &receiver(desk, holder))])
    }

    /// Puts a text where the buttons were; after the message when it cannot be
    /// changed any more.
    async fn put_instead(&self, message: &Pressed, text: String) {
        let (chat_id, message_id) = (message.chat.id, message.message_id);
        let mut marked = Marked::default();
        marked.plain(&text);
        let edited = async {
            let link_preview_options = no_preview();
            let (entities, reply_markup) = (Vec::new(), None);
            let call = EditMessageTextCall { chat_id, message_id, text, entities, link_preview_options, reply_markup };
            self.out.turn(chat_id, Urgency::Answer, Patience::Wait).await?.call::<_, Sent>(&call).await
        };
        let Err(failure) = edited.await else { return };
        if failure == Failure::NotModified {
            return;
        }
        let place = Place { chat: chat_id, thread: message.message_thread_id, is_silent: true, ..Place::default() };
        if let Err(failure) = self.send(&place, &marked, (Vec::new(), Patience::Wait)).await {
            tracing::warn!(%failure, "an adviser could not be told what became of a case");
        }
    }
}

fn receiver(desk: &Desk, region: &str) -> String {
    dialogue::receiver(&desk.engine().context_with(Outside::nothing()), FORM, region)
}
