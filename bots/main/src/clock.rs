//! The clock: the one place that asks what day it is.

use jiff::civil::Date;

/// Today in Norway.
#[expect(clippy::disallowed_methods, reason = "the clock itself")]
pub(crate) fn today() -> Date {
    let now = jiff::Timestamp::now();
    let oslo = jiff::tz::TimeZone::get("Europe/Oslo").unwrap_or(jiff::tz::TimeZone::UTC);
    now.to_zoned(oslo).date()
}
