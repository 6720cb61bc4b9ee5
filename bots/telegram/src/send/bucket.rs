//! A token bucket: so many at once, so many a second after that.

use std::time::Duration;

use tokio::time::Instant;

/// Tokens, which come back with time.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    most: f64,
    per_second: f64,
    tokens: f64,
    at: Instant,
}

impl Bucket {
    /// A full bucket of `most` tokens, one at least.
    pub(super) fn new(most: f64, per_second: f64, now: Instant) -> Self {
        let most = most.max(1.0);
        Self { most, per_second: per_second.max(0.001), tokens: most, at: now }
    }

    /// How long until there is a token; zero when there is one.
    pub(super) fn wait(&mut self, now: Instant) -> Duration {
        self.refill(now);
        let missing = (1.0 - self.tokens).max(0.0);
        // Up to the next millisecond, which is what a timer can tell apart.
        Duration::from_millis(((missing / self.per_second) * 1000.0).ceil() as u64)
    }

    /// Takes a token, on credit if need be: what is urgent is counted too.
    pub(super) fn take(&mut self, now: Instant) {
        self.refill(now);
        self.tokens -= 1.0;
    }

    /// Whether nothing was taken for a while.
    pub(super) fn is_full(&mut self, now: Instant) -> bool {
        self.refill(now);
        self.tokens >= self.most
    }

    fn refill(&mut self, now: Instant) {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        self.tokens = (self.tokens + seconds * self.per_second).min(self.most);
        self.at = now;
    }
}
