//! The content anew, while the old revision answers.
//!
//! Nothing here changes what is in use: [`reload()`] says what the folder holds
//! now, and whoever called it puts a good revision into [`super::Live`].

use std::path::Path;

use super::{Engine, EngineError};
use crate::knowledge::{self, Problem, check};

/// What a look at the content folder gave.
#[derive(Debug)]
pub enum ReloadOutcome {
    /// The folder holds the revision in use.
    Unchanged,
    /// A new revision without errors, ready for use.
    Ready(Box<Engine>),
    /// The folder holds something else that must not be used; says why.
    Refused(EngineError),
    /// Somebody wrote while it was read. Look again.
    Unsettled,
}

/// Reads the folder and builds an engine from it, unless it holds what
/// `current` was made of. Takes a part of a second; blocks.
///
/// A revision with any error is refused as a whole: what is missing from it is
/// there in the one in use.
#[must_use]
pub fn reload(folder: &Path, public_url: &str, current: &Engine) -> ReloadOutcome {
    let before = knowledge::fingerprint(folder);
    if before == current.knowledge.fingerprint() {
        return ReloadOutcome::Unchanged;
    }
    let next = sound(folder, public_url, &current.routing);
    // Asked last, so that a file that changed at any time since `before` shows.
    let read = next.as_ref().map_or(before.as_str(), |engine| engine.knowledge.fingerprint());
    if read != before || knowledge::fingerprint(folder) != before {
        return ReloadOutcome::Unsettled;
    }
    match next {
        Ok(engine) => ReloadOutcome::Ready(Box::new(engine)),
        Err(error) => ReloadOutcome::Refused(error),
    }
}

fn sound(folder: &Path, public_url: &str, routing: &[(String, String)]) -> Result<Engine, EngineError> {
    let loaded = knowledge::load(folder).map_err(EngineError::Content)?;
    let errors: Vec<Problem> = check::errors(&loaded);
    if !errors.is_empty() {
        return Err(EngineError::Content(errors));
    }
    Engine::build(loaded.knowledge, public_url, routing)
}

#[cfg(test)]
#[path = "reload_tests.rs"]
mod tests;
