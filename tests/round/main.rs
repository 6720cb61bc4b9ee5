//! The whole round with nothing pretended: the built binary, a browser at its web
//! page, Postfix and Dovecot. Chat → mail in the region's mailbox → a reply in an
//! ordinary mail program's format → chat.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use harness::binary::{self, Served};
use harness::content::repository;
use harness::mail_servers::{MailServers, PASSWORD};
use harness::web::Browser;
use harness::{html, wait};

/// Longest a mail may take through two servers on a busy machine.
const LIMIT: Duration = Duration::from_secs(90);
/// What the asker writes.
const STORY: &str = "Vi er i tvil om hvem som bør snakke med eleven først.";

/// A configuration as an operator would write it.
fn settings(servers: &MailServers) -> String {
    format!(
        "[knowledge]\nfolder = \"{}\"\n\n\
         [inbox.vest]\nkind = \"smtp\"\nto = [\"radgiver@example.org\"]\nhours = \"08:00-15:30\"\n\n\
         [smtp]\nhost = \"localhost\"\nport = {}\ntls = \"starttls\"\nuser = \"svar\"\npassword = \"{PASSWORD}\"\n\
         from = \"Utveier <svar@example.org>\"\nca_file = \"{root}\"\n\n\
         [imap]\nhost = \"localhost\"\nport = {}\ntls = \"tls\"\nuser = \"svar\"\npassword = \"{PASSWORD}\"\nca_file = \"{root}\"\n",
        repository().join("knowledge").display(),
        servers.ports.submission,
        servers.ports.imaps,
        root = servers.root().display(),
    )
}

fn serve(folder: &Path) -> Served {
    let mut command = binary::command(folder);
    command.args(["--config", "utveier.toml"]);
    Served::start(command)
}

#[test]
fn a_request_reaches_the_adviser_and_the_answer_the_asker() {
    let servers = MailServers::start();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("utveier.toml"), settings(&servers)).unwrap();
    let served = serve(folder.path());
    let mut browser = Browser::open(&served.url);

    let receipt = send_request(&mut browser);
    assert!(receipt.contains("Mottatt") && !receipt.contains("Levert"), "{receipt}");
    let request = wait::until("the request in the adviser's mailbox", LIMIT, || mail_to(&servers, "radgiver"));
    assert!(request.contains(&code(&receipt)), "{request}");
    assert!(text_of(&request).contains(STORY), "{request}");
    let delivered = wait::until("the receipt that it is delivered", LIMIT, || {
        let text = html::text(&browser.get("/venter").body);
        text.contains("Levert til innboksen hos RVTS Vest").then_some(text)
    });
    assert!(delivered.contains(&code(&receipt)), "{delivered}");

    // The asker's page and the bot are closed; the answer comes in the meantime.
    served.stop(LIMIT);
    answer(&servers, &header(&request, "Reply-To"));
    let served = serve(folder.path());
    browser.moved(&served.url);
    let page = wait::until("the adviser's answer in the chat", LIMIT, || {
        let text = html::text(&browser.get("/").body);
        text.contains("Takk for en god beskrivelse.").then_some(text)
    });
    assert!(page.contains("Svar fra RVTS Vest"), "{page}");
    assert!(!page.contains(STORY), "nothing that was quoted: {page}");
    let mine = html::text(&browser.post("tekst", "mine henvendelser").body);
    assert!(mine.contains("besvart"), "{mine}");
    served.stop(LIMIT);
}

/// Fills in the form, typing and pressing as it comes; the page with the receipt.
fn send_request(browser: &mut Browser) -> String {
    for typed in
        ["snakke med en rådgiver", "ja", "Lærer", "Bergen", "Drøfte en bekymring anonymt", STORY, "Her i samtalen"]
    {
        let reply = browser.post("tekst", typed);
        assert_eq!(reply.status, 200, "{typed}");
    }
    html::text(&browser.post("tekst", "send").body)
}

/// The case code on a page: «Sak 7KQ-4MPR».
fn code(page: &str) -> String {
    let rest = page.split("Sak ").nth(1).expect("a case on the page");
    rest.split_whitespace().next().expect("a code").to_owned()
}

/// The newest mail in a mailbox, read by IMAP in clear on loopback.
fn mail_to(servers: &MailServers, user: &str) -> Option<String> {
    let stream = TcpStream::connect(("127.0.0.1", servers.ports.imap)).ok()?;
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    let mut until = |mark: &str| {
        let mut all = String::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap() == 0 {
                return all;
            }
            let ended = line.starts_with(mark);
            all.push_str(&line);
            if ended {
                return all;
            }
        }
    };
    until("* OK");
    for (tag, command) in [("a", format!("LOGIN {user} {PASSWORD}")), ("b", "SELECT INBOX".to_owned())] {
        stream.write_all(format!("{tag} {command}\r\n").as_bytes()).unwrap();
        until(&format!("{tag} "));
    }
    stream.write_all(b"c FETCH 1 BODY.PEEK[]\r\n").unwrap();
    let all = until("c ");
    all.contains("Message-ID").then_some(all)
}

fn header(mail: &str, name: &str) -> String {
    let line = mail.lines().find(|line| line.starts_with(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("{name}: {mail}"))[name.len() + 2..].trim().to_owned()
}

/// The mail's text with quoted-printable undone, as far as Norwegian needs it.
fn text_of(mail: &str) -> String {
    let joined = mail.replace("=\r\n", "").replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| byte == b'=') {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &tail[2..];
            }
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The adviser answers from Gmail.
fn answer(servers: &MailServers, to: &str) {
    let mail = std::fs::read_to_string(repository().join("tests/mail/gmail.eml")).unwrap();
    let mail = mail.replace("svar+7kq4mpr.k3j9x2@example.org", to);
    servers.take_in(to, mail.as_bytes());
}
