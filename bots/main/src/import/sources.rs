//! What is to be imported: a page, a sitemap, a folder, a list.

use std::collections::{HashSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use reqwest::Url;
use utveier::knowledge::import::{Sitemap, decode, sitemap, slug};

use super::fetch::{Fetched, Fetcher, same_site};
use super::report::{Line, Outcome, Report};
use super::{Page, files, is_hidden};

/// Most pages of one run, and most sitemaps read for them.
const MAX_PAGES: usize = 2000;
const MAX_SITEMAPS: usize = 50;

/// A page to import.
pub(super) enum Source {
    /// To be fetched.
    Url(Url),
    /// Fetched already, when it was looked at as a sitemap might be.
    Fetched { url: Url, page: Page },
    /// Saved; `name` is its place in the folder.
    File { path: PathBuf, name: String },
}

impl Source {
    /// What it is remembered by.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Url(url) | Self::Fetched { url, .. } => url.to_string(),
            Self::File { name, .. } => name.clone(),
        }
    }

    /// What its file may be called: the last part of its place, then all of it.
    pub(super) fn name(&self) -> (String, String) {
        let (whole, query) = match self {
            Self::Url(url) | Self::Fetched { url, .. } => (url.path().to_owned(), url.query().map(str::to_owned)),
            Self::File { name, .. } => (name.clone(), None),
        };
        let bare = whole.trim_matches('/');
        let bare =
            [".html", ".htm", ".php", ".aspx"].iter().find_map(|suffix| bare.strip_suffix(suffix)).unwrap_or(bare);
        let bare = bare.strip_suffix("/index").unwrap_or(bare);
        let last = bare.rsplit('/').next().unwrap_or(bare);
        let of = |text: &str| slug(text).unwrap_or_else(|| "side".to_owned());
        (
            query.as_ref().map_or_else(|| of(last), |query| of(&format!("{last}-{query}"))),
            of(&format!("{bare}-{}", query.unwrap_or_default())),
        )
    }
}

/// Finds the pages a source names. Sitemaps that fail are in the report.
///
/// # Errors
///
/// When the source itself is nothing that can be read. `known` says whether an
/// address was imported as a page before.
pub(super) fn find(
    source: &str,
    fetcher: &mut Fetcher,
    report: &mut Report,
    known: impl Fn(&str) -> bool,
) -> anyhow::Result<Vec<Source>> {
    let mut sources = if source.starts_with("http://") || source.starts_with("https://") {
        let url = Url::parse(source).with_context(|| format!("«{source}» is no address"))?;
        // A page of an earlier run is asked for with what is known of it.
        if known(url.as_str()) { vec![Source::Url(url)] } else { of_address(url, fetcher, report)? }
    } else {
        of_path(Path::new(source))?
    };
    let mut seen = HashSet::new();
    sources.retain(|source| seen.insert(source.key()));
    if sources.len() > MAX_PAGES {
        report.remark(format!("{source} names {} pages; the first {MAX_PAGES} are imported", sources.len()));
        sources.truncate(MAX_PAGES);
    }
    Ok(sources)
}

fn of_path(path: &Path) -> anyhow::Result<Vec<Source>> {
    let metadata = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if metadata.is_dir() {
        let mut pages = Vec::new();
        saved(path, path, &mut pages)?;
        if pages.is_empty() {
            bail!("{} holds no .html file", path.display());
        }
        return Ok(pages);
    }
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if name.ends_with(".html") || name.ends_with(".htm") {
        return Ok(vec![Source::File { path: path.to_owned(), name }]);
    }
    listed(path)
}

fn saved(root: &Path, folder: &Path, pages: &mut Vec<Source>) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths.into_iter().filter(|path| !is_hidden(path)) {
        if path.is_dir() && !path.is_symlink() {
            saved(root, &path, pages)?;
        } else if path.extension().is_some_and(|extension| extension == "html" || extension == "htm") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            pages.push(Source::File { path, name });
        }
    }
    Ok(())
}

/// An address a line; lines that begin with # are for people.
fn listed(path: &Path) -> anyhow::Result<Vec<Source>> {
    let text =
        String::from_utf8(files::read(path)?).with_context(|| format!("{} is no list of addresses", path.display()))?;
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let urls = lines.map(|(number, line)| {
        let url = Url::parse(line).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        url.map(Source::Url).with_context(|| format!("{}:{number}: «{line}» is no address", path.display()))
    });
    let urls: Vec<Source> = urls.collect::<anyhow::Result<_>>()?;
    if urls.is_empty() { bail!("{} names no address", path.display()) } else { Ok(urls) }
}

fn of_address(url: Url, fetcher: &mut Fetcher, report: &mut Report) -> anyhow::Result<Vec<Source>> {
    if !looks_like_sitemap(&url) {
        let Fetched::Page(page) = fetcher.get(&url, None, None)? else {
            return Ok(vec![Source::Url(url)]);
        };
        return Ok(match read_sitemap(&page) {
            Some(map) => of_sitemap(&url, map, fetcher, report),
            None => vec![Source::Fetched { url, page }],
        });
    }
    match fetcher.get(&url, None, None)? {
        Fetched::Page(page) => {
            let map = read_sitemap(&page).with_context(|| format!("{url} is no sitemap"))?;
            Ok(of_sitemap(&url, map, fetcher, report))
        }
        Fetched::Forbidden => bail!("robots.txt asks programs not to read {url}"),
        Fetched::NotModified | Fetched::Gone(_) => bail!("there is no {url}"),
    }
}

fn looks_like_sitemap(url: &Url) -> bool {
    url.path().ends_with(".xml") || url.path().ends_with(".xml.gz")
}

fn read_sitemap(page: &Page) -> Option<Sitemap> {
    let (text, _) = decode(&page.bytes, page.content_type.as_deref()).ok()?;
    sitemap(&text).ok()
}

/// The pages of a sitemap and of those it names, on its own site only.
fn of_sitemap(root: &Url, map: Sitemap, fetcher: &mut Fetcher, report: &mut Report) -> Vec<Source> {
    let (mut pages, mut waiting) = (Vec::new(), VecDeque::from([map]));
    let mut seen = HashSet::from([root.to_string()]);
    while let Some(map) = waiting.pop_front() {
        let (addresses, more) = match map {
            Sitemap::Pages(addresses) => (addresses, false),
            Sitemap::Index(addresses) => (addresses, true),
        };
        for address in addresses {
            let url = root.join(&address).ok().filter(|url| same_site(root, url));
            let Some(url) = url else {
                report.remark(format!("{root} names «{address}», which is not on its site"));
                continue;
            };
            if !more {
                pages.push(Source::Url(url));
            } else if seen.len() <= MAX_SITEMAPS && seen.insert(url.to_string()) {
                waiting.extend(nested(url, fetcher, report));
            }
        }
    }
    pages
}

fn nested(url: Url, fetcher: &mut Fetcher, report: &mut Report) -> Option<Sitemap> {
    let outcome = match fetcher.get(&url, None, None) {
        Ok(Fetched::Page(page)) => match read_sitemap(&page) {
            Some(map) => return Some(map),
            None => Outcome::Failed("it is no sitemap".to_owned()),
        },
        Ok(Fetched::Forbidden) => Outcome::Forbidden,
        Ok(Fetched::Gone(status)) => Outcome::Gone(status),
        Ok(Fetched::NotModified) => Outcome::Unchanged,
        Err(error) => Outcome::Failed(format!("{error:#}")),
    };
    report.add(Line::new(&Source::Url(url), outcome));
    None
}
