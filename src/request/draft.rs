//! The form while it is filled in: what is known, and what is asked next.

use serde::{Deserialize, Serialize};

use super::case::Found;

/// Longest story, in characters; one screen of a mail, and within every door.
pub const MAX_STORY_CHARS: usize = 3500;
/// Longest contact line, in characters.
pub const MAX_CONTACT_CHARS: usize = 200;

/// What is asked, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// What the form is for, what it must not hold, and whether to go on.
    Consent,
    /// Who asks: teacher, police …
    Role,
    /// Where: the municipality.
    Place,
    /// What kind of help.
    Kind,
    /// What it is about, without identity.
    Story,
    /// How to be answered.
    Reply,
    /// The asker's own address or number, when answered outside the chat.
    Contact,
    /// What looks like identity in the story, with suggestions.
    Check,
    /// The exact text and where it goes.
    Preview,
}

impl Step {
    const ALL: [Self; 9] = [
        Self::Consent,
        Self::Role,
        Self::Place,
        Self::Kind,
        Self::Story,
        Self::Reply,
        Self::Contact,
        Self::Check,
        Self::Preview,
    ];

    /// Its short name, for buttons and catalogue keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Consent => "samtykke",
            Self::Role => "rolle",
            Self::Place => "sted",
            Self::Kind => "hjelp",
            Self::Story => "sak",
            Self::Reply => "svar",
            Self::Contact => "kontakt",
            Self::Check => "sjekk",
            Self::Preview => "se",
        }
    }

    /// The step of a short name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == name)
    }
}

/// What kind of help is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HelpKind {
    /// To talk a worry over, anonymously.
    Discuss,
    /// Guidance over time.
    Guidance,
    /// A course or a talk.
    Training,
    /// Help with a plan or routines.
    Plan,
    /// Anything else.
    Other,
}

impl HelpKind {
    /// All, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Discuss, Self::Guidance, Self::Training, Self::Plan, Self::Other];

    /// Its short name, for buttons and catalogue keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Discuss => "drofte",
            Self::Guidance => "veiledning",
            Self::Training => "kurs",
            Self::Plan => "plan",
            Self::Other => "annet",
        }
    }

    /// The kind of a short name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How the asker wants to be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplyWay {
    /// In this conversation.
    Here,
    /// At an address or number of their own, as they wrote it.
    Contact(String),
}

/// Where the asker works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Municipality {
    /// Number of the municipality; `None` for a county or an unknown place.
    pub number: Option<String>,
    /// Name as shown; empty when the place is unknown.
    pub name: String,
    /// Region id whose inbox gets the request.
    pub region: String,
}

/// A choice made at a step that offers choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// To go on.
    Consent,
    /// A role's id.
    Role(String),
    /// A place.
    Place(Municipality),
    /// A kind of help.
    Kind(HelpKind),
    /// To be answered here.
    ReplyHere,
    /// To be answered elsewhere; the address is asked for next.
    ReplyElsewhere,
}

/// A form being filled in. Holds what the person wrote: sealed on disk, deleted
/// when sent, cancelled, or left alone for `[retention] draft_hours`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What is asked now.
    pub step: Step,
    /// Role id.
    pub role: Option<String>,
    /// Place.
    pub place: Option<Municipality>,
    /// Kind of help.
    pub kind: Option<HelpKind>,
    /// What it is about.
    pub story: Option<String>,
    /// How to be answered.
    pub reply: Option<ReplyWay>,
    /// Passages taken along: titles and links, never a question.
    pub found: Vec<Found>,
    /// Whether the asker has looked at what seemed to be identity in this story.
    pub checked: bool,
}

impl Draft {
    /// An empty form, with what was found.
    #[must_use]
    pub fn new(found: Vec<Found>) -> Self {
        let nothing = (None, None, None, None, None);
        let (role, place, kind, story, reply) = nothing;
        Self { step: Step::Consent, role, place, kind, story, reply, found, checked: false }
    }

    /// Takes a choice and moves on. A choice of another step than the one asked
    /// is taken too: a button of an earlier message still means what it says.
    pub fn choose(&mut self, choice: Choice) {
        match choice {
            Choice::Consent => {}
            Choice::Role(id) => self.role = Some(id),
            Choice::Place(place) => self.place = Some(place),
            Choice::Kind(kind) => self.kind = Some(kind),
            Choice::ReplyHere => self.reply = Some(ReplyWay::Here),
            Choice::ReplyElsewhere => {
                self.reply = None;
                self.step = Step::Contact;
                return;
            }
        }
        self.step = self.missing();
    }

    /// Takes the story.
    pub fn tell(&mut self, story: &str) {
        self.story = Some(story.trim().to_owned());
        self.checked = false;
        self.step = self.missing();
    }

    /// Takes the contact line.
    pub fn contact(&mut self, line: &str) {
        self.reply = Some(ReplyWay::Contact(line.trim().to_owned()));
        self.step = self.missing();
    }

    /// The asker has seen what looks like identity and goes on.
    pub fn check(&mut self) {
        self.checked = true;
        self.step = self.missing();
    }

    /// The first thing that is missing; [`Step::Preview`] when nothing is.
    fn missing(&self) -> Step {
        if self.role.is_none() {
            Step::Role
        } else if self.place.is_none() {
            Step::Place
        } else if self.kind.is_none() {
            Step::Kind
        } else if self.story.is_none() {
            Step::Story
        } else if self.reply.is_none() {
            Step::Reply
        } else if !self.checked {
            Step::Check
        } else {
            Step::Preview
        }
    }

    /// Whether it can be sent.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing() == Step::Preview
    }

    /// One step back; what was answered stays until it is answered anew.
    /// `false` at the beginning.
    pub fn back(&mut self) -> bool {
        let before = match self.step {
            Step::Consent => return false,
            Step::Role => Step::Consent,
            Step::Place => Step::Role,
            Step::Kind => Step::Place,
            Step::Story => Step::Kind,
            Step::Reply => Step::Story,
            Step::Contact | Step::Check | Step::Preview => Step::Reply,
        };
        self.edit(before);
        true
    }

    /// Asks a step again; its answer and nothing else is asked anew.
    pub fn edit(&mut self, step: Step) {
        match step {
            Step::Role => self.role = None,
            Step::Place => self.place = None,
            Step::Kind => self.kind = None,
            Step::Reply | Step::Contact => self.reply = None,
            Step::Check => self.checked = false,
            // The story is kept until a new one is written: it is long.
            Step::Story | Step::Consent | Step::Preview => {}
        }
        self.step = step;
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
