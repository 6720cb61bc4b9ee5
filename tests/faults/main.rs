//! Killed at every step between «Send» and the adviser's answer in the chat.
//!
//! A child process (this very program, see [`child`]) fills in the form, sends
//! it through a mail server that misbehaves, takes in the adviser's answer and
//! shows it in a chat. The parent has it killed with SIGKILL before and after
//! every commit, every delivery and every message, and at random moments,
//! starts it again on the same folder, and at the end asks what is true.
//!
//! `cargo test -p utveier-tests --test faults -- --nocapture` prints the report.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

#[path = "../harness/telegram.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod telegram_api;

mod child;
mod crash;
mod updates;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use harness::smtp::{Fault, Setup, SmtpServer};

/// Kills in one run of the test; `UTVEIER_FAULT_KILLS` sets another number.
const KILLS: usize = 300;
/// Kills of one request, before it is left to finish.
const KILLS_EACH: usize = 6;
/// Starts after which a request that has not finished never will.
const MAX_STARTS: usize = 40;

/// What the mail server does to the connections of one start.
const WEATHER: [&[Fault]; 8] = [
    &[],
    &[Fault::Begin("451 4.3.0 try again later")],
    &[Fault::CutInContent],
    &[Fault::CutAfterContentKept],
    &[Fault::CutAfterContentLost],
    &[Fault::Recipient("450 4.2.0 greylisted"), Fault::Content("452 4.3.1 full")],
    &[Fault::Refuse, Fault::Busy],
    &[Fault::WrongPassword, Fault::Nonsense],
];

/// What was seen over all requests.
#[derive(Default)]
struct Report {
    kills: BTreeMap<String, usize>,
    requests: usize,
    lost: usize,
    second_codes: usize,
    untrue_receipts: usize,
    mail_repeats: usize,
    mail_repeats_with_another_id: usize,
    answer_repeats: usize,
    complaints: String,
}

#[test]
fn nothing_is_lost_whenever_it_is_killed() {
    if let Some(plan) = child::Plan::of_this_process() {
        child::run(&plan);
        return;
    }
    let mut report = Report::default();
    let content = child::small_content();
    let mut points = crash::points().into_iter().cycle();
    let mut number = 0;
    let wanted = std::env::var("UTVEIER_FAULT_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    while report.kills.values().sum::<usize>() < wanted {
        one_request(number, content.path(), &mut points, &mut report);
        number += 1;
    }
    println!("{}", report.shown());
    assert_eq!((report.lost, report.second_codes), (0, 0), "{}", report.complaints);
    assert_eq!((report.untrue_receipts, report.mail_repeats_with_another_id), (0, 0), "{}", report.complaints);
}

fn one_request(number: usize, content: &Path, points: &mut impl Iterator<Item = String>, report: &mut Report) {
    let folder = tempfile::tempdir().unwrap();
    let server = SmtpServer::start(Setup::default());
    let mut kills = 0;
    report.requests += 1;
    for start in 0..MAX_STARTS {
        server.forecast(WEATHER[(number + start) % WEATHER.len()].iter().cloned());
        let point = (kills < KILLS_EACH)
            .then(|| if (number + start) % 4 == 3 { random(number, start) } else { points.next().unwrap() });
        let killed = start_child(folder.path(), content, &server, start, point.as_deref());
        if killed {
            kills += 1;
            let kind = point.as_deref().unwrap_or("").split(':').next().unwrap_or("").to_owned();
            *report.kills.entry(kind).or_default() += 1;
        }
        let delivered = chat(folder.path()).iter().any(|line| line.contains("Levert til"));
        if delivered && server.accepted().is_empty() {
            report.untrue_receipts += 1;
            writeln!(report.complaints, "request {number}: «Levert» before any server had it").unwrap();
        }
        if folder.path().join("done").exists() {
            return judge(number, folder.path(), &server, report);
        }
    }
    report.lost += 1;
    writeln!(report.complaints, "request {number} did not finish in {MAX_STARTS} starts").unwrap();
}

fn random(number: usize, start: usize) -> String {
    format!("random:{}", (number * 37 + start * 101) % 250)
}

/// Runs the child once; whether it was killed.
fn start_child(folder: &Path, content: &Path, server: &SmtpServer, start: usize, point: Option<&str>) -> bool {
    let after = point.and_then(|point| point.strip_prefix("random:")).map(|millis| millis.parse().unwrap());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "nothing_is_lost_whenever_it_is_killed", "--nocapture"])
        .env(child::FOLDER, folder)
        .env(child::CONTENT, content)
        .env(child::SMTP_PORT, server.address.port().to_string())
        .env(child::START, start.to_string())
        .env(child::KILL_AT, if after.is_none() { point.unwrap_or("") } else { "" })
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    if let Some(millis) = after {
        // The one place where chance decides; the child may be anywhere.
        std::thread::sleep(Duration::from_millis(millis));
        let _ended_before = child.kill();
    }
    let status = child.wait().unwrap();
    let killed = std::os::unix::process::ExitStatusExt::signal(&status) == Some(9);
    assert!(killed || status.success(), "the child ended with {status}");
    killed
}

/// What is true once a request has gone all the way.
fn judge(number: usize, folder: &Path, server: &SmtpServer, report: &mut Report) {
    let told: BTreeSet<String> = lines(&folder.join("told")).into_iter().collect();
    let stored: BTreeSet<String> = lines(&folder.join("done")).into_iter().collect();
    let mut complain = |text: String| writeln!(report.complaints, "request {number}: {text}").unwrap();
    if stored.len() != 1 || told.len() > 1 {
        report.second_codes += 1;
        complain(format!("codes {stored:?} stored, {told:?} told"));
    }
    let mails = server.accepted();
    let requests: Vec<_> = mails.iter().filter(|mail| mail.content.contains(child::STORY)).collect();
    let lost = !told.is_subset(&stored)
        || stored.iter().any(|code| {
            !requests.iter().any(|mail| mail.header("X-Utveier-Case").is_some_and(|own| own.replace('-', "") == *code))
        });
    let answers = chat(folder).iter().filter(|line| line.contains(child::ANSWER)).count();
    if lost || answers == 0 {
        report.lost += 1;
        complain(format!("{} mails, {answers} answers, codes {stored:?} told {told:?}", requests.len()));
    }
    let ids: BTreeSet<Option<String>> = requests.iter().map(|mail| mail.header("Message-ID")).collect();
    report.mail_repeats += requests.len().saturating_sub(1);
    report.mail_repeats_with_another_id += ids.len().saturating_sub(1);
    report.answer_repeats += answers.saturating_sub(1);
}

fn chat(folder: &Path) -> Vec<String> {
    lines(&folder.join("chat"))
}

fn lines(file: &Path) -> Vec<String> {
    std::fs::read_to_string(file).unwrap_or_default().lines().map(str::to_owned).collect()
}

impl Report {
    fn shown(&self) -> String {
        let total: usize = self.kills.values().sum();
        let by = self.kills.iter().map(|(point, count)| format!("{point} {count}")).collect::<Vec<_>>().join(", ");
        format!(
            "{} requests, {total} kills ({by})\nlost {}, second case codes {}, untrue receipts {}\n\
             mail sent again {} times, with another Message-ID {}; answers shown again {}",
            self.requests,
            self.lost,
            self.second_codes,
            self.untrue_receipts,
            self.mail_repeats,
            self.mail_repeats_with_another_id,
            self.answer_repeats
        )
    }
}
