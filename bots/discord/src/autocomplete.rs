//! Suggestions while somebody types: questions and sections the search finds,
//! actors and terms by name. Nothing of what is typed is kept.

use serde_json::{Value, json};
use utveier::engine::Engine;
use utveier::knowledge::Passage;
use utveier::language::WrittenForm;

use crate::commands;
use crate::render::clipped;
use crate::topics::Topics;

/// Suggestions the platform takes.
const MOST: usize = 25;
/// Letters of a suggestion, and of its value.
const MAX_LETTERS: usize = 100;
/// Letters of what is typed that are looked at: the search is asked at every
/// key.
const MAX_TYPED: usize = 200;

/// The suggestions for what is typed in a command's option: at most 25, each
/// `{ name, value }` of at most 100 letters. Public to be measured.
#[must_use]
pub fn choices(engine: &Engine, command: &str, typed: &str, form: Option<WrittenForm>) -> Vec<Value> {
    choices_within(engine, command, typed, (form, &Topics::default()))
}

/// The same, of some topics only.
pub(crate) fn choices_within(
    engine: &Engine,
    command: &str,
    typed: &str,
    (form, topics): (Option<WrittenForm>, &Topics),
) -> Vec<Value> {
    let typed: String = typed.chars().take(MAX_TYPED).collect();
    let form = form.unwrap_or(WrittenForm::Bokmal).for_replies();
    match commands::spec(command).map(|spec| spec.name) {
        Some("aktor") => named(engine.knowledge.actors().iter().map(|actor| (&actor.name, &actor.other_names)), &typed),
        Some("begrep") => named(engine.knowledge.terms().iter().map(|term| (&term.name, &term.other_names)), &typed),
        _ => passages(engine, &typed, (form, &Topics::of(&engine.knowledge, topics.ids()))),
    }
}

fn passages(engine: &Engine, typed: &str, (form, topics): (WrittenForm, &Topics)) -> Vec<Value> {
    let choice = |passage: &Passage| {
        let value = format!("#{}", passage.id);
        let fits = value.len() <= MAX_LETTERS && topics.allow(&engine.knowledge, &passage.id);
        fits.then(|| json!({ "name": clipped(&passage.title, MAX_LETTERS), "value": value }))
    };
    if typed.trim().is_empty() {
        return engine.knowledge.questions(form).filter_map(choice).take(MOST).collect();
    }
    let found = engine.judge(typed);
    let mut choices: Vec<Value> = Vec::new();
    for ranked in &found.ranked {
        // In the form of whoever asks, where the passage has it.
        let passage = engine.knowledge.passage(&ranked.passage.id, form).unwrap_or(ranked.passage);
        choices.extend(choice(passage).filter(|choice| !choices.contains(choice)));
    }
    choices.truncate(MOST);
    choices
}

fn named<'a>(all: impl Iterator<Item = (&'a String, &'a Vec<String>)>, typed: &str) -> Vec<Value> {
    let typed = typed.trim().to_lowercase();
    let fits = |name: &str| name.to_lowercase().contains(&typed);
    let found = all.filter(|(name, others)| fits(name) || others.iter().any(|other| fits(other)));
    let short = found.filter(|(name, _)| name.encode_utf16().count() <= MAX_LETTERS);
    short.take(MOST).map(|(name, _)| json!({ "name": name, "value": name })).collect()
}
