//! What the door keeps in memory: what came before, and one lane a person.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::OwnedMutexGuard;

/// The newest ids, as many as it was made for.
#[derive(Debug)]
pub(crate) struct Recent {
    ids: Mutex<(HashSet<u64>, VecDeque<u64>)>,
    most: usize,
}

impl Recent {
    pub(crate) fn new(most: usize) -> Self {
        Self { ids: Mutex::default(), most }
    }

    /// Notes an id; whether it is new.
    pub(crate) fn insert(&self, id: u64) -> bool {
        // The two are changed together and cannot panic in between.
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        if !ids.0.insert(id) {
            return false;
        }
        ids.1.push_back(id);
        if ids.1.len() > self.most
            && let Some(oldest) = ids.1.pop_front()
        {
            ids.0.remove(&oldest);
        }
        true
    }

    /// Whether an id is known.
    pub(crate) fn has(&self, id: u64) -> bool {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).0.contains(&id)
    }

    /// The newest ids, newest first.
    pub(crate) fn newest(&self, most: usize) -> Vec<u64> {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).1.iter().rev().take(most).copied().collect()
    }

    /// Forgets an id; whether it was there.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let was = ids.0.remove(&id);
        if was {
            ids.1.retain(|other| *other != id);
        }
        was
    }
}

/// One lane a person: what they send is answered one after the other, while
/// others are answered at the same time.
#[derive(Debug, Default)]
pub(crate) struct Lanes {
    lanes: Mutex<HashMap<u64, Weak<tokio::sync::Mutex<()>>>>,
}

/// Lanes kept before those nobody is in are dropped.
const MANY: usize = 1_024;

impl Lanes {
    /// Waits until the person's earlier messages are answered.
    pub(crate) async fn enter(&self, person: u64) -> OwnedMutexGuard<()> {
        self.lane(person).lock_owned().await
    }

    fn lane(&self, person: u64) -> Arc<tokio::sync::Mutex<()>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if lanes.len() >= MANY {
            lanes.retain(|_, lane| lane.strong_count() > 0);
        }
        if let Some(lane) = lanes.get(&person).and_then(Weak::upgrade) {
            return lane;
        }
        let lane = Arc::default();
        lanes.insert(person, Arc::downgrade(&lane));
        lane
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn recent_knows_the_newest_and_no_more() {
        let recent = Recent::new(2);
        assert!(recent.insert(1) && !recent.insert(1));
        assert!(recent.insert(2) && recent.insert(3));
        assert!(recent.insert(1), "the oldest is forgotten");
        assert_eq!(recent.newest(5), [1, 3]);
        assert!(recent.remove(3) && !recent.remove(3));
        assert!(recent.has(1) && !recent.has(3));
    }

    #[tokio::test]
    async fn one_person_is_serial_and_others_do_not_wait() {
        let lanes = Lanes::default();
        let held = lanes.enter(1).await;
        let _other = lanes.enter(2).await;
        assert!(lanes.enter(1).now_or_never().is_none());
        drop(held);
        assert!(lanes.enter(1).now_or_never().is_some());
    }
}
