//! The chat page and the questions posted to it.

use std::sync::Arc;
use std::time::Instant;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use tokio::task::JoinError;
use utveier::dialogue::{Action, Door, Effect, Incoming, Kind, Outgoing, Scope, Step, What};
use uuid::Uuid;

use crate::app::App;
use crate::cookie;
use crate::guard::{failure, fragment};
use crate::session::Dialogue;
use crate::view::{self, Exchange};
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

/// `GET /`: the chat page before anything is asked.
pub(crate) async fn home(visit: Visit, headers: HeaderMap) -> Response {
    let https = visit.app.is_https();
    let mut response = view::chat_page(&visit, &Exchange::default()).into_response();
    if cookie::read(&headers, https).is_none()
        && let Some(line) = cookie::set(Uuid::new_v4(), https)
    {
        response.headers_mut().insert(SET_COOKIE, line);
    }
    response
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
    let exchange = Exchange { question: None, messages: Some(messages), draft: text };
    (refusal.status(), view::chat_page(visit, &exchange)).into_response()
}

async fn cards(visit: &Visit, text: String) -> Vec<Outgoing> {
    let step = advance(&visit.app, Dialogue::default(), incoming(visit, What::Text(text))).await;
    let outgoing = step.map(|(outgoing, _)| outgoing).unwrap_or_default();
    outgoing.into_iter().filter(|message| message.kind == Kind::Acute).collect()
}

fn incoming(visit: &Visit, what: What) -> Incoming {
    Incoming { door: Door::Web, scope: Scope::Private, locale: Some(visit.form), what }
}

async fn answer(visit: &Visit, headers: &HeaderMap, what: What, text: Option<String>) -> Response {
    let (app, https) = (&visit.app, visit.app.is_https());
    let (id, dialogue) = app.sessions.open(cookie::read(headers, https), Instant::now());
    let question = matches!(what, What::Text(_)).then_some(text).flatten();
    let visit = &match &what {
        What::Pressed(Action::Language(Some(form))) => visit.clone().with_posted_form(Some(form.code())),
        What::Pressed(_) | What::Text(_) => visit.clone(),
    };
    let Ok((outgoing, effects)) = advance(app, dialogue, incoming(visit, what)).await else {
        tracing::error!("a dialogue step panicked");
        return failure(visit, StatusCode::INTERNAL_SERVER_ERROR);
    };
    let mut session = cookie::set(id, https);
    for effect in effects {
        match effect {
            Effect::Forget => {
                app.sessions.forget(id);
                session = cookie::clear(https);
            }
        }
    }
    let mut response = show(visit, question, &outgoing);
    if let Some(line) = session {
        response.headers_mut().insert(SET_COOKIE, line);
    }
    response
}

/// Runs a step outside the threads that serve connections. A step that panics
/// leaves the state as it was.
async fn advance(
    app: &Arc<App>,
    dialogue: Dialogue,
    incoming: Incoming,
) -> Result<(Vec<Outgoing>, Vec<Effect>), JoinError> {
    let mut state = dialogue.lock().await;
    let (core, before) = (Arc::clone(&app.core), state.clone());
    let step = tokio::task::spawn_blocking(move || core.advance(before, &incoming)).await?;
    let Step { state: after, outgoing, effects } = step;
    *state = after;
    Ok((outgoing, effects))
}

fn show(visit: &Visit, question: Option<String>, outgoing: &[Outgoing]) -> Response {
    let messages: Markup = view::messages(visit, outgoing);
    if visit.fragment {
        return fragment(StatusCode::OK, messages);
    }
    let exchange = Exchange { question, messages: Some(messages), draft: String::new() };
    view::chat_page(visit, &exchange).into_response()
}
