//! Sessions of the chat page: in memory, bounded, soon forgotten.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use utveier::dialogue::State;
use uuid::Uuid;

/// Most sessions kept; the one unused longest gives way to a new one.
const MAX_SESSIONS: usize = 10_000;
/// How long an unused session is kept. The privacy page states it.
const IDLE: Duration = Duration::from_secs(30 * 60);
/// How often forgotten sessions are dropped when nobody asks.
pub(crate) const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

/// The state of one dialogue. Locked for a whole step: one chat is serial.
pub(crate) type Dialogue = Arc<tokio::sync::Mutex<State>>;

/// All sessions.
pub(crate) struct Sessions {
    entries: Mutex<HashMap<Uuid, Entry>>,
    limit: usize,
}

struct Entry {
    dialogue: Dialogue,
    used: Instant,
}

impl Sessions {
    pub(crate) fn new() -> Self {
        Self::with_limit(MAX_SESSIONS)
    }

    fn with_limit(limit: usize) -> Self {
        Self { entries: Mutex::new(HashMap::new()), limit }
    }

    /// The session of an id, or a new one under a new id: an id that a client
    /// chose itself is never taken over.
    pub(crate) fn open(&self, id: Option<Uuid>, now: Instant) -> (Uuid, Dialogue) {
        let mut entries = self.lock();
        if let Some((id, entry)) = id.and_then(|id| Some((id, entries.get_mut(&id)?)))
            && now.saturating_duration_since(entry.used) < IDLE
        {
            entry.used = now;
            return (id, Arc::clone(&entry.dialogue));
        }
        if entries.len() >= self.limit {
            make_room(&mut entries, now);
        }
        let (id, dialogue) = (Uuid::new_v4(), Dialogue::default());
        entries.insert(id, Entry { dialogue: Arc::clone(&dialogue), used: now });
        (id, dialogue)
    }

    /// Drops a session.
    pub(crate) fn forget(&self, id: Uuid) {
        self.lock().remove(&id);
    }

    /// Drops sessions unused for too long.
    pub(crate) fn sweep(&self, now: Instant) {
        drop_idle(&mut self.lock(), now);
    }

    // A map is whole after any panic that could poison the lock.
    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn drop_idle(entries: &mut HashMap<Uuid, Entry>, now: Instant) {
    entries.retain(|_, entry| now.saturating_duration_since(entry.used) < IDLE);
}

fn make_room(entries: &mut HashMap<Uuid, Entry>, now: Instant) {
    let before = entries.len();
    drop_idle(entries, now);
    if entries.len() < before {
        return;
    }
    let oldest = entries.iter().min_by_key(|(_, entry)| entry.used).map(|(id, _)| *id);
    if let Some(id) = oldest {
        entries.remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_comes_back_until_idle() {
        let (sessions, start) = (Sessions::new(), Instant::now());
        let (id, first) = sessions.open(None, start);
        let (again, second) = sessions.open(Some(id), start + IDLE / 2);
        assert_eq!(id, again);
        assert!(Arc::ptr_eq(&first, &second));
        let (renewed, _) = sessions.open(Some(id), start + IDLE * 2);
        assert_ne!(id, renewed);
    }

    #[test]
    fn unknown_id_is_replaced() {
        let own = Uuid::new_v4();
        let (id, _) = Sessions::new().open(Some(own), Instant::now());
        assert_ne!(id, own);
    }

    #[test]
    fn oldest_gives_way_when_full() {
        let (sessions, start) = (Sessions::with_limit(2), Instant::now());
        let (oldest, _) = sessions.open(None, start);
        let (kept, _) = sessions.open(None, start + Duration::from_secs(1));
        let (new, _) = sessions.open(None, start + Duration::from_secs(2));
        let mut left: Vec<Uuid> = sessions.lock().keys().copied().collect();
        let mut expected = vec![kept, new];
        left.sort();
        expected.sort();
        assert_eq!(left, expected);
        assert!(!left.contains(&oldest));
    }

    #[test]
    fn sweep_drops_idle_and_forget_drops_one() {
        let (sessions, start) = (Sessions::new(), Instant::now());
        let (id, _) = sessions.open(None, start);
        sessions.open(None, start);
        sessions.forget(id);
        assert_eq!(sessions.lock().len(), 1);
        sessions.sweep(start + IDLE);
        assert!(sessions.lock().is_empty());
    }
}
