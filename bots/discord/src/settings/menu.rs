//! The menu under the settings, by which topics are chosen.

use serde_json::{Value, json};
use utveier::language::WrittenForm;

use crate::arrival::Arrival;
use crate::door::Door;
use crate::key;
use crate::press::{Audience, Press};
use crate::render::clipped;
use crate::topics::Topics;

/// Entries of a menu.
const MOST: usize = 25;
/// Letters of an entry.
const MAX_ENTRY: usize = 100;

/// The rows under the settings of a server or one of its channels: the parts of
/// the content, those chosen marked.
pub(super) fn rows(
    door: &Door,
    arrival: &Arrival,
    form: WrittenForm,
    (topics, is_channel): (&Topics, bool),
) -> Vec<Value> {
    let engine = door.desk.engine();
    let own = Topics::of(&engine.knowledge, topics.ids());
    let options: Vec<Value> = engine
        .knowledge
        .parts()
        .iter()
        .take(MOST)
        .map(|part| {
            let is_chosen = own.is_all() || own.ids().any(|id| id == part.id);
            json!({ "label": clipped(part.name(form), MAX_ENTRY), "value": part.id, "default": is_chosen })
        })
        .collect();
    if options.is_empty() {
        return Vec::new();
    }
    let id = Press::Topics(is_channel).seal(&door.keyring, Audience::Person(arrival.person));
    let placeholder = door.text(form, key!("discord-topics-choose"));
    let menu = json!({
        "type": 3, "custom_id": id, "placeholder": placeholder,
        "min_values": 1, "max_values": options.len(), "options": options,
    });
    vec![json!({ "type": 1, "components": [menu] })]
}

/// The topics in words: their names, or that it is all.
pub(super) fn named(door: &Door, form: WrittenForm, topics: &Topics) -> String {
    let engine = door.desk.engine();
    let own = Topics::of(&engine.knowledge, topics.ids());
    if own.is_all() {
        return door.text(form, key!("discord-topics-all"));
    }
    let parts = engine.knowledge.parts().iter().filter(|part| own.ids().any(|id| id == part.id));
    parts.map(|part| part.name(form)).collect::<Vec<_>>().join(", ")
}
