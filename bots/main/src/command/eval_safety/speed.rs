//! How long one message of a thousand characters takes.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;
use utveier::safety::{SafetyRules, personal_data};

/// Characters of a measured message.
const CHARACTERS: usize = 1_000;
/// How often each message is measured.
const ROUNDS: usize = 5;

/// Times in microseconds: half of the messages, and all but one in a hundred, take at most so long.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    danger_p50: u128,
    danger_p99: u128,
    personal_p50: u128,
    personal_p99: u128,
    measured: usize,
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
    Figures {
        danger_p50: part(&danger, 50),
        danger_p99: part(&danger, 99),
        personal_p50: part(&personal, 50),
        personal_p99: part(&personal, 99),
        measured: danger.len(),
    }
}

/// Sorted times, after one unmeasured round.
fn times(pieces: &[String], mut ask: impl FnMut(&str)) -> Vec<Duration> {
    pieces.iter().for_each(|piece| ask(piece));
    let mut times = Vec::with_capacity(pieces.len() * ROUNDS);
    for piece in pieces.iter().cycle().take(pieces.len() * ROUNDS) {
        let start = Instant::now();
        ask(piece);
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times
}

fn part(times: &[Duration], percent: usize) -> u128 {
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).map_or(0, Duration::as_micros)
}

impl Figures {
    pub(super) fn lines(&self) -> Vec<String> {
        vec![
            format!("speed, {CHARACTERS} characters, {} measurements", self.measured),
            format!("  danger        p50 {} µs  p99 {} µs", self.danger_p50, self.danger_p99),
            format!("  personal data p50 {} µs  p99 {} µs", self.personal_p50, self.personal_p99),
        ]
    }
}
