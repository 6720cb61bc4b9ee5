//! The webhook: Telegram posts, and gets its 200 only after the update is
//! handled. Nothing is spooled: a question never touches the disk.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;
use subtle::ConstantTimeEq;
use tokio_util::sync::CancellationToken;

use super::intake::{Intake, Taken};
use crate::config::{Secret, Serve};
use crate::error::Error;

/// Most bytes of a post; Telegram's are a few thousand.
const MAX_BODY: usize = 256 * 1024;
/// What every post of Telegram carries.
const HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

struct Hook {
    intake: Arc<Intake>,
    secret: Secret,
}

/// Listens until stopped; what is in hand is finished first.
///
/// # Errors
///
/// [`Error::Listen`] when the port is taken.
pub(crate) async fn listen(
    address: SocketAddr,
    secret: Secret,
    serve: Serve,
    intake: Arc<Intake>,
    stop: CancellationToken,
) -> Result<(), Error> {
    let refused = |error: std::io::Error| Error::Listen { address, reason: error.to_string() };
    let listener = tokio::net::TcpListener::bind(address).await.map_err(refused)?;
    let routes = routes(secret, intake);
    serve(listener, routes, stop).await.map_err(refused)
}

fn routes(secret: Secret, intake: Arc<Intake>) -> Router {
    // Any path: whoever forwards to us may have one. Other methods get a 405.
    Router::new()
        .route("/", post(receive))
        .route("/{*path}", post(receive))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(Arc::new(Hook { intake, secret }))
}

async fn receive(State(hook): State<Arc<Hook>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let given = headers.get(HEADER).map(|value| value.as_bytes()).unwrap_or_default();
    if !bool::from(given.ct_eq(hook.secret.0.as_bytes())) {
        return StatusCode::FORBIDDEN;
    }
    hook.intake.handler.heard();
    let Ok(update) = serde_json::from_slice::<Value>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    match hook.intake.take(update) {
        Taken::New(handled) => {
            // Ends when it is handled; an error means just that.
            let _ended = handled.await;
            StatusCode::OK
        }
        // A repeat must not confirm what may yet be lost: it is to come again.
        Taken::InHand => StatusCode::SERVICE_UNAVAILABLE,
        Taken::Done => StatusCode::OK,
    }
}

/// Whether a secret is one Telegram takes.
pub(crate) fn is_secret(secret: &Secret) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=256).contains(&secret.0.len()) && secret.0.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_those_telegram_takes() {
        for (secret, fits) in [("", false), ("a-B_9", true), ("med mellomrom", false), ("æ", false)] {
            assert_eq!(is_secret(&Secret(secret.into())), fits, "{secret}");
        }
        assert!(!is_secret(&Secret("a".repeat(257))));
    }
}
