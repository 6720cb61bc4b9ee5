//! What the stand-in does with a call, in Telegram's own words.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::{BOT, Call, Fault, Inner, NAME, Shared, Shown, TOKEN, spec};

/// Posts to a webhook until it gets a 2xx, as Telegram does.
pub(super) async fn deliver(shared: Arc<Shared>, url: String, secret: String, update: Value) {
    for _ in 0..200 {
        let post = shared.client.post(&url).header("X-Telegram-Bot-Api-Secret-Token", &secret).json(&update);
        if post.send().await.is_ok_and(|response| response.status().is_success()) {
            let mut inner = shared.inner.lock().unwrap();
            inner.updates.retain(|other| other["update_id"] != update["update_id"]);
            drop(inner);
            shared.changed.notify_waiters();
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub(super) async fn answer(
    State(shared): State<Arc<Shared>>,
    Path((token, method)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    // Case does not count in a method's name; teloxide writes `GetUpdates`.
    let method = format!("{}{}", method[..1].to_lowercase(), &method[1..]);
    if token != format!("bot{TOKEN}") {
        return refused(401, "Unauthorized", None);
    }
    let fault = {
        let mut inner = shared.inner.lock().unwrap();
        if let Some(problem) = spec::problem(&method, &body) {
            inner.wrong.push(problem);
        }
        inner.calls.push(Call { method: method.clone(), body: body.clone() });
        let at = inner.faults.iter().position(|(name, _)| *name == method);
        at.map(|at| inner.faults.remove(at).1)
    };
    match fault {
        Some(Fault::Server(code)) => with_status(code, "<html>Bad Gateway</html>".into()),
        Some(Fault::RetryAfter(seconds)) => refused(429, "Too Many Requests: retry later", Some(seconds)),
        Some(Fault::HalfJson) => with_status(200, r#"{"ok":true,"result":{"message_"#.into()),
        Some(Fault::Dropped) => cut(),
        Some(Fault::Refused(code, words)) => refused(code, words, None),
        Some(Fault::AnswerLost) => {
            let _effect = act(&shared, &method, &body).await;
            cut()
        }
        None => match act(&shared, &method, &body).await {
            Ok(result) => with_status(200, json!({"ok": true, "result": result}).to_string()),
            Err((code, words)) => refused(code, &words, None),
        },
    }
}

type Refusal = (u16, String);

fn refusal(code: u16, words: &str) -> Refusal {
    (code, words.to_owned())
}

async fn act(shared: &Shared, method: &str, body: &Value) -> Result<Value, Refusal> {
    if method == "getUpdates" {
        return updates(shared, body).await;
    }
    let result = at_once(&mut shared.inner.lock().unwrap(), method, body);
    shared.changed.notify_waiters();
    result
}

fn at_once(inner: &mut Inner, method: &str, body: &Value) -> Result<Value, Refusal> {
    let chat = body["chat_id"].as_i64().unwrap_or_default();
    let key = |name: &str| format!("{name}:{}:{}", body["scope"], body["language_code"]);
    let inner_is_old = inner.is_old;
    let mut keep = |name: &str, value: &Value| {
        inner.settings.insert(key(name), value.clone());
        Ok(json!(true))
    };
    let commands = if inner_is_old { without_ephemeral(&body["commands"]) } else { body["commands"].clone() };
    match method {
        "setMyCommands" => return keep("commands", &commands),
        "deleteMyCommands" => return keep("commands", &json!([])),
        "setMyName" => return keep("name", &body["name"]),
        "setMyDescription" => return keep("description", &body["description"]),
        "setMyShortDescription" => return keep("short", &body["short_description"]),
        _ => {}
    }
    let kept = |name: &str, missing: Value| inner.settings.get(&key(name)).cloned().unwrap_or(missing);
    Ok(match method {
        "getMe" => json!({"id": BOT, "is_bot": true, "first_name": "U", "username": NAME, "can_join_groups": true,
            "can_read_all_group_messages": false, "supports_inline_queries": true, "has_main_web_app": false}),
        "getWebhookInfo" => {
            json!({"url": inner.webhook.as_ref().map_or("", |(url, _)| url), "has_custom_certificate": false, "pending_update_count": inner.updates.len()})
        }
        "setWebhook" => {
            let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
            inner.webhook = Some((text("url"), text("secret_token")));
            json!(true)
        }
        "getMyCommands" => kept("commands", json!([])),
        "getMyName" => json!({"name": kept("name", json!(""))}),
        "getMyDescription" => json!({"description": kept("description", json!(""))}),
        "getMyShortDescription" => json!({"short_description": kept("short", json!(""))}),
        "getChat" => json!({"id": chat, "type": "supergroup", "is_forum": chat < -100}),
        "getChatMember" => {
            let is_one = inner.administrators.contains(&body["user_id"].as_i64().unwrap_or_default());
            json!({"status": if is_one { "administrator" } else { "member" }, "user": {"id": body["user_id"]}})
        }
        "sendMessage" => return send(inner, chat, body),
        "editMessageText" => return edit(inner, chat, body),
        "deleteMessage" => {
            inner.shown.retain(|shown| shown.chat != chat || body["message_id"] != shown.id);
            json!(true)
        }
        "createForumTopic" => {
            inner.next_message += 1;
            let thread = inner.next_message;
            inner.topics.insert(thread, body["name"].as_str().unwrap_or_default().to_owned());
            json!({"message_thread_id": thread, "name": body["name"], "icon_color": 0})
        }
        "editForumTopic" => {
            let thread = body["message_thread_id"].as_i64().unwrap_or_default();
            inner.topics.insert(thread, body["name"].as_str().unwrap_or_default().to_owned());
            json!(true)
        }
        "answerCallbackQuery" | "answerInlineQuery" | "sendChatAction" | "closeForumTopic" => json!(true),
        _ => return Err(refusal(404, "Not Found")),
    })
}

/// What a server keeps that does not know the field.
fn without_ephemeral(commands: &Value) -> Value {
    let mut commands = commands.clone();
    for command in commands.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        command.remove("is_ephemeral");
    }
    commands
}

fn check(inner: &Inner, chat: i64, body: &Value) -> Result<(), Refusal> {
    let text = body["text"].as_str().unwrap_or_default();
    if inner.closed.contains(&chat) {
        return Err(refusal(403, "Forbidden: bot was blocked by the user"));
    }
    match text.encode_utf16().count() {
        0 => return Err(refusal(400, "Bad Request: message text is empty")),
        1..=4096 => {}
        _ => return Err(refusal(400, "Bad Request: message is too long")),
    }
    let rows = body["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
    let data = rows.iter().filter_map(Value::as_array).flatten().filter_map(|button| button["callback_data"].as_str());
    if data.into_iter().any(|data| data.is_empty() || data.len() > 64) {
        return Err(refusal(400, "Bad Request: BUTTON_DATA_INVALID"));
    }
    Ok(())
}

fn send(inner: &mut Inner, chat: i64, body: &Value) -> Result<Value, Refusal> {
    check(inner, chat, body)?;
    if let Some(thread) = body["message_thread_id"].as_i64().filter(|thread| !inner.topics.contains_key(thread))
        && chat < -100
    {
        return Err((400, format!("Bad Request: message thread not found ({thread})")));
    }
    inner.next_message += 1;
    let id = inner.next_message;
    let one = &body["ephemeral_message_parameters"]["receiver_user_id"];
    if one.is_i64() && !inner.is_old {
        if !body["reply_parameters"]["ephemeral_message_id"].is_i64() {
            return Err(refusal(400, "Bad Request: not enough rights to send ephemeral messages"));
        }
        inner.shown.push(Shown { id, chat, body: body.clone(), is_edited: false });
        let receiver = json!({"id": one, "is_bot": false, "first_name": "P"});
        return Ok(json!({"message_id": 0, "ephemeral_message_id": id, "receiver_user": receiver, "date": 1}));
    }
    inner.shown.push(Shown { id, chat, body: body.clone(), is_edited: false });
    // More than a bot need read: real answers are long too.
    Ok(
        json!({"message_id": id, "date": 1_795_000_000, "chat": {"id": chat, "type": "private"}, "text": body["text"], "new_field": {"a": [1]}}),
    )
}

fn edit(inner: &mut Inner, chat: i64, body: &Value) -> Result<Value, Refusal> {
    check(inner, chat, body)?;
    let id = body["message_id"].as_i64().unwrap_or_default();
    let shown = inner.shown.iter_mut().find(|shown| shown.chat == chat && shown.id == id);
    let shown = shown.ok_or_else(|| refusal(400, "Bad Request: message to edit not found"))?;
    if shown.body["text"] == body["text"] && shown.body["reply_markup"] == body["reply_markup"] {
        let words =
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same";
        return Err(refusal(400, words));
    }
    shown.body = body.clone();
    shown.is_edited = true;
    Ok(json!({"message_id": id, "date": 1, "chat": {"id": chat, "type": "private"}}))
}

/// `getUpdates`: confirms below the offset, holds, ends for a newer poller.
async fn updates(shared: &Shared, body: &Value) -> Result<Value, Refusal> {
    let own = {
        let mut inner = shared.inner.lock().unwrap();
        if inner.webhook.is_some() {
            let words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
            return Err(refusal(409, words));
        }
        if let Some(offset) = body["offset"].as_i64() {
            inner.updates.retain(|update| update["update_id"].as_i64().is_none_or(|id| id >= offset));
        }
        inner.pollers += 1;
        inner.pollers
    };
    shared.changed.notify_waiters();
    let timeout = Duration::from_secs(body["timeout"].as_u64().unwrap_or(0));
    let end = tokio::time::Instant::now() + timeout;
    loop {
        let changed = shared.changed.notified();
        {
            let inner = shared.inner.lock().unwrap();
            if inner.pollers != own {
                let words =
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
                return Err(refusal(409, words));
            }
            let limit = usize::try_from(body["limit"].as_u64().unwrap_or(100)).unwrap_or(100);
            let found: Vec<Value> = inner.updates.iter().take(limit).cloned().collect();
            if !found.is_empty() || tokio::time::Instant::now() >= end {
                return Ok(Value::Array(found));
            }
        }
        let _waited = tokio::time::timeout_at(end, changed).await;
    }
}

fn with_status(code: u16, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(code).unwrap();
    response
}

fn refused(code: u16, words: &str, retry_after: Option<u64>) -> Response {
    let mut body = json!({"ok": false, "error_code": code, "description": words});
    if let Some(seconds) = retry_after {
        body["parameters"] = json!({"retry_after": seconds});
    }
    with_status(code, body.to_string())
}

/// A connection that ends in the middle of an answer.
fn cut() -> Response {
    let broken = futures::stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut")) });
    Response::new(Body::from_stream(broken))
}
