//! The release gate: figures that may not fall.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;

use super::tally::Tally;
use crate::output;

/// Holds the figures against the lowest allowed, `{"success_3": 0.9, …}`.
///
/// # Errors
///
/// When the file cannot be read or names a figure that is not measured: a gate
/// that checks nothing must not pass.
pub(super) fn check(path: &Path, tally: &Tally) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lowest: BTreeMap<String, f64> =
        serde_json::from_str(&text).with_context(|| format!("{}: name and figure pairs are wanted", path.display()))?;
    let mut passed = true;
    for (name, lowest) in &lowest {
        let figure = tally
            .figure(name)
            .with_context(|| format!("{}: «{name}» is not measured by these questions", path.display()))?;
        let holds = figure >= *lowest;
        passed &= holds;
        output::line(&format!(
            "{} {name} {figure:.3}, lowest allowed {lowest:.3}",
            if holds { "holds" } else { "FALLS" }
        ))?;
    }
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
