//! The two that are measured, each in a process of its own: the door with
//! everything behind it, and a bare responder.

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
use crate::harness::process::Process;
use crate::harness::world::World;

/// A bot in a process of its own, and its platform.
pub(crate) struct Bot {
    pub(crate) discord: Discord,
    pub(crate) process: Process,
}

impl Bot {
    /// Starts one, on one core if asked, and waits until it is there.
    pub(crate) async fn start(role: &str, one_core: bool) -> Self {
        let discord = Discord::open().await;
        let process = Process::start(role, &discord.url, one_core);
        discord.connected().await;
        Self { discord, process }
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
