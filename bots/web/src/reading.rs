//! Reading pages: an article with all its sections, or a question.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use utveier::knowledge::{Article, Knowledge, Passage, PassageId, PassageKind};

use crate::guard::failure;
use crate::view::{self, Page};
use crate::visit::Visit;

/// Content may change while running, so browsers ask again soon.
const CACHE: &str = "private, max-age=300";

/// `GET /les/{part}/{slug}`; the sections have their ids as anchors.
pub(crate) async fn page(visit: Visit, Path((part, slug)): Path<(String, String)>) -> Response {
    let (knowledge, id) = (visit.knowledge(), format!("{part}/{slug}"));
    if let Some(article) = knowledge.article(&id, visit.form) {
        return kept(article_page(&visit, &knowledge, article));
    }
    let question = PassageId::parse(&id).and_then(|id| knowledge.passage(&id, visit.form));
    match question {
        Some(passage) if passage.kind == PassageKind::Faq => kept(question_page(&visit, passage)),
        _ => failure(&visit, StatusCode::NOT_FOUND),
    }
}

/// A page of content, which browsers may keep for a while.
pub(crate) fn kept(page: Markup) -> Response {
    ([(CACHE_CONTROL, CACHE)], page).into_response()
}

fn article_page(visit: &Visit, knowledge: &Knowledge, article: &Article) -> Markup {
    let passages = article.sections.iter().filter_map(|id| knowledge.passage(id, article.form));
    let sections: Vec<&Passage> = passages.collect();
    let path = format!("/les/{}", article.id);
    let part = knowledge.parts().iter().find(|part| part.id == article.part);
    let part_path = format!("/tema/{}", article.part);
    let part_name = part.map_or(article.part.as_str(), |part| part.name(visit.form));
    let topics = visit.text("web-topics");
    let page = Page { visit, title: &article.title, description: &article.intro, path: &path, class: "reading" };
    page.around(&html! {
        (view::crumbs(visit, &[("/tema", &topics), (&part_path, part_name)]))
        article {
            div.opening lang=[visit.lang_of(article.form)] {
                h1 { (article.title) }
                p.intro { (article.intro) }
            }
            (view::other_form(visit, article.form))
            @if let Some(first) = sections.first() {
                (view::meta(visit, day(first), Some(article)))
            }
            (contents(visit, article, &sections))
            div.sections lang=[visit.lang_of(article.form)] {
                @for section in &sections { (section_of(visit, article, section)) }
            }
        }
        (view::answers_elsewhere(visit))
    })
}

fn contents(visit: &Visit, article: &Article, sections: &[&Passage]) -> Markup {
    html! {
        @if sections.len() > 1 {
            nav.contents aria-labelledby="u-contents" {
                h2 #u-contents { (visit.text("web-on-page")) }
                ol lang=[visit.lang_of(article.form)] {
                    @for section in sections {
                        li { a href={ "#" (section.id.section().unwrap_or_default()) } { (section.title) } }
                    }
                }
            }
        }
    }
}

fn section_of(visit: &Visit, article: &Article, section: &Passage) -> Markup {
    html! {
        section id=(section.id.section().unwrap_or_default()) {
            h2 { (section.title) }
            (view::body(section))
            @if let Some(more) = visit.beside(section) { p lang=(visit.form.code()) { (more) } }
            (view::sources(visit, section, article.canonical.as_deref()))
            (view::related(visit, &section.see))
        }
    }
}

fn question_page(visit: &Visit, passage: &Passage) -> Markup {
    let path = format!("/les/{}", passage.id);
    let description = passage.sentences().next().unwrap_or_default();
    let page = Page { visit, title: &passage.title, description, path: &path, class: "reading" };
    let questions = visit.text("web-faq");
    page.around(&html! {
        (view::crumbs(visit, &[("/faq", &questions)]))
        article {
            div.opening lang=[visit.lang_of(passage.form)] { h1 { (passage.title) } }
            (view::other_form(visit, passage.form))
            (view::meta(visit, day(passage), None))
            div.sections lang=[visit.lang_of(passage.form)] {
                section {
                    (view::body(passage))
                    (view::sources(visit, passage, None))
                    (view::related(visit, &passage.see))
                }
            }
        }
        (view::answers_elsewhere(visit))
    })
}

/// Year, month and day of a passage's review.
pub(crate) fn day(passage: &Passage) -> (i16, i8, i8) {
    (passage.reviewed.year(), passage.reviewed.month(), passage.reviewed.day())
}
