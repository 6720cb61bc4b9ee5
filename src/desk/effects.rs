//! What a step decided, as one transaction.

use jiff::Timestamp;
use uuid::Uuid;

use super::body::{CaseBody, seal_case, seal_draft, seal_letter};
use super::views::stage;
use super::{Caller, Desk, DeskError};
use crate::dialogue::{Effect, Incoming, Kind, Outgoing, State, Step, true_text};
use crate::inbox::Purpose;
use crate::outbox::{ItemKind, enqueue};
use crate::replies::key;
use crate::request::{CaseCode, Draft, HelpKind, LetterKind, Particulars, ReplyWay, ReturnAddress, Stage};
use crate::store::{CaseRow, DraftRow, LetterRow, PersonKey, PreferenceRow, Removed, StoreError, Write};

/// One message being taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn<'a> {
    pub person: &'a PersonKey,
    pub caller: &'a Caller,
    /// The state before the step.
    pub before: &'a State,
    pub incoming: &'a Incoming,
}

impl Desk {
    /// Commits what a step changed; returns messages to show instead of the
    /// step's own, where the outcome says more than the step could know.
    pub(super) async fn settle(
        &self,
        turn: &Turn<'_>,
        code: &CaseCode,
        step: &Step,
    ) -> Result<Vec<Outgoing>, DeskError> {
        let Turn { person, caller, before, incoming } = *turn;
        if step.effects.contains(&Effect::Forget) {
            return self.forget(person, step.state.form(incoming.locale)).await;
        }
        let now = self.now();
        let mut writes = Vec::new();
        if Self::is_kept(incoming.scope) {
            writes.extend(self.kept_writes(person, before, &step.state, now));
        }
        let sender = Sender { person, caller, form: step.state.form(incoming.locale), door: incoming.door.as_str() };
        for effect in &step.effects {
            match effect {
                Effect::Send(draft) => writes.extend(self.send(&sender, draft, code, now)),
                Effect::Write { code, kind, text } => {
                    let row = self.own_case(person, code).await?;
                    writes.extend(self.write(&row, *kind, text).await?);
                }
                Effect::Withdraw(code) => {
                    let row = self.own_case(person, code).await?;
                    writes.extend(self.end(&row, Stage::Withdrawn, now)?);
                }
                Effect::Close(code) => {
                    let row = self.own_case(person, code).await?;
                    writes.extend(self.end(&row, Stage::Closed, now)?);
                }
                Effect::Donate(sentence) => writes.push(self.donation(sentence, now)),
                Effect::Forget => {}
            }
        }
        self.commit(writes).await?;
        Ok(Vec::new())
    }

    /// The draft and the choices, where the step changed them.
    fn kept_writes(&self, person: &PersonKey, before: &State, after: &State, now: Timestamp) -> Vec<Write> {
        let mut writes = Vec::new();
        if after.unfinished != before.unfinished && !(after.unfinished.is_empty() && before.unfinished.is_empty()) {
            writes.push(if after.unfinished.is_empty() {
                Write::DeleteDraft(*person)
            } else {
                let body = seal_draft(&self.keyring, person, &after.unfinished);
                Write::PutDraft(DraftRow { person: *person, body, updated_at: now })
            });
        }
        if let Some(form) = after.chosen.filter(|_| after.chosen != before.chosen) {
            let body = form.code().to_owned();
            writes.push(Write::PutPreference(PreferenceRow { person: *person, body, updated_at: now }));
        }
        writes
    }

    /// A new case: its row, its first letter, and an item per recipient.
    fn send(&self, sender: &Sender<'_>, draft: &Draft, code: &CaseCode, now: Timestamp) -> Vec<Write> {
        let Some(place) = &draft.place else { return Vec::new() };
        let particulars = Particulars {
            role: draft.role.clone().unwrap_or_default(),
            place: place.clone(),
            kind: draft.kind.unwrap_or(HelpKind::Other),
            reply: draft.reply.clone().unwrap_or(ReplyWay::Here),
            found: draft.found.clone(),
            form: sender.form,
        };
        let address = ReturnAddress {
            door: sender.door.to_owned(),
            person: sender.caller.person.clone(),
            chat: sender.caller.chat.clone(),
            receipt: None,
        };
        let id = Uuid::now_v7();
        let case = CaseRow {
            id,
            code: code.as_str().to_owned(),
            person: *sender.person,
            region: place.region.clone(),
            stage: Stage::Received.as_str().to_owned(),
            body: Some(seal_case(&self.keyring, id, &CaseBody { particulars, address })),
            created_at: now,
            delivered_at: None,
            answered_at: None,
            closed_at: None,
            reminders: 0,
            version: 0,
        };
        let letter = self.letter(id, 1, LetterKind::Request, draft.story.as_deref());
        let mut writes = self.to_inbox(&case, &case.region, Some(letter.id), Purpose::Request);
        writes.splice(0..0, [Write::InsertCase(case), Write::InsertLetter(letter)]);
        writes
    }

    /// A further letter of the asker.
    async fn write(&self, case: &CaseRow, kind: LetterKind, text: &str) -> Result<Vec<Write>, DeskError> {
        let number = self.next_number(case.id).await?;
        let letter = self.letter(case.id, number, kind, Some(text));
        let purpose = if kind == LetterKind::Correction { Purpose::Correction } else { Purpose::Message };
        let mut writes = self.to_inbox(case, &case.region, Some(letter.id), purpose);
        writes.insert(0, Write::InsertLetter(letter));
        Ok(writes)
    }

    /// Ends a case from the asker's side; an inbox that has it is told.
    pub(super) fn end(&self, case: &CaseRow, to: Stage, now: Timestamp) -> Result<Vec<Write>, DeskError> {
        if !stage(case)?.is_open() {
            return Ok(Vec::new());
        }
        let ended = CaseRow { stage: to.as_str().to_owned(), closed_at: Some(now), ..case.clone() };
        let mut writes = vec![Write::UpdateCase(ended), Write::CancelItems(case.id)];
        if case.delivered_at.is_some() {
            let purpose = if to == Stage::Withdrawn { Purpose::Withdrawal } else { Purpose::Closing };
            writes.extend(self.to_inbox(case, &case.region, None, purpose));
        }
        Ok(writes)
    }

    /// Items to every recipient of a region's inbox.
    pub(super) fn to_inbox(&self, case: &CaseRow, region: &str, letter: Option<Uuid>, purpose: Purpose) -> Vec<Write> {
        let now = self.now();
        let inbox = self.config.inboxes.get(region).or_else(|| self.config.inboxes.get("nasjonal"));
        let recipients = inbox.map(|inbox| inbox.recipients.as_slice()).unwrap_or_default();
        recipients
            .iter()
            .map(|recipient| Write::Enqueue(enqueue(case.id, letter, ItemKind::ToInbox(purpose), recipient, now)))
            .collect()
    }

    pub(super) fn letter(&self, case: Uuid, number: u32, kind: LetterKind, text: Option<&str>) -> LetterRow {
        let id = Uuid::now_v7();
        let to_asker = !matches!(kind, LetterKind::Request | LetterKind::Correction | LetterKind::Message);
        LetterRow {
            id,
            case,
            number,
            kind: kind.as_str().to_owned(),
            to_asker,
            body: text.map(|text| seal_letter(&self.keyring, id, text)),
            created_at: self.now(),
            seen_at: None,
        }
    }

    pub(super) async fn next_number(&self, case: Uuid) -> Result<u32, StoreError> {
        Ok(self.store.letters(case).await?.iter().map(|letter| letter.number).max().unwrap_or(0) + 1)
    }

    /// The case of a code, if it is this person's own.
    async fn own_case(&self, person: &PersonKey, code: &CaseCode) -> Result<CaseRow, DeskError> {
        let row = self.store.case_of_code(code.as_str()).await?;
        // The step saw it among the person's own; gone since means: look again.
        row.filter(|row| row.person == *person).ok_or(DeskError::Store(StoreError::Conflict { what: "case" }))
    }

    /// Removes all of a person. An inbox that has an open request of theirs is
    /// told that it is withdrawn; for that its row stays, with nothing of the
    /// person in it, until it is told.
    async fn forget(&self, person: &PersonKey, form: crate::language::WrittenForm) -> Result<Vec<Outgoing>, DeskError> {
        let now = self.now();
        let mut writes = Vec::new();
        let mut anonymous = 0_u32;
        for row in self.store.cases_of(person).await? {
            if row.delivered_at.is_some() && stage(&row)?.is_open() {
                let nobody = CaseRow { person: PersonKey([0; 32]), body: None, ..row };
                writes.extend(self.end(&nobody, Stage::Withdrawn, now)?);
                writes.push(Write::WipeCase(nobody.id));
                anonymous += 1;
            }
        }
        self.commit(writes).await?;
        let removed = self.store.remove_person(person).await?;
        if removed == Removed::default() && anonymous == 0 {
            return Ok(Vec::new());
        }
        let values = [
            ("cases", (removed.cases + anonymous).to_string()),
            ("letters", removed.letters.to_string()),
            ("drafts", removed.drafts.to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let text = true_text(&self.engine().replies, self.facts(), form, (key!("forget-removed"), &values));
        Ok(vec![Outgoing::said(Kind::Notice, form, text)])
    }
}

/// Who sends, for a new case.
struct Sender<'a> {
    person: &'a PersonKey,
    caller: &'a Caller,
    form: crate::language::WrittenForm,
    door: &'static str,
}
