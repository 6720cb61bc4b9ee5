//! A stand-in of Telegram's Bot API on a loopback port.
//!
//! It does what the real one does where a bot can tell: holds `getUpdates` and
//! keeps updates until they are confirmed, ends the older of two pollers with a
//! 409, posts to a webhook with its secret until it gets a 2xx, refuses what is
//! too long or not modified in Telegram's own words, and fails when told to.
//! Every call is held against the published description of the API
//! (`telegram-api.json`, a part of github.com/PaulSonOfLars/telegram-bot-api-spec,
//! MIT, licence beside it).

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use serde_json::{Value, json};
use tokio::sync::Notify;

#[path = "telegram/spec.rs"]
mod spec;

/// The token the stand-in knows.
pub(crate) const TOKEN: &str = "4242:stand-in";
/// The bot's id and name.
pub(crate) const BOT: i64 = 4242;
pub(crate) const NAME: &str = "utveier_test_bot";
/// Longest wait for anything.
const LIMIT: Duration = Duration::from_secs(30);

/// How a call fails.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    /// A 5xx with no JSON.
    Server(u16),
    /// 429.
    RetryAfter(u64),
    /// An answer cut in the middle, without effect.
    HalfJson,
    /// The connection is cut without effect.
    Dropped,
    /// The effect is there, the answer is not.
    AnswerLost,
    /// Refused in these words.
    Refused(u16, &'static str),
}

/// A call as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) body: Value,
}

/// A message the bot has sent.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) id: i64,
    pub(crate) chat: i64,
    pub(crate) body: Value,
    pub(crate) is_edited: bool,
}

impl Shown {
    pub(crate) fn text(&self) -> &str {
        self.body["text"].as_str().unwrap_or_default()
    }

    /// Label and callback data or address of each button.
    pub(crate) fn buttons(&self) -> Vec<(String, String)> {
        let rows = self.body["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
        let buttons = rows.iter().filter_map(Value::as_array).flatten();
        let data = |button: &Value| {
            let kinds = ["callback_data", "url", "switch_inline_query"];
            kinds.iter().find_map(|kind| button[*kind].as_str()).unwrap_or_default().to_owned()
        };
        buttons.map(|button| (button["text"].as_str().unwrap_or_default().to_owned(), data(button))).collect()
    }
}

#[derive(Default)]
struct Inner {
    updates: VecDeque<Value>,
    next_update: i64,
    next_message: i64,
    calls: Vec<Call>,
    shown: Vec<Shown>,
    faults: Vec<(String, Fault)>,
    closed: HashSet<i64>,
    administrators: HashSet<i64>,
    settings: HashMap<String, Value>,
    topics: BTreeMap<i64, String>,
    webhook: Option<(String, String)>,
    pollers: u64,
    /// Whether ephemeral messages are unknown, as before Bot API 10.2.
    is_old: bool,
    wrong: Vec<String>,
}

struct Shared {
    inner: Mutex<Inner>,
    changed: Notify,
    client: reqwest::Client,
}

/// The stand-in.
#[derive(Clone)]
pub(crate) struct Telegram {
    shared: Arc<Shared>,
    pub(crate) url: String,
}

impl Telegram {
    pub(crate) async fn open() -> Self {
        let inner = Inner { next_update: 100, next_message: 10, ..Inner::default() };
        let shared = Shared { inner: Mutex::new(inner), changed: Notify::new(), client: reqwest::Client::new() };
        let shared = Arc::new(shared);
        let routes = Router::new().route("/{token}/{method}", post(answer)).with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { shared, url }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.shared.inner.lock().unwrap()
    }

    /// Puts an update in line; its id.
    pub(crate) fn update(&self, mut update: Value) -> i64 {
        let mut inner = self.inner();
        let id = inner.next_update;
        inner.next_update += 1;
        update["update_id"] = json!(id);
        inner.updates.push_back(update.clone());
        let webhook = inner.webhook.clone();
        drop(inner);
        if let Some((url, secret)) = webhook {
            tokio::spawn(deliver(Arc::clone(&self.shared), url, secret, update));
        }
        self.shared.changed.notify_waiters();
        id
    }

    /// An update that is no update, as it is.
    pub(crate) fn raw_update(&self, update: Value) {
        self.raw_updates([update]);
    }

    /// The same for several that come at once.
    pub(crate) fn raw_updates(&self, updates: impl IntoIterator<Item = Value>) {
        self.inner().updates.extend(updates);
        self.shared.changed.notify_waiters();
    }

    /// A message of a person in a private chat, with whatever else it has.
    pub(crate) fn message(&self, person: i64, fields: Value) -> i64 {
        let chat = json!({"id": person, "type": "private", "first_name": "P"});
        self.message_in(&chat, person, fields)
    }

    /// A message in any chat.
    #[expect(clippy::needless_pass_by_value, reason = "written in place with json!")]
    pub(crate) fn message_in(&self, chat: &Value, person: i64, fields: Value) -> i64 {
        let from = json!({"id": person, "is_bot": false, "first_name": "P", "language_code": "nb"});
        let id = self.new_message();
        let mut message = json!({"message_id": id, "date": 1_795_000_000, "chat": chat, "from": from});
        for (name, value) in fields.as_object().unwrap() {
            message[name] = value.clone();
        }
        self.update(json!({"message": message}))
    }

    /// A pressed button of a message.
    pub(crate) fn press(&self, person: i64, shown: &Shown, data: &str) -> String {
        let query = format!("q{}", self.new_message());
        let chat = json!({"id": shown.chat, "type": if shown.chat > 0 { "private" } else { "supergroup" }});
        let from = json!({"id": person, "is_bot": false, "first_name": "P", "language_code": "nb"});
        let mut message = json!({"message_id": shown.id, "date": 1_795_000_000, "chat": chat, "text": shown.text()});
        if shown.body["message_thread_id"].is_i64() {
            message["message_thread_id"] = shown.body["message_thread_id"].clone();
        }
        self.update(json!({"callback_query": {"id": query, "from": from, "chat_instance": "c", "message": message, "data": data}}));
        query
    }

    /// A message in a group that only its sender and the bot see.
    pub(crate) fn whisper_in(&self, chat: &Value, person: i64, text: &str) {
        let id = self.new_message();
        self.message_in(chat, person, json!({"text": text, "message_id": 0, "ephemeral_message_id": id}));
    }

    /// Knows no ephemeral messages, as a server of before Bot API 10.2.
    pub(crate) fn be_old(&self) {
        self.inner().is_old = true;
    }

    fn new_message(&self) -> i64 {
        let mut inner = self.inner();
        inner.next_message += 1;
        inner.next_message
    }

    pub(crate) fn fail(&self, method: &str, fault: Fault, times: usize) {
        self.inner().faults.extend(std::iter::repeat_n((method.to_owned(), fault), times));
    }

    pub(crate) fn block(&self, chat: i64) {
        self.inner().closed.insert(chat);
    }

    pub(crate) fn make_administrator(&self, person: i64) {
        self.inner().administrators.insert(person);
    }

    pub(crate) fn set_webhook_of_others(&self, url: &str) {
        self.inner().webhook = Some((url.to_owned(), String::new()));
    }

    pub(crate) fn calls(&self, method: &str) -> Vec<Value> {
        self.inner().calls.iter().filter(|call| call.method == method).map(|call| call.body.clone()).collect()
    }

    /// How often updates were asked for, by polling or by a webhook.
    pub(crate) fn openings(&self) -> usize {
        let asks = ["getUpdates", "setWebhook"];
        self.inner().calls.iter().filter(|call| asks.contains(&call.method.as_str())).count()
    }

    pub(crate) fn waiting(&self) -> usize {
        self.inner().updates.len()
    }

    pub(crate) fn add_topic(&self, thread: i64) {
        self.inner().topics.insert(thread, "talk".to_owned());
    }

    pub(crate) fn delete_topic(&self, thread: i64) {
        self.inner().topics.remove(&thread);
    }

    pub(crate) fn topics(&self) -> BTreeMap<i64, String> {
        self.inner().topics.clone()
    }

    /// How many messages the bot has sent.
    pub(crate) fn sends(&self) -> usize {
        self.inner().shown.len()
    }

    /// Waits until the bot has sent so many; told at once when it has.
    pub(crate) async fn until_sends(&self, wanted: usize) {
        loop {
            let changed = self.shared.changed.notified();
            if self.sends() >= wanted {
                return;
            }
            tokio::time::timeout(LIMIT * 4, changed).await.expect("messages in two minutes");
        }
    }

    /// What a chat shows now.
    pub(crate) fn shown(&self, chat: i64) -> Vec<Shown> {
        self.inner().shown.iter().filter(|shown| shown.chat == chat).cloned().collect()
    }

    /// Waits for a message of a chat.
    pub(crate) async fn until(&self, chat: i64, what: &str, is_it: impl Fn(&Shown) -> bool) -> Shown {
        self.wait(what, || self.shown(chat).into_iter().rev().find(|shown| is_it(shown))).await
    }

    /// Waits for anything.
    pub(crate) async fn wait<T>(&self, what: &str, found: impl Fn() -> Option<T>) -> T {
        self.wait_at_most(LIMIT, what, found).await
    }

    /// The same for what takes its time.
    pub(crate) async fn wait_at_most<T>(&self, limit: Duration, what: &str, found: impl Fn() -> Option<T>) -> T {
        let waited = tokio::time::timeout(limit, async {
            loop {
                let changed = self.shared.changed.notified();
                if let Some(found) = found() {
                    return found;
                }
                // What changes elsewhere is looked at now and then.
                let _looked = tokio::time::timeout(Duration::from_millis(25), changed).await;
            }
        });
        waited.await.unwrap_or_else(|_| {
            let inner = self.inner();
            let texts: Vec<(i64, &str)> = inner.shown.iter().map(|shown| (shown.chat, shown.text())).collect();
            panic!("waited in vain for {what}; shown: {texts:#?}; wrong: {:?}", inner.wrong)
        })
    }

    /// Fails when a call was not as the API describes it.
    pub(crate) fn assert_calls_are_right(&self) {
        let wrong = self.inner().wrong.clone();
        assert!(wrong.is_empty(), "calls the API does not know:\n{}", wrong.join("\n"));
    }
}

/// Posts to a webhook until it gets a 2xx, as Telegram does.
async fn deliver(shared: Arc<Shared>, url: String, secret: String, update: Value) {
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

async fn answer(
    State(shared): State<Arc<Shared>>,
    Path((token, method)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
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
