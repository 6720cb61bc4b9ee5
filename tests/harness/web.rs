//! The web door over real HTTP, on a loopback port of its own, and a browser
//! of a few lines that keeps the cookie.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, HeaderMap, SET_COOKIE};
use utveier_web::{Core, WebConfig};

use super::content::PUBLIC_URL;
use super::html;

/// How long the cookie of somebody with a request is kept.
const KEEP: Duration = Duration::from_secs(90 * 24 * 3600);

/// A web door that listens until it is dropped.
pub(crate) struct Server {
    /// Where it listens, `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
    failed: Arc<AtomicBool>,
}

impl Server {
    /// Serves a core; the port is chosen by the system.
    pub(crate) fn start(core: Arc<dyn Core>, public_url: &str) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a loopback port");
        let listen = listener.local_addr().expect("a bound port");
        let config = WebConfig { listen, public_url: public_url.to_owned(), keep: KEEP };
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let failed = Arc::new(AtomicBool::new(false));
        let result = Arc::clone(&failed);
        let thread = std::thread::spawn(move || {
            let until_dropped = async { drop(stopped.await) };
            if runtime.block_on(utveier_web::serve(listener, core, config, until_dropped)).is_err() {
                result.store(true, Ordering::SeqCst);
            }
            runtime.shutdown_timeout(Duration::from_secs(5));
        });
        Self { url: format!("http://{listen}"), stop: Some(stop), thread: Some(thread), failed }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().is_some_and(|thread| thread.join().is_ok());
        if !std::thread::panicking() {
            assert!(ended && !self.failed.load(Ordering::SeqCst), "the web door ended with an error");
        }
    }
}

/// What a request gave.
pub(crate) struct Reply {
    /// The status.
    pub(crate) status: u16,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Where it came from.
    pub(crate) url: String,
    /// Its body.
    pub(crate) body: String,
}

/// One person's browser, without a script.
pub(crate) struct Browser {
    url: String,
    client: Client,
    cookie: Option<String>,
    /// The language the last page spoke, as its forms post it.
    form: String,
}

impl Browser {
    /// A browser set to bokmål at the front page of a door.
    pub(crate) fn open(url: &str) -> Self {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(30))
            .no_proxy()
            .build()
            .expect("a client without TLS");
        let mut browser = Self { url: url.to_owned(), client, cookie: None, form: "nb".to_owned() };
        let home = browser.get("/");
        assert_eq!(home.status, 200, "the front page");
        browser
    }

    /// The door is elsewhere now; the cookie is kept.
    pub(crate) fn moved(&mut self, url: &str) {
        url.clone_into(&mut self.url);
    }

    /// Loads a page.
    pub(crate) fn get(&mut self, path: &str) -> Reply {
        let request = self.client.get(format!("{}{path}", self.url)).header(ACCEPT_LANGUAGE, "nb");
        let request = self.cookie.iter().fold(request, |request, cookie| request.header(COOKIE, cookie));
        let response = request.send().unwrap_or_else(|error| panic!("GET {path}: {error}"));
        self.take(response)
    }

    /// Posts a form of the chat page; `name` is `tekst` or `handling`.
    pub(crate) fn post(&mut self, name: &str, value: &str) -> Reply {
        let form = [("sprak", self.form.as_str()), (name, value)];
        let request = self.client.post(format!("{}/spor", self.url)).form(&form).header(ACCEPT_LANGUAGE, "nb");
        let request = self.cookie.iter().fold(request, |request, cookie| request.header(COOKIE, cookie));
        let response = request.send().unwrap_or_else(|error| panic!("POST {name}: {error}"));
        self.take(response)
    }

    fn take(&mut self, response: Response) -> Reply {
        let (status, url) = (response.status().as_u16(), response.url().to_string());
        let headers = response.headers().clone();
        if let Some(line) = headers.get(SET_COOKIE).and_then(|line| line.to_str().ok()) {
            let gone = line.contains("Max-Age=0");
            self.cookie = line.split(';').next().filter(|_| !gone).map(str::to_owned);
        }
        let body = response.text().unwrap_or_else(|error| panic!("the body of {url}: {error}"));
        let hidden = html_inputs(&body).find(|tag| html::attribute(tag, "name").as_deref() == Some("sprak"));
        if let Some(form) = hidden.and_then(|tag| html::attribute(tag, "value")) {
            self.form = form;
        }
        Reply { status, headers, url, body }
    }
}

fn html_inputs(body: &str) -> impl Iterator<Item = &str> {
    body.split("<input").skip(1).filter_map(|rest| rest.split('>').next())
}

/// A door over the shipped content, with a world of its own.
pub(crate) fn over_shipped_content() -> Server {
    over(&super::world::World::new())
}

/// A door of a world.
pub(crate) fn over(world: &super::world::World) -> Server {
    let core = utveier_web::DeskCore::new(Arc::clone(&world.desk), Arc::clone(&world.keyring));
    Server::start(Arc::new(core), PUBLIC_URL)
}
