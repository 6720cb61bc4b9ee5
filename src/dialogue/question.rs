//! A question: judged, then answered, offered, declined or refused.

use super::compose::Words;
use super::judge::{Judgement, Outcome, judge};
use super::message::{Incoming, Kind};
use super::state::State;
use super::{Action, Step, donation, single};
use crate::search::Decision;

/// Answers a typed question; `alarmed` when an emergency card stands above it.
pub(super) fn question(words: Words<'_>, mut state: State, (text, incoming): (&str, &Incoming), alarmed: bool) -> Step {
    let judgement = judge(words.context, text);
    if alarmed {
        return after_card(words, state, &judgement);
    }
    let is_declined = judgement.outcome == Outcome::Found(Decision::Decline);
    state.misses = if is_declined { state.misses.saturating_add(1) } else { 0 };
    let mut message = match judgement.outcome {
        Outcome::Refuse => words.refusal(),
        Outcome::Smalltalk(kind) => words.smalltalk(kind),
        Outcome::Empty => words.notice(Kind::Decline, crate::key!("empty-text"), &[Action::Topics, Action::Help]),
        Outcome::Found(decision) => words.found(&judgement, decision, state.misses),
    };
    if is_declined {
        donation::offer(words, &mut state, &judgement, (text, incoming), &mut message);
    }
    single(state, message)
}

/// Below an emergency card only an answer or a choice is of use.
fn after_card(words: Words<'_>, state: State, judgement: &Judgement<'_>) -> Step {
    use crate::search::Decision::{Answer, Options};
    let message = match judgement.outcome {
        Outcome::Refuse => Some(words.refusal()),
        Outcome::Found(decision @ (Answer | Options)) => Some(words.found(judgement, decision, 0)),
        _ => None,
    };
    Step { state, outgoing: message.into_iter().collect(), effects: Vec::new() }
}
