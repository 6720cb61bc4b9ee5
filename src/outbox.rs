//! The outbox: what has to reach somebody, until it has.
//!
//! An item is put here in the same transaction as what caused it (see
//! [`crate::store`]). A [`Relay`] leases what is due, hands it to a [`Carrier`]
//! and writes down how it ended, together with what follows from that. An item
//! whose relay died is leased again when its lease runs out: delivery is at
//! least once, and a repeat carries the same identity.
//!
//! This room must not know what a mail looks like, nor any door.

mod item;
mod relay;
mod retry;

pub use item::{ASKER, ItemKind, enqueue};
pub use relay::{Carrier, Relay, RelayConfig};
pub use retry::retry_at;
