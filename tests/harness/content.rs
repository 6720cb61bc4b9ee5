//! The shipped content behind an engine, loaded once a suite.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use utveier::dialogue::{Incoming, State, Step};
use utveier::engine::Engine;
use utveier::knowledge::Knowledge;
use utveier::language::WrittenForm;

/// The address the reading pages are said to have.
pub(crate) const PUBLIC_URL: &str = "http://127.0.0.1:8080";

static ENGINE: LazyLock<Arc<Engine>> = LazyLock::new(|| {
    let (engine, _problems) = Engine::load(&folder(), PUBLIC_URL).expect("the shipped content can be served");
    Arc::new(engine)
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
    Arc::clone(&ENGINE)
}

/// The engine as the web door sees it, like `bots/main` wires it.
pub(crate) struct WebCore(pub(crate) Arc<Engine>);

impl utveier_web::Core for WebCore {
    fn advance(&self, state: State, incoming: &Incoming) -> Step {
        self.0.advance(state, incoming)
    }

    fn knowledge(&self) -> Arc<Knowledge> {
        Arc::clone(&self.0.knowledge)
    }

    fn text(&self, form: WrittenForm, key: &str) -> String {
        self.0.replies.text(form, key)
    }
}
