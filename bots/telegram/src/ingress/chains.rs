//! One chat serial, chats parallel: each task waits for the one before it in
//! its chat.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;
use tokio_util::task::TaskTracker;

/// The last task of each chat.
#[derive(Debug, Default)]
pub(super) struct Chains {
    last: Mutex<HashMap<i64, Link>>,
    tasks: TaskTracker,
}

#[derive(Debug)]
struct Link {
    number: u64,
    /// Ends when the task has.
    ended: oneshot::Receiver<()>,
}

impl Chains {
    /// Runs `work` after what was given for the same chat before. A panic in it
    /// ends that task only; the next one of the chat goes on.
    pub(super) fn run(self: &Arc<Self>, chat: i64, number: u64, work: impl Future<Output = ()> + Send + 'static) {
        let (end, ended) = oneshot::channel::<()>();
        let before = self.last.lock().unwrap_or_else(PoisonError::into_inner).insert(chat, Link { number, ended });
        let chains = Arc::clone(self);
        self.tasks.spawn(async move {
            // Dropped at the end, and when `work` panics.
            let _end = Ended { chains, chat, number, _end: end };
            if let Some(before) = before {
                let _ended = before.ended.await;
            }
            work.await;
        });
    }

    /// Waits for all that is in hand.
    pub(super) async fn finished(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.last.lock().unwrap().len()
    }
}

struct Ended {
    chains: Arc<Chains>,
    chat: i64,
    number: u64,
    _end: oneshot::Sender<()>,
}

impl Drop for Ended {
    fn drop(&mut self) {
        let mut last = self.chains.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.get(&self.chat).is_some_and(|link| link.number == self.number) {
            last.remove(&self.chat);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::{Notify, mpsc};

    #[tokio::test]
    async fn one_chat_is_serial_while_another_goes_on() {
        let chains = Arc::new(Chains::default());
        let (sender, mut seen) = mpsc::unbounded_channel();
        let held = Arc::new(Notify::new());
        let (log, hold) = (sender.clone(), Arc::clone(&held));
        chains.run(1, 1, async move {
            hold.notified().await;
            log.send("first").unwrap();
        });
        let log = sender.clone();
        chains.run(1, 2, async move { log.send("second").unwrap() });
        chains.run(2, 3, async move { sender.send("other").unwrap() });
        assert_eq!(seen.recv().await, Some("other"));
        held.notify_one();
        assert_eq!(seen.recv().await, Some("first"));
        assert_eq!(seen.recv().await, Some("second"));
    }

    #[tokio::test]
    async fn panic_harms_neither_the_chat_nor_the_memory() {
        let chains = Arc::new(Chains::default());
        let (sender, mut seen) = mpsc::unbounded_channel();
        chains.run(1, 1, async { panic!("on purpose") });
        chains.run(1, 2, async move { sender.send("after").unwrap() });
        assert_eq!(seen.recv().await, Some("after"));
        chains.finished().await;
        assert_eq!(chains.len(), 0);
    }
}
