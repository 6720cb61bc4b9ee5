//! What can be wrong with a key file, and with a sealed body.

use std::path::PathBuf;

use crate::store::StoreError;

/// Why a sealed body does not open. Says nothing of what it holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Shorter than the least a sealed body can be.
    #[error("{bytes} bytes are too few for a sealed body")]
    TooShort {
        /// Its length.
        bytes: usize,
    },
    /// Sealed with a key that is not in the key file.
    #[error("sealed with key {id}, which is not in the key file; put that line back")]
    UnknownKey {
        /// The key's id.
        id: u8,
    },
    /// Changed, moved from another row, or sealed with another key of the same
    /// id.
    #[error("this {kind} was changed, moved or sealed with another key")]
    Refused {
        /// The kind of row: the context up to its first colon.
        kind: String,
    },
}

/// Why the keys cannot be used. No message holds key material.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is no key file.
    #[error("there is no key file {}", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is a database, but no key file to read it with.
    #[error(
        "the key file {} is missing, but the database is there: put the key file back from its backup; \
         a new one could not read what is stored",
        path.display()
    )]
    Lost {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A key file is never written over.
    #[error("the key file {} is already there and is left as it is", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Others than its owner may read or change it.
    #[error("the key file {0} can be used by others (mode {mode:03o}); run: chmod 600 {0}", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It cannot be read or written.
    #[error("cannot {what} the key file {}: {source}", path.display())]
    File {
        /// `read` or `write`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("line {line} of the keys: {what}")]
    Malformed {
        /// From 1.
        line: usize,
        /// What is wrong, without the line's text.
        what: &'static str,
    },
    /// The keys as a whole are not what they should be.
    #[error("the keys are incomplete: {what}")]
    Incomplete {
        /// What is missing.
        what: &'static str,
    },
    /// The database was written with another identity key.
    #[error(
        "these keys do not belong to this database: it was made with another identity key. \
         Use the key file that belongs to it; nothing was changed"
    )]
    WrongIdentity,
    /// The database was written with another key of this id.
    #[error(
        "these keys do not belong to this database: key {id} is not the one that sealed it. \
         Use the key file that belongs to it; nothing was changed"
    )]
    WrongKey {
        /// The key's id.
        id: u8,
    },
    /// A key that has sealed is not there any more.
    #[error(
        "key {id} has sealed requests in this database, but is not in the key file; put its line back below the newest"
    )]
    KeyGone {
        /// The key's id.
        id: u8,
    },
    /// The database holds rows, but nothing to check the keys against.
    #[error(
        "the database holds requests, but its check of the key is gone, so it cannot be known whether these keys \
         can read them; restore the database from a backup"
    )]
    NoCheck,
    /// The check of the key is not one of ours.
    #[error("the check of the key in the database is damaged; restore the database from a backup")]
    DamagedCheck,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
