//! Rows and writes: plain data, the same for every engine.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// A person at a door, as a keyed hash: 32 bytes that say nothing without the
/// key (see [`crate::seal::Keyring::person`]).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonKey(pub [u8; 32]);

impl std::fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Enough to tell two apart in a test's failure, useless for looking up.
        write!(f, "PersonKey({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// An unfinished form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Whose it is.
    pub person: PersonKey,
    /// Sealed.
    pub body: Vec<u8>,
    /// Last change.
    pub updated_at: Timestamp,
}

/// What a person or chat has chosen. Holds nothing they wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreferenceRow {
    /// Whose it is.
    pub person: PersonKey,
    /// JSON of the room that owns it.
    pub body: String,
    /// Last change.
    pub updated_at: Timestamp,
}

/// An advice request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Time-ordered (UUID version 7).
    pub id: Uuid,
    /// Case code without separators; unique for ever.
    pub code: String,
    /// Who asked.
    pub person: PersonKey,
    /// Region id: `ost`, `sor`, `vest`, `midt`, `nord`, `nasjonal`.
    pub region: String,
    /// Stage, a word of [`crate::request`].
    pub stage: String,
    /// Particulars and return address, sealed; `None` once removed.
    pub body: Option<Vec<u8>>,
    /// When it was received.
    pub created_at: Timestamp,
    /// When the first inbox accepted it.
    pub delivered_at: Option<Timestamp>,
    /// When an adviser first answered or took it.
    pub answered_at: Option<Timestamp>,
    /// When it was closed or withdrawn.
    pub closed_at: Option<Timestamp>,
    /// Reminders sent: 0, 1 (the inbox) or 2 (the national coordinator).
    pub reminders: u8,
    /// Grows by one with every change; a write with an old one is refused.
    pub version: i64,
}

/// A letter of a case, either way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRow {
    /// Time-ordered (UUID version 7).
    pub id: Uuid,
    /// Its case.
    pub case: Uuid,
    /// Place in the case, from 1, unique in it.
    pub number: u32,
    /// Kind, a word of [`crate::request`].
    pub kind: String,
    /// Whether it goes to the asker (else to the inbox).
    pub to_asker: bool,
    /// Sealed; `None` once removed.
    pub body: Option<Vec<u8>>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When the asker was shown it; only for letters to the asker.
    pub seen_at: Option<Timestamp>,
}

/// States of an outbox item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemState {
    /// To be sent when due.
    Waiting,
    /// Somebody is sending it.
    Leased,
    /// The recipient's server has accepted it.
    Sent,
    /// Given up; a person must look.
    Dead,
    /// No longer wanted: withdrawn before it was sent.
    Cancelled,
}

/// One delivery to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Time-ordered (UUID version 7); the mail's Message-ID is made from it.
    pub id: Uuid,
    /// Its case.
    pub case: Uuid,
    /// The letter it carries, if any.
    pub letter: Option<Uuid>,
    /// Kind, a word of [`crate::outbox`].
    pub kind: String,
    /// Who gets it, in the words of the inbox: an address, a forum's id, `asker`.
    pub recipient: String,
    /// Sent before others that are due.
    pub urgent: bool,
    /// Its state.
    pub state: ItemState,
    /// Attempts begun.
    pub attempts: u32,
    /// When it is to be sent (again).
    pub due_at: Timestamp,
    /// When it is given up.
    pub expires_at: Timestamp,
    /// Until when the lease runs, while leased.
    pub leased_until: Option<Timestamp>,
    /// Token of the lease; only its holder may finish it.
    pub lease: Option<Uuid>,
    /// Last failure in our own words, without anything a person wrote.
    pub error: Option<String>,
    /// When it was put here.
    pub created_at: Timestamp,
    /// When it was accepted.
    pub sent_at: Option<Timestamp>,
}

/// A count of a day: how often something happened, with no time in the day and
/// nobody in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRow {
    /// The day, in Norway.
    pub day: Date,
    /// What is counted, a word of [`crate::statistics`].
    pub name: String,
    /// The door, or empty.
    pub door: String,
    /// What was done, or empty.
    pub decision: String,
    /// An id of the content, or empty.
    pub topic: String,
    /// A region's id, or empty.
    pub region: String,
    /// How often, at least 1.
    pub count: u64,
}

/// A sentence that somebody gave the editors: nothing says who, where, or on
/// which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DonationRow {
    /// Random (UUID version 4), so that it tells neither time nor order.
    pub id: Uuid,
    /// The month, in Norway: `2026-11`.
    pub month: String,
    /// The written form's code.
    pub form: String,
    /// Sealed.
    pub body: Vec<u8>,
}

/// How a leased item ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finish {
    /// Accepted by the recipient's server at this time.
    Sent(Timestamp),
    /// Try again later.
    Retry {
        /// When.
        due_at: Timestamp,
        /// Why.
        error: String,
    },
    /// Given up.
    Dead {
        /// Why.
        error: String,
    },
    /// Not wanted any more.
    Cancelled,
}

/// One change. A batch of them is applied whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Inserts or replaces a person's draft.
    PutDraft(DraftRow),
    /// Deletes a person's draft, if any.
    DeleteDraft(PersonKey),
    /// Deletes drafts not changed since.
    DeleteDraftsBefore(Timestamp),
    /// Inserts or replaces a preference.
    PutPreference(PreferenceRow),
    /// Deletes preferences not set since.
    DeletePreferencesBefore(Timestamp),
    /// Inserts a case; conflict `case` when its code or id is taken. A code stays
    /// taken when its case is deleted.
    InsertCase(CaseRow),
    /// Replaces the case of this id; `version` is the one that was read, and is
    /// counted up. Conflict `case` when it changed since or is gone, or when the
    /// code is not the one it was given.
    UpdateCase(CaseRow),
    /// Inserts a letter; conflict `letter` when its id or number is taken, `case`
    /// when its case is gone.
    InsertLetter(LetterRow),
    /// Notes that the asker was shown a letter; nothing when it was before.
    MarkSeen {
        /// The letter.
        letter: Uuid,
        /// When.
        at: Timestamp,
    },
    /// Removes the bodies of a case and its letters; rows and times stay. Counts
    /// up the case's version if it had a body, so that nobody writes it back.
    WipeCase(Uuid),
    /// Removes the body of one letter; nothing when it has none.
    WipeLetter(Uuid),
    /// Deletes cases closed before, with letters, finished items and named values
    /// of theirs. A case with an item that waits or is leased stays until that has
    /// ended.
    DeleteCasesClosedBefore(Timestamp),
    /// Inserts an outbox item; conflict `item` when its id is taken, `case` when
    /// its case or its letter is gone.
    Enqueue(ItemRow),
    /// Ends a leased item. Conflict `item` when the lease is not held any more; one
    /// that has run out is held until somebody else leases the item.
    FinishItem {
        /// The item.
        id: Uuid,
        /// The lease's token.
        lease: Uuid,
        /// How it ends.
        finish: Finish,
    },
    /// Cancels the items of a case that wait, except those to the asker
    /// (recipient `asker`).
    CancelItems(Uuid),
    /// Sets dead items of a case waiting again, due at the time, attempts 0, and
    /// their expiry.
    Revive {
        /// The case.
        case: Uuid,
        /// When they are due.
        due_at: Timestamp,
        /// When they are given up.
        expires_at: Timestamp,
    },
    /// Sets a named value.
    PutValue {
        /// Its name.
        name: String,
        /// The value.
        value: Vec<u8>,
    },
    /// Sets a named value that belongs to a case and is deleted with it; nothing
    /// when the case is gone.
    PutCaseValue {
        /// The case's code, as stored.
        code: String,
        /// The value's name.
        name: String,
        /// The value.
        value: Vec<u8>,
    },
    /// Notes that a mail was handled; conflict `mail` when it was before.
    MarkMail {
        /// The mail's key.
        key: String,
        /// When.
        at: Timestamp,
    },
    /// Forgets handled mails noted before.
    DeleteMailBefore(Timestamp),
    /// Adds to the count of the same day and names; nothing for a count of 0.
    AddTally(TallyRow),
    /// Deletes the counts of days before.
    DeleteTalliesBefore(Date),
    /// Inserts a given sentence; conflict `donation` when its id is taken.
    InsertDonation(DonationRow),
    /// Deletes a given sentence, if it is there.
    DeleteDonation(Uuid),
    /// Deletes the sentences given in a month (`2026-11`) or before.
    DeleteDonationsUntil(String),
}
