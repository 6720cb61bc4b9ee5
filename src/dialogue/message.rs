//! What comes in and what goes out, in no platform's words.
//!
//! Plain data: a door fills an [`Incoming`] and renders every [`Outgoing`]. The
//! texts in blocks are final and not escaped; escaping is the door's.

use jiff::civil::Date;
use serde::Serialize;

use super::action::Action;
use super::donation::Sentence;
use crate::knowledge::PassageId;
use crate::language::WrittenForm;
use crate::request::{CaseCode, Draft, LetterKind};

/// A message from a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Where it came in.
    pub door: Door,
    /// One to one, or in front of others.
    pub scope: Scope,
    /// The form the person's device is set to, where the door knows it.
    pub locale: Option<WrittenForm>,
    /// What it says.
    pub what: What,
    /// Whether its text is surely the sender's own words, written to the bot
    /// alone; somebody else's are not the sender's to give.
    pub is_own: bool,
}

impl Incoming {
    /// A message whose text may be somebody else's: quoted, or passed on.
    #[must_use]
    pub fn new(door: Door, scope: Scope, locale: Option<WrittenForm>, what: What) -> Self {
        Self { door, scope, locale, what, is_own: false }
    }

    /// The same, of a text the sender wrote to the bot alone.
    #[must_use]
    pub fn own(self) -> Self {
        Self { is_own: true, ..self }
    }
}

/// A door of the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Door {
    /// Telegram.
    Telegram,
    /// Discord.
    Discord,
    /// The web page.
    Web,
    /// The terminal.
    Terminal,
}

impl Door {
    /// Its name in the store, in configuration and in logs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Discord => "discord",
            Self::Web => "web",
            Self::Terminal => "terminal",
        }
    }
}

/// Who sees the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Only the person who asked.
    Private,
    /// A group or channel.
    Group,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Typed text: a question, small talk, or a command by its name.
    Text(String),
    /// A pressed button.
    Pressed(Action),
}

/// A message to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outgoing {
    /// What kind of message it is, for doors that sort or mark them.
    pub kind: Kind,
    /// The written form of the bot's own words in it.
    pub form: WrittenForm,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
    /// Buttons under it, in order, at most eight.
    pub buttons: Vec<Button>,
    /// The case whose receipt this message shows: later receipts edit it where
    /// the door can.
    pub receipt: Option<CaseCode>,
}

impl Outgoing {
    /// A message of one text of the catalogue, without buttons.
    #[must_use]
    pub fn said(kind: Kind, form: WrittenForm, text: String) -> Self {
        Self { kind, form, blocks: vec![Block::Text(text)], buttons: Vec::new(), receipt: None }
    }
}

/// Kinds of messages; also the `kind` of `ask --jsonl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A quoted passage.
    Answer,
    /// «Mente du …?»
    Options,
    /// The content has no answer.
    Decline,
    /// The emergency card.
    Acute,
    /// Small talk.
    Smalltalk,
    /// A request to help extremism, refused.
    Refuse,
    /// Anything else: help, lists, settings.
    Notice,
    /// A step of the request form.
    Form,
    /// The exact text of something that would be sent. Not to be forwarded or
    /// saved, where the door can prevent it.
    Preview,
    /// What became of a request.
    Receipt,
    /// A letter from an adviser.
    Letter,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// The bot's own words from the catalogue.
    Text(String),
    /// A heading in the bot's own words, or the title of what follows.
    Heading(String),
    /// A passage, word for word.
    Quote(Quote),
    /// Where a quote stands.
    Source(Source),
    /// The emergency card.
    Emergency(EmergencyCard),
    /// Entries to choose from or to read.
    List(Vec<Entry>),
    /// A person's own words, the asker's or an adviser's, shown as they are: line
    /// breaks kept, nothing in them interpreted.
    Letter(String),
}

/// Sentences of one passage, each byte for byte as in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The passage.
    pub id: PassageId,
    /// The sentence that answers, shown in a paragraph of its own.
    pub lead: String,
    /// What follows, in the passage's order.
    pub rest: Vec<QuoteBlock>,
    /// Whether the passage holds more than is shown.
    pub shortened: bool,
    /// The written form of the passage.
    pub form: WrittenForm,
}

/// A paragraph or list of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteBlock {
    /// Sentences, shown with a space between them.
    Paragraph(Vec<String>),
    /// List items.
    List(Vec<String>),
}

/// Where a quote stands: without it a quote is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The passage.
    pub id: PassageId,
    /// Title of the article, or the question.
    pub article: String,
    /// Heading of the section; `None` for a question.
    pub section: Option<String>,
    /// Address that lands on the section.
    pub link: String,
    /// Address of the bot's own reading page.
    pub reading: String,
    /// Day of the last review.
    pub reviewed: Date,
    /// The line a reader sees, in the form of the message: «Avvergingsplikt ›
    /// Når den slår inn · gjennomgått 21. november 2026».
    pub label: String,
    /// A film on the site about the same: its title and address.
    pub film: Option<(String, String)>,
}

/// What to do when life is in danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EmergencyCard {
    /// Category as in `ask --jsonl`: `suicide`, `weapon` …
    pub category: String,
    /// The first line, with the number to call.
    pub title: String,
    /// Further lines, in order.
    pub lines: Vec<String>,
    /// Numbers, each with what it is for.
    pub numbers: Vec<(String, String)>,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is called.
    pub title: String,
    /// A line more on it.
    pub note: Option<String>,
    /// What choosing it does.
    pub action: Option<Action>,
    /// Where it leads outside the conversation.
    pub link: Option<String>,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What it does.
    pub action: Action,
}

/// Something that must be done outside the dialogue.
///
/// A step decides; whoever runs it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Forget everything about the person: state, form, requests.
    Forget,
    /// Send a request under the code that was handed in.
    Send(Box<Draft>),
    /// Send a letter in a case.
    Write {
        /// The case.
        code: CaseCode,
        /// A correction or a message.
        kind: LetterKind,
        /// Its text, as previewed.
        text: String,
    },
    /// Take a request back.
    Withdraw(CaseCode),
    /// Close a case.
    Close(CaseCode),
    /// Keep a sentence for the editors, with nothing of who gave it.
    Donate(Sentence),
}
