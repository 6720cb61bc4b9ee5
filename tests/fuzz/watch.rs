//! Looks after a run from another thread.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Target, keep};

/// An input that runs longer does not come back.
const HANGS: Duration = Duration::from_secs(60);

/// Looks after inputs that do not come back: the input is kept and the process
/// ended, since a thread cannot be. An overrun stack ends the process by itself;
/// the seed finds the input again.
pub(super) struct Watch(Arc<Mutex<Option<Running>>>);

/// An input, and since when it runs.
type Running = (Instant, Vec<u8>);

impl Watch {
    pub(super) fn begin(target: Target, folder: &Path) -> Self {
        let current: Arc<Mutex<Option<Running>>> = Arc::default();
        let (watched, folder) = (Arc::downgrade(&current), folder.to_owned());
        std::thread::spawn(move || {
            while let Some(current) = watched.upgrade() {
                let held = current.lock().unwrap_or_else(PoisonError::into_inner).clone();
                drop(current);
                if let Some((_, input)) = held.filter(|(since, _)| since.elapsed() > HANGS) {
                    let kept = keep(&folder, target.name, &input);
                    let target = target.name;
                    // Nobody left to tell is no reason to go on.
                    let _told = writeln!(std::io::stderr(), "{target}: an input does not come back: {kept:?}");
                    std::process::exit(1);
                }
                std::thread::park_timeout(Duration::from_millis(500));
            }
        });
        Self(current)
    }

    pub(super) fn begins(&self, input: &[u8]) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), input.to_vec()));
    }

    pub(super) fn ends(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
