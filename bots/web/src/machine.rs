//! Pages for machines: robots, the site map, health.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};

use crate::app::App;

/// Paths of the site map besides the content.
const PATHS: [&str; 7] = ["/", "/tema", "/faq", "/aktorer", "/begreper", "/om", "/personvern"];

/// `GET /robots.txt`.
pub(crate) async fn robots(State(app): State<Arc<App>>) -> Response {
    let text = format!("User-agent: *\nDisallow: /spor\nSitemap: {}\n", app.public("/sitemap.xml"));
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `GET /sitemap.xml`, <https://www.sitemaps.org/protocol.html>.
pub(crate) async fn sitemap(State(app): State<Arc<App>>) -> Response {
    let xml = PreEscaped(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    let entries = entries(&app);
    let map = html! {
        (xml)
        urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {
            @for (path, reviewed) in entries { (entry(&app.public(&path), reviewed.as_deref())) }
        }
    };
    ([(CONTENT_TYPE, "application/xml; charset=utf-8")], map.into_string()).into_response()
}

fn entry(address: &str, reviewed: Option<&str>) -> Markup {
    html! {
        url {
            loc { (address) }
            @if let Some(day) = reviewed { lastmod { (day) } }
        }
    }
}

/// Paths, each once, with the day of the last review where there is one.
fn entries(app: &App) -> Vec<(String, Option<String>)> {
    let knowledge = app.core.knowledge();
    let mut entries: Vec<(String, Option<String>)> = PATHS.iter().map(|path| ((*path).to_owned(), None)).collect();
    entries.extend(knowledge.parts().iter().map(|part| (format!("/tema/{}", part.id), None)));
    for passage in knowledge.passages() {
        let path = format!("/les/{}", passage.id.document());
        if !entries.iter().any(|(known, _)| *known == path) {
            entries.push((path, Some(passage.reviewed.to_string())));
        }
    }
    entries.extend(
        knowledge.actors().iter().map(|actor| (format!("/aktorer/{}", actor.id), Some(actor.checked.to_string()))),
    );
    entries.extend(knowledge.terms().iter().map(|term| (format!("/begreper/{}", term.id), None)));
    entries
}

/// `GET /helse`: the door answers.
pub(crate) async fn health() -> &'static str {
    "ok"
}
