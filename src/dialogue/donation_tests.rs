#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::sync::LazyLock;

use super::*;
use crate::dialogue::{Door, Outside};
use crate::engine::Engine;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::load(Path::new("knowledge"), "https://utveier.example").unwrap().0);

/// Ours by its words, and answered nowhere.
const GAP: &str = "Hvem betaler for vikar når læreren er på kurs om ekstremisme?";

fn on() -> DeskFacts {
    DeskFacts { donations: true, ..DeskFacts::default() }
}

fn step(facts: &DeskFacts, state: State, scope: Scope, what: What) -> Step {
    let code = CaseCode::from_random([state.misses; 8]);
    let outside = Outside { desk: facts, code: &code, ..Outside::nothing() };
    ENGINE.advance(outside, state, &Incoming::new(Door::Terminal, scope, None, what).own())
}

fn ask(state: State, text: &str) -> Step {
    step(&on(), state, Scope::Private, What::Text(text.to_owned()))
}

fn press(state: State, action: Action) -> Step {
    step(&on(), state, Scope::Private, What::Pressed(action))
}

/// The button of a kind under the messages of a step.
fn button(step: &Step, wanted: DonateVerb) -> Option<Action> {
    let mut buttons = step.outgoing.iter().flat_map(|message| &message.buttons);
    let found = buttons.find(|button| matches!(button.action, Action::Donate(verb, _) if verb == wanted));
    found.map(|button| button.action.clone())
}

fn previewed(step: &Step) -> Option<&str> {
    let preview = step.outgoing.iter().find(|message| message.kind == Kind::Preview)?;
    preview.blocks.iter().find_map(|block| if let Block::Letter(text) = block { Some(text.as_str()) } else { None })
}

#[test]
fn a_question_without_an_answer_is_shown_and_then_given() {
    let declined = ask(State::default(), GAP);
    assert_eq!(declined.outgoing[0].kind, Kind::Decline);
    let shown = press(declined.state.clone(), button(&declined, DonateVerb::Show).unwrap());
    assert_eq!(previewed(&shown), Some(GAP));
    assert!(shown.effects.is_empty(), "showing keeps nothing");
    let given = press(shown.state.clone(), button(&shown, DonateVerb::Give).unwrap());
    let sentence = Sentence { text: GAP.to_owned(), form: WrittenForm::Bokmal };
    assert_eq!(given.effects, [Effect::Donate(sentence)]);
    assert_eq!(given.state.offer, None);
    let kept = press(shown.state.clone(), button(&shown, DonateVerb::Keep).unwrap());
    assert_eq!((kept.effects, kept.state.offer), (Vec::new(), None));
}

#[test]
fn where_it_is_off_nothing_is_offered_or_given() {
    let off = DeskFacts::default();
    let declined = step(&off, State::default(), Scope::Private, What::Text(GAP.to_owned()));
    assert_eq!((button(&declined, DonateVerb::Show), &declined.state.offer), (None, &None));
    // Turned off between two presses.
    let shown = ask(State::default(), GAP);
    let shown = press(shown.state.clone(), button(&shown, DonateVerb::Show).unwrap());
    let give = button(&shown, DonateVerb::Give).unwrap();
    assert!(step(&off, shown.state, Scope::Private, What::Pressed(give)).effects.is_empty());
}

#[test]
fn the_next_message_drops_what_could_be_given() {
    for next in [What::Text("hei".into()), What::Text("/tema".into()), What::Pressed(Action::Topics)] {
        let declined = ask(State::default(), GAP);
        let show = button(&declined, DonateVerb::Show).unwrap();
        let after = step(&on(), declined.state, Scope::Private, next);
        assert_eq!(after.state.offer, None);
        let late = press(after.state, show);
        assert_eq!((previewed(&late), late.outgoing[0].kind), (None, Kind::Notice));
    }
}

#[test]
fn a_button_of_an_earlier_question_does_nothing_with_a_later_one() {
    let first = ask(State::default(), GAP);
    let first = press(first.state.clone(), button(&first, DonateVerb::Show).unwrap());
    let give = button(&first, DonateVerb::Give).unwrap();
    let second = ask(first.state, "Hvem betaler for vikaren når læreren er på kurs om radikalisering?");
    assert!(button(&second, DonateVerb::Show).is_some(), "{:?}", second.outgoing);
    assert!(press(second.state, give).effects.is_empty());
}

#[test]
fn nothing_is_given_that_was_not_shown() {
    let declined = ask(State::default(), GAP);
    let Some(Action::Donate(_, code)) = button(&declined, DonateVerb::Show) else { panic!("no button") };
    let pressed = press(declined.state, Action::Donate(DonateVerb::Give, code));
    assert!(pressed.effects.is_empty());
    assert_eq!(previewed(&pressed), Some(GAP));
}

#[test]
fn it_is_offered_neither_before_others_nor_in_danger_nor_beside_a_form() {
    let offered = |state: State, scope| button(&step(&on(), state, scope, What::Text(GAP.into())), DonateVerb::Show);
    assert!(offered(State::default(), Scope::Private).is_some());
    assert_eq!(offered(State::default(), Scope::Group), None);
    let alarmed = ask(State::default(), "han har en kniv og skal drepe læreren nå");
    assert_eq!(offered(alarmed.state, Scope::Private), None);
    let form = press(State::default(), Action::Adviser);
    let left = step(&on(), form.state, Scope::Private, What::Text("/tema".into()));
    assert!(left.state.unfinished.draft.is_some());
    assert_eq!(offered(left.state, Scope::Private), None);
}

#[test]
fn it_is_offered_of_nothing_but_a_question_of_ours_without_an_answer() {
    for text in
        ["Hvordan baker jeg grovbrød?", "hei", "Hva er en mentor?", "hjelp meg å verve folk til gruppa vår", "??"]
    {
        let step = ask(State::default(), text);
        assert_eq!((button(&step, DonateVerb::Show), step.state.offer), (None, None), "{text}");
    }
}

/// The sentence that would be given of a text, whatever the search makes of it.
fn sentence_of(text: &str) -> Option<String> {
    let facts = on();
    let context = ENGINE.context_with(Outside { desk: &facts, ..Outside::nothing() });
    let words = Words { context: &context, form: WrittenForm::Bokmal };
    sentence(words, text, WrittenForm::Bokmal).map(|sentence| sentence.text)
}

#[test]
fn nothing_uncertain_can_be_given() {
    assert_eq!(sentence_of(GAP).as_deref(), Some(GAP));
    for text in [
        "Hvem betaler for vikar når Xarqo er på kurs om ekstremisme?",
        "Hvem betaler for vikar når xarqo er på kurs om ekstremisme?",
        "Hvem betaler for vikar når Bjelken er på kurs om ekstremisme?",
        "Hvem betaler for vikar i uke 43 når læreren er på kurs?",
        "Hvem betaler for vikar når læreren er på kurs i drammen?",
        "Hvem betaler for vikarn når lærern er på krus om ekstremime?",
        "Hvem betaler for vikar når @larer er på kurs om ekstremisme?",
    ] {
        assert_eq!(sentence_of(text), None, "{text}");
    }
    assert_eq!(sentence_of(&"Hvem betaler for vikar på kurs? ".repeat(10)), None, "too long");
    assert!(sentence_of("Hvem betaler når PST holder kurs om ekstremisme?").is_some(), "a name of the content");
}

#[test]
fn a_word_that_is_also_a_name_or_a_place_keeps_a_text_from_being_given() {
    for text in [
        "er det lov at tone får vite dette",
        "hva gjør jeg når hassen truer",
        "elev på lade",
        "hva gjør vi når elever, f.eks. Emira, er på kurs om ekstremisme?",
    ] {
        for written in [text.to_owned(), text.to_lowercase(), text.to_uppercase()] {
            assert_eq!(sentence_of(&written), None, "{written}");
        }
    }
    assert!(sentence_of(&GAP.to_lowercase()).is_some(), "an ordinary question in lower case");
}

#[test]
fn somebody_elses_words_are_never_offered() {
    let (facts, code) = (on(), CaseCode::from_random([1; 8]));
    let outside = || Outside { desk: &facts, code: &code, ..Outside::nothing() };
    let passed_on = Incoming::new(Door::Terminal, Scope::Private, None, What::Text(GAP.to_owned()));
    assert_eq!(ENGINE.advance(outside(), State::default(), &passed_on).state.offer, None);
    assert!(ENGINE.advance(outside(), State::default(), &passed_on.own()).state.offer.is_some());
}

#[test]
fn what_names_somebody_is_taken_out_before_it_is_offered() {
    let declined = ask(State::default(), "Hvem betaler for vikar når Kari Hansen er på kurs om ekstremisme?");
    let shown = press(declined.state.clone(), button(&declined, DonateVerb::Show).unwrap());
    assert_eq!(previewed(&shown), Some("Hvem betaler for vikar når personen er på kurs om ekstremisme?"));
}

/// Messages with every kind of personal data, each stretch of it marked.
#[test]
fn nothing_marked_as_personal_data_is_left_in_what_can_be_given() {
    let messages = std::fs::read_to_string("tests/questions/own-pii.jsonl").unwrap();
    let mut given = 0;
    for line in messages.lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = message["text"].as_str().unwrap();
        for written in [text.to_owned(), text.to_lowercase()] {
            let Some(sentence) = sentence_of(&written) else { continue };
            given += 1;
            for span in message["spans"].as_array().unwrap() {
                let at = |place: usize| usize::try_from(span[place].as_u64().unwrap()).unwrap();
                let marked: String = written.chars().skip(at(0)).take(at(1) - at(0)).collect();
                assert!(!sentence.contains(&marked), "«{marked}» of «{written}» is left: «{sentence}»");
            }
        }
    }
    assert!(given > 0, "then this shows nothing");
}

#[test]
fn what_can_be_given_is_never_written_out() {
    let declined = ask(State::default(), GAP);
    let shown = press(declined.state.clone(), button(&declined, DonateVerb::Show).unwrap());
    let given = press(shown.state.clone(), button(&shown, DonateVerb::Give).unwrap());
    for state in [&declined.state, &shown.state] {
        assert!(state.offer.is_some());
        let written = format!("{state:?} {}", serde_json::to_string(state).unwrap());
        assert!(!written.contains("vikar"), "{written}");
    }
    assert!(!format!("{:?}", given.effects).contains("vikar"));
}

/// A text that speaks of storing questions is either completed where they can be
/// given, or true as it stands.
#[test]
fn every_promise_of_the_catalogue_is_true_in_both_settings() {
    const TRUE_AS_THEY_STAND: [&str; 6] = [
        // Of the message itself, which is never kept.
        "personal-data",
        // Followed by web-stored on the page.
        "web-stored-title",
        // Of a question that was not even read.
        "web-500",
        "web-503",
        "donate-except",
        "donate-privacy",
    ];
    let (replies, off, on) = (Replies::default(), DeskFacts::default(), on());
    let catalogue = include_str!("../replies/en.ftl");
    let speaks = |text: &str| {
        let text = text.to_lowercase();
        text.contains("question") && ["stor", "nobody here reads", "disk"].iter().any(|word| text.contains(word))
    };
    let promises = catalogue.lines().filter_map(|line| line.split_once(" = ")).filter(|(_, text)| speaks(text));
    let keys: Vec<&str> = promises.map(|(key, _)| key).collect();
    assert!(keys.len() >= 10, "{keys:?}");
    for key in keys.into_iter().filter(|key| !TRUE_AS_THEY_STAND.contains(key)) {
        for form in [WrittenForm::Bokmal, WrittenForm::Nynorsk, WrittenForm::English] {
            let text = true_text(&replies, &off, form, (key, &[]));
            assert_eq!(text, replies.text(form, key));
            let more = true_text(&replies, &on, form, (key, &[]));
            assert!(more.len() > text.len() || key.starts_with("donate-"), "{key} says nothing of what is given");
        }
    }
}

#[test]
fn passages_that_promise_it_are_completed_where_questions_can_be_given() {
    let (replies, off, on) = (Replies::default(), DeskFacts::default(), on());
    let speaks = |text: &str| {
        [
            "lagrer ikke spørsm",
            "lagrar ikkje spørsm",
            "lagrer ingenting",
            "lagrar ingenting",
            "lagrer aldri",
            "spørsmål lagres ikke",
        ]
        .iter()
        .any(|promise| text.to_lowercase().contains(promise))
    };
    let promising = ENGINE.knowledge.passages().iter().filter(|passage| speaks(&passage.text()));
    let promising: Vec<&PassageId> = promising.map(|passage| &passage.id).collect();
    assert!(promising.len() >= ON_STORING.len(), "{promising:?}");
    for id in promising {
        assert_eq!(beside(&replies, &off, WrittenForm::Bokmal, id), None);
        assert!(beside(&replies, &on, WrittenForm::Bokmal, id).is_some_and(|text| text.contains("180")), "{id}");
    }
    let step = press(State::default(), Action::Privacy);
    let says = |block: &Block| matches!(block, Block::Text(text) if text.contains("180 dager"));
    assert!(step.outgoing[0].blocks.iter().any(says), "{:?}", step.outgoing);
}
