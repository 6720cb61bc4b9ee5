//! Leaving writers out: fitted on all others, measured on these.

use super::data::Message;
use super::model::{self, Danger, Points};

/// Those who wrote for the sums, in groups that are left out together.
const WRITERS: [&[&str]; 5] = [
    &["w1", "x1", "x4", "x10", "x13", "x19", "x23"],
    &["w2", "w4", "x2", "x11", "x14", "x20"],
    &["w3", "x3", "x8", "x15", "x21", "x24"],
    &["w5", "x5", "x9", "x16", "x22", "x25"],
    &["w6", "x6", "x7", "x12", "x17", "x18", "x26"],
];
/// Of these, those who wrote what helpers would send on bad and on ordinary days.
const PLAIN: &[&str] = &["x10", "x12", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26"];
/// As [`WRITERS`], of requests for harm.
const REQUEST_WRITERS: [&[&str]; 6] = [&["r1", "r10"], &["r2", "r11"], &["r3"], &["r4", "r8"], &["r6"], &["r7", "r9"]];
/// As [`PLAIN`], of requests for harm.
const PLAIN_REQUESTS: &[&str] = &["r10", "r11"];
/// Ordinary questions, left out together.
const ORDINARY: &[&str] = &["own-inside", "own-outside"];
/// Shares of false alarms among hard negatives for which the table has a line.
const SHARES: [f64; 5] = [0.05, 0.06, 0.07, 0.08, 0.10];
/// The share that is shipped: above it ordinary questions raise too many alarms.
const SHIPPED: f64 = 0.05;
/// As [`SHIPPED`], of helpers' questions that are refused.
const SHIPPED_REFUSALS: f64 = 0.08;

/// How many of the wrong ones are shown, of each kind.
const SHOWN: usize = 20;

/// A message with the sum it got from a fit that had not seen it.
struct Judged<'a> {
    message: &'a Message,
    sum: i32,
    is_right_category: bool,
    is_right_level: bool,
}

/// Prints the table for danger, and returns the threshold to ship.
pub(crate) fn dangers(messages: &[Message]) -> i32 {
    let mut judged = Vec::new();
    for group in WRITERS.into_iter().chain([ORDINARY]) {
        let fitted = model::danger(messages, |message| !is_of(group, message));
        let own = messages.iter().filter(|message| is_of(group, message));
        judged.extend(own.map(|message| judge(&fitted, message)));
    }
    let fitted = model::danger(messages, |_| true);
    judged.extend(messages.iter().filter(|message| message.weight <= 0.0).map(|message| judge(&fitted, message)));
    let of_writers = |one: &Judged<'_>| WRITERS.iter().any(|group| is_of(group, one.message)) && !one.message.is_copy;
    let mut shipped = 0;
    println!(
        "danger, each group of writers left out once; seen beside a question; false alarms; category and level of what is seen"
    );
    for share in SHARES {
        let threshold = threshold(judged.iter().filter(|one| of_writers(one)), share);
        if share == SHIPPED {
            shipped = threshold;
        }
        println!("threshold {threshold}:");
        line("all writers", threshold, judged.iter().filter(|one| of_writers(one)));
        line("plain", threshold, judged.iter().filter(|one| is_of(PLAIN, one.message) && !one.message.is_copy));
        line("beside a question", threshold, judged.iter().filter(|one| one.message.is_copy));
        for set in sets(&judged) {
            line(set, threshold, judged.iter().filter(|one| one.message.set == set && !one.message.is_copy));
        }
    }
    extremes(&judged, shipped);
    shipped
}

/// Prints the table for requests for harm, and returns the threshold to ship.
pub(crate) fn requests(messages: &[Message]) -> i32 {
    let mut judged = Vec::new();
    for group in REQUEST_WRITERS.into_iter().chain([ORDINARY]) {
        let fitted = model::refusal(messages, |message| !is_of(group, message));
        let own = messages.iter().filter(|message| is_of(group, message));
        judged.extend(own.map(|message| asked(&fitted, message)));
    }
    let fitted = model::refusal(messages, |_| true);
    let measured = messages.iter().filter(|message| message.weight <= 0.0);
    judged.extend(measured.map(|message| asked(&fitted, message)));
    let is_hard = |one: &&Judged<'_>| REQUEST_WRITERS.iter().any(|group| is_of(group, one.message));
    let mut shipped = 0;
    println!("requests for harm, each writer left out once");
    for share in [0.03, 0.05, 0.06, SHIPPED_REFUSALS, 0.10] {
        let threshold = threshold(judged.iter().filter(is_hard), share);
        if share == SHIPPED_REFUSALS {
            shipped = threshold;
        }
        println!("threshold {threshold}:");
        line("all writers", threshold, judged.iter().filter(is_hard));
        line("plain", threshold, judged.iter().filter(|one| is_of(PLAIN_REQUESTS, one.message)));
        for set in sets(&judged) {
            line(set, threshold, judged.iter().filter(|one| one.message.set == set));
        }
    }
    extremes(&judged, shipped);
    shipped
}

fn is_of(group: &[&str], message: &Message) -> bool {
    group.contains(&message.set.as_str())
}

fn judge<'a>(fitted: &Danger, message: &'a Message) -> Judged<'a> {
    let level = if fitted.acute.sum(&message.features) >= 0 { 1 } else { 2 };
    Judged {
        message,
        sum: fitted.danger.sum(&message.features),
        is_right_category: message.yes && Some(fitted.category(&message.features)) == message.category,
        is_right_level: message.yes && Some(level) == message.level,
    }
}

/// A request, of which there is neither category nor level.
fn asked<'a>(fitted: &Points, message: &'a Message) -> Judged<'a> {
    Judged { message, sum: fitted.sum(&message.features), is_right_category: true, is_right_level: true }
}

/// The least sum that at most this share of the messages without danger reaches.
fn threshold<'a>(judged: impl Iterator<Item = &'a Judged<'a>>, share: f64) -> i32 {
    let mut sums: Vec<i32> = judged.filter(|one| !one.message.yes).map(|one| one.sum).collect();
    sums.sort_unstable_by_key(|sum| -sum);
    let allowed = (sums.len() as f64 * share) as usize;
    sums.get(allowed).map_or(0, |sum| sum + 1)
}

fn sets<'a>(judged: &[Judged<'a>]) -> Vec<&'a str> {
    let mut sets: Vec<&str> = judged.iter().map(|one| one.message.set.as_str()).collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}

fn line<'a>(name: &str, threshold: i32, judged: impl Iterator<Item = &'a Judged<'a>>) {
    let (mut yes, mut seen, mut no, mut false_alarms, mut category, mut level) = (0, 0, 0, 0, 0, 0);
    for one in judged {
        let is_seen = usize::from(one.sum >= threshold);
        if one.message.yes {
            yes += 1;
            seen += is_seen;
            category += is_seen * usize::from(one.is_right_category);
            level += is_seen * usize::from(one.is_right_level);
        } else {
            no += 1;
            false_alarms += is_seen;
        }
    }
    let told = if yes == 0 {
        String::new()
    } else {
        format!("seen {} category {} level {}", share(seen, yes), share(category, seen), share(level, seen))
    };
    let wrong = if no == 0 { String::new() } else { format!("false {}", share(false_alarms, no)) };
    println!("  {name:<24} {told:<70} {wrong}");
}

fn share(part: usize, of: usize) -> String {
    format!("{part}/{of} {:.3}", part as f64 / of.max(1) as f64)
}

/// Prints the hardest misses and the surest false alarms.
fn extremes(judged: &[Judged<'_>], threshold: i32) {
    let mut wrong: Vec<&Judged<'_>> =
        judged.iter().filter(|one| !one.message.is_copy && one.message.yes != (one.sum >= threshold)).collect();
    wrong.sort_by_key(|one| one.sum);
    let misses = wrong.iter().filter(|one| one.message.yes).take(SHOWN);
    let alarms = wrong.iter().rev().filter(|one| !one.message.yes).take(SHOWN);
    for one in misses.chain(alarms) {
        println!(
            "{} {:>5} {}: {}",
            if one.message.yes { "missed" } else { "false " },
            one.sum,
            one.message.set,
            one.message.text
        );
    }
}
