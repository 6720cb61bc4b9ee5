//! The doors of other platforms, as configured: made before the desk, because
//! their forums can be its inboxes, and opened after it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use utveier::desk::Desk;
use utveier::dialogue::Door;
use utveier::inbox::Inbox;
use utveier::seal::Keyring;
use utveier::store::Store;
use utveier_discord::{DiscordConfig, ForumInbox, Token};
use utveier_telegram::{Limits, Mode, Secret, Telegram, TelegramConfig, Tempo};
use utveier_web::Patience;

use crate::settings::{InboxKind, Settings, TelegramMode};

/// How long Telegram's posts are waited for. A post is answered when its update is
/// handled, and an answer may have to wait its turn at Telegram: a minute, as
/// Telegram itself waits.
const WEBHOOK_PATIENCE: Patience = Patience { request: Duration::from_secs(60), idle: Duration::from_secs(60) };

/// Doors with a token, not yet open.
pub(crate) struct Doors {
    telegram: Option<Telegram>,
    discord: Option<DiscordConfig>,
}

impl Doors {
    /// The doors of a configuration; nothing connects.
    pub(crate) fn new(settings: &Settings, store: &Arc<dyn Store>, keyring: &Arc<Keyring>) -> anyhow::Result<Self> {
        let telegram = telegram_config(settings, store, keyring).map(Telegram::new).transpose()?;
        Ok(Self { telegram, discord: discord_config(settings, store, keyring) })
    }

    /// The inbox in a Telegram forum.
    pub(crate) fn telegram_inbox(&self) -> anyhow::Result<Arc<dyn Inbox>> {
        let telegram = self.telegram.as_ref().context("kind telegram needs [telegram] token")?;
        Ok(telegram.inbox())
    }

    /// The inbox in a Discord forum.
    pub(crate) fn discord_inbox(&self, forums: Vec<String>) -> anyhow::Result<Arc<dyn Inbox>> {
        let config = self.discord.as_ref().context("kind discord needs [discord] token")?;
        Ok(Arc::new(ForumInbox::new(config, forums)?))
    }

    /// Opens them. A door that cannot be open says so and harms no other.
    pub(crate) fn open(self, desk: &Arc<Desk>, tasks: &TaskTracker, stop: &CancellationToken) {
        if let Some(telegram) = self.telegram {
            let (desk, stop) = (Arc::clone(desk), stop.clone());
            tasks.spawn(async move {
                let ended = telegram.run(Arc::clone(&desk), stop).await;
                desk.lost(Door::Telegram);
                if let Err(error) = ended {
                    tracing::error!(%error, "the telegram door is closed");
                }
            });
        }
        if let Some(config) = self.discord {
            let (desk, stop) = (Arc::clone(desk), stop.clone());
            tasks.spawn(async move {
                let ended = utveier_discord::run(config, Arc::clone(&desk), stop).await;
                desk.lost(Door::Discord);
                if let Err(error) = ended {
                    tracing::error!(%error, "the discord door is closed");
                }
            });
        }
    }
}

/// Asks each platform whether its door could be open; a line for each that could not.
pub(crate) async fn probe(settings: &Settings, store: &Arc<dyn Store>, keyring: &Arc<Keyring>) -> Vec<String> {
    let mut errors = Vec::new();
    if let Some(config) = telegram_config(settings, store, keyring)
        && let Err(error) = utveier_telegram::probe(config).await
    {
        errors.push(format!("[telegram] {error}"));
    }
    if let Some(config) = discord_config(settings, store, keyring)
        && let Err(error) = utveier_discord::probe(&config).await
    {
        errors.push(format!("[discord] {error}"));
    }
    errors
}

fn telegram_config(settings: &Settings, store: &Arc<dyn Store>, keyring: &Arc<Keyring>) -> Option<TelegramConfig> {
    let telegram = &settings.telegram;
    if telegram.token.is_empty() {
        return None;
    }
    let mode = match telegram.mode {
        TelegramMode::Polling => Mode::Polling,
        TelegramMode::Webhook => Mode::Webhook {
            // Validated with the settings.
            listen: telegram.webhook_listen.parse().ok()?,
            url: telegram.webhook_url.clone(),
            secret: Secret(telegram.webhook_secret.expose().to_owned()),
            serve: |listener, routes, stop| {
                Box::pin(utveier_web::serve_patiently(listener, routes, WEBHOOK_PATIENCE, stop.cancelled_owned()))
            },
        },
    };
    let others_reach_it = settings.web.public_url.starts_with("https://") && !settings.web.listen.is_empty();
    Some(TelegramConfig {
        token: Secret(telegram.token.expose().to_owned()),
        api_url: telegram.api_url.clone(),
        mode,
        limits: Limits::default(),
        tempo: Tempo::default(),
        inbox_chats: forums(settings, InboxKind::Telegram).iter().filter_map(|chat| chat.parse().ok()).collect(),
        web_url: others_reach_it.then(|| settings.web.public_url.clone()),
        keyring: Arc::clone(keyring),
        store: Arc::clone(store),
    })
}

fn discord_config(settings: &Settings, store: &Arc<dyn Store>, keyring: &Arc<Keyring>) -> Option<DiscordConfig> {
    let discord = &settings.discord;
    (!discord.token.is_empty()).then(|| DiscordConfig {
        token: Token::new(discord.token.expose()),
        api_url: discord.api_url.clone(),
        ca_file: (!discord.ca_file.is_empty()).then(|| PathBuf::from(&discord.ca_file)),
        shards: 1,
        has_inbox: !forums(settings, InboxKind::Discord).is_empty(),
        keyring: Arc::clone(keyring),
        store: Arc::clone(store),
    })
}

/// The forums that are inboxes of a kind, each once.
fn forums(settings: &Settings, kind: InboxKind) -> Vec<String> {
    let of_kind = settings.inbox.values().filter(|inbox| inbox.kind == kind);
    let mut forums: Vec<String> = of_kind.flat_map(|inbox| inbox.to.clone()).collect();
    forums.sort();
    forums.dedup();
    forums
}
