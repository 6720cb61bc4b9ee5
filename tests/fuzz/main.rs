//! Hostile input for every parser of it: `cargo bench --workspace --profile
//! dev --bench fuzz -- [SECONDS] [TARGET …] [--seed NUMBER]`.
//!
//! Each target gets SECONDS of processor time (5 when none is said). What is
//! found is written to `findings`, named, and ends the run with 1 when all
//! targets had their time.

#![allow(clippy::expect_used, reason = "a target that cannot begin has nothing to say")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is found is said on the terminal")]

#[allow(dead_code, reason = "each runner uses its part of the engine")]
mod engine;
mod targets;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use engine::{Target, Until};

/// What is asked on the command line.
struct Asked {
    seconds: u64,
    seed: u64,
    targets: Vec<Target>,
}

fn main() -> ExitCode {
    let asked = match asked(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(what) => {
            eprintln!("{what}");
            return ExitCode::from(2);
        }
    };
    println!("seed {}; {} s of processor time for each target", asked.seed, asked.seconds);
    println!("| target | inputs | seconds | outcomes | slowest, ms | findings |\n|---|---:|---:|---:|---:|---:|");
    let all: Vec<usize> = asked.targets.iter().map(|target| one(*target, asked.seed, asked.seconds)).collect();
    if all.iter().sum::<usize>() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs a target; how much was found.
fn one(target: Target, seed: u64, seconds: u64) -> usize {
    let folder = folder();
    let summary = engine::run(target, &folder, seed, Until::Used(Duration::from_secs(seconds)));
    let (inputs, used, slowest) = (summary.inputs, summary.used.as_secs_f64(), summary.slowest.as_secs_f64() * 1000.0);
    let (outcomes, findings) = (summary.outcomes, summary.findings.len());
    println!("| `{}` | {inputs} | {used:.0} | {outcomes} | {slowest:.1} | {findings} |", target.name);
    for finding in &summary.findings {
        println!("  seed {seed}: {}", finding.kept(&folder));
    }
    findings
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn asked(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked { seconds: 5, seed: 1, targets: Vec::new() };
    while let Some(word) = words.next() {
        // Cargo says so to every measurement.
        if word == "--bench" {
        } else if word == "--seed" {
            let seed = words.next().and_then(|seed| seed.parse().ok());
            asked.seed = seed.ok_or("--seed wants a number")?;
        } else if let Ok(seconds) = word.parse() {
            asked.seconds = seconds;
        } else if let Some(target) = targets::ALL.iter().find(|target| target.name == word) {
            asked.targets.push(*target);
        } else {
            let names: Vec<&str> = targets::ALL.iter().map(|target| target.name).collect();
            return Err(format!("there is no target {word}; they are {}", names.join(", ")));
        }
    }
    if asked.targets.is_empty() {
        asked.targets = targets::ALL.to_vec();
    }
    Ok(asked)
}
