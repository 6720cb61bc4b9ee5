//! Notes to askers: receipts, answers of advisers, reminders.
//!
//! The outbox tries again and remembers over a restart, so nothing is retried
//! here; what Telegram says is only translated.

use async_trait::async_trait;
use utveier::desk::{Courier, Note};
use utveier::inbox::DeliveryError;

use crate::api::Failure;
use crate::door::{Place, Poster, referred};
use crate::send::Patience;

#[async_trait]
impl Courier for Poster {
    async fn deliver(&self, note: &Note) -> Result<(), DeliveryError> {
        let chat: i64 = note.chat.parse().map_err(|_| DeliveryError::Permanent("not a chat of telegram".into()))?;
        let edit = note.edit.as_deref().and_then(|reference| referred(reference, chat));
        let place = Place { chat, ..Place::default() };
        match self.post(&place, &note.message, edit, Patience::Return).await {
            Ok(_) => Ok(()),
            Err(failure) => Err(asker_error(&failure)),
        }
    }
}

/// What a failure means for a note to a person: who has blocked the bot does
/// not come back by being written to.
fn asker_error(failure: &Failure) -> DeliveryError {
    match failure {
        Failure::Closed => DeliveryError::Permanent("the person has blocked the bot or is gone".into()),
        Failure::Refused(reason) => DeliveryError::Permanent(format!("telegram refused it: {reason}")),
        other => passing(other),
    }
}

/// What may mend itself, or be mended.
pub(crate) fn passing(failure: &Failure) -> DeliveryError {
    match failure {
        Failure::RetryAfter(seconds) => DeliveryError::RetryAfter(*seconds),
        Failure::CutOff | Failure::Unreadable => DeliveryError::Unknown(failure.to_string()),
        other => DeliveryError::Transient(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outbox_is_told_what_to_do_next() {
        assert!(matches!(asker_error(&Failure::Closed), DeliveryError::Permanent(_)));
        assert_eq!(asker_error(&Failure::RetryAfter(86_400)), DeliveryError::RetryAfter(86_400));
        assert!(matches!(asker_error(&Failure::Server(502)), DeliveryError::Transient(_)));
        assert!(matches!(asker_error(&Failure::NotReached), DeliveryError::Transient(_)));
        assert!(matches!(asker_error(&Failure::CutOff), DeliveryError::Unknown(_)));
        assert!(
            matches!(passing(&Failure::Closed), DeliveryError::Transient(_)),
            "an operator can let the bot in again"
        );
    }
}
