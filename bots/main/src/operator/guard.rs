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
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;
use subtle::ConstantTimeEq;

use super::Operator;

/// Longest an answer may take; a store that hangs is no reason to hang with it.
const LIMIT: Duration = Duration::from_secs(10);

/// Nothing is run or framed, and only the own style sheet loaded; the page's own
/// form may only come back here.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Both ways to show the token: a program sends it as it is (RFC 6750), a browser
/// asks for it and sends it as a password under any name (RFC 7617).
const CHALLENGES: [&str; 2] = ["Bearer", "Basic realm=\"Utveier\", charset=\"UTF-8\""];

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
    let mut refused = (StatusCode::UNAUTHORIZED, "a token is needed\n").into_response();
    for challenge in CHALLENGES {
        refused.headers_mut().append(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    refused
}

/// Whether a header shows the token: the scheme in any case, the token in
/// constant time.
fn shows(header: &[u8], token: &str) -> bool {
    let is_token = |given: &[u8]| bool::from(given.ct_eq(token.as_bytes()));
    if let Some(given) = under(b"Bearer ", header) {
        return is_token(given);
    }
    let password = under(b"Basic ", header).and_then(|pair| STANDARD.decode(pair).ok());
    let password = password.as_deref().and_then(|pair| pair.splitn(2, |byte| *byte == b':').nth(1));
    password.is_some_and(is_token)
}

/// What stands in a header under a scheme.
fn under<'h>(scheme: &[u8], header: &'h [u8]) -> Option<&'h [u8]> {
    let (given, rest) = header.split_at_checked(scheme.len())?;
    given.eq_ignore_ascii_case(scheme).then_some(rest)
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

    #[test]
    fn a_browser_shows_it_as_a_password() {
        let token = "en:lang-hemmelighet";
        let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
        assert!(shows(basic("drift:en:lang-hemmelighet").as_bytes(), token));
        assert!(shows(basic(":en:lang-hemmelighet").as_bytes(), token));
        for wrong in [basic("en:lang-hemmelighet"), basic("drift:"), basic("drift"), "Basic %%%".to_owned(), basic("")]
        {
            assert!(!shows(wrong.as_bytes(), token), "{wrong}");
        }
    }
}
