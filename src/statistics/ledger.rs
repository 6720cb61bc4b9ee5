//! Sums in memory, written to the store now and then.
//!
//! What is written is a day's sums since the last time, so that no row of the
//! store has the time of a single message.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::ToSpan;
use jiff::civil::Date;

use super::observation::Observation;
use crate::store::{Store, StoreError, TallyRow, Write};

/// How long sums are kept, in days: a year, and a month to compare with.
pub const KEEP_DAYS: i32 = 400;
/// Most sums in memory. There are fewer names in the content; this bounds what
/// a store that fails for long can cost.
const MOST: usize = 50_000;

/// Sums that are not written yet.
#[derive(Debug, Default)]
pub struct Ledger {
    sums: Mutex<BTreeMap<Key, u64>>,
}

/// Day, what is counted, door, decision, topic, region.
type Key = (Date, &'static str, &'static str, &'static str, String, String);

/// A message.
pub(super) const MESSAGE: &str = "message";
/// A known word in, or a passage near, a question without an answer.
pub(super) const GAP: &str = "gap";

impl Ledger {
    /// Counts a message on a day.
    pub fn count(&self, day: Date, seen: &Observation) {
        let (door, decision) = (seen.door.as_str(), seen.decision.as_str());
        let name = |mark: &Option<super::Mark>| mark.as_ref().map_or_else(String::new, |mark| mark.as_str().to_owned());
        let mut sums = self.lock();
        add(&mut sums, (day, MESSAGE, door, decision, name(&seen.topic), name(&seen.region)), 1);
        for gap in &seen.gaps {
            // Which door it came in at says nothing of what is missing.
            add(&mut sums, (day, GAP, "", decision, gap.as_str().to_owned(), String::new()), 1);
        }
    }

    /// Writes what was counted, and deletes what is older than [`KEEP_DAYS`].
    ///
    /// # Errors
    ///
    /// Those of [`Store::commit`]; then everything stays here for the next time.
    pub async fn write(&self, store: &dyn Store, today: Date) -> Result<(), StoreError> {
        let taken = std::mem::take(&mut *self.lock());
        let mut writes: Vec<Write> = taken.iter().map(|(key, count)| Write::AddTally(row(key, *count))).collect();
        writes.push(Write::DeleteTalliesBefore(today.saturating_sub(KEEP_DAYS.days())));
        let written = store.commit(writes).await;
        if written.is_err() {
            let mut sums = self.lock();
            taken.into_iter().for_each(|(key, count)| add(&mut sums, key, count));
        }
        written
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Key, u64>> {
        // A map is whole after any panic that could poison the lock.
        self.sums.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn add(sums: &mut BTreeMap<Key, u64>, key: Key, count: u64) {
    if sums.len() < MOST || sums.contains_key(&key) {
        let sum = sums.entry(key).or_default();
        *sum = sum.saturating_add(count);
    }
}

fn row((day, name, door, decision, topic, region): &Key, count: u64) -> TallyRow {
    TallyRow {
        day: *day,
        name: (*name).to_owned(),
        door: (*door).to_owned(),
        decision: (*decision).to_owned(),
        topic: topic.clone(),
        region: region.clone(),
        count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Door;
    use crate::statistics::{Decision, Mark};
    use crate::store::MemoryStore;
    use jiff::civil::date;

    fn answered() -> Observation {
        let topic = Some(Mark::new("samarbeid/mentor#hva"));
        Observation { topic, ..Observation::bare(Door::Web, Decision::Answer) }
    }

    #[tokio::test]
    async fn messages_of_a_day_are_added_up_over_several_writings() {
        let (ledger, store, day) = (Ledger::default(), MemoryStore::new(), date(2026, 11, 17));
        for _ in 0..3 {
            ledger.count(day, &answered());
            ledger.count(day, &answered());
            ledger.write(&store, day).await.unwrap();
        }
        let rows = store.tallies(day, day).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].count, rows[0].topic.as_str(), rows[0].door.as_str()), (6, "samarbeid/mentor#hva", "web"));
    }

    #[tokio::test]
    async fn nothing_is_lost_while_the_store_fails() {
        let (ledger, store, day) = (Ledger::default(), MemoryStore::new(), date(2026, 11, 17));
        ledger.count(day, &answered());
        store.fail_next_commit();
        assert!(ledger.write(&store, day).await.is_err());
        ledger.count(day, &answered());
        ledger.write(&store, day).await.unwrap();
        assert_eq!(store.tallies(day, day).await.unwrap()[0].count, 2);
    }

    #[tokio::test]
    async fn old_days_are_deleted() {
        let (ledger, store) = (Ledger::default(), MemoryStore::new());
        let (old, today) = (date(2026, 1, 1), date(2027, 2, 6));
        ledger.count(old, &answered());
        ledger.write(&store, old).await.unwrap();
        ledger.write(&store, old.saturating_add(KEEP_DAYS.days())).await.unwrap();
        assert_eq!(store.tallies(old, today).await.unwrap().len(), 1, "the last day it is kept");
        ledger.write(&store, today).await.unwrap();
        assert!(store.tallies(old, today).await.unwrap().is_empty());
    }

    #[test]
    fn a_gap_is_counted_by_its_name_alone() {
        let ledger = Ledger::default();
        let gaps = vec![Mark::new("begrep/mentor"), Mark::new("ord/jakt")];
        ledger.count(date(2026, 11, 17), &Observation { gaps, ..Observation::bare(Door::Telegram, Decision::Decline) });
        let sums = ledger.lock();
        let names: Vec<_> = sums.keys().filter(|key| key.1 == GAP).map(|key| (key.2, key.4.as_str())).collect();
        assert_eq!(names, [("", "begrep/mentor"), ("", "ord/jakt")]);
    }
}
