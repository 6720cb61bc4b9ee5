//! Fits the points of `knowledge/tegn.toml`, and says what they are worth on writers they were not fitted on.
//!
//! `cargo bench --workspace --bench danger_fit` prints the table; with `-- --write` it also writes the file.
//! Deterministic: the same questions and rules give the same file. What is fitted on what: `tests/questions/README.md`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot read its data must stop, and is made to be read"
)]

#[path = "danger_fit/data.rs"]
mod data;
#[path = "danger_fit/folds.rs"]
mod folds;
#[path = "danger_fit/matrix.rs"]
mod matrix;
#[path = "danger_fit/model.rs"]
mod model;
#[path = "danger_fit/solve.rs"]
mod solve;
#[path = "danger_fit/write.rs"]
mod write;

use std::fs;

fn main() {
    let rules = data::rules();
    let messages = data::dangers(&rules);
    let threshold = folds::dangers(&messages);
    let requests = data::requests(&rules);
    let refusal_threshold = folds::requests(&requests);
    if std::env::args().any(|argument| argument == "--write") {
        let danger = model::danger(&messages, |_| true);
        let refusal = model::refusal(&requests, |_| true);
        let file = write::file(&danger, threshold, &refusal, refusal_threshold);
        let path = data::root().join("knowledge/tegn.toml");
        fs::write(&path, file).expect("the points' file can be written");
        println!("written: {}", path.display());
    }
}
