//! What all requests share.

use std::sync::Arc;

use crate::WebConfig;
use crate::port::Core;
use crate::session::Sessions;

/// Core, configuration and sessions.
pub(crate) struct App {
    /// The core.
    pub(crate) core: Arc<dyn Core>,
    /// The sessions of the chat page.
    pub(crate) sessions: Sessions,
    public_url: String,
}

impl App {
    pub(crate) fn new(core: Arc<dyn Core>, config: WebConfig) -> Self {
        let WebConfig { mut public_url, .. } = config;
        public_url.truncate(public_url.trim_end_matches('/').len());
        Self { core, sessions: Sessions::new(), public_url }
    }

    /// Whether others reach the door over TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The public address of a path that begins with `/`.
    pub(crate) fn public(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// Scheme, host and port others use, as in an `Origin` header.
    pub(crate) fn public_origin(&self) -> &str {
        let host_start = self.public_url.find("://").map_or(0, |at| at + 3);
        let host_end = self.public_url[host_start..].find('/');
        &self.public_url[..host_end.map_or(self.public_url.len(), |at| host_start + at)]
    }
}
