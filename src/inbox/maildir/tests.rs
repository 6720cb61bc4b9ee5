//! What a disk can do to a delivery. The contract suite of inboxes has the rest.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::os::unix::fs::{PermissionsExt, symlink};

use uuid::Uuid;

use super::{DeliveryError, Inbox, Letterhead, Maildir, Parcel};
use crate::inbox::Purpose;

fn parcel() -> Parcel {
    Parcel {
        id: Uuid::from_u128(7),
        recipient: String::new(),
        purpose: Purpose::Request,
        code: "7KQ-4MPR".to_owned(),
        region: "ost".to_owned(),
        subject: "Henvendelse".to_owned(),
        text: "Tekst\n".repeat(2000),
        found: Vec::new(),
        how_to_answer: String::new(),
        reply_to: None,
        thread: None,
        written_at: "2026-03-03T11:01:44Z".parse().unwrap(),
    }
}

fn inbox(folder: &std::path::Path) -> Maildir {
    Maildir::new(folder.to_owned(), Letterhead::new("utveier@localhost").unwrap())
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn transient(outcome: Result<(), DeliveryError>) -> String {
    match outcome {
        Err(DeliveryError::Transient(text)) => text,
        other => panic!("transient, not {other:?}"),
    }
}

#[tokio::test]
async fn the_folder_is_made_for_its_owner_only() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("inbox/ost");
    inbox(&folder).deliver(&parcel()).await.unwrap();
    for part in ["tmp", "new", "cur"] {
        let mode = std::fs::metadata(folder.join(part)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{part}");
    }
    let [name] = names(&folder.join("new")).try_into().unwrap();
    let mode = std::fs::metadata(folder.join("new").join(name)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(names(&folder.join("tmp")).is_empty());
}

#[tokio::test]
async fn a_message_somebody_has_read_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = inbox(folder.path());
    inbox.deliver(&parcel()).await.unwrap();
    let [name] = names(&folder.path().join("new")).try_into().unwrap();
    let read = folder.path().join("cur").join(format!("{name}:2,S"));
    std::fs::rename(folder.path().join("new").join(name), read).unwrap();
    inbox.deliver(&parcel()).await.unwrap();
    assert!(names(&folder.path().join("new")).is_empty());
}

#[tokio::test]
async fn a_full_disk_is_transient_and_leaves_nothing_new() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = inbox(folder.path());
    inbox.probe().await.unwrap();
    // Writing to this device always meets a full disk.
    let name = format!("{}.{}.utveier", parcel().written_at.as_second(), parcel().id.simple());
    symlink("/dev/full", folder.path().join("tmp").join(&name)).unwrap();
    let text = transient(inbox.deliver(&parcel()).await);
    assert!(text.contains("full") && text.contains(&*folder.path().to_string_lossy()), "{text}");
    assert!(names(&folder.path().join("new")).is_empty());
    std::fs::remove_file(folder.path().join("tmp").join(&name)).unwrap();
    inbox.deliver(&parcel()).await.unwrap();
    assert_eq!(names(&folder.path().join("new")), [name]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_transient_and_named() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("ost");
    std::fs::write(&file, b"in the way").unwrap();
    // The second is a place where nobody can make a folder, root included.
    for folder in [file, "/proc/utveier-inbox".into()] {
        let text = transient(inbox(&folder).deliver(&parcel()).await);
        assert!(text.contains(&*folder.to_string_lossy()), "{text}");
        transient(inbox(&folder).probe().await);
    }
}

#[test]
fn every_failure_of_a_disk_has_a_remedy() {
    use std::io::{Error, ErrorKind};
    for (kind, word) in [
        (ErrorKind::StorageFull, "make room"),
        (ErrorKind::QuotaExceeded, "make room"),
        (ErrorKind::PermissionDenied, "right to write"),
        (ErrorKind::ReadOnlyFilesystem, "read-only"),
        (ErrorKind::NotADirectory, "another folder"),
        (ErrorKind::Other, "check the folder"),
    ] {
        let text = transient(Err(super::failure("inbox".as_ref(), &Error::from(kind))));
        assert!(text.contains(word), "{text}");
    }
}
