//! Pressed buttons: always answered, and only ours are acted on.

use teloxide::payloads::AnswerCallbackQuery;
use teloxide::types::CallbackQueryId;
use utveier::dialogue::{Kind, Outgoing, Scope, What};
use utveier::language::WrittenForm;

use super::poster::Place;
use super::{Door, caller, incoming, locale};
use crate::api::Failure;
use crate::wire::CallbackQuery;

impl Door {
    /// A pressed button. The client shows a progress bar until it is answered,
    /// so that comes first.
    pub(super) async fn callback(&self, query: &CallbackQuery) {
        if query.message.as_ref().is_some_and(|message| self.inbox.is_at(message.chat.id)) {
            return self.inbox.pressed(query, &self.desk).await;
        }
        let engine = self.desk.engine();
        let form = locale(&query.from).unwrap_or(WrittenForm::Bokmal).for_replies();
        let chat = query.message.as_ref().map_or(0, |message| message.chat.id);
        let data = query.data.as_deref().unwrap_or_default();
        let opened = self.buttons.open(chat, data, &engine.knowledge);
        let mut answer = AnswerCallbackQuery::new(CallbackQueryId(query.id.clone()));
        if opened.is_none() {
            answer.text = Some(engine.replies.text(form, key!("telegram-old-button")));
            answer.show_alert = Some(true);
        }
        let answered = self.out.call::<_, bool>(&answer);
        let acted = async {
            let (Some(opened), Some(message)) = (opened, &query.message) else { return };
            let scope = if message.chat.is_private() { Scope::Private } else { Scope::Group };
            let place = Place { chat, thread: message.message_thread_id, ..Place::default() };
            let incoming = incoming(scope, locale(&query.from), What::Pressed(opened.action));
            let outgoing = self.receive(&caller(query.from.id, chat), incoming, &place).await;
            let can_edit = opened.replaces && message.date > 0 && is_replacement(&outgoing);
            self.post_all(&place, &outgoing, can_edit.then_some(message.message_id)).await;
        };
        let (answered, ()) = tokio::join!(answered, acted);
        if let Err(failure) = answered
            && failure != Failure::TooLate
        {
            tracing::info!(%failure, "a pressed button could not be answered");
        }
    }
}

/// Whether a message stands where the one before it stood: steps of a form and
/// lists do, so that a chat is not flooded. What must be protected cannot.
fn is_replacement(outgoing: &[Outgoing]) -> bool {
    matches!(outgoing, [only] if matches!(only.kind, Kind::Form | Kind::Notice))
}
