//! What the stand-in shows of what the bot did.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;

use super::{Call, Discord, Posted, content, openapi};

impl Discord {
    /// What an interaction's callback said.
    pub(crate) async fn callback(&self, token: &str) -> Value {
        self.until("a callback", |state| {
            let interaction = state.interactions.get(token)?;
            interaction.acknowledged.map(|_| interaction.callback.clone())
        })
        .await
    }

    /// How long an interaction waited for its acknowledgement, once it has it.
    pub(crate) async fn waited(&self, token: &str) -> Duration {
        self.until("an acknowledgement", |state| state.interactions.get(token)?.waited).await
    }

    /// How long each interaction of some waited; `None` for those that got no
    /// acknowledgement.
    pub(crate) fn waits(&self, tokens: &[String]) -> Vec<Option<Duration>> {
        let state = self.lock();
        tokens.iter().map(|token| state.interactions.get(token)?.waited).collect()
    }

    /// How many acknowledgements were filled with an answer afterwards.
    pub(crate) fn filled(&self) -> usize {
        self.lock().filled
    }

    /// Waits until so many acknowledgements were filled.
    pub(crate) async fn until_filled(&self, count: usize) {
        self.until("answers", |state| (state.filled >= count).then_some(())).await;
    }

    /// The first message that answers an interaction, once it is filled.
    pub(crate) async fn answer(&self, token: &str) -> Posted {
        self.until("an answer", |state| {
            let interaction = state.interactions.get(token)?;
            let posted = state.messages.get(&interaction.original?)?;
            let is_filled = !posted.body["content"].is_null() && posted.edits > interaction.edits_before;
            is_filled.then(|| posted.clone())
        })
        .await
    }

    /// All messages that answer an interaction, once there are `least`.
    pub(crate) async fn answers(&self, token: &str, least: usize) -> Vec<Posted> {
        self.until("answers", |state| {
            let interaction = state.interactions.get(token)?;
            let original = interaction.original?;
            state.messages.get(&original).filter(|posted| posted.edits > interaction.edits_before)?;
            let all: Vec<Posted> = state
                .messages
                .values()
                .filter(|posted| posted.token.as_deref() == Some(token) || posted.id == original)
                .cloned()
                .collect();
            (all.len() >= least).then_some(all)
        })
        .await
    }

    /// Messages in a channel.
    pub(crate) fn messages(&self, channel: u64) -> Vec<Posted> {
        self.lock().messages.values().filter(|posted| posted.channel == channel).cloned().collect()
    }

    /// Waits for a message in a channel that holds a text.
    pub(crate) async fn message_with(&self, channel: u64, text: &str) -> Posted {
        self.until(&format!("a message with «{text}»"), |state| {
            let found = state
                .messages
                .values()
                .rev()
                .find(|posted| posted.channel == channel && content(posted).contains(text));
            found.cloned()
        })
        .await
    }

    /// Waits for a message in a channel that was posted after another.
    pub(crate) async fn message_below(&self, channel: u64, above: u64) -> Posted {
        self.until("a message below", |state| {
            let mut later = state.messages.range(above + 1..).map(|(_, posted)| posted);
            later.find(|posted| posted.channel == channel && !posted.body["content"].is_null()).cloned()
        })
        .await
    }

    /// Waits for a message in a channel that holds a text and is new since some
    /// were seen.
    pub(crate) async fn message_after(&self, channel: u64, text: &str, seen: &HashMap<u64, usize>) {
        self.until(&format!("a new message with «{text}»"), |state| {
            let is_new =
                |posted: &&Posted| seen.get(&posted.id) != Some(&posted.edits) && content(posted).contains(text);
            state.messages.values().filter(|posted| posted.channel == channel).find(is_new).map(|_| ())
        })
        .await;
    }

    /// The posts of a forum: thread and name.
    pub(crate) fn posts(&self, forum: u64) -> Vec<(u64, String)> {
        let state = self.lock();
        state.threads.iter().filter(|(_, (own, _))| *own == forum).map(|(id, (_, name))| (*id, name.clone())).collect()
    }

    /// The commands, once they are registered.
    pub(crate) async fn commands(&self) -> Value {
        self.until("the commands", |state| state.commands.clone()).await
    }

    /// The requests so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    /// Requests that are not as the interface is described, or whose content the
    /// platform would refuse.
    pub(crate) fn wrong(&self) -> Vec<String> {
        self.calls()
            .iter()
            .filter_map(|call| openapi::wrong(call).map(|why| format!("{} {}: {why}", call.method, call.path)))
            .collect()
    }
}
