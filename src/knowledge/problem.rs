//! What is wrong with the content: where, what, and what to do.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Should be mended; the content is used all the same.
    Warning,
    /// The file, section or row cannot be used and is left out.
    Error,
}

/// One problem in the content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// The file, relative to the content's folder where it is inside it.
    pub file: PathBuf,
    /// The line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, in a sentence without a full stop.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Problem {
    /// An error.
    #[must_use]
    pub fn error(file: &Path, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Error, file: file.into(), line: None, what: what.into(), remedy: remedy.into() }
    }

    /// A warning.
    #[must_use]
    pub fn warning(file: &Path, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, what, remedy) }
    }

    /// The same at a line, counted from 1.
    #[must_use]
    pub fn at(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}: {}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}; {}", self.what, self.remedy)
    }
}
