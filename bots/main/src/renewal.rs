//! The content renewed while running: one step, and the watch that takes it.

use std::path::PathBuf;
use std::sync::Arc;

use utveier::engine::{Live, ReloadOutcome, reload};

use crate::watch::{Seen, Watch, watch};

/// What is renewed, and from where.
#[derive(Debug)]
pub(crate) struct Renewal {
    /// The engine in use.
    pub live: Arc<Live>,
    /// The content folder.
    pub folder: PathBuf,
    /// Address the links begin with.
    pub public_url: String,
}

impl Renewal {
    /// Looks at the folder once and puts a good revision into use. What is
    /// refused is logged with file, line and remedy, and the old one stays.
    pub(crate) fn step(&self) -> Seen {
        let next = match reload(&self.folder, &self.public_url, &self.live.current()) {
            ReloadOutcome::Unchanged => return Seen::Settled,
            ReloadOutcome::Unsettled => return Seen::LookAgain,
            ReloadOutcome::Ready(engine) => Ok(*engine),
            ReloadOutcome::Refused(error) => Err(error),
        };
        match self.live.replace_with(next) {
            Ok(()) => {
                let engine = self.live.current();
                let (passages, revision) = (engine.knowledge.leading().len(), engine.knowledge.fingerprint());
                tracing::info!(passages, revision, "the changed content is in use");
            }
            Err(error) => {
                let stays = self.live.current();
                tracing::error!(
                    revision = stays.knowledge.fingerprint(),
                    "the changed content is refused and the old revision stays: {error}"
                );
            }
        }
        Seen::Settled
    }

    /// Takes the step whenever the folder holds something new, until dropped.
    pub(crate) fn watch(self) -> Watch {
        let in_use = self.live.current().knowledge.fingerprint().to_owned();
        watch(self.folder.clone(), in_use, move || self.step())
    }
}
