//! About the bot, and privacy.

use axum::response::Response;
use maud::{Markup, html};
use utveier::dialogue::Action;

use crate::library::articles;
use crate::reading::kept;
use crate::view::{self, Page};
use crate::visit::Visit;

/// `GET /om`: what the bot is, and the articles about it.
pub(crate) async fn about(visit: Visit) -> Response {
    let (knowledge, title, lead) = (visit.knowledge(), visit.text("web-about"), visit.text("web-about-lead"));
    let page = Page { visit: &visit, title: &title, description: &lead, path: "/om", class: "lists" };
    kept(page.around(&html! {
        h1 { (title) }
        p.intro { (lead) }
        (titled(&visit, "web-about-how"))
        (titled(&visit, "web-about-limits"))
        section {
            h2 { (visit.text("web-behind-title")) }
            p { (visit.text("web-behind")) }
            (view::approval(&visit))
        }
        @if let Some(part) = knowledge.parts().iter().find(|part| part.id == "om") {
            section {
                h2 { (visit.text("web-about-read-title")) }
                (articles(&visit, &knowledge, part, true))
            }
        }
        p.meta { (visit.text("web-revision")) ": " (knowledge.fingerprint()) }
    }))
}

/// `GET /personvern`: what happens to what is written.
pub(crate) async fn privacy(visit: Visit) -> Response {
    let (title, lead) = (visit.text("web-privacy"), visit.text("web-privacy-lead"));
    let page = Page { visit: &visit, title: &title, description: &lead, path: "/personvern", class: "lists" };
    kept(page.around(&html! {
        h1 { (title) }
        p.intro { (lead) }
        @for key in ["web-privacy-question", "web-privacy-request", "web-privacy-cookie", "web-privacy-others", "web-privacy-names"] {
            (titled(&visit, key))
        }
        form method="post" action=(view::POST_TO) {
            input type="hidden" name="sprak" value=(visit.form.code());
            button name="handling" value=(Action::Forget.encode()) { (visit.text("web-forget")) }
        }
    }))
}

fn titled(visit: &Visit, key: &str) -> Markup {
    html! {
        section {
            h2 { (visit.text(&format!("{key}-title"))) }
            p { (visit.text(key)) }
        }
    }
}
