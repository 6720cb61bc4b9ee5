//! The emergency card, before and above everything else.

use super::Action;
use super::compose::Words;
use super::message::{Block, EmergencyCard, Kind, Outgoing};
use crate::key;
use crate::language::WrittenForm;
use crate::safety::{Alarm, Category, Level, Localized};

/// The card for an alarm. The second card of a conversation is shorter: its
/// first line and the numbers.
pub(super) fn card(words: Words<'_>, alarm: &Alarm, shown_before: u8) -> Outgoing {
    let mut card = of_category(words, alarm.category);
    if shown_before > 0 {
        card.lines.clear();
    }
    let mut blocks = Vec::new();
    if alarm.level == Level::Serious {
        blocks.push(Block::Text(words.text(key!("acute-serious"))));
    }
    blocks.push(Block::Emergency(card));
    if shown_before == 0 {
        blocks.push(Block::Text(words.text(key!("acute-then"))));
    }
    words.message(Kind::Acute, blocks, &[Action::Adviser])
}

/// The card of somebody who asks for the numbers.
pub(super) fn general(words: Words<'_>) -> Outgoing {
    let card = of_category(words, Category::ViolenceNow);
    words.message(Kind::Acute, vec![Block::Emergency(card)], &[Action::Adviser, Action::Start])
}

fn of_category(words: Words<'_>, category: Category) -> EmergencyCard {
    let card = words.context.safety.card(category);
    EmergencyCard {
        category: category.as_str().to_owned(),
        title: in_form(&card.title, words.form),
        lines: card.lines.iter().map(|line| in_form(line, words.form)).collect(),
        numbers: card.numbers.iter().map(|number| (number.number.clone(), in_form(&number.what, words.form))).collect(),
    }
}

fn in_form(text: &Localized, form: WrittenForm) -> String {
    match form {
        WrittenForm::Nynorsk => text.nn.clone(),
        WrittenForm::English => text.en.clone(),
        _ => text.nb.clone(),
    }
}
