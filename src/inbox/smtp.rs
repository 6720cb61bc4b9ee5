//! Delivery to a mail server (RFC 5321, submission RFC 6409).
//!
//! One connection a parcel, spoken step by step, because what a failure means
//! depends on where it came: before the content nothing was handed over, after
//! it the server may have accepted. What a server says in words is not repeated
//! in errors, since it often holds the whole address.

mod failure;

use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Noop, Rcpt};
use lettre::transport::smtp::extension::ClientId;

use super::connection::{Endpoint, SettingsError, Tls, read_roots};
use super::mail::{ComposeError, Letterhead, Mail, compose, masked};
use super::{DeliveryError, Inbox, Parcel};
use failure::{Step, explain};

/// How a mail server is reached.
#[derive(Clone)]
pub struct SmtpConfig {
    /// Name or number of the server.
    pub host: String,
    /// Usually 587 with [`Tls::Starttls`], 465 with [`Tls::Tls`].
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// Login name; empty when the server asks for none.
    pub user: String,
    /// Password of `user`.
    pub password: String,
    /// Who the mails are from: `name@example.org` or `Name <name@example.org>`.
    pub from: String,
    /// PEM file of a further root certificate, besides the public ones.
    pub ca_file: Option<PathBuf>,
    /// Longest a whole delivery may take. A server that answers later than this
    /// after the content may have accepted it, so rather too long than too short.
    pub timeout: Duration,
}

impl std::fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let server = format_args!("{}:{}", self.host, self.port);
        f.debug_struct("SmtpConfig").field("server", &server).field("tls", &self.tls).finish_non_exhaustive()
    }
}

/// An inbox behind a mail server. One serves all recipients.
pub struct SmtpInbox {
    config: SmtpConfig,
    letterhead: Letterhead,
    tls: Option<TlsParameters>,
    hello: ClientId,
}

impl std::fmt::Debug for SmtpInbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpInbox").field("config", &self.config).finish_non_exhaustive()
    }
}

impl SmtpInbox {
    /// Checks the settings; connects to nothing.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] for what cannot work.
    pub fn new(config: SmtpConfig) -> Result<Self, SettingsError> {
        let (section, host) = ("smtp", config.host.as_str());
        Endpoint { section, host, tls: config.tls, user: &config.user, password: &config.password }.check()?;
        let letterhead = Letterhead::new(&config.from)?;
        let tls = match config.tls {
            Tls::None => None,
            Tls::Starttls | Tls::Tls => Some(tls_parameters(&config)?),
        };
        Ok(Self { config, letterhead, tls, hello: ClientId::default() })
    }

    /// Who its mails are from.
    #[must_use]
    pub fn letterhead(&self) -> &Letterhead {
        &self.letterhead
    }

    /// Connects, encrypts and logs in.
    async fn connect(&self, step: &mut Step) -> Result<AsyncSmtpConnection, DeliveryError> {
        let config = &self.config;
        let server = (config.host.as_str(), config.port);
        let failed = |step: Step, error| explain(step, &error, &self.place());
        *step = Step::Connect;
        let wrapped = self.tls.clone().filter(|_| config.tls == Tls::Tls);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(config.timeout), &self.hello, wrapped, None)
                .await
                .map_err(|error| failed(*step, error))?;
        if let Some(parameters) = self.tls.clone().filter(|_| config.tls == Tls::Starttls) {
            *step = Step::Encrypt;
            connection.starttls(parameters, &self.hello).await.map_err(|error| failed(*step, error))?;
        }
        if !config.user.is_empty() {
            *step = Step::LogIn;
            let credentials = Credentials::new(config.user.clone(), config.password.clone());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&mechanisms, &credentials).await.map_err(|error| failed(*step, error))?;
        }
        Ok(connection)
    }

    async fn send(&self, mail: &Mail, step: &mut Step) -> Result<(), DeliveryError> {
        let Some(to) = mail.to.clone() else {
            return Err(DeliveryError::Permanent(ComposeError::Recipient.to_string()));
        };
        let mut connection = self.connect(step).await?;
        let place = format!("{} for {}", self.place(), masked(to.as_ref()));
        *step = Step::Sender;
        let sender = MailFrom::new(Some(mail.from.clone()), Vec::new());
        let mut said = connection.command(sender).await;
        if said.is_ok() {
            *step = Step::Recipient;
            said = connection.command(Rcpt::new(to, Vec::new())).await;
        }
        if said.is_ok() {
            *step = Step::Begin;
            said = connection.command(Data).await;
        }
        if said.is_ok() {
            *step = Step::Content;
            said = connection.message(&mail.bytes).await;
        }
        let outcome = said.map(|_accepted| ()).map_err(|error| explain(*step, &error, &place));
        // The answer is here; a server that is slow to say goodbye changes nothing.
        let _goodbye = tokio::time::timeout(GOODBYE, connection.abort()).await;
        outcome
    }

    fn place(&self) -> String {
        format!("{}:{}", self.config.host, self.config.port)
    }
}

/// Longest the end of a finished connection is waited for.
const GOODBYE: Duration = Duration::from_secs(2);

fn tls_parameters(config: &SmtpConfig) -> Result<TlsParameters, SettingsError> {
    let section = "smtp";
    let refuse = |error: lettre::transport::smtp::Error| SettingsError::Tls { section, reason: error.to_string() };
    let mut builder = TlsParameters::builder(config.host.clone());
    for root in read_roots(section, config.ca_file.as_deref())? {
        builder = builder.add_root_certificate(Certificate::from_der(root.to_vec()).map_err(refuse)?);
    }
    builder.build_rustls().map_err(refuse)
}

#[async_trait]
impl Inbox for SmtpInbox {
    async fn deliver(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        let mail = compose(parcel, &self.letterhead).map_err(|error| match error {
            ComposeError::Recipient => DeliveryError::Permanent(error.to_string()),
            // Somebody may mend the settings; until then the request waits.
            ComposeError::ReplyTo | ComposeError::Message => DeliveryError::Transient(error.to_string()),
        })?;
        let mut step = Step::Connect;
        match tokio::time::timeout(self.config.timeout, self.send(&mail, &mut step)).await {
            Ok(outcome) => outcome,
            Err(_elapsed) => Err(step.timed_out(&self.place(), self.config.timeout)),
        }
    }

    async fn probe(&self) -> Result<(), DeliveryError> {
        let mut step = Step::Connect;
        let probing = async {
            let mut connection = self.connect(&mut step).await?;
            step = Step::Sender;
            let said = connection.command(Noop).await.map_err(|error| explain(Step::Sender, &error, &self.place()));
            let _goodbye = tokio::time::timeout(GOODBYE, connection.abort()).await;
            said.map(|_ready| ())
        };
        match tokio::time::timeout(self.config.timeout, probing).await {
            Ok(outcome) => outcome,
            Err(_elapsed) => Err(step.timed_out(&self.place(), self.config.timeout)),
        }
    }
}
