//! The commands as the platform lists them, made from the core's one list.
//!
//! Names and descriptions are English by default and Norwegian where the
//! platform has a Norwegian locale (`no`, its only one). They are registered
//! all at once, and only when they are not those that were registered last.

use std::sync::LazyLock;

use serde_json::{Value, json};
use utveier::dialogue::Action;
use utveier::dialogue::command::{self, Spec};
use utveier::language::WrittenForm::{self, Bokmal, English};
use utveier::replies::Replies;

use crate::key;
use crate::render::clipped;

/// The option a question stands in.
pub(crate) const QUESTION: &str = "question";
/// The option of commands that take a name.
pub(crate) const ARGUMENT: &str = "name";
/// The option of the settings a server answers in.
pub(crate) const LANGUAGE: &str = "language";
/// Who sees answers in a server.
pub(crate) const VISIBILITY: &str = "answers";
/// The value of [`VISIBILITY`] when everybody sees them.
pub(crate) const OPEN: &str = "open";
/// The value when only the one who asks does.
pub(crate) const HIDDEN: &str = "hidden";
/// Where a setting holds.
pub(crate) const WHERE: &str = "where";
/// The value of [`WHERE`] for the channel or thread only.
pub(crate) const CHANNEL: &str = "channel";
/// The value for the whole server.
const SERVER: &str = "server";

/// Letters of a description.
const MAX_DESCRIPTION: usize = 100;
/// Letters of a question; the platform allows 6,000, the core reads 8,000.
const MAX_QUESTION: u32 = 6000;
/// The permission to manage a server.
const MANAGE_SERVER: u64 = 1 << 5;
/// Where commands are offered: servers, the bot's own conversation, others.
const EVERYWHERE: [u8; 3] = [0, 1, 2];
/// Who can bring the bot along: a server, a person.
const ANYBODY: [u8; 2] = [0, 1];

/// Commands that are not offered: a conversation here begins with any command.
const NOT_LISTED: &[&str] = &["start"];

/// The core's command of a name: its own, another of its names, or the one it
/// is listed by.
pub(crate) fn spec(name: &str) -> Option<&'static Spec> {
    let is_own = |spec: &&Spec| spec.name == name || spec.other_names.contains(&name);
    let is_listed = |spec: &&Spec| is_named(name, &format!("discord-name-{}", spec.name));
    command::ALL.iter().find(|spec| is_own(spec) || is_listed(spec))
}

/// Whether it is the command that asks a question.
pub(crate) fn is_ask(name: &str) -> bool {
    is_named(name, key!("discord-name-ask"))
}

/// Whether it is the command that changes a server's settings.
pub(crate) fn is_settings(name: &str) -> bool {
    is_named(name, key!("discord-name-settings"))
}

/// Whether it is the command that tells how safe it is to write here.
pub(crate) fn is_safe(name: &str) -> bool {
    is_named(name, key!("discord-name-safe"))
}

/// The platform sends the default name, which is English; the Norwegian one is
/// accepted as well.
fn is_named(name: &str, key: &str) -> bool {
    static REPLIES: LazyLock<Replies> = LazyLock::new(Replies::default);
    [English, Bokmal].into_iter().any(|form| REPLIES.text(form, key) == name)
}

/// Every command, as one body for the bulk overwrite.
pub(crate) fn all(replies: &Replies) -> Value {
    let listed = command::ALL.iter().filter(|spec| !NOT_LISTED.contains(&spec.name));
    let mut commands = vec![ask(replies)];
    commands.extend(listed.map(|spec| of_spec(replies, spec)));
    commands.push(slash(replies, key!("discord-name-safe"), key!("discord-safe")));
    commands.push(settings(replies));
    commands.push(json!({
        "type": 3,
        "name": replies.text(English, key!("discord-search-message")),
        "name_localizations": { "no": replies.text(Bokmal, key!("discord-search-message")) },
        "integration_types": ANYBODY,
        "contexts": EVERYWHERE,
    }));
    Value::Array(commands)
}

fn ask(replies: &Replies) -> Value {
    let mut command = slash(replies, key!("discord-name-ask"), key!("discord-ask"));
    let mut option = string(replies, QUESTION, key!("discord-option-question"), key!("discord-ask-question"));
    option["required"] = true.into();
    option["autocomplete"] = true.into();
    option["max_length"] = MAX_QUESTION.into();
    command["options"] = json!([option]);
    command
}

fn of_spec(replies: &Replies, spec: &Spec) -> Value {
    let mut command = slash(replies, &format!("discord-name-{}", spec.name), spec.description);
    match spec.action("x") {
        Action::Language(_) => command["options"] = json!([language(replies, true)]),
        Action::Actor(Some(_)) | Action::Term(Some(_)) => {
            command["options"] = json!([argument(replies, false)]);
        }
        // The passage's id, found by typing what it is called.
        _ if spec.name == "svar" => command["options"] = json!([argument(replies, true)]),
        _ => {}
    }
    command
}

fn argument(replies: &Replies, required: bool) -> Value {
    let mut option = string(replies, ARGUMENT, key!("discord-option-name"), key!("discord-option-name-text"));
    option["required"] = required.into();
    option["autocomplete"] = true.into();
    option["max_length"] = 100.into();
    option
}

fn language(replies: &Replies, required: bool) -> Value {
    let mut option = string(replies, LANGUAGE, key!("discord-option-language"), key!("language-text"));
    let choice = |(form, key): (WrittenForm, &str)| json!({ "name": replies.text(form, key), "value": form.code() });
    let forms =
        [(Bokmal, key!("language-nb")), (WrittenForm::Nynorsk, key!("language-nn")), (English, key!("language-en"))];
    option["choices"] = forms.map(choice).to_vec().into();
    option["required"] = required.into();
    option
}

fn settings(replies: &Replies) -> Value {
    let mut command = slash(replies, key!("discord-name-settings"), key!("discord-settings"));
    let mut answers = string(replies, VISIBILITY, key!("discord-option-answers"), key!("discord-option-answers-text"));
    let mut place = string(replies, WHERE, key!("discord-option-where"), key!("discord-option-where-text"));
    let choice = |value: &str, key: &str| {
        json!({
            "name": replies.text(English, key),
            "name_localizations": { "no": replies.text(Bokmal, key) },
            "value": value,
        })
    };
    answers["choices"] =
        json!([choice(HIDDEN, key!("discord-answers-hidden")), choice(OPEN, key!("discord-answers-open"))]);
    place["choices"] =
        json!([choice(SERVER, key!("discord-where-server")), choice(CHANNEL, key!("discord-where-channel"))]);
    command["options"] = json!([language(replies, false), answers, place]);
    command["default_member_permissions"] = MANAGE_SERVER.into();
    command["integration_types"] = json!([0]);
    command["contexts"] = json!([0]);
    command
}

fn slash(replies: &Replies, name: &str, description: &str) -> Value {
    let describe = |form| clipped(&replies.text(form, description), MAX_DESCRIPTION);
    json!({
        "type": 1,
        "name": replies.text(English, name),
        "name_localizations": { "no": replies.text(Bokmal, name) },
        "description": describe(English),
        "description_localizations": { "no": describe(Bokmal) },
        "integration_types": ANYBODY,
        "contexts": EVERYWHERE,
    })
}

fn string(replies: &Replies, name: &str, named: &str, description: &str) -> Value {
    let describe = |form| clipped(&replies.text(form, description), MAX_DESCRIPTION);
    json!({
        "type": 3,
        "name": name,
        "name_localizations": { "no": replies.text(Bokmal, named) },
        "description": describe(English),
        "description_localizations": { "no": describe(Bokmal) },
    })
}

/// A hash of what would be registered, to register only changes.
pub(crate) fn hash(commands: &Value, keyring: &utveier::seal::Keyring) -> Vec<u8> {
    keyring.sign("discord-commands", commands.to_string().as_bytes()).to_vec()
}

#[cfg(test)]
#[path = "commands_tests.rs"]
mod tests;
