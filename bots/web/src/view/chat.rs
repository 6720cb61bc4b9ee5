//! The chat page: what this is at one glance, the question box, the messages.

use maud::{Markup, html};
use utveier::dialogue::Action;
use utveier::knowledge::{Knowledge, Passage, PassageId, PassageKind, StartingPoint};
use utveier::language::WrittenForm;

use crate::visit::Visit;

use super::composer::{Wanted, composer};
use super::layout::{Page, approval};
use super::link::local;

/// Most example questions on the front page.
const MAX_EXAMPLES: usize = 4;

/// What stands on the chat page besides the box.
#[derive(Default)]
pub(crate) struct Exchange {
    /// The question as it was typed; for this one response, kept nowhere.
    pub(crate) question: Option<String>,
    /// The messages that answer it; `None` before anything is asked.
    pub(crate) messages: Option<Markup>,
    /// What the box already holds.
    pub(crate) draft: String,
    /// What the box is for.
    pub(crate) wanted: Wanted,
}

/// The chat page.
pub(crate) fn chat_page(visit: &Visit, exchange: &Exchange) -> Markup {
    let talking = exchange.messages.is_some();
    let description = visit.text("web-description");
    let class = if talking { "chat talking" } else { "chat" };
    let page = Page { visit, title: "", description: &description, path: "/", class };
    page.around(&html! {
        (greeting(visit))
        (log(visit, exchange))
        (composer(visit, &exchange.draft, &exchange.wanted, talking))
        @if talking {
            p.again { (local(visit, "/", &visit.text("web-clear"))) }
        } @else {
            div.standing { (approval(visit)) }
            (beginnings(visit))
            (assurances(visit))
        }
    })
}

/// The page for what cannot be served: a kind word and the question box. Its
/// links to other languages stay at the address asked for.
pub(crate) fn failure_page(visit: &Visit, key: &str) -> Markup {
    let title = visit.text(&format!("{key}-title"));
    let page = Page { visit, title: &title, description: "", path: "", class: "chat failure" };
    page.around(&html! {
        div.greeting {
            (danger(visit))
            h1 { (title) }
            p.intro { (visit.text(key)) }
        }
        (composer(visit, "", &Wanted::Question, false))
        p.again { (local(visit, "/", &visit.text("web-home"))) }
    })
}

fn greeting(visit: &Visit) -> Markup {
    html! {
        div.greeting {
            (danger(visit))
            h1 { (visit.text("web-heading")) }
            p.intro { (visit.text("web-lead")) }
        }
    }
}

fn danger(visit: &Visit) -> Markup {
    html! {
        p.danger { (visit.text("web-danger")) " " a href="tel:112" { (visit.text("web-danger-call")) } }
    }
}

/// The messages, in a live region that a script appends to.
fn log(visit: &Visit, exchange: &Exchange) -> Markup {
    html! {
        h2.sr { (visit.text("web-log")) }
        div #u-log role="log" aria-live="polite" aria-label=(visit.text("web-log"))
            data-you=(visit.text("web-you")) data-searching=(visit.text("web-searching"))
            data-moment=(visit.text("web-moment")) data-offline=(visit.text("web-offline"))
            data-no-reply=(visit.text("web-no-reply")) data-unsure=(visit.text("web-unsure")) {
            @if let Some(question) = &exchange.question { (asked(visit, question)) }
            @if let Some(messages) = &exchange.messages { div #u-new { (messages) } }
        }
    }
}

fn asked(visit: &Visit, question: &str) -> Markup {
    // Control characters are nothing a person sees; line breaks are.
    let shown: String = question.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    html! {
        div.asked {
            p.sr { (visit.text("web-you")) ":" }
            p dir="auto" { (shown) }
        }
    }
}

fn beginnings(visit: &Visit) -> Markup {
    let knowledge = visit.knowledge();
    let examples = examples(&knowledge, visit.form);
    let roles = knowledge.starting_points();
    html! {
        form.beginnings method="post" action=(super::POST_TO) {
            input type="hidden" name="sprak" value=(visit.form.code());
            @if !examples.is_empty() {
                h2 { (visit.text("web-examples")) }
                ul.examples {
                    @for (role, passage) in &examples {
                        li {
                            button name="handling" value=(Action::Answer(passage.id.clone()).encode()) {
                                small { (role_name(role, visit.form)) } " "
                                span lang=[visit.lang_of(passage.form)] { (passage.title) }
                            }
                        }
                    }
                }
            }
            @if !roles.is_empty() {
                h2 { (visit.text("web-roles")) }
                ul.roles {
                    @for role in roles {
                        li { button name="handling" value=(Action::Role(role.id.clone()).encode()) { (role_name(role, visit.form)) } }
                    }
                }
            }
        }
    }
}

fn role_name(role: &StartingPoint, form: WrittenForm) -> &str {
    match form.for_replies() {
        WrittenForm::Nynorsk => &role.navn_nn,
        WrittenForm::English => &role.navn_en,
        WrittenForm::Bokmal | WrittenForm::Swedish | WrittenForm::Danish => &role.navn_nb,
    }
}

/// A first question for each of the first roles that have one, none twice.
fn examples(knowledge: &Knowledge, form: WrittenForm) -> Vec<(&StartingPoint, &Passage)> {
    let mut taken: Vec<&PassageId> = Vec::new();
    let mut found = Vec::new();
    for role in knowledge.starting_points() {
        let questions = role.passages.iter().filter_map(|id| knowledge.passage(id, form));
        let fresh = |passage: &&Passage| passage.kind == PassageKind::Faq && !taken.contains(&&passage.id);
        if let Some(passage) = questions.into_iter().find(fresh) {
            taken.push(&passage.id);
            found.push((role, passage));
        }
        if found.len() == MAX_EXAMPLES {
            break;
        }
    }
    found
}

fn assurances(visit: &Visit) -> Markup {
    let about = [("web-stored", "/personvern"), ("web-quoted", "/om"), ("web-behind", "/les/om/rvts")];
    html! {
        div.assurances {
            @for (key, path) in about {
                section {
                    h2 { (visit.text(&format!("{key}-title"))) }
                    p { (visit.text(key)) }
                    p { (local(visit, path, &visit.text(&format!("{key}-more")))) }
                }
            }
        }
    }
}
