//! Trying again what was given up or came back: done by a person, on purpose.

use super::views::stage;
use super::{Desk, DeskError};
use crate::inbox::Purpose;
use crate::request::{LetterKind, Stage, expires};
use crate::store::{CaseRow, ItemState, StoreError, Write};

/// What trying again came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retried {
    /// So many deliveries that were given up are due now.
    Revived(usize),
    /// The mail had been accepted and came back: the request goes to so many
    /// recipients anew.
    SentAgain(usize),
    /// It came back, and its text has been deleted since.
    TextIsGone,
    /// Nothing was given up, and nothing came back.
    Nothing,
}

impl Desk {
    /// Tries again to deliver a request.
    ///
    /// # Errors
    ///
    /// [`DeskError::Store`] when it could not be committed; then nothing changed.
    pub async fn retry(&self, case: &CaseRow) -> Result<Retried, DeskError> {
        let now = self.now();
        let given_up = self.store.items(case.id).await?.iter().filter(|item| item.state == ItemState::Dead).count();
        if given_up > 0 {
            self.commit(vec![Write::Revive { case: case.id, due_at: now, expires_at: expires(now) }]).await?;
            self.wake.notify_one();
            return Ok(Retried::Revived(given_up));
        }
        if stage(case)? != Stage::Undeliverable {
            return Ok(Retried::Nothing);
        }
        let letters = self.store.letters(case.id).await?;
        let request = letters.iter().find(|letter| letter.kind == LetterKind::Request.as_str());
        let Some(request) = request.filter(|letter| letter.body.is_some()) else { return Ok(Retried::TextIsGone) };
        let items = self.to_inbox(case, &case.region, Some(request.id), Purpose::Request);
        let n_items = items.len();
        let received = CaseRow { stage: Stage::Received.as_str().to_owned(), ..case.clone() };
        match self.commit(std::iter::once(Write::UpdateCase(received)).chain(items).collect()).await {
            Ok(()) => Ok(Retried::SentAgain(n_items)),
            Err(StoreError::Conflict { .. }) => Ok(Retried::Nothing),
            Err(error) => Err(error.into()),
        }
    }
}
