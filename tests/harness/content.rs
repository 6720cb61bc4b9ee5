//! The shipped content behind an engine, loaded once a suite.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use async_trait::async_trait;
use utveier::desk::{Caller, Desk};
use utveier::dialogue::{Door, Incoming, Outgoing};
use utveier::engine::{Engine, Live};
use utveier::knowledge::Knowledge;
use utveier::language::WrittenForm;
use utveier::seal::Keyring;

/// The address the reading pages are said to have.
pub(crate) const PUBLIC_URL: &str = "http://127.0.0.1:8080";

static LIVE: LazyLock<Arc<Live>> = LazyLock::new(|| {
    let (engine, _problems) = Engine::load(&folder(), PUBLIC_URL).expect("the shipped content can be served");
    Arc::new(Live::new(engine))
});

/// The repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the repository").to_owned()
}

/// The shipped content.
pub(crate) fn folder() -> PathBuf {
    repository().join("knowledge")
}

/// The engine over the shipped content.
pub(crate) fn engine() -> Arc<Engine> {
    LIVE.current()
}

/// The same where it can be swapped.
pub(crate) fn live() -> Arc<Live> {
    Arc::clone(&LIVE)
}

/// The desk as the web door sees it, like `bots/main` wires it.
pub(crate) struct WebCore {
    pub(crate) desk: Arc<Desk>,
    pub(crate) keyring: Arc<Keyring>,
}

impl WebCore {
    fn caller(session: &str) -> Caller {
        Caller { person: session.to_owned(), chat: session.to_owned() }
    }
}

#[async_trait]
impl utveier_web::Core for WebCore {
    async fn receive(&self, session: &str, incoming: Incoming) -> Vec<Outgoing> {
        self.desk.receive(&Self::caller(session), incoming).await
    }

    async fn waiting(&self, session: &str) -> Vec<Outgoing> {
        self.desk.waiting(Door::Web, &Self::caller(session)).await
    }

    async fn resumed(&self, session: &str, form: WrittenForm) -> Vec<Outgoing> {
        self.desk.resumed(&Self::caller(session), Some(form), Door::Web).await
    }

    fn signature(&self, session: &str) -> [u8; 16] {
        self.keyring.sign("web-session", session.as_bytes())
    }

    fn knowledge(&self) -> Arc<Knowledge> {
        Arc::clone(&self.desk.engine().knowledge)
    }

    fn text(&self, form: WrittenForm, key: &str) -> String {
        self.desk.engine().replies.text(form, key)
    }
}
