//! Writing to a person first: answers of advisers, receipts, reminders.

use std::sync::Weak;

use async_trait::async_trait;
use utveier::desk::{Courier, Note};
use utveier::inbox::DeliveryError;

use crate::door::Door;
use crate::receipt;
use crate::render::Place;

/// The courier of this door. It holds the door weakly: the desk holds it.
pub(crate) struct DirectMessages(pub(crate) Weak<Door>);

#[async_trait]
impl Courier for DirectMessages {
    async fn deliver(&self, note: &Note) -> Result<(), DeliveryError> {
        let door = self.0.upgrade().ok_or_else(|| DeliveryError::Transient("the door is closed".into()))?;
        let person: u64 =
            note.person.parse().map_err(|_| DeliveryError::Permanent("no person of this platform".into()))?;
        let payloads = door.rendered(std::slice::from_ref(&note.message), Place::Direct, person);
        if let (Some(reference), true, [payload]) = (&note.edit, receipt::replaces(&note.message), payloads.as_slice())
            && receipt::edit(&door, reference, payload).await?
        {
            return Ok(());
        }
        let identity = note.message.receipt.as_ref().map_or("", |code| code.as_str());
        match receipt::post(&door, person, &payloads, identity).await {
            Ok(references) => {
                if let (Some(code), Some(reference)) = (&note.message.receipt, references.first()) {
                    door.desk.posted(code, reference).await;
                }
                Ok(())
            }
            Err(error) => {
                if error.is_closed() {
                    // Shown instead when they next write, and always among their requests.
                    door.unreached.insert(person);
                }
                Err(error.into())
            }
        }
    }
}
