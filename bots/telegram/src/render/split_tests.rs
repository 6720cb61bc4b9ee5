//! Splitting and entities, with what people really write: emoji, right-to-left
//! scripts, combining marks, endless words.

use super::*;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

/// Pieces of text that are hard on offsets.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Taushetsplikten gjelder også her. ".to_owned()),
        Just("æøå ÆØÅ ".to_owned()),
        Just("👩‍👩‍👧‍👦🇳🇴👍🏽 ".to_owned()),
        Just("a\u{30a}e\u{301}\u{327}".to_owned()),
        Just("مرحبا بالعالم ".to_owned()),
        Just("שלום! ".to_owned()),
        Just("\n\n".to_owned()),
        Just("𝔘𝔱𝔳𝔢𝔦𝔢𝔯".to_owned()),
        "\\PC{0,40}",
        "[a-z]{200}",
    ]
}

fn style() -> impl Strategy<Value = Option<Style>> {
    prop_oneof![
        Just(None),
        Just(Some(Style::Bold)),
        Just(Some(Style::Quote)),
        Just(Some(Style::Link("https://example.org/a#b".into())))
    ]
}

fn marked() -> impl Strategy<Value = Marked> {
    vec((piece(), style(), 1..30_usize), 0..40).prop_map(|pieces| {
        let mut marked = Marked::default();
        for (text, style, times) in pieces {
            let text = text.repeat(times);
            match style {
                Some(style) => marked.styled(style, &text),
                None => marked.plain(&text),
            }
        }
        marked
    })
}

/// The text of an entity, cut out as Telegram does.
fn cut(text: &str, entity: &MessageEntity) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[entity.offset..entity.offset + entity.length]).expect("no torn pair")
}

fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #[test]
    fn nothing_is_lost_and_every_part_fits(marked in marked()) {
        let parts = parts(&marked);
        let together: String = parts.iter().map(|part| dense(&part.text)).collect();
        prop_assert_eq!(together, dense(&marked.text));
        for part in &parts {
            prop_assert!((1..=4096).contains(&units(&part.text)));
            prop_assert_eq!(part.text.trim(), &part.text);
            prop_assert!(part.entities.len() <= 100);
        }
    }

    #[test]
    fn entities_mark_what_was_marked(marked in marked()) {
        let parts = parts(&marked);
        let mut seen = String::new();
        for part in &parts {
            for entity in &part.entities {
                let own = cut(&part.text, entity);
                prop_assert!(!own.is_empty());
                prop_assert_eq!(own.trim(), &own);
                seen.push_str(&dense(&own));
            }
        }
        let wanted: String = marked.marks.iter().map(|mark| dense(&marked.text[mark.range.clone()])).collect();
        prop_assert_eq!(seen, wanted);
    }

    #[test]
    fn any_text_is_split_without_end_or_panic(text in any::<String>(), times in 1..2000_usize) {
        let mut marked = Marked::default();
        marked.styled(Style::Bold, &text.repeat(times.min(100_000 / text.len().max(1))));
        let _parts = parts(&marked);
    }
}

#[test]
fn long_text_breaks_after_a_sentence() {
    let mut marked = Marked::default();
    marked.plain(&"Dette er en setning som står alene. ".repeat(300));
    let parts = parts(&marked);
    assert_eq!(parts.len(), 3);
    assert!(parts.iter().all(|part| part.text.ends_with('.')));
}

#[test]
fn one_word_of_ten_thousand_letters_is_cut_at_the_limit() {
    let mut marked = Marked::default();
    marked.plain(&"å".repeat(10_000));
    let lengths: Vec<usize> = parts(&marked).iter().map(|part| units(&part.text)).collect();
    assert_eq!(lengths, [4096, 4096, 1808]);
}

#[test]
fn family_and_accents_are_not_torn_apart() {
    let mut marked = Marked::default();
    marked.plain(&format!("{}👩‍👩‍👧‍👦{}", "x".repeat(4092), "y".repeat(50)));
    assert!(parts(&marked)[1].text.starts_with('👩'));
    let mut marked = Marked::default();
    marked.plain(&format!("{}e\u{301}{}", "x".repeat(4095), "y".repeat(50)));
    assert!(parts(&marked)[1].text.starts_with("e\u{301}"));
}

#[test]
fn offset_after_an_emoji_counts_two_units() {
    let mut marked = Marked::default();
    marked.plain("😀 ");
    marked.styled(Style::Bold, "fet");
    let part = parts(&marked).remove(0);
    assert_eq!(part.entities, vec![MessageEntity::bold(3, 3)]);
}
