//! A stand-in of Discord on one loopback port: gateway and REST, with the
//! platform's own rules, faults on demand, and a record of every request that
//! is held against the published description of the interface.

pub(crate) mod events;
mod gateway;
mod http;
mod openapi;
mod rest;
mod shown;
mod trouble;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};

/// The bot's token here.
pub(crate) const TOKEN: &str = "a.test.token";
/// The bot's application and user.
pub(crate) const APPLICATION: u64 = 4242;
/// How long anything is waited for.
const LIMIT: Duration = Duration::from_secs(20);

/// What goes wrong with requests whose path holds a text.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// In the path.
    pub path: &'static str,
    /// How often.
    pub times: usize,
    /// What happens.
    pub kind: FaultKind,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FaultKind {
    /// Answered with a status, without effect; 429 with `retry_after` in seconds.
    Status(u16, f64),
    /// Refused with a code of the platform.
    Code(u16, i64),
    /// Carried out, and the connection closed instead of an answer.
    AnswerLost,
}

/// A recorded request.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub method: String,
    pub path: String,
    pub body: Value,
    pub status: u16,
}

/// A message as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Posted {
    pub id: u64,
    pub channel: u64,
    pub body: Value,
    /// The interaction it answers.
    pub token: Option<String>,
    pub is_hidden: bool,
    pub edits: usize,
}

#[derive(Debug, Clone)]
struct Interaction {
    channel: u64,
    acknowledged: Option<(u8, bool)>,
    since: Instant,
    /// How long it waited for its acknowledgement.
    waited: Option<Duration>,
    original: Option<u64>,
    /// The message it was made under.
    under: Option<u64>,
    /// How often that message had been edited when it was acknowledged.
    edits_before: usize,
    callback: Value,
}

#[derive(Default)]
pub(crate) struct State {
    next: u64,
    calls: Vec<Call>,
    faults: Vec<Fault>,
    interactions: HashMap<String, Interaction>,
    messages: BTreeMap<u64, Posted>,
    nonces: HashMap<(u64, String), u64>,
    closed: HashSet<u64>,
    threads: BTreeMap<u64, (u64, String)>,
    commands: Option<Value>,
    sessions: HashMap<String, Vec<(u64, Value)>>,
    /// The newest connection.
    connection: Option<mpsc::UnboundedSender<gateway::Order>>,
    session: Option<String>,
    identifies: usize,
    resumes: usize,
    refuse_resume: bool,
    /// How many further connections confirm no heartbeat.
    deaf: usize,
    /// Shards that identified.
    shards: Vec<Value>,
    /// What is answered to the next questions for the session limit: how many
    /// are left, and for how many milliseconds none when none is.
    limits: VecDeque<(u64, u64)>,
    /// Messages people wrote that no event told of.
    untold: BTreeMap<u64, (u64, u64, String)>,
    /// Channels that were deleted.
    deleted: HashSet<u64>,
    /// Tags of forums.
    tags: Vec<Value>,
    /// Acknowledgements whose message was filled afterwards.
    filled: usize,
}

/// The stand-in.
#[derive(Clone)]
pub(crate) struct Discord {
    pub url: String,
    state: Arc<Mutex<State>>,
    changed: Arc<Notify>,
}

impl Discord {
    /// Opens it on a free port.
    pub(crate) async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = State { next: 1_000_000_000_000_000_000, ..State::default() };
        let discord = Self { url, state: Arc::new(Mutex::new(state)), changed: Arc::default() };
        tokio::spawn(http::serve(listener, discord.clone()));
        discord
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn id(&self) -> u64 {
        let mut state = self.lock();
        state.next += 1;
        state.next
    }

    /// Waits until `found` gives something.
    pub(crate) async fn until<T>(&self, what: &str, mut found: impl FnMut(&State) -> Option<T>) -> T {
        let waited = tokio::time::timeout(LIMIT, async {
            loop {
                let changed = self.changed.notified();
                if let Some(value) = found(&self.lock()) {
                    return value;
                }
                // Woken by every request; looked at anew now and then for those
                // that came between the look and the wait.
                let _ = tokio::time::timeout(Duration::from_millis(50), changed).await;
            }
        });
        waited.await.unwrap_or_else(|_| panic!("waited in vain for {what}; requests:\n{}", self.log()))
    }

    fn log(&self) -> String {
        let state = self.lock();
        let line = |call: &Call| format!("{} {} {} {}", call.status, call.method, call.path, call.body);
        state.calls.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Waits until the bot is connected.
    pub(crate) async fn connected(&self) {
        self.until("the bot's connection", |state| state.connection.as_ref().map(|_| ())).await;
    }

    /// Sends an interaction; its token.
    pub(crate) fn interact(&self, mut event: Value) -> String {
        let id = self.id();
        let token = event["token"].as_str().map_or_else(|| format!("token{id}"), str::to_owned);
        event["id"] = id.to_string().into();
        event["token"] = token.clone().into();
        let channel = number(&event["channel_id"]);
        let under = event["message"]["id"].as_str().and_then(|id| id.parse().ok());
        let interaction = Interaction {
            channel,
            acknowledged: None,
            since: Instant::now(),
            waited: None,
            original: None,
            under,
            edits_before: 0,
            callback: Value::Null,
        };
        self.lock().interactions.insert(token.clone(), interaction);
        self.dispatch("INTERACTION_CREATE", event);
        token
    }

    /// Sends an event, or keeps it for the next resume.
    #[expect(clippy::needless_pass_by_value, reason = "written in place with json!")]
    pub(crate) fn dispatch(&self, kind: &str, data: Value) {
        let mut state = self.lock();
        let Some(session) = state.session.clone() else { return };
        let log = state.sessions.entry(session).or_default();
        let seq = log.len() as u64 + 1;
        let event = json!({ "op": 0, "s": seq, "t": kind, "d": data });
        log.push((seq, event.clone()));
        if let Some(connection) = &state.connection {
            let _ = connection.send(gateway::Order::Send(event.to_string()));
        }
    }

    /// Sends a frame as it is.
    pub(crate) fn raw(&self, frame: &str) {
        if let Some(connection) = &self.lock().connection {
            let _ = connection.send(gateway::Order::Send(frame.to_owned()));
        }
    }

    /// Drops the connection without a word.
    pub(crate) fn drop_connection(&self) {
        if let Some(connection) = self.lock().connection.take() {
            let _ = connection.send(gateway::Order::Drop);
        }
    }

    /// Forgets all sessions: the next resume is refused.
    pub(crate) fn forget_sessions(&self) {
        self.lock().refuse_resume = true;
    }

    /// The next connection confirms no heartbeat, though it asks for many.
    pub(crate) fn go_deaf(&self) {
        self.lock().deaf += 1;
    }

    /// Waits until there were more sessions, begun or resumed, than so many.
    pub(crate) async fn more_sessions(&self, than: usize) {
        self.until("a session", |state| (state.identifies + state.resumes > than).then_some(())).await;
    }

    /// How often the bot identified and resumed.
    pub(crate) fn sessions(&self) -> (usize, usize) {
        let state = self.lock();
        (state.identifies, state.resumes)
    }

    /// Waits until so many shards identified; what they said.
    pub(crate) async fn shards(&self, count: usize) -> Vec<Value> {
        self.until("shards", |state| (state.shards.len() >= count).then(|| state.shards.clone())).await
    }
}

/// The conversation of a person with the bot.
pub(crate) fn direct_channel(person: u64) -> u64 {
    900_000_000 + person
}

pub(crate) fn content(posted: &Posted) -> &str {
    posted.body["content"].as_str().unwrap_or_default()
}

/// Ids by label of all that can be pressed or chosen.
pub(crate) fn choices(posted: &Posted) -> Vec<(String, String)> {
    let rows = posted.body["components"].as_array().cloned().unwrap_or_default();
    let items = rows.iter().flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
    let mut found = Vec::new();
    for item in items {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match item["options"].as_array() {
            Some(options) => {
                found.extend(options.iter().map(|option| (text(&option["label"]), text(&option["value"]))))
            }
            None => found.push((text(&item["label"]), text(&item["custom_id"]))),
        }
    }
    found
}

fn number(value: &Value) -> u64 {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}
