//! Where the file is: addresses, folders and modes.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// The path of an address: `sqlite:folder/file` or `sqlite:///folder/file`.
pub(super) fn path_of(url: &str) -> Result<PathBuf, StoreError> {
    let refused = |reason: &str| StoreError::Open {
        // Only the scheme: the rest of a foreign address may hold a password.
        place: url.split(':').next().unwrap_or_default().to_owned(),
        reason: reason.to_owned(),
    };
    let rest = url.strip_prefix("sqlite:").ok_or_else(|| refused("`store.url` must be `sqlite:` and a path"))?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.is_empty() || path.contains('?') {
        return Err(refused("`store.url` must be `sqlite:` and a path, without parameters"));
    }
    if path.starts_with(":memory:") {
        return Err(refused("a database in memory loses every request when the service stops; give it a path"));
    }
    Ok(PathBuf::from(path))
}

/// Whether something is at a path.
pub(super) fn exists(path: &Path) -> Result<bool, StoreError> {
    path.try_exists().map_err(|error| failed(path, &error))
}

/// Refuses what SQLite would take for a new database and write over.
pub(super) fn refuse_remains(path: &Path) -> Result<(), StoreError> {
    let log = with_suffix(path, "-wal");
    if exists(path)? {
        let about = fs::metadata(path).map_err(|error| failed(path, &error))?;
        if !about.is_file() {
            return Err(open_error(path, "this is not a file; correct `store.url`"));
        }
        if about.len() == 0 {
            return Err(damaged(path, "the file is empty"));
        }
    } else if exists(&log)? {
        return Err(damaged(path, "the file is gone, but its log (…-wal) is there"));
    }
    Ok(())
}

/// Makes the folder, with mode 0700, if it is not there.
pub(super) fn make_folder(path: &Path) -> Result<PathBuf, StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(|error| failed(path, &error))?;
    Ok(folder)
}

/// Makes an empty file that only its owner can use. SQLite gives the log the
/// same mode.
pub(super) fn make_file(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map(drop)
}

/// Gives a finished database its name; if another process was faster, its
/// database stands and ours is thrown away.
pub(super) fn give_name(made: &Path, path: &Path, folder: &Path) -> Result<(), StoreError> {
    let linked = match fs::hard_link(made, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    };
    let cleared = fs::remove_file(made);
    let synced = || File::open(folder)?.sync_all();
    linked.and(cleared).and_then(|()| synced()).map_err(|error| failed(path, &error))
}

/// Takes away what others may do with the file and its companions.
///
/// By path and never by opening them: closing any descriptor of a file drops the
/// locks SQLite holds on it in this process
/// (<https://sqlite.org/howtocorrupt.html>, 2.2).
pub(super) fn restrict(path: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-wal", "-shm"] {
        let file = with_suffix(path, suffix);
        match fs::metadata(&file) {
            Ok(about) if about.permissions().mode() & 0o077 != 0 => {
                fs::set_permissions(&file, Permissions::from_mode(0o600)).map_err(|error| failed(path, &error))?;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(path, &error)),
        }
    }
    Ok(())
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

pub(super) fn failed(path: &Path, error: &io::Error) -> StoreError {
    let what = match error.kind() {
        io::ErrorKind::PermissionDenied => "give the service's user access to the file and its folder",
        io::ErrorKind::ReadOnlyFilesystem => "the folder is read-only; give it another, or mount it writable",
        io::ErrorKind::StorageFull => "the disk is full; make room",
        _ => "look at the file and its folder",
    };
    open_error(path, &format!("{error}; {what}"))
}

pub(super) fn open_error(path: &Path, reason: &str) -> StoreError {
    StoreError::Open { place: path.display().to_string(), reason: reason.to_owned() }
}

fn damaged(path: &Path, reason: &str) -> StoreError {
    StoreError::Damaged { place: path.display().to_string(), reason: reason.to_owned() }
}
