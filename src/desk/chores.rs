//! What time brings: reminders, and the deletion that was promised.

use jiff::{SignedDuration, Timestamp};

use super::carrier::waits;
use super::views::stage;
use super::{Desk, DeskError};
use crate::inbox::Purpose;
use crate::outbox::ASKER;
use crate::request::{Duty, LetterKind, OpeningHours, Stage, duty};
use crate::store::{CaseRow, ItemState, StoreError, Write};

/// Most cases looked at in one round; more wait for the next.
const AT_ONCE: usize = 10_000;

/// Days a choice (of language) is kept after it was made: a year. When it was
/// used last is not known, since nothing is noted of questions.
const PREFERENCE_DAYS: i64 = 365;

/// What a round of chores did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chores {
    /// Inboxes reminded.
    pub reminded: u32,
    /// Requests told to the national coordinator.
    pub escalated: u32,
    /// Cases whose texts were removed.
    pub wiped: u32,
    /// Cases closed because nobody wrote for as long as receipts are kept.
    pub closed: u32,
}

impl Desk {
    /// Reminds and deletes what is due. Doing it twice changes nothing.
    ///
    /// # Errors
    ///
    /// When the store fails; what is left is due the next time.
    pub async fn chores(&self) -> Result<Chores, DeskError> {
        let now = self.now();
        let facts = &self.config.facts;
        self.chats.forget_idle();
        let mut done = Chores::default();
        for case in self.store.cases(&[], AT_ONCE).await? {
            match self.chore(&case, now, &mut done).await {
                // It changed meanwhile: next time.
                Ok(()) | Err(DeskError::Store(StoreError::Conflict { .. })) => {}
                Err(DeskError::Store(error)) => return Err(error.into()),
                Err(error) => tracing::error!(case = %case.id, %error, "the chores of a case could not be done"),
            }
        }
        let receipts = before(now, i64::from(facts.receipt_days) * 24);
        self.commit(vec![
            Write::DeleteDraftsBefore(before(now, i64::from(facts.draft_hours))),
            Write::DeletePreferencesBefore(before(now, PREFERENCE_DAYS * 24)),
            Write::DeleteCasesClosedBefore(receipts),
            Write::DeleteMailBefore(receipts),
            self.old_donations(now),
        ])
        .await?;
        Ok(done)
    }

    async fn chore(&self, case: &CaseRow, now: Timestamp, done: &mut Chores) -> Result<(), DeskError> {
        if let Some(delivered) = case.delivered_at.filter(|_| waits(case)) {
            let facts = self.config.facts.regions.get(&case.region).copied().unwrap_or_default();
            let hours = facts.hours.unwrap_or_else(OpeningHours::default);
            if let Some(duty) = duty(delivered, case.reminders, now, hours) {
                self.remind(case, duty).await?;
                match duty {
                    Duty::Remind => done.reminded += 1,
                    Duty::Escalate => done.escalated += 1,
                }
                return Ok(());
            }
        }
        let stage = stage(case)?;
        let quiet = self.last_sign(case).await? < before(now, i64::from(self.config.facts.receipt_days) * 24);
        if stage.is_open() && quiet {
            let closed = CaseRow { stage: Stage::Closed.as_str().into(), closed_at: Some(now), ..case.clone() };
            self.commit(vec![Write::UpdateCase(closed), Write::CancelItems(case.id), Write::WipeCase(case.id)]).await?;
            done.closed += 1;
            return Ok(());
        }
        self.wipe(case, now, done).await
    }

    async fn remind(&self, case: &CaseRow, duty: Duty) -> Result<(), DeskError> {
        let (purpose, region, event, reminders) = match duty {
            Duty::Remind => (Purpose::Reminder, case.region.as_str(), LetterKind::Reminded, 1),
            Duty::Escalate => (Purpose::Escalation, "nasjonal", LetterKind::Escalated, 2),
        };
        let mut writes = vec![Write::UpdateCase(CaseRow { reminders, ..case.clone() })];
        writes.extend(self.to_inbox(case, region, None, purpose));
        writes.extend(self.event(case, event).await?);
        Ok(self.commit(writes).await?)
    }

    /// Removes texts that have been kept as long as promised: of a closed case
    /// all, of an open one the letters that arrived that long ago.
    async fn wipe(&self, case: &CaseRow, now: Timestamp, done: &mut Chores) -> Result<(), DeskError> {
        let limit = before(now, i64::from(self.config.facts.request_hours));
        let letters = self.store.letters(case.id).await?;
        if case.closed_at.is_some_and(|closed| closed <= limit) {
            if case.body.is_some() || letters.iter().any(|letter| letter.body.is_some()) {
                self.commit(vec![Write::WipeCase(case.id)]).await?;
                done.wiped += 1;
            }
            return Ok(());
        }
        let items = self.store.items(case.id).await?;
        let mut writes = Vec::new();
        for letter in letters.iter().filter(|letter| letter.body.is_some()) {
            let own: Vec<_> = items.iter().filter(|item| item.letter == Some(letter.id)).collect();
            let under_way =
                own.iter().any(|item| matches!(item.state, ItemState::Waiting | ItemState::Leased | ItemState::Dead));
            let arrived = if letter.to_asker {
                letter.seen_at
            } else {
                own.iter().filter(|item| item.recipient != ASKER).filter_map(|item| item.sent_at).max()
            };
            if !under_way && arrived.is_some_and(|arrived| arrived <= limit) {
                writes.push(Write::WipeLetter(letter.id));
            }
        }
        if !writes.is_empty() {
            done.wiped += 1;
        }
        Ok(self.commit(writes).await?)
    }

    /// When somebody last wrote in a case.
    async fn last_sign(&self, case: &CaseRow) -> Result<Timestamp, StoreError> {
        let letters = self.store.letters(case.id).await?;
        Ok(letters.iter().map(|letter| letter.created_at).max().unwrap_or(case.created_at))
    }
}

fn before(now: Timestamp, hours: i64) -> Timestamp {
    now.saturating_sub(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN)
}
