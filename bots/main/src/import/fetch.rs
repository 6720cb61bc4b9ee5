//! Fetching as a guest: by the site's rules, one request at a time with a
//! pause, nothing twice that has not changed, and nothing without bounds.

use std::collections::HashMap;
use std::io::Read;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use reqwest::header::{
    CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use reqwest::redirect::Policy;
use reqwest::{Url, tls};
use utveier::knowledge::import::Robots;

use super::Page;

/// The name sites know this program by.
const AGENT: &str = "utveier-import";
/// Largest page read, in bytes. A page to read is a hundredth of it.
const MAX_PAGE_BYTES: u64 = 5 * 1024 * 1024;
/// Most redirects followed.
const MAX_REDIRECTS: usize = 5;
/// Longest time for one request, body included.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What came of a request.
pub(super) enum Fetched {
    /// A page.
    Page(Page),
    /// What was fetched last still stands.
    NotModified,
    /// The site asks programs not to.
    Forbidden,
    /// The page is no more; its status.
    Gone(u16),
}

/// Fetches pages, one at a time.
pub(super) struct Fetcher {
    client: Client,
    /// Rules of each origin met.
    robots: HashMap<String, Robots>,
    pause: Duration,
    last: Option<Instant>,
}

impl Fetcher {
    pub(super) fn new(pause: Duration) -> anyhow::Result<Self> {
        let client = Client::builder()
            .user_agent(concat!("utveier-import/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .min_tls_version(tls::Version::TLS_1_2)
            .timeout(TIMEOUT)
            .build()
            .context("cannot make ready for fetching")?;
        Ok(Self { client, robots: HashMap::new(), pause, last: None })
    }

    /// Fetches a page unless it is as it was. Redirects are followed on the
    /// same site only.
    ///
    /// # Errors
    ///
    /// When no page comes: no connection, a status of failure, a redirect that
    /// leads nowhere, a page too large or of another kind.
    pub(super) fn get(
        &mut self,
        url: &Url,
        etag: Option<&str>,
        last_modified: Option<&str>,
    ) -> anyhow::Result<Fetched> {
        let mut at = url.clone();
        for _ in 0..=MAX_REDIRECTS {
            if !self.rules(&at)?.allows(&path(&at)) {
                return Ok(Fetched::Forbidden);
            }
            let response = self.request(&at, etag, last_modified)?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Fetched::NotModified);
            }
            if matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
                return Ok(Fetched::Gone(status.as_u16()));
            }
            if status.is_redirection() {
                at = redirected(&at, response.headers())?;
                continue;
            }
            if !status.is_success() {
                bail!("the server answered {status}");
            }
            return Ok(Fetched::Page(page(at, response)?));
        }
        bail!("more than {MAX_REDIRECTS} redirects, the last to {at}")
    }

    fn request(&mut self, url: &Url, etag: Option<&str>, last_modified: Option<&str>) -> anyhow::Result<Response> {
        let asked = self.robots.get(&url.origin().ascii_serialization()).and_then(Robots::pause);
        let pause = self.pause.max(asked.unwrap_or_default());
        if let Some(wait) = self.last.and_then(|last| pause.checked_sub(last.elapsed())) {
            std::thread::sleep(wait);
        }
        let mut request = self.client.get(url.clone());
        for (name, value) in [(IF_NONE_MATCH, etag), (IF_MODIFIED_SINCE, last_modified)] {
            request = value.into_iter().fold(request, |request, value| request.header(&name, value));
        }
        let response = request.send();
        self.last = Some(Instant::now());
        response.map_err(|error| anyhow::Error::new(error.without_url()).context(format!("cannot fetch {url}")))
    }

    /// The rules of a page's site, fetched once.
    fn rules(&mut self, url: &Url) -> anyhow::Result<&Robots> {
        let origin = url.origin().ascii_serialization();
        if !self.robots.contains_key(&origin) {
            let rules = self.fetch_rules(url).context("robots.txt cannot be had, so nothing may be read")?;
            self.robots.insert(origin.clone(), rules);
        }
        Ok(self.robots.entry(origin).or_default())
    }

    /// RFC 9309 section 2.3.1: a site without rules allows all, one whose rules
    /// cannot be had allows nothing.
    fn fetch_rules(&mut self, url: &Url) -> anyhow::Result<Robots> {
        let mut at = url.clone();
        at.set_path("/robots.txt");
        at.set_query(None);
        for _ in 0..=MAX_REDIRECTS {
            let response = self.request(&at, None, None)?;
            let status = response.status();
            if status.is_success() {
                return Ok(Robots::parse(&String::from_utf8_lossy(&bounded(response)?), AGENT));
            }
            if status.is_server_error() {
                bail!("the server answered {status}");
            }
            match redirected(&at, response.headers()) {
                Ok(next) if status.is_redirection() => at = next,
                _ => break,
            }
        }
        Ok(Robots::default())
    }
}

fn path(url: &Url) -> String {
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

fn redirected(from: &Url, headers: &HeaderMap) -> anyhow::Result<Url> {
    let location = header(headers, &LOCATION).context("a redirect that says not whereto")?;
    let to = from.join(&location).with_context(|| format!("a redirect to «{location}», which is no address"))?;
    if !same_site(from, &to) {
        bail!("a redirect to another site: {to}");
    }
    Ok(to)
}

/// Whether two addresses are on one site, with or without `www.`.
pub(super) fn same_site(one: &Url, other: &Url) -> bool {
    let host = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    let is_web = matches!(other.scheme(), "http" | "https");
    let same_port = one.port() == other.port();
    // From http to https the default port changes; another port is another site.
    is_web && same_port && host(one) == host(other)
}

fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn page(address: Url, response: Response) -> anyhow::Result<Page> {
    let headers = response.headers().clone();
    let content_type = header(&headers, &CONTENT_TYPE);
    let kind = content_type.as_deref().unwrap_or("text/html").to_ascii_lowercase();
    if !["html", "xml", "text/plain"].iter().any(|known| kind.contains(known)) {
        bail!("it is no page but {kind}");
    }
    let (etag, last_modified) = (header(&headers, &ETAG), header(&headers, &LAST_MODIFIED));
    Ok(Page { bytes: bounded(response)?, content_type, etag, last_modified, address: Some(address) })
}

fn bounded(response: Response) -> anyhow::Result<Vec<u8>> {
    let too_large = || anyhow::anyhow!("it is over the limit of {} MB", MAX_PAGE_BYTES / 1024 / 1024);
    if response.content_length().is_some_and(|length| length > MAX_PAGE_BYTES) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    response
        .take(MAX_PAGE_BYTES + 1)
        .read_to_end(&mut bytes)
        .context("the connection broke before the end of the page")?;
    if bytes.len() as u64 > MAX_PAGE_BYTES { Err(too_large()) } else { Ok(bytes) }
}
