//! What is counted of every message: for `/metrics` at once, for the statistics
//! by day. Sees observations only, which hold nothing a person wrote.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use utveier::desk::Witness;
use utveier::statistics::{Ledger, Observation};
use utveier::store::Store;

use crate::clock::today;
use crate::operator::Messages;

/// How often the day's sums are written. Long enough that the time of writing
/// tells nothing of a single message; short enough to lose little to a crash.
const WRITE_EVERY: Duration = Duration::from_secs(15 * 60);

/// Counts in memory.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    /// Since the start, for `/metrics`.
    pub messages: Messages,
    ledger: Ledger,
}

impl Witness for Counting {
    fn saw(&self, seen: &Observation, took: Duration) {
        self.messages.count(seen.door, seen.decision, took);
        self.ledger.count(today(), seen);
    }
}

impl Counting {
    /// Writes the sums to the store; what cannot be written stays for the next time.
    pub(crate) async fn write(&self, store: &dyn Store) {
        if let Err(error) = self.ledger.write(store, today()).await {
            tracing::warn!(%error, "the day's counts could not be written; they are kept for the next time");
        }
    }
}

/// Writes the sums now and then, and once more when stopped.
pub(crate) async fn write_counts(counting: Arc<Counting>, store: Arc<dyn Store>, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(WRITE_EVERY)).await.is_some() {
        counting.write(&*store).await;
    }
}
