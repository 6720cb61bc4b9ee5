//! Messages in the conversation with the bot: answered without a command.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use utveier::dialogue::{Kind, Outgoing, Scope, What};
use utveier::language::WrittenForm;

use crate::door::{Door, incoming, quiet};
use crate::key;
use crate::receipt;
use crate::render::Place;

/// A message to the bot alone.
#[derive(Clone)]
pub(crate) struct Letter {
    /// Its id.
    pub id: u64,
    /// Who wrote it.
    pub person: u64,
    /// The channel.
    pub channel: u64,
    /// Its text; empty for pictures and stickers.
    pub text: String,
}

/// Answers a message. A panic is told to the person and harms nobody.
pub(crate) async fn answer(door: Arc<Door>, letter: Letter) {
    if !door.taken.insert(letter.id) {
        return;
    }
    door.writers.remove(letter.person);
    door.writers.insert(letter.person);
    if AssertUnwindSafe(take(&door, &letter)).catch_unwind().await.is_err() {
        tracing::error!("a direct message panicked; the person is told");
        let text = door.text(WrittenForm::Bokmal, key!("step-failed"));
        let messages = [Outgoing::said(Kind::Notice, WrittenForm::Bokmal, text)];
        show(&door, &letter, &messages).await;
    }
    door.set_heard(letter.id);
}

async fn take(door: &Door, letter: &Letter) {
    // What somebody writes while the answer is made waits its turn.
    let _lane = door.lanes.enter(letter.person).await;
    if letter.text.trim().is_empty() {
        let text = door.text(WrittenForm::Bokmal, key!("discord-text-only"));
        return show(door, letter, &[Outgoing::said(Kind::Notice, WrittenForm::Bokmal, text)]).await;
    }
    door.unreached.remove(letter.person);
    let asked = incoming(Scope::Private, None, What::Text(letter.text.clone())).own();
    let messages = door.ask(letter.person, letter.channel, asked).await;
    show(door, letter, &messages).await;
}

async fn show(door: &Door, letter: &Letter, messages: &[Outgoing]) {
    for (at, message) in messages.iter().enumerate() {
        let payloads = door.rendered(std::slice::from_ref(message), Place::Direct, letter.person);
        let identity = format!("{} {at}", letter.id);
        match receipt::post_in(door, &letter.channel.to_string(), &payloads, &identity).await {
            Ok(references) => {
                if let (Some(code), Some(reference)) = (&message.receipt, references.first()) {
                    door.desk.posted(code, reference).await;
                }
            }
            Err(error) => return quiet(Err(error), "an answer could not be posted"),
        }
    }
}
