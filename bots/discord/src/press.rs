//! What a button or an entry of a menu does, as the platform carries it: at
//! most 100 bytes, signed for who may press it.
//!
//! A signature of nine letters, one letter for the kind, and the rest. The
//! signature binds it to a person, or says that anybody may press who sees it.
//! It holds after a restart, and until the key file changes.

use utveier::dialogue::Action;
use utveier::knowledge::PassageId;
use utveier::request::CaseCode;
use utveier::seal::Keyring;

/// The platform's limit for a `custom_id` and for a menu entry's value, in
/// characters; ours are ASCII.
pub(crate) const MAX_ID: usize = 100;
/// Letters of the signature: 54 bits.
const SIGNED: usize = 9;
/// What the signature is for.
const PURPOSE: &str = "discord-button";
/// Base 64 of RFC 4648, section 5.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What a press does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Press {
    /// Something of the dialogue.
    Action(Action),
    /// Show a quoted passage to everybody in the channel.
    Share(PassageId),
    /// Open the field to write in.
    Write,
    /// The field was sent; the interaction that opened it, so that a field sent
    /// twice is taken once.
    Written(u64),
    /// Something with a case in an inbox.
    Inbox(Duty, CaseCode),
    /// Hand a case on to a region, by its id.
    HandOn(CaseCode, String),
    /// Choose the topics of a server, or of one channel of it.
    Topics(bool),
}

/// What an adviser does with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duty {
    /// Says that they look at it.
    Claim,
    /// Opens the field for an answer.
    Answer,
    /// The answer was written.
    Answered,
    /// Closes the case.
    Close,
    /// Opens the choice of another region.
    Transfer,
}

impl Duty {
    const ALL: [(Self, char); 5] =
        [(Self::Claim, 't'), (Self::Answer, 's'), (Self::Answered, 'S'), (Self::Close, 'l'), (Self::Transfer, 'o')];
}

/// Who may press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// One person, by their id.
    Person(u64),
    /// Whoever sees the message: a shared answer, a case in an inbox.
    Anybody,
}

impl Press {
    fn encode(&self) -> String {
        match self {
            Self::Action(action) => format!("a{}", action.encode()),
            Self::Share(id) => format!("d{}", id.as_str()),
            Self::Write => "w".into(),
            Self::Written(opened) => format!("m{opened}"),
            Self::Inbox(duty, code) => {
                let letter = Duty::ALL.into_iter().find(|(own, _)| own == duty).map_or('t', |(_, letter)| letter);
                format!("i{letter}{}", code.as_str())
            }
            Self::HandOn(code, region) => format!("o{} {region}", code.as_str()),
            Self::Topics(is_channel) => if *is_channel { "tk" } else { "ts" }.into(),
        }
    }

    pub(crate) fn decode(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let kind = letters.next()?;
        let rest = letters.as_str();
        match kind {
            'a' => Action::decode(rest).map(Self::Action),
            'd' => PassageId::parse(rest).map(Self::Share),
            'w' if rest.is_empty() => Some(Self::Write),
            't' if matches!(rest, "k" | "s") => Some(Self::Topics(rest == "k")),
            'm' => rest.parse().ok().map(Self::Written),
            'i' => {
                let mut letters = rest.chars();
                let letter = letters.next()?;
                let (duty, _) = Duty::ALL.into_iter().find(|(_, own)| *own == letter)?;
                Some(Self::Inbox(duty, letters.as_str().parse().ok()?))
            }
            'o' => {
                let (code, region) = rest.split_once(' ')?;
                Some(Self::HandOn(code.parse().ok()?, region.to_owned()))
            }
            _ => None,
        }
    }

    /// The signed form.
    pub(crate) fn seal(&self, keyring: &Keyring, audience: Audience) -> String {
        let text = self.encode();
        format!("{}{text}", signature(keyring, audience, &text))
    }

    /// Reads a signed form that came back from `person`. Untrusted: `None` when
    /// nobody signed it for them.
    pub(crate) fn open(keyring: &Keyring, person: u64, sealed: &str) -> Option<Self> {
        let (signed, text) = (sealed.get(..SIGNED)?, sealed.get(SIGNED..)?);
        let holds = [Audience::Person(person), Audience::Anybody]
            .into_iter()
            .any(|audience| same(&signature(keyring, audience, text), signed));
        holds.then(|| Self::decode(text)).flatten()
    }
}

fn signed_text(audience: Audience, text: &str) -> String {
    match audience {
        Audience::Person(id) => format!("{id}\n{text}"),
        Audience::Anybody => format!("\n{text}"),
    }
}

fn signature(keyring: &Keyring, audience: Audience, text: &str) -> String {
    let bytes = keyring.sign(PURPOSE, signed_text(audience, text).as_bytes());
    let number = bytes[..8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (0..SIGNED).map(|at| char::from(LETTERS[(number >> (58 - 6 * at) & 63) as usize])).collect()
}

/// Compares in a time that does not depend on where they differ.
fn same(ours: &str, theirs: &str) -> bool {
    ours.len() == theirs.len() && ours.bytes().zip(theirs.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, proptest};
    use utveier::dialogue::{CaseVerb, FormAction};

    use super::*;

    #[test]
    fn every_press_comes_back_to_its_person_and_to_nobody_else() {
        let (keyring, code) = (Keyring::generate(), CaseCode::from_random([7; 8]));
        for press in [
            Press::Action(Action::Form(FormAction::Send)),
            Press::Action(Action::Case(CaseVerb::WithdrawSure, code.clone())),
            Press::Share(PassageId::parse("samarbeid/mentor#hva").unwrap()),
            Press::Write,
            Press::Written(u64::MAX),
            Press::Inbox(Duty::Answered, code.clone()),
            Press::HandOn(code.clone(), "vest".into()),
            Press::Topics(true),
            Press::Topics(false),
        ] {
            let sealed = press.seal(&keyring, Audience::Person(1));
            assert_eq!(Press::open(&keyring, 1, &sealed), Some(press.clone()));
            assert_eq!(Press::open(&keyring, 2, &sealed), None);
            assert_eq!(Press::open(&Keyring::generate(), 1, &sealed), None);
            let sealed = press.seal(&keyring, Audience::Anybody);
            assert_eq!(Press::open(&keyring, 2, &sealed), Some(press));
        }
    }

    proptest! {
        #[test]
        fn forged_ids_open_to_nothing(text in "\\PC{0,120}") {
            prop_assert!(Press::open(&Keyring::generate(), 1, &text).is_none());
        }

        #[test]
        fn changed_ids_open_to_nothing(at in 0_usize..20, other in 0_u8..64) {
            let keyring = Keyring::generate();
            let sealed = Press::Action(Action::Answer(PassageId::parse("samarbeid/mentor#hva").unwrap()));
            let sealed = sealed.seal(&keyring, Audience::Person(1));
            let mut changed = sealed.clone().into_bytes();
            changed[at] = LETTERS[usize::from(other)];
            let changed = String::from_utf8(changed).unwrap();
            prop_assert!(changed == sealed || Press::open(&keyring, 1, &changed).is_none());
        }
    }
}
