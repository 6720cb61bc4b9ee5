//! Adding up weak signs around a match, so that indirect combinations are seen.
//!
//! Each part is a group with a value, counted once; calming parts have negative values. Words
//! count for one positive part only: the first in the rule's order.

use super::reading::{GroupNumber, Occurrence, Reading};

/// The signs a rule adds up; no parts and threshold 0 when it adds nothing up.
#[derive(Debug)]
pub(super) struct Points {
    pub(super) parts: Vec<(GroupNumber, i32)>,
    pub(super) threshold: i32,
}

impl Points {
    /// The words that counted when the signs in these sentences reach the threshold, else `None`.
    pub(super) fn reached(&self, sentences: (u32, u32), reading: &Reading<'_>) -> Option<Vec<Occurrence>> {
        let mut counted: Vec<Occurrence> = Vec::new();
        let mut sum = 0;
        for (group, value) in &self.parts {
            let sign = reading.occurrences(*group).iter().find(|sign| {
                (sentences.0..=sentences.1).contains(&reading.sentence(sign.start))
                    && (*value < 0 || counted.iter().all(|other| !other.overlaps(**sign)))
            });
            if let Some(sign) = sign {
                sum += value;
                if *value > 0 {
                    counted.push(*sign);
                }
            }
        }
        (sum >= self.threshold).then_some(counted)
    }
}
