//! The built binary: its page, its terminal, its metrics, and what it leaves in
//! files.

use std::path::Path;

use super::harness::binary::{self, Ended, Served};
use super::harness::content::folder;
use super::harness::web::Browser;
use super::{STOP_WITHIN, assert_no_file_holds_it, assert_only_the_body_holds_it, holds_canary, question, questions};

/// The content as a working folder of its own.
pub(super) fn working_folder() -> tempfile::TempDir {
    let temporary = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(folder(), temporary.path().join("knowledge")).unwrap();
    temporary
}

pub(super) fn assert_ended_clean(ended: &Ended, folder: &Path) {
    assert_eq!(ended.code, 0, "{}", ended.err);
    let line = ended.err.lines().find(|line| holds_canary(line.as_bytes()));
    assert_eq!(line, None, "standard error holds the question");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_symlink() {
            assert!(path.is_dir() || !holds_canary(&std::fs::read(&path).unwrap()), "{} holds it", path.display());
        }
    }
    let data = folder.join("data");
    if data.is_dir() {
        assert_no_file_holds_it(&data);
    }
    assert_no_file_holds_it(&folder.join("hjem"));
    assert_no_file_holds_it(&folder.join("midlertidig"));
}

/// A command whose home and temporary files are in the folder too.
pub(super) fn traced(folder: &Path) -> std::process::Command {
    let mut command = binary::command(folder);
    for (variable, name) in [("HOME", "hjem"), ("XDG_STATE_HOME", "hjem"), ("TMPDIR", "midlertidig")] {
        let own = folder.join(name);
        std::fs::create_dir_all(&own).unwrap();
        command.env(variable, own);
    }
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "1");
    command
}

#[test]
fn the_served_page_leaves_no_question_behind() {
    let temporary = working_folder();
    let mut serve = traced(temporary.path());
    serve.env("UTVEIER__OPERATOR__LISTEN", "127.0.0.1:0");
    let served = Served::start(serve);
    let log = served.wait_for_log("the operator's pages are open", STOP_WITHIN);
    let pages =
        log.split("pages are open address=").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap().to_owned();
    let mut browser = Browser::open(&served.url);
    for text in questions() {
        assert_only_the_body_holds_it(&browser.post("tekst", &text));
    }
    browser.moved(&format!("http://{pages}"));
    let metrics = browser.get("/metrics").body;
    assert!(metrics.contains("decision=\"acute\"} 1") || metrics.contains("decision=\"acute\"} 2"), "{metrics}");
    assert!(!holds_canary(metrics.as_bytes()), "the metrics hold the question");
    assert!(!holds_canary(browser.get("/statistikk").body.as_bytes()), "the statistics hold the question");
    let ended = served.stop(STOP_WITHIN);
    assert!(ended.err.contains("INFO"), "the log is on: {}", ended.err);
    assert!(!holds_canary(ended.out.as_bytes()), "standard output holds the question");
    assert_ended_clean(&ended, temporary.path());
    // By now the counts are in the database, which was looked through above.
    let mut stats = binary::command(temporary.path());
    stats.args(["stats", "--json"]);
    let counted = binary::finish(stats, b"");
    assert!(counted.out.contains("\"has_hidden\":true"), "something was counted: {}{}", counted.out, counted.err);
    assert!(!holds_canary(counted.out.as_bytes()));
}

#[test]
fn the_terminal_leaves_no_question_behind() {
    let temporary = working_folder();
    let mut chat = traced(temporary.path());
    chat.arg("chat");
    let ended = binary::finish(chat, questions().join("\n").as_bytes());
    assert!(!holds_canary(ended.out.as_bytes()), "the conversation repeats the question");
    assert_ended_clean(&ended, temporary.path());
    let mut ask = traced(temporary.path());
    ask.args(["ask", &question()]);
    let ended = binary::finish(ask, b"");
    assert!(!ended.out.is_empty());
    assert_ended_clean(&ended, temporary.path());
}
