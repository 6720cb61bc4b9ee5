//! What a failed delivery means: try again, perhaps delivered, or give up.

use std::error::Error as _;
use std::time::Duration;

use lettre::transport::smtp::Error;

use super::super::DeliveryError;
use super::super::connection::innermost;

/// How far a delivery had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Finding the host, connecting, greeting; TLS from the first byte.
    Connect,
    /// STARTTLS.
    Encrypt,
    /// AUTH.
    LogIn,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA, before any content.
    Begin,
    /// The content, and the server's word for it.
    Content,
}

impl Step {
    /// What an operator should look at when it fails here.
    fn remedy(self) -> &'static str {
        match self {
            Self::Connect => "check smtp.host, port, tls and ca_file, and that the server runs",
            Self::Encrypt => "check smtp.tls and ca_file, and the server's certificate",
            Self::LogIn => "check smtp.user and smtp.password",
            Self::Sender => "check smtp.from, and whether the server wants a login",
            Self::Recipient => "check `to` of the inbox",
            Self::Begin | Self::Content => "see the server's log",
        }
    }

    fn doing(self) -> &'static str {
        match self {
            Self::Connect => "connecting to",
            Self::Encrypt => "starting tls with",
            Self::LogIn => "logging in at",
            Self::Sender => "naming the sender at",
            Self::Recipient => "naming the recipient at",
            Self::Begin => "beginning the content at",
            Self::Content => "handing over the content at",
        }
    }

    /// The outcome when the time was up.
    pub(super) fn timed_out(self, place: &str, limit: Duration) -> DeliveryError {
        let text = format!("{} {place}: no answer within {} s; {}", self.doing(), limit.as_secs(), self.remedy());
        if self == Self::Content { DeliveryError::Unknown(text) } else { DeliveryError::Transient(text) }
    }
}

/// The outcome of an error at a step. `place` must hold no full address.
pub(super) fn explain(step: Step, error: &Error, place: &str) -> DeliveryError {
    let Some(code) = error.status() else {
        return without_reply(step, error, place);
    };
    let said = words(error);
    let number = [Some(code.to_string()), enhanced(&said)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if error.is_permanent() && is_about_the_recipient(step, &code.to_string(), &said) {
        let text = format!("{} {place}: the server said {number}; {}", step.doing(), step.remedy());
        return DeliveryError::Permanent(text);
    }
    DeliveryError::Transient(format!("{} {place}: the server said {number}; {}", step.doing(), remedy(step, &said)))
}

/// No reply of the server: the connection failed, or it spoke no SMTP.
fn without_reply(step: Step, error: &Error, place: &str) -> DeliveryError {
    // A broken reply could hold anything; the reasons of network and TLS do not.
    let reason = if error.is_response() { "the connection ended without a reply".to_owned() } else { innermost(error) };
    let text = format!("{} {place}: {reason}; {}", step.doing(), step.remedy());
    if step == Step::Content { DeliveryError::Unknown(text) } else { DeliveryError::Transient(text) }
}

/// Whether a refusal is about this recipient or this mail. All else is about
/// how we are set up, which somebody can mend while the request waits: refused
/// greetings, logins, senders, and relaying.
fn is_about_the_recipient(step: Step, code: &str, said: &str) -> bool {
    let is_about_us = matches!(code, "530" | "534" | "535" | "538") || is_relaying(said);
    match step {
        Step::Connect | Step::Encrypt | Step::LogIn | Step::Sender => false,
        Step::Recipient | Step::Begin | Step::Content => !is_about_us,
    }
}

fn remedy(step: Step, said: &str) -> &'static str {
    if step == Step::Recipient && is_relaying(said) {
        "the server does not relay for us; check smtp.user, smtp.password and `to` of the inbox"
    } else {
        step.remedy()
    }
}

fn is_relaying(said: &str) -> bool {
    let said = said.to_ascii_lowercase();
    said.contains("relay access") || said.contains("relaying denied") || said.contains("not permitted to relay")
}

/// The first line the server said, for looking only.
fn words(error: &Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}

/// An enhanced status code (RFC 3463) at the beginning of a reply's text.
fn enhanced(said: &str) -> Option<String> {
    let word = said.split_whitespace().next()?;
    let mut parts = word.split('.');
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_code = is_number(parts.next()) && is_number(parts.next()) && is_number(parts.next());
    (is_code && parts.next().is_none()).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_is_taken_from_what_the_server_said() {
        assert_eq!(enhanced("5.1.1 <kari@example.org> unknown"), Some("5.1.1".to_owned()));
        for said in ["", "kari@example.org", "5.1", "5.1.1.1 x", "5.a.1", "12345.1.1"] {
            assert_eq!(enhanced(said), None, "{said}");
        }
    }

    #[test]
    fn silence_before_the_content_is_not_delivered_and_after_it_unknown() {
        let limit = Duration::from_secs(9);
        let early = [Step::Connect, Step::Encrypt, Step::LogIn, Step::Sender, Step::Recipient, Step::Begin];
        for step in early {
            assert!(matches!(step.timed_out("x:25", limit), DeliveryError::Transient(_)), "{step:?}");
        }
        assert!(matches!(Step::Content.timed_out("x:25", limit), DeliveryError::Unknown(_)));
    }

    #[test]
    fn a_refusal_is_for_good_only_when_it_is_about_the_recipient_or_the_mail() {
        assert!(is_about_the_recipient(Step::Recipient, "550", "5.1.1 unknown"));
        assert!(is_about_the_recipient(Step::Content, "554", "5.7.1 spam"));
        assert!(!is_about_the_recipient(Step::Recipient, "554", "5.7.1 <x>: Relay access denied"));
        assert!(!is_about_the_recipient(Step::Recipient, "530", "5.7.0 authentication required"));
        assert!(!is_about_the_recipient(Step::LogIn, "535", "5.7.8"));
        assert!(!is_about_the_recipient(Step::Sender, "553", "5.7.1 not owned"));
        assert!(!is_about_the_recipient(Step::Connect, "554", "no service"));
    }
}
