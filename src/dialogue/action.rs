//! What a button does, and its short written form.

use serde::{Serialize, Serializer};

use super::donation::DonateVerb;
use super::form_action::{CaseVerb, FormAction, LetterAction};
use crate::knowledge::PassageId;
use crate::language::WrittenForm;
use crate::request::CaseCode;

/// What pressing a button, choosing an entry or typing a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Greeting and where to begin.
    Start,
    /// What can be typed.
    Help,
    /// The parts of the content.
    Topics,
    /// The articles of a part.
    Part(String),
    /// The sections of an article.
    Article(String),
    /// All questions, a page at a time, counted from 0.
    Faq(usize),
    /// Quote a passage.
    Answer(PassageId),
    /// The whole passage, unshortened.
    Whole(PassageId),
    /// «Ingen av disse.»
    NoneOfThese,
    /// All actors, or one by id.
    Actor(Option<String>),
    /// All terms, or one by id.
    Term(Option<String>),
    /// A role's first questions.
    Role(String),
    /// Choose a written form; `None` lists them.
    Language(Option<WrittenForm>),
    /// What is stored.
    Privacy,
    /// Forget this conversation.
    Forget,
    /// About the bot and the content.
    About,
    /// The way to a person.
    Adviser,
    /// The same, taking a found passage along.
    AdviserWith(PassageId),
    /// A step of the request form.
    Form(FormAction),
    /// The person's requests.
    Mine,
    /// Something with one of them.
    Case(CaseVerb, CaseCode),
    /// Something with a letter that is not sent yet.
    Letter(LetterAction),
    /// Forget everything, after being asked.
    ForgetSure,
    /// Take over the choices made at another door, by a code that works once.
    TakeOver(CaseCode),
    /// Something with a question that can be given to the editors.
    Donate(DonateVerb, CaseCode),
    /// The emergency card.
    Emergency,
}

impl Action {
    /// The written form: ASCII, at most 64 bytes for every id of the content,
    /// read back by [`Action::decode`].
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Start => "start".into(),
            Self::Help => "hjelp".into(),
            Self::Topics => "tema".into(),
            Self::Part(id) => format!("d:{id}"),
            Self::Article(id) => format!("t:{id}"),
            Self::Faq(page) => format!("faq:{page}"),
            Self::Answer(id) => format!("s:{id}"),
            Self::Whole(id) => format!("w:{id}"),
            Self::NoneOfThese => "ingen".into(),
            Self::Actor(None) => "aktor".into(),
            Self::Actor(Some(id)) => format!("a:{id}"),
            Self::Term(None) => "begrep".into(),
            Self::Term(Some(id)) => format!("b:{id}"),
            Self::Role(id) => format!("r:{id}"),
            Self::Language(None) => "sprak".into(),
            Self::Language(Some(form)) => format!("l:{}", form.code()),
            Self::Privacy => "personvern".into(),
            Self::Forget => "slett".into(),
            Self::About => "om".into(),
            Self::Adviser => "radgiver".into(),
            Self::AdviserWith(id) => format!("q:{id}"),
            Self::Form(action) => action.encode(),
            Self::Mine => "mine".into(),
            Self::Case(verb, code) => verb.encode(code),
            Self::Letter(action) => action.encode().into(),
            Self::ForgetSure => "slett:ja".into(),
            Self::Donate(verb, code) => verb.encode(code),
            Self::TakeOver(code) => format!("flytt:{}", code.as_str()),
            Self::Emergency => "akutt".into(),
        }
    }

    /// Reads what [`Action::encode`] wrote. Untrusted: `None` for anything else.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        if text.len() > 120 {
            return None;
        }
        if let Some((kind, value)) = text.split_once(':') {
            return Self::decode_with_value(kind, value);
        }
        Some(match text {
            "start" => Self::Start,
            "hjelp" => Self::Help,
            "tema" => Self::Topics,
            "ingen" => Self::NoneOfThese,
            "aktor" => Self::Actor(None),
            "begrep" => Self::Term(None),
            "sprak" => Self::Language(None),
            "personvern" => Self::Privacy,
            "slett" => Self::Forget,
            "om" => Self::About,
            "radgiver" => Self::Adviser,
            "mine" => Self::Mine,
            "akutt" => Self::Emergency,
            _ => return None,
        })
    }

    fn decode_with_value(kind: &str, value: &str) -> Option<Self> {
        let name = || {
            let fits =
                !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/'));
            fits.then(|| value.to_owned())
        };
        Some(match kind {
            "d" => Self::Part(name()?),
            "t" => Self::Article(name()?),
            "faq" => Self::Faq(value.parse().ok().filter(|&page| page < 1000)?),
            "s" => Self::Answer(PassageId::parse(value)?),
            "w" => Self::Whole(PassageId::parse(value)?),
            "a" => Self::Actor(Some(name()?)),
            "b" => Self::Term(Some(name()?)),
            "r" => Self::Role(name()?),
            "q" => Self::AdviserWith(PassageId::parse(value)?),
            "f" => Self::Form(FormAction::decode(value)?),
            "x" => Self::Letter(LetterAction::decode(&format!("x:{value}"))?),
            "slett" if value == "ja" => Self::ForgetSure,
            "gv" | "gj" | "gn" => Self::Donate(DonateVerb::decode(kind)?, value.parse().ok()?),
            "flytt" => Self::TakeOver(value.parse().ok()?),
            "l" => Self::Language(Some(WrittenForm::from_tag(value)?)),
            _ => Self::Case(CaseVerb::decode(kind.strip_prefix('c')?)?, value.parse().ok()?),
        })
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.encode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert_eq, proptest};

    #[test]
    fn every_action_comes_back() {
        let id = PassageId::parse("samarbeid/mentor#hva").unwrap();
        for action in [
            Action::Start,
            Action::Part("om".into()),
            Action::Article("samarbeid/mentor".into()),
            Action::Faq(3),
            Action::Answer(id.clone()),
            Action::Whole(id),
            Action::NoneOfThese,
            Action::Actor(Some("pst".into())),
            Action::Term(None),
            Action::Role("larer".into()),
            Action::Language(Some(WrittenForm::Nynorsk)),
            Action::Adviser,
            Action::AdviserWith(PassageId::parse("faq/hva-er-mentor").unwrap()),
            Action::Form(FormAction::Place("1818".into())),
            Action::Form(FormAction::Edit(crate::request::Step::Story)),
            Action::Form(FormAction::Accept(3)),
            Action::Form(FormAction::Kind(crate::request::HelpKind::Discuss)),
            Action::Form(FormAction::Send),
            Action::Mine,
            Action::Case(CaseVerb::WithdrawSure, CaseCode::from_random([7; 8])),
            Action::Letter(LetterAction::Again),
            Action::ForgetSure,
            Action::TakeOver(CaseCode::from_random([9; 8])),
            Action::Donate(DonateVerb::Show, CaseCode::from_random([3; 8])),
            Action::Donate(DonateVerb::Give, CaseCode::from_random([4; 8])),
            Action::Donate(DonateVerb::Keep, CaseCode::from_random([5; 8])),
            Action::Emergency,
        ] {
            assert_eq!(Action::decode(&action.encode()), Some(action));
        }
    }

    proptest! {
        #[test]
        fn hostile_text_is_refused_or_comes_back_the_same(text in "\\PC{0,130}") {
            if let Some(action) = Action::decode(&text) {
                prop_assert_eq!(Action::decode(&action.encode()), Some(action));
            }
        }
    }
}
