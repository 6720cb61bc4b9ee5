use std::path::Path;
use std::sync::LazyLock;

use super::*;
use crate::dialogue::{DonateVerb, Outside, Scope, State};
use crate::engine::Engine;
use crate::language::WrittenForm;
use crate::request::CaseCode;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::load(Path::new("knowledge"), "https://utveier.example").unwrap().0);

fn seen(what: What) -> Observation {
    let incoming = Incoming::new(Door::Web, Scope::Private, None, what);
    let step = ENGINE.advance(Outside::nothing(), State::default(), &incoming);
    observe(&ENGINE.knowledge, &ENGINE.field_words, &incoming, &step)
}

fn asked(text: &str) -> Observation {
    seen(What::Text(text.to_owned()))
}

#[test]
fn an_answer_is_counted_under_its_passage() {
    let seen = asked("Hva er en mentor?");
    assert_eq!(seen.decision, Decision::Answer);
    let topic = seen.topic.unwrap();
    assert!(topic.as_str().contains("mentor"), "{topic:?}");
    assert!(seen.gaps.is_empty());
}

#[test]
fn a_card_is_counted_under_its_category_and_not_what_was_asked_with_it() {
    let seen = asked("Eleven har en pistol på skolen nå. Hva er en mentor?");
    assert_eq!(seen.decision, Decision::Acute);
    assert!(seen.topic.is_some_and(|topic| !topic.as_str().contains('/')));
}

#[test]
fn a_pressed_passage_is_opened_and_not_answered() {
    let id = ENGINE.knowledge.passages()[0].id.clone();
    let seen = seen(What::Pressed(Action::Answer(id.clone())));
    assert_eq!((seen.decision, seen.topic), (Decision::Opened, Some(Mark::new(id.to_string()))));
}

#[test]
fn an_id_somebody_made_up_is_no_topic() {
    let id = PassageId::parse("kari/nordmann#telefon").unwrap();
    assert_eq!(seen(What::Pressed(Action::Answer(id))).topic, None);
    assert_eq!(asked("/svar kari/nordmann").topic, None);
}

#[test]
fn a_question_without_an_answer_leaves_known_words_only() {
    let seen = asked("Kvitrekanarifugl Nordmann lurer på fotball, mentor og strikkemønster til genser");
    assert_eq!(seen.decision, Decision::Decline, "else choose a question further off");
    assert!(seen.gaps.iter().any(|gap| gap.as_str().contains("mentor")), "{:?}", seen.gaps);
    let said = format!("{seen:?}").to_lowercase();
    assert!(!said.contains("kvitrekanari") && !said.contains("nordmann") && !said.contains("strikke"), "{said}");
}

/// Whatever is written, every name that is counted is one of the content's.
#[test]
fn every_mark_is_of_the_content() {
    let texts = [
        "Hva er PST?",
        "jeg trenger hjelp",
        "ali fra osloskolen sa noe rart",
        "xyz",
        "/tema",
        "Hei!",
        "radicalisation",
    ];
    let words: std::collections::BTreeSet<Mark> = ENGINE.field_words.all().into_iter().collect();
    for text in texts {
        let seen = asked(text);
        for mark in seen.gaps.iter().chain(&seen.topic) {
            let is_passage =
                PassageId::parse(mark.as_str()).is_some_and(|id| ENGINE.knowledge.versions(&id).next().is_some());
            assert!(is_passage || words.contains(mark), "{text}: {mark:?}");
        }
    }
}

#[test]
fn every_decision_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = Decision::ALL.iter().map(|decision| decision.as_str()).collect();
    assert_eq!(names.len(), Decision::ALL.len());
}

#[test]
fn showing_a_question_that_can_be_given_is_no_step_of_a_form() {
    let action = Action::Donate(DonateVerb::Show, CaseCode::from_random([1; 8]));
    let incoming = Incoming::new(Door::Web, Scope::Private, None, What::Pressed(action));
    let shown = Outgoing::said(Kind::Preview, WrittenForm::Bokmal, String::new());
    let step = Step { state: State::default(), outgoing: vec![shown], effects: Vec::new() };
    assert_eq!(observe(&ENGINE.knowledge, &ENGINE.field_words, &incoming, &step).decision, Decision::Notice);
}
