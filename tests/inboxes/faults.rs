//! A mail server on its bad days: what each failure means, and that an operator
//! is told what to do about it.

use std::time::{Duration, Instant};

use utveier::inbox::connection::Tls;
use utveier::inbox::smtp::{SmtpConfig, SmtpInbox};
use utveier::inbox::{DeliveryError, Inbox};

use super::harness::certificates::{Authority, Validity};
use super::harness::smtp::{Fault, Setup, SmtpServer};
use super::{SECRET, parcel, settings};

fn clear() -> SmtpServer {
    SmtpServer::start(Setup::default())
}

fn inbox(config: SmtpConfig) -> SmtpInbox {
    SmtpInbox::new(config).unwrap()
}

/// The outcome of one delivery at a server that fails so.
async fn outcome(fault: Fault) -> Result<(), DeliveryError> {
    let server = clear();
    server.next([fault]);
    let outcome = inbox(settings(&server, Tls::None, None)).deliver(&parcel(1)).await;
    if let Err(error) = &outcome {
        let text = error.to_string();
        let private = [SECRET, "radgiver@example.org", "7KQ", "someone"];
        assert!(private.iter().all(|private| !text.contains(private)), "{text}");
    }
    outcome
}

fn transient(outcome: Result<(), DeliveryError>, words: &[&str]) {
    match outcome {
        Err(DeliveryError::Transient(text)) => {
            assert!(words.iter().all(|word| text.contains(word)), "{words:?}: {text}")
        }
        other => panic!("transient, not {other:?}"),
    }
}

fn permanent(outcome: Result<(), DeliveryError>, words: &[&str]) {
    match outcome {
        Err(DeliveryError::Permanent(text)) => {
            assert!(words.iter().all(|word| text.contains(word)), "{words:?}: {text}")
        }
        other => panic!("permanent, not {other:?}"),
    }
}

fn unknown(outcome: &Result<(), DeliveryError>) {
    assert!(matches!(outcome, Err(DeliveryError::Unknown(_))), "unknown, not {outcome:?}");
}

#[tokio::test]
async fn what_the_server_puts_off_is_transient() {
    transient(outcome(Fault::Busy).await, &["421", "4.3.2"]);
    transient(outcome(Fault::Recipient("450 4.2.0 <someone@example.org> greylisted")).await, &["450 4.2.0", "r…@"]);
    transient(outcome(Fault::Recipient("451 4.3.0 later")).await, &["451 4.3.0"]);
    transient(outcome(Fault::Sender("452 4.3.1 no room")).await, &["452"]);
    transient(outcome(Fault::Begin("421 closing")).await, &["421"]);
    transient(outcome(Fault::Content("451 4.7.1 later")).await, &["451"]);
}

#[tokio::test]
async fn what_is_about_the_recipient_or_the_mail_is_permanent() {
    permanent(outcome(Fault::Recipient("550 5.1.1 <someone@example.org> unknown")).await, &["550 5.1.1", "`to`"]);
    permanent(outcome(Fault::Recipient("553 no such name")).await, &["553"]);
    permanent(outcome(Fault::Begin("554 no valid recipients")).await, &["554"]);
    permanent(outcome(Fault::Content("552 5.3.4 too large")).await, &["552 5.3.4"]);
}

#[tokio::test]
async fn what_is_about_our_settings_is_transient_and_says_which() {
    transient(outcome(Fault::Sender("553 5.7.1 not your address")).await, &["553", "smtp.from"]);
    transient(outcome(Fault::Sender("530 5.7.0 log in first")).await, &["530", "login"]);
    transient(
        outcome(Fault::Recipient("554 5.7.1 <someone@x>: Relay access denied")).await,
        &["554", "relay", "smtp.user"],
    );
    transient(outcome(Fault::NoService).await, &["554", "smtp.host"]);
}

#[tokio::test]
async fn a_cut_before_the_content_is_transient_and_after_it_unknown() {
    transient(outcome(Fault::Refuse).await, &["smtp.host"]);
    transient(outcome(Fault::Nonsense).await, &["smtp"]);
    unknown(&outcome(Fault::CutInContent).await);
    unknown(&outcome(Fault::CutAfterContentLost).await);
    unknown(&outcome(Fault::CutAfterContentKept).await);
}

#[tokio::test]
async fn after_a_cut_the_repeat_is_the_same_mail() {
    let server = clear();
    server.next([Fault::CutAfterContentKept]);
    let inbox = inbox(settings(&server, Tls::None, None));
    unknown(&inbox.deliver(&parcel(1)).await);
    inbox.deliver(&parcel(1)).await.unwrap();
    let [first, again] = server.accepted().try_into().unwrap();
    assert_eq!(first, again);
    assert_eq!(first.header("Message-ID").as_deref(), Some("<00000000-0000-0000-0000-000000000001@example.org>"));
}

#[tokio::test]
async fn a_server_that_answers_late_is_unknown_and_one_that_never_does_transient() {
    let server = clear();
    let config = SmtpConfig { timeout: Duration::from_millis(300), ..settings(&server, Tls::None, None) };
    let inbox = inbox(config);
    server.next([Fault::Late(Duration::from_secs(30)), Fault::Silent]);
    let start = Instant::now();
    unknown(&inbox.deliver(&parcel(1)).await);
    transient(inbox.deliver(&parcel(1)).await, &["no answer"]);
    assert!(start.elapsed() < Duration::from_secs(10), "both gave up in time");
    inbox.deliver(&parcel(1)).await.unwrap();
}

#[tokio::test]
async fn a_late_answer_within_the_time_is_a_delivery() {
    outcome(Fault::Late(Duration::from_millis(200))).await.unwrap();
}

#[tokio::test]
async fn an_unknown_host_and_a_closed_port_are_transient_and_say_so() {
    let server = clear();
    let settings = settings(&server, Tls::Starttls, None);
    let nowhere = SmtpConfig { host: "mail.invalid".to_owned(), ..settings.clone() };
    transient(inbox(nowhere).deliver(&parcel(1)).await, &["mail.invalid", "smtp.host"]);
    drop(server);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed = SmtpConfig { port: closed, ..settings };
    transient(inbox(closed).probe().await, &["refused", "port"]);
}

/// A server with encryption and login, and settings that fit.
fn guarded(is_wrapped: bool, validity: Validity) -> (SmtpServer, SmtpConfig, Authority) {
    let authority = Authority::new();
    let acceptor = authority.server("server", validity).acceptor();
    let server = SmtpServer::start(Setup { tls: Some(acceptor), is_wrapped, login: Some(("utveier", "hemmelig")) });
    let tls = if is_wrapped { Tls::Tls } else { Tls::Starttls };
    let config = SmtpConfig {
        user: "utveier".to_owned(),
        password: "hemmelig".to_owned(),
        ..settings(&server, tls, Some(authority.root()))
    };
    (server, config, authority)
}

#[tokio::test]
async fn mail_is_encrypted_and_logged_in_either_way() {
    for is_wrapped in [false, true] {
        let (server, config, _authority) = guarded(is_wrapped, Validity::Valid);
        let inbox = inbox(config);
        inbox.probe().await.unwrap();
        inbox.deliver(&parcel(1)).await.unwrap();
        let [mail] = server.accepted().try_into().unwrap();
        assert!(mail.is_encrypted && mail.user == "utveier", "wrapped: {is_wrapped}");
        assert_eq!((mail.from.as_str(), mail.to), ("utveier@example.org", vec!["radgiver@example.org".to_owned()]));
    }
}

#[tokio::test]
async fn a_bad_certificate_is_transient_and_named() {
    for is_wrapped in [false, true] {
        let (server, config, _authority) = guarded(is_wrapped, Validity::Expired);
        transient(inbox(config).deliver(&parcel(1)).await, &["certificate", "ca_file"]);
        assert!(server.accepted().is_empty());
        let (server, config, _authority) = guarded(is_wrapped, Validity::Valid);
        let stranger = SmtpConfig { ca_file: None, ..config };
        transient(inbox(stranger).probe().await, &["certificate", "ca_file"]);
        assert!(server.accepted().is_empty());
    }
}

#[tokio::test]
async fn a_server_without_starttls_gets_nothing_in_clear() {
    let server = SmtpServer::start(Setup { login: Some(("utveier", "hemmelig")), ..Setup::default() });
    let config = SmtpConfig {
        user: "utveier".to_owned(),
        password: "hemmelig".to_owned(),
        ..settings(&server, Tls::Starttls, None)
    };
    transient(inbox(config).deliver(&parcel(1)).await, &["STARTTLS", "smtp.tls"]);
    assert!(server.accepted().is_empty());
}

#[tokio::test]
async fn a_wrong_password_is_transient_until_somebody_mends_it() {
    let (server, config, _authority) = guarded(false, Validity::Valid);
    server.next([Fault::WrongPassword, Fault::WrongPassword]);
    let inbox = inbox(config);
    transient(inbox.probe().await, &["535 5.7.8", "smtp.password"]);
    transient(inbox.deliver(&parcel(1)).await, &["535 5.7.8", "smtp.password"]);
    inbox.deliver(&parcel(1)).await.unwrap();
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_recipient_that_is_no_address_is_permanent_without_asking_anybody() {
    let server = clear();
    let inbox = inbox(settings(&server, Tls::None, None));
    let hostile = utveier::inbox::Parcel { recipient: "a@b.c>\r\nRCPT TO:<d@e.f".to_owned(), ..parcel(1) };
    permanent(inbox.deliver(&hostile).await, &["no mail address"]);
    assert_eq!(server.connections(), 0);
}

#[test]
fn settings_and_inbox_show_no_password() {
    let (_server, config, _authority) = guarded(false, Validity::Valid);
    let shown = format!("{config:?} {:?}", inbox(config.clone()));
    assert!(!shown.contains("hemmelig") && shown.contains("127.0.0.1"), "{shown}");
}
