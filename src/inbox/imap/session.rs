//! One connection to a mailbox (RFC 3501, IDLE 2177, UIDPLUS 4315, MOVE 6851).
//!
//! What a server says in words is not repeated in errors: the library puts what
//! it could not parse into its errors, and that may be a mail.

use std::sync::Arc;
use std::time::Duration;

use async_imap::extensions::idle::IdleResponse;
use async_imap::imap_proto::{Response, Status};
use async_imap::types::Fetch;
use async_imap::{Client, error::Error};
use futures::{Stream, TryStreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::super::connection::{Tls, innermost};
use super::{Content, ImapConfig, ImapError};

/// Headers of a mail that is too large are read up to here, in bytes.
const MAX_HEAD: u32 = 64 * 1024;
/// Longest the end of a connection is waited for.
const GOODBYE: Duration = Duration::from_secs(2);

/// A connection, encrypted or not.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Wire for T {}

type BoxedWire = Box<dyn Wire>;

/// A mail in the mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) uid: u32,
    /// In bytes; `None` when the server did not say.
    size: Option<u32>,
}

/// A connection with the mailbox open.
#[derive(Debug)]
pub(super) struct Session {
    inner: async_imap::Session<BoxedWire>,
    place: String,
    timeout: Duration,
    uid_validity: u32,
    can_idle: bool,
    can_move: bool,
    can_expunge_one: bool,
}

impl Session {
    /// Connects, encrypts, logs in and opens the mailbox.
    pub(super) async fn open(config: &ImapConfig, tls: &Arc<ClientConfig>) -> Result<Self, ImapError> {
        let place = format!("{}:{}", config.host, config.port);
        let opening = Self::open_unhurried(config, tls, place.clone());
        match tokio::time::timeout(config.timeout, opening).await {
            Ok(outcome) => outcome,
            Err(_elapsed) => Err(ImapError::Connect { place, reason: silence(config.timeout) }),
        }
    }

    async fn open_unhurried(config: &ImapConfig, tls: &Arc<ClientConfig>, place: String) -> Result<Self, ImapError> {
        let client =
            connect(config, tls).await.map_err(|reason| ImapError::Connect { place: place.clone(), reason })?;
        let mut inner = client.login(&config.user, &config.password).await.map_err(|(error, _client)| match error {
            Error::No(_) | Error::Bad(_) | Error::Validate(_) => ImapError::Login { place: place.clone() },
            other => ImapError::Connect { place: place.clone(), reason: kind(&other) },
        })?;
        let exchange = |doing, error: &Error| ImapError::Exchange { doing, place: place.clone(), reason: kind(error) };
        let can = inner.capabilities().await.map_err(|error| exchange("asking what is offered", &error))?;
        let (can_idle, can_move) = (can.has_str("IDLE"), can.has_str("MOVE"));
        let can_expunge_one = can.has_str("UIDPLUS");
        let mailbox = inner.select(&config.mailbox).await.map_err(|error| match error {
            Error::No(_) | Error::Bad(_) | Error::Validate(_) => {
                ImapError::Mailbox { place: place.clone(), mailbox: config.mailbox.clone() }
            }
            other => exchange("opening the mailbox", &other),
        })?;
        // Without the number, numbers of mails mean nothing beyond this connection.
        let uid_validity = mailbox.uid_validity.unwrap_or(0);
        Ok(Self { inner, place, timeout: config.timeout, uid_validity, can_idle, can_move, can_expunge_one })
    }

    /// Which numbering the server uses.
    pub(super) fn uid_validity(&self) -> u32 {
        self.uid_validity
    }

    /// The mails after a number, in order.
    pub(super) async fn list_after(&mut self, last_uid: u32) -> Result<Vec<Listed>, ImapError> {
        let Some(first) = last_uid.checked_add(1) else {
            return Ok(Vec::new());
        };
        let (limit, place) = (self.timeout, self.place.clone());
        let listing = async {
            let fetched = self.inner.uid_fetch(format!("{first}:*"), "(UID RFC822.SIZE)").await?;
            let all: Vec<Fetch> = fetched.try_collect().await?;
            Ok(all)
        };
        let all = within(limit, "listing mails", &place, listing).await?;
        let listed = all.iter().filter_map(|mail| mail.uid.map(|uid| Listed { uid, size: mail.size }));
        // `n:*` holds the last mail even when its number is below n (RFC 3501 §6.4.8).
        let mut listed: Vec<Listed> = listed.filter(|mail| mail.uid >= first).collect();
        listed.sort_unstable_by_key(|mail| mail.uid);
        listed.dedup_by_key(|mail| mail.uid);
        Ok(listed)
    }

    /// Fetches a mail without marking it read; `None` when it is gone.
    pub(super) async fn fetch(&mut self, listed: Listed, max_bytes: u32) -> Result<Option<Content>, ImapError> {
        let is_small = listed.size.is_some_and(|size| size <= max_bytes);
        let what =
            if is_small { "(UID BODY.PEEK[])".to_owned() } else { format!("(UID BODY.PEEK[HEADER]<0.{MAX_HEAD}>)") };
        let (limit, place) = (self.timeout, self.place.clone());
        let fetching = async {
            let fetched = self.inner.uid_fetch(listed.uid.to_string(), what).await?;
            let all: Vec<Fetch> = fetched.try_collect().await?;
            Ok(all)
        };
        let all = within(limit, "fetching a mail", &place, fetching).await?;
        let Some(mail) = all.iter().find(|mail| mail.uid == Some(listed.uid)) else {
            return Ok(None);
        };
        let whole = mail.body().filter(|_| is_small).map(|bytes| Content::Whole(bytes.to_vec()));
        let head = || mail.header().map(|bytes| Content::Head(bytes.to_vec()));
        // Passing over a mail that is there would be losing it.
        let missing = || ImapError::Exchange { doing: "fetching a mail", place, reason: "it came empty".to_owned() };
        whole.or_else(head).map(Some).ok_or_else(missing)
    }

    /// Moves a mail; the folder is made if it is missing.
    pub(super) async fn move_to(&mut self, uid: u32, folder: &str) -> Result<(), ImapError> {
        let (limit, place) = (self.timeout, self.place.clone());
        let moving = async {
            let uid = uid.to_string();
            match self.put(&uid, folder).await {
                // The folder is missing, or it is something else: then this fails again.
                Err(Error::No(_)) => {
                    self.inner.create(folder).await?;
                    self.put(&uid, folder).await?;
                }
                other => other?,
            }
            if !self.can_move {
                self.remove(&uid).await?;
            }
            Ok(())
        };
        within(limit, "moving a mail", &place, moving).await
    }

    async fn put(&mut self, uid: &str, folder: &str) -> Result<(), Error> {
        if self.can_move { self.inner.uid_mv(uid, folder).await } else { self.inner.uid_copy(uid, folder).await }
    }

    async fn remove(&mut self, uid: &str) -> Result<(), Error> {
        drain(self.inner.uid_store(uid, "+FLAGS.SILENT (\\Deleted)").await?).await?;
        // A plain EXPUNGE would also remove what others have marked.
        if self.can_expunge_one {
            drain(self.inner.uid_expunge(uid).await?).await?;
        }
        Ok(())
    }

    /// Waits until there may be news.
    pub(super) async fn wait_for_news(self, config: &ImapConfig) -> Result<Self, ImapError> {
        if self.can_idle { self.idle(config.idle).await } else { self.poll(config.poll).await }
    }

    async fn poll(mut self, pause: Duration) -> Result<Self, ImapError> {
        tokio::time::sleep(pause).await;
        let place = self.place.clone();
        within(self.timeout, "looking for news", &place, self.inner.noop()).await?;
        Ok(self)
    }

    async fn idle(self, longest: Duration) -> Result<Self, ImapError> {
        let Self { inner, place, timeout, uid_validity, can_idle, can_move, can_expunge_one } = self;
        let mut waiting = inner.idle();
        within(timeout, "beginning to wait", &place, waiting.init()).await?;
        let news = {
            let (news, _interrupt) = waiting.wait_with_timeout(longest);
            // A server's keep-alives reset the library's own clock, but not this one.
            tokio::time::timeout(longest, news).await
        };
        let is_bye = matches!(&news, Ok(Ok(IdleResponse::NewData(data))) if is_bye(data.parsed()));
        let is_cut = matches!(&news, Ok(Err(_) | Ok(IdleResponse::ManualInterrupt)));
        if is_bye || is_cut {
            let reason = if is_bye { "the server closed the connection" } else { "the connection was lost" };
            return Err(ImapError::Exchange { doing: "waiting for mail", place, reason: reason.to_owned() });
        }
        let inner = within(timeout, "ending the wait", &place, waiting.done()).await?;
        Ok(Self { inner, place, timeout, uid_validity, can_idle, can_move, can_expunge_one })
    }

    /// Says goodbye, if that can be done at once.
    pub(super) async fn log_out(mut self) {
        let _goodbye = tokio::time::timeout(GOODBYE, self.inner.logout()).await;
    }
}

fn is_bye(said: &Response<'_>) -> bool {
    matches!(said, Response::Data { status: Status::Bye, .. })
}

async fn drain<T>(answers: impl Stream<Item = Result<T, Error>>) -> Result<(), Error> {
    answers.try_for_each(|_answer| async { Ok(()) }).await
}

/// An exchange that may take only so long.
async fn within<T>(
    limit: Duration,
    doing: &'static str,
    place: &str,
    exchange: impl Future<Output = Result<T, Error>>,
) -> Result<T, ImapError> {
    let failed = |reason| ImapError::Exchange { doing, place: place.to_owned(), reason };
    match tokio::time::timeout(limit, exchange).await {
        Ok(outcome) => outcome.map_err(|error| failed(kind(&error))),
        Err(_elapsed) => Err(failed(silence(limit))),
    }
}

fn silence(limit: Duration) -> String {
    format!("no answer within {} s", limit.as_secs())
}

/// The kind of a failure, without what the server said.
fn kind(error: &Error) -> String {
    match error {
        // Errors of parsing come as this kind too, and hold what could not be parsed.
        Error::Io(io) if io.kind() != std::io::ErrorKind::Other => io.to_string(),
        Error::Io(_) | Error::Parse(_) => "the server said something unexpected".to_owned(),
        Error::Bad(_) => "the server did not understand".to_owned(),
        Error::No(_) => "the server refused".to_owned(),
        Error::ConnectionLost => "the connection was lost".to_owned(),
        _ => "the exchange failed".to_owned(),
    }
}

/// Connects and encrypts; the greeting is read.
async fn connect(config: &ImapConfig, tls: &Arc<ClientConfig>) -> Result<Client<BoxedWire>, String> {
    let tcp = TcpStream::connect((config.host.as_str(), config.port)).await.map_err(|error| innermost(&error))?;
    // An answer of ours is one short line, which should not wait for more.
    tcp.set_nodelay(true).map_err(|error| innermost(&error))?;
    match config.tls {
        Tls::None => greeted(Box::new(tcp)).await,
        Tls::Tls => greeted(encrypt(config, tls, Box::new(tcp)).await?).await,
        Tls::Starttls => {
            let mut client = greeted(Box::new(tcp)).await?;
            client
                .run_command_and_check_ok("STARTTLS", None)
                .await
                .map_err(|_refused| "the server offers no starttls".to_owned())?;
            // What came in clear after the answer is dropped with the client.
            Ok(Client::new(encrypt(config, tls, client.into_inner()).await?))
        }
    }
}

async fn greeted(wire: BoxedWire) -> Result<Client<BoxedWire>, String> {
    let mut client = Client::new(wire);
    match client.read_response().await {
        Ok(Some(greeting)) if !is_bye(greeting.parsed()) => Ok(client),
        Ok(Some(_bye)) => Err("the server turns us away".to_owned()),
        Ok(None) => Err("the connection ended before a greeting".to_owned()),
        Err(_unreadable) => Err("the server does not speak imap here".to_owned()),
    }
}

async fn encrypt(config: &ImapConfig, tls: &Arc<ClientConfig>, wire: BoxedWire) -> Result<BoxedWire, String> {
    let name = ServerName::try_from(config.host.clone()).map_err(|_| "imap.host is no name of a server".to_owned())?;
    let encrypted = TlsConnector::from(Arc::clone(tls)).connect(name, wire).await.map_err(|error| innermost(&error))?;
    Ok(Box::new(encrypted))
}
