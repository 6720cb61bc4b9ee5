//! Buttons against the shipped content, and against forgers.

use super::*;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use std::sync::LazyLock;
use utveier::dialogue::{CaseVerb, FormAction};
use utveier::request::{CaseCode, Step};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    utveier::knowledge::load(&folder).expect("the shipped content can be read").knowledge
});

fn buttons() -> Buttons {
    Buttons::new(Arc::new(Keyring::generate()))
}

/// Every action the shipped content and the dialogue can put under a message.
fn all_actions() -> Vec<Action> {
    let code = || CaseCode::from_random([3; 8]);
    let knowledge = &*KNOWLEDGE;
    let mut actions: Vec<Action> = long_actions(knowledge).collect();
    actions.extend(knowledge.parts().iter().map(|part| Action::Part(part.id.clone())));
    actions.extend(knowledge.actors().iter().map(|actor| Action::Actor(Some(actor.id.clone()))));
    actions.extend(knowledge.terms().iter().map(|term| Action::Term(Some(term.id.clone()))));
    actions.extend([
        Action::Case(CaseVerb::WithdrawSure, code()),
        Action::Form(FormAction::Edit(Step::Story)),
        Action::Form(FormAction::Place("1818".into())),
        Action::Form(FormAction::Role("barnehageansatt".into())),
        Action::Adviser,
        Action::Faq(99),
    ]);
    actions
}

#[test]
fn every_action_of_the_shipped_content_fits_and_comes_back() {
    let buttons = buttons();
    let actions = all_actions();
    assert!(actions.len() > 300);
    for action in actions {
        let data = buttons.seal(-100_123, &action, true).unwrap();
        assert!((1..=64).contains(&data.len()), "{data}");
        let opened = buttons.open(-100_123, &data, &KNOWLEDGE).unwrap();
        assert_eq!(opened.action, action);
        assert!(opened.replaces);
    }
}

#[test]
fn short_hashes_name_one_action_each() {
    let buttons = buttons();
    let mut seen = std::collections::HashMap::new();
    for action in long_actions(&KNOWLEDGE) {
        let before = seen.insert(buttons.hash(&action.encode()), action.clone());
        assert!(before.is_none_or(|before| before == action));
    }
}

#[test]
fn an_action_too_long_is_hashed_and_found_again() {
    let buttons = buttons();
    let action = long_actions(&KNOWLEDGE).next().unwrap();
    let word = buttons.word(&action, 10);
    assert!(word.starts_with('~') && word.len() == 12);
    assert_eq!(buttons.action(&word, &KNOWLEDGE), Some(action));
}

#[test]
fn button_of_one_chat_is_nothing_in_another_nor_under_another_key() {
    let buttons = buttons();
    let data = buttons.seal(1, &Action::ForgetSure, false).unwrap();
    assert!(buttons.open(2, &data, &KNOWLEDGE).is_none());
    assert!(Buttons::new(Arc::new(Keyring::generate())).open(1, &data, &KNOWLEDGE).is_none());
    let other = data.replace("slett:ja", "f:send");
    assert!(buttons.open(1, &other, &KNOWLEDGE).is_none());
    assert!(buttons.open(1, &data, &KNOWLEDGE).is_some());
}

proptest! {
    #[test]
    fn whatever_a_client_sends_is_refused(data in "\\PC{0,70}") {
        prop_assert!(buttons().open(1, &data, &KNOWLEDGE).is_none());
    }

    #[test]
    fn tags_read_back(bytes in any::<[u8; 6]>()) {
        prop_assert_eq!(unbase64(&base64(&bytes)), Some(bytes));
    }
}
