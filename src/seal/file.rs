//! The key file: made once with mode 0600, never written over, refused when
//! others can read it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use uuid::Uuid;
use zeroize::Zeroizing;

use super::Keyring;
use super::error::KeyError;

impl Keyring {
    /// The keys at start: those of the file, or new ones if there is neither a
    /// key file nor a database yet.
    ///
    /// # Errors
    ///
    /// [`KeyError::Lost`] when there is a database but no key file; else what
    /// [`Keyring::from_file`] and [`Keyring::create`] give.
    pub fn at_start(path: &Path, has_database: bool) -> Result<Self, KeyError> {
        match Self::from_file(path) {
            Err(KeyError::Missing { path }) if has_database => Err(KeyError::Lost { path }),
            Err(KeyError::Missing { .. }) => Self::create(path),
            other => other,
        }
    }

    /// Reads the key file.
    ///
    /// # Errors
    ///
    /// [`KeyError::Missing`], [`KeyError::Exposed`] when its mode lets others
    /// use it, [`KeyError::File`], or what [`Keyring::parse`] finds.
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        let mut file = File::open(path).map_err(|error| reading(path, error))?;
        let about = file.metadata().map_err(|error| reading(path, error))?;
        let mode = about.mode() & 0o777;
        if about.is_file() && mode & 0o077 != 0 {
            return Err(KeyError::Exposed { path: path.to_owned(), mode });
        }
        // Large enough from the start: growing would leave copies behind.
        let length = usize::try_from(about.len()).unwrap_or_default();
        let mut text = Zeroizing::new(String::with_capacity(length + 1));
        file.read_to_string(&mut text).map_err(|error| reading(path, error))?;
        Self::parse(&text)
    }

    /// Makes new keys and the file that holds them, with mode 0600, and with
    /// mode 0700 the folder if it is not there. When this returns, the file is
    /// on the disk; when it fails, there is no part of it.
    ///
    /// # Errors
    ///
    /// [`KeyError::Exists`] when there is one already, [`KeyError::File`].
    pub fn create(path: &Path) -> Result<Self, KeyError> {
        let keyring = Self::generate();
        write_new(path, keyring.to_text().as_bytes()).map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => KeyError::Exists { path: path.to_owned() },
            _ => KeyError::File { what: "write", path: path.to_owned(), source },
        })?;
        Ok(keyring)
    }
}

fn reading(path: &Path, source: io::Error) -> KeyError {
    match source.kind() {
        io::ErrorKind::NotFound => KeyError::Missing { path: path.to_owned() },
        _ => KeyError::File { what: "read", path: path.to_owned(), source },
    }
}

/// Writes beside, syncs, and only then gives it its name: a link, which unlike a
/// rename fails when the name is taken.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
    let beside = folder.join(format!(".key-{}", Uuid::new_v4().simple()));
    let written = write_synced(&beside, bytes).and_then(|()| fs::hard_link(&beside, path));
    let cleared = fs::remove_file(&beside);
    written.and(cleared)?;
    File::open(&folder)?.sync_all()
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
