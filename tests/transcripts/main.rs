//! Conversations as text files, held through every door by one driver.
//!
//! A transcript (`*.txt` in this folder) is written as in a play; its notation
//! stands in [`script`]. The same file goes through the core itself, the
//! terminal's session, the web door over real HTTP, and Telegram and Discord over
//! stand-ins of their interfaces. The driver fails on an
//! expectation that is not met, on a message nobody expected anything of, and
//! on an empty reply; it reports every failure of every file at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

mod discord;
#[path = "../discord/bot.rs"]
#[allow(dead_code, reason = "each suite uses its part")]
mod discord_bot;
mod doors;
mod script;
mod strangers;
mod telegram;
#[path = "../harness/telegram.rs"]
#[allow(dead_code, reason = "each suite uses its part")]
mod telegram_api;

use std::fmt::Write;
use std::path::PathBuf;

use discord::DiscordDoor;
use doors::{CoreDoor, Door, TerminalDoor, View, WebDoor};
use harness::world::World;
use harness::{content, html::collapsed};
use script::{Happening, Line, Say, Script, Wanted};
use telegram::TelegramDoor;
use utveier::inbox::DeliveryError;

/// Fewest transcripts there must be; a folder that was not found holds none.
const FEWEST: usize = 30;

fn transcripts() -> Vec<Script> {
    let folder = content::repository().join("tests/transcripts");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "txt")).collect();
    files.sort();
    assert!(files.len() >= FEWEST, "{} transcripts, at least {FEWEST} are wanted", files.len());
    files.iter().map(|path| Script::read(path).unwrap_or_else(|problem| panic!("{problem}"))).collect()
}

/// Holds every transcript through doors made by `open`, each before a world of its own.
fn hold_all<D: Door>(open: impl Fn(World) -> D) {
    let mut report = String::new();
    for script in transcripts().iter().filter(|script| is_wanted(&script.name)) {
        for failure in hold(script, &mut open(world_of(script))) {
            writeln!(report, "{}:{failure}", script.name).unwrap();
        }
    }
    assert!(report.is_empty(), "through the {}:\n{report}", D::NAME);
}

fn world_of(script: &Script) -> World {
    if script.gives { World::giving() } else { World::new() }
}

/// `UTVEIER_TRANSCRIPT=henvendelse` holds only those whose name has it.
fn is_wanted(name: &str) -> bool {
    std::env::var("UTVEIER_TRANSCRIPT").map_or(true, |part| name.contains(&part))
}

/// One conversation; what was not as expected, a line each.
fn hold<D: Door>(script: &Script, door: &mut D) -> Vec<String> {
    let mut failures = Vec::new();
    let mut lines = script.lines.iter().peekable();
    while let Some(line) = lines.next() {
        if let Some(failure) = outside(line, door.world()) {
            failures.extend(failure.err().map(|problem| format!("{}: {problem}", line.number)));
            continue;
        }
        let Line { number, what: Wanted::Say(say), .. } = line else {
            failures.push(format!("{}: an expectation before anything was said", line.number));
            return failures;
        };
        let view = match say {
            Say::Text(text) => Ok(door.write(text)),
            Say::Press(label) => door.press(label),
        };
        let view = match view {
            Ok(view) => view,
            Err(problem) => {
                failures.push(format!("{number}: {problem}"));
                return failures;
            }
        };
        let mut expected = Vec::new();
        while let Some(next) = lines.next_if(|line| line.what.is_of_reply()) {
            expected.push(next);
        }
        let own: Vec<&Line> = expected.into_iter().filter(|line| line.holds_for(D::NAME)).collect();
        failures.extend(compare(*number, &view, &own));
    }
    failures
}

/// What happens outside the conversation, and what left it.
fn outside(line: &Line, world: &World) -> Option<Result<(), String>> {
    let parcel = || {
        collapsed(&{
            let parcel = world.last_parcel();
            format!("{} {} {} {}", parcel.subject, parcel.text, parcel.how_to_answer, parcel.recipient)
        })
    };
    Some(match &line.what {
        Wanted::Happen(happening) => {
            happen(happening, world);
            Ok(())
        }
        Wanted::Parcel(text) if parcel().contains(text.as_str()) => Ok(()),
        Wanted::NoParcel(text) if !parcel().contains(text.as_str()) => Ok(()),
        Wanted::Parcel(_) | Wanted::NoParcel(_) => Err(format!("wanted {:?}; sent: {}", line.what, parcel())),
        _ => return None,
    })
}

fn happen(happening: &Happening, world: &World) {
    match happening {
        Happening::Deliver => world.deliver(),
        Happening::Fail(code) if *code < 500 => world.fail_next(DeliveryError::Transient(code.to_string())),
        Happening::Fail(code) => world.fail_next(DeliveryError::Permanent(code.to_string())),
        Happening::Pass(hours) => world.pass(*hours),
        Happening::Bounce => {
            world.bounce();
            world.deliver();
        }
        Happening::Retry => {
            world.retry();
            world.deliver();
        }
        Happening::Answer(text, closes) => {
            world.answer(text, *closes);
            world.deliver();
        }
    }
}

fn compare(number: usize, view: &View, expected: &[&Line]) -> Vec<String> {
    let mut failures = Vec::new();
    if view.shown.trim().is_empty() {
        failures.push(format!("{number}: an empty reply"));
    }
    if expected.is_empty() {
        failures.push(format!("{number}: nothing is expected of the reply «{}»", view.shown));
    }
    let mut from = 0;
    for line in expected {
        let met = match &line.what {
            Wanted::Text(text) => match view.shown[from..].find(text.as_str()) {
                Some(at) => {
                    from += at + text.len();
                    true
                }
                None => false,
            },
            Wanted::NoText(text) => !view.shown.contains(text.as_str()),
            Wanted::Label(label) => view.labels.contains(label),
            Wanted::NoLabel(label) => !view.labels.contains(label),
            // Not every door lets them be seen from outside.
            Wanted::Kinds(_) if view.kinds == [doors::UNSEEN] => true,
            Wanted::Kinds(kinds) => match kinds.split_last() {
                Some((last, first)) if last == "…" => view.kinds.starts_with(first),
                _ => *kinds == view.kinds,
            },
            Wanted::Say(_) | Wanted::Happen(_) | Wanted::Parcel(_) | Wanted::NoParcel(_) => true,
        };
        if !met {
            let (kinds, labels) = (view.kinds.join(" "), view.labels.join("] ["));
            failures
                .push(format!("{}: wanted {:?}; shown ({kinds}): {} [{labels}]", line.number, line.what, view.shown));
        }
    }
    failures
}

#[test]
fn every_transcript_holds_through_the_core() {
    hold_all(CoreDoor::open);
}

#[test]
fn every_transcript_holds_through_the_terminal() {
    hold_all(TerminalDoor::open);
}

#[test]
fn every_transcript_holds_through_the_web_page() {
    hold_all(WebDoor::open);
}

#[test]
fn every_transcript_holds_through_telegram() {
    hold_all(TelegramDoor::open);
}

#[test]
fn every_transcript_holds_through_discord() {
    hold_all(DiscordDoor::open);
}

/// The driver itself: without this a driver that never fails would pass.
#[test]
fn the_driver_finds_what_is_wrong() {
    let failures = |text: &str| hold(&Script::parse("prøve.txt", text).unwrap(), &mut CoreDoor::open(World::new()));
    assert!(failures("> hei\n! smalltalk\n< Hei! Hva lurer du på?\n< [Temaer]\n").is_empty());
    for (text, why) in [
        ("> hei\n", "nothing is expected"),
        ("< Hei\n", "before anything was said"),
        ("> hei\n< dette sier ingen\n", "wanted Text"),
        ("> hei\n<! Hva lurer du på?\n", "wanted NoText"),
        ("> hei\n< [Ukjent]\n", "wanted Label"),
        ("> hei\n! answer\n", "wanted Kinds"),
        ("> hei\n! smalltalk answer\n", "wanted Kinds"),
        ("> hei\n! answer …\n", "wanted Kinds"),
        ("> hei\n< Hva lurer du på?\n< Hei!\n", "wanted Text"),
        ("> [Temaer]\n< Temaer\n", "no button"),
    ] {
        assert!(failures(text).iter().any(|failure| failure.contains(why)), "{text} → {:?}", failures(text));
    }
    let empty = View { shown: " ".into(), labels: Vec::new(), kinds: Vec::new() };
    assert!(compare(1, &empty, &[]).iter().any(|failure| failure.contains("an empty reply")));
    assert!(Script::parse("x", "hei\n").is_err() && Script::parse("x", "> \"a\" * mange\n").is_err());
    assert_eq!(collapsed(" a\n b "), "a b");
}
