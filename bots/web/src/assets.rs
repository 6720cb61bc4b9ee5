//! Style, script and mark: in the binary, under addresses that change with
//! their content, so that browsers may keep them for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use crate::guard::failure;
use crate::visit::Visit;

struct Asset {
    path: String,
    media_type: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(stem: &str, ending: &str, media_type: &'static str, content: &'static str) -> Self {
        let path = format!("/statisk/{stem}-{:016x}.{ending}", fnv1a(content.as_bytes()));
        Self { path, media_type, content }
    }
}

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("stil", "css", "text/css; charset=utf-8", include_str!("../assets/stil.css")));
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_str!("../assets/samtale.js");
    Asset::new("samtale", "js", "text/javascript; charset=utf-8", content)
});
static MARK: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("merke", "svg", "image/svg+xml", include_str!("../assets/merke.svg")));

/// Address of the style sheet.
pub(crate) fn style() -> &'static str {
    &STYLE.path
}

/// Address of the script.
pub(crate) fn script() -> &'static str {
    &SCRIPT.path
}

/// Address of the mark, which is also the icon.
pub(crate) fn mark() -> &'static str {
    &MARK.path
}

/// An asset by the last part of its address.
pub(crate) async fn file(visit: Visit, Path(name): Path<String>) -> Response {
    let all = [&STYLE, &SCRIPT, &MARK];
    let Some(asset) = all.into_iter().find(|asset| asset.path.ends_with(&format!("/{name}"))) else {
        return failure(&visit, StatusCode::NOT_FOUND);
    };
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let media_type = HeaderValue::from_static(asset.media_type);
    ([(CACHE_CONTROL, forever), (CONTENT_TYPE, media_type)], asset.content).into_response()
}

/// Browsers ask for this address whatever the page says.
pub(crate) async fn favicon() -> Redirect {
    Redirect::permanent(mark())
}

/// FNV-1a, 64 bits: tells versions of our own files apart, not a safeguard.
fn fnv1a(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_is_under_20_kb_and_script_under_10() {
        assert!(STYLE.content.len() < 20_000, "{}", STYLE.content.len());
        assert!(SCRIPT.content.len() < 10_000, "{}", SCRIPT.content.len());
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        for asset in [&STYLE, &SCRIPT] {
            assert!(!asset.content.contains("//") || !asset.content.contains("http"), "{}", asset.path);
            assert!(!asset.content.contains("@import") && !asset.content.contains("url("), "{}", asset.path);
        }
    }
}
