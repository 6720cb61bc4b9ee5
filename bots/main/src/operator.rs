//! What an operator sees: health, metrics, statistics, on an address of its own.
//!
//! `/healthz` and `/readyz` answer anybody who can reach the address; the rest
//! wants the token when one is set. Nothing here knows a person, a message or a
//! case: labels are words of enums, and the statistics come with small cells
//! left out.

mod exposition;
mod guard;
mod messages;
mod page;
mod readings;
mod ready;

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use utveier::desk::Desk;
use utveier::dialogue::Door;
use utveier::inbox::imap::ImapHealth;
use utveier::store::Store;
use utveier_web::Patience;

use crate::counting::Counting;
use crate::settings::Secret;

pub(crate) use messages::Messages;
pub(crate) use page::DAYS;

/// What the pages are made of.
pub(crate) struct Operator {
    /// The desk, for its engine and the doors' pulses.
    pub desk: Arc<Desk>,
    /// The rows, for sums over them.
    pub store: Arc<dyn Store>,
    /// What was counted since the start.
    pub counting: Arc<Counting>,
    /// Doors that are configured and must be open.
    pub doors: Vec<Door>,
    /// How reading of answers is going, where they are read.
    pub mailbox: Option<watch::Receiver<ImapHealth>>,
    /// What a reader of metrics and statistics must show; empty: nothing.
    pub token: Secret,
    /// When the process began.
    pub started: Timestamp,
}

/// Text format 0.0.4 of Prometheus.
const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Takes the address of `[operator] listen`.
pub(crate) async fn bind(listen: &str) -> anyhow::Result<Option<TcpListener>> {
    if listen.is_empty() {
        return Ok(None);
    }
    let address: SocketAddr = listen.parse().context("[operator] listen")?;
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}: is another program using the port? Set [operator] listen")
    })?;
    Ok(Some(listener))
}

/// Answers until stopped.
pub(crate) async fn serve(listener: TcpListener, operator: Operator, stop: CancellationToken) {
    match listener.local_addr() {
        Ok(address) => tracing::info!(%address, "the operator's pages are open"),
        Err(error) => tracing::warn!(%error, "the operator's pages are open at an unknown address"),
    }
    let routes = routes(Arc::new(operator));
    let served = utveier_web::serve_patiently(listener, routes, Patience::default(), stop.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::error!(%error, "the operator's pages are closed");
    }
}

/// Every address.
fn routes(operator: Arc<Operator>) -> Router {
    let behind_token = Router::new()
        .route("/metrics", get(metrics))
        .route("/statistikk", get(page::statistics))
        .layer(middleware::from_fn_with_state(Arc::clone(&operator), guard::token));
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/stil.css", get(page::style))
        .merge(behind_token)
        .layer(middleware::from_fn(guard::headers))
        .with_state(operator)
}

/// `GET /healthz`: the process is alive, and says nothing more.
async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: what is not ready, a line each.
async fn readyz(State(operator): State<Arc<Operator>>) -> Response {
    let missing = ready::missing(&operator).await;
    if missing.is_empty() {
        return "ready\n".into_response();
    }
    let lines: String = missing.iter().map(|part| format!("not ready: {part}\n")).collect();
    (StatusCode::SERVICE_UNAVAILABLE, lines).into_response()
}

/// `GET /metrics`.
async fn metrics(State(operator): State<Arc<Operator>>) -> Response {
    ([(CONTENT_TYPE, EXPOSITION)], readings::exposition(&operator).await).into_response()
}
