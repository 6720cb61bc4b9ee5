//! The shipped content behind an engine, loaded once a suite.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use utveier::engine::{Engine, Live};

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
