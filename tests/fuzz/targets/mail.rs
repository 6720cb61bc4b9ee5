//! Raw mails as they come from a mailbox.

use utveier::inbox::Returned;
use utveier::inbox::answer::address::Addresses;
use utveier::inbox::answer::{read as read_mail, too_large};

use super::{outcome, size};

/// Headers, borders and quotation marks of mail programs.
pub(crate) const WORDS: &[&str] = &[
    "\r\n",
    "\r\n\r\n",
    "\n",
    "To: <svar+7kq4mpr.sig@example.org>\r\n",
    "From: A <a@example.org>\r\n",
    "Content-Type: text/html; charset=utf-16\r\n",
    "Content-Type: multipart/mixed; boundary=b\r\n",
    "--b\r\n",
    "--b--\r\n",
    "Content-Type: message/delivery-status\r\n",
    "Content-Type: message/rfc822\r\n",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n",
    "=\r\n",
    "=C3=A6",
    "=?utf-8?Q?=C3=A6?=",
    "=?utf-8?B?w6Y=?=",
    "Subject: ",
    "Auto-Submitted: auto-replied\r\n",
    "Final-Recipient: ",
    "Action: failed\r\n",
    "Status: 5.1.1\r\n",
    "Message-ID: <x@y>\r\n",
    "> ",
    ">>>>>>>>",
    "-- \r\n",
    "LUKK\r\n",
    "Den man. 3. nov. 2025 kl. 10:11 skrev RVTS <svar+x@example.org>:\r\n",
    "On Mon, X wrote:\r\n",
    "-----Opprinnelig melding-----\r\n",
    "Fra: ",
    "Sendt: ",
    "Mvh\r\n",
    "<div class=\"gmail_quote\">",
    "<blockquote>",
    "<br>",
    "</div>",
    "<style>",
    "<!--",
    "&#x1F468;",
    "&amp;",
    "<",
    "________________________________\r\n",
    "\t",
    " ",
];

/// Ours is whatever ends in `.sig`.
struct Ours;

impl Addresses for Ours {
    fn read(&self, extension: &str) -> Option<String> {
        extension.strip_suffix(".sig").map(str::to_owned)
    }
}

/// Reads a mail; what is taken for an answer comes from the mail.
pub(crate) fn read(input: &[u8]) -> u64 {
    let returned = read_mail(input, &Ours);
    let again = read_mail(input, &Ours);
    assert_eq!(returned, again, "the same mail is read in two ways");
    let _head = too_large(input);
    match &returned {
        Returned::Reply(reply) => {
            // A byte of an old character set becomes three at most.
            assert!(reply.text.len() <= 3 * input.len() + 64, "the answer is longer than the mail");
            assert!(reply.closes || !reply.text.trim().is_empty(), "an answer that says nothing");
            outcome(&(
                1,
                size(reply.text.len()),
                reply.closes,
                reply.had_attachments,
                reply.text.lines().count().min(8),
            ))
        }
        Returned::Empty { had_attachments, .. } => outcome(&(2, had_attachments)),
        Returned::Automatic { code, .. } => outcome(&(3, code.is_some())),
        Returned::Bounce { permanent, code, item, .. } => outcome(&(4, permanent, code.is_some(), item.is_some())),
        Returned::Unmatched { reason, .. } => outcome(&(5, reason)),
    }
}
