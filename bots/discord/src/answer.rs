//! Answering an interaction: acknowledged at once, handed to the desk, shown.
//!
//! One arm a kind of interaction; the work is the desk's.

use futures::FutureExt;
use serde_json::{Value, json};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use utveier::dialogue::{Action, CaseVerb, FormAction, Incoming, Outgoing, Scope, What};
use utveier::knowledge::PassageId;
use utveier::language::WrittenForm;

use crate::arrival::{Arrival, Asked};
use crate::commands;
use crate::door::{Door, Opened, incoming, quiet};
use crate::key;
use crate::press::{Audience, Press};
use crate::render::{EPHEMERAL, Payload, Place, said};
use crate::settings::Settings;
use crate::{autocomplete, receipt, settings, topics};

/// Answer kinds of the platform.
pub(crate) const DEFER: u8 = 5;
pub(crate) const DEFER_UPDATE: u8 = 6;
const CHOICES: u8 = 8;
const MODAL: u8 = 9;

/// Letters of a written text: what the platform and the request form take.
const MAX_WRITTEN: u32 = 4000;

/// Answers an interaction. A panic in it is told to the person and harms nobody.
pub(crate) async fn answer(door: Arc<Door>, arrival: Arrival) {
    if !door.taken.insert(arrival.id) {
        return;
    }
    let done = AssertUnwindSafe(take(&door, &arrival)).catch_unwind().await;
    if done.is_err() {
        tracing::error!("an interaction panicked; the person is told");
        let form = arrival.locale.unwrap_or(WrittenForm::Bokmal);
        let text = door.text(form, key!("step-failed"));
        // Either may be too late, then the other is not.
        door.tell(&arrival, &text).await;
        let opened = Opened { place: Place::Hidden { in_server: false }, flags: EPHEMERAL };
        door.fill(&arrival, opened, &[said(&text)]).await;
    }
}

async fn take(door: &Door, arrival: &Arrival) {
    match &arrival.asked {
        Asked::Typing { command, text } => typing(door, arrival, command, text).await,
        Asked::Command { name, options } => command(door, arrival, name, options).await,
        Asked::Message(text) => message(door, arrival, text).await,
        Asked::Press { id, values, is_hidden } => press(door, arrival, (id, values), *is_hidden).await,
        Asked::Field { id, text, has_message, is_hidden } => {
            field(door, arrival, id, text, *has_message && (*is_hidden || arrival.is_direct)).await;
        }
    }
}

async fn typing(door: &Door, arrival: &Arrival, command: &str, text: &str) {
    let settings = Settings::of(door, arrival).await;
    let engine = door.desk.engine();
    let choices = autocomplete::choices_within(&engine, command, text, (settings.form, &settings.topics));
    let done = door.respond(arrival, CHOICES, Some(json!({ "choices": choices }))).await;
    quiet(done, "suggestions could not be shown");
}

async fn command(door: &Door, arrival: &Arrival, name: &str, options: &[(String, String)]) {
    if commands::is_settings(name) {
        return settings::change(door, arrival, options).await;
    }
    let settings = Settings::of(door, arrival).await;
    if commands::is_safe(name) {
        let form = settings.form.unwrap_or(WrittenForm::Bokmal);
        return door.tell(arrival, &door.text(form, key!("discord-safe-text"))).await;
    }
    let argument = options.first().map_or("", |(_, value)| value.as_str());
    let what = if commands::is_ask(name) {
        // A suggestion that was taken is a passage's id; anything else is asked.
        match argument.strip_prefix('#').and_then(PassageId::parse) {
            Some(id) => What::Pressed(Action::Answer(id)),
            None => What::Text(argument.to_owned()),
        }
    } else {
        let Some(spec) = commands::spec(name) else {
            let form = settings.form.unwrap_or(WrittenForm::Bokmal);
            return door.tell(arrival, &door.text(form, key!("unknown-command"))).await;
        };
        What::Pressed(spec.action(argument.trim().trim_start_matches('#')))
    };
    let place = shown_in(arrival, settings.is_open && is_content(&what));
    converse(door, arrival, DEFER, place, what).await;
}

/// «Søk i Utveier» on a message: its text is asked like a question.
async fn message(door: &Door, arrival: &Arrival, text: &str) {
    if text.trim().is_empty() {
        return told(door, arrival, key!("discord-no-text")).await;
    }
    let question = text.trim_start_matches('/').to_owned();
    converse(door, arrival, DEFER, shown_in(arrival, false), What::Text(question)).await;
}

/// Says a sentence of the catalogue to the person only.
async fn told(door: &Door, arrival: &Arrival, key: &str) {
    let form = Settings::of(door, arrival).await.form.unwrap_or(WrittenForm::Bokmal);
    door.tell(arrival, &door.text(form, key)).await;
}

async fn press(door: &Door, arrival: &Arrival, (id, values): (&str, &[String]), is_hidden: bool) {
    match Press::open(&door.keyring, arrival.person, id) {
        Some(Press::Write) => write(door, arrival).await,
        Some(Press::Share(id)) => share(door, arrival, id).await,
        Some(Press::Topics(is_channel)) => settings::choose_topics(door, arrival, is_channel, values).await,
        Some(Press::Inbox(duty, code)) => crate::forum::press(door, arrival, duty, &code).await,
        Some(Press::HandOn(code, region)) => crate::forum::hand_on(door, arrival, &code, &region).await,
        // Forged, borrowed, of an earlier key file; and what only a field carries.
        None | Some(Press::Written(_)) => told(door, arrival, key!("discord-old-button")).await,
        Some(Press::Action(action)) => {
            // A step of a form takes the place of the one before; what was read stays.
            let kind = if is_step(&action) && (is_hidden || arrival.is_direct) { DEFER_UPDATE } else { DEFER };
            converse(door, arrival, kind, shown_in(arrival, false), What::Pressed(action)).await;
        }
    }
}

/// Opens the field to write in.
async fn write(door: &Door, arrival: &Arrival) {
    let form = Settings::of(door, arrival).await.form.unwrap_or(WrittenForm::Bokmal);
    let id = Press::Written(arrival.id).seal(&door.keyring, Audience::Person(arrival.person));
    let modal =
        modal(&id, &door.text(form, key!("discord-field-title")), &door.text(form, key!("discord-field-label")));
    quiet(door.respond(arrival, MODAL, Some(modal)).await, "a field could not be opened");
}

/// A field for one text.
pub(crate) fn modal(id: &str, title: &str, label: &str) -> Value {
    let input = json!({
        "type": 4, "custom_id": "text", "style": 2, "label": label, "min_length": 1, "max_length": MAX_WRITTEN,
        "required": true,
    });
    json!({ "custom_id": id, "title": title, "components": [{ "type": 1, "components": [input] }] })
}

async fn field(door: &Door, arrival: &Arrival, id: &str, text: &str, updates: bool) {
    let kind = if updates { DEFER_UPDATE } else { DEFER };
    let what = match Press::open(&door.keyring, arrival.person, id) {
        // The same field sent twice: the form is shown as it stands, and the text
        // is not taken as the answer to the next step.
        Some(Press::Written(opened)) if !door.written.insert(opened) => What::Pressed(Action::Form(FormAction::Resume)),
        Some(Press::Written(_)) => What::Text(text.to_owned()),
        Some(Press::Inbox(_, code)) => return crate::forum::written(door, arrival, &code, text).await,
        _ => return told(door, arrival, key!("discord-old-button")).await,
    };
    converse(door, arrival, kind, shown_in(arrival, false), what).await;
}

/// Shows a quoted passage to the channel. Who asked is not told.
async fn share(door: &Door, arrival: &Arrival, id: PassageId) {
    let opened = Opened { place: Place::Open, flags: 0 };
    if let Err(error) = door.respond(arrival, DEFER, None).await {
        return quiet(Err(error), "an answer could not be shared");
    }
    let settings = Settings::of(door, arrival).await;
    let what = What::Pressed(quoted_again(door, id));
    let messages = door.ask(arrival.person, arrival.channel, incoming(Scope::Group, settings.form, what.clone())).await;
    let messages = topics::within(&door.desk.engine(), &settings.topics, &what, messages);
    let payloads = door.rendered(&messages, Place::Open, arrival.person);
    door.fill(arrival, opened, &payloads).await;
}

/// What shows a quote once more: a passage, or a row of the data files, whose
/// quotes are called `aktor/…` and `begrep/…`.
fn quoted_again(door: &Door, id: PassageId) -> Action {
    let engine = door.desk.engine();
    let is_passage = engine.knowledge.passage(&id, WrittenForm::Bokmal).is_some();
    match id.as_str().split_once('/') {
        Some(("aktor", name)) if !is_passage => Action::Actor(Some(name.to_owned())),
        Some(("begrep", name)) if !is_passage => Action::Term(Some(name.to_owned())),
        _ => Action::Answer(id),
    }
}

/// Acknowledges, asks the desk, and shows what it says.
async fn converse(door: &Door, arrival: &Arrival, kind: u8, place: Place, what: What) {
    let flags = if matches!(place, Place::Hidden { .. }) { EPHEMERAL } else { 0 };
    let data = (kind == DEFER && flags != 0).then(|| json!({ "flags": flags }));
    if let Err(error) = door.respond(arrival, kind, data).await {
        return quiet(Err(error), "an interaction could not be acknowledged");
    }
    let Settings { form, topics, .. } = Settings::of(door, arrival).await;
    // Acknowledged first, however long the person's own messages take.
    let _lane = door.lanes.enter(arrival.person).await;
    let scope = if place == Place::Open { Scope::Group } else { Scope::Private };
    let sends = matches!(&what, What::Pressed(Action::Form(FormAction::Send)) | What::Text(_));
    let is_question = matches!(&arrival.asked, Asked::Command { .. } | Asked::Message(_));
    if is_question && scope == Scope::Private && matches!(what, What::Text(_)) {
        // A question asked by command is never the answer to a form's step: any
        // press leaves the form as it is and lets the next text be a question.
        let aside = What::Pressed(Action::Language(None));
        door.ask(arrival.person, arrival.channel, incoming(scope, form, aside)).await;
    }
    let asked = Incoming { is_own: is_own(arrival), ..incoming(scope, form, what.clone()) };
    let messages = door.ask(arrival.person, arrival.channel, asked).await;
    let mut messages = topics::within(&door.desk.engine(), &topics, &what, messages);
    if door.unreached.remove(arrival.person) {
        let caller = crate::door::caller(arrival.person, arrival.channel, Scope::Private);
        messages.extend(door.desk.waiting(utveier::dialogue::Door::Discord, &caller).await);
    }
    show(door, arrival, Opened { place, flags }, (&messages, sends)).await;
}

/// Whether a text is the person's own words to the bot alone: no message that a
/// command was used on, and nothing said on a server.
fn is_own(arrival: &Arrival) -> bool {
    arrival.is_direct && !matches!(arrival.asked, Asked::Message(_))
}

async fn show(door: &Door, arrival: &Arrival, opened: Opened, (messages, sends): (&[Outgoing], bool)) {
    let mut payloads: Vec<Payload> = Vec::new();
    let mut receipt = None;
    for message in messages {
        let own = door.rendered(std::slice::from_ref(message), opened.place, arrival.person);
        match &message.receipt {
            // A hidden message cannot be edited after a quarter of an hour, so the
            // receipt that tells of delivery is posted where it can.
            Some(code) if sends && opened.place != Place::Direct => {
                payloads.extend(receipt::elsewhere(door, arrival.person, code, message, own).await);
            }
            Some(code) => {
                receipt = Some((code.clone(), payloads.len()));
                payloads.extend(own);
            }
            None => payloads.extend(own),
        }
    }
    let shown = door.fill(arrival, opened, &payloads).await;
    if let (Some((code, at)), Place::Direct) = (receipt, opened.place)
        && let Some(reference) = shown.get(at).and_then(receipt::reference)
    {
        door.desk.posted(&code, &reference).await;
    }
}

fn shown_in(arrival: &Arrival, is_open: bool) -> Place {
    match () {
        () if arrival.is_direct => Place::Direct,
        () if is_open => Place::Open,
        () => Place::Hidden { in_server: arrival.server.is_some() },
    }
}

/// Whether it only shows content: that may be shown to everybody where a server
/// wants it so.
fn is_content(what: &What) -> bool {
    use Action::{About, Actor, Answer, Article, Emergency, Faq, Help, Part, Term, Topics, Whole};
    match what {
        // A question can tell of the one who asks, but they chose to ask it in a
        // server whose settings show answers; what is typed is not shown.
        What::Text(_) => true,
        What::Pressed(action) => matches!(
            action,
            Topics
                | Part(_)
                | Article(_)
                | Faq(_)
                | Answer(_)
                | Whole(_)
                | Actor(_)
                | Term(_)
                | Help
                | About
                | Emergency
        ),
    }
}

/// Whether it is a step of something that is filled in or confirmed. What is
/// done with a case is none: it stands under letters and receipts, which stay.
fn is_step(action: &Action) -> bool {
    matches!(
        action,
        Action::Form(_)
            | Action::Letter(_)
            | Action::Case(CaseVerb::WithdrawSure, _)
            | Action::ForgetSure
            | Action::Language(_)
    )
}
