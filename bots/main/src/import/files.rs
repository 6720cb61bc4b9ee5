//! The files of an import, and what is remembered of each page.
//!
//! The memory is `.import.json` beside the files: which page became which file,
//! what the server said to ask with next time, and what each text was, so that
//! a text somebody changed is told from one nobody touched.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use utveier::knowledge::import::Fingerprints;
use utveier::language::WrittenForm;

use super::report::Outcome;

/// Name of the memory.
const MEMORY: &str = ".import.json";
/// Largest file read, in bytes; as for a page from the net.
const MAX_BYTES: u64 = 5 * 1024 * 1024;

/// What is remembered of a page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// Its file, relative to the folder.
    pub(super) file: PathBuf,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    /// The texts as they were imported.
    pub(super) imported: Fingerprints,
}

/// A folder of imported files.
pub(super) struct Files {
    folder: PathBuf,
    memory: BTreeMap<String, Known>,
}

impl Files {
    /// # Errors
    ///
    /// When the folder cannot be made, or its memory cannot be read: without it
    /// nobody's work could be told from an import.
    pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let path = folder.join(MEMORY);
        let memory = match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).with_context(|| {
                format!("{} cannot be read: mend it, or move it away to begin anew in another folder", path.display())
            })?,
            Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        Ok(Self { folder: folder.to_owned(), memory })
    }

    pub(super) fn known(&self, key: &str) -> Option<&Known> {
        self.memory.get(key)
    }

    pub(super) fn exists(&self, known: &Known) -> bool {
        self.folder.join(&known.file).is_file()
    }

    /// Where a page's file stands: where it stood, else by the first name that
    /// no other page has. `name` is the short name and the long one.
    pub(super) fn place(&self, key: &str, part: &str, (short, long): &(String, String), form: WrittenForm) -> PathBuf {
        if let Some(known) = self.memory.get(key) {
            return known.file.clone();
        }
        let suffix = match form {
            WrittenForm::Nynorsk => ".nn.md",
            WrittenForm::English => ".en.md",
            WrittenForm::Bokmal | WrittenForm::Swedish | WrittenForm::Danish => ".md",
        };
        let taken = |file: &PathBuf| self.memory.values().any(|known| known.file == *file);
        let names = [short.clone(), long.clone()].into_iter().chain((2..).map(|number| format!("{long}-{number}")));
        let mut files = names.map(|name| Path::new("artikler").join(part).join(format!("{name}{suffix}")));
        files.find(|file| !taken(file)).unwrap_or_default()
    }

    /// The text of a file, `None` when there is none.
    pub(super) fn text(&self, file: &Path) -> anyhow::Result<Option<String>> {
        match fs::read_to_string(self.folder.join(file)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
        }
    }

    /// Writes a file whole. `before` is what it held when it was read; a file
    /// that somebody changed since is left to them.
    pub(super) fn write(&self, file: &Path, before: Option<&str>, text: &str) -> anyhow::Result<Outcome> {
        if before == Some(text) {
            return Ok(Outcome::Unchanged);
        }
        if self.text(file)?.as_deref() != before {
            bail!("somebody changed it meanwhile; run again");
        }
        replace(&self.folder.join(file), text)?;
        Ok(if before.is_some() { Outcome::Changed } else { Outcome::New })
    }

    /// Remembers a page, at once, so that a run that is cut short forgets nothing.
    pub(super) fn remember(&mut self, key: String, known: Known) -> anyhow::Result<()> {
        self.memory.insert(key, known);
        replace(&self.folder.join(MEMORY), &serde_json::to_string_pretty(&self.memory)?)
    }
}

/// `artikler/part/slug.nn.md` → `part/slug`.
pub(super) fn id(file: &Path) -> String {
    let text = file.to_string_lossy().replace('\\', "/");
    let text = text.strip_prefix("artikler/").unwrap_or(&text);
    let text = text.strip_suffix(".md").unwrap_or(text);
    text.strip_suffix(".nn").or_else(|| text.strip_suffix(".en")).unwrap_or(text).to_owned()
}

/// The old file or the new one, never a part: written beside, then renamed.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let folder = path.parent().with_context(cannot)?;
    fs::create_dir_all(folder).with_context(cannot)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    // A name that begins with a dot is not read as content.
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    let written =
        File::create(&beside).and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    let renamed = written.and_then(|()| fs::rename(&beside, path));
    if renamed.is_err() {
        let _never_made = fs::remove_file(&beside);
    }
    renamed.with_context(cannot)
}

/// A saved page or list.
///
/// # Errors
///
/// When it cannot be read, is no ordinary file, or is too large.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let cannot = || format!("cannot read {}", path.display());
    if !fs::metadata(path).with_context(cannot)?.is_file() {
        bail!("{} is no ordinary file", path.display());
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).with_context(cannot)?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("{} is over the limit of {} MB", path.display(), MAX_BYTES / 1024 / 1024);
    }
    Ok(bytes)
}
