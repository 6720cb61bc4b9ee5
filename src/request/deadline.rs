//! When an unanswered request reminds, and when an undelivered one is given up.
//!
//! A working day is counted from the moment an office could have seen the
//! request: what arrives at night or in a holiday counts from the next opening.

use jiff::civil::{Date, Time, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::working_day::{add_working_days, is_working_day};

/// Delivery to an inbox or to the asker is given up after this: two weekends
/// with a holiday between fit in it, so a server that is down over Easter is
/// still tried when people are back.
const EXPIRY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// When an office is open on working days, Norwegian time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningHours {
    /// From.
    pub from: Time,
    /// To; later than `from`.
    pub to: Time,
}

impl Default for OpeningHours {
    fn default() -> Self {
        Self { from: time(8, 0, 0, 0), to: time(15, 30, 0, 0) }
    }
}

impl OpeningHours {
    /// Reads `08:00-15:30`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(['-', '–'])?;
        let clock = |text: &str| {
            let (hour, minute) = text.trim().split_once([':', '.'])?;
            Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
        };
        let hours = Self { from: clock(from)?, to: clock(to)? };
        (hours.from < hours.to).then_some(hours)
    }

    /// Whether it is open at a moment.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let local = at.to_zoned(norway()).datetime();
        is_working_day(local.date()) && (self.from..self.to).contains(&local.time())
    }

    /// The first moment at or after `at` when it is open.
    #[must_use]
    pub fn next_open(&self, at: Timestamp) -> Timestamp {
        let local = at.to_zoned(norway()).datetime();
        if is_working_day(local.date()) && local.time() < self.to {
            return moment(local.date(), local.time().max(self.from), at);
        }
        moment(add_working_days(local.date(), 1), self.from, at)
    }
}

/// What is due for an unanswered request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Remind its inbox.
    Remind,
    /// Tell the national coordinator.
    Escalate,
}

/// What is due at `now` for a request delivered at `delivered` that nobody has
/// answered, after `reminders` sent: the inbox is reminded after one working
/// day, the national coordinator is told after two.
#[must_use]
pub fn duty(delivered: Timestamp, reminders: u8, now: Timestamp, hours: OpeningHours) -> Option<Duty> {
    let (days, duty) = match reminders {
        0 => (1, Duty::Remind),
        1 => (2, Duty::Escalate),
        _ => return None,
    };
    let seen = hours.next_open(delivered);
    let local = seen.to_zoned(norway()).datetime();
    let due = moment(add_working_days(local.date(), days), local.time(), seen);
    (now >= due).then_some(duty)
}

/// When a delivery begun at `created` is given up.
#[must_use]
pub fn expires(created: Timestamp) -> Timestamp {
    created.saturating_add(EXPIRY).unwrap_or(Timestamp::MAX)
}

/// A Norwegian clock time as a moment; `fallback` beyond the calendar's end.
fn moment(day: Date, at: Time, fallback: Timestamp) -> Timestamp {
    day.to_datetime(at).to_zoned(norway()).map_or(fallback, |zoned| zoned.timestamp())
}

/// The day a moment is on in Norway.
#[must_use]
pub fn norwegian_day(at: Timestamp) -> Date {
    at.to_zoned(norway()).date()
}

/// Norwegian time; the zone is in the binary, so the fallback is never met.
fn norway() -> TimeZone {
    TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("{text}[Europe/Oslo]").parse::<jiff::Zoned>().unwrap().timestamp()
    }

    fn due(delivered: &str, reminders: u8, now: &str) -> Option<Duty> {
        duty(at(delivered), reminders, at(now), OpeningHours::default())
    }

    #[test]
    fn inbox_is_reminded_after_one_working_day_and_not_before() {
        assert_eq!(due("2026-11-17T10:00", 0, "2026-11-18T09:59"), None);
        assert_eq!(due("2026-11-17T10:00", 0, "2026-11-18T10:00"), Some(Duty::Remind));
        assert_eq!(due("2026-11-17T10:00", 1, "2026-11-18T10:00"), None);
        assert_eq!(due("2026-11-17T10:00", 1, "2026-11-19T10:00"), Some(Duty::Escalate));
        assert_eq!(due("2026-11-17T10:00", 2, "2027-11-19T10:00"), None);
    }

    #[test]
    fn evening_and_weekend_count_from_the_next_opening() {
        assert_eq!(due("2026-11-20T22:00", 0, "2026-11-23T22:00"), None);
        assert_eq!(due("2026-11-20T22:00", 0, "2026-11-24T08:00"), Some(Duty::Remind));
    }

    #[test]
    fn easter_is_no_working_day() {
        // Delivered on the Wednesday before Easter 2026.
        assert_eq!(due("2026-04-01T10:00", 0, "2026-04-07T09:00"), None);
        assert_eq!(due("2026-04-01T10:00", 0, "2026-04-07T10:00"), Some(Duty::Remind));
    }

    #[test]
    fn day_of_a_clock_change_keeps_the_clock_time() {
        // Summer time ends on 25 October 2026, a Sunday.
        assert_eq!(due("2026-10-23T10:00", 0, "2026-10-26T09:59"), None);
        assert_eq!(due("2026-10-23T10:00", 0, "2026-10-26T10:00"), Some(Duty::Remind));
    }

    #[test]
    fn opening_hours_are_read_or_refused() {
        assert_eq!(OpeningHours::parse("08:00-15:30"), Some(OpeningHours::default()));
        for wrong in ["", "8-15", "15:30-08:00", "25:00-26:00", "08:00"] {
            assert_eq!(OpeningHours::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn office_opens_next_working_morning() {
        let hours = OpeningHours::default();
        assert!(hours.is_open(at("2026-11-20T12:00")));
        assert!(!hours.is_open(at("2026-11-21T12:00")));
        assert_eq!(hours.next_open(at("2026-11-21T12:00")), at("2026-11-23T08:00"));
        assert_eq!(hours.next_open(at("2026-11-20T06:00")), at("2026-11-20T08:00"));
        assert_eq!(hours.next_open(at("2026-11-20T12:00")), at("2026-11-20T12:00"));
    }
}
