//! What a person sees of their cases: rows opened.

use crate::dialogue::{self, Outgoing, Outside, Scope, Unfinished};
use crate::language::WrittenForm;
use crate::request::{CaseCode, CaseView, LetterKind, LetterView, Stage};
use crate::store::{CaseRow, LetterRow, PersonKey, Write};

use super::body::{open_case, open_draft, open_letter, seal_case};
use super::{Desk, DeskError};

impl Desk {
    /// A person's cases, opened, oldest first.
    pub(super) async fn cases_of(&self, person: &PersonKey) -> Result<Vec<CaseView>, DeskError> {
        let mut views = Vec::new();
        for row in self.store.cases_of(person).await? {
            views.push(self.view(&row).await?);
        }
        Ok(views)
    }

    /// A case, opened.
    pub(super) async fn view(&self, row: &CaseRow) -> Result<CaseView, DeskError> {
        let letters = self.store.letters(row.id).await?;
        let letters = letters.iter().map(|letter| self.letter_view(letter)).collect::<Result<_, _>>()?;
        Ok(CaseView {
            code: code(row)?,
            region: row.region.clone(),
            stage: stage(row)?,
            created_at: row.created_at,
            delivered_at: row.delivered_at,
            letters,
        })
    }

    pub(super) fn letter_view(&self, row: &LetterRow) -> Result<LetterView, DeskError> {
        let kind = LetterKind::from_name(&row.kind).ok_or(DeskError::Row("letters"))?;
        Ok(LetterView { kind, text: open_letter(&self.keyring, row)?, at: row.created_at })
    }

    /// What was kept of a chat: the chosen language, and what was being written.
    pub(super) async fn kept(
        &self,
        person: &PersonKey,
        scope: Scope,
    ) -> Result<(Option<WrittenForm>, Unfinished), DeskError> {
        if !Self::is_kept(scope) {
            return Ok((None, Unfinished::default()));
        }
        let chosen = self.store.preference(person).await?.and_then(|row| WrittenForm::from_tag(&row.body));
        let unfinished = match self.store.draft(person).await? {
            Some(row) => open_draft(&self.keyring, &row)?,
            None => Unfinished::default(),
        };
        Ok((chosen, unfinished))
    }

    /// Letters a person has not been shown, as messages; marked as shown.
    pub(super) async fn unseen(&self, person: &PersonKey) -> Result<Vec<Outgoing>, DeskError> {
        let letters = self.store.unseen(person).await?;
        if letters.is_empty() {
            return Ok(Vec::new());
        }
        let (mut outgoing, mut writes) = (Vec::new(), Vec::new());
        for letter in &letters {
            if let Some(row) = self.store.case(letter.case).await? {
                let message = self.told(&row, letter).await?;
                // Events of one case say the same receipt; the last one is enough.
                outgoing.retain(|other: &Outgoing| message.receipt.is_none() || other.receipt != message.receipt);
                outgoing.push(message);
            }
            writes.push(Write::MarkSeen { letter: letter.id, at: self.now() });
        }
        self.store.commit(writes).await?;
        Ok(outgoing)
    }

    /// A letter or event as a message to the asker.
    pub(super) async fn told(&self, row: &CaseRow, letter: &LetterRow) -> Result<Outgoing, DeskError> {
        let view = self.view(row).await?;
        let body = open_case(&self.keyring, row)?;
        let form = body.map_or(WrittenForm::Bokmal, |body| body.particulars.form);
        let engine = self.engine();
        let (now, code) = (self.now(), view.code.clone());
        let outside = Outside { now, code: &code, cases: &[], carried: None, desk: &self.config.facts };
        Ok(dialogue::told(&engine.context_with(outside), form, &view, &self.letter_view(letter)?))
    }

    /// Writes down where a case's receipt is shown.
    pub(super) async fn note_receipt(&self, code: &CaseCode, message: &str) -> Result<(), DeskError> {
        let Some(row) = self.store.case_of_code(code.as_str()).await? else { return Ok(()) };
        let Some(mut body) = open_case(&self.keyring, &row)? else { return Ok(()) };
        if body.address.receipt.as_deref() == Some(message) {
            return Ok(());
        }
        body.address.receipt = Some(message.to_owned());
        let sealed = seal_case(&self.keyring, row.id, &body);
        self.store.commit(vec![Write::UpdateCase(CaseRow { body: Some(sealed), ..row })]).await?;
        Ok(())
    }
}

/// The code of a row.
pub(super) fn code(row: &CaseRow) -> Result<CaseCode, DeskError> {
    row.code.parse().map_err(|_| DeskError::Row("cases"))
}

/// The stage of a row.
pub(super) fn stage(row: &CaseRow) -> Result<Stage, DeskError> {
    Stage::from_name(&row.stage).ok_or(DeskError::Row("cases"))
}
