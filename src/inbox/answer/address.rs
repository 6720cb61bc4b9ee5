//! Case addresses: `user+EXTENSION@host` (plus addressing).
//!
//! What an extension means, and whether its signature is ours, is asked of
//! [`Addresses`]; here stands only where it is found and how it is written.

use mail_parser::Message;

use super::super::CaseAddress;

/// Knows which case addresses are ours.
pub trait Addresses: Send + Sync {
    /// The case code of an extension, when it is one of ours and its signature
    /// is right. The extension comes in lower case, since mail programs and
    /// servers may have changed its case.
    fn read(&self, local_part_extension: &str) -> Option<String>;
}

/// Parts of a case address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Before the first plus sign, as written.
    pub user: String,
    /// Between the plus sign and the host, in lower case.
    pub extension: String,
    /// After the last `@`, in lower case.
    pub host: String,
}

/// Takes a case address apart; `None` when it has no extension.
#[must_use]
pub fn split(address: &str) -> Option<Parts> {
    let (local, host) = address.trim().rsplit_once('@')?;
    let (user, extension) = local.split_once('+')?;
    if user.is_empty() || extension.is_empty() || host.is_empty() {
        return None;
    }
    Some(Parts { user: user.to_owned(), extension: extension.to_ascii_lowercase(), host: host.to_ascii_lowercase() })
}

/// Puts an extension into a mailbox's address; `None` when the mailbox is no
/// address or the extension holds anything but letters, digits, `.`, `-`, `_`.
#[must_use]
pub fn join(mailbox: &str, extension: &str) -> Option<CaseAddress> {
    let (user, host) = mailbox.trim().rsplit_once('@')?;
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if user.is_empty() || host.is_empty() || extension.is_empty() || !extension.chars().all(is_allowed) {
        return None;
    }
    Some(CaseAddress(format!("{user}+{extension}@{host}")))
}

/// Which case a mail is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Addressee {
    /// A case, signature verified.
    Case(String),
    /// Something like a case address, but none of ours.
    Wrong,
    /// No address with an extension.
    Nobody,
}

impl Addressee {
    pub(super) fn code(&self) -> Option<String> {
        match self {
            Self::Case(code) => Some(code.clone()),
            Self::Wrong | Self::Nobody => None,
        }
    }
}

/// Headers that may hold the address a mail was sent to, the surest first.
const HEADERS: &[&str] = &[
    "To",
    "Cc",
    "Delivered-To",
    "X-Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Forwarded-To",
    "Original-Recipient",
    "Resent-To",
    // `Received: … for <address>`: what the servers on the way were told.
    "Received",
];

/// Finds the case among all addresses a mail names as its recipients.
pub(super) fn find(message: &Message<'_>, addresses: &dyn Addresses) -> Addressee {
    let mut is_like_one = false;
    for wanted in HEADERS {
        for (name, value) in message.headers_raw() {
            if !name.eq_ignore_ascii_case(wanted) {
                continue;
            }
            match among(value, addresses) {
                Addressee::Case(code) => return Addressee::Case(code),
                // A sender's own extension in a trace says nothing.
                Addressee::Wrong => is_like_one |= *wanted != "Received",
                Addressee::Nobody => {}
            }
        }
    }
    if is_like_one { Addressee::Wrong } else { Addressee::Nobody }
}

/// Finds the case among the addresses of one header's text.
pub(super) fn among(value: &str, addresses: &dyn Addresses) -> Addressee {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | ':' | '"' | '(' | ')');
    let mut is_like_one = false;
    for parts in value.split(is_between).filter_map(split) {
        match addresses.read(&parts.extension) {
            Some(code) => return Addressee::Case(code),
            None => is_like_one = true,
        }
    }
    if is_like_one { Addressee::Wrong } else { Addressee::Nobody }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_put_together_and_taken_apart() {
        let address = join("svar@example.org", "7kq4mpr.ab12").unwrap();
        assert_eq!(address.0, "svar+7kq4mpr.ab12@example.org");
        let parts = split("Svar+7KQ4MPR.AB12@Example.ORG").unwrap();
        assert_eq!((parts.user.as_str(), parts.extension.as_str()), ("Svar", "7kq4mpr.ab12"));
        assert_eq!(parts.host, "example.org");
    }

    #[test]
    fn what_is_no_case_address_is_not_made_one() {
        for address in ["svar@example.org", "+x@example.org", "svar+@example.org", "svar+x@", "svar+x", ""] {
            assert_eq!(split(address), None, "{address}");
        }
        for (mailbox, extension) in [("svar", "x"), ("@example.org", "x"), ("s@example.org", ""), ("s@e.org", "a b")] {
            assert_eq!(join(mailbox, extension), None, "{mailbox} {extension}");
        }
        assert_eq!(join("s@e.org", "a\r\nBcc: x"), None);
    }
}
