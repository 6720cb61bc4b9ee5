//! A core with fixed answers over a small content folder, and a client.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::civil::date;
use tower::ServiceExt;
use utveier::dialogue::{
    Action, Block, Button, EmergencyCard, Entry, FormAction, Incoming, Kind, Outgoing, Quote, QuoteBlock, Source, What,
};
use utveier::knowledge::{Knowledge, PassageId, load};
use utveier::language::WrittenForm;
use utveier::request::CaseCode;

use super::texts;
use crate::{Core, WebConfig, router};

/// Title of the article: content that would harm if it were not escaped.
pub(super) const HOSTILE: &str = r#"<script>alert("1")</script>&amp;'"#;

static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let loaded = load(folder.path()).unwrap();
    assert_eq!(loaded.knowledge.passages().len(), 4, "{:?}", loaded.problems);
    Arc::new(loaded.knowledge)
});

fn write(root: &Path) {
    let head = "eier: redaksjonen\ngjennomgatt: 2026-11-21\nintervall_dager: 180\nsprak: nb\n";
    let article = format!(
        "---\nid: samarbeid/mentor\ntittel: '{}'\ndel: samarbeid\nlenke: https://www.utveier.no/mentor/\n{head}---\n\nOm mentor.\n\n\
         ## Hva en mentor er {{#hva}}\n\n```meta\nkilder:\n  - https://lovdata.no/x\n  - javascript:alert(1)\n\
         anker: Hvem bør delta?\nfilm: {{tittel: Filmen, lenke: https://film.example/1}}\nse:\n  - faq/tegn\n```\n\n\
         En mentor er en voksen.\nMentoren følger opp.\n\n- Første punkt.\n- Andre punkt.\n\n\
         ## Når du trenger en {{#nar}}\n\n```meta\nkilder:\n  - https://lovdata.no/y\neldre:\n  - https://gammel.example/z\n```\n\nNår det trengs.\n",
        HOSTILE.replace('\'', "''")
    );
    let faq = format!(
        "---\nid: faq/tegn\nsporsmal: Hvilke tegn bør jeg se etter?\nkilder:\n  - https://pst.no/\n{head}---\n\nSe etter endring.\n"
    );
    let nynorsk = faq.replace("sprak: nb", "sprak: nn").replace("Hvilke tegn bør jeg se", "Kva teikn bør eg sjå");
    let starting = "[[rolle]]\nid = \"larer\"\nnavn_nb = \"Lærer\"\nnavn_nn = \"Lærar\"\nnavn_en = \"Teacher\"\nsporsmal = [\"samarbeid/mentor#hva\", \"faq/tegn\"]\n";
    let parts = "[godkjenning]\ngodkjent = false\nav = \"\"\ndato = \"\"\nmerknad = \"\"\n[[del]]\nid = \"samarbeid\"\nnavn_nb = \"Nettverk\"\nnavn_nn = \"Nettverk nn\"\nnavn_en = \"Networks\"\ningress_nb = \"Om <b>nettverk</b>.\"\ningress_nn = \"\"\ningress_en = \"\"\n";
    let actors = "[[aktor]]\nid = \"pst\"\nnavn = \"PST <i>\"\ngruppe = \"politi\"\nkort = \"Kort.\"\nnar = \"Når.\"\nslik = \"Slik.\"\nnummer = [{ nummer = \"02 800\", hva = \"politi\", kilde = \"https://pst.no/\" }]\nkilder = [\"https://pst.no/\"]\nkontrollert = \"2026-11-21\"\n";
    let terms = "[[begrep]]\nid = \"slt\"\nnavn = \"SLT\"\nandre_navn = [\"<u>\"]\ndefinisjon = \"Samordning.\"\nkilder = [\"https://kfk.example/\"]\nkontrollert = \"2026-11-21\"\n";
    for (name, text) in [
        ("artikler/samarbeid/mentor.md", article.as_str()),
        ("faq/tegn.md", &faq),
        ("faq/tegn.nn.md", &nynorsk),
        ("startpunkter.toml", starting),
        ("innhold.toml", parts),
        ("aktorer.toml", actors),
        ("begreper.toml", terms),
        ("akutt.toml", ""),
    ] {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Answers by fixed words; remembers what came in.
#[derive(Default)]
pub(super) struct Fake {
    /// Everything that came in, in order.
    pub(super) seen: Mutex<Vec<Incoming>>,
    /// The sessions they were of.
    pub(super) sessions: Mutex<Vec<String>>,
    /// Whether forgetting is asked about first.
    pub(super) asks_first: Mutex<bool>,
    /// What waits for a session.
    pub(super) waiting: Mutex<HashMap<String, String>>,
    /// Sessions that left a form in the middle.
    pub(super) unfinished: Mutex<HashSet<String>>,
}

#[async_trait::async_trait]
impl Core for Fake {
    async fn receive(&self, session: &str, incoming: Incoming) -> Vec<Outgoing> {
        self.seen.lock().unwrap().push(incoming.clone());
        self.sessions.lock().unwrap().push(session.to_owned());
        match &incoming.what {
            What::Text(text) if text == "panikk" => panic!("a step panics"),
            What::Text(text) if text == "alt" => vec![everything()],
            What::Text(text) if text.starts_with("fare") => vec![alarm(), said("mer fra kjernen")],
            What::Text(text) if text == "send" => vec![receipt()],
            What::Text(text) if text.starts_with("brev ") => vec![letter(&text["brev ".len()..])],
            What::Text(text) if text == "hvor" => vec![step(&[])],
            What::Text(text) if text == "hva" => vec![step(&[FormAction::Consent])],
            What::Text(text) => vec![said(text)],
            What::Pressed(Action::Forget) if *self.asks_first.lock().unwrap() => {
                let buttons = vec![Button { label: "Ja".to_owned(), action: Action::ForgetSure }];
                vec![Outgoing { buttons, ..said("sikker?") }]
            }
            What::Pressed(Action::Forget | Action::ForgetSure) => vec![said("glemt")],
            What::Pressed(action) => vec![said(&action.encode())],
        }
    }

    async fn waiting(&self, session: &str) -> Vec<Outgoing> {
        let mut waiting = self.waiting.lock().unwrap();
        waiting.remove(session).map(|text| said(&text)).into_iter().collect()
    }

    async fn resumed(&self, session: &str, _: WrittenForm) -> Vec<Outgoing> {
        let waits = self.unfinished.lock().unwrap().contains(session);
        if waits { vec![step(&[])] } else { Vec::new() }
    }

    fn signature(&self, session: &str) -> [u8; 16] {
        let mut signature = [0; 16];
        for (at, byte) in session.bytes().enumerate() {
            signature[at % 16] ^= byte.rotate_left(3);
        }
        signature
    }

    fn knowledge(&self) -> Arc<Knowledge> {
        Arc::clone(&KNOWLEDGE)
    }

    fn text(&self, form: WrittenForm, key: &str) -> String {
        texts::table_text(form, key)
    }
}

/// A message that says one thing.
fn said(text: &str) -> Outgoing {
    Outgoing {
        kind: Kind::Notice,
        form: WrittenForm::Bokmal,
        blocks: vec![Block::Text(text.to_owned())],
        buttons: Vec::new(),
        receipt: None,
    }
}

/// The emergency card.
fn alarm() -> Outgoing {
    Outgoing { kind: Kind::Acute, ..said("Ring 112 nå") }
}

/// The receipt of a request.
fn receipt() -> Outgoing {
    Outgoing { kind: Kind::Receipt, receipt: Some(CaseCode::from_random([1; 8])), ..said("mottatt") }
}

/// A letter from an adviser.
fn letter(text: &str) -> Outgoing {
    Outgoing { kind: Kind::Letter, blocks: vec![Block::Letter(text.to_owned())], ..said("") }
}

/// A step of the form, with choices or waiting for words.
fn step(choices: &[FormAction]) -> Outgoing {
    let entry = |action: &FormAction| Entry {
        title: "Gå videre".to_owned(),
        note: Some("med merknad".to_owned()),
        action: Some(Action::Form(action.clone())),
        link: None,
    };
    let mut blocks =
        vec![Block::Heading("Steg".to_owned()), Block::Text("Hvor er <det>? Skriv navnet på kommunen.".to_owned())];
    if !choices.is_empty() {
        blocks.push(Block::List(choices.iter().map(entry).collect()));
    }
    let buttons = vec![Button { label: "Avbryt".to_owned(), action: Action::Form(FormAction::Cancel) }];
    Outgoing { kind: Kind::Form, blocks, buttons, ..said("") }
}

/// A message with every kind of block.
fn everything() -> Outgoing {
    let id = PassageId::parse("samarbeid/mentor#hva").unwrap();
    let quote = Quote {
        id: id.clone(),
        lead: "Den som svarer.".to_owned(),
        rest: vec![
            QuoteBlock::Paragraph(vec!["En.".to_owned(), "To.".to_owned()]),
            QuoteBlock::List(vec!["Punkt.".to_owned()]),
        ],
        shortened: true,
        form: WrittenForm::Nynorsk,
    };
    let source = Source {
        id: id.clone(),
        article: "Mentor".to_owned(),
        section: Some("Hva".to_owned()),
        link: "https://www.utveier.no/mentor/#:~:text=Hva".to_owned(),
        reading: "http://localhost/les/samarbeid/mentor#hva".to_owned(),
        reviewed: date(2026, 11, 21),
        label: "Mentor › Hva · gjennomgått".to_owned(),
        film: Some(("Filmen".to_owned(), "https://film.example/1".to_owned())),
    };
    let card = EmergencyCard {
        category: "weapon".to_owned(),
        title: "Ring 112 nå".to_owned(),
        lines: vec!["Ikke vent.".to_owned()],
        numbers: vec![("116 117".to_owned(), "legevakt".to_owned())],
    };
    let blocks = vec![
        Block::Emergency(card),
        Block::Heading("Overskrift".to_owned()),
        Block::Text("Første linje.\nAndre linje.\n\nNytt avsnitt.".to_owned()),
        Block::Quote(quote),
        Block::Source(source),
        Block::List(entries(&id)),
    ];
    let buttons = vec![Button { label: "Hele".to_owned(), action: Action::Whole(id) }];
    Outgoing { kind: Kind::Answer, form: WrittenForm::Bokmal, blocks, buttons, receipt: None }
}

/// One entry of each kind.
fn entries(id: &PassageId) -> Vec<Entry> {
    let entry = |title: &str, action, link: Option<&str>| Entry {
        title: title.to_owned(),
        note: Some("merknad".to_owned()),
        action,
        link: link.map(str::to_owned),
    };
    vec![
        entry("velg", Some(Action::Answer(id.clone())), Some("http://127.0.0.1:8080/les/faq/her")),
        entry("gå", None, Some("https://pst.no/")),
        entry("skadelig", None, Some("javascript:alert(1)")),
        entry("les", None, None),
    ]
}

/// A response, read to its end.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Reply {
    /// A header's value, or nothing.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// How long the cookie of somebody with a request is kept.
pub(super) const KEEP: Duration = Duration::from_secs(7_776_000);

/// A door with its core.
pub(super) struct Door {
    router: Router,
    pub(super) core: Arc<Fake>,
}

impl Door {
    pub(super) fn new() -> Self {
        Self::at("http://127.0.0.1:8080")
    }

    pub(super) fn at(public_url: &str) -> Self {
        let core = Arc::new(Fake::default());
        let config = WebConfig { listen: ([127, 0, 0, 1], 8080).into(), public_url: public_url.to_owned(), keep: KEEP };
        Self { router: router(Arc::clone(&core) as Arc<dyn Core>, config), core }
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Reply { status: parts.status, headers: parts.headers, body: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub(super) async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Posts a form body with headers of its own.
    pub(super) async fn post(&self, body: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::post("/spor").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }
}

/// A value as it stands in a form body.
pub(super) fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Asks the script's way: for the fragment alone.
pub(super) const FRAGMENT: (&str, &str) = ("x-utveier-del", "svar");
