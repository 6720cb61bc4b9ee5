//! Questions that can be given to the editors: nothing of one is kept unless it is
//! given, and then it lies sealed.

use utveier::desk::{Caller, open_donation};
use utveier::dialogue::{Action, DonateVerb, Door, Incoming, Outgoing, Scope, What};

use super::harness::binary::{self, Served};
use super::harness::html;
use super::harness::web::{self, Browser};
use super::harness::world::World;
use super::served::{assert_ended_clean, traced, working_folder};
use super::{GIVEN, STOP_WITHIN, assert_only_the_body_holds_it, holds_canary, questions};

/// Ours by its words, answered nowhere, and without anything uncertain.
pub(super) fn gap() -> String {
    format!("Hvem {GIVEN} når læreren er på kurs om ekstremisme?")
}

fn say(world: &World, what: What) -> Vec<Outgoing> {
    let caller = Caller { person: "kari".to_owned(), chat: "kari".to_owned() };
    world.say(Door::Web, &caller, Incoming::new(Door::Web, Scope::Private, None, what).own())
}

fn press(world: &World, under: &[Outgoing], wanted: DonateVerb) -> Vec<Outgoing> {
    let mut buttons = under.iter().flat_map(|message| &message.buttons).map(|button| button.action.clone());
    let action = buttons.find(|action| matches!(action, Action::Donate(verb, _) if *verb == wanted));
    say(world, What::Pressed(action.expect("the button")))
}

#[test]
fn nothing_is_kept_until_it_is_given_and_then_sealed_until_its_time_is_up() {
    let world = World::giving();
    let kept = || world.wait(world.store.donations()).unwrap();
    let declined = say(&world, What::Text(gap()));
    let shown = press(&world, &declined, DonateVerb::Show);
    press(&world, &shown, DonateVerb::Keep);
    assert!(kept().is_empty(), "it was only shown");
    let declined = say(&world, What::Text(gap()));
    let shown = press(&world, &declined, DonateVerb::Show);
    press(&world, &shown, DonateVerb::Give);
    for late in [DonateVerb::Give, DonateVerb::Keep] {
        let said = format!("{:?}", press(&world, &shown, late));
        assert!(said.contains("Har du alt gitt teksten, er den lagret"), "{said}");
    }
    let forgotten = format!("{:?}", say(&world, What::Text("/slett".to_owned())));
    assert!(forgotten.contains("De kan derfor ikke slettes nå"), "{forgotten}");
    let rows = kept();
    assert_eq!(rows.len(), 1, "a second press gives nothing more");
    let row = &rows[0];
    assert_eq!((row.month.as_str(), row.form.as_str(), row.id.get_version_num()), ("2026-11", "nb", 4));
    assert!(!holds_canary(&row.body));
    assert_eq!(open_donation(&world.keyring, row).unwrap(), gap());
    // From the first of November 180 days reach to the end of April.
    world.pass(24 * 163);
    assert_eq!(kept().len(), 1);
    world.pass(24 * 3);
    assert!(kept().is_empty());
}

#[test]
fn a_button_from_before_a_restart_is_answered_kindly() {
    let (before, after) = (World::giving(), World::giving());
    let declined = say(&before, What::Text(gap()));
    let late = press(&after, &declined, DonateVerb::Show);
    assert!(format!("{late:?}").contains("gjelder ikke lenger"), "{late:?}");
    assert!(!holds_canary(format!("{late:?}").as_bytes()));
}

#[test]
fn the_pages_on_privacy_speak_of_it_where_it_is_on_and_only_there() {
    for (world, is_on) in [(World::giving(), true), (World::new(), false)] {
        let server = web::over(&world);
        let mut browser = Browser::open(&server.url);
        for path in ["/personvern", "/les/om/boten"] {
            let page = browser.get(path);
            assert_eq!((page.status, page.body.contains("høyst 180 dager")), (200, is_on), "{path}");
        }
        assert_eq!(browser.get("/").body.contains("Redaksjonen får bare spørsmål du selv velger å gi"), is_on);
    }
}

/// The button of a kind on a page.
fn on_page(body: &str, word: &str) -> Option<String> {
    let mut values = html::elements(body, "button").into_iter().filter_map(|(tag, _)| html::attribute(tag, "value"));
    values.find(|value| value.starts_with(word))
}

#[test]
fn the_served_page_leaves_nothing_of_what_is_not_given_and_no_clear_text_of_what_is() {
    for is_given in [false, true] {
        let temporary = working_folder();
        let mut serve = traced(temporary.path());
        serve.env("UTVEIER__DONATIONS__ENABLED", "true");
        let served = Served::start(serve);
        let mut browser = Browser::open(&served.url);
        let declined = browser.post("tekst", &gap());
        let show = on_page(&declined.body, "gv:").expect("it is offered");
        let shown = browser.post("handling", &show);
        assert!(shown.body.contains(GIVEN), "the very text is shown");
        assert_only_the_body_holds_it(&shown);
        let end = on_page(&shown.body, if is_given { "gj:" } else { "gn:" }).unwrap();
        let ended = browser.post("handling", &end);
        assert!(!holds_canary(ended.body.as_bytes()), "the page after it repeats it");
        for text in questions() {
            let reply = browser.post("tekst", &text);
            assert!(on_page(&reply.body, "gv:").is_none(), "«{text}» has words nobody knows");
        }
        assert_ended_clean(&served.stop(STOP_WITHIN), temporary.path());
        assert_listed(temporary.path(), is_given);
    }
}

/// What the operator sees of it, with the key.
fn assert_listed(folder: &std::path::Path, is_given: bool) {
    let stats = |args: &[&str]| {
        let mut stats = binary::command(folder);
        stats.env("UTVEIER__DONATIONS__ENABLED", "true").args(["stats", "--donations"]).args(args);
        binary::finish(stats, b"")
    };
    let listed = stats(&[]);
    assert_eq!((listed.code, listed.out.contains(&gap())), (0, is_given), "{}{}", listed.out, listed.err);
    if is_given {
        let json: serde_json::Value = serde_json::from_str(stats(&["--json"]).out.trim()).unwrap();
        assert_eq!((json["text"].as_str(), json["language"].as_str()), (Some(gap().as_str()), Some("nb")));
        let id = json["id"].as_str().unwrap();
        assert_eq!(stats(&["--forget", id]).code, 0);
        assert!(stats(&["--forget", id]).code != 0, "it is gone");
        assert!(!stats(&[]).out.contains(GIVEN));
    }
}
