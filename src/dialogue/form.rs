//! The request form as it is shown: one message a step.
//!
//! What is chosen and typed is read in [`super::form_input`]; what the form
//! knows is in [`crate::request`].

use super::Action;
use super::compose::Words;
use super::form_action::FormAction;
use super::message::{Block, Button, Entry, Kind, Outgoing};
use super::outside::RegionFacts;
use super::request_text;
use crate::key;
use crate::knowledge::Place;
use crate::request::{Draft, HelpKind, MAX_STORY_CHARS, ReplyWay, Step};
use crate::safety::tact;

/// A choice at a step.
pub(super) struct Offered {
    pub label: String,
    pub note: Option<String>,
    pub action: FormAction,
}

/// Steps a person counts: consent, check and preview are not questions.
const QUESTIONS: [Step; 5] = [Step::Role, Step::Place, Step::Kind, Step::Story, Step::Reply];

/// The message of the step the form is at.
pub(super) fn step(words: Words<'_>, draft: &Draft) -> Outgoing {
    match draft.step {
        Step::Preview => return preview(words, draft),
        Step::Check => return check(words, draft),
        _ => {}
    }
    let mut blocks = vec![Block::Heading(heading(words, draft.step))];
    blocks.extend(prompt(words, draft).into_iter().map(Block::Text));
    if let (Step::Story, Some(story)) = (draft.step, &draft.story) {
        blocks.push(Block::Letter(story.clone()));
    }
    let offered = choices(words, draft);
    if !offered.is_empty() {
        blocks.push(list(offered));
    }
    form(words, Kind::Form, blocks, draft.step)
}

/// Places to choose between, where a name stands for several.
pub(super) fn several_places(words: Words<'_>, places: &[Place]) -> Outgoing {
    let entries = places.iter().map(|place| match place {
        Place::Municipality(municipality) => Entry {
            title: municipality.name.clone(),
            note: Some(municipality.county.clone()),
            action: Some(Action::Form(FormAction::Place(municipality.number.clone()))),
            link: None,
        },
        Place::County { name, .. } => Entry {
            title: super::request_text::capitalised(name),
            note: Some(words.text(key!("form-county"))),
            action: Some(Action::Form(FormAction::Region(super::form_input::region_id(words, place)))),
            link: None,
        },
    });
    let blocks = vec![Block::Text(words.text(key!("form-several"))), Block::List(entries.take(20).collect())];
    form(words, Kind::Form, blocks, Step::Place)
}

/// The place was not recognised: the regions are offered.
pub(super) fn unknown_place(words: Words<'_>) -> Outgoing {
    let regions = words.context.knowledge.regions().iter().map(|region| Entry {
        title: region.name.clone(),
        note: Some(region.counties.join(", ")),
        action: Some(Action::Form(FormAction::Region(region.id.clone()))),
        link: None,
    });
    let national = Entry {
        title: words.text(key!("form-national")),
        note: None,
        action: Some(Action::Form(FormAction::Region("nasjonal".into()))),
        link: None,
    };
    let blocks =
        vec![Block::Text(words.text(key!("form-unknown-place"))), Block::List(regions.chain([national]).collect())];
    form(words, Kind::Form, blocks, Step::Place)
}

/// A word about what was typed, and the step again.
pub(super) fn again(words: Words<'_>, draft: &Draft, key: &str) -> Outgoing {
    let mut message = step(words, draft);
    message.blocks.insert(0, Block::Text(words.text(key)));
    message
}

fn heading(words: Words<'_>, step: Step) -> String {
    let at = match step {
        Step::Contact => QUESTIONS.len(),
        _ => QUESTIONS.iter().position(|question| *question == step).map_or(0, |at| at + 1),
    };
    if at == 0 {
        return words.text(key!("form-title"));
    }
    words.with(key!("form-step"), &[("step", &at.to_string()), ("of", &QUESTIONS.len().to_string())])
}

fn prompt(words: Words<'_>, draft: &Draft) -> Vec<String> {
    let hours = words.context.outside.desk.draft_hours.to_string();
    let limit = MAX_STORY_CHARS.to_string();
    match draft.step {
        Step::Consent => vec![
            words.text(key!("form-consent")),
            words.text(key!("form-anonymous")),
            words.with(key!("form-kept"), &[("hours", &hours)]),
            words.text(key!("start-emergency")),
        ],
        Step::Role => vec![words.text(key!("form-role"))],
        Step::Place => vec![words.text(key!("form-place"))],
        Step::Kind => vec![words.text(key!("form-kind"))],
        Step::Story if draft.story.is_some() => vec![words.text(key!("form-story-again"))],
        Step::Story => vec![words.text(key!("form-story")), words.with(key!("form-story-limit"), &[("count", &limit)])],
        Step::Reply => vec![words.text(key!("form-reply"))],
        Step::Contact => vec![words.text(key!("form-contact"))],
        Step::Check | Step::Preview => Vec::new(),
    }
}

/// What can be chosen at the form's step, in order; typed numbers count from 1.
pub(super) fn choices(words: Words<'_>, draft: &Draft) -> Vec<Offered> {
    let offer = |label: String, action: FormAction| Offered { label, note: None, action };
    match draft.step {
        Step::Consent => vec![offer(words.text(key!("form-go-on")), FormAction::Consent)],
        Step::Role => roles(words),
        Step::Kind => {
            HelpKind::ALL.iter().map(|kind| offer(request_text::kind(words, *kind), FormAction::Kind(*kind))).collect()
        }
        Step::Story if draft.story.is_some() => vec![offer(words.text(key!("form-keep-story")), FormAction::Keep)],
        Step::Reply => reply_ways(words, draft),
        _ => Vec::new(),
    }
}

fn roles(words: Words<'_>) -> Vec<Offered> {
    let known = words.context.knowledge.starting_points().iter().map(|role| Offered {
        label: role.name(words.form).to_owned(),
        note: None,
        action: FormAction::Role(role.id.clone()),
    });
    let other =
        Offered { label: words.text(key!("form-role-other")), note: None, action: FormAction::Role("annet".into()) };
    known.chain([other]).collect()
}

fn reply_ways(words: Words<'_>, draft: &Draft) -> Vec<Offered> {
    let here = region(words, draft).answers_here.then(|| Offered {
        label: words.text(key!("form-reply-here")),
        note: Some(words.text(key!("form-reply-here-note"))),
        action: FormAction::ReplyHere,
    });
    let elsewhere = Offered {
        label: words.text(key!("form-reply-elsewhere")),
        note: Some(words.text(key!("form-reply-elsewhere-note"))),
        action: FormAction::ReplyElsewhere,
    };
    here.into_iter().chain([elsewhere]).collect()
}

/// What is promised of the inbox the form goes to.
pub(super) fn region(words: Words<'_>, draft: &Draft) -> RegionFacts {
    let region = draft.place.as_ref().and_then(|place| words.context.outside.desk.regions.get(&place.region));
    region.copied().unwrap_or_default()
}

/// Suggestions for a story that seems to tell who somebody is.
fn check(words: Words<'_>, draft: &Draft) -> Outgoing {
    let story = draft.story.as_deref().unwrap_or_default();
    let suggestions = tact::suggestions(story, words.form);
    let mut blocks = vec![Block::Heading(words.text(key!("form-check-title")))];
    if suggestions.is_empty() {
        blocks.push(Block::Text(words.text(key!("form-check-no-suggestion"))));
    } else {
        blocks.push(Block::Text(words.text(key!("form-check"))));
        let entries = suggestions.iter().zip(0_u8..20).map(|(suggestion, at)| {
            let before: String = story.chars().skip(suggestion.start).take(suggestion.end - suggestion.start).collect();
            let after = if suggestion.replacement.is_empty() {
                words.text(key!("form-check-removed"))
            } else {
                format!("«{}»", suggestion.replacement)
            };
            Entry {
                title: words.with(key!("form-check-change"), &[("before", &before), ("after", &after)]),
                note: None,
                action: Some(Action::Form(FormAction::Accept(at))),
                link: None,
            }
        });
        blocks.push(Block::List(entries.collect()));
    }
    blocks.push(Block::Letter(story.to_owned()));
    let mut actions = Vec::new();
    if !suggestions.is_empty() {
        actions.push((key!("form-accept-all"), FormAction::AcceptAll));
    }
    actions.push((key!("form-rewrite"), FormAction::Edit(Step::Story)));
    actions.push((key!("form-keep"), FormAction::Keep));
    actions.push((key!("form-cancel"), FormAction::Cancel));
    with_buttons(words, Kind::Form, blocks, actions)
}

/// The exact text, where it goes, and how long it is kept.
fn preview(words: Words<'_>, draft: &Draft) -> Outgoing {
    let facts = region(words, draft);
    let receiver = request_text::receiver(words, draft.place.as_ref().map_or("", |place| place.region.as_str()));
    let hours = words.context.outside.desk.request_hours.to_string();
    let mut blocks = vec![
        Block::Heading(words.text(key!("form-preview-title"))),
        Block::Text(words.with(key!("form-preview"), &[("receiver", &receiver)])),
        Block::Letter(request_text::request(words, draft)),
        Block::Text(words.with(key!("form-preview-kept"), &[("hours", &hours)])),
    ];
    if !facts.is_staffed {
        blocks.push(Block::Text(words.with(key!("form-preview-unstaffed"), &[("receiver", &receiver)])));
    }
    if is_doubtful(words, draft) {
        blocks.push(Block::Text(words.with(key!("form-preview-doubtful"), &[("receiver", &receiver)])));
    }
    if !crate::safety::personal_data(draft.story.as_deref().unwrap_or_default()).is_empty() {
        blocks.push(Block::Text(words.text(key!("form-preview-identity"))));
    }
    if matches!(draft.reply, Some(ReplyWay::Contact(_))) {
        blocks.push(Block::Text(words.with(key!("form-preview-contact"), &[("hours", &hours)])));
    }
    let actions = vec![
        (key!("form-send"), FormAction::Send),
        (key!("form-change"), FormAction::Change),
        (key!("form-cancel"), FormAction::Cancel),
    ];
    with_buttons(words, Kind::Preview, blocks, actions)
}

/// Whether it is uncertain that the place belongs to the region.
fn is_doubtful(words: Words<'_>, draft: &Draft) -> bool {
    let Some(place) = &draft.place else { return false };
    let Some(region) = words.context.knowledge.regions().iter().find(|region| region.id == place.region) else {
        return false;
    };
    let municipalities = words.context.knowledge.municipalities().all();
    let county = municipalities.iter().find(|own| Some(&own.number) == place.number.as_ref()).map(|own| &own.county);
    let noted = county.is_some_and(|county| region.uncertain.iter().any(|note| note.contains(county.as_str())));
    region.certainty != "lest" || noted
}

/// What can be changed.
pub(super) fn change(words: Words<'_>) -> Outgoing {
    let entries = QUESTIONS.iter().map(|step| Entry {
        title: words.text(&format!("form-name-{}", step.as_str())),
        note: None,
        action: Some(Action::Form(FormAction::Edit(*step))),
        link: None,
    });
    let blocks = vec![Block::Text(words.text(key!("form-change-what"))), Block::List(entries.collect())];
    form(words, Kind::Form, blocks, Step::Preview)
}

/// A form was left: go on with it or delete it.
pub(super) fn left(words: Words<'_>) -> Outgoing {
    let blocks = vec![Block::Text(words.text(key!("form-left")))];
    let actions = vec![(key!("form-resume"), FormAction::Resume), (key!("form-delete"), FormAction::Cancel)];
    with_buttons(words, Kind::Form, blocks, actions)
}

fn list(offered: Vec<Offered>) -> Block {
    let entries = offered.into_iter().map(|offered| Entry {
        title: offered.label,
        note: offered.note,
        action: Some(Action::Form(offered.action)),
        link: None,
    });
    Block::List(entries.collect())
}

fn form(words: Words<'_>, kind: Kind, blocks: Vec<Block>, step: Step) -> Outgoing {
    let back = (step != Step::Consent).then_some((key!("form-back"), FormAction::Back));
    with_buttons(words, kind, blocks, back.into_iter().chain([(key!("form-cancel"), FormAction::Cancel)]).collect())
}

fn with_buttons(words: Words<'_>, kind: Kind, blocks: Vec<Block>, actions: Vec<(&str, FormAction)>) -> Outgoing {
    let buttons = actions
        .into_iter()
        .map(|(key, action)| Button { label: words.text(key), action: Action::Form(action) })
        .collect();
    Outgoing { buttons, ..words.message(kind, blocks, &[]) }
}
