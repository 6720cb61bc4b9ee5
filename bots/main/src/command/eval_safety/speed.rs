//! How long one message of a thousand characters takes.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;
use utveier::safety::{SafetyRules, personal_data};

/// Characters of a measured message.
const CHARACTERS: usize = 1_000;
/// How often each message is measured.
const ROUNDS: usize = 9;

/// How long messages take, in microseconds.
#[derive(Debug, Serialize)]
struct Times {
    /// Half of the messages take at most so long.
    p50: u128,
    /// All but one in a hundred.
    p99: u128,
    /// All but one in a hundred of the single measurements, with whatever else the machine did meanwhile.
    p99_raw: u128,
}

/// Times of danger and of personal data.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    danger: Times,
    personal: Times,
    messages: usize,
}

/// Measures on the messages' own words, joined and cut into pieces of a thousand characters.
pub(super) fn measure(rules: &SafetyRules, texts: &[&str]) -> Figures {
    let characters: Vec<char> = texts.join(" ").chars().collect();
    let pieces: Vec<String> = characters.chunks_exact(CHARACTERS).map(|piece| piece.iter().collect()).collect();
    let danger = times(&pieces, |text| {
        black_box(rules.danger(text));
    });
    let personal = times(&pieces, |text| {
        black_box(personal_data(text));
    });
    Figures { danger, personal, messages: pieces.len() }
}

/// Measures every message [`ROUNDS`] times, after one unmeasured round; of a message the middle time counts, so that
/// another program's turn does not.
fn times(pieces: &[String], mut ask: impl FnMut(&str)) -> Times {
    pieces.iter().for_each(|piece| ask(piece));
    let mut of_each = vec![Vec::with_capacity(ROUNDS); pieces.len()];
    for _ in 0..ROUNDS {
        for (piece, times) in pieces.iter().zip(&mut of_each) {
            let start = Instant::now();
            ask(piece);
            times.push(start.elapsed());
        }
    }
    let mut raw = of_each.concat();
    let middle = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[ROUNDS / 2]
    };
    let mut middles: Vec<Duration> = of_each.iter_mut().map(middle).collect();
    raw.sort_unstable();
    middles.sort_unstable();
    Times { p50: part(&middles, 50), p99: part(&middles, 99), p99_raw: part(&raw, 99) }
}

fn part(times: &[Duration], percent: usize) -> u128 {
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).map_or(0, Duration::as_micros)
}

impl Figures {
    pub(super) fn lines(&self) -> Vec<String> {
        let line = |name: &str, times: &Times| {
            let Times { p50, p99, p99_raw } = times;
            format!("  {name:<13} p50 {p50} µs  p99 {p99} µs  (of single measurements p99 {p99_raw} µs)")
        };
        vec![
            format!("speed, {CHARACTERS} characters, {} messages, middle of {ROUNDS} measurements each", self.messages),
            line("danger", &self.danger),
            line("personal data", &self.personal),
        ]
    }
}
