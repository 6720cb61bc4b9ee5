//! Bounces: a server says what became of one of our mails (RFC 3464), or says
//! so in words of its own.

use mail_parser::{Encoding, Message, MimeHeaders, PartType};
use uuid::Uuid;

use super::address::{Addressee, Addresses, among};

/// What a bounce says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bounce {
    pub(super) item: Option<Uuid>,
    pub(super) code: Option<String>,
    pub(super) is_permanent: bool,
}

/// How much of a bounce in free words is searched for our mail's headers.
const MAX_SEARCHED: usize = 256 * 1024;

/// The bounce a mail is, if it is one. A report of success is none.
pub(super) fn bounce(message: &Message<'_>, addresses: &dyn Addresses) -> Option<Bounce> {
    let is_permanent = match status(message) {
        Some(Status::Failed) => true,
        Some(Status::Delayed) => false,
        Some(Status::Fine) => return None,
        None => in_words(message)?,
    };
    let returned = returned(message);
    let item = item(&returned).or_else(|| item_of_headers(message));
    let code = match header(&returned, "reply-to").map(|value| among(&value, addresses)) {
        Some(Addressee::Case(code)) => Some(code),
        // Without a signed address, only a mail that is ours says its case.
        Some(Addressee::Wrong | Addressee::Nobody) | None => {
            item.and_then(|_| header(&returned, "x-utveier-case")).map(|code| code.replace('-', ""))
        }
    };
    Some(Bounce { item, code, is_permanent })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Failed,
    Delayed,
    Fine,
}

/// What the machine-readable part says; the gravest of several recipients.
fn status(message: &Message<'_>) -> Option<Status> {
    let part = message.parts.iter().find(|part| {
        part.content_type().and_then(|content| content.subtype()).is_some_and(|sub| {
            sub.eq_ignore_ascii_case("delivery-status") || sub.eq_ignore_ascii_case("global-delivery-status")
        })
    })?;
    let text = String::from_utf8_lossy(part.contents()).to_ascii_lowercase();
    let mut gravest = Status::Fine;
    for line in text.lines() {
        let Some((label, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        let found = match label.trim() {
            "action" if value.starts_with("failed") => Status::Failed,
            "action" if value.starts_with("delayed") => Status::Delayed,
            "status" if value.starts_with("5.") => Status::Failed,
            "status" if value.starts_with("4.") => Status::Delayed,
            _ => continue,
        };
        // "Action: failed" with "Status: 4.…" is a server that has given up.
        if found == Status::Failed || gravest == Status::Fine {
            gravest = found;
        }
    }
    Some(gravest)
}

/// A bounce in words, from a mail server's own address; whether it is for good.
fn in_words(message: &Message<'_>) -> Option<bool> {
    let from = message.from()?.first()?.address()?.to_ascii_lowercase();
    let user = from.split('@').next().unwrap_or("");
    let is_from_a_server = matches!(user, "mailer-daemon" | "postmaster" | "mail-daemon" | "mailerdaemon")
        || user.starts_with("microsoftexchange");
    if !is_from_a_server {
        return None;
    }
    let subject = message.subject().unwrap_or("").to_lowercase();
    let is_late = ["delayed", "warning", "forsink"].iter().any(|word| subject.contains(word));
    Some(!is_late)
}

/// The headers of our mail as they came back: a part of their own, or in words.
fn returned(message: &Message<'_>) -> String {
    for part in &message.parts {
        if let PartType::Message(inner) = &part.body {
            let range = part.offset_body as usize..part.offset_end as usize;
            let is_as_written = part.encoding == Encoding::None;
            let written = message.raw_message().get(range).filter(|_| is_as_written);
            return lossy(written.unwrap_or_else(|| inner.raw_message()));
        }
        let sub = part.content_type().and_then(|content| content.subtype()).unwrap_or("");
        if sub.eq_ignore_ascii_case("rfc822-headers") || sub.eq_ignore_ascii_case("rfc822") {
            return lossy(part.contents());
        }
    }
    // Below the bounce's own headers.
    lossy(message.raw_message().get(message.root_part().offset_body as usize..).unwrap_or(b""))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_SEARCHED)]).into_owned()
}

/// The value of a header that stands somewhere in a text, lines joined.
fn header(text: &str, wanted: &str) -> Option<String> {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            let mut value = value.trim().to_owned();
            for next in lines.by_ref().take_while(|next| next.starts_with([' ', '\t'])) {
                value.push_str(next.trim_end());
            }
            return Some(value);
        }
    }
    None
}

fn item(returned: &str) -> Option<Uuid> {
    header(returned, "message-id").and_then(|id| uuid_of(&id))
}

/// Some servers answer with `In-Reply-To` and return nothing.
fn item_of_headers(message: &Message<'_>) -> Option<Uuid> {
    let mut headers = message.headers_raw();
    headers
        .find(|(name, _)| name.eq_ignore_ascii_case("In-Reply-To") || name.eq_ignore_ascii_case("References"))
        .and_then(|(_, value)| uuid_of(value))
}

/// The id in `<id@host>`.
fn uuid_of(value: &str) -> Option<Uuid> {
    let inner = value.trim().strip_prefix('<')?;
    let (id, _) = inner.split_once('@')?;
    Uuid::try_parse(id).ok()
}
