use super::*;
use crate::engine::Engine;
use crate::request::Draft;
use proptest::{prelude::Strategy, prop_assert, proptest};
use std::path::Path;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::load(Path::new("knowledge"), "https://utveier.example").unwrap().0);

fn say(state: State, what: What) -> Step {
    ENGINE.advance(Outside::nothing(), state, &Incoming::new(Door::Terminal, Scope::Private, None, what))
}

fn text(state: State, text: &str) -> Step {
    say(state, What::Text(text.to_owned()))
}

fn kinds(step: &Step) -> Vec<Kind> {
    step.outgoing.iter().map(|message| message.kind).collect()
}

#[test]
fn a_question_is_answered_with_quote_place_and_link() {
    let step = text(State::default(), "Når går avvergingsplikten foran taushetsplikten?");
    assert_eq!(kinds(&step), [Kind::Answer]);
    let blocks = &step.outgoing[0].blocks;
    assert!(blocks.iter().any(|block| matches!(block, Block::Quote(quote) if !quote.lead.is_empty())));
    assert!(blocks.iter().any(|block| matches!(block, Block::Source(source) if source.link.starts_with("https://"))));
}

#[test]
fn danger_comes_first_also_inside_the_form() {
    let asked = say(State::default(), What::Pressed(Action::Adviser));
    assert_eq!(asked.state.unfinished.awaiting, Awaiting::Form);
    let step = text(asked.state, "han har en kniv og skal drepe læreren nå");
    assert_eq!(step.outgoing[0].kind, Kind::Acute);
}

#[test]
fn the_second_card_is_shorter() {
    let lines = |step: &Step| {
        step.outgoing[0].blocks.iter().find_map(|block| match block {
            Block::Emergency(card) => Some(card.lines.len()),
            _ => None,
        })
    };
    let first = text(State::default(), "han har en kniv og skal drepe læreren nå");
    let second = text(first.state.clone(), "han sier at han skal drepe henne i kveld");
    assert!(lines(&first) > Some(0));
    assert_eq!(lines(&second), Some(0));
}

#[test]
fn the_second_miss_offers_a_person() {
    let first = text(State::default(), "blåbærsnurr på torsdag helt gulrot");
    assert_eq!((first.outgoing[0].kind, first.state.misses), (Kind::Decline, 1));
    let second = say(first.state, What::Pressed(Action::NoneOfThese));
    assert_eq!(second.outgoing[0].buttons[0].action, Action::Adviser);
}

#[test]
fn the_askers_form_is_kept_until_another_is_chosen() {
    let nynorsk = text(State::default(), "Korleis kan eg drøfte ei sak utan å bryte teieplikta?");
    assert_eq!(nynorsk.outgoing[0].form, WrittenForm::Nynorsk);
    let still = text(nynorsk.state, "mentor");
    assert_eq!(still.outgoing[0].form, WrittenForm::Nynorsk);
    let chosen = text(still.state, "/språk engelsk");
    let english = text(chosen.state, "hva er en mentor");
    assert_eq!(english.outgoing[0].form, WrittenForm::English);
}

#[test]
fn forgetting_leaves_nothing() {
    let asked = text(State::default(), "Korleis melder eg frå?");
    let step = text(asked.state, "/slett");
    assert_eq!((step.state, step.effects), (State::default(), vec![Effect::Forget]));
}

#[test]
fn every_button_of_every_list_leads_somewhere() {
    let mut waiting =
        vec![Action::Start, Action::Help, Action::Topics, Action::Faq(0), Action::Actor(None), Action::Term(None)];
    let mut seen: Vec<Action> = Vec::new();
    while let Some(action) = waiting.pop() {
        if seen.contains(&action) || seen.len() > 600 {
            continue;
        }
        let step = say(State::default(), What::Pressed(action.clone()));
        assert!(!step.outgoing.is_empty(), "{action:?}");
        for message in &step.outgoing {
            assert!(!message.blocks.is_empty(), "{action:?}");
            assert!(message.kind != Kind::Decline || action == Action::NoneOfThese, "{action:?} leads nowhere");
            waiting.extend(message.buttons.iter().map(|button| button.action.clone()));
            for block in &message.blocks {
                if let Block::List(entries) = block {
                    waiting.extend(entries.iter().filter_map(|entry| entry.action.clone()));
                }
            }
        }
        seen.push(action);
    }
    assert!(seen.len() > 200, "{}", seen.len());
}

#[test]
fn bad_input_gets_an_answer() {
    for bad in ["", "😀", "\u{202e}abc", "\0\u{1}", "<script>alert(1)</script>", "/ukjent", &"å ".repeat(50_000)] {
        assert!(!text(State::default(), bad).outgoing.is_empty());
    }
}

fn any_step() -> impl Strategy<Value = crate::request::Step> {
    use crate::request::Step;
    proptest::sample::select(vec![Step::Consent, Step::Role, Step::Place, Step::Kind, Step::Story, Step::Contact])
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]
    #[test]
    fn any_text_in_any_state_is_answered(message in "\\PC{0,200}", waiting in proptest::bool::ANY, misses in 0u8..5, step in any_step()) {
        let mut state = State { misses, ..State::default() };
        if waiting {
            state.unfinished.awaiting = Awaiting::Form;
            state.unfinished.draft = Some(Draft { step, ..Draft::new(Vec::new()) });
        }
        prop_assert!(!text(state, &message).outgoing.is_empty());
    }
}
