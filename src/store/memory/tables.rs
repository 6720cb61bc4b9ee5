//! The rows, and what is asked of more than one of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::store::{
    CaseRow, Counts, DonationRow, DraftRow, ItemRow, ItemState, LetterRow, PersonKey, PreferenceRow, Removed, TallyRow,
};

#[derive(Debug, Default, Clone)]
pub(super) struct Tables {
    pub(super) drafts: BTreeMap<PersonKey, DraftRow>,
    pub(super) preferences: BTreeMap<PersonKey, PreferenceRow>,
    pub(super) cases: BTreeMap<Uuid, CaseRow>,
    /// Every code ever given; codes outlive their cases.
    pub(super) codes: BTreeSet<String>,
    pub(super) letters: BTreeMap<Uuid, LetterRow>,
    pub(super) items: BTreeMap<Uuid, ItemRow>,
    pub(super) values: BTreeMap<String, Vec<u8>>,
    /// Codes of the cases that named values belong to, by the values' names.
    pub(super) value_codes: BTreeMap<String, String>,
    pub(super) mail: BTreeMap<String, Timestamp>,
    pub(super) tallies: BTreeMap<TallyKey, u64>,
    /// By month and id.
    pub(super) donations: BTreeMap<(String, Uuid), DonationRow>,
}

/// Day, name, door, decision, topic, region.
pub(super) type TallyKey = (Date, String, String, String, String, String);

impl Tables {
    pub(super) fn cases_where(&self, wanted: impl Fn(&CaseRow) -> bool) -> Vec<CaseRow> {
        let mut found: Vec<_> = self.cases.values().filter(|case| wanted(case)).cloned().collect();
        found.sort_by_key(|case| (case.created_at, case.id));
        found
    }

    pub(super) fn items_where(&self, wanted: impl Fn(&ItemRow) -> bool) -> Vec<ItemRow> {
        let mut found: Vec<_> = self.items.values().filter(|item| wanted(item)).cloned().collect();
        found.sort_by_key(|item| (item.created_at, item.id));
        found
    }

    pub(super) fn unseen(&self, person: &PersonKey) -> Vec<LetterRow> {
        let theirs = |letter: &LetterRow| self.cases.get(&letter.case).is_some_and(|case| case.person == *person);
        let unseen = self.letters.values().filter(|letter| letter.to_asker && letter.seen_at.is_none());
        let mut found: Vec<_> = unseen.filter(|letter| theirs(letter)).cloned().collect();
        found.sort_by_key(|letter| (letter.created_at, letter.id));
        found
    }

    pub(super) fn tallies_of(&self, from: Date, to: Date) -> Vec<TallyRow> {
        let within = self.tallies.iter().filter(|(key, _)| (from..=to).contains(&key.0));
        let row = |((day, name, door, decision, topic, region), count): (&TallyKey, &u64)| TallyRow {
            day: *day,
            name: name.clone(),
            door: door.clone(),
            decision: decision.clone(),
            topic: topic.clone(),
            region: region.clone(),
            count: *count,
        };
        within.map(row).collect()
    }

    pub(super) fn lease(&mut self, now: Timestamp, until: Timestamp, limit: usize) -> Vec<ItemRow> {
        let is_due = |item: &ItemRow| due(item).is_some_and(|at| at <= now);
        // Their asker had everything removed while they were under way.
        self.items
            .retain(|_, item| item.state != ItemState::Leased || !is_due(item) || self.cases.contains_key(&item.case));
        let mut found: Vec<&mut ItemRow> = self.items.values_mut().filter(|item| is_due(item)).collect();
        found.sort_by_key(|item| (!item.urgent, item.due_at, item.id));
        let leased = found.into_iter().take(limit).map(|item| {
            item.state = ItemState::Leased;
            item.leased_until = Some(until);
            item.lease = Some(Uuid::new_v4());
            item.attempts += 1;
            item.clone()
        });
        leased.collect()
    }

    pub(super) fn counts(&self) -> Counts {
        let is_open = |item: &&ItemRow| matches!(item.state, ItemState::Waiting | ItemState::Leased);
        let open = || self.items.values().filter(is_open);
        Counts {
            waiting: open().count() as u64,
            oldest_waiting: open().map(|item| item.created_at).min(),
            dead: self.items.values().filter(|item| item.state == ItemState::Dead).count() as u64,
            open_cases: self.cases.values().filter(|case| case.closed_at.is_none()).count() as u64,
            drafts: self.drafts.len() as u64,
        }
    }

    pub(super) fn remove_person(&mut self, person: &PersonKey) -> Removed {
        let drafts = u32::from(self.drafts.remove(person).is_some());
        self.preferences.remove(person);
        let theirs: BTreeSet<Uuid> =
            self.cases_where(|case| case.person == *person).iter().map(|case| case.id).collect();
        let unsent = |item: &ItemRow| matches!(item.state, ItemState::Waiting | ItemState::Dead);
        let removed = Removed {
            drafts,
            cases: count(theirs.len()),
            letters: count(self.letters.values().filter(|letter| theirs.contains(&letter.case)).count()),
            unsent: count(self.items.values().filter(|item| theirs.contains(&item.case) && unsent(item)).count()),
        };
        self.cases.retain(|id, _| !theirs.contains(id));
        self.letters.retain(|_, letter| !theirs.contains(&letter.case));
        self.items.retain(|_, item| item.state == ItemState::Leased || !theirs.contains(&item.case));
        self.drop_values_of_gone_cases();
        removed
    }

    /// Named values go with the case they belong to.
    pub(super) fn drop_values_of_gone_cases(&mut self) {
        let codes: BTreeSet<&str> = self.cases.values().map(|case| case.code.as_str()).collect();
        let gone = |code: &String| !codes.contains(code.as_str());
        self.values.retain(|name, _| !self.value_codes.get(name).is_some_and(gone));
        self.value_codes.retain(|_, code| !gone(code));
    }
}

/// When an item can be leased, if ever.
pub(super) fn due(item: &ItemRow) -> Option<Timestamp> {
    match item.state {
        ItemState::Waiting => Some(item.due_at),
        ItemState::Leased => item.leased_until,
        ItemState::Sent | ItemState::Dead | ItemState::Cancelled => None,
    }
}

/// A time as engines store it: to the millisecond, which is always in range.
pub(super) fn to_millis(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
