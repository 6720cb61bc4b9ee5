//! Which updates are in hand, and which were seen before.

use std::collections::{BTreeSet, VecDeque};

/// Ids remembered after they were handled: Telegram repeats at most what was
/// not confirmed, a hundred at a time.
const REMEMBERED: usize = 4096;

/// Updates by their ids.
#[derive(Debug, Default)]
pub(super) struct Tracker {
    in_hand: BTreeSet<i64>,
    done: BTreeSet<i64>,
    order: VecDeque<i64>,
    highest: Option<i64>,
}

impl Tracker {
    /// Takes an update in hand; whether it is a new one.
    pub(super) fn begin(&mut self, id: i64) -> bool {
        let is_new = !self.in_hand.contains(&id) && !self.done.contains(&id);
        if is_new {
            self.in_hand.insert(id);
            self.highest = Some(self.highest.map_or(id, |highest| highest.max(id)));
        }
        is_new
    }

    /// An update was handled.
    pub(super) fn finish(&mut self, id: i64) {
        if self.in_hand.remove(&id) && self.done.insert(id) {
            self.order.push_back(id);
            if self.order.len() > REMEMBERED
                && let Some(old) = self.order.pop_front()
            {
                self.done.remove(&old);
            }
        }
    }

    /// The offset that confirms all handled updates and none in hand; `None`
    /// before the first.
    pub(super) fn offset(&self) -> Option<i64> {
        self.in_hand.first().copied().or_else(|| self.highest.map(|highest| highest.saturating_add(1)))
    }

    /// Whether an update is in hand.
    pub(super) fn is_in_hand(&self, id: i64) -> bool {
        self.in_hand.contains(&id)
    }

    /// Whether nothing is in hand.
    pub(super) fn is_idle(&self) -> bool {
        self.in_hand.is_empty()
    }

    /// The server has nothing beyond what was confirmed. Ids may begin anywhere
    /// after a week of silence, so no offset is kept.
    pub(super) fn forget_offset(&mut self) {
        if self.in_hand.is_empty() {
            self.highest = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert, proptest};

    #[test]
    fn offset_never_passes_what_is_in_hand() {
        let mut tracker = Tracker::default();
        assert_eq!(tracker.offset(), None);
        for id in [5, 6, 7] {
            assert!(tracker.begin(id));
        }
        tracker.finish(6);
        tracker.finish(7);
        assert_eq!(tracker.offset(), Some(5));
        assert!(!tracker.begin(6), "a repeat");
        tracker.finish(5);
        assert_eq!(tracker.offset(), Some(8));
        assert!(!tracker.begin(7), "a repeat of what is done");
    }

    #[test]
    fn ids_that_begin_anew_after_silence_are_taken() {
        let mut tracker = Tracker::default();
        tracker.begin(900);
        tracker.finish(900);
        tracker.forget_offset();
        assert_eq!(tracker.offset(), None);
        assert!(tracker.begin(3));
        assert_eq!(tracker.offset(), Some(3));
    }

    proptest! {
        #[test]
        fn in_any_order_nothing_in_hand_is_confirmed(steps in proptest::collection::vec((0_i64..50, any::<bool>()), 0..200)) {
            let mut tracker = Tracker::default();
            let mut in_hand = BTreeSet::new();
            for (id, begins) in steps {
                if begins {
                    if tracker.begin(id) {
                        in_hand.insert(id);
                    }
                } else {
                    tracker.finish(id);
                    in_hand.remove(&id);
                }
                prop_assert!(in_hand.iter().all(|id| tracker.offset().is_some_and(|offset| offset <= *id)));
            }
        }
    }
}
