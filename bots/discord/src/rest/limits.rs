//! Rate limits: what the platform's headers say, never what somebody counted.
//!
//! A route has a bucket of its own, told apart by its major parameter (channel,
//! server, webhook). A bucket that is empty makes its requests wait before they
//! are sent; a global 429 makes everything wait but answers to interactions.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderMap;
use tokio::time::Instant;

use super::RestError;

/// Buckets kept; beyond it those that are open again are forgotten.
const MAX_BUCKETS: usize = 5_000;

/// Until when what has to wait.
#[derive(Debug, Default)]
pub(super) struct Limits {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    all: Option<Instant>,
    buckets: HashMap<String, Bucket>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: u32,
    reset: Instant,
}

/// The bucket of a request: method, route, and its major parameter.
pub(super) fn bucket(method: &Method, path: &str) -> String {
    let mut parts = path.split('?').next().unwrap_or(path).split('/').skip(1);
    let (root, major) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    // A webhook's token belongs to its major parameter.
    let skipped = if root == "webhooks" { 1 } else { 0 };
    let token = if skipped == 1 { parts.next().unwrap_or_default() } else { "" };
    let rest: Vec<&str> = parts.map(|part| if is_number(&part) { ":id" } else { part }).collect();
    format!("{method} {root}/{major}/{token}/{}", rest.join("/"))
}

/// Whether a request is authorised by an interaction's own token: those are
/// exempt from the global limit.
pub(super) fn is_interaction(path: &str) -> bool {
    path.starts_with("/interactions/") || path.starts_with("/webhooks/")
}

impl Limits {
    /// Waits until the request may be sent.
    ///
    /// # Errors
    ///
    /// [`RestError::RetryAfter`] when that would take longer than `patience`.
    pub(super) async fn admit(&self, bucket: &str, patience: Duration) -> Result<(), RestError> {
        loop {
            let Some(until) = self.take(bucket) else { return Ok(()) };
            let wait = until.saturating_duration_since(Instant::now());
            if wait > patience {
                return Err(RestError::RetryAfter(wait));
            }
            tokio::time::sleep_until(until).await;
        }
    }

    /// Takes one from the bucket, or says until when there is none.
    fn take(&self, name: &str) -> Option<Instant> {
        let now = Instant::now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let exempt = name.contains(" interactions/") || name.contains(" webhooks/");
        if let Some(all) = state.all.filter(|all| *all > now && !exempt) {
            return Some(all);
        }
        let bucket = state.buckets.get_mut(name)?;
        if bucket.reset <= now {
            return None;
        }
        if bucket.left == 0 {
            return Some(bucket.reset);
        }
        bucket.left -= 1;
        None
    }

    /// Notes what an answer's headers say.
    pub(super) fn learn(&self, name: &str, headers: &HeaderMap, status: u16) {
        let number = |key: &str| headers.get(key)?.to_str().ok()?.parse::<f64>().ok().filter(|n| n.is_finite());
        let now = Instant::now();
        let after = |seconds: f64| now + Duration::from_secs_f64(seconds.clamp(0.0, 86_400.0));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if status == 429 {
            let reset = after(number("retry-after").unwrap_or(1.0));
            if headers.contains_key("x-ratelimit-global") {
                state.all = Some(reset);
            } else {
                state.buckets.insert(name.to_owned(), Bucket { left: 0, reset });
            }
            return;
        }
        let (Some(left), Some(seconds)) = (number("x-ratelimit-remaining"), number("x-ratelimit-reset-after")) else {
            return;
        };
        if state.buckets.len() >= MAX_BUCKETS {
            state.buckets.retain(|_, bucket| bucket.reset > now);
        }
        let left = left.clamp(0.0, 1e6) as u32;
        // Answers overtake each other: within one window the smaller count holds.
        let own = state.buckets.get(name).filter(|own| own.reset > now && own.left < left);
        let left = own.map_or(left, |own| own.left);
        state.buckets.insert(name.to_owned(), Bucket { left, reset: after(seconds) });
    }
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;
