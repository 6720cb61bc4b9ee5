//! How fast the store accepts requests, each synced to disk.
//!
//! `cargo bench --workspace --bench store`. Prints the distribution of one
//! request after another and of many at once, and beside them the floor: a bare
//! file that is written and synced as often.

#![expect(clippy::expect_used, reason = "a measurement that cannot open its store must stop")]
#![expect(clippy::print_stdout, reason = "a measurement prints what it measured")]

use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::ItemsCount;
use jiff::Timestamp;
use tokio::runtime::Runtime;
use utveier::seal::Keyring;
use utveier::store::{CaseRow, ItemRow, ItemState, LetterRow, PersonKey, SqliteStore, Store, Write};
use uuid::Uuid;

/// A request of ordinary length, in bytes before sealing.
const LETTER_BYTES: usize = 2_000;
const REQUESTS: usize = 2_000;
const AT_ONCE: usize = 32;

fn main() {
    // Only when measuring: `cargo test` runs each benchmark once, to see that it
    // works.
    if std::env::args().any(|argument| argument == "--bench") {
        print_distributions();
    }
    divan::main();
}

fn print_distributions() {
    let bench = Bench::open();
    print("one after another", bench.one_by_one());
    print(&format!("{AT_ONCE} at once"), bench.at_once());
    print("floor: write and sync of a bare file", floor());
}

struct Bench {
    runtime: Runtime,
    store: Arc<SqliteStore>,
    keyring: Arc<Keyring>,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let runtime = Runtime::new().expect("a runtime");
        let store = runtime.block_on(SqliteStore::open(&folder.path().join("utveier.db"))).expect("a store");
        Self { runtime, store: Arc::new(store), keyring: Arc::new(Keyring::generate()), _folder: folder }
    }

    fn one_by_one(&self) -> (Vec<Duration>, Duration) {
        let began = Instant::now();
        let each = (0..REQUESTS).map(|_| self.runtime.block_on(accept(&self.store, &self.keyring)));
        (each.collect(), began.elapsed())
    }

    fn at_once(&self) -> (Vec<Duration>, Duration) {
        let began = Instant::now();
        let tasks: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                let (store, keyring) = (Arc::clone(&self.store), Arc::clone(&self.keyring));
                self.runtime.spawn(async move {
                    let mut each = Vec::new();
                    for _ in 0..REQUESTS / AT_ONCE {
                        each.push(accept(&store, &keyring).await);
                    }
                    each
                })
            })
            .collect();
        let each = tasks.into_iter().flat_map(|task| self.runtime.block_on(task).expect("no panic"));
        (each.collect(), began.elapsed())
    }
}

/// Seals and commits a whole request; how long until it was promised.
async fn accept(store: &SqliteStore, keyring: &Keyring) -> Duration {
    let began = Instant::now();
    store.commit(request(keyring)).await.expect("committed");
    began.elapsed()
}

/// What "Send" writes: case, letter, an item for the inbox, and the draft gone.
fn request(keyring: &Keyring) -> Vec<Write> {
    let (case, letter, now) = (Uuid::now_v7(), Uuid::now_v7(), Timestamp::UNIX_EPOCH);
    let person = PersonKey(keyring.person("web", &case.to_string()).0);
    let text = vec![b'a'; LETTER_BYTES];
    vec![
        Write::InsertCase(CaseRow {
            id: case,
            code: case.simple().to_string(),
            person,
            region: "ost".to_owned(),
            stage: "received".to_owned(),
            body: Some(keyring.seal(&format!("case:{case}"), &text[..200])),
            created_at: now,
            delivered_at: None,
            answered_at: None,
            closed_at: None,
            reminders: 0,
            version: 1,
        }),
        Write::InsertLetter(LetterRow {
            id: letter,
            case,
            number: 1,
            kind: "request".to_owned(),
            to_asker: false,
            body: Some(keyring.seal(&format!("letter:{letter}"), &text)),
            created_at: now,
            seen_at: None,
        }),
        Write::Enqueue(ItemRow {
            id: Uuid::now_v7(),
            case,
            letter: Some(letter),
            kind: "request".to_owned(),
            recipient: "inbox".to_owned(),
            urgent: false,
            state: ItemState::Waiting,
            attempts: 0,
            due_at: now,
            expires_at: now,
            leased_until: None,
            lease: None,
            error: None,
            created_at: now,
            sent_at: None,
        }),
        Write::DeleteDraft(person),
    ]
}

fn floor() -> (Vec<Duration>, Duration) {
    let mut file: File = tempfile::tempfile().expect("a file");
    let began = Instant::now();
    let each = (0..REQUESTS).map(|_| {
        let began = Instant::now();
        file.write_all(&[b'a'; 3 * 4096]).expect("written");
        file.sync_data().expect("synced");
        began.elapsed()
    });
    (each.collect(), began.elapsed())
}

fn print(what: &str, (mut each, all): (Vec<Duration>, Duration)) {
    each.sort_unstable();
    let at = |part: usize| each[(each.len() - 1) * part / 1000];
    let per_second = each.len() as f64 / all.as_secs_f64();
    println!(
        "{what}: {per_second:.0} a second; p50 {:?}, p99 {:?}, p99.9 {:?}, worst {:?}",
        at(500),
        at(990),
        at(999),
        at(1000)
    );
}

/// One accepted request.
#[divan::bench(sample_count = 500, sample_size = 1)]
fn accept_request(bencher: Bencher<'_, '_>) {
    let bench = Bench::open();
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench_local(|| bench.runtime.block_on(accept(&bench.store, &bench.keyring)));
}

/// One item leased and finished: what a delivery writes.
#[divan::bench(sample_count = 500, sample_size = 1)]
fn lease_and_finish(bencher: Bencher<'_, '_>) {
    use utveier::store::Finish;
    let bench = Bench::open();
    let now = Timestamp::UNIX_EPOCH;
    for _ in 0..600 {
        bench.runtime.block_on(accept(&bench.store, &bench.keyring));
    }
    bencher.counter(ItemsCount::new(1_u32)).bench_local(|| {
        bench.runtime.block_on(async {
            let until = Timestamp::from_second(60).expect("a time");
            let leased = bench.store.lease(now, until, 1).await.expect("leased").remove(0);
            let lease = leased.lease.expect("a token");
            bench
                .store
                .commit(vec![Write::FinishItem { id: leased.id, lease, finish: Finish::Sent(now) }])
                .await
                .expect("sent");
        });
    });
}
