//! `utveier knowledge import`: pages of a site to files for an editor.
//!
//! Fetching, places and files are here; what a page says is read by
//! `utveier::knowledge::import`. A page that fails leaves its file as it was,
//! and every file is written whole or not at all.

mod fetch;
mod files;
mod report;
mod sources;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use reqwest::Url;
use utveier::knowledge::import::{Heading, article, decode, draft, fingerprints, merge};

use crate::cli::ImportArgs;
use crate::clock;
use fetch::{Fetched, Fetcher};
use files::{Files, Known};
use report::{Line, Outcome, Report};
use sources::Source;

/// Runs the command. Fails when a page could not be read.
pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let pause = Duration::try_from_secs_f64(args.pause).context("--pause is a number of seconds")?;
    let mut import =
        Import { fetcher: Fetcher::new(pause)?, files: Files::open(&args.out)?, args, report: Report::default() };
    let known = |key: &str| import.files.known(key).is_some();
    let sources = sources::find(&args.source, &mut import.fetcher, &mut import.report, known)?;
    for source in sources {
        import.one(&source)?;
    }
    import.report.write(args.json)?;
    Ok(if import.report.failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

struct Import<'a> {
    fetcher: Fetcher,
    files: Files,
    args: &'a ImportArgs,
    report: Report,
}

/// A page as it came, with what the server said of it.
#[derive(Clone)]
struct Page {
    bytes: Vec<u8>,
    content_type: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
    /// Where it stands in the end.
    address: Option<Url>,
}

impl Import<'_> {
    /// Imports one page. Only what stops every other page too is an error.
    fn one(&mut self, source: &Source) -> anyhow::Result<()> {
        let line = match self.read(source) {
            Ok(Ok(page)) => self.convert(source, &page)?,
            Ok(Err(outcome)) => Line::new(source, outcome),
            Err(error) => Line::new(source, Outcome::Failed(format!("{error:#}"))),
        };
        self.report.add(line);
        Ok(())
    }

    /// The page, or what is to be said instead of one.
    fn read(&mut self, source: &Source) -> anyhow::Result<Result<Page, Outcome>> {
        let url = match source {
            Source::File { path, .. } => {
                let bytes = files::read(path)?;
                return Ok(Ok(Page { bytes, content_type: None, etag: None, last_modified: None, address: None }));
            }
            Source::Fetched { page, .. } => return Ok(Ok(page.clone())),
            Source::Url(url) => url,
        };
        let known = self.files.known(&source.key()).filter(|known| self.files.exists(known));
        let (etag, last_modified) =
            known.map_or((None, None), |known| (known.etag.clone(), known.last_modified.clone()));
        Ok(match self.fetcher.get(url, etag.as_deref(), last_modified.as_deref())? {
            Fetched::Page(page) => Ok(page),
            Fetched::NotModified => Err(Outcome::Unchanged),
            Fetched::Forbidden => Err(Outcome::Forbidden),
            Fetched::Gone(status) => Err(Outcome::Gone(status)),
        })
    }

    fn convert(&mut self, source: &Source, page: &Page) -> anyhow::Result<Line> {
        let failed = |why: String| Ok(Line::new(source, Outcome::Failed(why)));
        let (html, warning) = match decode(&page.bytes, page.content_type.as_deref()) {
            Ok(decoded) => decoded,
            Err(error) => return failed(error.to_string()),
        };
        let draft = match draft(&html) {
            Ok(draft) => draft,
            Err(error) => return failed(error.to_string()),
        };
        let base = address(page, draft.canonical.as_deref());
        let resolve = |address: &str| match &base {
            Some(base) => base.join(address).ok().map(String::from),
            None => Url::parse(address).ok().map(String::from),
        };
        let key = source.key();
        let file = self.files.place(&key, &self.args.part, &source.name(), draft.form);
        let head = Heading {
            id: files::id(&file),
            link: base.as_ref().map(ToString::to_string),
            owner: self.args.owner.clone(),
            today: clock::today(),
        };
        let existing = self.files.text(&file)?;
        let merged = match (&existing, self.files.known(&key)) {
            (None, _) => article(&draft, &head, &resolve).and_then(|text| Ok((fingerprints(&text)?, text, Vec::new()))),
            (Some(_), None) => {
                let why = format!(
                    "{} stands there already and was not imported from this page; it is left alone",
                    file.display()
                );
                return failed(why);
            }
            (Some(text), Some(known)) => merge(text, &draft, (&head, &resolve), &known.imported)
                .map(|merged| (merged.imported, merged.text, merged.notes)),
        };
        let (imported, text, changes) = match merged {
            Ok(merged) => merged,
            Err(error) => return failed(format!("{}: {error}", file.display())),
        };
        let outcome = match self.files.write(&file, existing.as_deref(), &text) {
            Ok(outcome) => outcome,
            Err(error) => return failed(format!("{}: {error:#}", file.display())),
        };
        let known =
            Known { file: file.clone(), etag: page.etag.clone(), last_modified: page.last_modified.clone(), imported };
        self.files.remember(key, known)?;
        let notes = warning.into_iter().chain(if existing.is_none() { draft.notes } else { Vec::new() }).chain(changes);
        Ok(Line { file: Some(file), notes: notes.collect(), ..Line::new(source, outcome) })
    }
}

/// Where a page belongs: what it says itself when that is on the same site,
/// else where it was found.
fn address(page: &Page, canonical: Option<&str>) -> Option<Url> {
    let Some(found) = &page.address else {
        return canonical
            .and_then(|canonical| Url::parse(canonical).ok())
            .filter(|url| url.scheme().starts_with("http"));
    };
    let own = canonical.and_then(|canonical| found.join(canonical).ok()).filter(|own| fetch::same_site(own, found));
    let mut address = own.unwrap_or_else(|| found.clone());
    address.set_fragment(None);
    Some(address)
}

/// Whether a name is one that a file here may have.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
