//! What every inbox must do, whatever is behind it.

use std::path::PathBuf;
use std::sync::Arc;

use utveier::inbox::connection::Tls;
use utveier::inbox::mail::Letterhead;
use utveier::inbox::maildir::Maildir;
use utveier::inbox::smtp::SmtpInbox;
use utveier::inbox::{DeliveryError, Inbox};
use uuid::Uuid;

use super::harness::smtp::{Fault, Setup, SmtpServer};
use super::{SECRET, parcel, settings};

/// An inbox and the place behind it, which can break and be mended.
trait Place: Send + Sync {
    fn inbox(&self) -> Arc<dyn Inbox>;
    /// What has arrived, in any order. The same message twice may be one or two.
    fn arrived(&self) -> Vec<String>;
    fn break_down(&self);
    fn mend(&self);
}

/// A folder.
struct Folder {
    place: tempfile::TempDir,
}

impl Folder {
    fn path(&self) -> PathBuf {
        self.place.path().join("inbox")
    }
}

impl Place for Folder {
    fn inbox(&self) -> Arc<dyn Inbox> {
        Arc::new(Maildir::new(self.path(), Letterhead::new("utveier@localhost").unwrap()))
    }

    fn arrived(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.path().join("new")) else {
            return Vec::new();
        };
        entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
    }

    fn break_down(&self) {
        // Even root cannot write into a folder that is none.
        if self.path().exists() {
            std::fs::rename(self.path(), self.place.path().join("away")).unwrap();
        }
        std::fs::write(self.path(), b"in the way").unwrap();
    }

    fn mend(&self) {
        std::fs::remove_file(self.path()).unwrap();
        if self.place.path().join("away").exists() {
            std::fs::rename(self.place.path().join("away"), self.path()).unwrap();
        }
    }
}

/// A mail server.
struct Server {
    server: SmtpServer,
}

impl Place for Server {
    fn inbox(&self) -> Arc<dyn Inbox> {
        Arc::new(SmtpInbox::new(settings(&self.server, Tls::None, None)).unwrap())
    }

    fn arrived(&self) -> Vec<String> {
        self.server.accepted().into_iter().map(|mail| mail.content).collect()
    }

    fn break_down(&self) {
        self.server.always(Fault::Refuse);
    }

    fn mend(&self) {
        self.server.always(Fault::None);
    }
}

fn folder() -> impl Place {
    Folder { place: tempfile::tempdir().unwrap() }
}

fn server() -> impl Place {
    Server { server: SmtpServer::start(Setup::default()) }
}

/// Makes every rule of the contract a test of every place.
macro_rules! contract {
    ($($rule:ident),+ $(,)?) => {
        mod maildir {
            $(#[tokio::test] async fn $rule() { super::$rule(super::folder()).await; })+
        }
        mod smtp {
            $(#[tokio::test] async fn $rule() { super::$rule(super::server()).await; })+
        }
    };
}

contract! {
    what_is_delivered_has_arrived_whole,
    a_repeat_has_the_same_identity,
    many_at_once_all_arrive,
    probing_delivers_nothing,
    a_broken_place_is_transient_and_works_again_when_mended,
    errors_tell_nothing_of_what_was_sent,
    a_long_text_arrives_whole,
}

fn identity(number: u128) -> String {
    format!("Message-ID: <{}@", Uuid::from_u128(number))
}

async fn what_is_delivered_has_arrived_whole(place: impl Place) {
    place.inbox().deliver(&parcel(1)).await.unwrap();
    let [mail] = place.arrived().try_into().unwrap();
    for part in [
        &identity(1),
        "Subject: [7KQ-4MPR] ",
        "X-Utveier-Case: 7KQ-4MPR",
        "Auto-Submitted: auto-generated",
        "Reply-To: svar+7kq4mpr.k3j9x2@example.org",
        "Date: Tue, 03 Mar 2026 11:01:44 +0000",
        SECRET,
        "\r\n.\r\n..punktum f=C3=B8rst p=C3=A5 linjen\r\n=C3=86=C3=98=C3=85\r\n",
        "https://example.org/samtale",
    ] {
        assert!(mail.contains(part), "«{part}» is not in:\n{mail}");
    }
}

async fn a_repeat_has_the_same_identity(place: impl Place) {
    let inbox = place.inbox();
    for _ in 0..3 {
        inbox.deliver(&parcel(1)).await.unwrap();
    }
    let arrived = place.arrived();
    assert!(!arrived.is_empty() && arrived.iter().all(|mail| *mail == arrived[0]));
    assert!(arrived[0].contains(&identity(1)));
}

async fn many_at_once_all_arrive(place: impl Place) {
    let inbox = place.inbox();
    let deliveries: Vec<_> = (1..=20)
        .map(|number| {
            let inbox = Arc::clone(&inbox);
            tokio::spawn(async move { inbox.deliver(&parcel(number)).await })
        })
        .collect();
    for delivery in deliveries {
        delivery.await.unwrap().unwrap();
    }
    let arrived = place.arrived();
    assert_eq!(arrived.len(), 20);
    for number in 1..=20 {
        assert_eq!(arrived.iter().filter(|mail| mail.contains(&identity(number))).count(), 1, "{number}");
    }
}

async fn probing_delivers_nothing(place: impl Place) {
    place.inbox().probe().await.unwrap();
    assert!(place.arrived().is_empty());
}

async fn a_broken_place_is_transient_and_works_again_when_mended(place: impl Place) {
    let inbox = place.inbox();
    inbox.deliver(&parcel(1)).await.unwrap();
    place.break_down();
    assert!(matches!(inbox.probe().await, Err(DeliveryError::Transient(_))));
    assert!(matches!(inbox.deliver(&parcel(2)).await, Err(DeliveryError::Transient(_))));
    place.mend();
    inbox.probe().await.unwrap();
    inbox.deliver(&parcel(2)).await.unwrap();
    assert_eq!(place.arrived().len(), 2);
}

async fn errors_tell_nothing_of_what_was_sent(place: impl Place) {
    place.break_down();
    let error = place.inbox().deliver(&parcel(1)).await.unwrap_err().to_string();
    for private in [SECRET, "elev", "7KQ", "radgiver@example.org", "7kq4mpr"] {
        assert!(!error.contains(private), "{error}");
    }
    assert!(error.contains("check") || error.contains("folder"), "it says what to do: {error}");
}

async fn a_long_text_arrives_whole(place: impl Place) {
    let text = (0..20_000).map(|number| format!("{number:06} {}\n", "x".repeat(40))).collect();
    place.inbox().deliver(&utveier::inbox::Parcel { text, ..parcel(1) }).await.unwrap();
    let [mail] = place.arrived().try_into().unwrap();
    let first_part = mail.split("text/html").next().unwrap();
    assert_eq!(first_part.matches(&format!(" {}\r\n", "x".repeat(40))).count(), 20_000);
}
