//! The connection events come in by: serenity's, supervised.
//!
//! Serenity heartbeats, resumes and reconnects. What it does not do is done
//! here: the gateway's address is asked for first, so that a failure never
//! leads to the public gateway; a client that gives up is started anew; what
//! cannot get better ends the door with a clear error.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{
    ClientBuilder, Context, EventHandler, GatewayIntents, Interaction, Message, Ready, ResumedEvent,
    ShardStageUpdateEvent, UnavailableGuild,
};
use serenity::gateway::{ConnectionStage, GatewayError};
use serenity::http::HttpBuilder;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use utveier::dialogue::Door as DeskDoor;

use crate::arrival::Arrival;
use crate::config::{DiscordConfig, Error};
use crate::direct::{self, Letter};
use crate::door::Door;
use crate::register;
use crate::{answer, forum, missed, rest, settings};

/// First pause before the client is started anew; doubled each time.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest such pause.
const LONGEST: Duration = Duration::from_secs(60);
/// How long answers in hand may take when the door closes.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// Keeps the door open until stopped.
pub(crate) async fn serve(config: &DiscordConfig, door: Arc<Door>, stop: CancellationToken) -> Result<(), Error> {
    let tasks = TaskTracker::new();
    let (keeper, closing) = (Arc::clone(&door), stop.child_token());
    let closed = closing.clone();
    tasks.spawn(async move { missed::keep(&keeper, &closed).await });
    let mut pause = PAUSE;
    let ended = loop {
        let ended = session(config, Arc::clone(&door), (tasks.clone(), &stop)).await;
        door.desk.lost(DeskDoor::Discord);
        if stop.is_cancelled() {
            break Ok(());
        }
        match ended.err() {
            Some(error @ (Error::Token | Error::Gateway(_) | Error::Certificate { .. })) => break Err(error),
            error => {
                tracing::error!(error = error.map(tracing::field::display), "the gateway is lost; connecting again")
            }
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST),
            () = stop.cancelled() => break Ok(()),
        }
    };
    closing.cancel();
    tasks.close();
    let done = tokio::time::timeout(LAST_WORDS, tasks.wait()).await;
    if done.is_err() {
        tracing::warn!("some answers were still being made when the door closed");
    }
    missed::note(&door).await;
    ended
}

/// One life of serenity's client. When stopped, its connections are closed
/// before this returns, so that no event comes in by them any more.
async fn session(
    config: &DiscordConfig,
    door: Arc<Door>,
    (tasks, stop): (TaskTracker, &CancellationToken),
) -> Result<(), Error> {
    let api = |reason: String| Error::Api { api_url: config.api_url.clone(), reason };
    let gateway = tokio::select! {
        gateway = door.rest.gateway() => gateway.map_err(|error| api(error.to_string()))?,
        () = stop.cancelled() => return Ok(()),
    };
    if !may_begin(config, &door, stop).await {
        return Ok(());
    }
    // Serenity asks only for the gateway's address with this; the rest is ours.
    let http = HttpBuilder::new(config.token.expose())
        .client(rest::client(config)?)
        .proxy(config.api_url.trim_end_matches('/'))
        .ratelimiter_disabled(true)
        .build();
    let handler = Handler { door, tasks };
    let built = ClientBuilder::new_with_http(http, intents(config)).event_handler(handler).await;
    let mut client = built.map_err(|error| Error::Gateway(error.to_string()))?;
    gateway.clone_into(&mut *client.ws_url.lock().await);
    let shards = Arc::clone(&client.shard_manager);
    let ended = tokio::select! {
        ended = client.start_shards(config.shards) => ended,
        () = stop.cancelled() => Ok(()),
    };
    // Shards run in tasks of their own, which do not end with the client.
    shards.shutdown_all().await;
    match ended {
        Ok(()) => Ok(()),
        Err(serenity::Error::Gateway(error)) => Err(fatal(&error).unwrap_or_else(|| api(error.to_string()))),
        Err(error) => Err(api(error.to_string())),
    }
}

/// Waits while the platform lets no session begin: beginning one more would
/// make it take the token back. Whether the door is still wanted then.
async fn may_begin(config: &DiscordConfig, door: &Door, stop: &CancellationToken) -> bool {
    loop {
        let asked = tokio::select! {
            asked = door.rest.sessions_left() => asked,
            () = stop.cancelled() => return false,
        };
        match asked {
            Some((left, reset)) if left < u64::from(config.shards) => {
                tracing::error!(
                    left,
                    seconds = reset.as_secs(),
                    "Discord lets the bot begin no more sessions today; waiting until it does"
                );
                tokio::select! {
                    () = tokio::time::sleep(reset.max(PAUSE)) => {}
                    () = stop.cancelled() => return false,
                }
            }
            _ => return true,
        }
    }
}

/// What no further attempt can mend.
fn fatal(error: &GatewayError) -> Option<Error> {
    match error {
        GatewayError::InvalidAuthentication | GatewayError::NoAuthentication => Some(Error::Token),
        GatewayError::InvalidGatewayIntents
        | GatewayError::DisallowedGatewayIntents
        | GatewayError::InvalidShardData
        | GatewayError::OverloadedShard => Some(Error::Gateway(error.to_string())),
        _ => None,
    }
}

/// None of them is privileged. Messages in servers are received only where a
/// forum is an inbox, and come without text unless they mention the bot.
fn intents(config: &DiscordConfig) -> GatewayIntents {
    let own = GatewayIntents::GUILDS | GatewayIntents::DIRECT_MESSAGES;
    if config.has_inbox { own | GatewayIntents::GUILD_MESSAGES } else { own }
}

/// Events as they come in; each is answered in a task of its own.
struct Handler {
    door: Arc<Door>,
    tasks: TaskTracker,
}

#[serenity::async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, ready: Ready) {
        let application = ready.application.id.get();
        let first = self.door.application() == 0;
        self.door.set_application(application);
        self.door.desk.heard(DeskDoor::Discord);
        tracing::info!(servers = ready.guilds.len(), "the gateway is open");
        let door = Arc::clone(&self.door);
        self.tasks.spawn(async move { register::register(&door, application).await });
        let (door, servers) = (Arc::clone(&self.door), ready.guilds.iter().map(|server| server.id.get()).collect());
        self.tasks.spawn(async move { settings::prepare(&door, servers).await });
        // Direct messages come to the first shard only.
        if ready.shard.is_none_or(|shard| shard.id.0 == 0) {
            let door = Arc::clone(&self.door);
            self.tasks.spawn(async move { missed::read_again(&door, first).await });
        }
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        tracing::info!("the gateway is open again; nothing was missed");
    }

    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        if event.new == ConnectionStage::Connected {
            self.door.desk.heard(DeskDoor::Discord);
        } else {
            self.door.desk.lost(DeskDoor::Discord);
        }
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        if self.door.application() == 0 {
            self.door.set_application(application_of(&interaction));
        }
        if let Some(arrival) = Arrival::read(interaction) {
            // Serenity has begun a task for this already.
            self.tasks.track_future(answer::answer(Arc::clone(&self.door), arrival)).await;
        }
    }

    async fn message(&self, _: Context, message: Message) {
        if message.author.bot || message.webhook_id.is_some() {
            return;
        }
        let (id, channel) = (message.id.get(), message.channel_id.get());
        if message.guild_id.is_none() {
            let letter = Letter { id, person: message.author.id.get(), channel, text: message.content };
            self.tasks.spawn(direct::answer(Arc::clone(&self.door), letter));
        } else if message.mentions.iter().any(|user| user.id.get() == self.door.application()) {
            let door = Arc::clone(&self.door);
            self.tasks.spawn(async move { forum::mentioned(&door, (id, channel), &message.content).await });
        }
    }

    async fn guild_delete(&self, _: Context, left: UnavailableGuild, _: Option<serenity::all::Guild>) {
        // A server that is out of order for a while is not left.
        if !left.unavailable {
            settings::forget(&self.door, left.id.get()).await;
        }
    }
}

fn application_of(interaction: &Interaction) -> u64 {
    match interaction {
        Interaction::Command(own) | Interaction::Autocomplete(own) => own.application_id.get(),
        Interaction::Component(own) => own.application_id.get(),
        Interaction::Modal(own) => own.application_id.get(),
        _ => 0,
    }
}
