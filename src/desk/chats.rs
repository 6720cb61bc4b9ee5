//! Chats in memory: one lock each, bounded, forgotten when idle.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::dialogue::State;
use crate::store::PersonKey;

/// Most chats kept; beyond it the idle ones are dropped, then the oldest.
const MAX_CHATS: usize = 20_000;
/// How long an unused chat is kept. The privacy text states it. Forms and choices
/// are in the store and come back.
const IDLE: Duration = Duration::from_secs(30 * 60);

/// One chat: locked for a whole step, so that one chat is serial.
#[derive(Debug, Default)]
pub(super) struct Chat {
    pub state: State,
    /// Whether what the store kept was read.
    pub loaded: bool,
}

/// All chats.
#[derive(Debug, Default)]
pub(super) struct Chats {
    slots: Mutex<HashMap<PersonKey, Slot>>,
}

#[derive(Debug)]
struct Slot {
    chat: Arc<tokio::sync::Mutex<Chat>>,
    used: Instant,
}

impl Chats {
    /// The chat of a key, as it was or new.
    pub(super) fn slot(&self, key: PersonKey) -> Arc<tokio::sync::Mutex<Chat>> {
        let now = Instant::now();
        // A map is whole after any panic that could poison the lock.
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MAX_CHATS && !slots.contains_key(&key) {
            make_room(&mut slots, now);
        }
        let slot = slots.entry(key).or_insert_with(|| Slot { chat: Arc::default(), used: now });
        if now.saturating_duration_since(slot.used) >= IDLE && Arc::strong_count(&slot.chat) == 1 {
            slot.chat = Arc::default();
        }
        slot.used = now;
        Arc::clone(&slot.chat)
    }

    /// Forgets a chat.
    pub(super) fn forget_idle(&self) {
        let now = Instant::now();
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, slot| is_wanted(slot, now));
    }
}

/// A chat in use is never dropped: a second lock for it would let two messages of
/// one chat be taken at once.
fn is_wanted(slot: &Slot, now: Instant) -> bool {
    Arc::strong_count(&slot.chat) > 1 || now.saturating_duration_since(slot.used) < IDLE
}

fn make_room(slots: &mut HashMap<PersonKey, Slot>, now: Instant) {
    let before = slots.len();
    slots.retain(|_, slot| is_wanted(slot, now));
    if slots.len() < before {
        return;
    }
    let idle = slots.iter().filter(|(_, slot)| Arc::strong_count(&slot.chat) == 1);
    let oldest = idle.min_by_key(|(_, slot)| slot.used).map(|(key, _)| *key);
    if let Some(key) = oldest {
        slots.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: PersonKey = PersonKey([1; 32]);

    #[tokio::test(start_paused = true)]
    async fn chat_is_kept_until_idle_and_then_new() {
        let chats = Chats::default();
        chats.slot(KEY).lock().await.state.misses = 1;
        tokio::time::advance(IDLE / 2).await;
        assert_eq!(chats.slot(KEY).lock().await.state.misses, 1);
        tokio::time::advance(IDLE).await;
        assert_eq!(chats.slot(KEY).lock().await.state.misses, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn chat_in_use_is_never_dropped() {
        let chats = Chats::default();
        let in_use = chats.slot(KEY);
        tokio::time::advance(IDLE * 2).await;
        chats.forget_idle();
        assert!(Arc::ptr_eq(&in_use, &chats.slot(KEY)));
        drop(in_use);
        tokio::time::advance(IDLE * 2).await;
        chats.forget_idle();
        assert!(chats.slots.lock().unwrap().is_empty());
    }
}
