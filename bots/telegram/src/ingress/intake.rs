//! What both ways in share: an update is read, taken once, handled in its chat's
//! order, and only then called handled.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::{Notify, oneshot};

use super::chains::Chains;
use super::tracker::Tracker;
use crate::wire::Update;

/// Handles updates. Returns when all that follows from one is committed and its
/// answers are accepted.
#[async_trait]
pub(crate) trait Handler: Send + Sync + 'static {
    /// Handles one update; what fails is told to the person or logged.
    async fn handle(&self, update: Update);

    /// Telegram was just heard from.
    fn heard(&self) {}

    /// Telegram cannot be reached.
    fn lost(&self) {}
}

/// What became of an update that came in.
pub(super) enum Taken {
    /// It is in hand; ends when it is handled.
    New(oneshot::Receiver<()>),
    /// It came before and is not handled yet.
    InHand,
    /// It was handled before, or cannot be read.
    Done,
}

/// Takes updates in.
pub(crate) struct Intake {
    /// Who handles updates, and is told whether Telegram can be reached.
    pub(super) handler: Arc<dyn Handler>,
    tracker: Mutex<Tracker>,
    chains: Arc<Chains>,
    /// Told when an update was handled.
    pub(super) progress: Notify,
    hold: Duration,
    numbers: AtomicU64,
}

impl Intake {
    /// `hold` is how long an update stays unconfirmed while its answers wait.
    pub(crate) fn new(handler: Arc<dyn Handler>, hold: Duration) -> Arc<Self> {
        let (tracker, chains, progress) = (Mutex::default(), Arc::default(), Notify::new());
        Arc::new(Self { handler, tracker, chains, progress, hold, numbers: AtomicU64::new(0) })
    }

    /// Takes an update in hand. What cannot be read is called handled, by its id
    /// and without a word of its content.
    pub(super) fn take(self: &Arc<Self>, raw: Value) -> Taken {
        let id = raw.get("update_id").and_then(Value::as_i64);
        let Some(id) = id else {
            tracing::warn!("an update without an id was skipped");
            return Taken::Done;
        };
        {
            let mut tracker = self.lock();
            if !tracker.begin(id) {
                return if tracker.is_in_hand(id) { Taken::InHand } else { Taken::Done };
            }
        }
        let Ok(update) = Update::deserialize(raw) else {
            tracing::warn!(update = id, "an update that cannot be read was skipped");
            self.lock().finish(id);
            return Taken::Done;
        };
        let (end, ended) = oneshot::channel();
        let handled = Handled { intake: Arc::clone(self), id, end: Some(end) };
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let intake = Arc::clone(self);
        self.chains.run(update.lane(), number, async move { intake.work(update, handled).await });
        Taken::New(ended)
    }

    /// Handles, and stops holding the update back when its answers must wait.
    async fn work(&self, update: Update, handled: Handled) {
        let mut handled = Some(handled);
        let work = self.handler.handle(update);
        tokio::pin!(work);
        tokio::select! {
            () = &mut work => return,
            () = tokio::time::sleep(self.hold) => drop(handled.take()),
        }
        work.await;
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Tracker> {
        self.tracker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for what is in hand, for at most `limit`.
    pub(crate) async fn finish(&self, limit: Duration) {
        if tokio::time::timeout(limit, self.chains.finished()).await.is_err() {
            tracing::warn!("stopped with updates in hand; what was not confirmed comes again at the next start");
        }
    }
}

/// Marks an update as handled when dropped: at the end, or when handling it
/// panicked, since it would panic for ever.
struct Handled {
    intake: Arc<Intake>,
    id: i64,
    end: Option<oneshot::Sender<()>>,
}

impl Drop for Handled {
    fn drop(&mut self) {
        if std::thread::panicking() {
            tracing::error!(update = self.id, "handling an update failed; it is skipped");
        }
        self.intake.lock().finish(self.id);
        drop(self.end.take());
        self.intake.progress.notify_one();
    }
}
