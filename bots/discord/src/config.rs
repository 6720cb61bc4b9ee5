//! What the door is set up with.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use utveier::seal::Keyring;
use utveier::store::Store;

/// The bot's token. Shown nowhere.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A token as the platform gives it, with or without `Bot ` before it.
    #[must_use]
    pub fn new(token: &str) -> Self {
        let token = token.trim();
        Self(token.strip_prefix("Bot ").unwrap_or(token).to_owned())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// How the door is set up.
#[derive(Debug, Clone)]
pub struct DiscordConfig {
    /// The bot's token.
    pub token: Token,
    /// Where the REST API is: `https://discord.com`, or a stand-in's
    /// `http://127.0.0.1:PORT`. The gateway's address is what it answers to
    /// `/api/v10/gateway`.
    pub api_url: String,
    /// A further root certificate in PEM for an https stand-in.
    pub ca_file: Option<PathBuf>,
    /// Connections the servers are spread over; 1 up to 2,500 servers.
    pub shards: u32,
    /// Whether a forum of this platform is an inbox: then messages in servers are
    /// received, of which only those that address the bot have any text.
    pub has_inbox: bool,
    /// Signs buttons.
    pub keyring: Arc<Keyring>,
    /// Keeps servers' settings, and which thread belongs to which case.
    pub store: Arc<dyn Store>,
}

/// Why the door cannot be open.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The platform does not know the token.
    #[error(
        "Discord does not accept the token (discord.token); copy it anew from the bot's page in the developer portal"
    )]
    Token,
    /// The REST API did not answer as it should.
    #[error("{api_url} does not answer as Discord's API ({reason}); check discord.api_url and the network")]
    Api {
        /// The configured address.
        api_url: String,
        /// What happened instead.
        reason: String,
    },
    /// The gateway refused the connection for good.
    #[error("Discord's gateway refuses the bot: {0}")]
    Gateway(String),
    /// The extra root certificate cannot be used.
    #[error("the certificate {path} (discord.ca_file) cannot be used: {reason}")]
    Certificate {
        /// Its file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The number of shards is out of range.
    #[error("discord.shards must be from 1 to 16000")]
    Shards,
}
