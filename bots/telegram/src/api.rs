//! Calls to the Bot API: teloxide's typed payloads over a client of our own.
//!
//! Knows what an answer means ([`Failure`]), not when to try again; that is
//! [`crate::send`]'s. Neither the token nor anything of an answer's content
//! gets into an error's text.

mod failure;
mod methods;

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use teloxide::requests::Payload;

use crate::config::Secret;
use crate::error::Error;

pub(crate) use failure::Failure;
#[cfg(feature = "testing")]
pub(crate) use failure::failure_of;
pub(crate) use methods::{
    Command, EditForumTopic, EditMessageTextCall, EphemeralMessageParameters, GetUpdates, GetWebhookInfo, Me,
    ReplyToEphemeral, SendEphemeralMessage, Sent, SentEphemeral, SetCommands, SetWebhook, WebhookInfo,
};

use failure::Answer;

/// How long an ordinary call may take.
const CALL: Duration = Duration::from_secs(17);

/// The Bot API for one token.
pub(crate) struct Api {
    client: reqwest::Client,
    /// Address with the token in it; never shown.
    root: String,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Api(…)")
    }
}

impl Api {
    /// A client for the API at `url`.
    ///
    /// # Errors
    ///
    /// [`Error::Address`] when `url` is none, [`Error::Client`] when the system
    /// gives no client.
    pub(crate) fn new(url: &str, token: &Secret) -> Result<Self, Error> {
        let base = reqwest::Url::parse(url).map_err(|_| Error::Address)?;
        if !matches!(base.scheme(), "http" | "https") || token.0.contains(['/', '?', '#', ' ']) {
            return Err(if token.0.contains(['/', '?', '#', ' ']) { Error::Token } else { Error::Address });
        }
        // The token is in the address: it goes to the configured host and no further.
        let unled = reqwest::redirect::Policy::none();
        let client = teloxide::net::default_reqwest_settings().redirect(unled).build();
        let client = client.map_err(|error| Error::Client(error.without_url().to_string()))?;
        Ok(Self { client, root: format!("{}/bot{}/", url.trim_end_matches('/'), token.0) })
    }

    /// Calls a method; `R` may be less than what the method returns.
    pub(crate) async fn call<P, R>(&self, payload: &P) -> Result<R, Failure>
    where
        P: Payload + Serialize + Sync,
        R: DeserializeOwned,
    {
        let longer = payload.timeout_hint().unwrap_or_default();
        let request = self.client.post(method_url(&self.root, P::NAME)).timeout(CALL + longer).json(payload);
        let response = request.send().await.map_err(|error| Failure::of_network(&error))?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(|error| Failure::of_network(&error))?;
        match serde_json::from_slice::<Answer<R>>(&body) {
            Ok(answer) => answer.into_result(status),
            Err(_) if status >= 500 => Err(Failure::Server(status)),
            Err(_) => Err(Failure::Unreadable),
        }
    }
}

/// The documented spelling is `sendMessage`; teloxide's names begin with a
/// capital, and those of inline variants end in a word too many.
fn method_url(root: &str, name: &str) -> String {
    let name = name.trim_end_matches("Inline");
    let mut url = String::with_capacity(root.len() + name.len());
    url.push_str(root);
    let mut letters = name.chars();
    url.extend(letters.next().map(|first| first.to_ascii_lowercase()));
    url.push_str(letters.as_str());
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_spelt_as_documented() {
        assert_eq!(method_url("http://x/bot1:a/", "SendMessage"), "http://x/bot1:a/sendMessage");
        assert_eq!(method_url("http://x/bot1:a/", "EditMessageTextInline"), "http://x/bot1:a/editMessageText");
    }

    #[test]
    fn what_is_no_address_or_no_token_is_refused_before_anything_is_sent() {
        let token = Secret("1:abc".into());
        assert!(matches!(Api::new("telegram", &token), Err(Error::Address)));
        assert!(matches!(Api::new("ftp://api.telegram.org", &token), Err(Error::Address)));
        assert!(matches!(Api::new("https://api.telegram.org", &Secret("1:a/../x".into())), Err(Error::Token)));
        assert!(!format!("{:?}", Api::new("https://api.telegram.org", &token).unwrap()).contains("abc"));
    }
}
