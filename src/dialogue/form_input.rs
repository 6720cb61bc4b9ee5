//! The request form as it is filled in: typed words and pressed buttons.

use super::compose::Words;
use super::form::Offered;
use super::form_action::FormAction;
use super::message::{Effect, Kind, Outgoing};
use super::state::{Awaiting, State};
use super::{Action, Scope, Step as DialogueStep, form, receipt};
use crate::key;
use crate::knowledge::{PassageId, Place};
use crate::language::{compound, normalize};
use crate::request::{Choice, Draft, Found, MAX_CONTACT_CHARS, MAX_STORY_CHARS, Municipality, Step};
use crate::safety::tact;

/// «Snakk med en rådgiver»: a new form, or the one that was left.
pub(super) fn begin(words: Words<'_>, mut state: State, scope: Scope, with: Option<&PassageId>) -> DialogueStep {
    if scope == Scope::Group {
        // Who asks for help is nobody else's business.
        return single(state, words.notice(Kind::Notice, key!("form-private"), &[Action::Adviser]));
    }
    let found: Vec<Found> = with.and_then(|id| found(words, id)).into_iter().collect();
    if let Some(draft) = &mut state.unfinished.draft {
        for new in found {
            if !draft.found.contains(&new) {
                draft.found.push(new);
            }
        }
        return single(state, form::left(words));
    }
    let draft = Draft::new(found);
    let message = form::step(words, &draft);
    state.unfinished.draft = Some(draft);
    state.unfinished.awaiting = Awaiting::Form;
    single(state, message)
}

fn found(words: Words<'_>, id: &PassageId) -> Option<Found> {
    let passage = words.context.knowledge.passage(id, words.form)?;
    let link = words.context.links.best(passage);
    Some(Found { id: id.clone(), title: passage.title.clone(), link })
}

/// Text typed while the form waits for it.
pub(super) fn typed(words: Words<'_>, state: State, text: &str) -> DialogueStep {
    let Some(draft) = &state.unfinished.draft else {
        return lost(words, state);
    };
    if let Some(action) = word(words, draft, text) {
        return act(words, state, &action);
    }
    match draft.step {
        Step::Place => place(words, state, text),
        Step::Story => story(words, state, text),
        Step::Contact => contact(words, state, text),
        _ => {
            let message = form::again(words, draft, key!("form-choose"));
            single(state, message)
        }
    }
}

/// A typed word that means a button: «tilbake», «avbryt», «send», a number, or
/// the label of a choice.
fn word(words: Words<'_>, draft: &Draft, text: &str) -> Option<FormAction> {
    let normal = normalize::normalize(text);
    let normal = normal.trim().trim_matches('/').trim_end_matches(['.', '!']);
    let action = match normal {
        "tilbake" | "attende" | "back" => Some(FormAction::Back),
        "avbryt" | "cancel" | "stopp" => Some(FormAction::Cancel),
        "endre" | "change" | "edit" => Some(FormAction::Change),
        "send" if draft.step == Step::Preview => Some(FormAction::Send),
        "behold" | "keep" if draft.step == Step::Check => Some(FormAction::Keep),
        "ja" | "yes" | "ok" if draft.step == Step::Consent => Some(FormAction::Consent),
        _ => None,
    };
    let chosen = || {
        let offered = form::choices(words, draft);
        let at = normal.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let named = |label: &str| normalize::normalize(label).trim() == normal;
        let at = at.or_else(|| offered.iter().position(|offered| named(&offered.label)));
        let at = at.or_else(|| if draft.step == Step::Role { only_title(&offered, normal) } else { None })?;
        offered.into_iter().nth(at).map(|offered| offered.action)
    };
    action.or_else(chosen)
}

/// The only choice whose first word is, or is a part of, a word of a typed title:
/// «nav-veileder», «kontaktlærer», but not «politiker».
fn only_title(offered: &[Offered], typed: &str) -> Option<usize> {
    let words: Vec<&str> = typed.split(|sign: char| !sign.is_alphanumeric()).collect();
    let parts: Vec<String> = words.iter().flat_map(|word| compound::parts(word)).collect();
    let is_meant = |offered: &&Offered| {
        let label = normalize::normalize(&offered.label);
        let first = label.split(|sign: char| !sign.is_alphanumeric()).find(|word| word.chars().count() > 2);
        first.is_some_and(|first| words.contains(&first) || parts.iter().any(|part| part == first))
    };
    let mut meant = offered.iter().enumerate().filter(|(_, offered)| is_meant(offered)).map(|(at, _)| at);
    let at = meant.next()?;
    meant.next().is_none().then_some(at)
}

fn place(words: Words<'_>, mut state: State, text: &str) -> DialogueStep {
    let places = words.context.knowledge.municipalities().find(text);
    match &places[..] {
        [] => single(state, form::unknown_place(words)),
        [place] => {
            let place = municipality(words, place);
            choose(words, &mut state, Choice::Place(place))
        }
        several => single(state, form::several_places(words, several)),
    }
}

fn story(words: Words<'_>, mut state: State, text: &str) -> DialogueStep {
    let Some(draft) = &mut state.unfinished.draft else { return lost(words, state) };
    let is_word = text.trim().eq_ignore_ascii_case("send");
    if is_word || text.trim().is_empty() || text.chars().count() > MAX_STORY_CHARS {
        let key = match () {
            // Too early: the story would become «send».
            () if is_word => key!("form-choose"),
            () if text.trim().is_empty() => key!("form-empty"),
            () => key!("form-too-long"),
        };
        let message = form::again(words, draft, key);
        return single(state, message);
    }
    draft.tell(text);
    shown(words, state)
}

fn contact(words: Words<'_>, mut state: State, text: &str) -> DialogueStep {
    let Some(draft) = &mut state.unfinished.draft else { return lost(words, state) };
    if text.trim().is_empty() || text.chars().count() > MAX_CONTACT_CHARS {
        let message = form::again(words, draft, key!("form-contact-length"));
        return single(state, message);
    }
    draft.contact(text);
    shown(words, state)
}

/// A pressed button, or a typed word that means one.
pub(super) fn act(words: Words<'_>, mut state: State, action: &FormAction) -> DialogueStep {
    if state.unfinished.draft.is_none() {
        return lost(words, state);
    }
    state.unfinished.awaiting = Awaiting::Form;
    let choice = match action {
        FormAction::Consent => Choice::Consent,
        FormAction::Role(id) => Choice::Role(id.clone()),
        FormAction::Place(number) => match numbered(words, number) {
            Some(place) => Choice::Place(place),
            None => return single(state, form::unknown_place(words)),
        },
        FormAction::Region(id) => Choice::Place(region(words, id)),
        FormAction::Kind(kind) => Choice::Kind(*kind),
        FormAction::ReplyHere => Choice::ReplyHere,
        FormAction::ReplyElsewhere => Choice::ReplyElsewhere,
        FormAction::Send => return send(words, state),
        FormAction::Cancel => return cancel(words, state),
        FormAction::Change => return single(state, form::change(words)),
        other => return amend(words, state, other),
    };
    choose(words, &mut state, choice)
}

/// Buttons that change the draft without answering a step.
fn amend(words: Words<'_>, mut state: State, action: &FormAction) -> DialogueStep {
    let Some(draft) = &mut state.unfinished.draft else { return lost(words, state) };
    match action {
        FormAction::Keep if draft.step == Step::Story => {
            let story = draft.story.clone().unwrap_or_default();
            draft.tell(&story);
        }
        FormAction::Keep => draft.check(),
        FormAction::Back => {
            draft.back();
        }
        FormAction::Edit(step) => draft.edit(*step),
        FormAction::AcceptAll => accept(words, draft, None),
        FormAction::Accept(at) => accept(words, draft, Some(usize::from(*at))),
        _ => {}
    }
    shown(words, state)
}

/// Takes suggestions into the story; what is left is looked at again.
fn accept(words: Words<'_>, draft: &mut Draft, only: Option<usize>) {
    let Some(story) = &draft.story else { return };
    let mut suggestions = tact::suggestions(story, words.form);
    if let Some(at) = only {
        suggestions = suggestions.into_iter().skip(at).take(1).collect();
    }
    let story = tact::apply(story, &suggestions);
    draft.tell(&story);
}

fn choose(words: Words<'_>, state: &mut State, choice: Choice) -> DialogueStep {
    let mut state = std::mem::take(state);
    if let Some(draft) = &mut state.unfinished.draft {
        draft.choose(choice);
        // A place that cannot answer here takes back a promise made for another.
        if draft.reply == Some(crate::request::ReplyWay::Here) && !form::region(words, draft).answers_here {
            draft.edit(Step::Reply);
        }
    }
    shown(words, state)
}

/// The form at its step; a story without anything like identity needs no look.
fn shown(words: Words<'_>, mut state: State) -> DialogueStep {
    let Some(draft) = &mut state.unfinished.draft else { return lost(words, state) };
    if draft.step == Step::Check {
        let story = draft.story.as_deref().unwrap_or_default();
        if crate::safety::personal_data(story).is_empty() && tact::suggestions(story, words.form).is_empty() {
            draft.check();
        }
    }
    let message = form::step(words, draft);
    single(state, message)
}

fn send(words: Words<'_>, mut state: State) -> DialogueStep {
    match state.unfinished.draft.take() {
        // Only what was previewed is sent: a button of an older message is not enough.
        Some(draft) if draft.is_complete() && draft.step == Step::Preview => {
            state.unfinished.awaiting = Awaiting::Question;
            let message = receipt::received(words, &draft);
            DialogueStep { state, outgoing: vec![message], effects: vec![Effect::Send(Box::new(draft))] }
        }
        Some(mut draft) => {
            if draft.is_complete() {
                draft.step = Step::Preview;
            }
            state.unfinished.draft = Some(draft);
            shown(words, state)
        }
        None => lost(words, state),
    }
}

fn cancel(words: Words<'_>, mut state: State) -> DialogueStep {
    state.unfinished.draft = None;
    state.unfinished.awaiting = Awaiting::Question;
    single(state, words.notice(Kind::Notice, key!("form-cancelled"), &[Action::Start]))
}

/// A button of a form that is no more.
fn lost(words: Words<'_>, mut state: State) -> DialogueStep {
    state.unfinished.awaiting = Awaiting::Question;
    single(state, words.notice(Kind::Notice, key!("form-lost"), &[Action::Adviser, Action::Mine]))
}

fn numbered(words: Words<'_>, number: &str) -> Option<Municipality> {
    let all = words.context.knowledge.municipalities().all();
    let found = all.iter().find(|municipality| municipality.number == number)?;
    Some(municipality(words, &Place::Municipality(found.clone())))
}

fn municipality(words: Words<'_>, place: &Place) -> Municipality {
    let region = region_id(words, place);
    match place {
        Place::Municipality(own) => {
            Municipality { number: Some(own.number.clone()), name: format!("{} ({})", own.name, own.county), region }
        }
        Place::County { name, .. } => {
            Municipality { number: None, name: super::request_text::capitalised(name), region }
        }
    }
}

fn region(words: Words<'_>, id: &str) -> Municipality {
    let found = words.context.knowledge.regions().iter().find(|region| region.id == id);
    match found {
        Some(region) => Municipality { number: None, name: region.counties.join(", "), region: region.id.clone() },
        None => Municipality { number: None, name: String::new(), region: "nasjonal".into() },
    }
}

/// The region id of a place; the national inbox where none fits.
pub(super) fn region_id(words: Words<'_>, place: &Place) -> String {
    let found = words.context.knowledge.regions().iter().find(|region| region.short == place.rvts());
    found.map_or_else(|| "nasjonal".to_owned(), |region| region.id.clone())
}

fn single(state: State, message: Outgoing) -> DialogueStep {
    DialogueStep { state, outgoing: vec![message], effects: Vec::new() }
}

#[cfg(test)]
#[path = "form_input_tests.rs"]
mod tests;
