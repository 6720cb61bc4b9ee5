//! What all requests share.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue};
use uuid::Uuid;

use crate::port::Core;
use crate::{WebConfig, cookie};

/// Core and configuration.
pub(crate) struct App {
    /// The core.
    pub(crate) core: Arc<dyn Core>,
    keep: Duration,
    public_url: String,
}

impl App {
    pub(crate) fn new(core: Arc<dyn Core>, config: WebConfig) -> Self {
        let WebConfig { mut public_url, keep, .. } = config;
        public_url.truncate(public_url.trim_end_matches('/').len());
        Self { core, keep, public_url }
    }

    /// The session a request belongs to.
    pub(crate) fn session(&self, headers: &HeaderMap) -> Option<Uuid> {
        cookie::read(headers, self.is_https(), |id| self.core.signature(id))
    }

    /// The header that sets a session's cookie; kept when there is something to
    /// come back to.
    pub(crate) fn cookie(&self, id: Uuid, keep: bool) -> Option<HeaderValue> {
        cookie::set(id, self.is_https(), |id| self.core.signature(id), keep.then_some(self.keep))
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
