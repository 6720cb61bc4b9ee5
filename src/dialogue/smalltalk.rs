//! Small talk: greetings, thanks and the like, and nothing else in the message.
//!
//! Phrases are patterns over words (`smalltalk/phrases.txt`), words are brought
//! to one form first (`smalltalk/words.txt`). A message is small talk when
//! phrases and fillers cover every word of it; one word too many, and it is a
//! question for someone else to answer.

mod lexicon;

use std::sync::LazyLock;

use self::lexicon::Lexicon;
use crate::language::normalize::normalize;
use crate::language::token::words;

/// Longer messages, in bytes, are not looked at.
const MAX_BYTES: usize = 160;
/// Messages of more words are not small talk.
const MAX_WORDS: usize = 8;

/// Faces made of letters and signs, and the sign they stand for.
const EMOTICONS: [(&str, &str); 8] =
    [("<3", "❤"), (":d", "🙂"), (":-d", "🙂"), (":p", "🙂"), (":)", "🙂"), (":-)", "🙂"), (";)", "🙂"), ("xd", "🙂")];

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::read(include_str!("smalltalk/words.txt"), include_str!("smalltalk/phrases.txt")));

/// What a social message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Smalltalk {
    /// «Hei», «er du der?».
    Greeting,
    /// «Takk for hjelpen».
    Thanks,
    /// «Ha det».
    Bye,
    /// «Bra svar».
    Praise,
    /// «Dette hjalp ikke».
    Complaint,
    /// «Hvem er du?», «hva kan jeg spørre om?».
    Who,
    /// «Er du et menneske?».
    Human,
    /// «Kan du nynorsk?».
    Language,
    /// «Ok», «skjønner», a thumb up.
    Ok,
    /// «Hvordan går det?».
    HowAreYou,
}

impl Smalltalk {
    /// Every kind, the one that decides first where a message has several.
    ///
    /// «Hei, hvem er du?» is [`Smalltalk::Who`].
    pub const ALL: [Self; 10] = [
        Self::Who,
        Self::Human,
        Self::Language,
        Self::HowAreYou,
        Self::Complaint,
        Self::Bye,
        Self::Thanks,
        Self::Praise,
        Self::Greeting,
        Self::Ok,
    ];

    /// The name in data files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Greeting => "greeting",
            Self::Thanks => "thanks",
            Self::Bye => "bye",
            Self::Praise => "praise",
            Self::Complaint => "complaint",
            Self::Who => "who",
            Self::Human => "human",
            Self::Language => "language",
            Self::Ok => "ok",
            Self::HowAreYou => "how-are-you",
        }
    }
}

/// The kind of small talk a message is, if it is nothing but that.
///
/// «Takk, men hvordan melder jeg til barnevernet?» is not small talk.
#[must_use]
pub fn recognize(text: &str) -> Option<Smalltalk> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let text = with_signs(&normalize(text));
    let lexicon = &*LEXICON;
    let sign = lexicon.sign(&text)?;
    let message: Vec<&str> = words(&text).take(MAX_WORDS + 1).collect();
    if message.is_empty() {
        return Smalltalk::ALL.get(sign).copied();
    }
    if message.len() > MAX_WORDS {
        return None;
    }
    let message: Option<Vec<u16>> = message.into_iter().map(|word| lexicon.word(word)).collect();
    lexicon.cover(&message?)
}

/// Emoticons as signs, so that their letters are not taken for words.
fn with_signs(text: &str) -> String {
    let sign = |piece| EMOTICONS.iter().find(|(face, _)| *face == piece).map_or(piece, |(_, sign)| *sign);
    let mut out = String::with_capacity(text.len() + 8);
    for piece in text.split_whitespace() {
        out.push_str(sign(piece));
        out.push(' ');
    }
    out
}

#[cfg(test)]
#[path = "smalltalk_tests.rs"]
mod tests;
