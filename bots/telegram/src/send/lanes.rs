//! One lane a chat: its turn, its limit, and how long Telegram asked to wait.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use super::bucket::Bucket;
use crate::config::Limits;

/// Messages a private chat takes at once.
const BURST: f64 = 4.0;
/// Messages a group takes at once.
const GROUP_BURST: f64 = 5.0;
/// Lanes beyond which the idle ones are forgotten.
const MANY: usize = 4096;

/// What is known of a chat.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) bucket: Bucket,
    pub(super) blocked_until: Option<Instant>,
}

#[derive(Debug)]
pub(super) struct Lanes {
    lanes: Mutex<HashMap<i64, Arc<tokio::sync::Mutex<Lane>>>>,
    per_chat: f64,
    per_group: f64,
}

impl Lanes {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { lanes: Mutex::default(), per_chat: limits.per_chat, per_group: limits.per_group_minute / 60.0 }
    }

    /// The lane of a chat, in the order it was asked for. Ids of groups are
    /// negative.
    pub(super) async fn lane(&self, chat: i64) -> OwnedMutexGuard<Lane> {
        let lane = {
            let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
            if lanes.len() >= MANY {
                retain_busy(&mut lanes);
            }
            Arc::clone(lanes.entry(chat).or_insert_with(|| Arc::new(tokio::sync::Mutex::new(self.fresh(chat)))))
        };
        lane.lock_owned().await
    }

    pub(super) fn forget_idle(&self) {
        retain_busy(&mut self.lanes.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn fresh(&self, chat: i64) -> Lane {
        let (burst, rate) = if chat < 0 { (GROUP_BURST, self.per_group) } else { (BURST, self.per_chat) };
        Lane { bucket: Bucket::new(burst, rate, Instant::now()), blocked_until: None }
    }
}

/// Keeps lanes in use, and those that must still wait.
fn retain_busy(lanes: &mut HashMap<i64, Arc<tokio::sync::Mutex<Lane>>>) {
    let now = Instant::now();
    lanes.retain(|_, lane| {
        Arc::strong_count(lane) > 1
            || lane
                .try_lock()
                .is_ok_and(|mut lane| !lane.bucket.is_full(now) || lane.blocked_until.is_some_and(|until| until > now))
    });
}
