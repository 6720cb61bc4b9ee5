//! Links that open the private chat at something: `https://t.me/bot?start=…`.
//!
//! A payload has at most 64 of `A–Z a–z 0–9 _ -`. Anybody can write one, so only
//! what anybody may see is read: content, the way to a person, and a case, which
//! the desk shows to its own asker only.

use utveier::dialogue::{Action, CaseVerb};
use utveier::knowledge::Knowledge;

use crate::button::Buttons;

/// Most characters of a payload.
const MAX: usize = 64;

/// The payload of an action; `None` for one that is not for links.
pub(crate) fn payload(action: &Action, buttons: &Buttons) -> Option<String> {
    if !is_linkable(action) {
        return None;
    }
    let word = escaped(&action.encode());
    let word = if word.len() <= MAX { word } else { escaped(&buttons.word(action, 0)) };
    (word.len() <= MAX).then_some(word)
}

/// The action of a payload; `None` for anything that is none.
pub(crate) fn read(payload: &str, buttons: &Buttons, knowledge: &Knowledge) -> Option<Action> {
    if payload.len() > MAX {
        return None;
    }
    let action = buttons.action(&unescaped(payload)?, knowledge)?;
    is_linkable(&action).then_some(action)
}

/// The address of a payload.
pub(crate) fn url(bot: &str, payload: &str) -> Option<reqwest::Url> {
    reqwest::Url::parse(&format!("https://t.me/{bot}?start={payload}")).ok()
}

fn is_linkable(action: &Action) -> bool {
    match action {
        Action::Form(_)
        | Action::Letter(_)
        | Action::Forget
        | Action::ForgetSure
        | Action::Donate(..)
        | Action::TakeOver(_)
        | Action::NoneOfThese
        | Action::Language(_) => false,
        Action::Case(verb, _) => *verb == CaseVerb::Show,
        _ => true,
    }
}

/// Signs an action has and a payload must not: `_` stands for none of them.
const SIGNS: [(char, char); 4] = [(':', '0'), ('/', '1'), ('#', '2'), ('~', '3')];

fn escaped(word: &str) -> String {
    let mut text = String::new();
    for letter in word.chars() {
        match SIGNS.iter().find(|(sign, _)| *sign == letter) {
            Some((_, digit)) => text.extend(['_', *digit]),
            // Hashes are of base64url, which has an underscore.
            None if letter == '_' => text.push_str("__"),
            None => text.push(letter),
        }
    }
    text
}

fn unescaped(payload: &str) -> Option<String> {
    let mut text = String::new();
    let mut letters = payload.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '_' => {
                let next = letters.next()?;
                let sign = SIGNS.iter().find(|(_, digit)| *digit == next).map(|(sign, _)| *sign);
                text.push(sign.or((next == '_').then_some('_'))?);
            }
            letter if letter.is_ascii_alphanumeric() || letter == '-' => text.push(letter),
            _ => return None,
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert, prop_assert_eq, proptest};
    use std::sync::{Arc, LazyLock};
    use utveier::seal::Keyring;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
        utveier::knowledge::load(&folder).expect("the shipped content can be read").knowledge
    });

    #[test]
    fn every_passage_can_be_linked_to() {
        let buttons = Buttons::new(Arc::new(Keyring::generate()));
        for action in crate::button::long_actions(&KNOWLEDGE) {
            let payload = payload(&action, &buttons).unwrap();
            let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
            assert!(payload.len() <= MAX && payload.bytes().all(fits), "{payload}");
            assert_eq!(read(&payload, &buttons, &KNOWLEDGE), Some(action));
        }
    }

    #[test]
    fn links_cannot_send_or_delete() {
        let buttons = Buttons::new(Arc::new(Keyring::generate()));
        for word in ["f_0send", "slett_0ja", "slett", "x_0send", "cT_0234567A"] {
            assert_eq!(read(word, &buttons, &KNOWLEDGE), None, "{word}");
        }
        assert_eq!(read("radgiver", &buttons, &KNOWLEDGE), Some(Action::Adviser));
    }

    proptest! {
        #[test]
        fn words_come_back_from_their_escape(word in "[a-zA-Z0-9:/#~_-]{0,60}") {
            prop_assert_eq!(unescaped(&escaped(&word)), Some(word));
        }

        #[test]
        fn hostile_payloads_do_no_harm(payload in "\\PC{0,80}") {
            let buttons = Buttons::new(Arc::new(Keyring::generate()));
            let action = read(&payload, &buttons, &KNOWLEDGE);
            prop_assert!(action.is_none_or(|action| is_linkable(&action)));
        }
    }
}
