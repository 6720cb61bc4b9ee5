//! Mail no person wrote: out of office, confirmations, lists (RFC 3834).

use mail_parser::Message;

/// Whether a program answered by itself.
pub(super) fn is_automatic(message: &Message<'_>) -> bool {
    let value = |wanted: &str| {
        let mut all = message.headers_raw().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        all.next().map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let is_auto_submitted = value("Auto-Submitted").is_some_and(|how| !how.is_empty() && !how.starts_with("no"));
    let is_bulk = value("Precedence").is_some_and(|how| matches!(how.as_str(), "auto_reply" | "bulk" | "junk"));
    let marks =
        ["X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply", "X-Mail-Autoreply", "X-FC-Autoreply"];
    let is_marked = marks.iter().any(|mark| value(mark).is_some_and(|how| how != "no"));
    is_auto_submitted || is_bulk || is_marked || message.subject().is_some_and(is_automatic_subject)
}

/// Subjects programs begin with. An answer to such a mail begins with "SV:".
fn is_automatic_subject(subject: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "automatisk svar",
        "autosvar",
        "automatic reply",
        "auto reply",
        "auto-reply",
        "autoreply",
        "out of office",
        "out-of-office",
        "fraværsmelding",
        "fråværsmelding",
        "fraværende:",
        "ikke til stede:",
        "ute av kontoret",
        "ikkje til stades:",
    ];
    let subject = subject.trim().to_lowercase();
    BEGINNINGS.iter().any(|beginning| subject.starts_with(beginning))
}
