//! Handing a case on to another region: an adviser sees that it belongs there.
//!
//! The case begins anew at the other inbox: it is on its way, then delivered,
//! and reminders count from there. The asker is told at once that it moves, and
//! by the receipt when the other inbox has it. Whoever had it at the first region
//! is told at once that they need do no more: with many cases at hand nobody
//! should begin on one that is somebody else's.

use std::collections::BTreeSet;

use super::body::open_case;
use super::views::stage;
use super::{Desk, DeskError, MAX_TRIES, RegionInbox};
use crate::inbox::Purpose;
use crate::outbox::{ItemKind, enqueue};
use crate::request::{CaseCode, LetterKind, Stage};
use crate::store::{CaseRow, ItemState, LetterRow, StoreError, Write};

/// What became of handing a case on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transfer {
    /// It is on its way to the other region's inbox.
    Done,
    /// It is that region's already.
    Same,
    /// It is closed, withdrawn or deleted, or never was.
    Unknown,
    /// Its text was removed, as was promised: there is nothing to hand on.
    TextRemoved,
    /// No such region has an inbox.
    NoInbox,
}

impl Desk {
    /// Hands a case on to another region with all the asker wrote. Doing it
    /// twice changes nothing.
    ///
    /// # Errors
    ///
    /// [`DeskError`] when it could not be committed; then nothing was changed.
    pub async fn transfer(&self, code: &CaseCode, region: &str) -> Result<Transfer, DeskError> {
        self.transfer_from(code, region, None).await
    }

    /// The same from one of the first region's recipients, who sees it happen and
    /// is not told of it.
    ///
    /// # Errors
    ///
    /// [`DeskError`] when it could not be committed; then nothing was changed.
    pub async fn transfer_from(
        &self,
        code: &CaseCode,
        region: &str,
        recipient: Option<&str>,
    ) -> Result<Transfer, DeskError> {
        if !self.config.inboxes.contains_key(region) {
            return Ok(Transfer::NoInbox);
        }
        for _ in 0..MAX_TRIES {
            let (outcome, writes) = self.transfer_writes(code, region, recipient).await?;
            match self.commit(writes).await {
                Ok(()) => return Ok(outcome),
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Store(StoreError::Conflict { what: "case" }))
    }

    async fn transfer_writes(
        &self,
        code: &CaseCode,
        region: &str,
        from: Option<&str>,
    ) -> Result<(Transfer, Vec<Write>), DeskError> {
        let nothing = |outcome| Ok((outcome, Vec::new()));
        let Some(case) = self.store.case_of_code(code.as_str()).await? else { return nothing(Transfer::Unknown) };
        if !stage(&case)?.is_open() || open_case(&self.keyring, &case)?.is_none() {
            return nothing(Transfer::Unknown);
        }
        if case.region == region {
            return nothing(Transfer::Same);
        }
        let letters = self.store.letters(case.id).await?;
        let is_whole = letters.iter().any(|letter| purpose(letter) == Some(Purpose::Request) && letter.body.is_some());
        if !is_whole {
            return nothing(Transfer::TextRemoved);
        }
        let moved = CaseRow {
            region: region.to_owned(),
            stage: Stage::Received.as_str().to_owned(),
            delivered_at: None,
            reminders: 0,
            ..case.clone()
        };
        // Made before the items: by their order it is seen which region an item is of.
        let event = self.event(&moved, LetterKind::Transferred).await?;
        // What still waits for the first inbox stays unsent there.
        let mut writes = vec![Write::UpdateCase(moved.clone()), Write::CancelItems(case.id)];
        for letter in letters.iter().filter(|letter| letter.body.is_some()) {
            if let Some(purpose) = purpose(letter) {
                writes.extend(self.to_inbox(&moved, region, Some(letter.id), purpose));
            }
        }
        writes.extend(event);
        let mut had = self.had(&case).await?;
        had.retain(|recipient| Some(recipient.as_str()) != from);
        writes.extend(had.iter().filter_map(|recipient| self.handed_on_note(&moved, recipient)));
        Ok((Transfer::Done, writes))
    }

    /// Those of the case's region who have the request.
    async fn had(&self, case: &CaseRow) -> Result<BTreeSet<String>, StoreError> {
        let own = self.config.inboxes.get(&case.region).map(|inbox| inbox.recipients.as_slice()).unwrap_or_default();
        let request = ItemKind::ToInbox(Purpose::Request).as_str();
        let items = self.store.items(case.id).await?;
        let sent = items.into_iter().filter(|item| item.kind == request && item.state == ItemState::Sent);
        Ok(sent.map(|item| item.recipient).filter(|recipient| own.contains(recipient)).collect())
    }

    /// What tells a recipient that a case went on to the region it is with now;
    /// nothing where that region's cases come to the same recipient.
    pub(super) fn handed_on_note(&self, case: &CaseRow, recipient: &str) -> Option<Write> {
        let has_it = |inbox: &RegionInbox| inbox.recipients.iter().any(|own| own == recipient);
        if self.config.inboxes.get(&case.region).is_some_and(has_it) {
            return None;
        }
        let kind = ItemKind::ToInbox(Purpose::HandedOn);
        Some(Write::Enqueue(enqueue(case.id, None, kind, recipient, self.now())))
    }
}

/// What a letter of the asker is to an inbox; `None` for those of others.
fn purpose(letter: &LetterRow) -> Option<Purpose> {
    match LetterKind::from_name(&letter.kind)? {
        LetterKind::Request => Some(Purpose::Request),
        LetterKind::Correction => Some(Purpose::Correction),
        LetterKind::Message => Some(Purpose::Message),
        _ => None,
    }
}
