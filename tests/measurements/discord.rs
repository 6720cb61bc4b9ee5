//! Figures of the Discord door against the stand-in of the platform, beside the
//! least a bot on serenity can do.
//!
//! `cargo bench --workspace --bench discord`. The stand-in and the measuring
//! are one process; the door and the bare responder are processes of their own,
//! so that their time and memory can be told apart from it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on has failed"
)]

#[path = "discord/bots.rs"]
mod bots;
#[path = "discord/figures.rs"]
mod figures;

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

fn main() {
    if let Some((role, address)) = harness::process::role() {
        return bots::play(&role, address);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let only = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
        let wants = |name: &str| only.as_deref().is_none_or(|only| only == name);
        if wants("first") {
            figures::first_response().await;
        }
        if wants("typing") {
            figures::suggestions().await;
        }
        if wants("stream") {
            figures::stream().await;
        }
        if wants("memory") {
            figures::memory().await;
        }
        if wants("drops") {
            figures::drops().await;
        }
    });
}
