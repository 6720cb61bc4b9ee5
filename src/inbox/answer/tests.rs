//! Mails as real programs write them, each with what must be read from it
//! (`tests/mail/`), and what holds for any bytes.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof, proptest};
use proptest::{prop_assert, prop_assert_eq};

use super::address::Addresses;
use super::{read, too_large};
use crate::inbox::Returned;

/// One case, one right signature.
struct OneCase;

impl Addresses for OneCase {
    fn read(&self, extension: &str) -> Option<String> {
        (extension == "7kq4mpr.k3j9x2").then(|| "7KQ4MPR".to_owned())
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail")
}

fn mails() -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut mails: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ext| ext == "eml")).collect();
    mails.sort();
    mails
}

fn mail(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

/// What was read, in the form of the expected files.
fn shown(returned: &Returned) -> String {
    let unknown = || "-".to_owned();
    match returned {
        Returned::Reply(reply) => {
            assert_eq!(reply.code, "7KQ4MPR");
            let closes = if reply.closes { "closes\n" } else { "" };
            let attachments = if reply.had_attachments { "attachments\n" } else { "" };
            format!("reply\n{closes}{attachments}\n{}\n", reply.text)
        }
        Returned::Empty { code, had_attachments, .. } => {
            format!("empty {code}{}\n", if *had_attachments { " attachments" } else { "" })
        }
        Returned::Bounce { item, code, permanent, .. } => {
            let item = item.map_or_else(unknown, |item| item.to_string());
            let how = if *permanent { "permanent" } else { "transient" };
            format!("bounce {how} {item} {}\n", code.clone().unwrap_or_else(unknown))
        }
        Returned::Automatic { code, .. } => format!("automatic {}\n", code.clone().unwrap_or_else(unknown)),
        Returned::Unmatched { reason, .. } => {
            let why = match *reason {
                super::reason::WRONG_ADDRESS => "wrong",
                super::reason::NO_ADDRESS => "nobody",
                other => other,
            };
            format!("unmatched {why}\n")
        }
    }
}

#[test]
fn every_mail_is_read_as_it_should_be() {
    let mails = mails();
    assert!(mails.len() >= 50, "{} mails", mails.len());
    let mut wrong = String::new();
    for path in &mails {
        let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        let found = shown(&read(&std::fs::read(path).unwrap(), &OneCase));
        if found != expected {
            let name = path.file_name().unwrap().to_string_lossy();
            wrong.push_str(&format!("== {name}\n-- expected\n{expected}-- found\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn key(returned: &Returned) -> &str {
    match returned {
        Returned::Reply(reply) => &reply.key,
        Returned::Empty { key, .. }
        | Returned::Bounce { key, .. }
        | Returned::Automatic { key, .. }
        | Returned::Unmatched { key, .. } => key,
    }
}

#[test]
fn keys_are_the_same_again_and_differ_between_mails() {
    let mut keys = Vec::new();
    for path in mails() {
        let raw = std::fs::read(path).unwrap();
        let first = read(&raw, &OneCase);
        assert_eq!(key(&first), key(&read(&raw, &OneCase)));
        keys.push(key(&first).to_owned());
    }
    let all = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), all);
}

#[test]
fn a_copy_that_came_another_way_has_the_same_key() {
    let raw = mail("gmail.eml");
    let mut copy = b"Received: from elsewhere.example.org\r\nDelivered-To: x@example.org\r\n".to_vec();
    copy.extend_from_slice(&raw);
    assert_eq!(key(&read(&raw, &OneCase)), key(&read(&copy, &OneCase)));
}

#[test]
fn two_answers_that_share_an_id_are_two() {
    let one = String::from_utf8(mail("gmail-english-wrapped.eml")).unwrap();
    let other = one.replace("Do not promise", "Never promise");
    assert_ne!(one, other);
    assert_ne!(key(&read(one.as_bytes(), &OneCase)), key(&read(other.as_bytes(), &OneCase)));
}

#[test]
fn the_sender_is_told_apart_from_the_case() {
    let Returned::Reply(reply) = read(&mail("outlook-desktop.eml"), &OneCase) else {
        panic!("an answer");
    };
    assert_eq!(reply.sender, "radgiver@example.org");
}

#[test]
fn no_mail_at_all_and_one_too_large_are_said_to_be_so() {
    assert!(matches!(read(b"", &OneCase), Returned::Unmatched { .. }));
    let Returned::Unmatched { reason, key } = too_large(b"Subject: x\r\n\r\n") else {
        panic!("unmatched");
    };
    assert_eq!((reason, key.len()), (super::reason::TOO_LARGE, 32));
}

/// Pieces hostile to parsers, to be repeated and mixed.
fn hostile_piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..200),
        proptest::sample::select(vec![
            "<",
            "<!--",
            "&",
            "<blockquote>",
            "> ",
            "\n",
            "\r\n\r\n",
            "Fra: x\nSendt: y\nTil: z\n",
            "Den 3. mars 2026",
            " skrev x <a@b>:",
            "--",
            "-- \n",
            "--b\r\n",
            "=C3",
            "Content-Type: text/html\r\n\r\n",
            "Mvh\nKari\n",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
            "To: a+7kq4mpr.k3j9x2@b\r\n",
            "æ",
            "\u{feff}",
            "<a href=\"https://x.y/z\">",
            "</a>",
            "<li>",
            "<p class=MsoNormal>",
            "format=flowed\r\n",
            "LUKK\n",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(pieces in vec(hostile_piece(), 0..60)) {
        let raw = pieces.concat();
        let first = read(&raw, &OneCase);
        prop_assert_eq!(&first, &read(&raw, &OneCase));
        if let Returned::Reply(reply) = first {
            prop_assert!(reply.closes || !reply.text.trim().is_empty());
        }
    }

    #[test]
    fn any_body_to_a_case_is_read_without_panic(pieces in vec(hostile_piece(), 0..60), is_html in any::<bool>()) {
        let kind = if is_html { "html" } else { "plain" };
        let mut raw = format!("To: a+7kq4mpr.k3j9x2@b.c\r\nContent-Type: text/{kind}\r\n\r\n").into_bytes();
        raw.extend(pieces.concat());
        let read = read(&raw, &OneCase);
        let is_of_the_case = matches!(read, Returned::Reply(_) | Returned::Empty { .. } | Returned::Automatic { .. });
        prop_assert!(is_of_the_case || matches!(read, Returned::Bounce { .. }), "{:?}", read);
    }
}

/// A mebibyte of each piece: what costs more than its length would take minutes.
#[test]
fn long_hostile_mails_take_no_longer_than_their_length() {
    let pieces = [
        "<",
        "<!--",
        "<!-->",
        "<a",
        "&",
        "&a",
        "<blockquote>",
        "<a href=x>",
        "<li>",
        "> x\n",
        "Fra: x\n",
        "Den \n",
        "Den 3. mars 2026 kl. 12:01 skrev\n",
        "-- \n",
        "--\n",
        "Mvh\n",
        "Kari\n",
        "\n",
        "a+b@c ",
        "<p>",
        "æ",
        "Sendt fra min iPhone\n",
        "-----Opprinnelig melding\n",
        "_____\n",
        "=\r\n",
        "To: a+b@c\r\n",
    ];
    for kind in ["plain", "html"] {
        for piece in pieces {
            let head = format!("To: a+7kq4mpr.k3j9x2@b.c\r\nContent-Type: text/{kind}; format=flowed\r\n\r\n");
            let raw = head + &piece.repeat(1024 * 1024 / piece.len());
            let start = Instant::now();
            let _read = read(raw.as_bytes(), &OneCase);
            let took = start.elapsed();
            assert!(took < Duration::from_secs(10), "{kind} of {piece:?}: {took:?}");
        }
    }
}
