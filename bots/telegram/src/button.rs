//! What a button carries: an action, and a tag that only we can make.
//!
//! `callback_data` is at most 64 bytes and comes from anybody: a client can send
//! what it likes. So it is the tag (8 characters of base64url, 48 bits), a mark
//! that says whether the message may be replaced, and the action. The tag is
//! bound to the chat and holds after a restart, as the key does. An action that
//! is too long is carried as a short keyed hash and found again among the
//! content's own.

use std::sync::Arc;

use utveier::dialogue::Action;
use utveier::knowledge::Knowledge;
use utveier::seal::Keyring;

/// Most bytes of `callback_data`.
const MAX_DATA: usize = 64;
/// Characters of a tag.
const TAG: usize = 8;
/// What tags are for.
const PURPOSE: &str = "telegram-button";
/// What short hashes are for.
const SHORT: &str = "telegram-action";
/// In front of a short hash; no action begins so.
const HASHED: char = '~';

/// Makes and reads what buttons carry.
#[derive(Debug, Clone)]
pub(crate) struct Buttons {
    keyring: Arc<Keyring>,
}

/// A button that was really ours.
pub(crate) struct Opened {
    /// What it does.
    pub(crate) action: Action,
    /// Whether the message it stood under may be replaced.
    pub(crate) replaces: bool,
}

impl Buttons {
    pub(crate) fn new(keyring: Arc<Keyring>) -> Self {
        Self { keyring }
    }

    /// The data of a button in a chat; `None` when it would not fit.
    pub(crate) fn seal(&self, chat: i64, action: &Action, replaces: bool) -> Option<String> {
        let mark = if replaces { '!' } else { '.' };
        let word = self.word(action, MAX_DATA - TAG - 1);
        self.tagged(chat, &format!("{mark}{word}"))
    }

    /// Something of the door's own in a button of a chat; `None` when it would
    /// not fit. It must begin otherwise than an action's mark.
    pub(crate) fn tagged(&self, chat: i64, body: &str) -> Option<String> {
        let data = format!("{}{body}", self.tag(chat, body));
        (data.len() <= MAX_DATA).then_some(data)
    }

    /// What was tagged for this chat; `None` when it was not by us.
    pub(crate) fn untagged<'a>(&self, chat: i64, data: &'a str) -> Option<&'a str> {
        let (tag, body) = data.split_at_checked(TAG)?;
        let signature = unbase64(tag)?;
        let ours = self.keyring.sign(PURPOSE, signed(chat, body).as_bytes());
        bool::from(subtle::ConstantTimeEq::ct_eq(&ours[..signature.len()], &signature)).then_some(body)
    }

    /// Reads the data of a button pressed in a chat; `None` when it is forged,
    /// made for another chat, or about content that is gone.
    pub(crate) fn open(&self, chat: i64, data: &str, knowledge: &Knowledge) -> Option<Opened> {
        let mut letters = self.untagged(chat, data)?.chars();
        let replaces = match letters.next()? {
            '!' => true,
            '.' => false,
            _ => return None,
        };
        let action = self.action(letters.as_str(), knowledge)?;
        Some(Opened { action, replaces })
    }

    /// An action in at most `room` bytes where it can be, else hashed.
    pub(crate) fn word(&self, action: &Action, room: usize) -> String {
        let word = action.encode();
        if word.len() <= room { word } else { format!("{HASHED}{}", self.hash(&word)) }
    }

    /// The action of a word, looked up in the content when it is hashed.
    pub(crate) fn action(&self, word: &str, knowledge: &Knowledge) -> Option<Action> {
        match word.strip_prefix(HASHED) {
            Some(hash) => long_actions(knowledge).find(|action| self.hash(&action.encode()) == hash),
            None => Action::decode(word),
        }
    }

    /// Eleven characters that name an action.
    fn hash(&self, word: &str) -> String {
        base64(&self.keyring.sign(SHORT, word.as_bytes())[..8])
    }

    fn tag(&self, chat: i64, body: &str) -> String {
        base64(&self.keyring.sign(PURPOSE, signed(chat, body).as_bytes())[..6])
    }
}

fn signed(chat: i64, body: &str) -> String {
    format!("{chat}\n{body}")
}

/// Every action whose words can be long: those with a passage or an article.
pub(crate) fn long_actions(knowledge: &Knowledge) -> impl Iterator<Item = Action> + '_ {
    let passages = knowledge.passages().iter().flat_map(|passage| {
        let id = || passage.id.clone();
        [Action::Answer(id()), Action::Whole(id()), Action::AdviserWith(id())]
    });
    passages.chain(knowledge.articles().iter().map(|article| Action::Article(article.id.clone())))
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url of RFC 4648, without padding.
fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..=chunk.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]));
        }
    }
    text
}

/// Six bytes of eight letters.
fn unbase64(text: &str) -> Option<[u8; 6]> {
    if text.len() != TAG {
        return None;
    }
    let mut bits = 0_u64;
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|own| *own == letter)?;
        bits = bits << 6 | u64::try_from(value).ok()?;
    }
    let bytes = bits.to_be_bytes();
    bytes[2..].try_into().ok()
}

#[cfg(test)]
#[path = "button_tests.rs"]
mod tests;
