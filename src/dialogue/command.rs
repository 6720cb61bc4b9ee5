//! The one list of commands; every door makes its menu from it.

use super::action::Action;
use super::form_action::CaseVerb;
use crate::knowledge::PassageId;
use crate::language::{WrittenForm, normalize};

/// A command as it is offered.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Its name in Norwegian, ASCII, for doors that allow no other letters.
    pub name: &'static str,
    /// Other names it answers to, lower case.
    pub other_names: &'static [&'static str],
    /// Key of its description in the catalogue.
    pub description: &'static str,
    /// What it does without and with an argument.
    kind: Name,
}

#[derive(Debug, Clone, Copy)]
enum Name {
    Start,
    Help,
    Topics,
    Faq,
    Actor,
    Term,
    Answer,
    Language,
    Privacy,
    Forget,
    About,
    Adviser,
    Mine,
    Emergency,
}

macro_rules! spec {
    ($kind:ident, $name:literal, [$($other:literal),*]) => {
        Spec {
            name: $name,
            other_names: &[$($other),*],
            description: concat!("command-", $name),
            kind: Name::$kind,
        }
    };
}

/// Every command in the order of the help text.
pub const ALL: &[Spec] = &[
    spec!(Start, "start", ["begynn"]),
    spec!(Topics, "tema", ["temaer", "topics", "emne"]),
    spec!(Faq, "faq", ["oss", "spørsmål", "questions"]),
    spec!(Actor, "aktor", ["aktør", "aktører", "aktørar", "actor", "actors"]),
    spec!(Term, "begrep", ["begreper", "omgrep", "term", "terms"]),
    spec!(Answer, "svar", ["answer"]),
    spec!(Adviser, "radgiver", ["rådgiver", "rådgjevar", "adviser", "advisor", "menneske"]),
    spec!(Mine, "mine", ["henvendelser", "førespurnader", "requests"]),
    spec!(Emergency, "akutt", ["nød", "nod", "emergency", "112"]),
    spec!(Language, "sprak", ["språk", "language"]),
    spec!(Privacy, "personvern", ["privacy"]),
    spec!(Forget, "slett", ["delete", "forget", "glem"]),
    spec!(About, "om", ["about"]),
    spec!(Help, "hjelp", ["help", "?"]),
];

impl Spec {
    /// What the command does with an argument; `""` for none.
    #[must_use]
    pub fn action(&self, argument: &str) -> Action {
        self.kind.action(argument)
    }
}

/// What a typed text is as a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// A command and what it does.
    Command(Action),
    /// It begins with a slash but names no command.
    Unknown,
    /// No command at all.
    NotACommand,
}

/// Reads a typed command.
///
/// `/tema`, `tema` alone, `/svar samarbeid/mentor#hva`, `/språk nynorsk`. With a slash an argument may follow; without one only the
/// bare name is a command, so that a question never becomes one.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let normal = normalize::normalize(text);
    let normal = normal.trim();
    let slashed = normal.strip_prefix('/');
    let (name, argument) = match slashed {
        Some(rest) => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        None => (normal.trim_end_matches(['.', '!']), ""),
    };
    if slashed.is_none() && asks_for_a_person(normal) {
        return Parsed::Command(Action::Adviser);
    }
    match normal {
        "mine henvendelser" | "mine førespurnader" | "my requests" => return Parsed::Command(Action::Mine),
        "slett alt om meg" | "delete everything about me" => return Parsed::Command(Action::Forget),
        _ => {}
    }
    // No command of its own in the menus: it is of use only with a code, which
    // comes with the words to type.
    if let (Some("flytt" | "move"), Ok(code)) = (slashed.map(|_| name), argument.trim().parse()) {
        return Parsed::Command(Action::TakeOver(code));
    }
    // Telegram adds the bot's name in groups: /hjelp@navn.
    let name = name.split('@').next().unwrap_or(name);
    let spec = ALL.iter().find(|spec| spec.name == name || spec.other_names.contains(&name));
    match (spec, slashed) {
        (Some(spec), _) if slashed.is_some() || !name.is_empty() => Parsed::Command(spec.kind.action(argument.trim())),
        (None, Some(_)) => Parsed::Unknown,
        _ => Parsed::NotACommand,
    }
}

/// «snakke med en rådgiver», in the few ways people write it. Only short
/// messages with nothing else in them: a question about advisers is a question.
fn asks_for_a_person(normal: &str) -> bool {
    const WANT: &str = "kan jeg få vil gjerne snakke snakk prate med et en ein eit til kontakt kontakte eg å få talk to \
                        speak with a an i want can please er det mulig ringe ha";
    const PERSON: &str =
        "rådgiver rådgivar rådgjevar radgiver menneske person adviser advisor human noen nokon someone";
    const SPEAK: &str = "snakke snakk prate kontakt kontakte talk speak";
    let words: Vec<&str> = crate::language::token::words(normal).collect();
    let any = |list: &str| words.iter().any(|word| list.split_whitespace().any(|listed| listed == *word));
    let only =
        words.iter().all(|word| WANT.split_whitespace().chain(PERSON.split_whitespace()).any(|listed| listed == *word));
    words.len() <= 8 && only && any(PERSON) && any(SPEAK)
}

impl Name {
    fn action(self, argument: &str) -> Action {
        let name = || (!argument.is_empty()).then(|| argument.to_owned());
        match self {
            Self::Start => Action::Start,
            Self::Help => Action::Help,
            Self::Topics => Action::Topics,
            Self::Faq => Action::Faq(0),
            Self::Actor => Action::Actor(name()),
            Self::Term => Action::Term(name()),
            Self::Answer => PassageId::parse(argument).map_or(Action::Topics, Action::Answer),
            Self::Language => Action::Language(form(argument)),
            Self::Privacy => Action::Privacy,
            Self::Forget => Action::Forget,
            Self::About => Action::About,
            Self::Adviser => Action::Adviser,
            Self::Mine => argument.parse().map_or(Action::Mine, |code| Action::Case(CaseVerb::Show, code)),
            Self::Emergency => Action::Emergency,
        }
    }
}

fn form(argument: &str) -> Option<WrittenForm> {
    match argument {
        "bokmål" | "bokmal" => Some(WrittenForm::Bokmal),
        "nynorsk" => Some(WrittenForm::Nynorsk),
        "engelsk" | "english" => Some(WrittenForm::English),
        tag => WrittenForm::from_tag(tag).filter(|form| form.for_replies() == *form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_forms_and_arguments_are_read() {
        assert_eq!(parse("/tema"), Parsed::Command(Action::Topics));
        assert_eq!(parse("Hjelp!"), Parsed::Command(Action::Help));
        assert_eq!(parse("/hjelp@utveierbot"), Parsed::Command(Action::Help));
        assert_eq!(parse("/språk nynorsk"), Parsed::Command(Action::Language(Some(WrittenForm::Nynorsk))));
        assert_eq!(parse("/aktør PST"), Parsed::Command(Action::Actor(Some("pst".into()))));
        let code = crate::request::CaseCode::from_random([5; 8]);
        assert_eq!(parse(&format!("/flytt {code}")), Parsed::Command(Action::TakeOver(code)));
        assert_eq!(parse("/flytt"), Parsed::Unknown);
        let id = PassageId::parse("faq/hva-er-mentor").unwrap();
        assert_eq!(parse("/svar faq/hva-er-mentor"), Parsed::Command(Action::Answer(id)));
    }

    #[test]
    fn asking_for_a_person_is_a_command_and_asking_about_one_is_not() {
        for text in [
            "snakke med rådgiver",
            "Kan jeg få snakke med et menneske?",
            "eg vil snakke med ein rådgjevar",
            "talk to a person",
        ] {
            assert_eq!(parse(text), Parsed::Command(Action::Adviser), "{text}");
        }
        for text in ["hvordan snakke med en person som tier", "hvem svarer når jeg kontakter en rådgiver", "noen"] {
            assert_eq!(parse(text), Parsed::NotACommand, "{text}");
        }
    }

    #[test]
    fn questions_are_not_commands() {
        for text in ["hjelp meg med en elev", "om mentor", "", "   ", "tema for kurs"] {
            assert_eq!(parse(text), Parsed::NotACommand, "{text}");
        }
        assert_eq!(parse("/sudo slett loggen"), Parsed::Unknown);
    }

    #[test]
    fn names_are_unique_and_fit_every_platform() {
        let mut seen = std::collections::HashSet::new();
        for spec in ALL {
            assert!(spec.name.bytes().all(|b| b.is_ascii_lowercase()) && spec.name.len() <= 32);
            for name in spec.other_names.iter().chain([&spec.name]) {
                assert!(seen.insert(*name), "{name}");
            }
        }
    }
}
