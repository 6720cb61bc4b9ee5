//! Sending: every message leaves here, in order within its chat, within
//! Telegram's limits, the urgent ones first.
//!
//! Knows when to try again; not what is in a message.

mod bucket;
mod gate;
mod lanes;

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::requests::Payload;
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use crate::api::{Api, Failure};
use crate::config::{Limits, Tempo};

pub(crate) use gate::Urgency;

use gate::Gate;
use lanes::{Lane, Lanes};

/// Tries of a call that fails in passing: with waits that double from half a
/// second, about half a minute.
const TRIES: u32 = 7;
/// How long one without patience waits for a chat's turn.
const SHORT: Duration = Duration::from_secs(10);
/// The longest wait between two tries.
const LONGEST: Duration = Duration::from_secs(60);

/// Whether to wait and try again here, or leave that to the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Wait as long as Telegram asks, and try again when it fails in passing.
    Wait,
    /// Return at once; who called has a better memory.
    Return,
}

/// The way out.
#[derive(Debug)]
pub(crate) struct Outbound {
    api: Arc<Api>,
    gate: Arc<Gate>,
    lanes: Lanes,
    first_retry: Duration,
}

impl Outbound {
    pub(crate) fn new(api: Arc<Api>, limits: &Limits, tempo: &Tempo) -> Self {
        Self {
            api,
            gate: Arc::new(Gate::new(limits.per_second)),
            lanes: Lanes::new(limits),
            first_retry: tempo.first_retry,
        }
    }

    /// The turn to write to a chat: messages written under one turn stand
    /// together, turns come in the order they were asked for. Who has no patience
    /// and comes upon one who waits long is sent away.
    pub(crate) async fn turn(&self, chat: i64, urgency: Urgency, patience: Patience) -> Result<Turn<'_>, Failure> {
        let lane = match patience {
            Patience::Wait => self.lanes.lane(chat).await,
            Patience::Return => {
                let lane = tokio::time::timeout(SHORT, self.lanes.lane(chat)).await;
                lane.map_err(|_| Failure::RetryAfter(SHORT.as_secs()))?
            }
        };
        Ok(Turn { out: self, lane, urgency, patience })
    }

    /// A call that is no message to a chat, and not counted: answers to queries,
    /// typing signs, settings.
    pub(crate) async fn call<P, R>(&self, payload: &P) -> Result<R, Failure>
    where
        P: Payload + Serialize + Sync,
        R: DeserializeOwned,
    {
        self.api.call(payload).await
    }

    /// Forgets chats not written to for a while.
    pub(crate) fn forget_idle(&self) {
        self.lanes.forget_idle();
    }

    /// The wait before try number `tries`, from 1.
    fn wait(&self, tries: u32) -> Duration {
        self.first_retry.saturating_mul(1 << tries.saturating_sub(1).min(10)).min(LONGEST)
    }
}

/// The right to write to one chat.
pub(crate) struct Turn<'a> {
    out: &'a Outbound,
    lane: OwnedMutexGuard<Lane>,
    urgency: Urgency,
    patience: Patience,
}

impl Turn<'_> {
    /// Makes a call that counts as a message.
    pub(crate) async fn call<P, R>(&mut self, payload: &P) -> Result<R, Failure>
    where
        P: Payload + Serialize + Sync,
        R: DeserializeOwned,
    {
        let mut tries = 0;
        loop {
            self.ready().await?;
            let failure = match self.out.api.call(payload).await {
                Ok(result) => return Ok(result),
                Err(failure) => failure,
            };
            if let Failure::RetryAfter(seconds) = failure {
                self.lane.blocked_until = Some(Instant::now() + Duration::from_secs(seconds));
                if self.patience == Patience::Wait {
                    continue;
                }
            }
            tries += 1;
            if self.patience == Patience::Return || !failure.is_passing() || tries >= TRIES {
                return Err(failure);
            }
            tokio::time::sleep(self.out.wait(tries)).await;
        }
    }

    /// Waits for the chat's and everybody's limits. What Telegram itself asked
    /// for is waited out even by what is urgent: it would be refused.
    async fn ready(&mut self) -> Result<(), Failure> {
        if let Some(until) = self.lane.blocked_until {
            let left = until.saturating_duration_since(Instant::now());
            if !left.is_zero() && self.patience == Patience::Return {
                return Err(Failure::RetryAfter(left.as_secs() + 1));
            }
            tokio::time::sleep_until(until).await;
            self.lane.blocked_until = None;
        }
        if self.urgency != Urgency::First {
            let wait = self.lane.bucket.wait(Instant::now());
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
        }
        self.lane.bucket.take(Instant::now());
        self.out.gate.enter(self.urgency).await;
        Ok(())
    }
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
