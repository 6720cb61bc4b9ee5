//! What an operator sees of the served binary: health, metrics, statistics,
//! limits.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use reqwest::blocking::{Client, Response};

use super::assert_ended;
use crate::harness::binary::{Served, command, finish};
use crate::harness::content::folder;
use crate::harness::web::Browser;
use crate::harness::{html, wait};

const TOKEN: &str = "en-hemmelighet-for-drift";
const LIMIT: Duration = Duration::from_secs(60);
const STOP_WITHIN: Duration = Duration::from_secs(10);

fn alone(folder_of_run: &Path) -> Command {
    let mut command = command(folder_of_run);
    command.env("UTVEIER__KNOWLEDGE__FOLDER", folder()).env("UTVEIER__OPERATOR__LISTEN", "127.0.0.1:0");
    command
}

/// The operator's address, from the log.
fn pages(served: &Served) -> String {
    let log = served.wait_for_log("the operator's pages are open", LIMIT);
    let address = log.split("pages are open address=").nth(1).and_then(|rest| rest.split_whitespace().next());
    format!("http://{}", address.expect("an address in the log"))
}

fn get(url: &str, token: Option<&str>) -> Response {
    let client = Client::builder().no_proxy().timeout(LIMIT).build().unwrap();
    let request = client.get(url);
    let request = token.iter().fold(request, |request, token| request.bearer_auth(token));
    request.send().unwrap_or_else(|error| panic!("GET {url}: {error}"))
}

fn text(url: &str) -> String {
    let response = get(url, Some(TOKEN));
    assert_eq!(response.status(), 200, "{url}");
    response.text().unwrap()
}

/// The value of a series.
fn value(metrics: &str, series: &str) -> f64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{series} in\n{metrics}")).parse().unwrap()
}

/// Every line of the format is a comment or a series with a number.
fn assert_readable(metrics: &str) {
    for line in metrics.lines().filter(|line| !line.starts_with('#')) {
        let (series, value) = line.rsplit_once(' ').expect("a series and a value");
        assert!(value.parse::<f64>().is_ok(), "{line}");
        let name = series.split('{').next().unwrap();
        assert!(name.starts_with("utveier_") && metrics.contains(&format!("# TYPE {}", base(name))), "{line}");
        assert_eq!(series.contains('{'), series.ends_with('}'), "{line}");
    }
}

fn base(name: &str) -> &str {
    ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

#[test]
fn health_readiness_and_metrics_tell_of_a_served_page() {
    let temporary = tempfile::tempdir().unwrap();
    let served = Served::start(alone(temporary.path()));
    let pages = pages(&served);
    assert_eq!(text(&format!("{pages}/healthz")), "ok\n");
    wait::until("the service to be ready", LIMIT, || {
        (get(&format!("{pages}/readyz"), None).status() == 200).then_some(())
    });
    let mut browser = Browser::open(&served.url);
    browser.post("tekst", "Hva er en mentor?");
    browser.post("tekst", "Hei!");
    let metrics = text(&format!("{pages}/metrics"));
    assert_readable(&metrics);
    assert_eq!(value(&metrics, "utveier_messages_total{door=\"web\",decision=\"answer\"}"), 1.0);
    assert_eq!(value(&metrics, "utveier_messages_total{door=\"web\",decision=\"smalltalk\"}"), 1.0);
    assert_eq!(value(&metrics, "utveier_message_seconds_count"), 2.0);
    assert_eq!(value(&metrics, "utveier_store_up"), 1.0);
    assert_eq!(value(&metrics, "utveier_door_up{door=\"web\"}"), 1.0);
    for none in ["utveier_outbox_waiting", "utveier_outbox_dead", "utveier_request_oldest_undelivered_seconds"] {
        assert_eq!(value(&metrics, none), 0.0, "{none}");
    }
    let passages = value(&metrics, "utveier_content_passages");
    assert!(passages > 50.0 && value(&metrics, "utveier_index_passages") >= passages, "{passages}");
    assert!(value(&metrics, "utveier_start_time_seconds") > 1.7e9 && !metrics.contains("utveier_mailbox"));
    assert!(metrics.contains("utveier_content_overdue "));
    served.stop(STOP_WITHIN);
}

#[test]
fn metrics_and_statistics_want_the_token_and_health_does_not() {
    let temporary = tempfile::tempdir().unwrap();
    let mut serve = alone(temporary.path());
    serve.env("UTVEIER__OPERATOR__TOKEN", TOKEN);
    let served = Served::start(serve);
    let pages = pages(&served);
    for path in ["/metrics", "/statistikk"] {
        for wrong in [None, Some(""), Some("en-hemmelighet"), Some("en-hemmelighet-for-driften")] {
            let refused = get(&format!("{pages}{path}"), wrong);
            assert_eq!(refused.status().as_u16(), 401);
            let asked: Vec<_> = refused.headers().get_all("www-authenticate").iter().collect();
            assert_eq!(asked, ["Bearer", "Basic realm=\"Utveier\", charset=\"UTF-8\""]);
            assert!(!refused.text().unwrap().contains("utveier_"));
        }
        text(&format!("{pages}{path}"));
        let browser = reqwest::blocking::Client::new().get(format!("{pages}{path}")).basic_auth("drift", Some(TOKEN));
        assert_eq!(browser.send().unwrap().status().as_u16(), 200, "as a browser shows it");
    }
    for path in ["/healthz", "/readyz"] {
        assert_ne!(get(&format!("{pages}{path}"), None).status(), 401);
    }
    assert_eq!(get(&format!("{pages}/annet"), Some(TOKEN)).status(), 404);
    for path in ["/statistikk", "/metrics", "/healthz", "/annet"] {
        let answer = get(&format!("{pages}{path}"), None);
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(
            (header("x-frame-options").as_str(), header("cache-control").as_str()),
            ("DENY", "no-store"),
            "{path}"
        );
    }
    let ended = served.stop(STOP_WITHIN);
    assert!(!ended.err.contains(TOKEN) && !ended.out.contains(TOKEN));
}

#[test]
fn pages_others_can_reach_are_refused_without_a_token() {
    let temporary = tempfile::tempdir().unwrap();
    for (name, value, part) in [
        ("UTVEIER__OPERATOR__LISTEN", "0.0.0.0:9090", "a token is needed"),
        ("UTVEIER__OPERATOR__TOKEN", "kort", "[operator] token"),
        ("UTVEIER__LIMITS__CHAT_BURST", "0", "[limits] chat_burst"),
    ] {
        let mut check = alone(temporary.path());
        check.arg("check").env(name, value);
        assert_ended(&finish(check, b""), 2, &[part]);
    }
}

#[test]
fn a_door_whose_platform_is_away_is_not_ready() {
    let temporary = tempfile::tempdir().unwrap();
    let mut serve = alone(temporary.path());
    serve
        .env("UTVEIER__TELEGRAM__TOKEN", format!("123456:{}", "A".repeat(35)))
        // A port nothing listens on.
        .env("UTVEIER__TELEGRAM__API_URL", "http://127.0.0.1:1");
    let served = Served::start(serve);
    let pages = pages(&served);
    served.wait_for_log("telegram cannot be reached", LIMIT);
    let ready = || Some(get(&format!("{pages}/readyz"), None)).filter(|ready| ready.status() == 503);
    // The web page is ready a moment after the log's line, at the latest.
    let alone = || ready()?.text().ok().filter(|text| text == "not ready: telegram\n");
    wait::until("telegram alone to be missing", LIMIT, alone);
    let metrics = text(&format!("{pages}/metrics"));
    assert_eq!(value(&metrics, "utveier_door_up{door=\"telegram\"}"), 0.0);
    assert!(value(&metrics, "utveier_door_silent_seconds{door=\"telegram\"}") >= 0.0);
    served.stop(STOP_WITHIN);
}

fn stats(folder_of_run: &Path, args: &[&str]) -> crate::harness::binary::Ended {
    let mut stats = alone(folder_of_run);
    stats.arg("stats").args(args);
    finish(stats, b"")
}

#[test]
fn what_was_asked_is_counted_and_shown_only_when_it_is_no_longer_one_persons() {
    let temporary = tempfile::tempdir().unwrap();
    let served = Served::start(alone(temporary.path()));
    for _ in 0..7 {
        Browser::open(&served.url).post("tekst", "Hva er en mentor?");
    }
    for _ in 0..4 {
        Browser::open(&served.url).post("tekst", "Jeg vil ta livet mitt");
    }
    served.stop(STOP_WITHIN);
    let ended = stats(temporary.path(), &[]);
    assert_ended(&ended, 0, &["messages by door", "      10  web", "       5  answer", "too few to be shown"]);
    assert!(
        ended.out.contains("mentor") && !ended.out.contains("acute") && !ended.out.contains("suicide"),
        "{}",
        ended.out
    );
    let json: serde_json::Value = serde_json::from_str(&stats(temporary.path(), &["--json"]).out).unwrap();
    let danger = json["tables"].as_array().unwrap().iter().find(|table| table["by"] == "danger").unwrap();
    assert_eq!((danger["cells"].as_array().unwrap().len(), danger["has_hidden"].as_bool()), (0, Some(true)));
    let before = stats(temporary.path(), &["--from", "2020-01-01", "--to", "2020-12-31"]);
    assert_ended(&before, 0, &["nothing was counted"]);
    assert_ended(&stats(temporary.path(), &["--from", "i går"]), 2, &["--from"]);

    let served = Served::start(alone(temporary.path()));
    let pages = pages(&served);
    let response = get(&format!("{pages}/statistikk"), None);
    let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let page = response.text().unwrap();
    let style = get(&format!("{pages}/stil.css"), None);
    assert!(page.contains("href=\"/stil.css\"") && policy.contains("style-src 'self'"), "{policy}");
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
    assert!(page.contains("<svg") && page.contains("Statistikk for Utveier") && page.contains("for få"), "{page}");
    assert!(!page.contains("<script") && !page.contains("style=") && !page.contains("suicide"), "{page}");
    assert!(html::text(&page).contains("nødkort") == page.contains("acute"), "hidden under any name: {page}");
    assert_eq!(get(&format!("{pages}/statistikk?fra=ingen"), None).status(), 400);
    let empty = text(&format!("{pages}/statistikk?fra=2020-01-01&til=2020-01-31"));
    assert!(empty.contains("Ingenting å vise"));
    served.stop(STOP_WITHIN);
}

#[test]
fn who_writes_too_fast_waits_but_never_for_help() {
    let temporary = tempfile::tempdir().unwrap();
    let served = Served::start(alone(temporary.path()));
    let mut browser = Browser::open(&served.url);
    let too_fast = "flere meldinger enn jeg rekker over";
    let mut said = |name: &str, text: &str| html::text(&browser.post(name, text).body);
    wait::until("the limit to be reached", LIMIT, || {
        said("tekst", "Hva er en mentor?").contains(too_fast).then_some(())
    });
    let card = said("tekst", "Eleven har en pistol på skolen nå");
    assert!(card.contains("112") && !card.contains(too_fast), "{card}");
    for help in ["/radgiver", "rådgiver", "/akutt"] {
        let page = said("tekst", help);
        assert!(!page.contains(too_fast), "{help}: {page}");
    }
    served.stop(STOP_WITHIN);
}

#[test]
fn a_form_that_is_filled_in_can_be_sent_at_once() {
    let temporary = tempfile::tempdir().unwrap();
    let mut serve = alone(temporary.path());
    serve.env("UTVEIER__LIMITS__PERSON_BURST", "8").env("UTVEIER__LIMITS__PERSON_PER_MINUTE", "1");
    let served = Served::start(serve);
    let mut browser = Browser::open(&served.url);
    let story = "Vi er i tvil om hvem som bør snakke med eleven først.";
    for typed in ["rådgiver", "ja", "Lærer", "Bergen", "Drøfte en bekymring anonymt", story, "Her i samtalen"] {
        browser.post("tekst", typed);
    }
    let long = "Dette er ikke noe svar på skjemaet, men en tekst som er altfor lang til å være ordet som sender det.";
    let mut said = |text: &str| html::text(&browser.post("tekst", text).body);
    wait::until("the limit to be reached", LIMIT, || said(long).contains("enn jeg rekker over").then_some(()));
    let receipt = said("send");
    assert!(receipt.contains("Mottatt"), "{receipt}");
    served.stop(STOP_WITHIN);
}
