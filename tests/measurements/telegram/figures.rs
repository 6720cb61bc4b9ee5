//! The figures, each printed with its goal.

use std::time::{Duration, Instant};

use crate::bots::Bot;

/// Round trips measured one after the other, of each kind, and those before them
/// that open connections and read data for the first time.
const TRIPS: usize = 600;
const WARM: usize = 60;
/// Chats of the stream, and messages in it.
const CHATS: i64 = 10_000;
const STREAM: i64 = 20_000;

const SMALL_TALK: &str = "hei";
const QUESTION: &str = "Når gjelder avvergingsplikten?";

/// From an update to its answer, beside a bare echo of the same words. The bots
/// take turns, so that what else the machine does harms all alike.
pub(crate) async fn round_trips() {
    let (bare, door) = (Bot::start("bare", false).await, Bot::start("door", false).await);
    let kinds = [("echo", &bare, QUESTION), ("small talk", &door, SMALL_TALK), ("question", &door, QUESTION)];
    let mut times: [Vec<Duration>; 3] = Default::default();
    for trip in 0..TRIPS + WARM {
        for ((_, bot, text), times) in kinds.iter().zip(&mut times) {
            let took = one_trip(bot, text).await;
            if trip >= WARM {
                times.push(took);
            }
        }
    }
    for share in [0.5, 0.99] {
        let [least, small_talk, question] = &mut times;
        let least = at(least, share);
        for (what, own) in [("small talk", at(small_talk, share)), ("question", at(question, share))] {
            let ratio = own.as_secs_f64() / least.as_secs_f64();
            println!("{what}, p{}: echo {least:?}, door {own:?}, ratio {ratio:.2} (goal 1.3)", share * 100.0);
        }
    }
}

async fn one_trip(bot: &Bot, text: &str) -> Duration {
    let before = bot.telegram.sends();
    let start = Instant::now();
    bot.telegram.message(1, serde_json::json!({ "text": text }));
    bot.telegram.until_sends(before + 1).await;
    let took = start.elapsed();
    // The next one is not to wait for this one's confirmation.
    bot.telegram.wait("the confirmation", || (bot.telegram.waiting() == 0).then_some(())).await;
    took
}

fn at(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * share) as usize]
}

/// Questions of many chats that all wait at once, on one core, and what the
/// process holds then.
pub(crate) async fn stream() {
    let door = Bot::start("door", true).await;
    one_trip(&door, QUESTION).await;
    let (before, seconds, start) = (door.telegram.sends(), door.process.seconds(), Instant::now());
    for number in 0..STREAM {
        door.telegram.message(1 + number % CHATS, serde_json::json!({ "text": QUESTION }));
    }
    door.telegram.until_sends(before + usize::try_from(STREAM).unwrap()).await;
    let (wall, core) = (start.elapsed().as_secs_f64(), door.process.seconds() - seconds);
    println!(
        "{STREAM} questions of {CHATS} chats, one core: {:.0} a second, {:.0} in a second of processor time (goal 500)",
        STREAM as f64 / wall,
        STREAM as f64 / core,
    );
    println!(
        "memory then: {} MB, at most {} MB (goal 150)",
        door.process.megabytes("VmRSS"),
        door.process.megabytes("VmHWM")
    );
}
