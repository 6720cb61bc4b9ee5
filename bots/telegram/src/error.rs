//! Why the door cannot open. For operators: what, where, what to do.

/// What stops the door.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configured address is none.
    #[error(
        "telegram.api_url is not an address; use https://api.telegram.org or the address of a local Bot API server"
    )]
    Address,
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made: {0}")]
    Client(String),
    /// Telegram does not know the token.
    #[error("telegram refused the token; copy it again from @BotFather into telegram.token")]
    Token,
    /// Telegram could not be asked.
    #[error("telegram could not be reached at telegram.api_url: {0}")]
    Unreachable(&'static str),
    /// A webhook is set, so nothing can be polled.
    #[error(
        "a webhook is set for this bot, so it cannot be polled; set telegram.mode = \"webhook\", or remove it with deleteWebhook"
    )]
    WebhookSet,
    /// Another process polls with the same token.
    #[error("another process polls with the same token; stop it, only one may")]
    OtherPoller,
    /// The webhook could not be set.
    #[error("telegram refused the webhook: {0}; check telegram.webhook_url (https, port 443, 80, 88 or 8443)")]
    Webhook(String),
    /// The webhook's secret does not fit.
    #[error("telegram.webhook_secret must have 1 to 256 of A-Z a-z 0-9 _ -")]
    Secret,
    /// The webhook's port cannot be listened on.
    #[error("cannot listen on {address} for telegram's webhook: {reason}")]
    Listen {
        /// Where.
        address: std::net::SocketAddr,
        /// What the system said.
        reason: String,
    },
}
