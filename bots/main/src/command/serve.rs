//! `utveier serve`: all configured doors.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use utveier::clock::Clock;
use utveier::dialogue::Door;
use utveier::engine::{Engine, Live};
use utveier::store::SqliteStore;
use utveier_web::{DeskCore, WebConfig};

use super::check::warnings;
use crate::clock::SystemClock;
use crate::office::Office;
use crate::operator::{self, Operator};
use crate::renewal::Renewal;
use crate::settings::Settings;
use crate::{modes, output};

/// Longest time from a signal to the end of the process.
const STOP_WITHIN: Duration = Duration::from_secs(10);
/// Of it, what the last threads get after the doors are closed.
const LAST_THREADS: Duration = Duration::from_secs(1);

/// Runs until a signal.
pub(crate) fn run(settings: &Settings, engine: Engine) -> anyhow::Result<()> {
    let others = !settings.telegram.token.is_empty() || !settings.discord.token.is_empty();
    if settings.web.listen.is_empty() && !others {
        bail!("no door is open: set [web] listen, [telegram] token or [discord] token");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(serve(settings, engine));
    runtime.shutdown_timeout(LAST_THREADS);
    result
}

async fn serve(settings: &Settings, engine: Engine) -> anyhow::Result<()> {
    // Before anything is opened: a signal in the middle of the start closes it in order, too.
    let stop = CancellationToken::new();
    tokio::spawn(cancel_on_signal(Signals::listen()?, stop.clone()));
    let exposed = modes::folders(settings);
    if !exposed.is_empty() {
        bail!("requests would be readable to others:\n  {}", exposed.join("\n  "));
    }
    for exposed in modes::problems(settings) {
        tracing::warn!("{exposed}");
    }
    let (web, pages) = (listen(settings).await?, operator::bind(&settings.operator.listen).await?);
    let live = Arc::new(Live::new(engine));
    let mut office = Office::open(settings, Arc::clone(&live)).await?;
    greet(settings, &live.current(), web.as_ref())?;
    let (folder, public_url) = (settings.knowledge.folder.clone(), settings.web.public_url.clone());
    let _watch = Renewal { live: Arc::clone(&live), folder, public_url }.watch();
    let tasks = TaskTracker::new();
    if let Some(listener) = pages {
        tasks.spawn(operator::serve(listener, operator_of(settings, &office), stop.clone()));
    }
    office.open_doors(&tasks, &stop);
    office.start(&tasks, &stop);
    let all = async {
        let result = match web {
            Some(listener) => {
                office.desk.heard(Door::Web);
                let result = web_door(settings, &office, listener, stop.clone()).await;
                office.desk.lost(Door::Web);
                result
            }
            None => {
                stop.cancelled().await;
                Ok(())
            }
        };
        tasks.close();
        tasks.wait().await;
        office.close().await;
        result
    };
    tokio::select! {
        result = all => result,
        () = late(stop.clone()) => {
            tracing::warn!(seconds = STOP_WITHIN.as_secs(), "what was still in hand was cut off");
            Ok(())
        }
    }
}

/// What the operator's pages are made of. To be asked before the office starts.
fn operator_of(settings: &Settings, office: &Office) -> Operator {
    let doors = [
        (Door::Web, !settings.web.listen.is_empty()),
        (Door::Telegram, !settings.telegram.token.is_empty()),
        (Door::Discord, !settings.discord.token.is_empty()),
    ];
    Operator {
        desk: Arc::clone(&office.desk),
        store: Arc::<SqliteStore>::clone(&office.store),
        counting: Arc::clone(&office.counting),
        doors: doors.into_iter().filter_map(|(door, is_set)| is_set.then_some(door)).collect(),
        mailbox: office.mailbox(),
        token: settings.operator.token.clone(),
        started: SystemClock.now(),
    }
}

/// The web door's listener; `None` when the door is closed.
async fn listen(settings: &Settings) -> anyhow::Result<Option<TcpListener>> {
    if settings.web.listen.is_empty() {
        return Ok(None);
    }
    let listen: SocketAddr = settings.web.listen.parse().context("[web] listen")?;
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!(
            "cannot listen on {listen}: is another program using the port? Set [web] listen or UTVEIER__WEB__LISTEN"
        )
    })?;
    Ok(Some(listener))
}

async fn web_door(
    settings: &Settings,
    office: &Office,
    listener: TcpListener,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let keep = Duration::from_secs(u64::from(settings.retention.receipt_days) * 24 * 3600);
    let config = WebConfig { listen: listener.local_addr()?, public_url: settings.web.public_url.clone(), keep };
    let core = DeskCore::new(Arc::clone(&office.desk), Arc::clone(&office.keyring));
    utveier_web::serve(listener, Arc::new(core), config, stop.cancelled_owned()).await.context("the web door closed")
}

async fn late(stop: CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(STOP_WITHIN.saturating_sub(LAST_THREADS)).await;
}

/// The signals that ask the process to end. From [`Signals::listen`] on none of
/// them ends it at once.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("cannot listen for signals");
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }
}

async fn cancel_on_signal(mut signals: Signals, stop: CancellationToken) {
    tokio::select! {
        _ = signals.terminate.recv() => {}
        _ = signals.interrupt.recv() => {}
    }
    tracing::info!("stopping");
    stop.cancel();
}

fn greet(settings: &Settings, engine: &Engine, web: Option<&TcpListener>) -> std::io::Result<()> {
    let knowledge = &engine.knowledge;
    let address = web.map(TcpListener::local_addr).transpose()?;
    match address {
        Some(address) => output::line(&format!("Utveier answers at http://{address}"))?,
        None => output::line("Utveier answers in Telegram or Discord; the web page is closed")?,
    }
    output::line(&format!("content: {} passages, revision {}", knowledge.leading().len(), knowledge.fingerprint()))?;
    if !knowledge.approval().approved {
        output::line(&format!("warning: the content is not approved: {}", knowledge.approval().note))?;
    }
    if !engine.safety.is_approved() {
        output::line("warning: the emergency rules (akutt.toml) are not approved by professionals")?;
    }
    for warning in warnings(settings) {
        output::line(&format!("note: {warning}"))?;
    }
    output::line("Stop with Ctrl-C.")
}
