//! The Discord door: interactions in, messages out.
//!
//! Events come in through `gateway`; `answer` takes interactions, `direct` what
//! is written to the bot alone, `forum` what advisers do with a case. Each makes
//! an `Incoming` of it, hands it to the desk, and has what comes back shown by
//! `render` through `rest`. `courier` writes to a person first; `forum::inbox`
//! takes requests to a forum. `missed` reads again what came while the connection
//! was lost for longer than the platform keeps it.
//!
//! This room must not hold any wording or decide what is answered, and no other
//! door may be known here. Serenity stays in `gateway` and `arrival`.

mod answer;
mod arrival;
mod autocomplete;
mod commands;
mod config;
mod courier;
mod direct;
mod door;
mod forum;
mod gateway;
mod memory;
mod missed;
mod press;
mod receipt;
mod register;
mod render;
mod rest;
mod settings;
#[cfg(feature = "testing")]
#[doc(hidden)]
pub mod testing;
mod topics;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use utveier::desk::Desk;
use utveier::dialogue::Door as DeskDoor;

pub use autocomplete::choices as suggestions;
pub use config::{DiscordConfig, Error, Token};
pub use forum::ForumInbox;

/// A key of the catalogue, written so that its tests find it.
macro_rules! key {
    ($key:literal) => {
        $key
    };
}
pub(crate) use key;

/// The log target that must be off: at WARN it prints whole events, and with
/// them what people wrote.
pub const LOG_TARGET_OFF: &str = "serenity::gateway::ws=off";

/// Keeps the door open until stopped.
///
/// # Errors
///
/// [`Error`], when the token, the address or the certificate is wrong, or the
/// gateway refuses the bot for good. A gateway that is lost is none.
pub async fn run(config: DiscordConfig, desk: Arc<Desk>, stop: CancellationToken) -> Result<(), Error> {
    probe(&config).await?;
    let rest = rest::Rest::new(&config)?;
    let store = Arc::clone(&config.store);
    let door = Arc::new(door::Door::new(rest, Arc::clone(&desk), Arc::clone(&config.keyring), store));
    desk.register(DeskDoor::Discord, Arc::new(courier::DirectMessages(Arc::downgrade(&door)))).await;
    gateway::serve(&config, door, stop).await
}

/// Whether the door could be opened: address, certificate, token.
///
/// # Errors
///
/// What is wrong, and what to do.
pub async fn probe(config: &DiscordConfig) -> Result<(), Error> {
    if !(1..=16_000).contains(&config.shards) {
        return Err(Error::Shards);
    }
    let rest = rest::Rest::new(config)?;
    let api = |error: rest::RestError| Error::Api { api_url: config.api_url.clone(), reason: error.to_string() };
    rest.gateway().await.map_err(api)?;
    match rest.get("/users/@me").await {
        Err(error) if error.is_unauthorised() => Err(Error::Token),
        // The gateway has the last word on everything else.
        _ => Ok(()),
    }
}
