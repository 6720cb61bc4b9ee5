//! The relay: leases what is due, has it carried, writes down how it ended.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::retry::retry_at;
use crate::clock::Clock;
use crate::inbox::DeliveryError;
use crate::store::{Finish, ItemRow, ItemState, Store, StoreError, Write};

/// Delivers items, and knows what follows from a delivery.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Delivers one item.
    ///
    /// # Errors
    ///
    /// [`DeliveryError`], which decides whether it is tried again.
    async fn carry(&self, item: &ItemRow) -> Result<(), DeliveryError>;

    /// What follows from how an item ended: committed in the same transaction.
    /// Called only with [`Finish::Sent`], [`Finish::Dead`] and
    /// [`Finish::Cancelled`].
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    async fn follows(&self, item: &ItemRow, finish: &Finish) -> Result<Vec<Write>, StoreError>;
}

/// How the relay works.
#[derive(Debug, Clone, Copy)]
pub struct RelayConfig {
    /// How long one delivery may take before another may try it.
    pub lease: SignedDuration,
    /// Items in hand at once.
    pub at_once: usize,
    /// Attempts after which an item is dead whatever the error.
    pub max_attempts: u32,
    /// How often the store is asked when nobody wakes the relay.
    pub poll: Duration,
}

impl Default for RelayConfig {
    fn default() -> Self {
        // A week of tries once an hour is 168; the expiry comes first.
        let lease = SignedDuration::from_secs(120);
        Self { lease, at_once: 16, max_attempts: 400, poll: Duration::from_secs(5) }
    }
}

/// The relay.
pub struct Relay {
    /// The rows.
    pub store: Arc<dyn Store>,
    /// Who delivers.
    pub carrier: Arc<dyn Carrier>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Wakes the relay when something was put in the outbox.
    pub wake: Arc<Notify>,
    /// How it works.
    pub config: RelayConfig,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Relay").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Relay {
    /// Works until stopped; what is in hand is finished first.
    pub async fn run(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            // Subscribed before asking: what is enqueued meanwhile wakes us.
            let woken = self.wake.notified();
            match self.round().await {
                Ok(0) => tokio::select! {
                    () = woken => {}
                    () = tokio::time::sleep(self.config.poll) => {}
                    () = stop.cancelled() => {}
                },
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read; trying again");
                    tokio::select! {
                        () = tokio::time::sleep(self.config.poll) => {}
                        () = stop.cancelled() => {}
                    }
                }
            }
        }
    }

    /// Handles what is due now; how many items that were.
    ///
    /// # Errors
    ///
    /// When the store cannot be read. A single item's failure is no error here.
    pub async fn round(&self) -> Result<usize, StoreError> {
        let now = self.clock.now();
        let until = now.saturating_add(self.config.lease).unwrap_or(Timestamp::MAX);
        let items = self.store.lease(now, until, self.config.at_once).await?;
        // What one recipient gets of one case goes one after the other, the rest side by side.
        let mut lanes: BTreeMap<(Uuid, &str), Vec<&ItemRow>> = BTreeMap::new();
        for item in &items {
            lanes.entry((item.case, item.recipient.as_str())).or_default().push(item);
        }
        let handled = lanes.into_values().map(|lane| self.handle_in_order(lane));
        futures::future::join_all(handled).await;
        Ok(items.len())
    }

    async fn handle_in_order(&self, mut lane: Vec<&ItemRow>) {
        lane.sort_by_key(|item| item.id);
        for item in lane {
            // The earlier ones may have taken all its time: then it is leased anew.
            if item.leased_until.is_none_or(|until| self.clock.now() < until) {
                self.handle(item).await;
            }
        }
    }

    async fn handle(&self, item: &ItemRow) {
        let result = match self.finish(item).await {
            Ok(finish) => self.settle(item, finish).await,
            Err(error) => Err(error),
        };
        if let Err(error) = result {
            // The lease runs out, and the item is tried again.
            tracing::error!(item = %item.id, kind = %item.kind, %error, "an outbox item could not be settled");
        }
    }

    /// Delivers, within the lease, and decides how the item ends.
    async fn finish(&self, item: &ItemRow) -> Result<Finish, StoreError> {
        let now = self.clock.now();
        if let Some(due_at) = self.blocked_until(item, now).await? {
            return Ok(Finish::Retry { due_at, error: "waits for an earlier delivery".into() });
        }
        if now >= item.expires_at {
            return Ok(Finish::Dead { error: item.error.clone().unwrap_or_else(|| "expired".into()) });
        }
        let lease = Duration::try_from(self.config.lease).unwrap_or(Duration::from_secs(60));
        let carried = tokio::time::timeout(lease.mul_f32(0.8), self.carrier.carry(item)).await;
        let result = carried.unwrap_or_else(|_| Err(DeliveryError::Unknown("took too long".into())));
        Ok(self.judge(item, result))
    }

    fn judge(&self, item: &ItemRow, result: Result<(), DeliveryError>) -> Finish {
        let now = self.clock.now();
        let error = match result {
            Ok(()) => return Finish::Sent(now),
            Err(error) => error,
        };
        let text = error.to_string();
        match error {
            DeliveryError::Permanent(_) => Finish::Dead { error: text },
            _ if item.attempts >= self.config.max_attempts => Finish::Dead { error: text },
            DeliveryError::RetryAfter(seconds) => {
                let wait = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
                Finish::Retry { due_at: now.saturating_add(wait).unwrap_or(Timestamp::MAX), error: text }
            }
            DeliveryError::Transient(_) | DeliveryError::Unknown(_) => {
                Finish::Retry { due_at: retry_at(now, item.attempts, jitter(item.id, item.attempts)), error: text }
            }
        }
    }

    /// Letters of a case reach one recipient in order: until when to wait for an
    /// earlier one.
    async fn blocked_until(&self, item: &ItemRow, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let others = self.store.items(item.case).await?;
        let earlier = others.iter().find(|other| {
            other.recipient == item.recipient
                && other.id < item.id
                && matches!(other.state, ItemState::Waiting | ItemState::Leased)
        });
        let a_moment = now.saturating_add(SignedDuration::from_secs(1)).unwrap_or(Timestamp::MAX);
        Ok(earlier.map(|other| other.due_at.max(a_moment)))
    }

    async fn settle(&self, item: &ItemRow, finish: Finish) -> Result<(), StoreError> {
        let Some(lease) = item.lease else { return Ok(()) };
        if let Finish::Dead { error } = &finish {
            tracing::error!(item = %item.id, kind = %item.kind, %error, "given up: a person must look (utveier requests list)");
        }
        // What follows is decided on rows that may change meanwhile; then it is
        // decided anew.
        for _ in 0..5 {
            let mut writes = vec![Write::FinishItem { id: item.id, lease, finish: finish.clone() }];
            if !matches!(finish, Finish::Retry { .. }) {
                writes.extend(self.carrier.follows(item, &finish).await?);
            }
            match self.store.commit(writes).await {
                Err(StoreError::Conflict { what: "case" | "letter" }) => {}
                Err(StoreError::Conflict { .. }) => {
                    tracing::warn!(item = %item.id, "the lease ran out before the delivery was written down");
                    return Ok(());
                }
                other => return other,
            }
        }
        Err(StoreError::Conflict { what: "case" })
    }
}

/// A number from 0 to 1 that differs between items and attempts.
fn jitter(id: Uuid, attempts: u32) -> f64 {
    let bytes = id.as_bytes();
    let mixed = u32::from_le_bytes([bytes[12], bytes[13], bytes[14], bytes[15]])
        .wrapping_add(attempts.wrapping_mul(0x9E37_79B9));
    f64::from(mixed) / f64::from(u32::MAX)
}
