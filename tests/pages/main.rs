//! The web page in a real browser: headless Chromium, with and without scripts.
//!
//! What a person can do with a mouse, with the keyboard alone, on a narrow
//! screen, in the dark, and with a screen reader as far as axe-core can tell.
//! A missing browser or axe-core fails the suite with the command that
//! installs it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

mod driver;
mod request;

use driver::{Browser, ENTER, Scripts, TAB};
use harness::content::repository;
use harness::web::{self, Server};
use serde_json::{Value, json};

const QUESTION: &str = "Hva er en mentor?";
const ANSWER: &str = "En mentor er en trygg";
/// A question with three topics, so that several passages lie near.
const AMBIGUOUS: &str = "mentor exit";
const DANGER: &str = "Eleven min har en pistol på skolen nå";

/// Pages that are loaded by their address.
const PAGES: [&str; 10] = [
    "/",
    "/les/samarbeid/mentor",
    "/les/faq/hva-er-mentor",
    "/tema",
    "/faq",
    "/aktorer",
    "/personvern",
    "/finnes-ikke",
    "/?sprak=en",
    "/les/samarbeid/mentor?sprak=nn",
];
/// Pages that answer a question, each with what is on it when it is there.
const ANSWERS: [(&str, &str); 3] = [
    (QUESTION, "article.answer blockquote.quote"),
    (AMBIGUOUS, "article.options button.entry"),
    (DANGER, "article.acute .emergency"),
];

fn ask(browser: &Browser, question: &str) {
    browser.type_into("#u-text", question);
    browser.click("#u-composer .send");
}

fn assert_answered(browser: &Browser, server: &Server) {
    assert!(browser.text("article.answer blockquote.quote").contains(ANSWER));
    assert!(browser.text("article.answer .source").contains("gjennomgått"));
    let link = browser.property("article.answer .source a", "href");
    assert!(link.starts_with(&format!("{}/les/", server.url)), "{link}");
}

#[test]
fn a_question_is_answered_with_a_script_without_leaving_the_page() {
    let (server, browser) = (web::over_shipped_content(), Browser::open(Scripts::On));
    browser.go(&server.url);
    browser.run("window.stayed = true; return null");
    ask(&browser, QUESTION);
    assert_answered(&browser, &server);
    assert_eq!(browser.run("return window.stayed === true"), true, "the page was not loaded anew");
    assert_eq!(browser.address(), format!("{}/", server.url), "the address tells nothing of the question");
    assert_eq!(browser.property("#u-text", "value"), "", "the box is ready for the next question");
    assert!(browser.text(".asked").contains(QUESTION));
}

#[test]
fn a_question_is_answered_without_a_script() {
    let (server, browser) = (web::over_shipped_content(), Browser::open(Scripts::Off));
    browser.go(&server.url);
    ask(&browser, QUESTION);
    assert_answered(&browser, &server);
    assert_eq!(browser.address(), format!("{}/spor#u-new", server.url), "the form was posted: no script ran");
    ask(&browser, DANGER);
    assert!(browser.text("article.acute .emergency").contains("112"));
}

#[test]
fn a_choice_is_made_with_and_without_a_script() {
    for scripts in [Scripts::On, Scripts::Off] {
        let (server, browser) = (web::over_shipped_content(), Browser::open(scripts));
        browser.go(&server.url);
        ask(&browser, AMBIGUOUS);
        let chosen = browser.text("article.options button.entry");
        browser.click("article.options button.entry");
        assert_eq!(browser.text("article.answer h3"), chosen);
        assert!(browser.text("article.answer .source").contains("gjennomgått"));
    }
}

#[test]
fn a_link_lands_on_the_section() {
    let (server, browser) = (web::over_shipped_content(), Browser::open(Scripts::On));
    browser.go(&format!("{}/les/samarbeid/mentor#hvem", server.url));
    browser.wait_for("#hvem h2");
    let top = browser.run("return document.querySelector('#hvem h2').getBoundingClientRect().top").as_f64().unwrap();
    assert!((0.0..300.0).contains(&top), "the heading is {top} px below the top");
    assert!(browser.run("return window.scrollY").as_f64().unwrap() > 0.0);
}

#[test]
fn the_keyboard_alone_is_enough_with_and_without_a_script() {
    for scripts in [Scripts::On, Scripts::Off] {
        let (server, browser) = (web::over_shipped_content(), Browser::open(scripts));
        browser.go(&server.url);
        browser.keys(TAB);
        assert!(browser.has_focus("a.skip"), "the first stop leads past the menu");
        tab_to(&browser, "#u-text");
        browser.keys(QUESTION);
        if scripts == Scripts::Off {
            tab_to(&browser, "#u-composer .send");
        }
        browser.keys(ENTER);
        assert_answered(&browser, &server);
        if scripts == Scripts::On {
            assert!(browser.has_focus("#u-text"), "the next question can be typed at once");
        }
    }
}

fn tab_to(browser: &Browser, selector: &str) {
    for _ in 0..40 {
        if browser.has_focus(selector) {
            return;
        }
        browser.keys(TAB);
    }
    panic!("the tab key never comes to {selector}");
}

#[test]
fn nothing_needs_scrolling_sideways_on_a_narrow_screen() {
    let (server, browser) = (web::over_shipped_content(), Browser::open(Scripts::On));
    browser.tools(
        "Emulation.setDeviceMetricsOverride",
        &json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": false }),
    );
    every_page(&browser, &server, |page| {
        let [inner, wide] = ["innerWidth", "document.documentElement.scrollWidth"]
            .map(|width| browser.run(&format!("return {width}")).as_i64().unwrap());
        assert!(inner == 320 && wide <= 320, "{page}: {wide} px wide in a window of {inner}");
    });
}

/// Shows every page and calls `look` on each.
fn every_page(browser: &Browser, server: &Server, mut look: impl FnMut(&str)) {
    for page in PAGES {
        browser.go(&format!("{}{page}", server.url));
        browser.wait_for("main h1");
        look(page);
    }
    for (question, selector) in ANSWERS {
        browser.go(&server.url);
        ask(browser, question);
        browser.wait_for(selector);
        look(question);
    }
}

fn axe() -> String {
    let path = repository().join(".verktoy/node_modules/axe-core/axe.min.js");
    let read = std::fs::read_to_string(&path);
    read.unwrap_or_else(|error| {
        panic!(
            "{}: {error}; run `bash .ci/install-test-tools` (npm install --prefix .verktoy axe-core@4)",
            path.display()
        )
    })
}

/// What axe-core finds, a line each. Animations are brought to their end first:
/// a text that fades in has no contrast halfway.
fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    let script = format!(
        "const done = arguments[arguments.length - 1]; {axe};
         for (const animation of document.getAnimations()) animation.finish();
         axe.run(document).then((result) => done(result.violations), (error) => done([{{ id: String(error), nodes: [] }}]));"
    );
    let found = browser.run_async(&script);
    let describe = |violation: &Value| {
        let nodes: Vec<&Value> = violation["nodes"].as_array().unwrap().iter().map(|node| &node["target"]).collect();
        format!("{}: {} {nodes:?}", violation["id"], violation["help"])
    };
    found.as_array().expect("a list of violations").iter().map(describe).collect()
}

#[test]
fn axe_finds_no_violation_in_light_and_dark() {
    let (server, browser, axe) = (web::over_shipped_content(), Browser::open(Scripts::On), axe());
    let mut found = Vec::new();
    let mut backgrounds = Vec::new();
    for scheme in ["light", "dark"] {
        browser.tools(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }),
        );
        every_page(&browser, &server, |page| {
            found.extend(
                violations(&browser, &axe).into_iter().map(|violation| format!("{page} ({scheme}): {violation}")),
            );
        });
        backgrounds.push(browser.run("return getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor"));
    }
    assert!(found.is_empty(), "{found:#?}");
    assert_ne!(backgrounds[0], backgrounds[1], "light and dark look alike");
}

/// The check itself: an image without a text is found.
#[test]
fn axe_finds_what_is_wrong() {
    let (server, browser) = (web::over_shipped_content(), Browser::open(Scripts::On));
    browser.go(&server.url);
    browser.run("document.querySelector('main').append(document.createElement('img')); return null");
    assert!(violations(&browser, &axe()).iter().any(|violation| violation.contains("image-alt")));
}

#[test]
fn no_page_asks_anything_of_another_site() {
    let (server, browser) = (web::over_shipped_content(), Browser::open(Scripts::On));
    every_page(&browser, &server, |_| {});
    let requests = browser.requests();
    assert!(requests.len() > PAGES.len(), "the requests are seen: {requests:?}");
    let strange: Vec<&String> = requests
        .iter()
        .filter(|url| !url.starts_with(&format!("{}/", server.url)) && !url.starts_with("data:"))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
    // A word of each question that stands in no address of ours.
    for word in ["Hva", "exit", "pistol"] {
        let told = requests.iter().find(|url| url.contains(word));
        assert_eq!(told, None, "a question is in an address");
    }
}
