//! Configuration: defaults, then a file, then the environment, then flags.
//!
//! Every problem is reported at once, before anything connects. The names are a
//! contract, written out with their meaning in `deploy/utveier.example.toml`.

mod sections;
mod validate;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use config::{Config, Environment, File, FileFormat, Map, Value, ValueKind};
use serde::de::DeserializeOwned;

pub(crate) use sections::{Inbox, InboxKind, Secret, Settings, TelegramMode, TlsMode};
pub(crate) use validate::REGIONS;

/// The file read when none is named.
const DEFAULT_FILE: &str = "utveier.toml";

/// All that is wrong with a configuration.
#[derive(Debug)]
pub(crate) struct SettingsError {
    /// One line each: what, where, what to do.
    pub problems: Vec<String>,
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the configuration has {} problem(s):", self.problems.len())?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl std::error::Error for SettingsError {}

/// Loads and validates.
///
/// # Errors
///
/// [`SettingsError`] with every problem found.
pub(crate) fn load(file: Option<&Path>, knowledge: Option<&Path>) -> Result<Settings, SettingsError> {
    let raw = layers(file).map_err(|problem| SettingsError { problems: vec![problem] })?;
    let mut problems = Vec::new();
    let mut settings = read(raw, &mut problems);
    if let Some(folder) = knowledge {
        settings.knowledge.folder = folder.to_owned();
    }
    validate::validate(&settings, &mut problems);
    if problems.is_empty() { Ok(settings) } else { Err(SettingsError { problems }) }
}

fn layers(file: Option<&Path>) -> Result<Map<String, Value>, String> {
    let path = file.map_or_else(|| PathBuf::from(DEFAULT_FILE), Path::to_owned);
    // Values from the environment stay text (0047… is no number); numbers and
    // booleans are read from it where a key wants one.
    let environment = Environment::with_prefix("UTVEIER").prefix_separator("__").separator("__");
    let builder = Config::builder()
        .add_source(File::from(path.as_path()).format(FileFormat::Toml).required(file.is_some()))
        .add_source(environment);
    let config = builder.build().map_err(|error| format!("{}: {error}", path.display()))?;
    config.cache.into_table().map_err(|error| error.to_string())
}

/// Reads each section key by key, so that one bad value hides no other.
fn read(mut raw: Map<String, Value>, problems: &mut Vec<String>) -> Settings {
    let mut settings = Settings::default();
    macro_rules! sections {
        ($($name:ident),*) => {$(
            if let Some(value) = raw.remove(stringify!($name)) {
                settings.$name = section(stringify!($name), value, problems);
            }
        )*};
    }
    sections!(knowledge, store, web, telegram, discord, smtp, imap, operator, retention, limits, donations);
    if let Some(value) = raw.remove("inbox") {
        settings.inbox = inboxes(value, problems);
    }
    if let Some(value) = raw.remove("routing") {
        settings.routing = routing(value, problems);
    }
    for name in raw.keys() {
        problems.push(format!("[{name}]: there is no such section; see deploy/utveier.example.toml"));
    }
    settings
}

fn section<T: DeserializeOwned + Default>(name: &str, value: Value, problems: &mut Vec<String>) -> T {
    let Ok(table) = value.into_table() else {
        problems.push(format!("[{name}]: must be a table of keys"));
        return T::default();
    };
    let mut good: Map<String, Value> = Map::new();
    for (key, value) in table {
        let alone = Map::from_iter([(key.clone(), value.clone())]);
        match deserialize::<T>(alone) {
            Ok(_) => {
                good.insert(key, value);
            }
            Err(error) => problems.push(format!("[{name}] {key}: {error}")),
        }
    }
    deserialize(good).unwrap_or_default()
}

fn deserialize<T: DeserializeOwned>(table: Map<String, Value>) -> Result<T, String> {
    Value::new(None, ValueKind::Table(table)).try_deserialize().map_err(|error| error.to_string())
}

fn inboxes(value: Value, problems: &mut Vec<String>) -> BTreeMap<String, Inbox> {
    let Ok(table) = value.into_table() else {
        problems.push("[inbox]: must hold tables such as [inbox.ost]".to_owned());
        return BTreeMap::new();
    };
    table.into_iter().map(|(name, value)| (name.clone(), section(&format!("inbox.{name}"), value, problems))).collect()
}

fn routing(value: Value, problems: &mut Vec<String>) -> Vec<sections::Routing> {
    let Ok(rows) = value.into_array() else {
        problems.push("routing: must be tables [[routing]]".to_owned());
        return Vec::new();
    };
    rows.into_iter()
        .enumerate()
        .map(|(at, row)| section(&format!("[routing]] number {}", at + 1), row, problems))
        .collect()
}

#[cfg(test)]
#[path = "settings/tests.rs"]
mod tests;
