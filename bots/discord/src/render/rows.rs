//! Buttons and menus: at most five rows, five buttons in a row, 25 entries in a
//! menu, and what is written on them within the platform's lengths.

use std::collections::HashSet;

use serde_json::{Value, json};
use utveier::dialogue::{Action, Block, Button, CaseVerb, Entry, FormAction, Kind, LetterAction, Outgoing};

use super::text::clipped;
use super::{Look, Place, quoted};
use crate::key;
use crate::press::{Audience, Press};

/// What the id of a menu begins with whose entries carry what they do.
pub(crate) const MENU: &str = "menu";
/// Rows in a message.
pub(super) const MAX_ROWS: usize = 5;
/// Buttons in a row.
const IN_ROW: usize = 5;
/// Entries in a menu.
const IN_MENU: usize = 25;
/// Letters on a button.
pub(super) const MAX_LABEL: usize = 80;
/// Letters of a menu's entry, and of its note.
const MAX_ENTRY: usize = 100;
/// Entries that are still shown as buttons: one tap instead of two.
const FEW: usize = 5;

/// The rows under a message.
pub(super) fn rows(message: &Outgoing, look: Look<'_>) -> Vec<Value> {
    let mut rows = Rows { seen: HashSet::new(), rows: Vec::new(), menus: 0, look };
    for block in &message.blocks {
        if let Block::List(entries) = block {
            rows.entries(entries, &look.replies.text(message.form, key!("discord-choose")));
        }
    }
    rows.buttons(&buttons(message, look));
    rows.rows
}

/// A button as the platform takes it.
pub(crate) fn button(label: &str, style: u8, id: &str) -> Value {
    json!({ "type": 2, "style": style, "label": clipped(label, MAX_LABEL), "custom_id": id })
}

/// What a button offers, with its label and style.
type Offer = (String, u8, Press);

fn buttons(message: &Outgoing, look: Look<'_>) -> Vec<Offer> {
    let say = |key: &str| look.replies.text(message.form, key);
    let mut offers: Vec<Offer> = Vec::new();
    if look.place != Place::Direct && waits_for_text(message) {
        offers.push((say(key!("discord-write")), 1, Press::Write));
    }
    offers.extend(
        message
            .buttons
            .iter()
            .map(|Button { label, action }| (label.clone(), style(action), Press::Action(action.clone()))),
    );
    if let (Place::Hidden { in_server: true }, Some(id)) = (look.place, quoted(message)) {
        offers.push((say(key!("discord-share")), 2, Press::Share(id.clone())));
    }
    offers
}

/// Green for what sends, red for what cannot be undone, grey otherwise.
fn style(action: &Action) -> u8 {
    match action {
        Action::Form(FormAction::Send | FormAction::Consent) | Action::Letter(LetterAction::Send) => 3,
        Action::ForgetSure | Action::Case(CaseVerb::WithdrawSure, _) => 4,
        _ => 2,
    }
}

/// Whether a step of a form is answered by typing: then there is nothing to
/// press but ways out and what was typed before.
fn waits_for_text(message: &Outgoing) -> bool {
    use FormAction::{Back, Cancel, Keep, Place, Region};
    let entries = message.blocks.iter().filter_map(|block| match block {
        Block::List(entries) => Some(entries),
        _ => None,
    });
    let entries = entries.flatten().filter_map(|entry| entry.action.as_ref());
    let mut actions = entries.chain(message.buttons.iter().map(|button| &button.action)).peekable();
    let is_out = |action: &Action| {
        matches!(
            action,
            Action::Form(Back | Cancel | Keep | Place(_) | Region(_)) | Action::Letter(LetterAction::Cancel)
        )
    };
    message.kind == Kind::Form && actions.peek().is_some() && actions.all(is_out)
}

struct Rows<'a> {
    /// The platform refuses two of the same in a message.
    seen: HashSet<String>,
    rows: Vec<Value>,
    menus: usize,
    look: Look<'a>,
}

impl Rows<'_> {
    fn entries(&mut self, entries: &[Entry], placeholder: &str) {
        let chosen: Vec<(&Entry, &Action)> =
            entries.iter().filter_map(|entry| Some((entry, entry.action.as_ref()?))).collect();
        let fits = |(entry, _): &(&Entry, &Action)| entry.title.encode_utf16().count() <= MAX_LABEL;
        if chosen.len() <= FEW && chosen.iter().all(fits) {
            let offers: Vec<Offer> = chosen
                .iter()
                .map(|(entry, action)| (entry.title.clone(), style(action), Press::Action((*action).clone())))
                .collect();
            return self.buttons(&offers);
        }
        for chunk in chosen.chunks(IN_MENU) {
            let options: Vec<Value> = chunk.iter().filter_map(|(entry, action)| self.option(entry, action)).collect();
            if !options.is_empty() {
                self.menu(&options, placeholder);
            }
        }
    }

    fn option(&mut self, entry: &Entry, action: &Action) -> Option<Value> {
        if entry.title.trim().is_empty() {
            return None;
        }
        let value = self.id(&Press::Action(action.clone()))?;
        let mut option = json!({ "label": clipped(&entry.title, MAX_ENTRY), "value": value });
        if let Some(note) = entry.note.as_ref().filter(|note| !note.trim().is_empty()) {
            option["description"] = clipped(note, MAX_ENTRY).into();
        }
        Some(option)
    }

    fn menu(&mut self, options: &[Value], placeholder: &str) {
        // Nothing is read of a menu's own id: what counts is the entry's value.
        let id = format!("{MENU}{}", self.menus);
        self.menus += 1;
        let menu = json!({ "type": 3, "custom_id": id, "options": options, "placeholder": placeholder });
        self.rows.push(json!({ "type": 1, "components": [menu] }));
    }

    fn buttons(&mut self, offers: &[Offer]) {
        let made: Vec<Value> = offers
            .iter()
            .filter(|(label, ..)| !label.trim().is_empty())
            .filter_map(|(label, style, press)| Some(button(label, *style, &self.id(press)?)))
            .collect();
        for row in made.chunks(IN_ROW) {
            self.rows.push(json!({ "type": 1, "components": row }));
        }
    }

    /// The signed id, once a message.
    fn id(&mut self, press: &Press) -> Option<String> {
        let audience = if self.look.place == Place::Open { Audience::Anybody } else { self.look.audience };
        let id = press.seal(self.look.keyring, audience);
        let fits = id.len() <= crate::press::MAX_ID;
        (fits && self.seen.insert(id.clone())).then_some(id)
    }
}
