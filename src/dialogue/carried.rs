//! What somebody takes along to another door: choices, never a text they wrote.

use super::Action;
use super::command::{self, Parsed};
use super::compose::Words;
use super::form;
use super::message::{Incoming, Kind, Outgoing, What};
use super::state::{Awaiting, State};
use crate::key;
use crate::language::WrittenForm;
use crate::request::{CaseCode, Choice, Draft};

/// The choices of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    chosen: Option<WrittenForm>,
    detected: Option<WrittenForm>,
    draft: Option<Draft>,
}

impl Carried {
    /// The choices of a state: the language, and of an unfinished form the role,
    /// the place, the kind of help and the titles taken along. The story and a
    /// contact line stay where they were written.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let draft = state.unfinished.draft.as_ref().map(|draft| {
            let mut choices = Draft::new(draft.found.clone());
            let role = draft.role.clone().map(Choice::Role);
            let place = draft.place.clone().map(Choice::Place);
            let kind = draft.kind.map(Choice::Kind);
            role.into_iter().chain(place).chain(kind).for_each(|choice| choices.choose(choice));
            choices
        });
        Self { chosen: state.chosen, detected: state.detected, draft }
    }
}

/// The code by which a message takes over the choices made at another door.
#[must_use]
pub fn wanted_code(incoming: &Incoming) -> Option<CaseCode> {
    let action = match &incoming.what {
        What::Pressed(action) => action.clone(),
        What::Text(text) => match command::parse(text) {
            Parsed::Command(action) => action,
            Parsed::Unknown | Parsed::NotACommand => return None,
        },
    };
    if let Action::TakeOver(code) = action { Some(code) } else { None }
}

/// Takes choices over from another door; `None` when the code is used or old.
pub(super) fn take_over(
    words: Words<'_>,
    mut state: State,
    carried: Option<&Carried>,
    locale: Option<WrittenForm>,
) -> (State, Vec<Outgoing>) {
    let Some(carried) = carried else {
        return (state, vec![words.notice(Kind::Notice, key!("carried-unknown"), &[Action::Start])]);
    };
    state.chosen = carried.chosen.or(state.chosen);
    state.detected = carried.detected.or(state.detected);
    let words = Words { form: state.form(locale), ..words };
    let mut outgoing = vec![words.notice(Kind::Notice, key!("carried-here"), &[])];
    if let Some(draft) = &carried.draft {
        outgoing.push(form::step(words, draft));
        state.unfinished.draft = Some(draft.clone());
        state.unfinished.awaiting = Awaiting::Form;
    }
    (state, outgoing)
}
