//! When to try again.

use jiff::{SignedDuration, Timestamp};

/// The wait after the first failure.
const FIRST: SignedDuration = SignedDuration::from_secs(5);
/// The longest wait, before jitter.
const LONGEST: SignedDuration = SignedDuration::from_secs(3600);
/// Doublings after which the wait is [`LONGEST`] whatever the first is.
const MAX_DOUBLINGS: u32 = 12;

/// When to try again after `attempts` attempts (from 1).
///
/// Exponential back-off from 5 s to an hour, times 0.75 to 1.25 by `jitter` (0 to
/// 1), so that a server that comes back is not met by everything at once.
#[must_use]
pub fn retry_at(now: Timestamp, attempts: u32, jitter: f64) -> Timestamp {
    let doublings = attempts.saturating_sub(1).min(MAX_DOUBLINGS);
    let wait = (FIRST * (1_i32 << doublings)).min(LONGEST);
    let wait = SignedDuration::from_secs_f64(wait.as_secs_f64() * (0.75 + jitter.clamp(0.0, 1.0) / 2.0));
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert, proptest};

    proptest! {
        #[test]
        fn wait_lies_between_some_seconds_and_an_hour_and_a_quarter(attempts in 0_u32.., jitter in 0.0_f64..=1.0) {
            let now = Timestamp::UNIX_EPOCH;
            let wait = retry_at(now, attempts, jitter).duration_since(now);
            prop_assert!(wait >= SignedDuration::from_millis(3_749), "{wait:?}");
            prop_assert!(wait <= SignedDuration::from_secs(4500), "{wait:?}");
        }
    }

    #[test]
    fn wait_doubles() {
        let now = Timestamp::UNIX_EPOCH;
        let wait = |attempts| retry_at(now, attempts, 0.5).duration_since(now).as_secs();
        assert_eq!([wait(1), wait(2), wait(3), wait(11)], [5, 10, 20, 3600]);
    }
}
