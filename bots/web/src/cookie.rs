//! The one cookie: a session's id and our signature over it.
//!
//! A session may hold a request, so an id is worth something: one that we did
//! not make is nobody's, and nobody can plant one of their own making.

use std::time::Duration;

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Name over plain HTTP, which is for localhost.
const NAME: &str = "utveier";
/// Name over TLS; the prefix binds it to the host and to TLS,
/// <https://www.rfc-editor.org/rfc/rfc6265bis#section-4.1.3.2>.
const HOST_NAME: &str = "__Host-utveier";

fn name(https: bool) -> &'static str {
    if https { HOST_NAME } else { NAME }
}

/// The id a request carries, if it is one of ours.
pub(crate) fn read(headers: &HeaderMap, https: bool, sign: impl Fn(&str) -> [u8; 16]) -> Option<Uuid> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name(https))?;
    let (id, signature) = value.split_once('.')?;
    let id = Uuid::try_parse(id).ok()?;
    let ours = hex(&sign(&shown(id)));
    bool::from(ours.as_bytes().ct_eq(signature.as_bytes())).then_some(id)
}

/// The id as the core knows it.
pub(crate) fn shown(id: Uuid) -> String {
    id.simple().to_string()
}

/// The header that sets the id: until the browser closes, or for a time when
/// there is something to come back to.
pub(crate) fn set(
    id: Uuid,
    https: bool,
    sign: impl Fn(&str) -> [u8; 16],
    keep: Option<Duration>,
) -> Option<HeaderValue> {
    let id = shown(id);
    let age = keep.map_or_else(String::new, |keep| format!("; Max-Age={}", keep.as_secs()));
    header(&format!("{id}.{}", hex(&sign(&id))), &age, https)
}

/// The header that takes the cookie away.
pub(crate) fn clear(https: bool) -> Option<HeaderValue> {
    header("", "; Max-Age=0", https)
}

fn header(value: &str, age: &str, https: bool) -> Option<HeaderValue> {
    let secure = if https { "; Secure" } else { "" };
    let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{age}", name(https));
    HeaderValue::try_from(line).ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(id: &str) -> [u8; 16] {
        let mut signature = [7; 16];
        signature[0] = id.as_bytes()[0];
        signature
    }

    fn carrying(line: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::try_from(line).unwrap());
        headers
    }

    #[test]
    fn id_comes_back_among_other_cookies() {
        let id = Uuid::new_v4();
        let line = set(id, true, sign, None).unwrap();
        let pair = line.to_str().unwrap().split(';').next().unwrap().to_owned();
        assert_eq!(read(&carrying(&format!("a=b; {pair}; c")), true, sign), Some(id));
        assert_eq!(read(&carrying(&pair), false, sign), None);
    }

    #[test]
    fn anything_but_a_signed_id_is_ignored() {
        let id = Uuid::new_v4().simple();
        for bad in ["", "x", "../../etc", &id.to_string(), &format!("{id}."), &format!("{id}.{}", "0".repeat(32))] {
            assert_eq!(read(&carrying(&format!("utveier={bad}")), false, sign), None, "{bad}");
        }
    }

    #[test]
    fn kept_cookie_has_an_age_and_another_has_none() {
        let age = |keep| set(Uuid::nil(), false, sign, keep).unwrap().to_str().unwrap().contains("Max-Age=86400");
        assert!(age(Some(Duration::from_secs(86_400))));
        assert!(!age(None));
    }
}
