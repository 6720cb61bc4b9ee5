//! Giving the editors a question that found no answer.
//!
//! Only where the installation has it on, only of a question that seems to be
//! the content's, and only of a text from which what identifies somebody was
//! taken out for certain. Until it is given, the text is in the memory of the
//! chat and nowhere else, and the next message drops it. It is given by two
//! presses: one shows it, one gives it.

use super::compose::Words;
use super::message::{Block, Button, Effect, Incoming, Kind, Outgoing, Scope, What};
use super::outside::DeskFacts;
use super::state::{Awaiting, State};
use super::{Action, Judgement, Step, judge};
use crate::key;
use crate::knowledge::{Knowledge, PassageId};
use crate::language::analyzer::Role;
use crate::language::{Analysis, WrittenForm, lexicon};
use crate::replies::Replies;
use crate::request::CaseCode;
use crate::safety::is_listed_name;

/// Longest text that can be given, in characters.
const MAX_CHARS: usize = 300;
/// From this probability that the content answers it on, a question without an
/// answer is taken for one of ours. Low, since the editors lose more by a question
/// of ours that is not offered than by one of another matter that is.
const OURS_FROM: f32 = 0.2;

/// Passages that say that questions are not stored.
const ON_STORING: [&str; 2] = ["om/boten#personvern", "om/boten#slette"];

/// A text from which what identifies somebody was taken out. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The text, in one line.
    pub text: String,
    /// The written form it is in.
    pub form: WrittenForm,
}

impl std::fmt::Debug for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sentence(…)")
    }
}

/// A sentence that can be given, until the next message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    sentence: Sentence,
    /// What its buttons carry: those of an earlier question do nothing.
    code: CaseCode,
    is_shown: bool,
}

/// What a button does with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DonateVerb {
    /// Show it, with what becomes of it.
    Show,
    /// Give it.
    Give,
    /// Forget it.
    Keep,
}

impl DonateVerb {
    const ALL: [(Self, &'static str); 3] = [(Self::Show, "gv"), (Self::Give, "gj"), (Self::Keep, "gn")];

    pub(super) fn encode(self, code: &CaseCode) -> String {
        let word = Self::ALL.into_iter().find(|(verb, _)| *verb == self).map_or("gn", |(_, word)| word);
        format!("{word}:{}", code.as_str())
    }

    /// Reads the word before the code.
    pub(super) fn decode(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| *own == word).map(|(verb, _)| verb)
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Show => key!("donate-offer"),
            Self::Give => key!("donate-give"),
            Self::Keep => key!("donate-keep"),
        }
    }
}

/// Drops a sentence that waits, unless the message is about it.
pub(super) fn forget_unless_about(incoming: &Incoming, state: &mut State) {
    if !matches!(incoming.what, What::Pressed(Action::Donate(..))) {
        state.offer = None;
    }
}

/// Adds the button to a question's decline, where it can be given.
pub(super) fn offer(
    words: Words<'_>,
    state: &mut State,
    judgement: &Judgement<'_>,
    (text, incoming): (&str, &Incoming),
    declined: &mut Outgoing,
) {
    let outside = words.context.outside;
    // Never to somebody in danger, in the middle of a form, or before others, and
    // never what somebody else wrote.
    let is_place = incoming.scope == Scope::Private
        && incoming.is_own
        && state.cards == 0
        && state.unfinished.awaiting == Awaiting::Question
        && state.unfinished.is_empty();
    if !outside.desk.donations || !is_place {
        return;
    }
    let Some(sentence) = sentence(words, text, judgement.analysis.form) else { return };
    // A name is a word of nobody's field: without it, more questions are ours.
    if judgement.verdict.inside.max(judge(words.context, &sentence.text).verdict.inside) < OURS_FROM {
        return;
    }
    state.offer = Some(Offer { sentence, code: outside.code.clone(), is_shown: false });
    declined.buttons.push(button(words, DonateVerb::Show, outside.code));
}

/// The text that can be given; `None` when anything in it is uncertain.
fn sentence(words: Words<'_>, text: &str, form: WrittenForm) -> Option<Sentence> {
    // Most messages are short; what cannot be is not looked at.
    if text.chars().count() > 2 * MAX_CHARS {
        return None;
    }
    let masked = crate::safety::masked(text, form).filter(|masked| masked.chars().count() <= MAX_CHARS)?;
    let (knowledge, analyzer) = (words.context.knowledge, words.context.index.analyzer());
    let analysis = analyzer.question(&masked);
    let is_certain = knows_every_word(&analysis)
        && !names_anything(knowledge, &analysis)
        && !has_initials(&masked)
        && knows_every_capital(knowledge, &masked)
        && knowledge.municipalities().find(&masked).is_empty();
    is_certain.then_some(Sentence { text: masked, form })
}

/// Whether index or dictionary holds each word as it is written. Taking endings
/// off is no evidence: names end like words do.
fn knows_every_word(analysis: &Analysis) -> bool {
    let is_known = |word: &crate::language::Word| {
        word.corrected.is_none() && (word.known || lexicon::headword(&word.term.bokmal).is_some())
    };
    analysis.words.iter().all(is_known)
}

/// Whether any word is also somebody's name or a place's: «tone», «lade». Nothing
/// around it is asked, since people write names in lower case.
fn names_anything(knowledge: &Knowledge, analysis: &Analysis) -> bool {
    let words = analysis.words.iter().filter(|word| word.term.role != Role::Function);
    words.map(|word| word.surface.as_str()).any(|word| is_listed_name(word) || knowledge.municipalities().is_name(word))
}

/// Whether each word with a capital letter opens a sentence, or is of a name that
/// the content holds: «PST», «Kirkens».
fn knows_every_capital(knowledge: &Knowledge, text: &str) -> bool {
    let terms = knowledge.terms().iter().flat_map(|term| std::iter::once(&term.name).chain(&term.other_names));
    let actors = knowledge.actors().iter().map(|actor| actor.name.as_str());
    let names: Vec<&str> = actors.chain(terms.map(String::as_str)).flat_map(parts).collect();
    let mut opens = true;
    for word in text.split_whitespace() {
        for (at, part) in parts(word).enumerate() {
            let is_opening = opens && at == 0 && !part.chars().skip(1).any(char::is_uppercase);
            let has_capital = part.chars().any(char::is_uppercase);
            if has_capital && !is_opening && part != "I" && !names.contains(&part) {
                return false;
            }
        }
        opens = word.ends_with(['!', '?']) || word.ends_with('.') && !is_abbreviation(word);
    }
    true
}

/// Whether a letter stands alone that is no word: «t.m.» may be somebody.
fn has_initials(text: &str) -> bool {
    parts(text).any(|part| part.chars().count() == 1 && !matches!(part, "i" | "å" | "a" | "I" | "Å" | "A"))
}

/// Whether a word with a full stop behind it may be an abbreviation, after which
/// a capital letter is a name's: «f.eks.», «bl.a.», «ca.».
fn is_abbreviation(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    stem.contains('.') || stem.chars().count() <= 4
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// A button about a sentence.
pub(super) fn act(words: Words<'_>, mut state: State, verb: DonateVerb, code: &CaseCode) -> Step {
    let facts = words.context.outside.desk;
    let Some(mut offer) = state.offer.take().filter(|offer| facts.donations && offer.code == *code) else {
        return single(state, words.notice(Kind::Notice, key!("donate-forgotten"), &[Action::Start]));
    };
    match verb {
        DonateVerb::Keep => {
            single(state, words.notice(Kind::Notice, key!("donate-kept"), &[Action::Adviser, Action::Topics]))
        }
        DonateVerb::Give if offer.is_shown => {
            let message = words.notice(Kind::Notice, key!("donate-thanks"), &[Action::Adviser, Action::Topics]);
            Step { state, outgoing: vec![message], effects: vec![Effect::Donate(offer.sentence)] }
        }
        DonateVerb::Show | DonateVerb::Give => {
            offer.is_shown = true;
            let message = preview(words, &offer);
            state.offer = Some(offer);
            single(state, message)
        }
    }
}

/// The very text, who reads it, and for how long.
fn preview(words: Words<'_>, offer: &Offer) -> Outgoing {
    let days = words.context.outside.desk.donation_days.to_string();
    let blocks = vec![
        Block::Text(words.text(key!("donate-preview"))),
        Block::Letter(offer.sentence.text.clone()),
        Block::Text(words.with(key!("donate-what"), &[("days", &days)])),
        Block::Text(words.text(key!("donate-final"))),
    ];
    let buttons = [DonateVerb::Give, DonateVerb::Keep].map(|verb| button(words, verb, &offer.code)).into();
    Outgoing { buttons, ..words.message(Kind::Preview, blocks, &[]) }
}

fn button(words: Words<'_>, verb: DonateVerb, code: &CaseCode) -> Button {
    Button { label: words.text(verb.label()), action: Action::Donate(verb, code.clone()) }
}

fn single(state: State, message: Outgoing) -> Step {
    Step { state, outgoing: vec![message], effects: Vec::new() }
}

/// A text of the catalogue that is true of this installation: where sentences
/// can be given, one that says that nothing is stored says that as well.
#[must_use]
pub fn true_text(
    replies: &Replies,
    facts: &DeskFacts,
    form: WrittenForm,
    (key, values): (&str, &[(&str, &str)]),
) -> String {
    let text = replies.with(form, key, values);
    let more = match key {
        _ if !facts.donations => return text,
        "start-privacy" | "smalltalk-human" | "telegram-safe-here" | "discord-safe-text" | "web-stored"
        | "web-hint-stored" => key!("donate-except"),
        "web-privacy-question" => key!("donate-privacy"),
        "forget-done" | "forget-ask" | "forget-removed" => key!("donate-forget"),
        _ => return text,
    };
    format!("{text} {}", replies.with(form, more, &[("days", &facts.donation_days.to_string())]))
}

/// What must be said beside a passage that says that questions are not stored;
/// `None` for other passages, and where that is the whole truth.
#[must_use]
pub fn beside(replies: &Replies, facts: &DeskFacts, form: WrittenForm, id: &PassageId) -> Option<String> {
    let is_wanted = facts.donations && ON_STORING.contains(&id.to_string().as_str());
    is_wanted.then(|| replies.with(form, key!("donate-privacy"), &[("days", &facts.donation_days.to_string())]))
}

#[cfg(test)]
#[path = "donation_tests.rs"]
mod tests;
