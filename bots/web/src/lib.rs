//! The web door: a chat page that needs no script, and the reading pages.
//!
//! Translates between HTTP and the core's messages, and nothing else: what is
//! answered is decided behind [`Core`], every word the pages say themselves
//! comes from [`Core::text`] (the keys that begin with `web-`), and all content
//! is escaped on its way out. A question travels only in the body of a POST and
//! is written nowhere; a session is a signed id in a cookie, and its state is the
//! core's.
//!
//! Terms: a *visit* is one request with the language it is answered in; a
//! *fragment* is the part of a page that holds the new messages, for the script
//! that appends them.

mod about;
mod app;
mod assets;
mod conversation;
mod cookie;
mod desk_core;
mod directory;
mod guard;
mod library;
mod machine;
mod patience;
mod port;
mod reading;
mod view;
mod visit;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use tokio::net::TcpListener;

pub use desk_core::DeskCore;
pub use patience::{Patience, serve as serve_patiently};
pub use port::Core;

use app::App;

/// Where the door listens, and under which address others reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebConfig {
    /// Address to listen on, `[web] listen`.
    pub listen: SocketAddr,
    /// Address others use, `[web] public_url`, with or without a final slash.
    /// With `https` the cookie is `Secure` and HSTS is sent.
    pub public_url: String,
    /// How long the cookie of somebody who sent a request is kept, so that they
    /// find the answer.
    pub keep: Duration,
}

/// Largest request body read, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Every address of the door, without listening.
pub fn router(core: Arc<dyn Core>, config: WebConfig) -> Router {
    routes(&Arc::new(App::new(core, config)))
}

/// Serves the door on a listener until `stop` completes; requests in hand are
/// finished first.
///
/// # Errors
///
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    core: Arc<dyn Core>,
    config: WebConfig,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let app = Arc::new(App::new(core, config));
    patience::serve(listener, routes(&app), Patience::default(), stop).await
}

fn routes(app: &Arc<App>) -> Router {
    Router::new()
        .route("/", get(conversation::home))
        .route("/spor", get(conversation::back_home).post(conversation::ask))
        .route("/venter", get(conversation::waiting))
        .route("/les/{part}/{slug}", get(reading::page))
        .route("/tema", get(library::topics))
        .route("/tema/{part}", get(library::part))
        .route("/faq", get(library::questions))
        .route("/aktorer", get(directory::actors))
        .route("/aktorer/{id}", get(directory::actor))
        .route("/begreper", get(directory::terms))
        .route("/begreper/{id}", get(directory::term))
        .route("/om", get(about::about))
        .route("/personvern", get(about::privacy))
        .route("/statisk/{name}", get(assets::file))
        .route("/favicon.ico", get(assets::favicon))
        .route("/robots.txt", get(machine::robots))
        .route("/sitemap.xml", get(machine::sitemap))
        .route("/helse", get(machine::health))
        .fallback(guard::not_found)
        .method_not_allowed_fallback(guard::wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::from_fn_with_state(Arc::clone(app), guard::own_posts_only))
        .layer(middleware::from_fn_with_state(Arc::clone(app), guard::contain))
        .layer(middleware::from_fn_with_state(Arc::clone(app), guard::add_headers))
        .with_state(Arc::clone(app))
}

#[cfg(test)]
mod tests;
