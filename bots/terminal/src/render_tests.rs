use super::*;
use utveier::dialogue::{Button, Kind};
use utveier::language::WrittenForm;

fn message(blocks: Vec<Block>) -> Outgoing {
    let buttons = vec![Button { label: "Hjelp".into(), action: Action::Help }];
    Outgoing { kind: Kind::Notice, form: WrittenForm::Bokmal, blocks, buttons, receipt: None }
}

#[test]
fn entries_and_buttons_are_numbered_in_one_row() {
    let entry = Entry { title: "Temaer".into(), note: None, action: Some(Action::Topics), link: None };
    let rendered = render(&[message(vec![Block::List(vec![entry])])], 40, true);
    assert_eq!(rendered.text, "  1. Temaer\n\n[2] Hjelp");
    assert_eq!(rendered.choices, [Action::Topics, Action::Help]);
}

#[test]
fn without_numbers_there_is_nothing_to_choose() {
    let rendered = render(&[message(vec![Block::Text("Hei.".into())])], 40, false);
    assert_eq!((rendered.text.as_str(), rendered.choices.len()), ("Hei.", 0));
}

#[test]
fn long_text_is_wrapped_and_control_characters_are_dropped() {
    let text = format!("{} \u{1b}[31mrød", "ord ".repeat(20));
    let rendered = render(&[message(vec![Block::Text(text)])], 30, false);
    assert!(rendered.text.lines().all(|line| line.chars().count() <= 30));
    assert!(!rendered.text.contains('\u{1b}'));
}
