//! The built binary, killed again and again in the middle of a stream of
//! Telegram's updates: every one of them is answered in the end.
//!
//! Telegram keeps an update until it is confirmed, and it is confirmed only
//! after it was handled; so a kill may make an answer come twice, but never not
//! at all. Both are counted.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::child;
use super::harness::binary::{self, Served};
use super::telegram_api::{self, Telegram};

/// Kills in one run of the test; `UTVEIER_UPDATE_KILLS` sets another number.
const KILLS: i64 = 8;
/// Updates for each kill.
const UPDATES_EACH: i64 = 25;
/// Longest wait for the next answer.
const LIMIT: Duration = Duration::from_secs(60);

/// The binary on a folder, its Telegram door at the stand-in.
fn start(folder: &Path, content: &Path, telegram: &Telegram) -> Served {
    let mut command = binary::command(folder);
    command
        .env("UTVEIER__KNOWLEDGE__FOLDER", content)
        .env("UTVEIER__TELEGRAM__TOKEN", telegram_api::TOKEN)
        .env("UTVEIER__TELEGRAM__API_URL", &telegram.url);
    Served::start(command)
}

/// Waits until so many messages were shown, while the binary runs.
fn until_sends(telegram: &Telegram, wanted: usize) {
    let begun = Instant::now();
    while telegram.sends() < wanted {
        assert!(begun.elapsed() < LIMIT, "{} of {wanted} messages after a minute", telegram.sends());
        std::thread::yield_now();
        std::thread::park_timeout(Duration::from_millis(1));
    }
}

#[test]
fn no_update_is_lost_whenever_it_is_killed() {
    let kills = std::env::var("UTVEIER_UPDATE_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let updates = kills * UPDATES_EACH;
    let content = child::small_content();
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let telegram = runtime.block_on(Telegram::open());
    for person in 1..=updates {
        telegram.message(person, json!({ "text": "Hva er en mentor?" }));
    }
    for kill in 0..kills {
        let served = start(folder.path(), content.path(), &telegram);
        // Between 1 and 23 messages further on, so that the kill comes at any
        // step of handling, sending and confirming.
        let step = usize::try_from(1 + kill * 7 % 23).unwrap();
        until_sends(&telegram, telegram.sends() + step);
        drop(served);
    }
    let served = start(folder.path(), content.path(), &telegram);
    let confirmed = || (telegram.waiting() == 0).then_some(());
    runtime.block_on(telegram.wait_at_most(LIMIT * 30, "every update to be confirmed", confirmed));
    drop(served);
    let mut answers: BTreeMap<usize, usize> = BTreeMap::new();
    for person in 1..=updates {
        *answers.entry(telegram.shown(person).len()).or_default() += 1;
    }
    println!("{updates} updates, {kills} kills -9; updates by number of answers: {answers:?}");
    assert_eq!(answers.get(&0), None, "an update was lost: {answers:?}");
    telegram.assert_calls_are_right();
}
