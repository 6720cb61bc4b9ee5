//! Norwegian working days.
//!
//! Public holidays after lov om 1. og 17. mai and lov om helligdager og
//! helligdagsfred § 2; the movable ones are counted from Easter Sunday.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Whether offices are open: Monday to Friday, and no public holiday.
#[must_use]
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_public_holiday(day)
}

/// The day `count` working days after `day`.
#[must_use]
pub fn add_working_days(day: Date, count: u32) -> Date {
    let mut at = day;
    for _ in 0..count {
        at = next_working_day(at);
    }
    at
}

fn next_working_day(day: Date) -> Date {
    let mut at = day.saturating_add(1.day());
    while !is_working_day(at) && at < Date::MAX {
        at = at.saturating_add(1.day());
    }
    at
}

fn is_public_holiday(day: Date) -> bool {
    let fixed = matches!((day.month(), day.day()), (1, 1) | (5, 1) | (5, 17) | (12, 25) | (12, 26));
    // Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension, Whit
    // Sunday and Monday, in days from Easter Sunday.
    fixed || [-3, -2, 0, 1, 39, 49, 50].contains(&days_after_easter(day))
}

fn days_after_easter(day: Date) -> i32 {
    i32::from(day.day_of_year()) - i32::from(easter_sunday(day.year()).day_of_year())
}

/// Easter Sunday of a year in the Gregorian calendar, after the anonymous
/// algorithm printed in Nature, 20 April 1876 (Meeus/Jones/Butcher).
fn easter_sunday(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    // The algorithm yields 22 March to 25 April, always a day that exists.
    date(year, i8::try_from(month).unwrap_or(4), i8::try_from(day).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for (year, month, day) in
            [(2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28)]
        {
            assert_eq!(easter_sunday(year), date(year, month, day));
        }
    }

    #[test]
    fn easter_of_every_year_is_a_sunday() {
        for year in 1900..2300 {
            assert_eq!(easter_sunday(year).weekday(), Weekday::Sunday, "{year}");
        }
    }

    #[test]
    fn wednesday_before_easter_is_followed_by_tuesday() {
        // Easter 2026: Thursday 2 April to Monday 6 April are holidays.
        assert_eq!(add_working_days(date(2026, 4, 1), 1), date(2026, 4, 7));
        assert_eq!(add_working_days(date(2026, 4, 1), 2), date(2026, 4, 8));
    }

    #[test]
    fn holidays_of_may_christmas_and_new_year_are_skipped() {
        assert_eq!(add_working_days(date(2026, 4, 30), 1), date(2026, 5, 4));
        assert_eq!(add_working_days(date(2026, 5, 13), 1), date(2026, 5, 15)); // Ascension on the 14th
        assert_eq!(add_working_days(date(2026, 5, 22), 1), date(2026, 5, 26)); // Whit Monday on the 25th
        assert_eq!(add_working_days(date(2026, 12, 24), 1), date(2026, 12, 28));
        assert_eq!(add_working_days(date(2026, 12, 31), 1), date(2027, 1, 4));
    }
}
