//! What the door is told when it is made.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use utveier::seal::Keyring;
use utveier::store::Store;

/// A text that is never shown: its `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Answers HTTP on a listener until stopped; what is in hand is finished first.
///
/// How long a client that trickles its bytes is waited for is decided there, for
/// every door alike, and not by this one.
pub type Serve = fn(TcpListener, Router, CancellationToken) -> Serving;

/// Ends when the serving does.
pub type Serving = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

/// How updates come in.
#[derive(Debug, Clone)]
pub enum Mode {
    /// We ask for them; nothing listens.
    Polling,
    /// Telegram posts them to us.
    Webhook {
        /// Where to listen; TLS ends in front of it.
        listen: SocketAddr,
        /// The public address, `https://` on port 443, 80, 88 or 8443.
        url: String,
        /// 1–256 of `A–Z a–z 0–9 _ -`; every post must carry it.
        secret: Secret,
        /// What answers there.
        serve: Serve,
    },
}

/// Telegram's limits on sending, as far as they are known; a local Bot API
/// server allows more.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Messages a second to all chats together. Default 30.
    pub per_second: f64,
    /// Messages a second to one private chat, after a burst of four. Default 1.
    pub per_chat: f64,
    /// Messages a minute to one group. Default 20.
    pub per_group_minute: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_second: 30.0, per_chat: 1.0, per_group_minute: 20.0 }
    }
}

/// How long things take. The defaults are for Telegram's own servers.
#[derive(Debug, Clone, Copy)]
pub struct Tempo {
    /// How long an empty poll is held by the server. Default 50 s.
    pub long_poll: Duration,
    /// The wait after the first failure; doubled up to a minute. Default 500 ms.
    pub first_retry: Duration,
    /// How long an update is kept unconfirmed while Telegram makes its answers
    /// wait. Default 5 s: past it others would wait behind it.
    pub hold: Duration,
    /// When the typing sign is shown, if nothing was answered; zero: always.
    /// Default 200 ms.
    pub typing_after: Duration,
    /// How long another poller of the same token is put up with, as during a
    /// change of version. Default 60 s.
    pub other_poller: Duration,
    /// How long a stop waits for what is in hand. Default 10 s.
    pub stop: Duration,
}

impl Default for Tempo {
    fn default() -> Self {
        Self {
            long_poll: Duration::from_secs(50),
            first_retry: Duration::from_millis(500),
            hold: Duration::from_secs(5),
            typing_after: Duration::from_millis(200),
            other_poller: Duration::from_secs(60),
            stop: Duration::from_secs(10),
        }
    }
}

/// Everything the door needs besides the desk.
#[derive(Debug, Clone)]
pub struct TelegramConfig {
    /// The bot's token.
    pub token: Secret,
    /// Where the Bot API is: `https://api.telegram.org`, or a local server.
    pub api_url: String,
    /// How updates come in.
    pub mode: Mode,
    /// How fast to send.
    pub limits: Limits,
    /// How long things take.
    pub tempo: Tempo,
    /// Chats that are inboxes: forum supergroups of advisers.
    pub inbox_chats: Vec<i64>,
    /// The address of the web page, shown as another way in; `None` when there
    /// is none that others can reach.
    pub web_url: Option<String>,
    /// Signs buttons.
    pub keyring: Arc<Keyring>,
    /// Keeps which topic is which case, and a group's choices.
    pub store: Arc<dyn Store>,
}
