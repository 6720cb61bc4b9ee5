//! Figures of the Telegram door against the stand-in of the Bot API, beside the
//! least a bot on teloxide can do.
//!
//! `cargo bench --workspace --bench telegram`. The stand-in and the measuring are
//! one process; the door and the bare bot are processes of their own, so that
//! their time and memory can be told apart from it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on has failed"
)]

#[path = "telegram/bots.rs"]
mod bots;
#[path = "telegram/figures.rs"]
mod figures;

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;
#[path = "../harness/telegram.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod stand_in;

fn main() {
    if let Some((role, address)) = harness::process::role() {
        return bots::play(&role, address);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let only = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
        let wants = |name: &str| only.as_deref().is_none_or(|only| only == name);
        if wants("trips") {
            figures::round_trips().await;
        }
        if wants("stream") {
            figures::stream().await;
        }
    });
}
