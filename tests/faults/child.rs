//! The process that is killed: one person, one request, all the way.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use utveier::clock::{Clock, ManualClock};
use utveier::desk::{Caller, Desk, DeskConfig, RegionInbox};
use utveier::dialogue::{Action, Block, DeskFacts, Door, FormAction, Incoming, Outgoing, RegionFacts, Scope, What};
use utveier::engine::{Engine, Live};
use utveier::inbox::answer;
use utveier::inbox::connection::Tls;
use utveier::inbox::smtp::{SmtpConfig, SmtpInbox};
use utveier::outbox::{Relay, RelayConfig};
use utveier::request::{CaseCode, HelpKind, Step};
use utveier::seal::{Keyring, verify_key};
use utveier::store::{CaseRow, SqliteStore, Store};

use crate::crash::{Chat, Crash, Crashing, CrashingInbox};
use crate::harness::content;
use crate::harness::store::Surrounded;

/// Environment of a child.
pub(crate) const FOLDER: &str = "UTVEIER_FAULTS_FOLDER";
pub(crate) const CONTENT: &str = "UTVEIER_FAULTS_CONTENT";
pub(crate) const SMTP_PORT: &str = "UTVEIER_FAULTS_SMTP_PORT";
pub(crate) const START: &str = "UTVEIER_FAULTS_START";
pub(crate) const KILL_AT: &str = "UTVEIER_FAULTS_KILL_AT";

/// What the person writes.
pub(crate) const STORY: &str = "Vi er usikre paa hvem som skal snakke med eleven.";
/// What the adviser answers.
pub(crate) const ANSWER: &str = "Begynn med kontaktlaereren.";

/// How one start goes.
pub(crate) struct Plan {
    folder: PathBuf,
    content: PathBuf,
    port: u16,
    start: i64,
    crash: Arc<Crash>,
}

impl Plan {
    /// The plan of this process, when it is a child.
    pub(crate) fn of_this_process() -> Option<Self> {
        let folder = PathBuf::from(std::env::var_os(FOLDER)?);
        let value = |name: &str| std::env::var(name).unwrap();
        Some(Self {
            folder,
            content: PathBuf::from(value(CONTENT)),
            port: value(SMTP_PORT).parse().unwrap(),
            start: value(START).parse().unwrap(),
            crash: Arc::new(Crash::at(&value(KILL_AT))),
        })
    }
}

/// The data a request needs, and one question: loaded in a moment.
pub(crate) fn small_content() -> TempDir {
    let (folder, shipped) = (tempfile::tempdir().unwrap(), content::folder());
    std::fs::create_dir(folder.path().join("faq")).unwrap();
    for file in
        ["regioner.toml", "kommuner.csv", "steder.csv", "startpunkter.toml", "akutt.toml", "tegn.toml", "innhold.toml"]
    {
        std::fs::copy(shipped.join(file), folder.path().join(file)).unwrap();
    }
    let faq = "faq/hva-er-mentor.md";
    std::fs::copy(shipped.join(faq), folder.path().join(faq)).unwrap();
    folder
}

/// One start: as far as it comes.
pub(crate) fn run(plan: &Plan) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { Person::open(plan).await.go(plan).await });
}

struct Person {
    desk: Arc<Desk>,
    store: Arc<dyn Store>,
    relay: Relay,
    clock: Arc<ManualClock>,
    caller: Caller,
}

impl Person {
    async fn open(plan: &Plan) -> Self {
        let file = plan.folder.join("utveier.db");
        let keyring = Arc::new(Keyring::at_start(&plan.folder.join("utveier.key"), file.exists()).unwrap());
        let inner = SqliteStore::open(&file).await.unwrap();
        verify_key(&inner, &keyring).await.unwrap();
        let store: Arc<dyn Store> = Arc::new(Surrounded(Crashing { inner, crash: Arc::clone(&plan.crash) }));
        // An hour later at each start, so that leases of the killed have run out.
        let begin = "2026-11-17T09:00:00Z".parse::<Timestamp>().unwrap();
        let clock = Arc::new(ManualClock::at(begin + SignedDuration::from_hours(plan.start)));
        let (engine, _) = Engine::load(&plan.content, "http://127.0.0.1:8080").unwrap();
        let live = Arc::new(Live::new(engine));
        let desk =
            Arc::new(Desk::new(live, Arc::clone(&store), keyring, Arc::<ManualClock>::clone(&clock), config(plan)));
        let chat = Chat { file: plan.folder.join("chat"), crash: Arc::clone(&plan.crash) };
        desk.register(Door::Telegram, Arc::new(chat)).await;
        let relay = Relay {
            store: Arc::clone(&store),
            carrier: Arc::<Desk>::clone(&desk),
            clock: Arc::<ManualClock>::clone(&clock),
            wake: desk.wake(),
            config: RelayConfig::default(),
        };
        let caller = Caller { person: "42".to_owned(), chat: "42".to_owned() };
        Self { desk, store, relay, clock, caller }
    }

    async fn go(&self, plan: &Plan) {
        if self.case().await.is_none() {
            self.send(plan).await;
        }
        self.deliver().await;
        if let Some(case) = self.case().await.filter(|case| case.delivered_at.is_some()) {
            self.adviser_answers(&case).await;
            self.deliver().await;
        }
        let answered = std::fs::read_to_string(plan.folder.join("chat")).unwrap_or_default().contains(ANSWER);
        let waiting = self.store.counts().await.unwrap().waiting;
        if answered && waiting == 0 {
            let all = self.store.cases(&[], 100).await.unwrap();
            let codes: Vec<&str> = all.iter().map(|case| case.code.as_str()).collect();
            note(&plan.folder.join("done"), &codes.join("\n"));
        }
    }

    async fn case(&self) -> Option<CaseRow> {
        self.store.cases(&[], 100).await.unwrap().into_iter().next()
    }

    /// Fills in the form, or goes on where it was left, and sends it.
    async fn send(&self, plan: &Plan) {
        use FormAction::{Consent, Edit, Kind, Place, ReplyHere, Resume, Role, Send};
        self.say(What::Pressed(Action::Adviser)).await;
        for action in [Resume, Consent, Role("larer".into()), Place("4601".into()), Kind(HelpKind::Discuss)] {
            self.say(What::Pressed(Action::Form(action))).await;
        }
        self.say(What::Pressed(Action::Form(Edit(Step::Story)))).await;
        self.say(What::Text(STORY.to_owned())).await;
        self.say(What::Pressed(Action::Form(ReplyHere))).await;
        let outgoing = self.say(What::Pressed(Action::Form(Send))).await;
        if let Some(code) = outgoing.iter().find_map(|message| message.receipt.as_ref()) {
            // The person has seen it: from now on it must not be lost.
            note(&plan.folder.join("told"), code.as_str());
            self.desk.posted(code, "1").await;
        }
    }

    async fn say(&self, what: What) -> Vec<Outgoing> {
        let incoming = Incoming::new(Door::Telegram, Scope::Private, None, what);
        self.desk.receive(&self.caller, incoming).await
    }

    /// Delivers until nothing waits, or for so long; the clock goes as fast as
    /// the retries.
    async fn deliver(&self) {
        for _ in 0..60 {
            if self.relay.round().await.unwrap() > 0 {
                continue;
            }
            match self.store.next_due().await.unwrap() {
                Some(due) => self.clock.advance(due.duration_since(self.clock.now()).max(SignedDuration::from_secs(1))),
                None => return,
            }
        }
    }

    /// The adviser's mail lies in the mailbox and is read at every start, as it
    /// would be after a crash before the position was kept.
    async fn adviser_answers(&self, case: &CaseRow) {
        let code: CaseCode = case.code.parse().unwrap();
        let address = self.desk.reply_addresses().of(&code).unwrap().0;
        let raw = format!(
            "From: Radgiver <radgiver@example.org>\r\nTo: <{address}>\r\nSubject: SV: sak\r\nMessage-ID: <svar-{code}@example.org>\r\n\
             Date: Tue, 17 Nov 2026 12:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{ANSWER}\r\n"
        );
        let returned = answer::read(raw.as_bytes(), self.desk.reply_addresses());
        self.desk.take_in(&returned).await.unwrap();
    }
}

fn config(plan: &Plan) -> DeskConfig {
    let smtp = SmtpConfig {
        host: "127.0.0.1".to_owned(),
        port: plan.port,
        tls: Tls::None,
        user: String::new(),
        password: String::new(),
        from: "svar@example.org".to_owned(),
        ca_file: None,
        timeout: Duration::from_secs(5),
    };
    let inbox = Arc::new(CrashingInbox { inner: SmtpInbox::new(smtp).unwrap(), crash: Arc::clone(&plan.crash) });
    let recipients = vec!["vest@example.org".to_owned()];
    let facts = RegionFacts { is_staffed: true, answers_here: true, hours: None };
    DeskConfig {
        facts: DeskFacts { regions: BTreeMap::from([("vest".to_owned(), facts)]), ..DeskFacts::default() },
        inboxes: BTreeMap::from([("vest".to_owned(), RegionInbox { inbox, recipients })]),
        reply_mailbox: Some("svar@example.org".to_owned()),
    }
}

/// Appends a line and syncs it: seen is seen.
pub(crate) fn note(file: &Path, line: &str) {
    let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
    file.sync_all().unwrap();
}

/// A message in one line.
pub(crate) fn shown(message: &Outgoing) -> String {
    let texts = message.blocks.iter().filter_map(|block| match block {
        Block::Text(text) | Block::Letter(text) | Block::Heading(text) => Some(text.replace('\n', " ")),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(" | ")
}
