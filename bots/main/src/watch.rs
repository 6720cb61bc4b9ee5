//! Watching the content folder: a closure is called when it holds something new.
//!
//! Notifications make it quick; a look at the folder's fingerprint now and then
//! makes it sure, where there are none (network file systems, some containers)
//! or one was lost. Knows nothing of what the content means.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use utveier::knowledge;

/// How long the folder must be quiet before it is looked at, so that one act of
/// saving is one change.
const QUIET: Duration = Duration::from_millis(400);
/// Between two looks when nothing is told.
const LOOK_EVERY: Duration = Duration::from_secs(4);

/// What the closure made of what it saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Used or refused; call again when something else is there.
    Settled,
    /// It changed meanwhile; call again soon.
    LookAgain,
}

/// A running watch; ends when dropped.
#[derive(Debug)]
pub(crate) struct Watch {
    signals: Sender<Signal>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Signal {
    Changed,
    Stop,
}

/// Watches a folder that holds the revision `in_use`. `changed` is called on a
/// thread of the watch's own, one call at a time.
pub(crate) fn watch(folder: PathBuf, in_use: String, changed: impl FnMut() -> Seen + Send + 'static) -> Watch {
    let (signals, received) = mpsc::channel();
    let told = signals.clone();
    let thread = std::thread::spawn(move || {
        // Kept to the end of the thread: dropping it ends the notifications.
        let notifier = notifier(&folder, told);
        if let Err(error) = &notifier {
            tracing::warn!(%error, every_secs = LOOK_EVERY.as_secs(), "no notifications of changed files: looking for them instead");
        }
        run(&mut Looker { folder, settled: in_use, changed }, &received);
    });
    Watch { signals, thread: Some(thread) }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ended_already = self.signals.send(Signal::Stop);
        if let Some(thread) = self.thread.take() {
            let _its_panic_is_logged = thread.join();
        }
    }
}

fn notifier(folder: &Path, told: Sender<Signal>) -> notify::Result<RecommendedWatcher> {
    let mut notifier = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Looking at the files is an event too, and would wake itself for ever.
        if !event.is_ok_and(|event| matches!(event.kind, EventKind::Access(_))) {
            let _ended_already = told.send(Signal::Changed);
        }
    })?;
    notifier.watch(folder, RecursiveMode::Recursive)?;
    Ok(notifier)
}

fn run<F: FnMut() -> Seen>(looker: &mut Looker<F>, signals: &Receiver<Signal>) {
    let (mut wait, mut seen) = (LOOK_EVERY, None);
    loop {
        let woken = next(signals, wait);
        if woken == Next::Stop {
            return;
        }
        // Reading every file now and then would cost an idle machine its rest:
        // names, sizes and times tell whether there is anything to read.
        let stamp = stamp(&looker.folder);
        if woken == Next::Quiet && wait == LOOK_EVERY && seen == Some(stamp) {
            continue;
        }
        seen = Some(stamp);
        let mut stopped = false;
        wait = looker.look(|| {
            let next = next(signals, QUIET);
            stopped = next == Next::Stop;
            next != Next::Quiet
        });
        if stopped {
            return;
        }
    }
}

/// Names, sizes and times of all files of a folder, as one number.
fn stamp(folder: &Path) -> u64 {
    let (mut hasher, mut folders) = (DefaultHasher::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<_> = std::fs::read_dir(&folder).into_iter().flatten().flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let Ok(about) = entry.metadata() else { continue };
            (entry.path(), about.len(), about.modified().ok()).hash(&mut hasher);
            if about.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    hasher.finish()
}

/// What happened in a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Changed,
    Quiet,
    Stop,
}

/// Waits for a signal, and takes those that came with it.
fn next(signals: &Receiver<Signal>, wait: Duration) -> Next {
    let first = match signals.recv_timeout(wait) {
        Ok(signal) => signal,
        Err(RecvTimeoutError::Timeout) => return Next::Quiet,
        Err(RecvTimeoutError::Disconnected) => return Next::Stop,
    };
    let mut all = std::iter::once(first).chain(signals.try_iter());
    if all.any(|signal| matches!(signal, Signal::Stop)) { Next::Stop } else { Next::Changed }
}

/// What was seen last, and what to do about something else.
struct Looker<F> {
    folder: PathBuf,
    /// Fingerprint of what was last used or refused.
    settled: String,
    changed: F,
}

impl<F: FnMut() -> Seen> Looker<F> {
    /// One look; gives the time until the next. `stirred` waits a moment and
    /// says whether something happened in it.
    fn look(&mut self, mut stirred: impl FnMut() -> bool) -> Duration {
        let now = knowledge::fingerprint(&self.folder);
        if now == self.settled {
            return LOOK_EVERY;
        }
        if stirred() || knowledge::fingerprint(&self.folder) != now || (self.changed)() == Seen::LookAgain {
            return QUIET;
        }
        self.settled = now;
        LOOK_EVERY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};
    use std::fs;

    fn content(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("faq")).unwrap();
        fs::write(folder.path().join("faq/a.md"), text).unwrap();
        folder
    }

    #[test]
    fn each_new_content_is_told_once() {
        let (folder, calls) = (content("en"), Cell::new(0));
        let changed = || {
            calls.set(calls.get() + 1);
            Seen::Settled
        };
        let settled = knowledge::fingerprint(folder.path());
        let mut looker = Looker { folder: folder.path().to_owned(), settled, changed };
        assert_eq!(looker.look(|| false), LOOK_EVERY);
        assert_eq!(calls.get(), 0);
        fs::write(folder.path().join("faq/a.md"), "to").unwrap();
        looker.look(|| false);
        looker.look(|| false);
        assert_eq!(calls.get(), 1);
    }

    #[test]
    fn while_somebody_writes_nothing_is_told() {
        let (folder, calls) = (content("en"), Cell::new(0));
        let changed = || {
            calls.set(calls.get() + 1);
            Seen::Settled
        };
        let mut looker = Looker { folder: folder.path().to_owned(), settled: String::new(), changed };
        assert_eq!(looker.look(|| true), QUIET);
        let write = || {
            fs::write(folder.path().join("faq/a.md"), "halvveis").unwrap();
            false
        };
        assert_eq!(looker.look(write), QUIET);
        assert_eq!(calls.get(), 0);
        assert_eq!(looker.look(|| false), LOOK_EVERY);
        assert_eq!(calls.get(), 1);
    }

    #[test]
    fn what_changed_while_it_was_read_is_told_again() {
        let folder = content("en");
        let answers = RefCell::new(vec![Seen::Settled, Seen::LookAgain]);
        let changed = || answers.borrow_mut().pop().unwrap();
        let mut looker = Looker { folder: folder.path().to_owned(), settled: String::new(), changed };
        assert_eq!(looker.look(|| false), QUIET);
        assert_eq!(looker.look(|| false), LOOK_EVERY);
        assert!(answers.borrow().is_empty());
    }

    #[test]
    fn reading_the_folder_is_no_change() {
        let folder = content("en");
        let (told, signals) = mpsc::channel();
        let notifier = notifier(folder.path(), told).unwrap();
        let _read = knowledge::fingerprint(folder.path());
        fs::write(folder.path().join("faq/b.md"), "to").unwrap();
        assert_eq!(next(&signals, Duration::from_secs(60)), Next::Changed);
        while next(&signals, QUIET) == Next::Changed {}
        let _read = knowledge::fingerprint(folder.path());
        assert_eq!(next(&signals, QUIET), Next::Quiet);
        drop(notifier);
        assert_eq!(next(&signals, QUIET), Next::Stop);
    }

    #[test]
    fn a_watch_tells_of_a_written_file_and_ends_when_dropped() {
        let folder = content("en");
        let (told, seen) = mpsc::channel();
        let in_use = knowledge::fingerprint(folder.path());
        let watch = watch(folder.path().to_owned(), in_use, move || {
            told.send(()).unwrap();
            Seen::Settled
        });
        fs::write(folder.path().join("faq/a.md"), "to").unwrap();
        seen.recv_timeout(Duration::from_secs(60)).expect("the change is told");
        drop(watch);
        assert!(seen.recv().is_err(), "the thread has ended");
    }
}
