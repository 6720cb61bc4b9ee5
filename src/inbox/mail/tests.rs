//! Whole mails against expected files (`tests/mail/out/`), and what no parcel
//! can do to a mail.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use mail_parser::{HeaderName, MessageParser};
use proptest::prelude::{any, proptest};
use proptest::{prop_assert, prop_assert_eq};
use uuid::Uuid;

use super::{CaseAddress, ComposeError, Letterhead, Parcel, compose, masked};
use crate::inbox::Purpose;
use crate::inbox::connection::SettingsError;

fn letterhead() -> Letterhead {
    Letterhead::new("Utveier <utveier@example.org>").unwrap()
}

fn parcel() -> Parcel {
    Parcel {
        id: Uuid::from_u128(0x0195_a0b0_0000_7000_8000_0000_0000_0001),
        recipient: "radgivere@example.org".to_owned(),
        purpose: Purpose::Request,
        code: "7KQ-4MPR".to_owned(),
        region: "ost".to_owned(),
        subject: "Forespørsel om råd: bekymring i skolen".to_owned(),
        text: "Rolle: lærer\nKommune: Bærum\n\nEn elev deler videoer med <vold> & «trusler».\nHva gjør jeg?\n"
            .to_owned(),
        found: vec![
            ("Bekymringssamtalen".to_owned(), "https://example.org/samtale?a=1&b=2".to_owned()),
            ("Tegn".to_owned(), "/les/tegn".to_owned()),
        ],
        how_to_answer: "Svar på denne e-posten.\nSkriv LUKK på en egen linje for å lukke saken.".to_owned(),
        reply_to: Some(CaseAddress("svar+7kq4mpr.k3j9x2@example.org".to_owned())),
        thread: None,
        written_at: "2026-03-03T11:01:44Z".parse().unwrap(),
    }
}

/// Compares with a file; a new or changed mail is written beside it to be looked at.
fn assert_file(name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/out");
    let path = folder.join(name);
    let expected = std::fs::read(&path).unwrap_or_default();
    if expected != bytes {
        let actual = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(name);
        std::fs::write(&actual, bytes).unwrap();
        panic!("the mail is not as in {}; see {}", path.display(), actual.display());
    }
}

#[test]
fn a_request_is_the_expected_mail() {
    assert_file("request.eml", &compose(&parcel(), &letterhead()).unwrap().bytes);
}

#[test]
fn a_later_letter_of_the_case_is_the_expected_mail() {
    let thread = Some(Uuid::from_u128(0x0195_a0b0_0000_7000_8000_0000_0000_0001));
    let id = Uuid::from_u128(0x0195_a0b0_0000_7000_8000_0000_0000_0002);
    let later = Parcel { id, thread, found: Vec::new(), reply_to: None, how_to_answer: String::new(), ..parcel() };
    assert_file("later.eml", &compose(&later, &letterhead()).unwrap().bytes);
}

#[test]
fn a_repeat_is_the_same_mail_to_the_byte() {
    assert_eq!(compose(&parcel(), &letterhead()), compose(&parcel(), &letterhead()));
}

#[test]
fn a_folder_has_no_recipient() {
    let mail = compose(&Parcel { recipient: String::new(), ..parcel() }, &letterhead()).unwrap();
    assert_eq!(mail.to, None);
    let read = MessageParser::default().parse(&mail.bytes).unwrap();
    assert!(read.to().is_none() && read.cc().is_none() && read.bcc().is_none());
}

#[test]
fn addresses_that_are_none_are_refused() {
    let hostile = [
        "radgivere",
        "radgivere@example.org\r\nBcc: x@example.org",
        "a@example.org, b@example.org",
        "a@example.org\nRCPT TO:<b@example.org>",
        "rådgiver@example.org",
        "Kari <kari@example.org>",
        " ",
    ];
    for address in hostile {
        let to = Parcel { recipient: address.to_owned(), ..parcel() };
        assert_eq!(compose(&to, &letterhead()), Err(ComposeError::Recipient), "{address:?}");
        let back = Parcel { reply_to: Some(CaseAddress(address.to_owned())), ..parcel() };
        assert_eq!(compose(&back, &letterhead()), Err(ComposeError::ReplyTo), "{address:?}");
        if !address.starts_with("Kari") {
            assert_eq!(Letterhead::new(address), Err(SettingsError::From), "{address:?}");
        }
    }
}

#[test]
fn hostile_headers_stay_text() {
    let hostile = "Hei\r\nBcc: alle@example.org\r\n\r\n<script>\u{202e}\u{2028}X-Utveier-Case: FALSK";
    let parcel = Parcel { subject: hostile.to_owned(), code: "7KQ\r\nBcc: x@y.z".to_owned(), ..parcel() };
    let mail = compose(&parcel, &letterhead()).unwrap();
    let read = MessageParser::default().parse(&mail.bytes).unwrap();
    assert!(read.bcc().is_none());
    assert_eq!(read.subject(), Some("[7KQBccxyz] Hei Bcc: alle@example.org <script> X-Utveier-Case: FALSK"));
    assert_eq!(read.header_values("X-Utveier-Case").count(), 1);
}

#[test]
fn no_markup_of_a_text_reaches_the_page() {
    let text = "<img src=x onerror=y> \"'& </body>\n";
    let found = vec![("<b>t</b>".to_owned(), "javascript:alert(1)".to_owned())];
    let mail = compose(&Parcel { text: text.to_owned(), found, ..parcel() }, &letterhead()).unwrap();
    let read = MessageParser::default().parse(&mail.bytes).unwrap();
    let page = read.html_part(0).unwrap().text_contents().unwrap().to_owned();
    assert!(page.contains("&lt;img src=x onerror=y&gt; &quot;&#39;&amp; &lt;/body&gt;"), "{page}");
    assert!(!page.contains("<img") && !page.contains("<b>") && !page.contains("href=\"javascript"), "{page}");
}

#[test]
fn a_text_that_holds_the_boundary_ends_no_part() {
    let boundary = format!("--=_{}", parcel().id.simple());
    let text = format!("before\n{boundary}\nContent-Type: text/html\n\n<b>x</b>\n{boundary}--\nafter\n");
    let mail = compose(&Parcel { text: text.clone(), found: Vec::new(), ..parcel() }, &letterhead()).unwrap();
    let read = MessageParser::default().parse(&mail.bytes).unwrap();
    assert_eq!(read.parts.len(), 3);
    let plain = read.text_part(0).unwrap().text_contents().unwrap().replace("\r\n", "\n");
    assert!(plain.starts_with(&text), "{plain}");
}

#[test]
fn dates_no_mail_can_hold_are_brought_into_range() {
    for written_at in [jiff::Timestamp::MIN, jiff::Timestamp::MAX, jiff::Timestamp::UNIX_EPOCH] {
        assert!(compose(&Parcel { written_at, ..parcel() }, &letterhead()).is_ok(), "{written_at}");
    }
}

#[test]
fn addresses_are_masked() {
    assert_eq!(masked("radgivere@example.org"), "r…@example.org");
    assert_eq!(masked("x"), "x…");
    assert_eq!(masked("a@b\r\nc"), "a…@b c");
}

proptest! {
    #[test]
    fn no_parcel_adds_a_header_or_a_recipient(
        subject in any::<String>(), code in any::<String>(), text in any::<String>(), title in any::<String>(),
        link in any::<String>(), how_to_answer in any::<String>(), seconds in any::<i32>(),
    ) {
        let written_at = jiff::Timestamp::from_second(i64::from(seconds)).unwrap();
        let found = vec![(title, link)];
        let parcel = Parcel { subject, code, text, found, how_to_answer, written_at, ..parcel() };
        let mail = compose(&parcel, &letterhead()).unwrap();
        prop_assert!(mail.bytes.is_ascii());
        prop_assert_eq!(&mail, &compose(&parcel, &letterhead()).unwrap());
        let read = MessageParser::default().parse(&mail.bytes).unwrap();
        let names: Vec<String> = read.headers().iter().map(|header| header.name().to_ascii_lowercase()).collect();
        let expected = ["date", "from", "to", "reply-to", "message-id", "subject", "auto-submitted", "x-utveier-case",
            "mime-version", "content-type"];
        prop_assert_eq!(names, expected);
        prop_assert_eq!(read.to().unwrap().iter().count(), 1);
        prop_assert_eq!(read.parts.len(), 3);
        let too_long = mail.bytes.split(|byte| *byte == b'\n').find(|line| line.len() > 999);
        prop_assert!(too_long.is_none());
        prop_assert!(read.header(HeaderName::Bcc).is_none());
    }
}
