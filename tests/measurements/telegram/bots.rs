//! The two that are measured, each in a process of its own: the door with
//! everything behind it, and a bare echo.

use std::process::{Child, Command};
use std::sync::Arc;

use teloxide::prelude::{Bot as Client, Request, Requester};
use teloxide::requests::HasPayload;
use teloxide::types::UpdateKind;
use tokio_util::sync::CancellationToken;
use utveier::store::SqliteStore;
use utveier_telegram::{Limits, Mode, Secret, TelegramConfig, Tempo};

use crate::harness::world::World;
use crate::stand_in::{TOKEN, Telegram};

/// Names what a process is to be.
pub(crate) const ROLE: &str = "UTVEIER_BENCH_ROLE";
/// Where it finds the stand-in.
const ADDRESS: &str = "UTVEIER_BENCH_ADDRESS";
/// Ticks of the kernel's clock in a second; fixed by its interface.
const TICKS: f64 = 100.0;

/// A bot in a process of its own, and its platform.
pub(crate) struct Bot {
    pub(crate) telegram: Telegram,
    process: Child,
}

impl Bot {
    /// Starts one, on one core if asked, and waits until it asks for updates.
    pub(crate) async fn start(role: &str, one_core: bool) -> Self {
        let telegram = Telegram::open().await;
        let own = std::env::current_exe().unwrap();
        let mut command = if one_core { Command::new("taskset") } else { Command::new(&own) };
        if one_core {
            command.args(["-c", "0"]).arg(&own);
        }
        let process = command.env(ROLE, role).env(ADDRESS, &telegram.url).spawn().unwrap();
        telegram.wait("the bot", || (telegram.openings() > 0).then_some(())).await;
        Self { telegram, process }
    }

    /// Seconds of processor time so far.
    pub(crate) fn seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        let ticks = |at: usize| fields[at].parse::<f64>().unwrap();
        (ticks(11) + ticks(12)) / TICKS
    }

    /// What it holds of memory, in MB.
    pub(crate) fn megabytes(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Is what this process was started to be.
pub(crate) fn play(role: &str) {
    let address = std::env::var(ADDRESS).unwrap();
    if role == "bare" { bare(&address) } else { door(address) }
}

fn door(address: String) {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = runtime.block_on(SqliteStore::open(&folder.path().join("bench.db"))).unwrap();
    let world = World::over(Arc::new(store));
    let config = TelegramConfig {
        token: Secret(TOKEN.to_owned()),
        api_url: address,
        mode: Mode::Polling,
        // Telegram's own limits would be what is measured.
        limits: Limits { per_second: 5000.0, per_chat: 5000.0, per_group_minute: 60_000.0 },
        tempo: Tempo::default(),
        inbox_chats: Vec::new(),
        web_url: Some("https://utveier.example".to_owned()),
        keyring: Arc::clone(&world.keyring),
        store: Arc::clone(&world.store),
    };
    let desk = Arc::clone(&world.desk);
    world.wait(utveier_telegram::run(config, desk, CancellationToken::new())).unwrap();
}

/// The least a bot can do: read, send back, confirm.
fn bare(address: &str) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let bot = Client::new(TOKEN).set_api_url(address.parse().unwrap());
        let mut offset = 0;
        loop {
            let mut request = bot.get_updates();
            request.payload_mut().offset = Some(offset);
            request.payload_mut().timeout = Some(5);
            for update in request.send().await.expect("updates") {
                offset = i32::try_from(update.id.0).unwrap() + 1;
                let UpdateKind::Message(message) = update.kind else { panic!("no message: {:?}", update.kind) };
                let text = message.text().unwrap_or("…").to_owned();
                bot.send_message(message.chat.id, text).send().await.expect("a sent message");
            }
        }
    });
}
