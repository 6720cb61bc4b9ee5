//! The two that are measured, each in a process of its own: the door with
//! everything behind it, and a bare responder.

use std::process::{Child, Command};
use std::sync::Arc;

use serenity::all::{
    ClientBuilder, Context, CreateInteractionResponse, CreateInteractionResponseMessage, EditInteractionResponse,
    EventHandler, GatewayIntents, Interaction,
};
use serenity::http::HttpBuilder;
use tokio_util::sync::CancellationToken;
use utveier::store::SqliteStore;
use utveier_discord::{DiscordConfig, Token};

use crate::harness::discord::{Discord, TOKEN};
use crate::harness::world::World;

/// Names what a process is to be.
pub(crate) const ROLE: &str = "UTVEIER_BENCH_ROLE";
/// Where it finds the stand-in.
const ADDRESS: &str = "UTVEIER_BENCH_ADDRESS";
/// Ticks of the kernel's clock in a second; fixed by its interface.
const TICKS: f64 = 100.0;

/// A bot in a process of its own, and its platform.
pub(crate) struct Bot {
    pub(crate) discord: Discord,
    process: Child,
}

impl Bot {
    /// Starts one, on one core if asked, and waits until it is connected.
    pub(crate) async fn start(role: &str, one_core: bool) -> Self {
        let discord = Discord::open().await;
        let own = std::env::current_exe().unwrap();
        let mut command = if one_core { Command::new("taskset") } else { Command::new(&own) };
        if one_core {
            command.args(["-c", "0"]).arg(&own);
        }
        let process = command.env(ROLE, role).env(ADDRESS, &discord.url).spawn().unwrap();
        discord.connected().await;
        Self { discord, process }
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
    let config = DiscordConfig {
        token: Token::new(TOKEN),
        api_url: address,
        ca_file: None,
        shards: 1,
        has_inbox: true,
        keyring: Arc::clone(&world.keyring),
        store: Arc::clone(&world.store),
    };
    let desk = Arc::clone(&world.desk);
    world.wait(utveier_discord::run(config, desk, CancellationToken::new())).unwrap();
}

fn bare(address: &str) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let http = HttpBuilder::new(TOKEN).proxy(address).ratelimiter_disabled(true).build();
        let built = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS).event_handler(Bare).await;
        built.unwrap().start().await.unwrap();
    });
}

/// The least a bot can do: acknowledge, and fill in.
struct Bare;

#[serenity::async_trait]
impl EventHandler for Bare {
    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let Interaction::Command(command) = interaction else { return };
        let defer = CreateInteractionResponse::Defer(CreateInteractionResponseMessage::new().ephemeral(true));
        command.create_response(&context.http, defer).await.unwrap();
        let answer = EditInteractionResponse::new().content("…");
        // What the stand-in answers to this is shorter than serenity's model.
        let _shown = command.edit_response(&context.http, answer).await;
    }
}
