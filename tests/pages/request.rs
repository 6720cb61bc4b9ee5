//! A request to an adviser in a real browser, from the first button to the answer
//! and to the end of it.

use std::time::Duration;

use serde_json::json;

use crate::driver::{Browser, Scripts};
use crate::harness::wait;
use crate::harness::web;
use crate::harness::world::World;
use crate::{QUESTION, ask, axe, violations};

const STORY: &str = "En elev deler hatefulle bilder, og jeg vet ikke hvordan jeg tar det opp.";
/// A story that tells who somebody is.
const TELLING: &str = "Ola Nordmann i 10B på Ås ungdomsskole deler hatefulle bilder.";
const LIMIT: Duration = Duration::from_secs(20);

/// The latest message, once it says something.
fn latest(browser: &Browser, part: &str) -> String {
    let script = "return [...document.querySelectorAll('#u-log .message')].pop()?.innerText || ''";
    wait::until(&format!("a message that says «{part}»"), LIMIT, || {
        let text = browser.run(script).as_str().unwrap_or_default().to_owned();
        text.contains(part).then_some(text)
    })
}

fn count(browser: &Browser, selector: &str) -> i64 {
    browser.run(&format!("return document.querySelectorAll(\"{selector}\").length")).as_i64().unwrap()
}

/// From a question to the step that asks for the story.
fn walk_to_the_story(browser: &Browser) {
    ask(browser, QUESTION);
    browser.click("article.answer .buttons button[value=radgiver], article.answer .buttons button[value^='q:']");
    browser.click("button[value='f:ja']");
    browser.click("button[value='f:r:annet']");
    latest(browser, "hvilken kommune");
    ask(browser, "Bergen");
    browser.click("button[value='f:h:drofte']");
    latest(browser, "Hva gjelder det?");
}

/// From the story to the receipt.
fn send(browser: &Browser) {
    ask(browser, STORY);
    browser.click("button[value='f:her']");
    assert!(browser.text("article.preview blockquote.letter").contains(STORY));
    assert!(browser.text("article.preview").contains("RVTS Vest"));
    browser.click("article.preview button[value='f:send']");
    assert!(browser.text("article.receipt h3").starts_with("Sak "));
}

#[test]
fn a_request_is_sent_and_answered_with_a_script() {
    let world = World::new();
    let (server, browser) = (web::over(&world), Browser::open(Scripts::On));
    browser.go(&server.url);
    walk_to_the_story(&browser);
    assert_eq!(browser.text("#u-composer label"), "Hva gjelder det?", "the box says what it takes");
    assert!(browser.has_focus("#u-text"), "the answer can be typed at once");
    send(&browser);
    assert_eq!(browser.text("#u-composer label"), "Spør om noe mer", "the box is for questions again");
    assert_eq!(count(&browser, "article.preview button:enabled"), 0, "nothing is sent twice by an old button");

    world.deliver();
    look_for_news(&browser);
    latest(&browser, "Levert til innboksen hos RVTS Vest");
    assert_eq!(count(&browser, "article.receipt"), 1, "the receipt is renewed in its place");

    world.answer("Hei!\n\n<b>Ring oss</b>", false);
    world.deliver();
    look_for_news(&browser);
    let letter = browser.text("article.letter blockquote.letter");
    assert_eq!(letter, "Hei!\n\n<b>Ring oss</b>", "word for word, line breaks and all");
    assert_eq!(browser.run("return document.getElementById('u-log').getAttribute('aria-live')"), "polite");

    browser.click("footer button[value=mine]");
    latest(&browser, "besvart");
    ask(&browser, "/slett");
    browser.click("button[value='slett:ja']");
    latest(&browser, "Slettet. Henvendelser: 1.");
    assert_eq!(count(&browser, "#u-log .message"), 1, "what was said is off the page");
}

/// The page asks for news when it is shown again.
fn look_for_news(browser: &Browser) {
    browser.run("document.dispatchEvent(new Event('visibilitychange')); return null");
}

#[test]
fn a_page_without_a_request_never_asks_for_news() {
    let world = World::new();
    let (server, browser) = (web::over(&world), Browser::open(Scripts::On));
    browser.go(&server.url);
    ask(&browser, QUESTION);
    browser.wait_for("article.answer");
    look_for_news(&browser);
    let asked = |browser: &Browser| browser.requests().iter().any(|url| url.contains("/venter"));
    assert!(!asked(&browser));
    walk_to_the_story(&browser);
    send(&browser);
    look_for_news(&browser);
    wait::until("a look for news", LIMIT, || asked(&browser).then_some(()));
}

#[test]
fn a_request_is_sent_and_answered_without_a_script() {
    let world = World::new();
    let (server, browser) = (web::over(&world), Browser::open(Scripts::Off));
    browser.go(&server.url);
    walk_to_the_story(&browser);
    assert_eq!(browser.text("#u-composer label"), "Hva gjelder det?");
    send(&browser);
    world.deliver();
    browser.go(&server.url);
    assert!(browser.text("article.receipt").contains("Levert til innboksen"));
    world.answer("Ring oss.", false);
    world.deliver();
    browser.go(&server.url);
    assert_eq!(browser.text("article.letter blockquote.letter"), "Ring oss.");
    browser.click("footer button[value=mine]");
    assert!(browser.text("article.notice").contains("besvart"));
}

#[test]
fn every_step_can_be_typed_without_a_script() {
    let world = World::new();
    let (server, browser) = (web::over(&world), Browser::open(Scripts::Off));
    browser.tools(
        "Emulation.setDeviceMetricsOverride",
        &json!({ "width": 390, "height": 600, "deviceScaleFactor": 1, "mobile": false }),
    );
    browser.go(&server.url);
    let steps = [
        ("/rådgiver", "Ingenting sendes"),
        ("ja", "Hva jobber du som?"),
        ("Annet", "hvilken kommune"),
        ("Bergen", "Hva trenger du?"),
        ("1", "Hva gjelder det?"),
        (STORY, "Hvordan vil du ha svaret?"),
        ("1", "Se over før du sender"),
        ("send", "Mottatt"),
    ];
    for (typed, then) in steps {
        ask(&browser, typed);
        let text = browser.text("#u-new");
        assert!(text.contains(then), "«{typed}» leads to: {text}");
        let top = browser.run("return document.getElementById('u-new').getBoundingClientRect().top").as_f64();
        assert!(top.unwrap() < 100.0, "what is new is in view after «{typed}», not {top:?} px down");
    }
}

#[test]
fn axe_finds_no_violation_on_the_way_of_a_request() {
    let world = World::new();
    let (server, browser, axe) = (web::over(&world), Browser::open(Scripts::On), axe());
    let mut found = Vec::new();
    let mut look = |step: &str| {
        for scheme in ["light", "dark"] {
            let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
            browser.tools("Emulation.setEmulatedMedia", &json!({ "features": [feature] }));
            let violations = violations(&browser, &axe).into_iter();
            found.extend(violations.map(|violation| format!("{step} ({scheme}): {violation}")));
        }
        for width in [320, 1280] {
            browser.tools(
                "Emulation.setDeviceMetricsOverride",
                &json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false }),
            );
            let wide = browser.run("return document.documentElement.scrollWidth").as_i64().unwrap();
            assert!(wide <= width, "{step}: {wide} px wide in a window of {width}");
        }
    };
    browser.go(&server.url);
    walk_to_the_story(&browser);
    look("a step");
    ask(&browser, TELLING);
    browser.click("button[value='f:her']");
    latest(&browser, "Røper teksten");
    look("the check");
    browser.click("button[value='f:alle']");
    browser.wait_for("article.preview");
    look("the preview");
    browser.click("article.preview button[value='f:send']");
    browser.wait_for("article.receipt");
    look("the receipt");
    world.deliver();
    world.answer("Hei!", false);
    world.deliver();
    look_for_news(&browser);
    browser.wait_for("article.letter");
    look("the letter");
    assert!(found.is_empty(), "{found:#?}");
}
