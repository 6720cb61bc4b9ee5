//! Coming and going: the bot is added, removed, blocked, made an administrator.

use utveier::language::WrittenForm;

use super::poster::Place;
use super::{Door, locale};
use crate::wire::MyChatMember;

impl Door {
    /// The bot's own standing in a chat changed.
    pub(super) async fn member(&self, change: &MyChatMember) {
        if !change.chat.is_group() || self.inbox.is_at(change.chat.id) {
            // Who blocks the bot is told nothing more; the outbox learns of it
            // from the next letter, and tells whoever wrote it.
            return;
        }
        let is_in = |status: &str| matches!(status, "member" | "administrator" | "restricted");
        let (before, now) = (change.old_chat_member.status.as_str(), change.new_chat_member.status.as_str());
        if !is_in(now) {
            self.forget_choices(change.chat.id).await;
            return;
        }
        let form = locale(&change.from).unwrap_or(WrittenForm::Bokmal).for_replies();
        let mut outgoing = Vec::new();
        if !is_in(before) {
            outgoing.push(self.said(form, key!("telegram-group-hello")));
        }
        if now == "administrator" && before != now {
            outgoing.push(self.said(form, key!("telegram-group-no-admin")));
        }
        let place = Place { chat: change.chat.id, is_silent: true, ..Place::default() };
        for message in &outgoing {
            if let Err(failure) = self.poster.post_short(&place, message, false).await {
                tracing::info!(%failure, "a group could not be greeted");
                return;
            }
        }
    }
}
