//! Who else on this machine may read what is kept: modes of the database, the
//! key, and the folders requests are put in.
//!
//! Looks and changes nothing. The store takes rights on its file away by itself
//! when it opens, and the key refuses to be read; folders are the operator's,
//! so they are named with what to do.

use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::office;
use crate::settings::{InboxKind, REGIONS, Settings};

/// Rights of the group and of others.
const NOT_THE_OWNER: u32 = 0o077;

/// A line for everything that more than its owner can use.
pub(crate) fn problems(settings: &Settings) -> Vec<String> {
    let mut problems = Vec::new();
    for file in database(settings) {
        problems.extend(open("[store] url", &file, "600"));
    }
    if settings.store.key.is_empty() {
        problems.extend(open("[store] key_file", &settings.store.key_file, "600"));
    }
    problems.extend(folders(settings));
    problems
}

/// The same for the folders requests are put in, which nobody else mends.
pub(crate) fn folders(settings: &Settings) -> Vec<String> {
    let mut problems = Vec::new();
    for id in REGIONS {
        if settings.inbox.get(*id).is_some_and(|inbox| inbox.kind != InboxKind::Maildir) {
            continue;
        }
        let folder = office::folder(settings, id);
        let parts = ["", "tmp", "new", "cur"].map(|part| folder.join(part));
        let what = format!("[inbox.{id}] folder");
        problems.extend(parts.iter().filter_map(|part| open(&what, part, "700")));
    }
    problems
}

/// The database and its companions.
fn database(settings: &Settings) -> Vec<PathBuf> {
    let Some(path) = settings.store.url.expose().strip_prefix("sqlite:") else { return Vec::new() };
    let path = path.strip_prefix("//").unwrap_or(path);
    ["", "-wal", "-shm"].map(|suffix| PathBuf::from(format!("{path}{suffix}"))).into()
}

/// What is wrong with one path; nothing when it is not there yet: then it is
/// made with the right mode.
fn open(what: &str, path: &Path, wanted: &str) -> Option<String> {
    let shown = path.display();
    match std::fs::metadata(path) {
        Ok(about) => {
            let mode = about.permissions().mode() & 0o777;
            (mode & NOT_THE_OWNER != 0)
                .then(|| format!("{what}: others can use {shown} (mode {mode:04o}): chmod {wanted} {shown}"))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(format!("{what}: {shown} cannot be looked at: {error}")),
    }
}
