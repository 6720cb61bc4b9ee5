//! The whole way: out through Postfix into a mailbox of Dovecot, and an answer
//! as an ordinary mail program writes it, back by IMAP.

use std::sync::Arc;
use std::time::Duration;

use utveier::inbox::answer;
use utveier::inbox::answer::address::Addresses;
use utveier::inbox::connection::Tls;
use utveier::inbox::imap::{Content, Disposal, ImapConfig, ImapError, ImapReader, Position};
use utveier::inbox::smtp::{SmtpConfig, SmtpInbox};
use utveier::inbox::{DeliveryError, Inbox, Parcel, Returned};

use super::harness::content::repository;
use super::harness::mail_servers::{MailServers, PASSWORD};
use super::parcel;
use super::reading::{Keeper, LIMIT, Reading};

fn submission(servers: &MailServers, tls: Tls) -> SmtpConfig {
    SmtpConfig {
        host: "localhost".to_owned(),
        port: if tls == Tls::Tls { servers.ports.submissions } else { servers.ports.submission },
        tls,
        user: "svar".to_owned(),
        password: PASSWORD.to_owned(),
        from: "Utveier <svar@example.org>".to_owned(),
        ca_file: Some(servers.root()),
        timeout: LIMIT,
    }
}

fn mailbox(servers: &MailServers, user: &str, tls: Tls) -> ImapConfig {
    ImapConfig {
        host: "localhost".to_owned(),
        port: if tls == Tls::Tls { servers.ports.imaps } else { servers.ports.imap },
        tls,
        user: user.to_owned(),
        password: PASSWORD.to_owned(),
        mailbox: "INBOX".to_owned(),
        ca_file: Some(servers.root()),
        timeout: LIMIT,
        idle: ImapConfig::MAX_IDLE,
        poll: ImapConfig::MAX_IDLE,
        retry: (Duration::from_millis(50), Duration::from_millis(500)),
        max_bytes: ImapConfig::MAX_BYTES,
    }
}

/// A mail as a program writes it, to this address.
fn written_by(program: &str, to: &str) -> Vec<u8> {
    let mail = std::fs::read(repository().join("tests/mail").join(program)).unwrap();
    let mail = String::from_utf8(mail).unwrap();
    assert!(mail.contains("svar+7kq4mpr.k3j9x2@example.org"));
    mail.replace("svar+7kq4mpr.k3j9x2@example.org", to).into_bytes()
}

struct OneCase;

impl Addresses for OneCase {
    fn read(&self, extension: &str) -> Option<String> {
        (extension == "7kq4mpr.k3j9x2").then(|| "7KQ4MPR".to_owned())
    }
}

fn header(mail: &str, name: &str) -> String {
    let line =
        mail.lines().find(|line| line.starts_with(&format!("{name}: "))).unwrap_or_else(|| panic!("{name}: {mail}"));
    line[name.len() + 2..].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_goes_out_and_its_answer_comes_back() {
    let servers = MailServers::start();
    let mut advisers = Reading::start(mailbox(&servers, "radgiver", Tls::Tls), Arc::default());
    let mut answers = Reading::start(mailbox(&servers, "svar", Tls::Starttls), Arc::default());
    // Both wait now, so that only an announcement can wake them.
    advisers.until("the first round", |health| health.rounds >= 1).await;
    answers.until("the first round", |health| health.rounds >= 1).await;

    let out = SmtpInbox::new(submission(&servers, Tls::Starttls)).unwrap();
    out.probe().await.unwrap();
    out.deliver(&parcel(1)).await.unwrap();
    advisers.until_read(1).await;
    let request = advisers.keeper.text(0);
    assert_eq!(header(&request, "Message-ID"), "<00000000-0000-0000-0000-000000000001@example.org>");
    assert!(request.contains("En elev har sagt noe."), "{request}");

    servers.take_in(&header(&request, "Reply-To"), &written_by("gmail.eml", &header(&request, "Reply-To")));
    answers.until_read(1).await;
    let Content::Whole(raw) = answers.keeper.mails()[0].content.clone() else {
        panic!("a small mail is fetched whole");
    };
    let Returned::Reply(reply) = answer::read(&raw, &OneCase) else {
        panic!("an answer: {}", String::from_utf8_lossy(&raw));
    };
    assert_eq!((reply.code.as_str(), reply.sender.as_str()), ("7KQ4MPR", "radgiver@example.org"));
    assert!(reply.text.starts_with("Hei,\n\nTakk for en god beskrivelse.") && reply.text.ends_with("derfra."));
    assert_eq!(*answers.keeper.position.lock().unwrap(), Some(answers.keeper.mails()[0].position));
    advisers.end().await;
    answers.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postfix_says_no_as_servers_do() {
    let servers = MailServers::start();
    let out = SmtpInbox::new(submission(&servers, Tls::Tls)).unwrap();
    let to = |name: &str| Parcel { recipient: format!("{name}@example.org"), ..parcel(1) };
    assert!(matches!(out.deliver(&to("senere")).await, Err(DeliveryError::Transient(text)) if text.contains("451")));
    assert!(matches!(out.deliver(&to("gra")).await, Err(DeliveryError::Transient(text)) if text.contains("450")));
    assert!(
        matches!(out.deliver(&to("ukjent")).await, Err(DeliveryError::Permanent(text)) if text.contains("550 5.1.1"))
    );
    let wrong = SmtpConfig { password: "feil".to_owned(), ..submission(&servers, Tls::Starttls) };
    let refused = SmtpInbox::new(wrong).unwrap().deliver(&parcel(1)).await;
    assert!(matches!(&refused, Err(DeliveryError::Transient(text)) if text.contains("535")), "{refused:?}");
    let stranger = SmtpConfig { ca_file: None, ..submission(&servers, Tls::Starttls) };
    let refused = SmtpInbox::new(stranger).unwrap().probe().await;
    assert!(matches!(&refused, Err(DeliveryError::Transient(text)) if text.contains("certificate")), "{refused:?}");
    out.deliver(&parcel(1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_no_case_is_moved_once_it_is_handled() {
    let servers = MailServers::start();
    servers.take_in("svar@example.org", &written_by("gmail.eml", "svar@example.org"));
    let keeper = Arc::new(Keeper::default());
    *keeper.disposal.lock().unwrap() = Some(Disposal::MoveTo("Uten sak".to_owned()));
    *keeper.refusals.lock().unwrap() = 1;
    let mut answers = Reading::start(mailbox(&servers, "svar", Tls::Starttls), keeper);
    // The first time it could not be committed: it stayed, and came again.
    answers.until_read(1).await;
    answers.until("a round after the move", |health| health.rounds >= 1 && health.error.is_none()).await;
    answers.end().await;

    let folder = ImapConfig { mailbox: "Uten sak".to_owned(), ..mailbox(&servers, "svar", Tls::Tls) };
    let mut moved = Reading::start(folder, Arc::default());
    moved.until_read(1).await;
    moved.end().await;
    let mut left = Reading::start(mailbox(&servers, "svar", Tls::Tls), Arc::default());
    left.until("a round", |health| health.rounds >= 1).await;
    assert!(left.keeper.mails().is_empty(), "it was moved, not copied");
    left.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_goes_on_where_it_ended_and_begins_anew_with_new_numbers() {
    let mut servers = MailServers::start();
    let config = mailbox(&servers, "svar", Tls::Starttls);
    let mail = |number: u32| format!("Subject: {number}\r\nTo: svar@example.org\r\n\r\nHei {number}.\r\n").into_bytes();
    let keeper = Arc::new(Keeper::default());
    let mut first = Reading::start(config.clone(), Arc::clone(&keeper));
    servers.take_in("svar@example.org", &mail(1));
    first.until_read(1).await;

    // The server goes away while the reader waits; news come while it is gone.
    servers.restart_dovecot();
    first.until("a failure seen", |health| health.failures > 0 || health.rounds > 2).await;
    servers.take_in("svar@example.org", &mail(2));
    first.until_read(2).await;
    first.end().await;
    assert!(keeper.text(0).contains("Hei 1.") && keeper.text(1).contains("Hei 2."));

    let mut second = Reading::start(config.clone(), Arc::clone(&keeper));
    servers.take_in("svar@example.org", &mail(3));
    second.until_read(3).await;
    second.end().await;
    assert!(keeper.text(2).contains("Hei 3."), "nothing was read twice");

    *keeper.position.lock().unwrap() = Some(Position { uid_validity: 1, last_uid: 4_000_000 });
    let mut third = Reading::start(config, Arc::clone(&keeper));
    third.until_read(6).await;
    third.end().await;
    let numbers: Vec<u32> = keeper.mails()[3..].iter().map(|mail| mail.position.last_uid).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

/// Some servers announce nothing and move nothing by themselves.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_offers_little_is_read_all_the_same() {
    for (offers, is_removed) in [("IMAP4rev1 UIDPLUS", true), ("IMAP4rev1", false)] {
        let servers = MailServers::start_with(&format!("imap_capability = {offers}"));
        let config = ImapConfig { poll: Duration::from_millis(100), ..mailbox(&servers, "svar", Tls::Starttls) };
        let keeper = Arc::new(Keeper::default());
        *keeper.disposal.lock().unwrap() = Some(Disposal::MoveTo("Uten sak".to_owned()));
        let mut answers = Reading::start(config.clone(), keeper);
        answers.until("the first round", |health| health.rounds >= 1).await;
        servers.take_in("svar@example.org", b"Subject: x\r\n\r\nHei.\r\n");
        answers.until_read(1).await;
        let rounds = answers.health.borrow().rounds;
        answers.until("a further round", |health| health.rounds > rounds).await;
        assert_eq!(answers.keeper.mails().len(), 1, "{offers}: read once");
        answers.end().await;

        let folder = ImapConfig { mailbox: "Uten sak".to_owned(), ..config.clone() };
        let mut moved = Reading::start(folder, Arc::default());
        moved.until_read(1).await;
        moved.end().await;
        // Where one mail cannot be removed alone, it stays, marked as deleted.
        let mut left = Reading::start(config, Arc::default());
        left.until("a round", |health| health.rounds >= 1).await;
        assert_eq!(left.keeper.mails().is_empty(), is_removed, "{offers}");
        left.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_too_large_is_not_fetched() {
    let servers = MailServers::start();
    let mut large = b"Subject: stor\r\nTo: svar+7kq4mpr.k3j9x2@example.org\r\n\r\n".to_vec();
    large.extend(b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd\r\n".repeat(5000));
    servers.take_in("svar@example.org", &large);
    servers.take_in("svar@example.org", b"Subject: liten\r\n\r\nHei.\r\n");
    let config = ImapConfig { max_bytes: 100_000, ..mailbox(&servers, "svar", Tls::Tls) };
    let mut answers = Reading::start(config, Arc::default());
    answers.until_read(2).await;
    let mails = answers.keeper.mails();
    let Content::Head(head) = &mails[0].content else {
        panic!("only the headers");
    };
    assert!(head.len() < 5000 && String::from_utf8_lossy(head).contains("Subject: stor"));
    assert!(matches!(answer::too_large(head), Returned::Unmatched { .. }));
    assert!(matches!(&mails[1].content, Content::Whole(_)));
    answers.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_mailbox_is_said() {
    let servers = MailServers::start();
    let probe = |config: ImapConfig| async { ImapReader::new(config).unwrap().probe().await };
    let right = || mailbox(&servers, "svar", Tls::Starttls);
    assert_eq!(probe(right()).await, Ok(()));
    assert_eq!(probe(mailbox(&servers, "svar", Tls::Tls)).await, Ok(()));
    let wrong = ImapConfig { password: "feil".to_owned(), ..right() };
    assert!(matches!(probe(wrong.clone()).await, Err(ImapError::Login { .. })));
    let missing = ImapConfig { mailbox: "Finnes ikke".to_owned(), ..right() };
    assert!(matches!(probe(missing).await, Err(ImapError::Mailbox { .. })));
    let stranger = ImapConfig { ca_file: None, ..right() };
    assert!(matches!(probe(stranger).await, Err(ImapError::Connect { reason, .. }) if reason.contains("certificate")));
    let in_clear = ImapConfig { port: servers.ports.imap, tls: Tls::Tls, ..right() };
    assert!(matches!(probe(in_clear).await, Err(ImapError::Connect { .. })));

    let mut reading = Reading::start(wrong, Arc::default());
    reading.until("two failures", |health| health.failures >= 2).await;
    let error = reading.health.borrow().error.clone().unwrap();
    assert!(error.contains("imap.password") && !error.contains("feil"), "{error}");
    reading.end().await;
}
