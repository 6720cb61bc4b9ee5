//! Runs a target on inputs until a time is used up, and keeps what went wrong.
//!
//! A finding is an input on which a target panics (its own checks are panics
//! too), takes longer than [`Target::limit`], or does not come back. There is no
//! measuring of coverage: an input whose outcome was not seen before joins those
//! that others are made from.
//!
//! The watch is by wall time, limits are by processor time: a busy machine makes
//! no findings. Knows nothing of what is read, and only the standard library.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::{Duration, Instant};

#[path = "mutate.rs"]
mod mutate;
#[path = "watch.rs"]
mod watch;

pub(crate) use mutate::{Random, Shape, mutated};
use watch::Watch;

/// Most inputs kept besides those of the corpus.
const POOL: usize = 400;

/// The place of all inputs that take too long.
const SLOW: &str = "slow";

/// A parser to be held against hostile input.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    /// Its name, and that of its folder under `corpus`.
    pub(crate) name: &'static str,
    /// What its inputs look like.
    pub(crate) shape: Shape,
    /// The longest time an input may take, of a debug build's processor time.
    pub(crate) limit: Duration,
    /// Reads an input; what it returns tells outcomes apart.
    pub(crate) read: fn(&[u8]) -> u64,
}

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Until {
    /// After so much processor time.
    Used(Duration),
    /// After so many inputs.
    Inputs(usize),
}

/// An input that should not be.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    /// The target's name.
    pub(crate) target: &'static str,
    /// What happened.
    pub(crate) what: String,
    /// The input.
    pub(crate) input: Vec<u8>,
}

impl Finding {
    /// Writes the input; what happened, and where it is.
    pub(crate) fn kept(&self, folder: &Path) -> String {
        let path = keep(folder, self.target, &self.input);
        let path = path.map_or_else(|error| format!("not kept: {error}"), |path| path.display().to_string());
        format!("{}: {}: {path}", self.target, self.what)
    }
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Summary {
    /// Inputs read, those of the corpus among them.
    pub(crate) inputs: usize,
    /// Processor time used.
    pub(crate) used: Duration,
    /// Outcomes told apart.
    pub(crate) outcomes: usize,
    /// The longest time one input took.
    pub(crate) slowest: Duration,
    /// What went wrong, each kind once.
    pub(crate) findings: Vec<Finding>,
}

/// A number for anything that can be hashed: what targets return.
pub(crate) fn outcome(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The files of a target in a folder such as `corpus`, in the order of names.
#[must_use]
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths.into_iter().filter_map(|path| fs::read(&path).ok().map(|bytes| (path, bytes))).collect()
}

/// The findings of a target under a folder, by their names.
#[must_use]
pub(crate) fn old_findings(folder: &Path, target: &str) -> Vec<Vec<u8>> {
    let is_own = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.rsplit_once('-').is_some_and(|(own, _)| own == target)
    };
    files(&folder.join("findings")).into_iter().filter(|(path, _)| is_own(path)).map(|(_, bytes)| bytes).collect()
}

/// Reads every file of the corpus and every finding, then inputs made of them.
///
/// `folder` holds `corpus` and `findings`.
#[must_use]
pub(crate) fn run(target: Target, folder: &Path, seed: u64, until: Until) -> Summary {
    let corpus = files(&folder.join("corpus").join(target.name));
    assert!(!corpus.is_empty(), "the target {} has no corpus", target.name);
    let mut pool: Vec<Vec<u8>> = corpus.into_iter().map(|(_, bytes)| bytes).collect();
    pool.extend(old_findings(folder, target.name));
    // The first input waits for what is loaded once.
    let _loaded = pool.first().map(|input| attempt(target, input));
    let watch = Watch::begin(target, folder);
    let mut state = Run { target, watch, seen: HashSet::new(), places: HashSet::new(), summary: Summary::empty() };
    let began = processor_time();
    for input in &pool {
        state.take(input);
    }
    let fixed = pool.len();
    let mut random = Random::new(seed);
    while !is_over(until, state.summary.inputs, began) {
        let input = mutated(&mut random, &pool, target.shape);
        if state.take(&input) {
            if pool.len() < fixed + POOL {
                pool.push(input);
            } else {
                let at = fixed + random.below(POOL);
                pool[at] = input;
            }
        }
    }
    state.summary.used = processor_time().saturating_sub(began);
    state.summary.outcomes = state.seen.len();
    state.summary
}

fn is_over(until: Until, inputs: usize, began: Duration) -> bool {
    match until {
        Until::Inputs(most) => inputs >= most,
        // Asking the system each time would cost more than many an input.
        Until::Used(time) => inputs.is_multiple_of(16) && processor_time().saturating_sub(began) >= time,
    }
}

impl Summary {
    fn empty() -> Self {
        Self { inputs: 0, used: Duration::ZERO, outcomes: 0, slowest: Duration::ZERO, findings: Vec::new() }
    }
}

struct Run {
    target: Target,
    watch: Watch,
    seen: HashSet<u64>,
    /// Where things went wrong, so that each is told once.
    places: HashSet<String>,
    summary: Summary,
}

impl Run {
    /// Reads an input; whether its outcome is new.
    fn take(&mut self, input: &[u8]) -> bool {
        self.summary.inputs += 1;
        self.watch.begins(input);
        let (before, wall) = (processor_time(), Instant::now());
        let read = attempt(self.target, input);
        let mut took = wall.elapsed();
        if took > self.target.limit {
            // Others may have had the processor meanwhile.
            took = took.min(processor_time().saturating_sub(before));
        }
        self.watch.ends();
        match read {
            Err(panicked) => self.found(panicked.place, panicked.what, input),
            Ok(_) if took > self.target.limit && !self.places.contains(SLOW) && self.is_slow(input) => {
                let what = format!("took {} ms for {} bytes", took.as_millis(), input.len());
                self.found(SLOW.to_owned(), what, input);
            }
            Ok(outcome) => {
                // What a neighbour made slow is no measure.
                if took <= self.target.limit {
                    self.summary.slowest = self.summary.slowest.max(took);
                }
                return self.seen.insert(outcome);
            }
        }
        false
    }

    /// Whether it is slow every time, and not by a page fault or a neighbour.
    fn is_slow(&self, input: &[u8]) -> bool {
        (0..2).all(|_| {
            let before = processor_time();
            let _again = attempt(self.target, input);
            processor_time().saturating_sub(before) > self.target.limit
        })
    }

    fn found(&mut self, place: String, what: String, input: &[u8]) {
        if self.places.insert(place) {
            self.summary.findings.push(Finding { target: self.target.name, what, input: input.to_vec() });
        }
    }
}

thread_local! {
    static PANIC: RefCell<Option<Panicked>> = const { RefCell::new(None) };
    static IS_READING: Cell<bool> = const { Cell::new(false) };
}

/// A panic that was caught.
#[derive(Debug, Clone, Default)]
struct Panicked {
    /// File, line and column.
    place: String,
    what: String,
}

/// Reads an input, and catches a panic.
fn attempt(target: Target, input: &[u8]) -> Result<u64, Panicked> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if IS_READING.get() {
                let place = panic.location().map(ToString::to_string).unwrap_or_default();
                PANIC.set(Some(Panicked { place, what: panic.to_string().replace('\n', " ") }));
            } else {
                before(panic);
            }
        }));
    });
    IS_READING.set(true);
    let read = catch_unwind(AssertUnwindSafe(|| (target.read)(input)));
    IS_READING.set(false);
    read.map_err(|_| PANIC.take().unwrap_or_default())
}

/// Writes a finding; its path.
///
/// # Errors
///
/// When the folder cannot be written.
fn keep(folder: &Path, target: &str, input: &[u8]) -> std::io::Result<PathBuf> {
    let findings = folder.join("findings");
    fs::create_dir_all(&findings)?;
    let path = findings.join(format!("{target}-{:016x}", outcome(&input)));
    fs::write(&path, input)?;
    Ok(path)
}

/// Processor time of this thread; time that passed where the system does not
/// tell.
#[must_use]
pub(crate) fn processor_time() -> Duration {
    thread_local!(static BEGAN: Instant = Instant::now());
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanos.map_or_else(|| BEGAN.with(Instant::elapsed), Duration::from_nanos)
}
