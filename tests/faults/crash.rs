//! Ends this process with SIGKILL at a named point, as power or an operator
//! would: nothing is flushed, no destructor runs.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use utveier::desk::{Courier, Note};
use utveier::inbox::{DeliveryError, Inbox, Parcel};
use utveier::store::{SqliteStore, Store, StoreError, Write};

use crate::harness::store::Around;

/// Where a child can be killed, and how often one start usually passes there.
const POINTS: [(&str, usize); 6] = [
    ("commit-before", 14),
    ("commit-after", 14),
    ("inbox-before", 2),
    ("inbox-after", 2),
    ("chat-before", 2),
    ("chat-after", 2),
];

/// Every point at every step: `commit-after:3` is the fourth commit of a start.
pub(crate) fn points() -> Vec<String> {
    let most = POINTS.iter().map(|(_, steps)| *steps).max().unwrap_or(0);
    let of_step = |step: usize| POINTS.iter().filter(move |(_, steps)| step % steps == step || *steps < 3);
    (0..most).flat_map(|step| of_step(step).map(move |(point, steps)| format!("{point}:{}", step % steps))).collect()
}

/// Counts the points passed, and kills at the one that was named.
#[derive(Debug)]
pub(crate) struct Crash {
    point: String,
    step: usize,
    passed: Mutex<HashMap<&'static str, usize>>,
}

impl Crash {
    /// Reads `commit-after:3`; nothing ever crashes when it is empty.
    pub(crate) fn at(text: &str) -> Self {
        let (point, step) = text.split_once(':').unwrap_or(("", "0"));
        Self { point: point.to_owned(), step: step.parse().unwrap(), passed: Mutex::default() }
    }

    fn pass(&self, point: &'static str) {
        let mut passed = self.passed.lock().unwrap();
        let count = passed.entry(point).or_default();
        if self.point == point && self.step == *count {
            kill();
        }
        *count += 1;
    }
}

fn kill() -> ! {
    let own = std::process::id().to_string();
    let _killed = std::process::Command::new("kill").args(["-9", &own]).status();
    loop {
        std::thread::sleep(Duration::from_secs(1));
    }
}

/// A store that crashes around commits.
#[derive(Debug)]
pub(crate) struct Crashing {
    pub(crate) inner: SqliteStore,
    pub(crate) crash: std::sync::Arc<Crash>,
}

#[async_trait]
impl Around for Crashing {
    fn inner(&self) -> &dyn Store {
        &self.inner
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.crash.pass("commit-before");
        let result = self.inner.commit(writes).await;
        self.crash.pass("commit-after");
        result
    }
}

/// An inbox that crashes around deliveries.
#[derive(Debug)]
pub(crate) struct CrashingInbox<I> {
    pub(crate) inner: I,
    pub(crate) crash: std::sync::Arc<Crash>,
}

#[async_trait]
impl<I: Inbox> Inbox for CrashingInbox<I> {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        self.crash.pass("inbox-before");
        let result = self.inner.deliver(parcel).await;
        self.crash.pass("inbox-after");
        result
    }

    async fn probe(&self) -> Result<(), DeliveryError> {
        self.inner.probe().await
    }
}

/// A chat as a file: what a person has seen, synced line by line.
pub(crate) struct Chat {
    pub(crate) file: std::path::PathBuf,
    pub(crate) crash: std::sync::Arc<Crash>,
}

#[async_trait]
impl Courier for Chat {
    async fn deliver(&self, note: &Note) -> Result<(), DeliveryError> {
        self.crash.pass("chat-before");
        super::child::note(&self.file, &super::child::shown(&note.message));
        self.crash.pass("chat-after");
        Ok(())
    }
}
