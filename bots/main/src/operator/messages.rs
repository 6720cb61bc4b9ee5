//! Messages since the start, by door and decision, and how long they took.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use utveier::dialogue::Door;
use utveier::statistics::Decision;

use super::exposition::{Exposition, Kind, number};

/// Every door, each at the place of its counters.
pub(super) const DOORS: [Door; 4] = [Door::Telegram, Door::Discord, Door::Web, Door::Terminal];
/// Upper ends of the histogram's steps: in microseconds, and as they are written
/// in seconds.
const STEPS: [(u128, &str); 11] = [
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (25_000, "0.025"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (250_000, "0.25"),
    (1_000_000, "1"),
    (2_500_000, "2.5"),
    (10_000_000, "10"),
];

/// Counters.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    counts: [[AtomicU64; Decision::ALL.len()]; DOORS.len()],
    /// Not cumulative; the last is beyond every step.
    took: [AtomicU64; STEPS.len() + 1],
    took_micros: AtomicU64,
}

impl Messages {
    /// Counts a message.
    pub(crate) fn count(&self, door: Door, decision: Decision, took: Duration) {
        let at = DOORS.iter().position(|own| *own == door).zip(Decision::ALL.iter().position(|own| *own == decision));
        if let Some((door, decision)) = at {
            self.counts[door][decision].fetch_add(1, Ordering::Relaxed);
        }
        let micros = took.as_micros();
        let step = STEPS.iter().position(|(end, _)| micros <= *end).unwrap_or(STEPS.len());
        self.took[step].fetch_add(1, Ordering::Relaxed);
        self.took_micros.fetch_add(u64::try_from(micros).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Writes the counters. Every series is there from the start, so that a rate
    /// over it sees the first message too.
    pub(super) fn write(&self, to: &mut Exposition) {
        let name = "utveier_messages_total";
        to.begin(name, Kind::Counter, "Messages dealt with, by door and by what was done with them.");
        for (door, counts) in DOORS.iter().zip(&self.counts) {
            for (decision, count) in Decision::ALL.iter().zip(counts) {
                let labels = [("door", door.as_str()), ("decision", decision.as_str())];
                to.sample(name, &labels, number(count.load(Ordering::Relaxed)));
            }
        }
        to.begin("utveier_message_seconds", Kind::Histogram, "Time from a message at the door to its answer.");
        let mut below = 0;
        let ends = STEPS.iter().map(|(_, end)| *end).chain(["+Inf"]);
        for (end, count) in ends.zip(&self.took) {
            below += count.load(Ordering::Relaxed);
            to.sample("utveier_message_seconds_bucket", &[("le", end)], number(below));
        }
        let seconds = number(self.took_micros.load(Ordering::Relaxed)) / 1e6;
        to.sample("utveier_message_seconds_sum", &[], seconds);
        to.sample("utveier_message_seconds_count", &[], number(below));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_counted_by_door_and_decision_and_time() {
        let messages = Messages::default();
        messages.count(Door::Web, Decision::Answer, Duration::from_millis(3));
        messages.count(Door::Web, Decision::Answer, Duration::from_millis(5));
        messages.count(Door::Discord, Decision::Failed, Duration::from_secs(60));
        let mut text = Exposition::default();
        messages.write(&mut text);
        let text = text.finish();
        for line in [
            "utveier_messages_total{door=\"web\",decision=\"answer\"} 2",
            "utveier_messages_total{door=\"discord\",decision=\"failed\"} 1",
            "utveier_messages_total{door=\"telegram\",decision=\"answer\"} 0",
            "utveier_message_seconds_bucket{le=\"0.0025\"} 0",
            "utveier_message_seconds_bucket{le=\"0.005\"} 2",
            "utveier_message_seconds_bucket{le=\"10\"} 2",
            "utveier_message_seconds_bucket{le=\"+Inf\"} 3",
            "utveier_message_seconds_count 3",
            "utveier_message_seconds_sum 60.008",
        ] {
            assert!(text.lines().any(|own| own == line), "{line} in\n{text}");
        }
    }
}
