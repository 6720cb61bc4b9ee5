//! Delivery to a folder on this machine, in the Maildir form that mail programs
//! read: written to `tmp`, synced, moved to `new`, and the folder synced.
//!
//! A message's name comes from its parcel, so that a repeat finds the message
//! of the first time, also after a reader has moved it to `cur`.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Mutex;

use super::mail::{Letterhead, compose};
use super::{DeliveryError, Inbox, Parcel};

/// A folder that requests are put in.
#[derive(Debug, Clone)]
pub struct Maildir {
    folder: PathBuf,
    letterhead: Letterhead,
    /// One delivery at a time: two of the same parcel would share a file.
    turn: Arc<Mutex<()>>,
}

impl Maildir {
    /// An inbox in a folder, which is made when first needed.
    #[must_use]
    pub fn new(folder: PathBuf, letterhead: Letterhead) -> Self {
        Self { folder, letterhead, turn: Arc::default() }
    }

    /// Runs work on the disk beside the threads that serve connections.
    async fn on_disk<T, W>(&self, work: W) -> Result<T, DeliveryError>
    where
        T: Send + 'static,
        W: FnOnce(&Path) -> std::io::Result<T> + Send + 'static,
    {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let folder = self.folder.clone();
        let working = tokio::task::spawn_blocking(move || {
            // Held until the work is done, also when nobody waits for it any more.
            let _turn = turn;
            work(&folder)
        });
        match working.await {
            Ok(outcome) => outcome.map_err(|error| failure(&self.folder, &error)),
            Err(_panicked) => {
                Err(DeliveryError::Transient(format!("{}: writing was broken off", self.folder.display())))
            }
        }
    }
}

#[async_trait]
impl Inbox for Maildir {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        // Whoever the parcel is for, in a folder it is for the folder's readers.
        let parcel = Parcel { recipient: String::new(), ..parcel.clone() };
        let mail = compose(&parcel, &self.letterhead).map_err(|error| DeliveryError::Transient(error.to_string()))?;
        let name = format!("{}.{}.utveier", parcel.written_at.as_second(), parcel.id.simple());
        self.on_disk(move |folder| put(folder, &name, &mail.bytes)).await
    }

    async fn probe(&self) -> Result<(), DeliveryError> {
        self.on_disk(|folder| {
            prepare(folder)?;
            let trial = folder.join("tmp").join("utveier-probe");
            write_synced(&trial, b"")?;
            std::fs::remove_file(&trial)
        })
        .await
    }
}

/// The folder and its three parts, readable by nobody else.
fn prepare(folder: &Path) -> std::io::Result<()> {
    for part in ["tmp", "new", "cur"] {
        let path = folder.join(part);
        if !path.is_dir() {
            DirBuilder::new().recursive(true).mode(0o700).create(&path)?;
            // Without this the folder itself could be gone after a power cut.
            for changed in path.ancestors().skip(1).take(2).filter(|parent| !parent.as_os_str().is_empty()) {
                sync_folder(changed)?;
            }
        }
    }
    Ok(())
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    prepare(folder)?;
    if !was_read(&folder.join("cur"), name)? {
        let (tmp, new) = (folder.join("tmp").join(name), folder.join("new").join(name));
        write_synced(&tmp, bytes)?;
        // A message of an earlier attempt is replaced by the same one.
        std::fs::rename(&tmp, &new)?;
    }
    sync_folder(&folder.join("new"))?;
    sync_folder(&folder.join("cur"))
}

/// Whether a reader has taken the message: then it is in `cur`, its name
/// followed by `:2,` and flags.
fn was_read(cur: &Path, name: &str) -> std::io::Result<bool> {
    for entry in std::fs::read_dir(cur)? {
        let file = entry?.file_name();
        let file = file.to_string_lossy();
        if file.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', ';', '!'])) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// All that a disk can do is transient: somebody can mend it.
fn failure(folder: &Path, error: &std::io::Error) -> DeliveryError {
    let remedy = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full; make room",
        ErrorKind::PermissionDenied => "give the service the right to write there",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only; mount it for writing or name another folder",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "a file is in the way; name another folder",
        _ => "check the folder and its disk",
    };
    DeliveryError::Transient(format!("cannot write to {}: {error}; {remedy}", folder.display()))
}

#[cfg(test)]
#[path = "maildir/tests.rs"]
mod tests;
