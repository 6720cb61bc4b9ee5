//! `utveier chat`: the terminal door.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use utveier::desk::Caller;
use utveier::dialogue::Door;
use utveier::engine::{Engine, Live};
use utveier_terminal::ChatOptions;

use crate::cli::ChatArgs;
use crate::office::Office;
use crate::settings::Settings;

/// What deliveries under way get when the person leaves.
const FINISH_WITHIN: Duration = Duration::from_secs(10);
/// Whoever sits at this machine with this data folder.
const PERSON: &str = "local";

/// Talks until the person leaves; what they sent is on its way before that.
pub(crate) fn run(settings: &Settings, engine: Engine, args: &ChatArgs) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let mut office = runtime.block_on(Office::open(settings, Arc::new(Live::new(engine))))?;
    {
        let _inside = runtime.enter();
        office.start(&tasks, &stop);
    }
    let caller = Caller { person: PERSON.to_owned(), chat: PERSON.to_owned() };
    let receive = |incoming| {
        runtime.block_on(async {
            let mut outgoing = office.desk.waiting(Door::Terminal, &caller).await;
            outgoing.extend(office.desk.receive(&caller, incoming).await);
            outgoing
        })
    };
    let result = utveier_terminal::chat(receive, ChatOptions { history: args.history });
    stop.cancel();
    tasks.close();
    let finished = runtime.block_on(async { tokio::time::timeout(FINISH_WITHIN, tasks.wait()).await });
    if finished.is_err() {
        tracing::warn!("a delivery was still under way; it is tried again at the next start");
    }
    runtime.block_on(office.close());
    Ok(result?)
}
