//! What the stand-in makes difficult.

use serde_json::Value;

use super::{Discord, Fault, FaultKind, direct_channel};

impl Discord {
    /// Answers the next questions for the session limit so.
    pub(crate) fn limit_sessions(&self, limits: &[(u64, u64)]) {
        self.lock().limits.extend(limits);
    }

    /// A message to the bot alone that no event tells of.
    pub(crate) fn write_untold(&self, person: u64, id: u64, text: &str) {
        self.lock().untold.insert(id, (direct_channel(person), person, text.to_owned()));
    }

    /// Deletes all posts of all forums.
    pub(crate) fn delete_posts(&self) {
        let mut state = self.lock();
        let threads: Vec<u64> = std::mem::take(&mut state.threads).into_keys().collect();
        state.deleted.extend(threads);
    }

    /// Gives every forum tags.
    pub(crate) fn tag(&self, tags: Vec<Value>) {
        self.lock().tags = tags;
    }

    pub(crate) fn fault(&self, path: &'static str, times: usize, kind: FaultKind) {
        self.lock().faults.push(Fault { path, times, kind });
    }

    /// Waits until every fault happened.
    pub(crate) async fn faults_over(&self) {
        self.until("the faults", |state| state.faults.iter().all(|fault| fault.times == 0).then_some(())).await;
    }

    /// A person who takes no direct messages.
    pub(crate) fn close_direct_messages(&self, person: u64) {
        self.lock().closed.insert(person);
    }
}
