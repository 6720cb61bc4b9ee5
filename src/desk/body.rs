//! What is sealed in rows, and how it is opened.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::DeskError;
use crate::request::{Particulars, ReturnAddress};
use crate::seal::Keyring;
use crate::store::{CaseRow, DonationRow, DraftRow, LetterRow, PersonKey};

/// The sealed part of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseBody {
    /// What is known of the request.
    pub particulars: Particulars,
    /// Where the asker is reached.
    pub address: ReturnAddress,
}

/// Opens the sealed part of a case; `None` once it was removed.
///
/// # Errors
///
/// [`DeskError::Seal`] or [`DeskError::Row`].
pub fn open_case(keyring: &Keyring, row: &CaseRow) -> Result<Option<CaseBody>, DeskError> {
    row.body.as_ref().map(|sealed| unseal(keyring, &context("case", row.id), sealed, "cases")).transpose()
}

/// Opens the text of a letter; `None` once it was removed, and for events.
///
/// # Errors
///
/// [`DeskError::Seal`] or [`DeskError::Row`].
pub fn open_letter(keyring: &Keyring, row: &LetterRow) -> Result<Option<String>, DeskError> {
    row.body.as_ref().map(|sealed| unseal(keyring, &context("letter", row.id), sealed, "letters")).transpose()
}

/// Opens a sentence that was given to the editors.
///
/// # Errors
///
/// [`DeskError::Seal`] or [`DeskError::Row`].
pub fn open_donation(keyring: &Keyring, row: &DonationRow) -> Result<String, DeskError> {
    unseal(keyring, &context("donation", row.id), &row.body, "donations")
}

pub(super) fn seal_donation(keyring: &Keyring, id: uuid::Uuid, text: &str) -> Vec<u8> {
    seal(keyring, &context("donation", id), &text)
}

pub(super) fn seal_case(keyring: &Keyring, id: uuid::Uuid, body: &CaseBody) -> Vec<u8> {
    seal(keyring, &context("case", id), body)
}

pub(super) fn seal_letter(keyring: &Keyring, id: uuid::Uuid, text: &str) -> Vec<u8> {
    seal(keyring, &context("letter", id), &text)
}

pub(super) fn seal_draft<T: Serialize>(keyring: &Keyring, person: &PersonKey, draft: &T) -> Vec<u8> {
    seal(keyring, &draft_context(person), draft)
}

pub(super) fn open_draft<T: DeserializeOwned>(keyring: &Keyring, row: &DraftRow) -> Result<T, DeskError> {
    unseal(keyring, &draft_context(&row.person), &row.body, "drafts")
}

fn draft_context(person: &PersonKey) -> String {
    format!("draft:{}", person.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

fn context(kind: &str, id: uuid::Uuid) -> String {
    format!("{kind}:{id}")
}

fn seal<T: Serialize>(keyring: &Keyring, context: &str, value: &T) -> Vec<u8> {
    // Plain structs of strings and numbers: serialising them cannot fail.
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(value).unwrap_or_default());
    keyring.seal(context, &plain)
}

fn unseal<T: DeserializeOwned>(
    keyring: &Keyring,
    context: &str,
    sealed: &[u8],
    what: &'static str,
) -> Result<T, DeskError> {
    let plain = keyring.open(context, sealed)?;
    serde_json::from_slice(&plain).map_err(|_| DeskError::Row(what))
}
