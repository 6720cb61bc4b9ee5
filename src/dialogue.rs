//! The conversation: what is answered to what, in no platform's words.
//!
//! [`advance`] is a pure function from a state and a message to a new state,
//! messages and effects: no I/O, no clock, no platform. It cannot fail.
//!
//! This room must not know any door, nor how anything is stored or sent.

mod action;
mod browse;
mod carried;
mod cases;
pub mod command;
mod compose;
mod directory;
mod donation;
mod emergency;
mod form;
mod form_action;
mod form_input;
mod judge;
mod message;
mod outside;
mod question;
mod receipt;
mod request_text;
pub mod smalltalk;
mod state;

pub use action::Action;
pub use carried::{Carried, wanted_code};
pub use donation::{DonateVerb, Offer, Sentence, beside, true_text};
pub use form_action::{CaseVerb, FormAction, LetterAction};
pub use judge::{Judgement, MAX_CHARS, Outcome, Ranked, judge, outside};
pub use message::{
    Block, Button, Door, Effect, EmergencyCard, Entry, Incoming, Kind, Outgoing, Quote, QuoteBlock, Scope, Source, What,
};
pub use outside::{DeskFacts, Outside, RegionFacts};
pub use state::{Awaiting, LetterDraft, State, Unfinished};

use crate::knowledge::{Knowledge, PublicLinks};
use crate::language::{WrittenForm, normalize, written_form};
use crate::replies::Replies;
use crate::request::{CaseView, LetterView, Particulars};
use crate::safety::SafetyRules;
use crate::search::SearchIndex;

use command::Parsed;
use compose::Words;

/// What a step may look at: one revision of content, index, rules and words.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The content.
    pub knowledge: &'a Knowledge,
    /// The index over it.
    pub index: &'a SearchIndex,
    /// Danger and what must be refused.
    pub safety: &'a SafetyRules,
    /// The bot's own words.
    pub replies: &'a Replies,
    /// Where the reading pages are.
    pub links: &'a PublicLinks,
    /// The moment and the person's requests.
    pub outside: Outside<'a>,
}

/// What a step gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The state after it.
    pub state: State,
    /// Messages, in order; never empty.
    pub outgoing: Vec<Outgoing>,
    /// What must be done outside.
    pub effects: Vec<Effect>,
}

/// Takes one step of a conversation.
#[must_use]
pub fn advance(context: &Context<'_>, mut state: State, incoming: &Incoming) -> Step {
    donation::forget_unless_about(incoming, &mut state);
    match &incoming.what {
        What::Pressed(action) => perform(context, state, incoming, action),
        What::Text(text) => {
            // A message is understood in the form it is written in, when it tells.
            // An answer to a form does not: «her» is English as well. Nor does a command,
            // once it is known how they write: «/rådgiver» is the same word for all.
            let is_command = matches!(command::parse(text), Parsed::Command(_));
            let tells = !is_command || state.detected.is_none();
            if state.unfinished.awaiting == Awaiting::Question && tells {
                let normal = normalize::normalize(text);
                if let Some(form) = written_form::detect_sure(&normal) {
                    state.detected = Some(form);
                }
            }
            read(context, state, incoming, text)
        }
    }
}

/// A typed message: danger before everything, then commands, then the rest.
fn read(context: &Context<'_>, mut state: State, incoming: &Incoming, text: &str) -> Step {
    let form = state.form(incoming.locale);
    let words = Words { context, form };
    let mut before = Vec::new();
    let short = judge::shorten(text);
    // The id of a passage tells nothing.
    let is_id = matches!(command::parse(text), Parsed::Command(Action::Answer(_)));
    if let Some(alarm) = context.safety.danger(text).filter(|_| !is_id) {
        before.push(emergency::card(words, &alarm, state.cards));
        state.cards = state.cards.saturating_add(1);
    }
    let alarmed = !before.is_empty();
    let writing = state.unfinished.awaiting != Awaiting::Question;
    let step = match (state.unfinished.awaiting, command::parse(text)) {
        // A bare word is an answer to what was asked; a slash leads out of it.
        (Awaiting::Form, parsed) if !is_slashed(text, &parsed) => form_input::typed(words, state, text),
        (Awaiting::Letter, parsed) if !is_slashed(text, &parsed) => cases::typed(words, state, text),
        (_, Parsed::Command(action)) => perform(context, state, incoming, &action),
        (_, Parsed::Unknown) => {
            single(state, words.notice(Kind::Decline, crate::key!("unknown-command"), &[Action::Help, Action::Start]))
        }
        (_, Parsed::NotACommand) => question::question(words, state, (text, incoming), alarmed),
    };
    let mut after = Vec::new();
    if short.len() < text.len() && !writing {
        after.push(words.notice(Kind::Notice, crate::key!("too-long"), &[]));
    }
    if !writing && !crate::safety::personal_data(short).is_empty() {
        after.push(words.notice(Kind::Notice, crate::key!("personal-data"), &[Action::Privacy]));
    }
    let outgoing = before.into_iter().chain(step.outgoing).chain(after).collect();
    Step { outgoing, ..step }
}

fn is_slashed(text: &str, parsed: &Parsed) -> bool {
    text.trim_start().starts_with('/') && *parsed != Parsed::Unknown
}

/// Whether a step needs the person's requests (see [`Outside::cases`]). A
/// question does not: it touches no disk.
#[must_use]
pub fn wants_cases(state: &State, incoming: &Incoming) -> bool {
    let wanted = |action: &Action| {
        matches!(action, Action::Mine | Action::Case(..) | Action::Letter(_) | Action::Forget | Action::ForgetSure)
    };
    let writing_letter = state.unfinished.awaiting == Awaiting::Letter;
    match &incoming.what {
        What::Pressed(action) => writing_letter || wanted(action),
        What::Text(text) => {
            writing_letter || matches!(command::parse(text), Parsed::Command(action) if wanted(&action))
        }
    }
}

/// What the asker is told of a letter or event of their case.
#[must_use]
pub fn told(context: &Context<'_>, form: WrittenForm, case: &CaseView, letter: &LetterView) -> Outgoing {
    receipt::letter(Words { context, form }, case, letter)
}

/// The text of a request as it was previewed.
#[must_use]
pub fn request_letter(context: &Context<'_>, particulars: &Particulars, story: &str) -> String {
    request_text::sent(Words { context, form: particulars.form.for_replies() }, particulars, story)
}

/// A kind of help in words.
#[must_use]
pub fn kind_of_help(context: &Context<'_>, form: WrittenForm, kind: crate::request::HelpKind) -> String {
    request_text::kind(Words { context, form }, kind)
}

/// Who gets what goes to a region: «RVTS Øst».
#[must_use]
pub fn receiver(context: &Context<'_>, form: WrittenForm, region: &str) -> String {
    request_text::receiver(Words { context, form }, region)
}

fn single(state: State, message: Outgoing) -> Step {
    Step { state, outgoing: vec![message], effects: Vec::new() }
}

/// A command, a pressed button, or a chosen entry.
fn perform(context: &Context<'_>, mut state: State, incoming: &Incoming, action: &Action) -> Step {
    state.unfinished.awaiting = Awaiting::Question;
    if let Action::Language(Some(form)) = action {
        state.chosen = Some(*form);
    }
    let words = Words { context, form: state.form(incoming.locale) };
    match action {
        Action::NoneOfThese => none_of_these(words, state),
        Action::Adviser => form_input::begin(words, state, incoming.scope, None),
        Action::AdviserWith(id) => form_input::begin(words, state, incoming.scope, Some(id)),
        Action::Form(action) => form_input::act(words, state, action),
        Action::Case(verb, code) => cases::act(words, state, *verb, code),
        Action::Letter(action) => cases::letter(words, state, *action),
        Action::Forget if has_something(&state, context) => single(state, cases::ask_forget(words)),
        Action::Forget | Action::ForgetSure => forget(words),
        Action::Donate(verb, code) => donation::act(words, state, *verb, code),
        Action::TakeOver(_) => {
            let (state, outgoing) = carried::take_over(words, state, context.outside.carried, incoming.locale);
            Step { state, outgoing, effects: Vec::new() }
        }
        Action::Mine if incoming.scope == Scope::Group => {
            single(state, words.notice(Kind::Notice, crate::key!("form-private"), &[Action::Adviser]))
        }
        other => single(state, plain(words, other)),
    }
}

fn has_something(state: &State, context: &Context<'_>) -> bool {
    !state.unfinished.is_empty() || !context.outside.cases.is_empty()
}

/// Actions that show something and change nothing.
fn plain(words: Words<'_>, action: &Action) -> Outgoing {
    match action {
        Action::Help => browse::help(words),
        Action::Topics => browse::topics(words),
        Action::Part(id) => browse::part(words, id),
        Action::Article(id) => browse::article(words, id),
        Action::Faq(page) => browse::faq(words, *page),
        Action::Answer(id) => words.passage(id, false),
        Action::Whole(id) => words.passage(id, true),
        Action::Actor(name) => directory::actor(words, name.as_deref()),
        Action::Term(name) => directory::term(words, name.as_deref()),
        Action::Role(id) => browse::role(words, id),
        Action::Language(None) => browse::languages(words),
        Action::Language(Some(_)) => words.notice(Kind::Notice, crate::key!("language-chosen"), &[Action::Start]),
        Action::Privacy => words.passage_named("om/boten#personvern"),
        Action::About => words.passage_named("om/utveier#hva"),
        Action::Emergency => emergency::general(words),
        Action::Mine => cases::mine(words),
        // Those that change something are performed elsewhere.
        Action::Start
        | Action::NoneOfThese
        | Action::Adviser
        | Action::AdviserWith(_)
        | Action::Form(_)
        | Action::Case(..)
        | Action::Letter(_)
        | Action::Forget
        | Action::ForgetSure
        | Action::Donate(..)
        | Action::TakeOver(_) => browse::start(words),
    }
}

/// «Ingen av disse»: a miss like a decline; the second offers a person.
fn none_of_these(words: Words<'_>, mut state: State) -> Step {
    state.misses = state.misses.saturating_add(1);
    let buttons = if state.misses >= 2 {
        vec![Action::Adviser, Action::Topics]
    } else {
        vec![Action::Topics, Action::Faq(0), Action::Adviser]
    };
    let message = words.notice(Kind::Decline, crate::key!("none-text"), &buttons);
    single(state, message)
}

fn forget(words: Words<'_>) -> Step {
    let message = words.notice(Kind::Notice, crate::key!("forget-done"), &[Action::Start]);
    Step { state: State::default(), outgoing: vec![message], effects: vec![Effect::Forget] }
}

#[cfg(test)]
#[path = "dialogue/tests.rs"]
mod tests;
