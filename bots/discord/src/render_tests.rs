use std::collections::HashSet;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::{prop_assert, proptest};
use utveier::dialogue::{Action, Button, Entry, Quote, QuoteBlock};
use utveier::knowledge::{self, PassageId};
use utveier::language::WrittenForm;

use super::*;
use crate::press::Press;

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,200}", "[a-zé*_`>#\\-\n @<\\\\👍🏽]{0,3000}", "[🇳🇴👩‍👩‍👧]{0,1200}"]
}

fn block() -> impl Strategy<Value = Block> {
    let entry = (text(), any::<bool>(), any::<u8>()).prop_map(|(title, is_button, at)| Entry {
        title,
        note: None,
        action: is_button.then(|| Action::Faq(usize::from(at))),
        link: None,
    });
    prop_oneof![
        text().prop_map(Block::Text),
        text().prop_map(Block::Heading),
        text().prop_map(Block::Letter),
        vec(entry, 0..60).prop_map(Block::List),
        (text(), vec(text(), 0..4)).prop_map(|(lead, rest)| Block::Quote(Quote {
            id: PassageId::parse("samarbeid/mentor#hva").unwrap(),
            lead,
            rest: vec![QuoteBlock::Paragraph(rest.clone()), QuoteBlock::List(rest)],
            shortened: false,
            form: WrittenForm::Bokmal,
        })),
    ]
}

fn message(blocks: Vec<Block>, labels: Vec<String>) -> Outgoing {
    let button = |(at, label): (usize, String)| Button { label, action: Action::Faq(at) };
    let buttons = labels.into_iter().enumerate().map(button).collect();
    Outgoing { blocks, buttons, ..Outgoing::said(Kind::Answer, WrittenForm::Bokmal, String::new()) }
}

fn rendered(message: &Outgoing, place: Place) -> Vec<Payload> {
    let (replies, keyring) = (Replies::default(), Keyring::generate());
    render(message, Look { place, audience: Audience::Person(u64::MAX), replies: &replies, keyring: &keyring })
}

/// What the platform refuses, checked on its own terms.
fn fits(payload: &Payload) -> Result<(), String> {
    let units = payload.content.encode_utf16().count();
    if units > 2000 || payload.content.trim().is_empty() {
        return Err(format!("{units} units of content"));
    }
    if payload.rows.len() > 5 {
        return Err("too many rows".into());
    }
    let mut ids = HashSet::new();
    for item in payload.rows.iter().flat_map(|row| row["components"].as_array().unwrap()) {
        let length = |value: &Value| value.as_str().map_or(0, |text| text.encode_utf16().count());
        let options = item["options"].as_array().map_or(&[][..], Vec::as_slice);
        let values: HashSet<String> = options.iter().map(|option| option["value"].to_string()).collect();
        let options_fit = options.iter().all(|option| {
            (1..=100).contains(&length(&option["label"])) && (1..=100).contains(&length(&option["value"]))
        });
        let label_fits = item["type"] != 2 || (1..=80).contains(&length(&item["label"]));
        let whole = (1..=100).contains(&length(&item["custom_id"])) && ids.insert(item["custom_id"].to_string());
        if !options_fit || !label_fits || !whole || options.len() > 25 || values.len() != options.len() {
            return Err(item.to_string());
        }
    }
    let wide = payload.rows.iter().any(|row| !(1..=5).contains(&row["components"].as_array().unwrap().len()));
    if wide { Err("a row of no or too many".into()) } else { Ok(()) }
}

proptest! {
    #[test]
    fn every_message_fits_the_platform(blocks in vec(block(), 0..6), labels in vec(text(), 0..12)) {
        for place in [Place::Direct, Place::Hidden { in_server: true }, Place::Open] {
            let payloads = rendered(&message(blocks.clone(), labels.clone()), place);
            prop_assert!(!payloads.is_empty());
            for payload in payloads {
                let fit = fits(&payload);
                prop_assert!(fit.is_ok(), "{fit:?}");
            }
        }
    }

    #[test]
    fn nothing_is_lost_when_a_text_is_split(text in text(), limit in 20_usize..300) {
        let parts = split(&escaped(&text), limit);
        let bare = |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '\n')).collect::<String>();
        prop_assert!(parts.iter().all(|part| part.encode_utf16().count() <= limit));
        prop_assert!(bare(&parts.concat()) == bare(&escaped(&text)));
    }

    #[test]
    fn escaped_text_reads_back(text in "[a-z*_~`|<>\\[\\]@#\\-\\\\ \n0-9.]{0,200}") {
        let escaped = escaped(&text);
        let mut letters = escaped.chars();
        let mut read = String::new();
        while let Some(letter) = letters.next() {
            read.push(if letter == '\\' { letters.next().unwrap() } else { letter });
        }
        prop_assert!(read == text, "{escaped}");
    }
}

#[test]
fn markup_and_mentions_are_shown_as_they_are() {
    assert_eq!(escaped("**a** <@1> @everyone"), "\\*\\*a\\*\\* \\<\\@1> \\@everyone");
    assert_eq!(escaped("# a\n1. b\n- c\n> d"), "\\# a\n1\\. b\n\\- c\n\\> d");
    assert_eq!(escaped("se https://example.org/a_b na_"), "se https://example.org/a_b na\\_");
}

/// Ids of the content are long; a button that does not fit would be left out.
#[test]
fn every_action_of_the_shipped_content_fits_an_id() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    let knowledge = knowledge::load(&folder).unwrap().knowledge;
    let keyring = Keyring::generate();
    for passage in knowledge.passages() {
        let actions = [Action::Answer, Action::Whole, Action::AdviserWith].map(|of| of(passage.id.clone()));
        for press in actions.map(Press::Action).into_iter().chain([Press::Share(passage.id.clone())]) {
            let sealed = press.seal(&keyring, Audience::Person(u64::MAX));
            assert!(sealed.len() <= crate::press::MAX_ID, "{} letters: {sealed}", sealed.len());
            assert_eq!(Press::open(&keyring, u64::MAX, &sealed), Some(press));
        }
    }
}
