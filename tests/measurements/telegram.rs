//! Figures of the Telegram door against the stand-in of the Bot API: the time of
//! an answer beside a bare echo bot on teloxide's own polling, and how many
//! questions a second are answered for many chats.
//!
//! Bare seconds of this machine; run alone, in release.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on has failed"
)]

#[path = "../harness/telegram.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod stand_in;
#[path = "../telegram/world.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod world;

use std::time::{Duration, Instant};

use teloxide::prelude::{Bot, Request, Requester};
use teloxide::requests::HasPayload;
use teloxide::types::UpdateKind;
use world::World;

const QUESTION: &str = "Når gjelder avvergingsplikten?";
/// Round trips measured one after the other.
const TRIPS: usize = 300;
/// Chats of the stream, and messages in it.
const CHATS: i64 = 10_000;
const STREAM: i64 = 20_000;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let telegram = stand_in::Telegram::open().await;
        let echo = tokio::spawn(echo(telegram.url.clone()));
        report("echo bot, round trip", trips(&telegram, "hei").await);
        echo.abort();
        let world = World::open().await;
        report("utveier, small talk, round trip", trips(&world.telegram, "hei").await);
        report("utveier, question, round trip", trips(&world.telegram, QUESTION).await);
        stream(&world).await;
    });
}

/// The least a bot on teloxide can do.
async fn echo(url: String) {
    let bot = Bot::new(stand_in::TOKEN).set_api_url(url.parse().unwrap());
    let mut offset = 0;
    loop {
        let mut request = bot.get_updates();
        request.payload_mut().offset = Some(offset);
        request.payload_mut().timeout = Some(5);
        for update in request.send().await.expect("updates") {
            offset = i32::try_from(update.id.0).unwrap() + 1;
            let UpdateKind::Message(message) = update.kind else { panic!("no message: {:?}", update.kind) };
            let text = message.text().unwrap_or("…").to_owned();
            bot.send_message(message.chat.id, text).send().await.expect("a sent message");
        }
    }
}

async fn trips(telegram: &stand_in::Telegram, text: &str) -> Vec<Duration> {
    let mut times = Vec::new();
    for _ in 0..TRIPS {
        let before = telegram.sends();
        let start = Instant::now();
        telegram.message(1, serde_json::json!({ "text": text }));
        telegram.until_sends(before + 1).await;
        times.push(start.elapsed());
    }
    times
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{what}: p50 {:?}, p99 {:?} of {}", at(0.5), at(0.99), times.len());
}

async fn stream(world: &World) {
    let before = world.telegram.sends();
    let start = Instant::now();
    for number in 0..STREAM {
        world.telegram.message(1 + number % CHATS, serde_json::json!({ "text": QUESTION }));
    }
    world.telegram.until_sends(before + usize::try_from(STREAM).unwrap()).await;
    let seconds = start.elapsed().as_secs_f64();
    println!("{STREAM} questions of {CHATS} chats: {:.0} a second", STREAM as f64 / seconds);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("most memory, stand-in and all: {}", memory.unwrap_or("unknown"));
}
