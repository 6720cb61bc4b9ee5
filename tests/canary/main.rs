//! Questions are not stored: a phrase no one else would write is asked through
//! every door, at the most talkative log level there is, also while the core
//! panics, and is then looked for wherever it could have been left: files,
//! logs, headers, addresses.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use harness::binary::{self, Ended, Served};
use harness::content::{PUBLIC_URL, engine, folder};
use harness::web::{Browser, Reply, Server};
use harness::world::World;
use tracing_subscriber::fmt::MakeWriter;
use utveier::dialogue::{Door, Incoming, Outgoing, Outside, Scope, State, What};
use utveier::knowledge::Knowledge;
use utveier::language::WrittenForm;

/// Words that stand in no content, log message or source but here.
const CANARY: &str = "kvitrekanarifugl";
/// Digits that a log could print apart from words.
const CANARY_NUMBER: &str = "90817264";

/// Longest an orderly stop may take.
const STOP_WITHIN: Duration = Duration::from_secs(10);

fn question() -> String {
    format!("Hva er en mentor for {CANARY} med nummer {CANARY_NUMBER}?")
}

/// Questions that take every way through a dialogue.
fn questions() -> Vec<String> {
    let texts = [
        "{c}",
        "{q}",
        "/aktør {c}",
        "/svar {c}/{c}",
        "/{c}",
        "rådgiver",
        "{c}",
        "Eleven {c} har en pistol på skolen nå",
        "Jeg vil ta livet mitt {c}",
        "\u{0}{c}<b>",
    ];
    texts.iter().map(|text| text.replace("{c}", CANARY).replace("{q}", &question())).collect()
}

fn holds_canary(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    text.contains(CANARY) || text.contains(CANARY_NUMBER)
}

/// Everything the process logs, at every level, from the first test on.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).expect("the first subscriber of this process");
    log
});

fn start_log() -> Log {
    let log = LOG.clone();
    tracing::trace!("the log is listened to");
    log
}

fn assert_log_is_clean(log: &Log) {
    let bytes = log.0.lock().unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("the log is listened to"), "the log is not captured");
    let line = text.lines().find(|line| holds_canary(line.as_bytes()));
    assert_eq!(line, None, "the question is in the log");
}

/// Fails when the phrase is in a file, or in a file's name, under a folder.
fn assert_no_file_holds_it(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(!holds_canary(path.to_string_lossy().as_bytes()), "a name holds it: {}", path.display());
        if path.is_dir() {
            assert_no_file_holds_it(&path);
        } else {
            assert!(!holds_canary(&std::fs::read(&path).unwrap()), "{} holds it", path.display());
        }
    }
}

fn assert_only_the_body_holds_it(reply: &Reply) {
    assert!(!holds_canary(reply.url.as_bytes()), "the address holds it: {}", reply.url);
    for (name, value) in &reply.headers {
        assert!(!holds_canary(value.as_bytes()), "the header {name} holds it");
    }
    assert_eq!(reply.headers["referrer-policy"], "no-referrer");
    assert_eq!(reply.headers["cache-control"], "no-store");
    let linked = harness::html::elements(&reply.body, "a");
    assert!(linked.iter().all(|(tag, _)| !holds_canary(tag.as_bytes())), "a link holds it");
}

#[test]
fn the_canary_is_found_where_it_is() {
    assert!(holds_canary(question().as_bytes()) && holds_canary(b"\xff KvitreKanarifugl"));
    assert!(!holds_canary(b"en mentor"));
    let temporary = tempfile::tempdir().unwrap();
    std::fs::write(temporary.path().join("spor"), question()).unwrap();
    assert!(std::panic::catch_unwind(|| assert_no_file_holds_it(temporary.path())).is_err());
}

#[test]
fn the_core_logs_and_keeps_no_question() {
    let log = start_log();
    let mut state = State::default();
    for text in questions() {
        let incoming =
            Incoming { door: Door::Terminal, scope: Scope::Private, locale: None, what: What::Text(text.clone()) };
        let step = engine().advance(Outside::nothing(), state, &incoming);
        state = step.state;
        assert!(!holds_canary(format!("{state:?}").as_bytes()), "the state keeps «{text}»");
        assert!(
            !holds_canary(format!("{:?}{:?}", step.outgoing, step.effects).as_bytes()),
            "a message repeats «{text}»"
        );
    }
    assert_log_is_clean(&log);
}

#[test]
fn the_web_door_logs_no_question_and_puts_it_in_no_address() {
    let log = start_log();
    let server = harness::web::over_shipped_content();
    let mut browser = Browser::open(&server.url);
    for text in questions() {
        let reply = browser.post("tekst", &text);
        assert_eq!(reply.status, 200, "{text}");
        assert_only_the_body_holds_it(&reply);
    }
    let next = browser.get("/");
    assert!(!holds_canary(next.body.as_bytes()), "the next page repeats the question");
    let long = format!("{} {}", question(), "mentor ".repeat(20_000));
    assert_only_the_body_holds_it(&browser.post("tekst", &long));
    drop(server);
    assert_log_is_clean(&log);
}

/// A core that panics with the question in its message.
struct Panicking(utveier_web::DeskCore);

#[async_trait::async_trait]
impl utveier_web::Core for Panicking {
    async fn receive(&self, session: &str, incoming: Incoming) -> Vec<Outgoing> {
        match &incoming.what {
            What::Text(text) if text.contains("panikk") => panic!("cannot answer: {text}"),
            _ => self.0.receive(session, incoming).await,
        }
    }

    async fn waiting(&self, session: &str) -> Vec<Outgoing> {
        self.0.waiting(session).await
    }

    async fn resumed(&self, session: &str, form: utveier::language::WrittenForm) -> Vec<Outgoing> {
        self.0.resumed(session, form).await
    }

    fn signature(&self, session: &str) -> [u8; 16] {
        self.0.signature(session)
    }

    fn knowledge(&self) -> Arc<Knowledge> {
        self.0.knowledge()
    }

    fn text(&self, form: WrittenForm, key: &str) -> String {
        self.0.text(form, key)
    }
}

#[test]
fn a_panic_tells_nobody_what_was_asked_and_harms_no_one_else() {
    let log = start_log();
    let world = World::new();
    let core = utveier_web::DeskCore::new(Arc::clone(&world.desk), Arc::clone(&world.keyring));
    let server = Server::start(Arc::new(Panicking(core)), PUBLIC_URL);
    let mut browser = Browser::open(&server.url);
    let reply = browser.post("tekst", &format!("panikk {}", question()));
    assert_eq!(reply.status, 500);
    assert_only_the_body_holds_it(&reply);
    assert!(!holds_canary(reply.body.as_bytes()), "the page of the failure repeats the question");
    let after = browser.post("tekst", "Hva er en mentor?");
    assert_eq!(after.status, 200, "the same session goes on");
    assert!(after.body.contains("En mentor er en trygg"));
    drop(server);
    assert_log_is_clean(&log);
}

/// The content as a working folder of its own.
fn working_folder() -> tempfile::TempDir {
    let temporary = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(folder(), temporary.path().join("knowledge")).unwrap();
    temporary
}

fn assert_ended_clean(ended: &Ended, folder: &Path) {
    assert_eq!(ended.code, 0, "{}", ended.err);
    let line = ended.err.lines().find(|line| holds_canary(line.as_bytes()));
    assert_eq!(line, None, "standard error holds the question");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_symlink() {
            assert!(path.is_dir() || !holds_canary(&std::fs::read(&path).unwrap()), "{} holds it", path.display());
        }
    }
    let data = folder.join("data");
    if data.is_dir() {
        assert_no_file_holds_it(&data);
    }
    assert_no_file_holds_it(&folder.join("hjem"));
    assert_no_file_holds_it(&folder.join("midlertidig"));
}

/// A command whose home and temporary files are in the folder too.
fn traced(folder: &Path) -> std::process::Command {
    let mut command = binary::command(folder);
    for (variable, name) in [("HOME", "hjem"), ("XDG_STATE_HOME", "hjem"), ("TMPDIR", "midlertidig")] {
        let own = folder.join(name);
        std::fs::create_dir_all(&own).unwrap();
        command.env(variable, own);
    }
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "1");
    command
}

#[test]
fn the_served_page_leaves_no_question_behind() {
    let temporary = working_folder();
    let mut serve = traced(temporary.path());
    serve.env("UTVEIER__OPERATOR__LISTEN", "127.0.0.1:0");
    let served = Served::start(serve);
    let log = served.wait_for_log("the operator's pages are open", STOP_WITHIN);
    let pages =
        log.split("pages are open address=").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap().to_owned();
    let mut browser = Browser::open(&served.url);
    for text in questions() {
        assert_only_the_body_holds_it(&browser.post("tekst", &text));
    }
    browser.moved(&format!("http://{pages}"));
    let metrics = browser.get("/metrics").body;
    assert!(metrics.contains("decision=\"acute\"} 1") || metrics.contains("decision=\"acute\"} 2"), "{metrics}");
    assert!(!holds_canary(metrics.as_bytes()), "the metrics hold the question");
    assert!(!holds_canary(browser.get("/statistikk").body.as_bytes()), "the statistics hold the question");
    let ended = served.stop(STOP_WITHIN);
    assert!(ended.err.contains("TRACE") || ended.err.contains("DEBUG"), "the log is on: {}", ended.err);
    assert!(!holds_canary(ended.out.as_bytes()), "standard output holds the question");
    assert_ended_clean(&ended, temporary.path());
    // By now the counts are in the database, which was looked through above.
    let mut stats = binary::command(temporary.path());
    stats.args(["stats", "--json"]);
    let counted = binary::finish(stats, b"");
    assert!(counted.out.contains("\"has_hidden\":true"), "something was counted: {}{}", counted.out, counted.err);
    assert!(!holds_canary(counted.out.as_bytes()));
}

#[test]
fn the_terminal_leaves_no_question_behind() {
    let temporary = working_folder();
    let mut chat = traced(temporary.path());
    chat.arg("chat");
    let ended = binary::finish(chat, questions().join("\n").as_bytes());
    assert!(!holds_canary(ended.out.as_bytes()), "the conversation repeats the question");
    assert_ended_clean(&ended, temporary.path());
    let mut ask = traced(temporary.path());
    ask.args(["ask", &question()]);
    let ended = binary::finish(ask, b"");
    assert!(!ended.out.is_empty());
    assert_ended_clean(&ended, temporary.path());
}
