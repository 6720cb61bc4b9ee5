//! The one cookie: a session's id.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use uuid::Uuid;

/// Name over plain HTTP, which is for localhost.
const NAME: &str = "utveier";
/// Name over TLS; the prefix binds it to the host and to TLS,
/// <https://www.rfc-editor.org/rfc/rfc6265bis#section-4.1.3.2>.
const HOST_NAME: &str = "__Host-utveier";

fn name(https: bool) -> &'static str {
    if https { HOST_NAME } else { NAME }
}

/// The id a request carries, if it is one.
pub(crate) fn read(headers: &HeaderMap, https: bool) -> Option<Uuid> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name(https))?;
    Uuid::try_parse(value).ok()
}

/// The header that sets the id until the browser closes.
pub(crate) fn set(id: Uuid, https: bool) -> Option<HeaderValue> {
    header(&id.simple().to_string(), "", https)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_comes_back_among_other_cookies() {
        let id = Uuid::new_v4();
        let mut headers = HeaderMap::new();
        let line = format!("a=b; {HOST_NAME}={}; c", id.simple());
        headers.insert(COOKIE, HeaderValue::try_from(line).unwrap());
        assert_eq!(read(&headers, true), Some(id));
        assert_eq!(read(&headers, false), None);
    }

    #[test]
    fn anything_but_an_id_is_ignored() {
        for bad in ["utveier=", "utveier=x", "utveier=../../etc", "=", ";;;"] {
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, HeaderValue::from_static(bad));
            assert_eq!(read(&headers, false), None, "{bad}");
        }
    }
}
