//! The ways into the content: topics, a part's articles, all questions.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use utveier::knowledge::{Knowledge, Part, Passage};

use crate::guard::failure;
use crate::reading::kept;
use crate::view::{self, Page};
use crate::visit::Visit;

/// `GET /tema`: every part with its articles.
pub(crate) async fn topics(visit: Visit) -> Response {
    let (knowledge, title, lead) = (visit.knowledge(), visit.text("web-topics"), visit.text("web-topics-lead"));
    let page = Page { visit: &visit, title: &title, description: &lead, path: "/tema", class: "lists" };
    kept(page.around(&html! {
        h1 { (title) }
        p.intro { (lead) }
        div.parts {
            @for part in knowledge.parts() {
                section {
                    h2 { (view::local(&visit, &format!("/tema/{}", part.id), part.name(visit.form))) }
                    p { (part.intro(visit.form)) }
                    (articles(&visit, &knowledge, part, false))
                }
            }
        }
    }))
}

/// `GET /tema/{part}`: a part's articles with what they are about.
pub(crate) async fn part(visit: Visit, Path(id): Path<String>) -> Response {
    let knowledge = visit.knowledge();
    let Some(part) = knowledge.parts().iter().find(|part| part.id == id) else {
        return failure(&visit, StatusCode::NOT_FOUND);
    };
    let (name, topics, path) = (part.name(visit.form), visit.text("web-topics"), format!("/tema/{id}"));
    let page = Page { visit: &visit, title: name, description: part.intro(visit.form), path: &path, class: "lists" };
    kept(page.around(&html! {
        (view::crumbs(&visit, &[("/tema", &topics)]))
        h1 { (name) }
        p.intro { (part.intro(visit.form)) }
        (articles(&visit, &knowledge, part, true))
        (view::answers_elsewhere(&visit))
    }))
}

/// The articles of a part, with their intro where there is room.
pub(crate) fn articles(visit: &Visit, knowledge: &Knowledge, part: &Part, with_intro: bool) -> Markup {
    let articles: Vec<_> = knowledge.articles_of(&part.id, visit.form).collect();
    html! {
        @if articles.is_empty() { p.hint { (visit.text("web-part-empty")) } }
        @else {
            ul.articles {
                @for article in articles {
                    li lang=[visit.lang_of(article.form)] {
                        (view::local(visit, &format!("/les/{}", article.id), &article.title))
                        @if with_intro { p { (article.intro) } }
                    }
                }
            }
        }
    }
}

/// `GET /faq`: all questions in alphabetical order.
pub(crate) async fn questions(visit: Visit) -> Response {
    let (knowledge, title, lead) = (visit.knowledge(), visit.text("web-faq"), visit.text("web-faq-lead"));
    let mut questions: Vec<&Passage> = knowledge.questions(visit.form).collect();
    questions.sort_by_cached_key(|passage| alphabetical(&passage.title));
    let page = Page { visit: &visit, title: &title, description: &lead, path: "/faq", class: "lists" };
    kept(page.around(&html! {
        h1 { (title) }
        p.intro { (lead) }
        ul.questions {
            @for passage in questions {
                li lang=[visit.lang_of(passage.form)] { (view::local(&visit, &format!("/les/{}", passage.id), &passage.title)) }
            }
        }
        (view::answers_elsewhere(&visit))
    }))
}

/// A key that sorts as Norwegians do: letters only, æ, ø and å last.
pub(crate) fn alphabetical(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(char::to_lowercase);
    letters
        .map(|letter| match letter {
            'æ' | 'ä' => '{',
            'ø' | 'ö' => '|',
            'å' => '}',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norwegian_letters_come_last_in_their_order() {
        let mut words = ["ås", "Øst", "«ærlig»", "zoo", "Anders"];
        words.sort_by_key(|word| alphabetical(word));
        assert_eq!(words, ["Anders", "zoo", "«ærlig»", "Øst", "ås"]);
    }
}
