//! The gate all messages pass: so many a second, the urgent ones first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::bucket::Bucket;

/// Who goes first when not all can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Urgency {
    /// Emergency cards and receipts.
    First,
    /// Answers to what a person just wrote.
    Answer,
    /// What nobody waits for this second: letters to an inbox.
    Later,
}

#[derive(Debug)]
pub(super) struct Gate {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    bucket: Bucket,
    /// By urgency, then by order of coming.
    waiting: BTreeMap<(Urgency, u64), oneshot::Sender<()>>,
    next: u64,
    /// Whether somebody lets the waiting in.
    is_served: bool,
}

impl Gate {
    pub(super) fn new(per_second: f64) -> Self {
        let bucket = Bucket::new(per_second, per_second, Instant::now());
        Self { state: Mutex::new(State { bucket, waiting: BTreeMap::new(), next: 0, is_served: false }) }
    }

    /// Returns when a message may leave.
    pub(super) async fn enter(self: &Arc<Self>, urgency: Urgency) {
        let Some(turn) = self.queue(urgency) else { return };
        // The other end is dropped only with the runtime.
        let _ended = turn.await;
    }

    /// A place in the queue; `None` when there is no queue.
    fn queue(self: &Arc<Self>, urgency: Urgency) -> Option<oneshot::Receiver<()>> {
        let mut state = self.lock();
        let now = Instant::now();
        if state.waiting.is_empty() && state.bucket.wait(now).is_zero() {
            state.bucket.take(now);
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        let number = state.next;
        state.next += 1;
        state.waiting.insert((urgency, number), sender);
        if !state.is_served {
            state.is_served = true;
            tokio::spawn(Arc::clone(self).serve());
        }
        Some(receiver)
    }

    /// Lets them in one by one, until nobody waits.
    async fn serve(self: Arc<Self>) {
        while let Some(wait) = self.let_in() {
            tokio::time::sleep(wait).await;
        }
    }

    /// Lets in as many as may go; how long until the next may, if any waits.
    fn let_in(&self) -> Option<Duration> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            if state.waiting.is_empty() {
                state.is_served = false;
                return None;
            }
            let wait = state.bucket.wait(now);
            if !wait.is_zero() {
                return Some(wait);
            }
            let Some((_, first)) = state.waiting.pop_first() else { continue };
            // One who has left meanwhile takes no token.
            if first.send(()).is_ok() {
                state.bucket.take(now);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is whole after any panic that could poison the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
