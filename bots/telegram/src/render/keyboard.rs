//! Buttons under a message.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};
use utveier::dialogue::{Action, Block, Kind, Outgoing};

use crate::button::Buttons;
use crate::deep_link;

/// Most buttons of a keyboard that clients show.
const MAX_BUTTONS: usize = 100;
/// Labels up to this many characters stand two in a row.
const HALF_ROW: usize = 16;
/// Most characters of a label.
const MAX_LABEL: usize = 100;

/// Something to choose.
pub(crate) struct Choice<'a> {
    /// What the button says.
    pub(crate) label: &'a str,
    /// What it does.
    pub(crate) action: &'a Action,
    /// Whether it is an entry of a list, which has a row of its own.
    pub(crate) is_entry: bool,
}

/// What a message lets one choose: entries of its lists, then its buttons.
pub(crate) fn choices(outgoing: &Outgoing) -> Vec<Choice<'_>> {
    let lists = outgoing.blocks.iter().filter_map(|block| match block {
        Block::List(entries) => Some(entries),
        _ => None,
    });
    let entries = lists.flatten().filter_map(|entry| {
        let action = entry.action.as_ref()?;
        Some(Choice { label: &entry.title, action, is_entry: true })
    });
    let buttons =
        outgoing.buttons.iter().map(|button| Choice { label: &button.label, action: &button.action, is_entry: false });
    entries.chain(buttons).take(MAX_BUTTONS).collect()
}

/// Buttons that come back to us as callbacks of this chat. One that cannot be
/// made small enough is left out; a test holds that against all content.
pub(crate) fn sealed(outgoing: &Outgoing, chat: i64, buttons: &Buttons) -> Vec<Vec<InlineKeyboardButton>> {
    // Steps of a form and lists are replaced by what they lead to; answers stay.
    let replaces = matches!(outgoing.kind, Kind::Form | Kind::Notice);
    rows(&choices(outgoing), |choice| {
        let data = buttons.seal(chat, choice.action, replaces)?;
        Some(InlineKeyboardButton::callback(label(choice.label), data))
    })
}

/// Buttons that lead into the private chat, for messages others see too.
pub(crate) fn deep(outgoing: &Outgoing, bot: &str, buttons: &Buttons) -> Vec<Vec<InlineKeyboardButton>> {
    rows(&choices(outgoing), |choice| {
        let payload = deep_link::payload(choice.action, buttons)?;
        Some(InlineKeyboardButton::url(label(choice.label), deep_link::url(bot, &payload)?))
    })
}

/// A keyboard, if there is anything in it.
pub(crate) fn markup(rows: Vec<Vec<InlineKeyboardButton>>) -> Option<InlineKeyboardMarkup> {
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

fn rows(
    choices: &[Choice<'_>],
    make: impl Fn(&Choice<'_>) -> Option<InlineKeyboardButton>,
) -> Vec<Vec<InlineKeyboardButton>> {
    let mut rows: Vec<Vec<InlineKeyboardButton>> = Vec::new();
    let mut open = false;
    for choice in choices {
        let Some(button) = make(choice) else { continue };
        let is_short = !choice.is_entry && choice.label.chars().count() <= HALF_ROW;
        match rows.last_mut().filter(|_| open && is_short) {
            Some(row) => {
                row.push(button);
                open = false;
            }
            None => {
                rows.push(vec![button]);
                open = is_short;
            }
        }
    }
    rows
}

fn label(text: &str) -> String {
    if text.chars().count() <= MAX_LABEL {
        return text.to_owned();
    }
    text.chars().take(MAX_LABEL - 1).chain(['…']).collect()
}
