//! The core and the web door in this process, whose whole log is caught.

use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};

use tracing_subscriber::fmt::MakeWriter;
use utveier::dialogue::{Door, Incoming, Outgoing, Outside, Scope, State, What};
use utveier::knowledge::Knowledge;
use utveier::language::WrittenForm;

use super::harness::content::{PUBLIC_URL, engine};
use super::harness::web::{Browser, Server};
use super::harness::world::World;
use super::{assert_only_the_body_holds_it, holds_canary, question, questions};

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

#[test]
fn the_core_logs_and_keeps_no_question() {
    let log = start_log();
    let mut state = State::default();
    for text in questions() {
        let incoming = Incoming::new(Door::Terminal, Scope::Private, None, What::Text(text.clone())).own();
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
    let server = super::harness::web::over_shipped_content();
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
