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
use axum::routing::post;
use serde_json::{Value, json};
use tokio::sync::Notify;

#[path = "telegram/api.rs"]
mod api;
#[path = "telegram/shown.rs"]
mod shown;
#[path = "telegram/spec.rs"]
mod spec;

use api::{answer, deliver};
pub(crate) use shown::Shown;

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
