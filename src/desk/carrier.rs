//! Carrying what lies in the outbox: to an inbox as a parcel, to the asker as a
//! note; and what follows when that has ended.

use std::time::Duration;

use async_trait::async_trait;

use super::body::{CaseBody, open_case, open_letter};
use super::views::{code, stage};
use super::{Desk, DeskError, Note, RegionInbox};
use crate::dialogue::{self, Outside};
use crate::inbox::{DeliveryError, Parcel, Purpose};
use crate::outbox::{ASKER, Carrier, ItemKind, enqueue};
use crate::replies::key;
use crate::request::{LetterKind, Stage};
use crate::store::{CaseRow, Finish, ItemRow, ItemState, LetterRow, StoreError, Write};

/// How often and how long a door that is posting a receipt is waited for, before
/// a later one is posted on its own.
const RECEIPT_LOOKS: u32 = 15;
const RECEIPT_WAIT: Duration = Duration::from_millis(100);

#[async_trait]
impl Carrier for Desk {
    async fn carry(&self, item: &ItemRow) -> Result<(), DeliveryError> {
        let kind = ItemKind::from_name(&item.kind)
            .ok_or_else(|| DeliveryError::Permanent(format!("items of kind {} are not known", item.kind)))?;
        let case = self.store.case(item.case).await.map_err(|error| transient(&error))?;
        let case = case.ok_or_else(|| DeliveryError::Permanent("its case is gone".into()))?;
        match kind {
            ItemKind::ToAsker => self.to_asker(item, &case).await,
            ItemKind::ToInbox(purpose) => {
                let parcel = self.parcel(item, &case, purpose).await?;
                let region = if purpose == Purpose::Escalation { "nasjonal" } else { case.region.as_str() };
                let inbox = self.inbox_of(region, &item.recipient);
                let inbox =
                    inbox.ok_or_else(|| DeliveryError::Transient(format!("no inbox is configured for {region}")))?;
                inbox.inbox.deliver(&parcel).await
            }
        }
    }

    async fn follows(&self, item: &ItemRow, finish: &Finish) -> Result<Vec<Write>, StoreError> {
        let Some(case) = self.store.case(item.case).await? else { return Ok(Vec::new()) };
        match (ItemKind::from_name(&item.kind), finish) {
            (Some(ItemKind::ToAsker), Finish::Sent(at)) => {
                Ok(item.letter.map(|letter| Write::MarkSeen { letter, at: *at }).into_iter().collect())
            }
            (Some(ItemKind::ToAsker), Finish::Dead { .. }) => self.asker_lost(item, &case).await,
            (Some(ItemKind::ToInbox(Purpose::Request)), Finish::Sent(at)) => self.delivered(item, &case, *at).await,
            (Some(ItemKind::ToInbox(Purpose::Request)), Finish::Dead { .. }) => self.undelivered(item, &case).await,
            (Some(ItemKind::ToInbox(Purpose::Correction | Purpose::Message)), Finish::Dead { .. }) => {
                self.event(&case, LetterKind::NotDelivered).await
            }
            _ => Ok(Vec::new()),
        }
    }
}

impl Desk {
    /// The inbox of a recipient: the region's, or that of the region a case was
    /// handed on from.
    fn inbox_of(&self, region: &str, recipient: &str) -> Option<&RegionInbox> {
        let has = |inbox: &&RegionInbox| inbox.recipients.iter().any(|own| own == recipient);
        let inboxes = &self.config.inboxes;
        let own = inboxes.get(region).or_else(|| inboxes.get("nasjonal"));
        own.filter(has).or_else(|| inboxes.values().find(has)).or(own)
    }

    /// The event by which the case came to its region, if it was handed on: what
    /// was made before it is of another region. Ids grow with time.
    async fn handed_on(&self, case: uuid::Uuid) -> Result<Option<uuid::Uuid>, StoreError> {
        let letters = self.store.letters(case).await?;
        let events = letters.iter().filter(|letter| letter.kind == LetterKind::Transferred.as_str());
        Ok(events.map(|letter| letter.id).max())
    }

    /// The request has reached an inbox: told once, at the first.
    async fn delivered(&self, item: &ItemRow, case: &CaseRow, at: jiff::Timestamp) -> Result<Vec<Write>, StoreError> {
        if Stage::from_name(&case.stage) == Some(Stage::Withdrawn) {
            // Withdrawn while it was on its way: this recipient has it and is told.
            let kind = ItemKind::ToInbox(Purpose::Withdrawal);
            return Ok(vec![Write::Enqueue(enqueue(case.id, None, kind, &item.recipient, at))]);
        }
        if self.handed_on(case.id).await? > Some(item.id) {
            // It was under way to a region that no longer has the case.
            return Ok(self.handed_on_note(case, &item.recipient).into_iter().collect());
        }
        if case.delivered_at.is_some() {
            return Ok(Vec::new());
        }
        let stage = match Stage::from_name(&case.stage) {
            Some(Stage::Received | Stage::Undeliverable) => Stage::Delivered.as_str().to_owned(),
            _ => case.stage.clone(),
        };
        let mut writes = vec![Write::UpdateCase(CaseRow { stage, delivered_at: Some(at), ..case.clone() })];
        writes.extend(self.event(case, LetterKind::Delivered).await?);
        Ok(writes)
    }

    /// The request could not reach this recipient; the asker is told when it
    /// reached none.
    async fn undelivered(&self, item: &ItemRow, case: &CaseRow) -> Result<Vec<Write>, StoreError> {
        let (items, handed_on) = (self.store.items(case.id).await?, self.handed_on(case.id).await?);
        let hope = items.iter().any(|other| {
            other.id != item.id
                && other.kind == item.kind
                // Another region that had it before is no hope.
                && Some(other.id) > handed_on
                && matches!(other.state, ItemState::Waiting | ItemState::Leased | ItemState::Sent)
        });
        if hope || case.stage != Stage::Received.as_str() {
            return Ok(Vec::new());
        }
        let stage = Stage::Undeliverable.as_str().to_owned();
        let mut writes = vec![Write::UpdateCase(CaseRow { stage, ..case.clone() })];
        writes.extend(self.event(case, LetterKind::Undeliverable).await?);
        Ok(writes)
    }

    /// The asker cannot be reached any more: whoever wrote to them is told.
    async fn asker_lost(&self, item: &ItemRow, case: &CaseRow) -> Result<Vec<Write>, StoreError> {
        let letters = self.store.letters(case.id).await?;
        let is_answer =
            letters.iter().any(|letter| Some(letter.id) == item.letter && letter.kind == LetterKind::Answer.as_str());
        if !is_answer {
            return Ok(Vec::new());
        }
        Ok(self.to_inbox(case, &case.region, item.letter, Purpose::Undeliverable))
    }

    /// An event the asker is told of, by a door that can write first or when they
    /// come back.
    pub(super) async fn event(&self, case: &CaseRow, kind: LetterKind) -> Result<Vec<Write>, StoreError> {
        let number = self.next_number(case.id).await?;
        let letter = self.letter(case.id, number, kind, None);
        Ok(self.to_asker_writes(case, letter))
    }

    /// A letter to the asker with what carries it.
    pub(super) fn to_asker_writes(&self, case: &CaseRow, letter: LetterRow) -> Vec<Write> {
        let item = enqueue(case.id, Some(letter.id), ItemKind::ToAsker, ASKER, letter.created_at);
        let body = open_case(&self.keyring, case).ok().flatten();
        let pushed = body.is_some_and(|body| matches!(body.address.door.as_str(), "telegram" | "discord"));
        let mut writes = vec![Write::InsertLetter(letter)];
        if pushed {
            writes.push(Write::Enqueue(item));
        }
        writes
    }

    async fn to_asker(&self, item: &ItemRow, case: &CaseRow) -> Result<(), DeliveryError> {
        let body = open_case(&self.keyring, case).map_err(|error| transient(&error))?;
        let body = body.ok_or_else(|| DeliveryError::Permanent("the asker has deleted their data".into()))?;
        let letters = self.store.letters(case.id).await.map_err(|error| transient(&error))?;
        let letter = letters.iter().find(|letter| Some(letter.id) == item.letter);
        let letter = letter.ok_or_else(|| DeliveryError::Permanent("its letter is gone".into()))?;
        let courier = self.couriers.read().await.get(body.address.door.as_str()).cloned();
        let courier =
            courier.ok_or_else(|| DeliveryError::Transient(format!("the door {} is not open", body.address.door)))?;
        let message = self.told(case, letter).await.map_err(|error| transient(&error))?;
        let edit = match (&message.receipt, body.address.receipt) {
            (None, _) => None,
            (Some(_), Some(place)) => Some(place),
            (Some(_), None) => self.receipt_place(case.id).await,
        };
        courier.deliver(&Note { person: body.address.person, chat: body.address.chat, message, edit }).await
    }

    /// Where a case's receipt is shown, once the door has said so.
    async fn receipt_place(&self, case: uuid::Uuid) -> Option<String> {
        for _ in 0..RECEIPT_LOOKS {
            tokio::time::sleep(RECEIPT_WAIT).await;
            let row = self.store.case(case).await.ok().flatten()?;
            let place = open_case(&self.keyring, &row).ok().flatten()?.address.receipt;
            if place.is_some() {
                return place;
            }
        }
        None
    }

    /// What an inbox gets.
    async fn parcel(&self, item: &ItemRow, case: &CaseRow, purpose: Purpose) -> Result<Parcel, DeliveryError> {
        let read = |error: DeskError| transient(&error);
        let code = code(case).map_err(read)?;
        let body = open_case(&self.keyring, case).map_err(read)?;
        let letters = self.store.letters(case.id).await.map_err(|error| transient(&error))?;
        let letter = letters.iter().find(|letter| Some(letter.id) == item.letter);
        let story = match letter {
            Some(letter) => open_letter(&self.keyring, letter).map_err(read)?,
            None => None,
        };
        let items = self.store.items(case.id).await.map_err(|error| transient(&error))?;
        let first = items.iter().find(|other| other.recipient == item.recipient && other.id < item.id);
        let words = self.parcel_words(case, body.as_ref(), purpose, story.as_deref());
        let answerable = purpose.is_answerable();
        let reply_to = self.addresses.of(&code).filter(|_| answerable);
        Ok(Parcel {
            id: item.id,
            recipient: item.recipient.clone(),
            purpose,
            code: code.to_string(),
            region: case.region.clone(),
            subject: words.subject,
            text: words.text,
            // They stand in the text the asker saw; nothing is added to it.
            found: Vec::new(),
            how_to_answer: if answerable { words.how } else { String::new() },
            reply_to,
            thread: first.map(|first| first.id),
            written_at: letter.map_or(item.created_at, |letter| letter.created_at),
        })
    }

    fn parcel_words(
        &self,
        case: &CaseRow,
        body: Option<&CaseBody>,
        purpose: Purpose,
        story: Option<&str>,
    ) -> ParcelWords {
        let engine = self.engine();
        let form = body.map_or(crate::language::WrittenForm::Bokmal, |body| body.particulars.form.for_replies());
        let context = engine.context_with(Outside { desk: &self.config.facts, ..Outside::nothing() });
        let receiver = dialogue::receiver(&context, form, &case.region);
        let code = code(case).map_or_else(|_| case.code.clone(), |code| code.to_string());
        let kind = body.map(|body| dialogue::kind_of_help(&context, form, body.particulars.kind)).unwrap_or_default();
        let values = [("receiver", receiver.as_str()), ("code", code.as_str()), ("kind", kind.as_str())];
        let say = |key: &str| engine.replies.with(form, key, &values);
        let text = match (purpose, body, story) {
            (Purpose::Request, Some(body), Some(story)) => {
                let letter = dialogue::request_letter(&context, &body.particulars, story);
                format!("{}\n\n{letter}", say(key!("mail-intro")))
            }
            (Purpose::Correction | Purpose::Message | Purpose::Request, _, story) => {
                story.map_or_else(|| say(key!("letter-removed")), str::to_owned)
            }
            _ => say(body_key(purpose)),
        };
        let elsewhere = body.is_some_and(|body| matches!(body.particulars.reply, crate::request::ReplyWay::Contact(_)));
        let how = match () {
            () if elsewhere => key!("mail-how-contact"),
            () if self.config.reply_mailbox.is_some() => key!("mail-how-to-answer"),
            () => key!("mail-how-folder"),
        };
        ParcelWords { subject: say(subject_key(purpose)), text, how: say(how) }
    }
}

struct ParcelWords {
    subject: String,
    text: String,
    how: String,
}

fn subject_key(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Request => key!("mail-subject-request"),
        Purpose::Correction => key!("mail-subject-correction"),
        Purpose::Message => key!("mail-subject-message"),
        Purpose::Withdrawal => key!("mail-subject-withdrawal"),
        Purpose::Closing => key!("mail-subject-closing"),
        Purpose::HandedOn => key!("mail-subject-handed-on"),
        Purpose::Reminder => key!("mail-subject-reminder"),
        Purpose::Escalation => key!("mail-subject-escalation"),
        Purpose::Undeliverable => key!("mail-subject-undeliverable"),
        Purpose::Attachment => key!("mail-subject-attachment"),
        Purpose::EmptyAnswer => key!("mail-subject-empty"),
        Purpose::Selftest => key!("mail-subject-selftest"),
    }
}

fn body_key(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Withdrawal => key!("mail-body-withdrawal"),
        Purpose::Closing => key!("mail-body-closing"),
        Purpose::HandedOn => key!("mail-body-handed-on"),
        Purpose::Reminder => key!("mail-body-reminder"),
        Purpose::Escalation => key!("mail-body-escalation"),
        Purpose::Undeliverable => key!("mail-body-undeliverable"),
        Purpose::Attachment => key!("mail-body-attachment"),
        Purpose::EmptyAnswer => key!("mail-body-empty"),
        Purpose::Selftest => key!("mail-body-selftest"),
        // These carry a letter; without one there is only this to say.
        Purpose::Request | Purpose::Correction | Purpose::Message => key!("letter-removed"),
    }
}

fn transient(error: &dyn std::error::Error) -> DeliveryError {
    DeliveryError::Transient(error.to_string())
}

/// Whether a row's stage still waits for an adviser.
pub(super) fn waits(case: &CaseRow) -> bool {
    stage(case).is_ok_and(|stage| stage == Stage::Delivered)
}
