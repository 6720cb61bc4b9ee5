//! How many messages are taken of one person and in one chat.
//!
//! A bucket of tokens each: a message takes one, time brings them back. What
//! must never wait takes none: words of danger, the emergency card, the way to
//! a person, and sending a form that is filled in.
//!
//! Buckets are kept in memory under keyed hashes, at most [`MOST`] of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{Caller, Desk};
use crate::dialogue::command::{Parsed, parse};
use crate::dialogue::{Action, Awaiting, Door, FormAction, Incoming, Kind, Outgoing, What};
use crate::replies::key;
use crate::request::Step;
use crate::statistics::{Decision, Observation};
use crate::store::PersonKey;

/// Most buckets kept: some megabytes.
const MOST: usize = 50_000;
/// Between two notices that a person is too fast.
const NOTICE_EVERY: Duration = Duration::from_secs(60);

/// Longest typed «send», in bytes: the button's own words, in any language.
const LONGEST_SEND: usize = 60;

/// How many messages a bucket takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// In the long run, a minute; at least 1.
    pub per_minute: u32,
    /// At once; at least 1.
    pub burst: u32,
}

/// Limits of persons and chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of one person at one door.
    pub person: Rate,
    /// Of one chat, whoever writes in it.
    pub chat: Rate,
}

/// Counts what comes in.
#[derive(Debug)]
pub(super) struct Limiter {
    limits: Limits,
    buckets: Mutex<HashMap<PersonKey, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
    told: Option<Instant>,
}

/// Whether a message is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    /// It is.
    Open,
    /// It is not; whether the person is told.
    Limited { is_told: bool },
}

impl Limiter {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, buckets: Mutex::default() }
    }

    /// Takes a token of the person and of the chat, or none of either.
    fn admit(&self, person: PersonKey, chat: PersonKey, now: Instant) -> Admission {
        // A map is whole after any panic that could poison the lock.
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() + 2 > MOST {
            self.make_room(&mut buckets, now);
        }
        let limits = [(person, self.limits.person), (chat, self.limits.chat)];
        let mut is_open = true;
        for (key, rate) in limits {
            let bucket = buckets.entry(key).or_insert_with(|| Bucket::full(rate, now));
            bucket.fill(rate, now);
            is_open &= bucket.tokens >= 1.0;
        }
        if is_open {
            for (key, _) in limits {
                if let Some(bucket) = buckets.get_mut(&key) {
                    bucket.tokens -= 1.0;
                }
            }
            return Admission::Open;
        }
        let told = buckets.get_mut(&person).map(|bucket| &mut bucket.told);
        let is_told = told.is_some_and(|told| {
            let is_due = told.is_none_or(|at| now.saturating_duration_since(at) >= NOTICE_EVERY);
            if is_due {
                *told = Some(now);
            }
            is_due
        });
        Admission::Limited { is_told }
    }

    /// Forgets buckets that are full again, which changes nothing for anybody;
    /// if there are none, the fullest tenth.
    fn make_room(&self, buckets: &mut HashMap<PersonKey, Bucket>, now: Instant) {
        let Limits { person, chat } = self.limits;
        let (slowest, largest) = (person.per_minute.min(chat.per_minute), person.burst.max(chat.burst));
        let whole = Duration::from_secs_f64(60.0 * f64::from(largest) / f64::from(slowest.max(1)));
        buckets.retain(|_, bucket| now.saturating_duration_since(bucket.at) < whole.max(NOTICE_EVERY));
        if buckets.len() + 2 > MOST {
            let mut ages: Vec<Instant> = buckets.values().map(|bucket| bucket.at).collect();
            let (_, tenth, _) = ages.select_nth_unstable(MOST / 10);
            let until = *tenth;
            buckets.retain(|_, bucket| bucket.at > until);
        }
        // All of the same moment: then everybody begins anew.
        if buckets.len() + 2 > MOST {
            buckets.clear();
        }
    }
}

impl Bucket {
    fn full(rate: Rate, now: Instant) -> Self {
        Self { tokens: f64::from(rate.burst), at: now, told: None }
    }

    fn fill(&mut self, rate: Rate, now: Instant) {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        let brought = seconds * f64::from(rate.per_minute) / 60.0;
        self.tokens = (self.tokens + brought).min(f64::from(rate.burst));
        self.at = now;
    }
}

impl Desk {
    /// Limits how much is taken; without it, everything is.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limiter = Some(Limiter::new(limits));
        self
    }

    /// Whether a message is taken now.
    pub(super) fn admission(&self, person: &PersonKey, caller: &Caller, incoming: &Incoming) -> Admission {
        let Some(limiter) = &self.limiter else { return Admission::Open };
        // Whoever sits at the terminal has the whole machine anyway.
        if incoming.door == Door::Terminal || self.never_waits(incoming) {
            return Admission::Open;
        }
        // Another kind of hash than a person's, also where chat and person are one.
        let chat = self.keyring.person(incoming.door.as_str(), &format!("chat\n{}", caller.chat));
        limiter.admit(*person, chat, Instant::now())
    }

    /// What is said to somebody who is too fast. Where a message is answered in
    /// the same exchange, silence would look like a fault.
    pub(super) async fn slow_down(&self, caller: &Caller, incoming: &Incoming, is_told: bool) -> Vec<Outgoing> {
        if !is_told && incoming.door == Door::Telegram {
            return Vec::new();
        }
        let slot = self.chats.slot(self.chat_key(incoming.door, caller));
        let form = slot.lock().await.state.form(incoming.locale);
        let text = self.engine().replies.text(form, key!("too-fast"));
        vec![Outgoing::said(Kind::Notice, form, text)]
    }

    /// Whether the person stands before the last step of a form and types what
    /// could be its «send».
    pub(super) async fn is_sending(&self, caller: &Caller, incoming: &Incoming) -> bool {
        let What::Text(text) = &incoming.what else { return false };
        let slot = self.chats.slot(self.chat_key(incoming.door, caller));
        let unfinished = &slot.lock().await.state.unfinished;
        let is_last = unfinished.draft.as_ref().is_some_and(|draft| draft.step == Step::Preview);
        is_last && unfinished.awaiting == Awaiting::Form && text.len() <= LONGEST_SEND
    }

    fn never_waits(&self, incoming: &Incoming) -> bool {
        match &incoming.what {
            What::Pressed(action) => is_way_to_help(action),
            What::Text(text) => {
                matches!(parse(text), Parsed::Command(action) if is_way_to_help(&action))
                    || self.engine().safety.danger(text).is_some()
            }
        }
    }
}

fn is_way_to_help(action: &Action) -> bool {
    // Doors press `Language(None)` themselves, before a question asked by command.
    matches!(
        action,
        Action::Adviser
            | Action::AdviserWith(_)
            | Action::Emergency
            | Action::Form(FormAction::Send)
            | Action::Language(None)
    )
}

/// What is counted of a message that is not taken.
pub(super) fn limited(door: Door) -> Observation {
    Observation::bare(door, Decision::Limited)
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
