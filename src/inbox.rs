//! The places an advice request can go, and how an answer comes back.
//!
//! An [`Inbox`] takes a [`Parcel`] to one recipient and says what became of it;
//! an answer comes back as [`Reply`]. Mail, a folder, a Telegram topic and a
//! Discord post are all behind this port, and pass one contract suite.
//!
//! [`smtp`] and [`maildir`] deliver what [`mail`] writes; [`imap`] fetches what
//! [`answer`] reads.
//!
//! This room must not know the dialogue, nor how anything is stored.

pub mod answer;
pub mod connection;
pub mod imap;
pub mod mail;
pub mod maildir;
mod parcel;
pub mod smtp;

use async_trait::async_trait;

pub use parcel::{CaseAddress, Parcel, Purpose, Reply, Returned};

/// Why a parcel was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// Trying again later may help: a 4xx reply, a refused connection, a full
    /// disk, a wrong password that somebody may mend.
    #[error("not accepted for now: {0}")]
    Transient(String),
    /// Trying again later as asked, in seconds.
    #[error("asked to wait {0} s")]
    RetryAfter(u64),
    /// The connection broke after the content was handed over: it may have been
    /// accepted. It is sent again with the same identity.
    #[error("cut off before it was confirmed: {0}")]
    Unknown(String),
    /// Trying again will not help: a 5xx reply, an address that does not exist.
    #[error("refused for good: {0}")]
    Permanent(String),
}

/// A place requests are delivered to.
///
/// The texts of errors are for operators: what, where and what to do, never
/// anything a person wrote and never a full address.
#[async_trait]
pub trait Inbox: Send + Sync + std::fmt::Debug {
    /// Hands a parcel over to one recipient. Returns only after the recipient's
    /// server has accepted it, or it is synced to disk. The same parcel again
    /// carries the same identity ([`Parcel::id`]).
    ///
    /// # Errors
    ///
    /// [`DeliveryError`], which decides what happens next.
    async fn deliver(&self, parcel: &Parcel) -> Result<(), DeliveryError>;

    /// Whether requests could be delivered now, without delivering any: for
    /// `utveier check`.
    ///
    /// # Errors
    ///
    /// What is wrong, and what to do.
    async fn probe(&self) -> Result<(), DeliveryError>;
}
