//! What every request passes: headers, origin, panics, time; and the pages for
//! what cannot be served.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::view;
use crate::visit::{FRAGMENT_HEADER, Visit};

/// Longest a request may take; a reply takes milliseconds.
const TIMEOUT: Duration = Duration::from_secs(15);

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 9] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_DNS_PREFETCH_CONTROL, "off"),
];

/// Adds the headers of every response. What is not said to be kept is not.
pub(crate) async fn add_headers(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.is_https() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language, X-Utveier-Del"));
    response
}

/// Keeps a request's panic to itself, and ends one that takes too long.
///
/// Neither says anything of what was asked, and nothing of it is logged here;
/// the panic hook of the binary must leave out the message as well.
pub(crate) async fn contain(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let visit = Visit::new(&app, request.uri(), request.headers());
    let mut task = tokio::spawn(next.run(request));
    match tokio::time::timeout(TIMEOUT, &mut task).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!("a web request panicked");
            failure(&visit, StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(_) => {
            task.abort();
            tracing::warn!(timeout_secs = TIMEOUT.as_secs(), "a web request took too long");
            failure(&visit, StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// Refuses a POST that another site's page caused.
pub(crate) async fn own_posts_only(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if request.method() == Method::POST && !is_own(&app, request.headers()) {
        return failure(&Visit::new(&app, request.uri(), request.headers()), StatusCode::FORBIDDEN);
    }
    next.run(request).await
}

/// Browsers say where a request comes from in `Sec-Fetch-Site`; those that do
/// not (older ones, and all over plain HTTP off localhost) in `Origin`. Under
/// our own `no-referrer` a form's `Origin` is `null`: then the cookie decides,
/// which is `SameSite=Strict` and so never sent from another site's page.
/// Without any of them it is no browser, and no other site's page is behind it.
fn is_own(app: &App, headers: &HeaderMap) -> bool {
    let value = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = value(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match value(header::ORIGIN) {
        None => true,
        Some("null") => app.session(headers).is_some(),
        Some(origin) => origin == app.public_origin() || value(header::HOST).is_some_and(|host| is_host(origin, host)),
    }
}

fn is_host(origin: &str, host: &str) -> bool {
    origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")) == Some(host)
}

/// For addresses that are old or unknown.
pub(crate) async fn not_found(visit: Visit) -> Response {
    failure(&visit, StatusCode::NOT_FOUND)
}

/// For a known address asked in an unknown way.
pub(crate) async fn wrong_method(visit: Visit) -> Response {
    failure(&visit, StatusCode::METHOD_NOT_ALLOWED)
}

/// The page, or the fragment, of a status with texts of its own.
pub(crate) fn failure(visit: &Visit, status: StatusCode) -> Response {
    let key = match status.as_u16() {
        403 => "web-403",
        404 => "web-404",
        405 => "web-405",
        413 => "web-413",
        500 => "web-500",
        503 => "web-503",
        _ => "web-400",
    };
    if visit.fragment {
        return fragment(status, view::notice(&visit.text(key)));
    }
    (status, view::failure_page(visit, key)).into_response()
}

/// A response that holds messages alone.
pub(crate) fn fragment(status: StatusCode, messages: maud::Markup) -> Response {
    let mut response = (status, messages).into_response();
    response.headers_mut().insert(FRAGMENT_HEADER, HeaderValue::from_static("svar"));
    response
}
