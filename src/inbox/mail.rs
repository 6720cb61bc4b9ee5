//! A [`Parcel`] as a mail: headers, plain text, and the same as HTML.
//!
//! Pure: the same parcel gives the same bytes, so that a repeat is the same
//! mail to every server and reader on the way. What the headers hold is cleaned
//! here, so that no text can add a header or a recipient.
//!
//! This file must not know how mail is carried, and holds no wording: all that
//! people read stands in the parcel.

mod body;

use jiff::Timestamp;
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use uuid::Uuid;

use super::connection::SettingsError;
use super::{CaseAddress, Parcel};

/// Longest subject in characters, after the code.
const MAX_SUBJECT: usize = 160;
/// Last second of the year 9999: later dates cannot be written in a mail.
const LAST_SECOND: i64 = 253_402_300_799;

/// Who our mails are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    from: Mailbox,
}

impl Letterhead {
    /// Reads `name@example.org` or `Name <name@example.org>`.
    ///
    /// # Errors
    ///
    /// [`SettingsError::From`] when it is neither.
    pub fn new(from: &str) -> Result<Self, SettingsError> {
        let from: Mailbox = from.trim().parse().map_err(|_| SettingsError::From)?;
        if !is_plain(&from.email) {
            return Err(SettingsError::From);
        }
        let name = from.name.map(|name| one_line(&name, MAX_SUBJECT)).filter(|name| !name.is_empty());
        Ok(Self { from: Mailbox::new(name, from.email) })
    }

    /// The host our message ids end in.
    #[must_use]
    pub fn host(&self) -> &str {
        self.from.email.domain()
    }

    /// `<id@host>`: the same for the same item, always.
    #[must_use]
    pub fn message_id(&self, id: Uuid) -> String {
        format!("<{id}@{}>", self.host())
    }
}

/// A mail, ready to be carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Envelope sender.
    pub(crate) from: Address,
    /// Envelope recipient; `None` for a folder.
    pub(crate) to: Option<Address>,
    /// The message, lines ending in CR LF, ASCII only.
    pub bytes: Vec<u8>,
}

/// Why a parcel cannot be made a mail. No text repeats what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// The recipient is not a mail address.
    #[error("the recipient is no mail address; mend `to` of its region's inbox")]
    Recipient,
    /// The address for answers is not a mail address.
    #[error("the address for answers is no mail address; mend imap.user or smtp.from")]
    ReplyTo,
    /// The mail library refused; nothing in a parcel should cause it.
    #[error("the mail could not be put together")]
    Message,
}

/// Makes a parcel a mail.
///
/// # Errors
///
/// [`ComposeError`] when an address cannot be used.
pub fn compose(parcel: &Parcel, letterhead: &Letterhead) -> Result<Mail, ComposeError> {
    let to = recipient(&parcel.recipient)?;
    let from = &letterhead.from;
    let subject = subject(parcel);
    // An envelope is demanded even where there is no recipient, in a folder.
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.clone().unwrap_or_else(|| from.email.clone())])
        .map_err(|_| ComposeError::Message)?;
    let mut message = Message::builder().envelope(envelope).date(date(parcel.written_at)).from(from.clone());
    if let Some(to) = &to {
        message = message.to(Mailbox::new(None, to.clone()));
    }
    if let Some(address) = &parcel.reply_to {
        message = message.reply_to(Mailbox::new(None, reply_to(address)?));
    }
    message = message.message_id(Some(letterhead.message_id(parcel.id)));
    if let Some(thread) = parcel.thread.filter(|thread| *thread != parcel.id) {
        let first = letterhead.message_id(thread);
        message = message.in_reply_to(first.clone()).references(first);
    }
    let message = message
        .subject(subject.clone())
        .raw_header(own_header("Auto-Submitted", "auto-generated"))
        .raw_header(own_header("X-Utveier-Case", &code(&parcel.code)))
        .multipart(parts(parcel, &subject)?)
        .map_err(|_| ComposeError::Message)?;
    Ok(Mail { from: from.email.clone(), to, bytes: message.formatted() })
}

/// Plain text first: the last of the alternatives is what clients prefer.
fn parts(parcel: &Parcel, subject: &str) -> Result<MultiPart, ComposeError> {
    let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(quoted(body::plain(parcel))?);
    let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(quoted(body::html(parcel, subject))?);
    let boundary = format!("=_{}", parcel.id.simple());
    Ok(MultiPart::alternative().boundary(boundary).singlepart(plain).singlepart(html))
}

/// Always quoted-printable: there `=_` cannot stand in a text, so that none
/// can hold the boundary.
fn quoted(text: String) -> Result<Body, ComposeError> {
    Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable).map_err(|_| ComposeError::Message)
}

fn recipient(recipient: &str) -> Result<Option<Address>, ComposeError> {
    if recipient.is_empty() {
        return Ok(None);
    }
    let address: Address = recipient.parse().map_err(|_| ComposeError::Recipient)?;
    if is_plain(&address) { Ok(Some(address)) } else { Err(ComposeError::Recipient) }
}

fn reply_to(address: &CaseAddress) -> Result<Address, ComposeError> {
    let address: Address = address.0.parse().map_err(|_| ComposeError::ReplyTo)?;
    if is_plain(&address) { Ok(address) } else { Err(ComposeError::ReplyTo) }
}

/// Whether an address is of visible ASCII: others need servers that we cannot
/// count on, and controls could end a line.
fn is_plain(address: &Address) -> bool {
    let text: &str = address.as_ref();
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn subject(parcel: &Parcel) -> String {
    format!("[{}] {}", code(&parcel.code), one_line(&parcel.subject, MAX_SUBJECT)).trim_end().to_owned()
}

/// Letters, digits and hyphens only: what a code is made of.
fn code(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect()
}

/// Text for a header: no line breaks, no controls, nothing that turns the
/// direction of writing, at most `max` characters.
fn one_line(text: &str, max: usize) -> String {
    let is_break = |c: char| c.is_whitespace() || c.is_control();
    let is_turning = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words = text.split(is_break).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !is_turning(*c)).take(max).collect()
}

fn own_header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn date(written_at: Timestamp) -> std::time::SystemTime {
    let seconds = written_at.as_second().clamp(0, LAST_SECOND);
    std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds.unsigned_abs())
}

/// An address for logs: its first letter and its domain.
#[must_use]
pub fn masked(address: &str) -> String {
    let (user, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = user.chars().take(1).collect();
    let domain = one_line(domain, 80);
    if domain.is_empty() { format!("{first}…") } else { format!("{first}…@{domain}") }
}

#[cfg(test)]
#[path = "mail/tests.rs"]
mod tests;
