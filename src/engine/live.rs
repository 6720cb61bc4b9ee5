//! The engine that answers now, and the one moment it is another.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::Engine;

/// Holds the engine in use.
///
/// Whoever answers takes [`Live::current`] once and
/// keeps it to the end of the answer, so that no answer is made of two
/// revisions; the old one is freed when the last of them is done.
#[derive(Debug)]
pub struct Live {
    current: ArcSwap<Engine>,
}

impl Live {
    /// Starts with an engine.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self { current: ArcSwap::from_pointee(engine) }
    }

    /// The engine in use at this moment.
    #[must_use]
    pub fn current(&self) -> Arc<Engine> {
        self.current.load_full()
    }

    /// Puts another engine in its place when there is one, and gives back the
    /// error when there is not; then the engine in use stays.
    ///
    /// # Errors
    ///
    /// The error it was given.
    pub fn replace_with<E>(&self, next: Result<Engine, E>) -> Result<(), E> {
        next.map(|engine| self.current.store(Arc::new(engine)))
    }
}
