//! The text of a request: what the preview shows and the adviser reads, from
//! one function, so that they cannot differ.

use super::compose::Words;
use crate::key;
use crate::request::{Draft, Found, HelpKind, Municipality, Particulars, ReplyWay};

/// The text of a form.
pub(super) fn request(words: Words<'_>, draft: &Draft) -> String {
    let facts = Facts {
        role: draft.role.as_deref().unwrap_or_default(),
        place: draft.place.as_ref(),
        kind: draft.kind.unwrap_or(HelpKind::Other),
        reply: draft.reply.as_ref().unwrap_or(&ReplyWay::Here),
        found: &draft.found,
    };
    text(words, &facts, draft.story.as_deref().unwrap_or_default())
}

/// The text of a request that was sent.
pub(super) fn sent(words: Words<'_>, particulars: &Particulars, story: &str) -> String {
    let facts = Facts {
        role: &particulars.role,
        place: Some(&particulars.place),
        kind: particulars.kind,
        reply: &particulars.reply,
        found: &particulars.found,
    };
    text(words, &facts, story)
}

struct Facts<'a> {
    role: &'a str,
    place: Option<&'a Municipality>,
    kind: HelpKind,
    reply: &'a ReplyWay,
    found: &'a [Found],
}

fn text(words: Words<'_>, facts: &Facts<'_>, story: &str) -> String {
    let reply = match facts.reply {
        ReplyWay::Here => words.text(key!("letter-reply-here")),
        ReplyWay::Contact(line) => one_line(line),
    };
    let role = role(words, facts.role);
    let (place, kind) = (place(words, facts.place), kind(words, facts.kind));
    let mut text: String = [
        (key!("letter-role"), &role),
        (key!("letter-place"), &place),
        (key!("letter-kind"), &kind),
        (key!("letter-reply"), &reply),
    ]
    .iter()
    .map(|(key, value)| format!("{}: {value}\n", words.text(key)))
    .collect();
    text.push_str(&format!("\n{}:\n{}\n", words.text(key!("letter-story")), story.trim()));
    if !facts.found.is_empty() {
        text.push_str(&format!("\n{}:\n", words.text(key!("letter-found"))));
        for found in facts.found {
            text.push_str(&format!("- {}\n  {}\n", found.title, found.link));
        }
    }
    text
}

fn place(words: Words<'_>, place: Option<&Municipality>) -> String {
    let Some(place) = place.filter(|place| !place.name.is_empty()) else {
        return words.text(key!("letter-no-place"));
    };
    place.name.clone()
}

/// A role's name.
pub(super) fn role(words: Words<'_>, id: &str) -> String {
    let role = words.context.knowledge.starting_points().iter().find(|role| role.id == id);
    role.map_or_else(|| words.text(key!("form-role-other")), |role| role.name(words.form).to_owned())
}

/// A kind of help in words.
pub(super) fn kind(words: Words<'_>, kind: HelpKind) -> String {
    words.text(match kind {
        HelpKind::Discuss => key!("help-drofte"),
        HelpKind::Guidance => key!("help-veiledning"),
        HelpKind::Training => key!("help-kurs"),
        HelpKind::Plan => key!("help-plan"),
        HelpKind::Other => key!("help-annet"),
    })
}

/// Who gets what goes to a region: «RVTS Øst».
pub(super) fn receiver(words: Words<'_>, region: &str) -> String {
    let found = words.context.knowledge.regions().iter().find(|own| own.id == region);
    found.map_or_else(|| words.text(key!("receiver-national")), |region| region.name.clone())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A county's name with capitals: «møre og romsdal» → «Møre og Romsdal».
pub(super) fn capitalised(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if word != "og" => first.to_uppercase().chain(letters).collect(),
            _ => word.to_owned(),
        }
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
