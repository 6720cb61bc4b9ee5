//! `serve` and `check`: configuration, ports, signals.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::assert_ended;
use crate::harness::binary::{Served, command, finish};
use crate::harness::content::{folder, repository};
use crate::harness::wait;
use crate::harness::web::Browser;

/// A command with the shipped content and nothing else around it.
fn alone(folder_of_run: &Path) -> Command {
    let mut command = command(folder_of_run);
    command.env("UTVEIER__KNOWLEDGE__FOLDER", folder());
    command
}

#[test]
fn a_good_configuration_is_fit_to_start() {
    let temporary = tempfile::tempdir().unwrap();
    let mut check = alone(temporary.path());
    check.arg("check").env("UTVEIER__WEB__LISTEN", "127.0.0.1:0");
    assert_ended(&finish(check, b""), 0, &["fit to start", "[telegram] token is not set", "[inbox.*] is not set"]);
}

#[test]
fn every_mistake_of_a_configuration_is_named_at_once() {
    let temporary = tempfile::tempdir().unwrap();
    let file = temporary.path().join("utveier.toml");
    fs::write(&file, "[web]\nlisten = \"huset\"\nfarge = \"blå\"\n[tull]\na = 1\n[store]\nurl = \"mysql:x\"\n[retention]\nrequest_hours = 0\n").unwrap();
    let mut serve = alone(temporary.path());
    serve.arg("serve");
    let parts = ["[web] listen", "huset", "[web] farge", "[tull]", "[store] url", "[retention] request_hours"];
    assert_ended(&finish(serve, b""), 2, &parts);
    let mut named = alone(temporary.path());
    named.args(["--config", "finnes-ikke.toml", "check"]);
    assert_ended(&finish(named, b""), 2, &["finnes-ikke.toml"]);
    fs::write(&file, "[web\n").unwrap();
    let mut broken = alone(temporary.path());
    broken.arg("check");
    assert_ended(&finish(broken, b""), 2, &["utveier.toml"]);
    fs::remove_file(file).unwrap();
    let mut environment = alone(temporary.path());
    environment.arg("check").env("UTVEIER__WEB__FARGE", "x").env("UTVEIER__TULL__A", "1");
    assert_ended(&finish(environment, b""), 2, &["[web] farge", "[tull]"]);
}

#[test]
fn a_page_in_clear_for_others_is_refused_and_one_that_could_be_is_warned_of() {
    let temporary = tempfile::tempdir().unwrap();
    let check = |name: &str, value: &str| {
        let mut check = alone(temporary.path());
        check.arg("check").env(name, value);
        finish(check, b"")
    };
    assert_ended(&check("UTVEIER__WEB__PUBLIC_URL", "http://spor.example.org"), 2, &["[web] public_url", "in clear"]);
    assert_ended(
        &check("UTVEIER__TELEGRAM__API_URL", "http://bot.example.org"),
        2,
        &["[telegram] api_url", "in clear"],
    );
    assert_ended(&check("UTVEIER__WEB__LISTEN", "0.0.0.0:0"), 0, &["warning: [web] public_url is not https"]);
}

#[test]
fn the_example_configuration_is_accepted() {
    let mut check = command(&repository());
    check.args(["--config", "deploy/utveier.example.toml", "check"]).env("UTVEIER__WEB__LISTEN", "127.0.0.1:0");
    assert_ended(&finish(check, b""), 0, &["fit to start"]);
}

#[test]
fn a_port_in_use_is_said_to_be_in_use() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let temporary = tempfile::tempdir().unwrap();
    for (name, remedy) in [("check", "choose another port"), ("serve", "[web] listen")] {
        let mut command = alone(temporary.path());
        command.arg(name).env("UTVEIER__WEB__LISTEN", &address);
        assert_ended(&finish(command, b""), 1, &[&address, remedy]);
    }
}

#[test]
fn a_closed_door_is_not_served() {
    let temporary = tempfile::tempdir().unwrap();
    let mut serve = alone(temporary.path());
    serve.arg("serve").env("UTVEIER__WEB__LISTEN", "");
    assert_ended(&finish(serve, b""), 1, &["no door is open", "[web] listen"]);
}

#[test]
fn a_served_page_answers_and_stops_on_the_signal() {
    let temporary = tempfile::tempdir().unwrap();
    let served = Served::start(alone(temporary.path()));
    let mut browser = Browser::open(&served.url);
    let reply = browser.post("tekst", "Hva er en mentor?");
    assert_eq!(reply.status, 200);
    assert!(reply.body.contains("En mentor er en trygg"));
    let ended = served.stop(Duration::from_secs(10));
    assert_ended(&ended, 0, &["passages", "not approved", "[telegram] token is not set", "stopping"]);
    let left: Vec<_> = fs::read_dir(temporary.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["data"], "nothing but the configured folder of requests is made");
}

#[test]
fn whoever_has_read_the_address_can_stop_it_in_order() {
    let temporary = tempfile::tempdir().unwrap();
    let served = Served::start(alone(temporary.path()));
    // proc_pid_status(5): the mask of signals the process has a handler for.
    let status = fs::read_to_string(format!("/proc/{}/status", served.pid())).unwrap();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
    let caught = u64::from_str_radix(caught, 16).unwrap();
    for (name, number) in [("SIGINT", 2), ("SIGTERM", 15)] {
        assert_ne!(caught & (1 << (number - 1)), 0, "{name} is handled once the address is said");
    }
    assert_ended(&served.stop(Duration::from_secs(10)), 0, &["stopping"]);
}

/// Longest from a saved file to the page, said in the documentation.
const LIVE_WITHIN: Duration = Duration::from_secs(10);

#[test]
fn a_changed_file_is_live_and_a_broken_one_is_refused() {
    let temporary = tempfile::tempdir().unwrap();
    let copy = super::content::Copy::new();
    let mut serve = command(temporary.path());
    serve.env("UTVEIER__KNOWLEDGE__FOLDER", copy.root());
    let served = Served::start(serve);
    let mut browser = Browser::open(&served.url);
    let mut shows = |text: &str| browser.get("/les/faq/hva-er-mentor").body.contains(text);
    let (file, sentence) = ("faq/hva-er-mentor.md", "En prøvesetning som ikke sto her før.");
    let shipped = fs::read_to_string(copy.root().join(file)).unwrap();
    fs::write(copy.root().join(file), format!("{shipped}{sentence}\n")).unwrap();
    // A debug build on a busy machine is given more than what is promised.
    wait::until("the changed file to be live", 6 * LIVE_WITHIN, || shows(sentence).then_some(()));
    served.wait_for_log("the changed content is in use", LIVE_WITHIN);
    fs::write(copy.root().join(file), format!("{shipped}<<<<<<< min\n")).unwrap();
    let log = served.wait_for_log("is refused", 6 * LIVE_WITHIN);
    let line = shipped.lines().count() + 1;
    assert!(log.contains(&format!("{file}:{line}")) && log.contains("conflict"), "{log}");
    assert!(shows(sentence), "the old content stays");
    fs::write(copy.root().join(file), shipped).unwrap();
    wait::until("the mended file to be live", 6 * LIVE_WITHIN, || (!shows(sentence)).then_some(()));
    assert_ended(&served.stop(Duration::from_secs(10)), 0, &["stopping"]);
}
