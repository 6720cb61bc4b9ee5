//! Reads a mailbox: every mail once, as soon as it is there.
//!
//! A mail is handed to a [`MailHandler`], moved only after that has returned,
//! and the position is saved last. So nothing leaves the mailbox before it is
//! committed here, and whatever breaks in between means reading a mail again,
//! which its key makes harmless.
//!
//! This file must not know what a mail says, nor where a position is kept.

mod handler;
mod session;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;
use tokio_rustls::rustls::ClientConfig;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::connection::{Endpoint, SettingsError, Tls, client_config, read_roots};
use session::Session;

pub use handler::{Content, Disposal, Fetched, HandlerError, MailHandler, Position};

/// How a mailbox is reached and read.
#[derive(Clone)]
pub struct ImapConfig {
    /// Name or number of the server.
    pub host: String,
    /// Usually 993 with [`Tls::Tls`], 143 with [`Tls::Starttls`].
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// Login name.
    pub user: String,
    /// Password of `user`.
    pub password: String,
    /// Which mailbox; usually `INBOX`.
    pub mailbox: String,
    /// PEM file of a further root certificate, besides the public ones.
    pub ca_file: Option<PathBuf>,
    /// Longest one exchange with the server may take.
    pub timeout: Duration,
    /// Longest wait for news before the mailbox is looked at anyway; at most
    /// five minutes, since news between a look and the wait is not announced.
    pub idle: Duration,
    /// Time between looks where the server cannot announce news.
    pub poll: Duration,
    /// First and longest wait before connecting anew after a failure.
    pub retry: (Duration, Duration),
    /// Largest mail that is read, in bytes.
    pub max_bytes: u32,
}

impl ImapConfig {
    /// Largest mail that is read when nothing else is said: 10 MiB.
    pub const MAX_BYTES: u32 = 10 * 1024 * 1024;
    /// Longest wait for news.
    pub const MAX_IDLE: Duration = Duration::from_secs(300);
}

impl std::fmt::Debug for ImapConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let server = format_args!("{}:{}", self.host, self.port);
        f.debug_struct("ImapConfig").field("server", &server).field("tls", &self.tls).finish_non_exhaustive()
    }
}

/// Why a mailbox cannot be read now. No text repeats anything of a mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    /// Not reached, or no TLS.
    #[error("cannot connect to {place}: {reason}; check imap.host, port, tls and ca_file")]
    Connect {
        /// Host and port.
        place: String,
        /// What the network or TLS said.
        reason: String,
    },
    /// The login was refused.
    #[error("{place} refused the login; check imap.user and imap.password")]
    Login {
        /// Host and port.
        place: String,
    },
    /// The mailbox is not there.
    #[error("{place} cannot open the mailbox {mailbox}; check imap.mailbox")]
    Mailbox {
        /// Host and port.
        place: String,
        /// As configured.
        mailbox: String,
    },
    /// The connection was lost, or the server said something unexpected.
    #[error("{doing} at {place}: {reason}")]
    Exchange {
        /// What was being done.
        doing: &'static str,
        /// Host and port.
        place: String,
        /// What kind of failure it was.
        reason: String,
    },
    /// The handler failed.
    #[error(transparent)]
    Handler(#[from] HandlerError),
}

/// How reading is going.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImapHealth {
    /// When the mailbox was last read to its end; monotonic.
    pub last_success: Option<Instant>,
    /// What is wrong now, for operators; `None` while all is well.
    pub error: Option<String>,
    /// Failures since the last success.
    pub failures: u32,
    /// How often the mailbox was read to its end.
    pub rounds: u64,
}

/// A reader of one mailbox.
#[derive(Debug)]
pub struct ImapReader {
    config: ImapConfig,
    tls: Arc<ClientConfig>,
    health: watch::Sender<ImapHealth>,
}

impl ImapReader {
    /// Checks the settings; connects to nothing.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] for what cannot work.
    pub fn new(mut config: ImapConfig) -> Result<Self, SettingsError> {
        let (section, host) = ("imap", config.host.as_str());
        Endpoint { section, host, tls: config.tls, user: &config.user, password: &config.password }.check()?;
        if config.user.is_empty() {
            return Err(SettingsError::HalfLogin { section, missing: "user" });
        }
        let tls = client_config(section, read_roots(section, config.ca_file.as_deref())?)?;
        config.idle = config.idle.min(ImapConfig::MAX_IDLE);
        Ok(Self { config, tls, health: watch::Sender::default() })
    }

    /// How reading is going, now and whenever it changes.
    #[must_use]
    pub fn health(&self) -> watch::Receiver<ImapHealth> {
        self.health.subscribe()
    }

    /// Connects, logs in and opens the mailbox, without reading: for
    /// `utveier check`.
    ///
    /// # Errors
    ///
    /// [`ImapError`], in words for an operator.
    pub async fn probe(&self) -> Result<(), ImapError> {
        let session = Session::open(&self.config, &self.tls).await?;
        session.log_out().await;
        Ok(())
    }

    /// Reads until `stop`. Never ends by itself: after a failure it waits
    /// longer each time and connects anew. A mail in hand is finished first.
    pub async fn run(&self, handler: &dyn MailHandler, stop: &CancellationToken) {
        let mut failures = 0;
        while !stop.is_cancelled() {
            let rounds = self.health.borrow().rounds;
            let Err(error) = self.read(handler, stop).await else {
                return;
            };
            // A connection that has worked for a while does not make the next wait longer.
            failures = if self.health.borrow().rounds > rounds { 1 } else { failures + 1 };
            tracing::warn!(error = %error, failures, "imap: reading failed");
            self.health.send_modify(|health| {
                health.failures = failures;
                health.error = Some(error.to_string());
            });
            let wait = self.wait_after(failures);
            let _stopped = stop.run_until_cancelled(tokio::time::sleep(wait)).await;
        }
    }

    /// Doubles with each failure, up to the longest; a quarter of it by chance,
    /// so that many readers do not come back at once.
    fn wait_after(&self, failures: u32) -> Duration {
        let (first, longest) = self.config.retry;
        let wait = first.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(longest);
        let chance = f64::from(Uuid::new_v4().as_bytes()[0]) / 255.0;
        wait.mul_f64(0.75 + 0.25 * chance)
    }

    /// One connection, from login to failure or stop.
    async fn read(&self, handler: &dyn MailHandler, stop: &CancellationToken) -> Result<(), ImapError> {
        let Some(opened) = stop.run_until_cancelled(Session::open(&self.config, &self.tls)).await else {
            return Ok(());
        };
        let mut session = opened?;
        loop {
            if self.round(&mut session, handler, stop).await? == Round::Stopped {
                session.log_out().await;
                return Ok(());
            }
            self.health.send_modify(|health| {
                health.last_success = Some(Instant::now());
                health.error = None;
                health.failures = 0;
                health.rounds += 1;
            });
            // Waiting takes the session: a wait that is broken off leaves it unusable.
            match stop.run_until_cancelled(session.wait_for_news(&self.config)).await {
                Some(next) => session = next?,
                None => return Ok(()),
            }
        }
    }

    /// Reads all that is new.
    async fn round(
        &self,
        session: &mut Session,
        handler: &dyn MailHandler,
        stop: &CancellationToken,
    ) -> Result<Round, ImapError> {
        let mut position = match handler.position().await? {
            Some(position) if position.uid_validity == session.uid_validity() => position,
            // Another numbering, or none yet: all is read, and keys tell what is known.
            Some(_) | None => Position { uid_validity: session.uid_validity(), last_uid: 0 },
        };
        let Some(listed) = stop.run_until_cancelled(session.list_after(position.last_uid)).await else {
            return Ok(Round::Stopped);
        };
        for listed in listed? {
            let fetching = session.fetch(listed, self.config.max_bytes);
            let Some(content) = stop.run_until_cancelled(fetching).await else {
                return Ok(Round::Stopped);
            };
            position.last_uid = listed.uid;
            // Gone since it was listed: somebody else has taken it.
            if let Some(content) = content? {
                let disposal = handler.handle(Fetched { position, content }).await?;
                if let Disposal::MoveTo(folder) = disposal {
                    session.move_to(listed.uid, &folder).await?;
                }
            }
            handler.save_position(position).await?;
        }
        Ok(Round::Read)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    Read,
    Stopped,
}
