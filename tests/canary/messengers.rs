//! Telegram and Discord, as the built binary serves them: every kind of message,
//! also those nobody can read, also while the platform fails.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::given::gap;
use super::harness::binary::Served;
use super::harness::discord::events::{self, Where};
use super::harness::discord::{self, Discord, FaultKind, Posted, direct_channel};
use super::served::{assert_ended_clean, traced, working_folder};
use super::telegram_api::{self, Fault, Telegram};
use super::{CANARY, STOP_WITHIN, holds_canary, question, questions};

/// Longest wait for the last message to be handled, on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);
/// Who asks, and who is in the middle of a form.
const ASKER: i64 = 1;
const WRITER: i64 = 2;
/// What is typed until the form holds a story.
const FORM: [&str; 4] = ["rådgiver", "ja", "Lærer", "Bergen"];

/// Stops the binary and looks wherever something could have been left.
fn assert_nothing_is_left(served: Served, folder: &Path) {
    let ended = served.stop(STOP_WITHIN);
    assert!(
        ended.err.contains("door is open") || ended.err.contains("gateway is open"),
        "the log is on: {}",
        ended.err
    );
    assert!(!holds_canary(ended.out.as_bytes()), "standard output holds it");
    assert_ended_clean(&ended, folder);
}

fn story() -> String {
    format!("Vi er i tvil om {CANARY} og hvem som bør snakke med eleven først.")
}

#[test]
fn telegram_leaves_no_question_behind() {
    let (temporary, runtime) = (working_folder(), Runtime::new().unwrap());
    let telegram = runtime.block_on(Telegram::open());
    let mut serve = traced(temporary.path());
    serve.env("UTVEIER__TELEGRAM__TOKEN", telegram_api::TOKEN).env("UTVEIER__TELEGRAM__API_URL", &telegram.url);
    serve.env("UTVEIER__DONATIONS__ENABLED", "true");
    let served = Served::start(serve);
    // The last of them could be given to the editors; nobody presses.
    for text in questions().into_iter().chain([gap()]) {
        telegram.message(ASKER, json!({ "text": text }));
    }
    for fault in [Fault::Server(502), Fault::HalfJson, Fault::Dropped, Fault::Refused(400, "Bad Request: MESSAGE")] {
        telegram.fail("sendMessage", fault, 1);
        telegram.message(ASKER, json!({ "text": question() }));
    }
    for update in updates() {
        telegram.update(update);
    }
    // What cannot be read.
    telegram.update(json!({ "message": { "text": question(), "chat": CANARY } }));
    for text in FORM.map(str::to_owned).into_iter().chain(["Drøfte en bekymring anonymt".to_owned(), story()]) {
        telegram.message(WRITER, json!({ "text": text }));
    }
    let asked = |shown: &telegram_api::Shown| shown.text().contains("Hvordan vil du ha svaret");
    runtime.block_on(telegram.until(WRITER, "the form's next question", asked));
    let handled = || (telegram.waiting() == 0).then_some(());
    runtime.block_on(telegram.wait_at_most(LIMIT, "every update to be handled", handled));
    // What has no id comes again with each call, so it is the last.
    telegram.raw_update(json!({ "message": { "text": question() } }));
    let seen = telegram.openings() + 2;
    let come = || (telegram.openings() > seen).then_some(());
    runtime.block_on(telegram.wait_at_most(LIMIT, "the one without an id to come", come));
    let shown = telegram.shown(ASKER);
    assert!(shown.len() >= questions().len(), "everything was answered: {}", shown.len());
    assert!(shown.iter().all(|shown| !holds_canary(shown.body.to_string().as_bytes())), "an answer repeats it");
    let inline = telegram.calls("answerInlineQuery");
    assert!(inline.iter().all(|call| !holds_canary(call.to_string().as_bytes())) && !inline.is_empty());
    assert_nothing_is_left(served, temporary.path());
}

/// Everything else Telegram may say with a person's words in it.
fn updates() -> Vec<Value> {
    let from = json!({ "id": ASKER, "is_bot": false, "first_name": CANARY, "language_code": "nb" });
    let private = json!({ "id": ASKER, "type": "private", "first_name": CANARY });
    let group = json!({ "id": -1_009_000, "type": "supergroup", "title": CANARY });
    let message = |chat: &Value, fields: Value| {
        let mut message = json!({ "message_id": 900, "date": 1_795_000_000, "chat": chat, "from": from });
        for (name, value) in fields.as_object().unwrap() {
            message[name] = value.clone();
        }
        message
    };
    let command = json!([{ "type": "bot_command", "offset": 0, "length": 5 }]);
    let photo = json!([{ "file_id": CANARY, "file_unique_id": CANARY, "width": 1, "height": 1 }]);
    let document = json!({ "file_id": "f", "file_unique_id": "f", "file_name": CANARY });
    let contact = json!({ "phone_number": "90817264", "first_name": CANARY });
    let mut edited = message(&private, json!({ "text": question() }));
    edited["edit_date"] = json!(1_795_000_001);
    vec![
        json!({ "message": message(&group, json!({ "text": format!("/spor {}", question()), "entities": command })) }),
        json!({ "message": message(&group, json!({ "text": question() })) }),
        json!({ "message": message(&private, json!({ "photo": photo, "caption": question() })) }),
        json!({ "message": message(&private, json!({ "document": document })) }),
        json!({ "message": message(&private, json!({ "contact": contact })) }),
        json!({ "message": message(&private, json!({ "text": format!("/start {CANARY}") })) }),
        json!({ "edited_message": edited }),
        json!({ "inline_query": { "id": "i", "from": from, "query": question(), "offset": CANARY } }),
        json!({ "callback_query": { "id": "c", "from": from, "chat_instance": "c", "data": CANARY,
            "message": message(&private, json!({ "text": "Hei" })) } }),
    ]
}

const SERVER: Where = Where::Server { server: 70, channel: 601, manages: false };
const PERSON: u64 = 501;
const OTHER: u64 = 502;

#[test]
fn discord_leaves_no_question_behind() {
    let (temporary, runtime) = (working_folder(), Runtime::new().unwrap());
    let _inside = runtime.enter();
    let discord = runtime.block_on(Discord::open());
    let mut serve = traced(temporary.path());
    serve.env("UTVEIER__DISCORD__TOKEN", discord::TOKEN).env("UTVEIER__DISCORD__API_URL", &discord.url);
    serve.env("UTVEIER__DONATIONS__ENABLED", "true");
    let served = Served::start(serve);
    runtime.block_on(discord.connected());
    let answered = |event: Value| {
        let token = discord.interact(event);
        let answer = runtime.block_on(discord.answer(&token));
        assert!(!holds_canary(answer.body.to_string().as_bytes()), "an answer repeats it: {}", answer.body);
        answer
    };
    for (number, text) in questions().into_iter().chain([gap()]).enumerate() {
        answered(events::command(PERSON, SERVER, "ask", &[("question", &text)]));
        let id = 40_000 + u64::try_from(number).unwrap();
        discord.dispatch("MESSAGE_CREATE", events::direct_message(PERSON, id, &text));
    }
    let under = answered(events::message_command(PERSON, SERVER, &question()));
    answered(events::component(PERSON, SERVER, &under, CANARY));
    answered(events::field(PERSON, SERVER, Some(&under), (CANARY, &question())));
    let token = discord.interact(events::typing(PERSON, SERVER, "ask", &[("question", &question())]));
    let suggested = runtime.block_on(discord.callback(&token));
    assert!(!holds_canary(suggested.to_string().as_bytes()), "{suggested}");
    for kind in [FaultKind::Status(502, 0.0), FaultKind::AnswerLost] {
        discord.fault("/messages", 1, kind);
        discord.interact(events::command(PERSON, SERVER, "ask", &[("question", &question())]));
    }
    half_a_form(&runtime, &discord);
    discord.raw(&format!("{{\"op\":0,\"t\":\"MESSAGE_CREATE\",\"s\":9,\"d\":{{\"content\":\"{CANARY}\"}}}}"));
    discord.raw(&format!("{{\"op\":0,\"t\":\"{CANARY}"));
    // Whatever that did to the connection, the next question is answered.
    answered(events::command(PERSON, SERVER, "ask", &[("question", &question())]));
    assert_nothing_is_left(served, temporary.path());
}

/// Somebody else is left in the middle of a form that holds a story.
fn half_a_form(runtime: &Runtime, discord: &Discord) {
    let channel = direct_channel(OTHER);
    let story = story();
    let mut seen: Option<Posted> = None;
    let steps = FORM.into_iter().chain(["Drøfte en bekymring anonymt", story.as_str()]);
    for (number, text) in steps.enumerate() {
        let id = 50_000 + u64::try_from(number).unwrap();
        discord.dispatch("MESSAGE_CREATE", events::direct_message(OTHER, id, text));
        let above = seen.as_ref().map_or(0, |posted| posted.id);
        seen = Some(runtime.block_on(discord.message_below(channel, above)));
    }
}
