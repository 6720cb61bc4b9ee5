//! Taking a message: the state, the step, the commit, and only then the answer.

use super::effects::Turn;
use super::{Caller, Chat, Desk, DeskError, MAX_TRIES, random};
use crate::dialogue::{self, Incoming, Outgoing, Outside, State, Step};
use crate::replies::key;
use crate::request::{CaseCode, CaseView};
use crate::statistics::{Decision, Observation, observe};
use crate::store::{PersonKey, StoreError};

impl Desk {
    /// Answers a message that is taken, in its chat's turn, and says what became
    /// of it.
    pub(super) async fn answer(
        &self,
        person: &PersonKey,
        caller: &Caller,
        incoming: &Incoming,
    ) -> (Vec<Outgoing>, Observation) {
        let slot = self.chats.slot(self.chat_key(incoming.door, caller));
        let mut chat = slot.lock().await;
        self.load(person, &mut chat, incoming).await;
        match self.take(person, caller, &mut chat, incoming).await {
            Ok(done) => done,
            Err(error) => {
                tracing::error!(%error, door = incoming.door.as_str(), "a message could not be handled");
                let key = match error {
                    DeskError::Step => key!("step-failed"),
                    _ => key!("store-failed"),
                };
                let told = vec![self.notice(chat.state.form(incoming.locale), key)];
                (told, Observation::bare(incoming.door, Decision::Failed))
            }
        }
    }

    /// Reads what was kept of a chat, once. A store that fails does not keep a
    /// question from being answered.
    async fn load(&self, person: &PersonKey, chat: &mut Chat, incoming: &Incoming) {
        if chat.loaded {
            return;
        }
        match self.kept(person, incoming.scope).await {
            Ok((chosen, unfinished)) => {
                chat.state.chosen = chat.state.chosen.or(chosen);
                chat.state.unfinished = unfinished;
                chat.loaded = true;
            }
            Err(error) => tracing::error!(%error, "what was kept of a chat cannot be read"),
        }
    }

    /// Takes the step, commits, and releases the messages. When a row changed
    /// meanwhile (an answer came in, a code was taken), the step is taken anew.
    async fn take(
        &self,
        person: &PersonKey,
        caller: &Caller,
        chat: &mut Chat,
        incoming: &Incoming,
    ) -> Result<(Vec<Outgoing>, Observation), DeskError> {
        for _ in 0..MAX_TRIES {
            let wanted = dialogue::wants_cases(&chat.state, incoming);
            let cases = if wanted { self.cases_of(person).await? } else { Vec::new() };
            let code = CaseCode::from_random(random());
            let (step, seen) = self.step(&chat.state, incoming, cases, &code).await?;
            match self.settle(&Turn { person, caller, before: &chat.state, incoming }, &code, &step).await {
                Ok(told) => {
                    chat.state = step.state;
                    return Ok((if told.is_empty() { step.outgoing } else { told }, seen));
                }
                Err(DeskError::Store(StoreError::Conflict { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Err(DeskError::Store(StoreError::Conflict { what: "case" }))
    }

    /// The pure step and what is counted of it, outside the threads that wait for
    /// the network.
    async fn step(
        &self,
        state: &State,
        incoming: &Incoming,
        cases: Vec<CaseView>,
        code: &CaseCode,
    ) -> Result<(Step, Observation), DeskError> {
        let (engine, facts, now) = (self.engine(), self.config.facts.clone(), self.now());
        let (state, incoming, code) = (state.clone(), incoming.clone(), code.clone());
        let step = tokio::task::spawn_blocking(move || {
            let outside = Outside { now, code: &code, cases: &cases, desk: &facts };
            let step = engine.advance(outside, state, &incoming);
            let seen = observe(&engine.knowledge, &engine.field_words, &incoming, &step);
            (step, seen)
        });
        step.await.map_err(|_| DeskError::Step)
    }
}
