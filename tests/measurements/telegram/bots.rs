//! The two that are measured, each in a process of its own: the door with
//! everything behind it, and a bare echo.

use std::sync::Arc;

use teloxide::prelude::{Bot as Client, Request, Requester};
use teloxide::requests::HasPayload;
use teloxide::types::UpdateKind;
use tokio_util::sync::CancellationToken;
use utveier::store::SqliteStore;
use utveier_telegram::{Limits, Mode, Secret, TelegramConfig, Tempo};

use crate::harness::process::Process;
use crate::harness::world::World;
use crate::stand_in::{TOKEN, Telegram};

/// A bot in a process of its own, and its platform.
pub(crate) struct Bot {
    pub(crate) telegram: Telegram,
    pub(crate) process: Process,
}

impl Bot {
    /// Starts one, on one core if asked, and waits until it is there.
    pub(crate) async fn start(role: &str, one_core: bool) -> Self {
        let telegram = Telegram::open().await;
        let process = Process::start(role, &telegram.url, one_core);
        telegram.wait("the bot", || (telegram.openings() > 0).then_some(())).await;
        Self { telegram, process }
    }
}

/// Is what this process was started to be.
pub(crate) fn play(role: &str, address: String) {
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
