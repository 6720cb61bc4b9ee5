//! Requests to the platform: one small client for every address it may stand at.
//!
//! Serenity's own client ignores another base address while its rate limiter is
//! on, and loses `retry_after` while it is off; here both hold. Bodies are JSON
//! as the platform documents it, so nothing is out of reach that a builder does
//! not know yet.
//!
//! This room must not know the dialogue.

mod error;
mod limits;

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::Value;

use crate::config::{DiscordConfig, Error};
pub(crate) use error::RestError;
use limits::Limits;

/// How long one request may take; an interaction must be answered within 3 s.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection nobody uses is kept; the platform's front closes its
/// side somewhat later.
const IDLE: Duration = Duration::from_secs(300);
/// How often a connection nobody uses is seen to stand.
const ALIVE: Duration = Duration::from_secs(60);
/// Attempts of a request that may be repeated.
const ATTEMPTS: u32 = 4;
/// First pause before a repeat after a fault of the platform; doubled each time.
const PAUSE: Duration = Duration::from_millis(250);
/// The longest a request waits where it stands for the platform's permission.
const PATIENCE: Duration = Duration::from_secs(8);

/// Longest until sessions may be begun again, in milliseconds: a day.
const MAX_RESET: u64 = 86_400_000;

/// Whether a request that may have had its effect is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Repeating changes nothing, or a double is better than a loss.
    Yes,
    /// Whoever called repeats it, with the same identity.
    No,
}

/// The platform's REST API.
#[derive(Debug, Clone)]
pub(crate) struct Rest {
    client: Client,
    base: String,
    authorization: String,
    limits: Arc<Limits>,
}

impl Rest {
    /// A client for the configured address.
    pub(crate) fn new(config: &DiscordConfig) -> Result<Self, Error> {
        let base = format!("{}/api/v10", config.api_url.trim_end_matches('/'));
        let authorization = format!("Bot {}", config.token.expose());
        Ok(Self { client: client(config)?, base, authorization, limits: Arc::default() })
    }

    /// Sends a request and reads the answer; `Value::Null` for an empty one.
    ///
    /// `path` begins with a slash and holds nothing a person wrote.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        repeat: Repeat,
    ) -> Result<Value, RestError> {
        let bucket = limits::bucket(&method, path);
        let mut pause = PAUSE;
        for attempt in 1..=ATTEMPTS {
            self.limits.admit(&bucket, PATIENCE).await?;
            let error = match self.once(&method, path, body, &bucket).await {
                Ok(value) => return Ok(value),
                // Answered by our own attempt before, whose answer was lost.
                Err(error) if attempt > 1 && error.is_answered() => return Ok(Value::Null),
                Err(error) => error,
            };
            let again = match &error {
                // Refused before it had any effect, so it is sent again in any case.
                RestError::RetryAfter(wait) if *wait <= PATIENCE => Some(*wait),
                RestError::Faulty(_) | RestError::Unsent(_) => Some(pause),
                RestError::Cut(_) if repeat == Repeat::Yes => Some(pause),
                _ => None,
            };
            let Some(wait) = again.filter(|_| attempt < ATTEMPTS && (repeat == Repeat::Yes || error.was_refused()))
            else {
                return Err(error);
            };
            tokio::time::sleep(wait).await;
            pause *= 2;
        }
        Err(RestError::Unsent("out of attempts".into()))
    }

    async fn once(&self, method: &Method, path: &str, body: Option<&Value>, bucket: &str) -> Result<Value, RestError> {
        let request = self.client.request(method.clone(), format!("{}{path}", self.base));
        // An interaction's own token authorises it; the bot's stays at home.
        let request =
            if limits::is_interaction(path) { request } else { request.header("Authorization", &self.authorization) };
        let request = match body {
            Some(body) => request.json(body),
            // Some servers refuse a POST or PUT of unknown length.
            None if *method == Method::GET => request,
            None => request.header("Content-Length", "0"),
        };
        let response = request.send().await.map_err(|error| RestError::of_transport(&error))?;
        self.limits.learn(bucket, response.headers(), response.status().as_u16());
        let status = response.status();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.map_err(|_| RestError::Cut("the answer broke off".into()))?;
        let value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        if status.is_success() { Ok(value) } else { Err(RestError::of_answer(status.as_u16(), &headers, &value)) }
    }

    /// Reads something.
    pub(crate) async fn get(&self, path: &str) -> Result<Value, RestError> {
        self.send(Method::GET, path, None, Repeat::Yes).await
    }

    /// Replaces something whole.
    pub(crate) async fn put(&self, path: &str, body: Option<&Value>) -> Result<Value, RestError> {
        self.send(Method::PUT, path, body, Repeat::Yes).await
    }

    /// Changes something.
    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Result<Value, RestError> {
        self.send(Method::PATCH, path, Some(body), Repeat::Yes).await
    }

    /// Makes something; repeated by us.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value, RestError> {
        self.send(Method::POST, path, Some(body), Repeat::Yes).await
    }

    /// Makes something; repeated by the caller.
    pub(crate) async fn post_once(&self, path: &str, body: &Value) -> Result<Value, RestError> {
        self.send(Method::POST, path, Some(body), Repeat::No).await
    }

    /// How many sessions may still be begun, and for how long none when there is
    /// no more. `None` where the platform does not say.
    pub(crate) async fn sessions_left(&self) -> Option<(u64, Duration)> {
        let answer = self.send(Method::GET, "/gateway/bot", None, Repeat::No).await.ok()?;
        let limit = &answer["session_start_limit"];
        let reset = Duration::from_millis(limit["reset_after"].as_u64()?.min(MAX_RESET));
        Some((limit["remaining"].as_u64()?, reset))
    }

    /// Where the gateway is.
    pub(crate) async fn gateway(&self) -> Result<String, RestError> {
        let answer = self.get("/gateway").await?;
        let url = answer["url"].as_str().filter(|url| url.starts_with("ws"));
        url.map(str::to_owned).ok_or_else(|| RestError::Faulty("no gateway address in the answer".into()))
    }
}

/// The HTTP client of the configuration.
pub(crate) fn client(config: &DiscordConfig) -> Result<Client, Error> {
    let mut builder = Client::builder()
        .timeout(TIMEOUT)
        // A connection that stands is there for the next interaction, which is to be
        // acknowledged without opening one.
        .pool_idle_timeout(IDLE)
        .tcp_keepalive(ALIVE)
        .user_agent(concat!("DiscordBot (utveier, ", env!("CARGO_PKG_VERSION"), ")"))
        // What is asked goes to the configured host and no further.
        .redirect(reqwest::redirect::Policy::none());
    if let Some(path) = &config.ca_file {
        let wrong = |reason: String| Error::Certificate { path: path.display().to_string(), reason };
        let pem = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
        let roots = reqwest::Certificate::from_pem_bundle(&pem).map_err(|error| wrong(error.to_string()))?;
        builder = roots.into_iter().fold(builder, reqwest::ClientBuilder::add_root_certificate);
    }
    let api = |error: reqwest::Error| Error::Api { api_url: config.api_url.clone(), reason: error.to_string() };
    builder.build().map_err(api)
}
