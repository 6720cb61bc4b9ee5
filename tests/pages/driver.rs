//! Chromium driven over the W3C `WebDriver` protocol, <https://www.w3.org/TR/webdriver2/>: the
//! few commands the suite needs, as plain HTTP and JSON to `ChromeDriver`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::blocking::Client;
use serde_json::{Value, json};

use crate::harness::wait;

/// The key of an element in the answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// What is said when a tool is missing.
const INSTALL: &str = "run `bash .ci/install-test-tools` (apt-get install chromium chromium-driver)";
/// Longest wait for anything on a page.
const LIMIT: Duration = Duration::from_secs(30);

/// The tab key.
pub(crate) const TAB: &str = "\u{E004}";
/// The enter key.
pub(crate) const ENTER: &str = "\u{E007}";

/// Whether pages may run scripts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scripts {
    On,
    Off,
}

/// A browser window of its own; closed when dropped.
pub(crate) struct Browser {
    driver: Child,
    session: String,
    client: Client,
}

impl Browser {
    /// Opens a window of 1280 × 900.
    pub(crate) fn open(scripts: Scripts) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver does not start ({error}): {INSTALL}"));
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let port = line.split("successfully on port ").nth(1)?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = port.expect("chromedriver says its port");
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        let client = Client::builder().timeout(Duration::from_secs(60)).no_proxy().build().unwrap();
        let mut browser = Self { driver, session: format!("http://127.0.0.1:{port}/session"), client };
        let session = browser.command("", &json!({ "capabilities": { "alwaysMatch": capabilities(scripts) } }));
        let id = session["sessionId"].as_str().unwrap_or_else(|| panic!("no browser ({session}): {INSTALL}"));
        browser.session = format!("{}/{id}", browser.session);
        browser
    }

    fn command(&self, path: &str, body: &Value) -> Value {
        let reply = self.try_command(path, body);
        reply.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn try_command(&self, path: &str, body: &Value) -> Result<Value, Value> {
        let reply = self.client.post(format!("{}{path}", self.session)).json(body).send();
        let reply = reply.map_err(|error| json!(error.to_string()))?;
        let is_good = reply.status().is_success();
        let mut reply: Value = reply.json().map_err(|error| json!(error.to_string()))?;
        let value = reply["value"].take();
        if is_good { Ok(value) } else { Err(value) }
    }

    /// Loads an address.
    pub(crate) fn go(&self, url: &str) {
        self.command("/url", &json!({ "url": url }));
    }

    /// Runs a script that returns a value.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.command("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Runs a script that calls its last argument with a value.
    pub(crate) fn run_async(&self, script: &str) -> Value {
        self.command("/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// A command of the developer tools.
    pub(crate) fn tools(&self, name: &str, params: &Value) {
        self.command("/goog/cdp/execute", &json!({ "cmd": name, "params": params }));
    }

    /// The addresses of all requests since the window was opened, or since the
    /// last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        let log = self.command("/se/log", &json!({ "type": "performance" }));
        let entries = log.as_array().cloned().unwrap_or_default();
        let messages =
            entries.iter().filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok());
        let sent = messages.filter(|message| message["message"]["method"] == "Network.requestWillBeSent");
        sent.filter_map(|message| message["message"]["params"]["request"]["url"].as_str().map(str::to_owned)).collect()
    }

    fn find(&self, selector: &str) -> Option<String> {
        let found = self.try_command("/element", &json!({ "using": "css selector", "value": selector })).ok()?;
        found[ELEMENT].as_str().map(str::to_owned)
    }

    /// Waits until an element is there and shown.
    pub(crate) fn wait_for(&self, selector: &str) -> String {
        wait::until(&format!("`{selector}` on {}", self.address()), LIMIT, || {
            let element = self.find(selector)?;
            let shown = self
                .client
                .get(format!("{}/element/{element}/displayed", self.session))
                .send()
                .ok()?
                .json::<Value>()
                .ok()?;
            (shown["value"] == true).then_some(element)
        })
    }

    /// Where the window is.
    pub(crate) fn address(&self) -> String {
        let reply = self.client.get(format!("{}/url", self.session)).send().and_then(|reply| reply.json::<Value>());
        reply.ok().and_then(|reply| reply["value"].as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The text of an element as it is shown.
    pub(crate) fn text(&self, selector: &str) -> String {
        let element = self.wait_for(selector);
        let reply = self
            .client
            .get(format!("{}/element/{element}/text", self.session))
            .send()
            .unwrap()
            .json::<Value>()
            .unwrap();
        reply["value"].as_str().unwrap_or_default().to_owned()
    }

    /// An attribute of an element as a script sees it.
    pub(crate) fn property(&self, selector: &str, name: &str) -> String {
        let element = self.wait_for(selector);
        let reply = self
            .client
            .get(format!("{}/element/{element}/property/{name}", self.session))
            .send()
            .unwrap()
            .json::<Value>()
            .unwrap();
        reply["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Clicks an element.
    pub(crate) fn click(&self, selector: &str) {
        let element = self.wait_for(selector);
        self.command(&format!("/element/{element}/click"), &json!({}));
    }

    /// Types into an element.
    pub(crate) fn type_into(&self, selector: &str, text: &str) {
        let element = self.wait_for(selector);
        self.command(&format!("/element/{element}/value"), &json!({ "text": text }));
    }

    /// Presses keys where the focus is.
    pub(crate) fn keys(&self, text: &str) {
        let actions: Vec<Value> = text
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() })))
            .collect();
        self.command("/actions", &json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] }));
    }

    /// Whether the element that has the focus matches a selector.
    pub(crate) fn has_focus(&self, selector: &str) -> bool {
        let active =
            self.client.get(format!("{}/element/active", self.session)).send().unwrap().json::<Value>().unwrap();
        active["value"][ELEMENT].as_str().is_some_and(|active| self.find(selector).as_deref() == Some(active))
    }
}

fn capabilities(scripts: Scripts) -> Value {
    // Content settings: 1 allows scripts, 2 blocks them. Without motion a page is
    // where it will be as soon as it is there.
    let javascript = if scripts == Scripts::On { 1 } else { 2 };
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "performance": "ALL" },
        "goog:chromeOptions": {
            "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--force-prefers-reduced-motion", "--window-size=1280,900", "--lang=nb", "--accept-lang=nb"],
            "prefs": { "profile.managed_default_content_settings.javascript": javascript },
        },
    })
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Closing the session closes the browser; without it there is nothing to close.
        let _closed = self.client.delete(&self.session).send();
        let _gone = self.driver.kill();
        let _reaped = self.driver.wait();
    }
}
