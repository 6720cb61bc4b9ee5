//! Choices on their way from one door to another: in memory only, for ten
//! minutes, each taken once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::{Caller, Desk, random};
use crate::dialogue::{Carried, Door};
use crate::request::CaseCode;

/// How long a code works. The texts state it.
const KEPT: SignedDuration = SignedDuration::from_mins(10);
/// Most codes at a time; the oldest go first.
const MAX: usize = 10_000;

/// What waits to be taken over.
#[derive(Debug, Default)]
pub(super) struct Carriages(Mutex<HashMap<String, (Timestamp, Carried)>>);

impl Carriages {
    fn put(&self, code: &CaseCode, carried: Carried, now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (until, _)| now < *until);
        if all.len() >= MAX
            && let Some(oldest) = all.iter().min_by_key(|(_, (until, _))| *until).map(|(code, _)| code.clone())
        {
            all.remove(&oldest);
        }
        let until = now.saturating_add(KEPT).unwrap_or(Timestamp::MAX);
        all.insert(code.as_str().to_owned(), (until, carried));
    }

    pub(super) fn take(&self, code: &CaseCode, now: Timestamp) -> Option<Carried> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(code.as_str()).filter(|(until, _)| now < *until).map(|(_, carried)| carried)
    }
}

impl Desk {
    /// A code by which this conversation's choices (the language, the choices of
    /// an unfinished form; never a text) can be taken over once at another door,
    /// within ten minutes and before a restart.
    pub async fn carry(&self, door: Door, caller: &Caller) -> CaseCode {
        let slot = self.chats.slot(self.chat_key(door, caller));
        let carried = Carried::of(&slot.lock().await.state);
        let code = CaseCode::from_random(random());
        self.carriages.put(&code, carried, self.now());
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_works_once_and_for_ten_minutes() {
        let (carriages, now) = (Carriages::default(), Timestamp::UNIX_EPOCH);
        let (code, other) = (CaseCode::from_random([1; 8]), CaseCode::from_random([2; 8]));
        carriages.put(&code, Carried::default(), now);
        carriages.put(&other, Carried::default(), now);
        assert_eq!(carriages.take(&code, now), Some(Carried::default()));
        assert_eq!(carriages.take(&code, now), None);
        assert_eq!(carriages.take(&other, now + KEPT), None);
    }
}
