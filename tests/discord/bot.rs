//! The bot before the stand-in, with a desk in memory behind it.

use std::future::Future;
use std::sync::Arc;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use utveier_discord::{DiscordConfig, Error, Token};

use crate::harness::discord::events::Where;
use crate::harness::discord::{self, Discord, Posted, TOKEN, choices};
use crate::harness::world::World;

/// A person.
pub(crate) const PERSON: u64 = 501;
/// A channel of a server.
pub(crate) const CHANNEL: u64 = 601;
/// In that channel, without rights.
pub(crate) const SERVER: Where = Where::Server { server: 70, channel: CHANNEL, manages: false };

/// A running bot.
pub(crate) struct Bot {
    pub world: World,
    pub discord: Discord,
    stop: CancellationToken,
    running: Option<JoinHandle<Result<(), Error>>>,
}

impl Bot {
    pub(crate) fn start() -> Self {
        Self::start_in(World::new())
    }

    /// Starts one in a world.
    pub(crate) fn start_in(world: World) -> Self {
        Self::start_changed(world, |_| {})
    }

    /// Starts one with something changed in its configuration.
    pub(crate) fn start_with(change: impl FnOnce(&mut DiscordConfig)) -> Self {
        Self::start_changed(World::new(), change)
    }

    fn start_changed(world: World, change: impl FnOnce(&mut DiscordConfig)) -> Self {
        let discord = world.wait(Discord::open());
        let mut bot = Self { world, discord, stop: CancellationToken::new(), running: None };
        let mut config = bot.config(TOKEN);
        change(&mut config);
        bot.run(config);
        bot.wait(bot.discord.connected());
        bot
    }

    fn run(&mut self, config: DiscordConfig) {
        let (desk, stop) = (Arc::clone(&self.world.desk), self.stop.clone());
        self.running = Some(self.world.spawn(utveier_discord::run(config, desk, stop)));
    }

    pub(crate) fn config(&self, token: &str) -> DiscordConfig {
        DiscordConfig {
            token: Token::new(token),
            api_url: self.discord.url.clone(),
            ca_file: None,
            shards: 1,
            has_inbox: true,
            keyring: Arc::clone(&self.world.keyring),
            store: Arc::clone(&self.world.store),
        }
    }

    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.world.wait(future)
    }

    /// Stops the bot and starts it anew over the same store.
    pub(crate) fn restart(&mut self) {
        self.stop.cancel();
        let running = self.running.take().unwrap();
        self.wait(running).unwrap().unwrap();
        self.stop = CancellationToken::new();
        self.discord.drop_connection();
        self.run(self.config(TOKEN));
        self.wait(self.discord.connected());
    }

    /// A command, and the message that answers it.
    pub(crate) fn command(&self, place: Where, name: &str, options: &[(&str, &str)]) -> Posted {
        let token = self.discord.interact(discord::events::command(PERSON, place, name, options));
        self.wait(self.discord.answer(&token))
    }

    /// Presses what is called `label` under a message.
    pub(crate) fn press(&self, place: Where, under: &Posted, label: &str) -> Posted {
        self.press_as(PERSON, place, (under, label))
    }

    /// The same by somebody else.
    pub(crate) fn press_as(&self, person: u64, place: Where, (under, label): (&Posted, &str)) -> Posted {
        let all = choices(under);
        let found = all.iter().find(|(own, _)| own == label);
        let (_, id) = found.unwrap_or_else(|| panic!("no [{label}] among {all:?} under {}", under.body["content"]));
        let token = self.discord.interact(discord::events::component(person, place, under, id));
        self.wait(self.discord.answer(&token))
    }

    /// Opens the field under a message; its id.
    pub(crate) fn open_field(&self, place: Where, under: &Posted, label: &str) -> String {
        let all = choices(under);
        let (_, id) = all.iter().find(|(own, _)| own == label).unwrap_or_else(|| panic!("no [{label}] among {all:?}"));
        let token = self.discord.interact(discord::events::component(PERSON, place, under, id));
        let modal = self.wait(self.discord.callback(&token));
        assert_eq!(modal["type"], 9, "{modal}");
        modal["data"]["custom_id"].as_str().unwrap().to_owned()
    }

    /// Writes into the field under a message, or simply writes where they are
    /// alone with the bot.
    pub(crate) fn write(&self, place: Where, under: &Posted, text: &str) -> Posted {
        if matches!(place, Where::Direct) {
            self.tell(under.id + 500_000, text);
            return self.wait(self.discord.message_below(discord::direct_channel(PERSON), under.id));
        }
        let id = self.open_field(place, under, "Skriv");
        let token = self.discord.interact(discord::events::field(PERSON, place, Some(under), (&id, text)));
        self.wait(self.discord.answer(&token))
    }

    /// Writes to the bot alone.
    pub(crate) fn tell(&self, id: u64, text: &str) {
        self.discord.dispatch("MESSAGE_CREATE", discord::events::direct_message(PERSON, id, text));
    }

    /// Every request was as the interface is described.
    pub(crate) fn all_right(&self) {
        let wrong = self.discord.wrong();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
