//! Questions are not stored: a phrase no one else would write is asked through
//! every door, at the most talkative log level there is, also while the core
//! panics, and is then looked for wherever it could have been left: files,
//! logs, headers, addresses.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

#[path = "../harness/telegram.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod telegram_api;

mod given;
mod in_process;
mod messengers;
mod served;

use std::path::Path;
use std::time::Duration;

use harness::web::Reply;

/// Words that stand in no content, log message or source but here.
const CANARY: &str = "kvitrekanarifugl";
/// Digits that a log could print apart from words.
const CANARY_NUMBER: &str = "90817264";

/// Words that every word list knows, in an order that stands nowhere: of a question
/// that may be given to the editors.
const GIVEN: &str = "betaler for vikar";

/// Longest an orderly stop may take.
const STOP_WITHIN: Duration = Duration::from_secs(10);

fn question() -> String {
    format!("Hva er en mentor for {CANARY} med nummer {CANARY_NUMBER}?")
}

/// Questions that take every way through a dialogue.
fn questions() -> Vec<String> {
    let texts = [
        "{c}",
        "{q}",
        "/aktør {c}",
        "/svar {c}/{c}",
        "/{c}",
        "rådgiver",
        "{c}",
        "Eleven {c} har en pistol på skolen nå",
        "Jeg vil ta livet mitt {c}",
        "\u{0}{c}<b>",
    ];
    texts.iter().map(|text| text.replace("{c}", CANARY).replace("{q}", &question())).collect()
}

fn holds_canary(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    [CANARY, CANARY_NUMBER, GIVEN].iter().any(|phrase| text.contains(phrase))
}

/// Fails when the phrase is in a file, or in a file's name, under a folder.
fn assert_no_file_holds_it(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert!(!holds_canary(path.to_string_lossy().as_bytes()), "a name holds it: {}", path.display());
        if path.is_dir() {
            assert_no_file_holds_it(&path);
        } else {
            assert!(!holds_canary(&std::fs::read(&path).unwrap()), "{} holds it", path.display());
        }
    }
}

fn assert_only_the_body_holds_it(reply: &Reply) {
    assert!(!holds_canary(reply.url.as_bytes()), "the address holds it: {}", reply.url);
    for (name, value) in &reply.headers {
        assert!(!holds_canary(value.as_bytes()), "the header {name} holds it");
    }
    assert_eq!(reply.headers["referrer-policy"], "no-referrer");
    assert_eq!(reply.headers["cache-control"], "no-store");
    let linked = harness::html::elements(&reply.body, "a");
    assert!(linked.iter().all(|(tag, _)| !holds_canary(tag.as_bytes())), "a link holds it");
}

#[test]
fn the_canary_is_found_where_it_is() {
    assert!(holds_canary(question().as_bytes()) && holds_canary(b"\xff KvitreKanarifugl"));
    assert!(!holds_canary(b"en mentor"));
    let temporary = tempfile::tempdir().unwrap();
    std::fs::write(temporary.path().join("spor"), question()).unwrap();
    assert!(std::panic::catch_unwind(|| assert_no_file_holds_it(temporary.path())).is_err());
}
