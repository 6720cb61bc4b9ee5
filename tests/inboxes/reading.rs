//! A reader of a mailbox at work, and what it hands on.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use utveier::inbox::imap::{
    Content, Disposal, Fetched, HandlerError, ImapConfig, ImapHealth, ImapReader, MailHandler, Position,
};

/// Longest anything may take; far below the time a missed announcement costs.
pub(super) const LIMIT: Duration = Duration::from_secs(40);

/// Keeps what it is given; does with it as it is told.
#[derive(Default)]
pub(super) struct Keeper {
    pub(super) mails: Mutex<Vec<Fetched>>,
    pub(super) position: Mutex<Option<Position>>,
    pub(super) disposal: Mutex<Option<Disposal>>,
    /// How many of the coming mails cannot be committed.
    pub(super) refusals: Mutex<usize>,
}

#[async_trait]
impl MailHandler for Keeper {
    async fn handle(&self, mail: Fetched) -> Result<Disposal, HandlerError> {
        let mut refusals = self.refusals.lock().unwrap();
        if *refusals > 0 {
            *refusals -= 1;
            return Err(HandlerError("the store is away".to_owned()));
        }
        self.mails.lock().unwrap().push(mail);
        Ok(self.disposal.lock().unwrap().clone().unwrap_or(Disposal::Keep))
    }

    async fn position(&self) -> Result<Option<Position>, HandlerError> {
        Ok(*self.position.lock().unwrap())
    }

    async fn save_position(&self, position: Position) -> Result<(), HandlerError> {
        *self.position.lock().unwrap() = Some(position);
        Ok(())
    }
}

impl Keeper {
    pub(super) fn mails(&self) -> Vec<Fetched> {
        self.mails.lock().unwrap().clone()
    }

    pub(super) fn text(&self, at: usize) -> String {
        match &self.mails()[at].content {
            Content::Whole(bytes) | Content::Head(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        }
    }
}

/// A reader at work.
pub(super) struct Reading {
    pub(super) keeper: Arc<Keeper>,
    pub(super) health: tokio::sync::watch::Receiver<ImapHealth>,
    pub(super) stop: CancellationToken,
    pub(super) task: JoinHandle<()>,
}

impl Reading {
    pub(super) fn start(config: ImapConfig, keeper: Arc<Keeper>) -> Self {
        let reader = ImapReader::new(config).unwrap();
        let (health, stop) = (reader.health(), CancellationToken::new());
        let (handler, token) = (Arc::clone(&keeper), stop.clone());
        let task = tokio::spawn(async move { reader.run(&*handler, &token).await });
        Self { keeper, health, stop, task }
    }

    pub(super) async fn until(&mut self, what: &str, is_so: impl FnMut(&ImapHealth) -> bool) {
        let in_time = tokio::time::timeout(LIMIT, self.health.wait_for(is_so)).await.is_ok();
        assert!(in_time, "waited in vain for {what}: {:?}", self.health.borrow());
    }

    /// A round ends after its mails are handled, so the count tells of both.
    pub(super) async fn until_read(&mut self, count: usize) {
        let keeper = Arc::clone(&self.keeper);
        self.until(&format!("{count} mails"), |_| keeper.mails().len() >= count).await;
    }

    pub(super) async fn end(self) {
        self.stop.cancel();
        tokio::time::timeout(LIMIT, self.task).await.expect("it ends when told").unwrap();
    }
}
