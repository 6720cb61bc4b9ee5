//! What Telegram answers when it does not do what it is asked.

use serde::Deserialize;

/// Why a call did not give what it should. The texts hold nothing of a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// Asked to wait, in seconds.
    #[error("asked to wait {0} s")]
    RetryAfter(u64),
    /// The group became a supergroup with this id.
    #[error("the group has moved")]
    Migrated(i64),
    /// The token is unknown.
    #[error("the token was refused")]
    Token,
    /// Another process polls.
    #[error("another process polls with the same token")]
    OtherPoller,
    /// A webhook is set while polling.
    #[error("a webhook is set")]
    WebhookSet,
    /// The chat cannot be written to: blocked, removed, gone.
    #[error("the chat cannot be written to")]
    Closed,
    /// The topic is gone or closed.
    #[error("the topic is gone or closed")]
    NoTopic,
    /// An edit that changes nothing.
    #[error("the message is as it was")]
    NotModified,
    /// The message to edit is gone or too old.
    #[error("the message cannot be edited")]
    NotEditable,
    /// A callback or inline query that is too old.
    #[error("the query is too old")]
    TooLate,
    /// Refused for another reason, in Telegram's own words.
    #[error("refused: {0}")]
    Refused(String),
    /// A 5xx answer.
    #[error("telegram answered {0}")]
    Server(u16),
    /// Not reached: nothing was handed over.
    #[error("telegram was not reached")]
    NotReached,
    /// Cut off after the request was handed over: it may have had its effect.
    #[error("the connection was cut before the answer")]
    CutOff,
    /// An answer that is no answer of the Bot API: it may have had its effect.
    #[error("the answer could not be read")]
    Unreadable,
}

impl Failure {
    /// What a broken connection means.
    pub(super) fn of_network(error: &reqwest::Error) -> Self {
        if error.is_connect() || error.is_builder() { Self::NotReached } else { Self::CutOff }
    }

    /// Whether the same call may succeed a little later.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, Self::Server(_) | Self::NotReached | Self::CutOff | Self::Unreadable)
    }
}

/// Longest wait that is believed, in seconds: a moment that far ahead can still
/// be counted, and a chat is not shut for ever by one number.
const LONGEST_WAIT: u64 = 86_400;

/// The envelope of every answer.
#[derive(Deserialize)]
pub(super) struct Answer<R> {
    ok: bool,
    result: Option<R>,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl<R> Answer<R> {
    /// The result, or what its absence means.
    pub(super) fn into_result(self, status: u16) -> Result<R, Failure> {
        if self.ok {
            return self.result.ok_or(Failure::Unreadable);
        }
        let retry_after = self.parameters.as_ref().and_then(|parameters| parameters.retry_after);
        let moved_to = self.parameters.and_then(|parameters| parameters.migrate_to_chat_id);
        if let Some(chat) = moved_to {
            return Err(Failure::Migrated(chat));
        }
        Err(failure(self.error_code.unwrap_or(status), &self.description, retry_after))
    }
}

fn failure(code: u16, description: &str, retry_after: Option<u64>) -> Failure {
    let says = |words: &[&str]| words.iter().any(|word| description.contains(word));
    match code {
        429 => Failure::RetryAfter(retry_after.unwrap_or(1).min(LONGEST_WAIT)),
        401 | 404 => Failure::Token,
        409 if says(&["webhook"]) => Failure::WebhookSet,
        409 => Failure::OtherPoller,
        403 => Failure::Closed,
        500.. => Failure::Server(code),
        _ if says(&["message is not modified"]) => Failure::NotModified,
        _ if says(&["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"]) => {
            Failure::NotEditable
        }
        _ if says(&["chat not found", "user is deactivated", "PEER_ID_INVALID", "group chat was d"]) => Failure::Closed,
        _ if says(&["thread not found", "TOPIC_CLOSED", "TOPIC_DELETED", "TOPIC_ID_INVALID"]) => Failure::NoTopic,
        _ if says(&["query is too old", "QUERY_ID_INVALID"]) => Failure::TooLate,
        _ => Failure::Refused(description.chars().take(120).collect()),
    }
}

/// Why an answer's body gives nothing; `None` when it gives something.
#[cfg(feature = "testing")]
pub(crate) fn failure_of(status: u16, body: &[u8]) -> Option<Failure> {
    let answer: Result<Answer<serde_json::Value>, _> = serde_json::from_slice(body);
    answer.map_or(Some(Failure::Unreadable), |answer| answer.into_result(status).err())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<bool, Failure> {
        serde_json::from_str::<Answer<bool>>(body).unwrap().into_result(status)
    }

    #[test]
    fn telegrams_own_words_are_understood() {
        let says = |code: u16, text: &str| {
            read(code, &format!(r#"{{"ok":false,"error_code":{code},"description":"{text}"}}"#))
        };
        assert_eq!(says(401, "Unauthorized"), Err(Failure::Token));
        assert_eq!(says(403, "Forbidden: bot was blocked by the user"), Err(Failure::Closed));
        assert_eq!(says(400, "Bad Request: chat not found"), Err(Failure::Closed));
        assert_eq!(says(400, "Bad Request: message to edit not found"), Err(Failure::NotEditable));
        assert_eq!(
            says(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
            Err(Failure::TooLate)
        );
        assert_eq!(
            says(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            ),
            Err(Failure::OtherPoller)
        );
        assert_eq!(
            says(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            ),
            Err(Failure::WebhookSet)
        );
        assert_eq!(says(502, "Bad Gateway"), Err(Failure::Server(502)));
        assert_eq!(
            says(400, "Bad Request: message is too long"),
            Err(Failure::Refused("Bad Request: message is too long".into()))
        );
    }

    #[test]
    fn waits_of_any_size_and_moves_are_read() {
        let wait =
            r#"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":35000}}"#;
        assert_eq!(read(429, wait), Err(Failure::RetryAfter(35_000)));
        // Added to a moment, this would be past what a clock can count.
        let endless = wait.replace("35000", "18446744073709551615");
        assert_eq!(read(429, &endless), Err(Failure::RetryAfter(LONGEST_WAIT)));
        let moved = r#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001}}"#;
        assert_eq!(read(400, moved), Err(Failure::Migrated(-1001)));
    }

    #[test]
    fn unknown_fields_are_no_matter() {
        assert_eq!(read(200, r#"{"ok":true,"result":true,"warning":"new"}"#), Ok(true));
    }
}
