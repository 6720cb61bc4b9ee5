//! The store's contract, held by every engine, and what only an engine on disk
//! can get wrong: kills, damage, full disks, several processes.
//!
//! A contract test is a function over `Arc<dyn Store>`; `contract!` runs it on
//! each engine. A new engine is one more module there.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod child;
mod contract;
mod disk;
mod kills;
mod processes;
mod rows;
