//! Sums over rows: for alarms, and for what a deletion did.

use jiff::Timestamp;

/// Sums over the tables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items waiting or leased.
    pub waiting: u64,
    /// Creation of the oldest of these.
    pub oldest_waiting: Option<Timestamp>,
    /// Dead items.
    pub dead: u64,
    /// Cases that are not closed or withdrawn (no `closed_at`).
    pub open_cases: u64,
    /// Unfinished forms.
    pub drafts: u64,
}

/// What [`super::Store::remove_person`] removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// Unfinished forms, 0 or 1.
    pub drafts: u32,
    /// Cases.
    pub cases: u32,
    /// Letters.
    pub letters: u32,
    /// Items that had not been sent: waiting or dead.
    pub unsent: u32,
}
