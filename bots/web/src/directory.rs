//! Who can help, and the words of the field: lists, and a page each.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use utveier::knowledge::{Actor, Term};
use utveier::language::WrittenForm;

use crate::guard::failure;
use crate::library::alphabetical;
use crate::reading::kept;
use crate::view::{self, Page};
use crate::visit::Visit;

/// Groups of actors in the order they are listed, with the key of their name.
const GROUPS: [(&str, &str); 8] = [
    ("nod", "web-group-nod"),
    ("politi", "web-group-politi"),
    ("kommune", "web-group-kommune"),
    ("rvts", "web-group-rvts"),
    ("helse", "web-group-helse"),
    ("sivilsamfunn", "web-group-sivilsamfunn"),
    ("stat", "web-group-stat"),
    ("forskning", "web-group-forskning"),
];

/// The form the data of actors and terms is written in.
const FORM: WrittenForm = WrittenForm::Bokmal;

/// `GET /aktorer`: those to turn to, by group.
pub(crate) async fn actors(visit: Visit) -> Response {
    let (knowledge, title, lead) = (visit.knowledge(), visit.text("web-actors"), visit.text("web-actors-lead"));
    let page = Page { visit: &visit, title: &title, description: &lead, path: "/aktorer", class: "lists" };
    let in_group = |group: &str| knowledge.actors().iter().filter(|actor| actor.group == group).collect::<Vec<_>>();
    let is_other = |actor: &&Actor| GROUPS.iter().all(|(group, _)| actor.group != *group);
    let others: Vec<&Actor> = knowledge.actors().iter().filter(is_other).collect();
    kept(page.around(&html! {
        h1 { (title) }
        p.intro { (lead) }
        @for (group, key) in GROUPS { (group_of(&visit, &visit.text(key), &in_group(group))) }
        (group_of(&visit, &visit.text("web-group-other"), &others))
        (view::answers_elsewhere(&visit))
    }))
}

fn group_of(visit: &Visit, name: &str, actors: &[&Actor]) -> Markup {
    html! {
        @if !actors.is_empty() {
            h2 { (name) }
            ul.articles lang=[visit.lang_of(FORM)] {
                @for actor in actors {
                    li id=(actor.id) {
                        (view::local(visit, &format!("/aktorer/{}", actor.id), &actor.name))
                        p { (actor.summary) }
                        (numbers(actor))
                    }
                }
            }
        }
    }
}

fn numbers(actor: &Actor) -> Markup {
    html! {
        @if !actor.numbers.is_empty() {
            ul.numbers { @for number in &actor.numbers { li { (view::call(&number.number, &number.what)) } } }
        }
    }
}

/// `GET /aktorer/{id}`: when and how to turn to one, and where that is known from.
pub(crate) async fn actor(visit: Visit, Path(id): Path<String>) -> Response {
    let (knowledge, list) = (visit.knowledge(), visit.text("web-actors"));
    let Some(actor) = knowledge.actors().iter().find(|actor| actor.id == id) else {
        return failure(&visit, StatusCode::NOT_FOUND);
    };
    let path = format!("/aktorer/{id}");
    let page =
        Page { visit: &visit, title: &actor.name, description: &actor.summary, path: &path, class: "lists entry-page" };
    kept(page.around(&html! {
        (view::crumbs(&visit, &[("/aktorer", &list)]))
        article lang=[visit.lang_of(FORM)] { (actor_body(&visit, actor)) }
        (view::answers_elsewhere(&visit))
    }))
}

fn actor_body(visit: &Visit, actor: &Actor) -> Markup {
    let own = visit.form.code();
    let checked = (actor.checked.year(), actor.checked.month(), actor.checked.day());
    html! {
        h1 { (actor.name) }
        p.intro { (actor.summary) }
        (numbers(actor))
        p { b lang=(own) { (visit.text("web-actor-when")) ": " } (actor.when) }
        p { b lang=(own) { (visit.text("web-actor-how")) ": " } (actor.how) }
        @if let Some(link) = &actor.link {
            p { b lang=(own) { (visit.text("web-actor-site")) ": " } (view::external(link, view::shown(link))) }
        }
        (view::related(visit, &actor.see))
        (evidence(visit, &actor.sources))
        p.meta lang=(own) { span { (visit.text("web-checked")) " " (view::date(visit, checked)) } }
    }
}

fn evidence(visit: &Visit, sources: &[String]) -> Markup {
    html! {
        @if !sources.is_empty() {
            div.evidence lang=(visit.form.code()) {
                p.label { (visit.text("web-sources")) }
                ul { @for source in sources { li { (view::external(source, view::shown(source))) } } }
            }
        }
    }
}

/// `GET /begreper`: the words of the field in alphabetical order.
pub(crate) async fn terms(visit: Visit) -> Response {
    let (knowledge, title, lead) = (visit.knowledge(), visit.text("web-terms"), visit.text("web-terms-lead"));
    let mut terms: Vec<&Term> = knowledge.terms().iter().collect();
    terms.sort_by_cached_key(|term| alphabetical(&term.name));
    let page = Page { visit: &visit, title: &title, description: &lead, path: "/begreper", class: "lists" };
    kept(page.around(&html! {
        h1 { (title) }
        p.intro { (lead) }
        ul.articles lang=[visit.lang_of(FORM)] {
            @for term in terms {
                li id=(term.id) {
                    (view::local(&visit, &format!("/begreper/{}", term.id), &term.name))
                    p { (term.definition) }
                }
            }
        }
        (view::answers_elsewhere(&visit))
    }))
}

/// `GET /begreper/{id}`: what a word means, and where that is known from.
pub(crate) async fn term(visit: Visit, Path(id): Path<String>) -> Response {
    let (knowledge, list) = (visit.knowledge(), visit.text("web-terms"));
    let Some(term) = knowledge.terms().iter().find(|term| term.id == id) else {
        return failure(&visit, StatusCode::NOT_FOUND);
    };
    let path = format!("/begreper/{id}");
    let page = Page {
        visit: &visit,
        title: &term.name,
        description: &term.definition,
        path: &path,
        class: "lists entry-page",
    };
    kept(page.around(&html! {
        (view::crumbs(&visit, &[("/begreper", &list)]))
        article lang=[visit.lang_of(FORM)] {
            h1 { (term.name) }
            p.intro { (term.definition) }
            @if !term.other_names.is_empty() {
                p.hint { span lang=(visit.form.code()) { (visit.text("web-also")) ": " } (term.other_names.join(", ")) }
            }
            (view::related(&visit, &term.see))
            (evidence(&visit, &term.sources))
        }
        (view::answers_elsewhere(&visit))
    }))
}
