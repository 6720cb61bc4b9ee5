//! The clock: the one place that asks what time it is.

use jiff::Timestamp;
use jiff::civil::Date;
use utveier::clock::Clock;

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the clock itself")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Today in Norway.
pub(crate) fn today() -> Date {
    let oslo = jiff::tz::TimeZone::get("Europe/Oslo").unwrap_or(jiff::tz::TimeZone::UTC);
    SystemClock.now().to_zoned(oslo).date()
}
