//! Why a request failed, by what the caller will do.

use std::time::Duration;

use reqwest::header::HeaderMap;
use serde_json::Value;
use utveier::inbox::DeliveryError;

/// Unknown interaction: it was answered too late.
const TOO_LATE: i64 = 10_062;
/// Unknown channel.
const NO_CHANNEL: i64 = 10_003;
/// Unknown message: deleted meanwhile.
const NO_MESSAGE: i64 = 10_008;
/// The interaction was answered before.
const ANSWERED: i64 = 40_060;
/// The person takes no direct messages from the bot.
const CLOSED: i64 = 50_007;
/// The thread is archived.
const ARCHIVED: i64 = 50_083;

/// Why a request failed.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum RestError {
    /// Refused, with the platform's code (0 when it gave none). Texts of the
    /// platform are left out: they can repeat what was sent.
    #[error("refused with status {status}, code {code}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// The platform's code.
        code: i64,
    },
    /// Asked to wait.
    #[error("asked to wait {} s", .0.as_secs_f32())]
    RetryAfter(Duration),
    /// The platform is in trouble (5xx), or answers what makes no sense.
    #[error("the platform is in trouble: {0}")]
    Faulty(String),
    /// Nothing was sent.
    #[error("no connection: {0}")]
    Unsent(String),
    /// The connection broke after the request was written: it may have been taken.
    #[error("cut off: {0}")]
    Cut(String),
}

impl RestError {
    pub(super) fn of_transport(error: &reqwest::Error) -> Self {
        // The text of such an error holds the address, and that a token.
        if error.is_connect() || error.is_builder() {
            return Self::Unsent("the platform cannot be reached".into());
        }
        Self::Cut(if error.is_timeout() { "no answer in time" } else { "the connection broke" }.into())
    }

    pub(crate) fn of_answer(status: u16, headers: &HeaderMap, body: &Value) -> Self {
        match status {
            429 => Self::RetryAfter(wait(headers, body)),
            500.. => Self::Faulty(format!("status {status}")),
            _ => Self::Refused { status, code: body["code"].as_i64().unwrap_or(0) },
        }
    }

    /// Whether the platform said no before anything happened.
    pub(super) fn was_refused(&self) -> bool {
        matches!(self, Self::RetryAfter(_))
    }

    fn code(&self) -> i64 {
        if let Self::Refused { code, .. } = self { *code } else { 0 }
    }

    /// The token is wrong.
    pub(crate) fn is_unauthorised(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }

    /// The interaction was answered before.
    pub(super) fn is_answered(&self) -> bool {
        self.code() == ANSWERED
    }

    /// The interaction is over: too late, or somebody answered it already.
    pub(crate) fn is_late(&self) -> bool {
        matches!(self.code(), TOO_LATE | ANSWERED) || matches!(self, Self::Refused { status: 404, .. })
    }

    /// The message is gone.
    pub(crate) fn is_gone(&self) -> bool {
        matches!(self.code(), NO_MESSAGE | NO_CHANNEL) || matches!(self, Self::Refused { status: 404, .. })
    }

    /// The thread is archived and can be opened again.
    pub(crate) fn is_archived(&self) -> bool {
        self.code() == ARCHIVED
    }

    /// The person cannot be written to.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self, Self::Refused { status: 403, .. }) || self.code() == CLOSED
    }
}

impl From<RestError> for DeliveryError {
    fn from(error: RestError) -> Self {
        match error {
            // A wrong token and a missing permission may be mended by the operator.
            RestError::Refused { status: 401, .. } => Self::Transient(error.to_string()),
            RestError::Refused { .. } => Self::Permanent(error.to_string()),
            RestError::RetryAfter(wait) => Self::RetryAfter(wait.as_secs().max(1)),
            RestError::Faulty(_) | RestError::Unsent(_) => Self::Transient(error.to_string()),
            RestError::Cut(_) => Self::Unknown(error.to_string()),
        }
    }
}

/// How long to wait after a 429: in the body to the millisecond, else in the
/// header to the second.
fn wait(headers: &HeaderMap, body: &Value) -> Duration {
    let header = || headers.get("retry-after")?.to_str().ok()?.parse::<f64>().ok();
    // «NaN» is a number to read, but none to wait.
    let seconds = body["retry_after"].as_f64().or_else(header).filter(|seconds| seconds.is_finite()).unwrap_or(1.0);
    Duration::from_secs_f64(seconds.clamp(0.0, 86_400.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_that_is_no_number_is_a_second() {
        for (told, seconds) in [("NaN", 1.0), ("inf", 1.0), ("-3", 0.0), ("1e300", 86_400.0), ("2.5", 2.5)] {
            let headers = HeaderMap::from_iter([(reqwest::header::RETRY_AFTER, told.parse().unwrap())]);
            assert_eq!(wait(&headers, &Value::Null), Duration::from_secs_f64(seconds), "{told}");
        }
    }
}
