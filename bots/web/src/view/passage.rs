//! Passages as they stand on reading pages.

use maud::{Markup, html};
use utveier::knowledge::{Article, Block, Passage, PassageId, fragment_link};
use utveier::language::WrittenForm;

use crate::visit::Visit;

use super::link::{date, external, is_web, local, shown};

/// The text of a passage, word for word.
pub(crate) fn body(passage: &Passage) -> Markup {
    html! {
        @for block in &passage.blocks {
            @match block {
                Block::Paragraph(sentences) => p { (sentences.join(" ")) },
                Block::List(items) => ul { @for item in items { li { (item) } } },
            }
        }
    }
}

/// Film, page on the site and sources of a passage. `article_page` is the page
/// its article links to already.
pub(crate) fn sources(visit: &Visit, passage: &Passage, article_page: Option<&str>) -> Markup {
    html! {
        div.evidence lang=(visit.form.code()) {
            @if let Some(film) = &passage.film {
                p { b { (visit.text("web-film")) ": " } (external(&film.link, &film.title)) }
            }
            @if let Some(address) = on_site(passage, article_page) {
                p { (external(&address, &visit.text("web-on-site"))) }
            }
            @if !passage.sources.is_empty() {
                p.label { (visit.text("web-sources")) }
                ul { @for source in &passage.sources { li { (external(source, shown(source))) } } }
            }
            @if !passage.former_sources.is_empty() {
                p.label { (visit.text("web-former")) }
                ul { @for source in &passage.former_sources { li { (shown(source)) } } }
            }
        }
    }
}

/// The heading on the site that a passage belongs to, where it is known; else
/// its page there, unless the whole article has the same one.
fn on_site(passage: &Passage, article_page: Option<&str>) -> Option<String> {
    let page = passage.canonical.as_deref().filter(|page| is_web(page))?;
    match passage.anchor.as_deref() {
        Some(heading) => Some(fragment_link(page, heading)),
        None => (article_page != Some(page)).then(|| page.to_owned()),
    }
}

/// Passages that say more, those that exist.
pub(crate) fn related(visit: &Visit, ids: &[PassageId]) -> Markup {
    let knowledge = visit.knowledge();
    let found: Vec<&Passage> = ids.iter().filter_map(|id| knowledge.passage(id, visit.form)).collect();
    html! {
        @if !found.is_empty() {
            p.label lang=(visit.form.code()) { (visit.text("web-related")) }
            ul.related {
                @for passage in found {
                    li lang=[visit.lang_of(passage.form)] { (local(visit, &format!("/les/{}", passage.id), &full_title(passage))) }
                }
            }
        }
    }
}

fn full_title(passage: &Passage) -> String {
    if passage.article == passage.title {
        passage.title.clone()
    } else {
        format!("{}: {}", passage.article, passage.title)
    }
}

/// When it was last reviewed, who keeps it, its page on the site; a button to
/// print that a script shows, and without a script where else to print.
pub(crate) fn meta(visit: &Visit, reviewed: (i16, i8, i8), article: Option<&Article>) -> Markup {
    let page = article.and_then(|article| article.canonical.as_deref());
    html! {
        p.meta {
            span { (visit.text("web-reviewed")) " " (date(visit, reviewed)) }
            @if let Some(article) = article { span { (visit.text("web-owner")) ": " (article.owner) } }
            @if let Some(page) = page { span { (external(page, &visit.text("web-on-site"))) } }
            button.print type="button" hidden { (visit.text("web-print")) }
            noscript { span.print { (visit.text("web-print-hint")) } }
        }
    }
}

/// Says which form a text is in, when it is not the page's.
pub(crate) fn other_form(visit: &Visit, form: WrittenForm) -> Markup {
    let key = match form {
        WrittenForm::Nynorsk => "web-other-form-nn",
        WrittenForm::English => "web-other-form-en",
        WrittenForm::Bokmal | WrittenForm::Swedish | WrittenForm::Danish => "web-other-form-nb",
    };
    html! { @if form != visit.form { p.hint { (visit.text(key)) } } }
}

/// The way from the front page to here.
pub(crate) fn crumbs(visit: &Visit, steps: &[(&str, &str)]) -> Markup {
    html! {
        nav.crumbs aria-label=(visit.text("web-crumbs")) {
            ol {
                li { (local(visit, "/", &visit.text("web-name"))) }
                @for (path, title) in steps { li { (local(visit, path, title)) } }
            }
        }
    }
}

/// The way on for those who did not find it.
pub(crate) fn answers_elsewhere(visit: &Visit) -> Markup {
    html! {
        p.more { (visit.text("web-ask-more")) " " a.button href=(visit.href("/")) { (visit.text("web-ask-more-link")) } }
    }
}
