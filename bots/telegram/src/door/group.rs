//! Messages in a group. The bot has privacy mode on and is no administrator: it
//! sees what is addressed to it, and answers nothing else.

use utveier::dialogue::{Scope, What, command as commands};
use utveier::language::WrittenForm;

use super::poster::{One, Place};
use super::{Door, caller, command, incoming, locale};
use crate::api::Me;
use crate::wire::Message;

/// What a group's message asks of the bot.
pub(crate) enum Asked<'a> {
    /// This question, or a command of everybody's.
    Question(&'a str),
    /// This change of the group's choices.
    Choices(&'a str),
    /// Not addressed to it.
    Nothing,
    /// Addressed to the bot, with nothing said.
    Bare,
}

impl Door {
    /// A message in a group.
    pub(super) async fn group(&self, message: &Message) {
        if let Some(to) = message.migrate_to_chat_id {
            self.move_choices(message.chat.id, to).await;
            return;
        }
        let Some(from) = message.from.as_ref().filter(|from| !from.is_bot) else { return };
        if message.is_service() || message.via_bot.is_some() {
            return;
        }
        let choices = self.choices(message.chat.id).await;
        let one = message.ephemeral_message_id.map(|question| One { person: from.id, question });
        let place = Place {
            chat: message.chat.id,
            thread: message.message_thread_id.filter(|_| message.is_topic_message),
            reply_to: one.is_none().then_some(message.message_id),
            is_silent: choices.is_quiet,
            one,
        };
        let form = choices.form().or(locale(from));
        let asked = asked(message, &self.me);
        let is_hidden = choices.is_private() && matches!(asked, Asked::Question(_));
        let outgoing = match asked {
            Asked::Nothing => return,
            Asked::Bare => vec![self.said(form.unwrap_or(WrittenForm::Bokmal), key!("telegram-group-ask"))],
            Asked::Choices(wanted) => vec![self.choose(message.chat.id, from.id, wanted, &choices).await],
            Asked::Question(text) => {
                let incoming = incoming(Scope::Group, form, What::Text(text.to_owned()));
                self.receive(&caller(from.id, message.chat.id), incoming, &place).await
            }
        };
        for message in &outgoing {
            if let Err(failure) = self.poster.post_short(&place, message, is_hidden).await {
                tracing::warn!(%failure, "an answer could not be posted in a group");
                return;
            }
        }
    }
}

/// What a group's message asks of the bot that is `me`.
pub(crate) fn asked<'a>(message: &'a Message, me: &Me) -> Asked<'a> {
    let text = message.text.as_deref().or(message.caption.as_deref()).unwrap_or_default().trim();
    if let Some((name, bot, rest)) = command(text) {
        if bot.is_some_and(|bot| !bot.eq_ignore_ascii_case(&me.username)) {
            return Asked::Nothing;
        }
        return match name.as_str() {
            "spor" | "start" if rest.is_empty() => Asked::Bare,
            "spor" => Asked::Question(rest),
            "gruppe" => Asked::Choices(rest),
            name if is_known(name) => Asked::Question(text),
            _ => Asked::Nothing,
        };
    }
    if let Some(rest) = unaddressed(text, me) {
        return if rest.is_empty() { Asked::Bare } else { Asked::Question(rest) };
    }
    let is_reply = message.reply_to_message.as_ref().is_some_and(|to| {
        // In a topic, everything replies to the message that began it.
        to.from.as_ref().is_some_and(|from| from.id == me.id) && to.forum_topic_created.is_none()
    });
    if is_reply && !text.is_empty() { Asked::Question(text) } else { Asked::Nothing }
}

/// What follows or precedes the bot's name in a text that addresses it.
fn unaddressed<'a>(text: &'a str, me: &Me) -> Option<&'a str> {
    let mention = format!("@{}", me.username);
    let is_name = |word: &str| word.trim_end_matches([',', ':']).eq_ignore_ascii_case(&mention);
    let first = text.split_whitespace().next()?;
    if is_name(first) {
        return Some(text[first.len()..].trim());
    }
    let last = text.split_whitespace().next_back()?;
    is_name(last.trim_end_matches(['?', '!', '.'])).then(|| text[..text.len() - last.len()].trim())
}

fn is_known(name: &str) -> bool {
    commands::ALL.iter().any(|spec| spec.name == name || spec.other_names.contains(&name))
}
