//! A mail that came back, read: an answer, a bounce, an automatic reply, or
//! something that belongs to no case.
//!
//! Pure, and safe for any bytes: nothing here fails or takes longer than the
//! mail is long. When it is unclear whether a line is the adviser's own, it is
//! kept; a signature too much does less harm than an advice too little.
//!
//! This room must not know mailboxes, nor what is done with an answer.

pub mod address;
mod attribution;
mod automatic;
mod body;
mod html;
mod quotes;
mod report;
mod signature;
mod unfold;

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

use super::{Reply, Returned};
use address::{Addressee, Addresses};

/// Reasons of [`Returned::Unmatched`].
pub mod reason {
    /// It cannot be read as a mail at all.
    pub const NO_MAIL: &str = "it cannot be read as a mail";
    /// No address in it could be a case address.
    pub const NO_ADDRESS: &str = "it is addressed to no case";
    /// A case address that is misspelt, made up, or of a case that is gone.
    pub const WRONG_ADDRESS: &str = "its case address is misspelt, unknown or not signed by us";
    /// Larger than what is read.
    pub const TOO_LARGE: &str = "it is larger than what is read";
}

/// Reads a whole mail.
#[must_use]
pub fn read(raw: &[u8], addresses: &dyn Addresses) -> Returned {
    let Some(message) = MessageParser::default().parse(raw) else {
        return Returned::Unmatched { key: digest(&[raw]), reason: reason::NO_MAIL };
    };
    let body = body::text(&message);
    let key = key(&message, raw, &body);
    if let Some(bounce) = report::bounce(&message, addresses) {
        return Returned::Bounce { item: bounce.item, code: bounce.code, permanent: bounce.is_permanent, key };
    }
    let addressee = address::find(&message, addresses);
    if automatic::is_automatic(&message) {
        return Returned::Automatic { code: addressee.code(), key };
    }
    match addressee {
        Addressee::Case(code) => answer(&message, &body, code, key),
        Addressee::Wrong => Returned::Unmatched { key, reason: reason::WRONG_ADDRESS },
        Addressee::Nobody => Returned::Unmatched { key, reason: reason::NO_ADDRESS },
    }
}

/// What is known of a mail that was too large to be read: its headers are
/// enough for its key.
#[must_use]
pub fn too_large(head: &[u8]) -> Returned {
    Returned::Unmatched { key: digest(&[b"head", head]), reason: reason::TOO_LARGE }
}

fn answer(message: &Message<'_>, body: &str, code: String, key: String) -> Returned {
    let own = quotes::own_text(body);
    let (text, closes) = take_closing(&own);
    let sender = sender(message);
    let had_attachments = has_attachments(message);
    if text.is_empty() && !closes {
        return Returned::Empty { code, sender, had_attachments, key };
    }
    Returned::Reply(Reply { code, text, closes, had_attachments, sender, key })
}

/// Takes out lines that only ask to close the case.
fn take_closing(own: &str) -> (String, bool) {
    let is_closing = |line: &&str| {
        let word = line.trim().trim_end_matches(['.', '!']).to_uppercase();
        matches!(word.as_str(), "LUKK" | "AVSLUTT" | "CLOSE")
    };
    if !own.lines().any(|line| is_closing(&line)) {
        return (own.to_owned(), false);
    }
    let rest: Vec<&str> = own.lines().filter(|line| !is_closing(line)).collect();
    (rest.join("\n").trim().to_owned(), true)
}

fn sender(message: &Message<'_>) -> String {
    let from = message.from().and_then(|from| from.first()).and_then(|from| from.address());
    from.unwrap_or_default().to_owned()
}

/// Whether something besides text came along. Pictures within the text, as of
/// a logo in a signature, and signatures of machines do not count.
fn has_attachments(message: &Message<'_>) -> bool {
    message.attachments().any(|part| {
        let content = part.content_type();
        let (kind, sub) = content.map_or(("", ""), |content| (content.ctype(), content.subtype().unwrap_or("")));
        let is_picture = kind.eq_ignore_ascii_case("image");
        let is_within = part.content_id().is_some() || part.content_disposition().is_some_and(|how| how.is_inline());
        let is_seal =
            ["pkcs7-signature", "x-pkcs7-signature", "pgp-signature"].iter().any(|seal| sub.eq_ignore_ascii_case(seal));
        let is_text_beside =
            matches!(part.body, PartType::Text(_) | PartType::Html(_)) && part.attachment_name().is_none();
        !((is_picture && is_within) || is_seal || is_text_beside)
    })
}

/// The same whenever the same message is read again, whichever way it came:
/// copies differ only in headers of transport. A client that gives two
/// different messages one id loses neither.
fn key(message: &Message<'_>, raw: &[u8], body: &str) -> String {
    match message.message_id() {
        Some(id) => digest(&[b"id", id.as_bytes(), sender(message).as_bytes(), body.as_bytes()]),
        None => digest(&[b"raw", raw]),
    }
}

fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[path = "answer/tests.rs"]
mod tests;
