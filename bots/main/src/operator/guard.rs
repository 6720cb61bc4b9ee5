//! Who may look, and what every answer carries.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, WWW_AUTHENTICATE,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use super::Operator;

/// Longest an answer may take; a store that hangs is no reason to hang with it.
const LIMIT: Duration = Duration::from_secs(10);

/// Nothing is loaded, run or framed; the page's own form may only come back here.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
];

/// Lets through whoever shows the token, when one is set.
pub(super) async fn token(State(operator): State<Arc<Operator>>, request: Request, next: Next) -> Response {
    if operator.token.is_empty() {
        return next.run(request).await;
    }
    let given = request.headers().get(AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
    if shows(given, operator.token.expose()) {
        return next.run(request).await;
    }
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")], "a token is needed\n").into_response()
}

/// Whether a header shows the token: the scheme in any case, the token in
/// constant time.
fn shows(header: &[u8], token: &str) -> bool {
    let Some((scheme, given)) = header.split_at_checked("Bearer ".len()) else { return false };
    scheme.eq_ignore_ascii_case(b"Bearer ") && bool::from(given.ct_eq(token.as_bytes()))
}

/// Adds the headers of every answer, and ends those that take too long.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let in_time = tokio::time::timeout(LIMIT, next.run(request)).await;
    let mut response = in_time.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response());
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_under_its_scheme_is_shown() {
        let token = "en-lang-hemmelighet";
        assert!(shows(b"Bearer en-lang-hemmelighet", token) && shows(b"bearer en-lang-hemmelighet", token));
        for wrong in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer en-lang",
            "Bearer en-lang-hemmelighet2",
            "Basic en-lang-hemmelighet",
            "en-lang-hemmelighet",
        ] {
            assert!(!shows(wrong.as_bytes(), token), "{wrong}");
        }
    }
}
