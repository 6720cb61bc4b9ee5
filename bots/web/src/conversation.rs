//! The chat page and the questions posted to it.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use utveier::dialogue::command::{self, Parsed};
use utveier::dialogue::{Action, Door, Incoming, Kind, Outgoing, Scope, What};
use uuid::Uuid;

use crate::cookie;
use crate::guard::{failure, fragment};
use crate::view::{self, Exchange, Wanted};
use crate::visit::Visit;

/// Longest question, in Unicode scalar values. The texts state it.
const MAX_QUESTION_CHARS: usize = 8000;

/// The form of the chat page and of a message's buttons.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(rename = "tekst")]
    text: Option<String>,
    #[serde(rename = "handling")]
    action: Option<String>,
    #[serde(rename = "sprak")]
    form: Option<String>,
}

/// Why what was posted is not passed on.
#[derive(Clone, Copy)]
enum Refusal {
    Empty,
    TooLong,
    OldButton,
}

impl Refusal {
    fn key(self) -> &'static str {
        match self {
            Self::Empty => "web-empty",
            Self::TooLong => "web-too-long",
            Self::OldButton => "web-old-button",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::Empty | Self::OldButton => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }
}

/// `GET /`: the chat page, with what there is for somebody who comes back.
pub(crate) async fn home(visit: Visit, headers: HeaderMap) -> Response {
    let session = visit.app.session(&headers);
    let waiting = match session {
        Some(id) => come_back(&visit, &cookie::shown(id)).await,
        None => Vec::new(),
    };
    let messages = (!waiting.is_empty()).then(|| view::messages(&visit, &waiting));
    let wanted = Wanted::after(&waiting);
    let mut response = view::chat_page(&visit, &Exchange { messages, wanted, ..Exchange::default() }).into_response();
    if session.is_none()
        && let Some(line) = visit.app.cookie(Uuid::new_v4(), false)
    {
        response.headers_mut().insert(SET_COOKIE, line);
    }
    response
}

/// What there is for somebody who comes back: letters, then the form they left.
async fn come_back(visit: &Visit, session: &str) -> Vec<Outgoing> {
    let mut messages = visit.app.core.waiting(session).await;
    messages.extend(visit.app.core.resumed(session, visit.form).await);
    messages
}

/// `GET /venter`: what has come for a session since, as a fragment.
pub(crate) async fn waiting(visit: Visit, headers: HeaderMap) -> Response {
    let waiting = match visit.app.session(&headers) {
        Some(id) => visit.app.core.waiting(&cookie::shown(id)).await,
        None => Vec::new(),
    };
    fragment(StatusCode::OK, view::messages(&visit, &waiting))
}

/// `GET /spor`: somebody loaded the address of an answer, which holds nothing.
pub(crate) async fn back_home(visit: Visit) -> Redirect {
    Redirect::to(&visit.href("/"))
}

/// `POST /spor`: a question or a pressed button.
pub(crate) async fn ask(visit: Visit, headers: HeaderMap, form: Result<Form<Asked>, FormRejection>) -> Response {
    let asked = match form {
        Ok(Form(asked)) => asked,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return failure(&visit, StatusCode::PAYLOAD_TOO_LARGE);
        }
        Err(_) => return failure(&visit, StatusCode::BAD_REQUEST),
    };
    let visit = visit.with_posted_form(asked.form.as_deref());
    let text = asked.text.map(|text| text.replace("\r\n", "\n"));
    match what(text.clone(), asked.action.as_deref()) {
        Ok(what) => answer(&visit, &headers, what, text).await,
        Err(refusal) => refused(&visit, refusal, text.unwrap_or_default()).await,
    }
}

/// What was posted. An action comes before text: it is the button pressed.
fn what(text: Option<String>, action: Option<&str>) -> Result<What, Refusal> {
    if let Some(action) = action {
        return Action::decode(action).map(What::Pressed).ok_or(Refusal::OldButton);
    }
    let text = text.filter(|text| !text.trim().is_empty()).ok_or(Refusal::Empty)?;
    if text.chars().count() > MAX_QUESTION_CHARS {
        return Err(Refusal::TooLong);
    }
    Ok(What::Text(text))
}

/// Danger first, also in what is refused: of a text that is too long the
/// emergency cards are shown, and nothing else. No state is read or kept.
async fn refused(visit: &Visit, refusal: Refusal, text: String) -> Response {
    let cards = match refusal {
        Refusal::TooLong => cards(visit, text.clone()).await,
        Refusal::Empty | Refusal::OldButton => Vec::new(),
    };
    let messages = html! {
        (view::messages(visit, &cards))
        (view::notice(&visit.text(refusal.key())))
    };
    if visit.fragment {
        return fragment(refusal.status(), messages);
    }
    let exchange = Exchange { messages: Some(messages), draft: text, ..Exchange::default() };
    (refusal.status(), view::chat_page(visit, &exchange)).into_response()
}

async fn cards(visit: &Visit, text: String) -> Vec<Outgoing> {
    // A session of its own, so that nothing of a refused text is remembered.
    let session = cookie::shown(Uuid::new_v4());
    let outgoing = visit.app.core.receive(&session, incoming(visit, What::Text(text))).await;
    outgoing.into_iter().filter(|message| message.kind == Kind::Acute).collect()
}

fn incoming(visit: &Visit, what: What) -> Incoming {
    Incoming::new(Door::Web, Scope::Private, Some(visit.form), what).own()
}

async fn answer(visit: &Visit, headers: &HeaderMap, what: What, text: Option<String>) -> Response {
    let app = &visit.app;
    let known = app.session(headers);
    let id = known.unwrap_or_else(Uuid::new_v4);
    let question = matches!(what, What::Text(_)).then_some(text).flatten();
    let visit = &match &what {
        What::Pressed(Action::Language(Some(form))) => visit.clone().with_posted_form(Some(form.code())),
        What::Pressed(_) | What::Text(_) => visit.clone(),
    };
    let wants_forgetting = is_forgetting(&what);
    let session = cookie::shown(id);
    let mut outgoing = if known.is_some() { app.core.waiting(&session).await } else { Vec::new() };
    outgoing.extend(app.core.receive(&session, incoming(visit, what)).await);
    let has_receipt = outgoing.iter().any(|message| message.receipt.is_some());
    let line = match known {
        _ if wants_forgetting && !asks_first(&outgoing) => cookie::clear(app.is_https()),
        _ if has_receipt => app.cookie(id, true),
        None => app.cookie(id, false),
        Some(_) => None,
    };
    let mut response = show(visit, question, &outgoing);
    if let Some(line) = line {
        response.headers_mut().insert(SET_COOKIE, line);
    }
    response
}

fn is_forgetting(what: &What) -> bool {
    let forgets = |action: &Action| matches!(action, Action::Forget | Action::ForgetSure);
    match what {
        What::Pressed(action) => forgets(action),
        What::Text(text) => matches!(command::parse(text), Parsed::Command(action) if forgets(&action)),
    }
}

/// Whether forgetting waits for an answer.
fn asks_first(outgoing: &[Outgoing]) -> bool {
    outgoing.iter().flat_map(|message| &message.buttons).any(|button| button.action == Action::ForgetSure)
}

fn show(visit: &Visit, question: Option<String>, outgoing: &[Outgoing]) -> Response {
    let messages: Markup = view::messages(visit, outgoing);
    if visit.fragment {
        return fragment(StatusCode::OK, messages);
    }
    let wanted = Wanted::after(outgoing);
    let exchange = Exchange { question, messages: Some(messages), wanted, ..Exchange::default() };
    view::chat_page(visit, &exchange).into_response()
}
