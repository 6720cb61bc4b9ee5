//! The Discord door against a stand-in of the platform: gateway and REST on one
//! loopback port, with the platform's rules and on its bad days.
//!
//! Every test ends by holding all requests against the published description of
//! the interface.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

mod answers;
mod bot;
mod broken;
mod faults;
mod gateway;
mod inbox;
mod requests;
mod servers;
mod topics;
mod transfer;
