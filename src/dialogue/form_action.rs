//! What buttons of the request form and of a case do, and their written form.

use crate::request::{CaseCode, HelpKind, Step};

/// What a button of the form does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormAction {
    /// Go on after the warning.
    Consent,
    /// A role by id.
    Role(String),
    /// A municipality by number.
    Place(String),
    /// A region by id, where the municipality is not known.
    Region(String),
    /// A kind of help.
    Kind(HelpKind),
    /// Be answered here.
    ReplyHere,
    /// Be answered at an address of one's own.
    ReplyElsewhere,
    /// Take every suggestion.
    AcceptAll,
    /// Take one suggestion, counted from 0.
    Accept(u8),
    /// Keep the text as it is.
    Keep,
    /// One step back.
    Back,
    /// Choose what to change.
    Change,
    /// Change one step.
    Edit(Step),
    /// Delete the form.
    Cancel,
    /// Go on with a form that was left.
    Resume,
    /// Send it.
    Send,
}

impl FormAction {
    pub(super) fn encode(&self) -> String {
        let word = match self {
            Self::Role(id) => return format!("f:r:{id}"),
            Self::Place(number) => return format!("f:k:{number}"),
            Self::Region(id) => return format!("f:o:{id}"),
            Self::Kind(kind) => return format!("f:h:{}", kind.as_str()),
            Self::Accept(at) => return format!("f:n:{at}"),
            Self::Edit(step) => return format!("f:e:{}", step.as_str()),
            Self::Consent => "ja",
            Self::ReplyHere => "her",
            Self::ReplyElsewhere => "selv",
            Self::AcceptAll => "alle",
            Self::Keep => "behold",
            Self::Back => "tilbake",
            Self::Change => "endre",
            Self::Cancel => "avbryt",
            Self::Resume => "fortsett",
            Self::Send => "send",
        };
        format!("f:{word}")
    }

    /// Reads what stands after `f:`.
    pub(super) fn decode(text: &str) -> Option<Self> {
        if let Some((kind, value)) = text.split_once(':') {
            let name = || {
                let fits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric());
                fits.then(|| value.to_owned())
            };
            return Some(match kind {
                "r" => Self::Role(name()?),
                "k" => Self::Place(name()?),
                "o" => Self::Region(name()?),
                "h" => Self::Kind(HelpKind::from_name(value)?),
                "n" => Self::Accept(value.parse().ok()?),
                "e" => Self::Edit(Step::from_name(value)?),
                _ => return None,
            });
        }
        Some(match text {
            "ja" => Self::Consent,
            "her" => Self::ReplyHere,
            "selv" => Self::ReplyElsewhere,
            "alle" => Self::AcceptAll,
            "behold" => Self::Keep,
            "tilbake" => Self::Back,
            "endre" => Self::Change,
            "avbryt" => Self::Cancel,
            "fortsett" => Self::Resume,
            "send" => Self::Send,
            _ => return None,
        })
    }
}

/// What a button of a case does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseVerb {
    /// Show it.
    Show,
    /// Ask whether to take it back.
    Withdraw,
    /// Take it back.
    WithdrawSure,
    /// Write a correction.
    Correct,
    /// Write to the adviser.
    Write,
    /// Close it.
    Close,
}

impl CaseVerb {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Show, "v"),
        (Self::Withdraw, "t"),
        (Self::WithdrawSure, "T"),
        (Self::Correct, "r"),
        (Self::Write, "s"),
        (Self::Close, "l"),
    ];

    pub(super) fn encode(self, code: &CaseCode) -> String {
        let letter = Self::ALL.into_iter().find(|(verb, _)| *verb == self).map_or("v", |(_, letter)| letter);
        format!("c{letter}:{}", code.as_str())
    }

    /// Reads the letter after `c`.
    pub(super) fn decode(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| *own == letter).map(|(verb, _)| verb)
    }
}

/// What a button under a letter that is not sent yet does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterAction {
    /// Send it.
    Send,
    /// Write it anew.
    Again,
    /// Drop it.
    Cancel,
}

impl LetterAction {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Send, "x:send"), (Self::Again, "x:nytt"), (Self::Cancel, "x:avbryt")];

    pub(super) fn encode(self) -> &'static str {
        Self::ALL.into_iter().find(|(action, _)| *action == self).map_or("x:avbryt", |(_, word)| word)
    }

    /// Reads a whole written form.
    pub(super) fn decode(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, word)| *word == text).map(|(action, _)| action)
    }
}
