//! What comes back from an inbox: answers, bounces, automatic replies.
//!
//! Everything is committed before the message is let go of at its server, and
//! taken twice changes nothing: a message's key is noted in the same
//! transaction.

use super::body::open_case;
use super::views::stage;
use super::{Desk, DeskError, MAX_TRIES};
use crate::inbox::{Purpose, Reply, Returned};
use crate::outbox::{ItemKind, enqueue};
use crate::request::{CaseCode, LetterKind, Stage};
use crate::store::{CaseRow, StoreError, Write};

/// What became of something that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is committed and on its way to the asker, or noted.
    Done,
    /// It was taken before.
    Before,
    /// It belongs to no case that can be answered: a person must look at it.
    /// Nothing was written; the caller keeps it where people find it.
    Unmatched,
}

impl Desk {
    /// Takes in what came back. On an error it is to be handed in again.
    ///
    /// # Errors
    ///
    /// [`DeskError::Store`] when it could not be committed.
    pub async fn take_in(&self, returned: &Returned) -> Result<Taken, DeskError> {
        for _ in 0..MAX_TRIES {
            if self.store.is_mail_seen(key(returned)).await? {
                return Ok(Taken::Before);
            }
            let Some(writes) = self.answer_writes(returned).await? else {
                tracing::error!("a message came back that belongs to no open case: a person must look at it");
                return Ok(Taken::Unmatched);
            };
            match self.commit(writes).await {
                Ok(()) => return Ok(Taken::Done),
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Store(StoreError::Conflict { what: "case" }))
    }

    /// What taking it in changes; `None` when it belongs nowhere.
    async fn answer_writes(&self, returned: &Returned) -> Result<Option<Vec<Write>>, DeskError> {
        let now = self.now();
        let seen = Write::MarkMail { key: key(returned).to_owned(), at: now };
        let mut writes = vec![seen];
        match returned {
            Returned::Reply(reply) => match self.reply_writes(reply).await? {
                Some(more) => writes.extend(more),
                None => return Ok(None),
            },
            Returned::Bounce { item, code, permanent, .. } => {
                if *permanent {
                    let case = self.case_of(code.as_deref()).await?;
                    tracing::error!(
                        item = item.map(tracing::field::display),
                        "a delivered mail bounced: a person must look"
                    );
                    if let Some(case) = case {
                        writes.extend(self.bounced(&case).await?);
                    }
                }
            }
            Returned::Automatic { code, .. } => {
                if let Some(case) = self.case_of(code.as_deref()).await? {
                    let told = self.store.letters(case.id).await?;
                    // Out of office: told once, not after every letter.
                    if !told.iter().any(|letter| letter.kind == LetterKind::Automatic.as_str()) {
                        writes.extend(self.event(&case, LetterKind::Automatic).await?);
                    }
                }
            }
            Returned::Empty { code, sender, .. } => match self.case_of(Some(code)).await? {
                Some(case) => writes.push(self.notice_to(&case, sender, Purpose::EmptyAnswer)),
                None => return Ok(None),
            },
            Returned::Unmatched { .. } => return Ok(None),
        }
        Ok(Some(writes))
    }

    async fn reply_writes(&self, reply: &Reply) -> Result<Option<Vec<Write>>, DeskError> {
        let Some(case) = self.case_of(Some(&reply.code)).await? else { return Ok(None) };
        let now = self.now();
        let gone = open_case(&self.keyring, &case)?.is_none() || stage(&case)? == Stage::Withdrawn;
        if gone {
            // The asker has withdrawn or deleted: nothing is relayed, the adviser is told.
            return Ok(Some(vec![self.notice_to(&case, &reply.sender, Purpose::Undeliverable)]));
        }
        let mut number = self.next_number(case.id).await?;
        let to = if reply.closes { Stage::Closed } else { Stage::Answered };
        let answered = CaseRow {
            stage: to.as_str().to_owned(),
            answered_at: case.answered_at.or(Some(now)),
            delivered_at: case.delivered_at.or(Some(now)),
            closed_at: reply.closes.then_some(now),
            ..case.clone()
        };
        let mut writes = vec![Write::UpdateCase(answered)];
        if !reply.text.trim().is_empty() {
            let letter = self.letter(case.id, number, LetterKind::Answer, Some(reply.text.trim()));
            writes.extend(self.to_asker_writes(&case, letter));
            number += 1;
        }
        if reply.closes {
            let letter = self.letter(case.id, number, LetterKind::ClosedByAdviser, None);
            writes.extend(self.to_asker_writes(&case, letter));
        }
        if reply.had_attachments {
            writes.push(self.notice_to(&case, &reply.sender, Purpose::Attachment));
        }
        Ok(Some(writes))
    }

    fn notice_to(&self, case: &CaseRow, recipient: &str, purpose: Purpose) -> Write {
        Write::Enqueue(enqueue(case.id, None, ItemKind::ToInbox(purpose), recipient, self.now()))
    }

    /// A mail the server had accepted came back: what was called delivered is not.
    async fn bounced(&self, case: &CaseRow) -> Result<Vec<Write>, DeskError> {
        if stage(case)? != Stage::Delivered {
            return Ok(self.event(case, LetterKind::NotDelivered).await?);
        }
        let stage = Stage::Undeliverable.as_str().to_owned();
        let mut writes = vec![Write::UpdateCase(CaseRow { stage, delivered_at: None, ..case.clone() })];
        writes.extend(self.event(case, LetterKind::Undeliverable).await?);
        Ok(writes)
    }

    async fn case_of(&self, code: Option<&str>) -> Result<Option<CaseRow>, DeskError> {
        let Some(code) = code.and_then(|code| code.parse::<CaseCode>().ok()) else { return Ok(None) };
        Ok(self.store.case_of_code(code.as_str()).await?)
    }
}

fn key(returned: &Returned) -> &str {
    match returned {
        Returned::Reply(reply) => &reply.key,
        Returned::Bounce { key, .. }
        | Returned::Automatic { key, .. }
        | Returned::Empty { key, .. }
        | Returned::Unmatched { key, .. } => key,
    }
}
