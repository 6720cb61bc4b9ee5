//! The box at the bottom of the chat page: what it is for, and the words around it.
//!
//! What a text will be taken as is read from the last message alone, so that the
//! box never asks for a question while a form waits for its answer.

use maud::{Markup, html};
use utveier::dialogue::{Action, Block, FormAction, Kind, LetterAction, Outgoing};
use utveier::language::WrittenForm;

use crate::visit::Visit;

/// What the next typed text is taken as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A question.
    #[default]
    Question,
    /// A choice of a form's step, by its name or number.
    Choice,
    /// The words a form waits for, and the question it asks them with and its
    /// form, where it asks in a sentence of its own.
    Words(Option<(String, WrittenForm)>),
}

impl Wanted {
    /// What is wanted after some messages.
    pub(crate) fn after(outgoing: &[Outgoing]) -> Self {
        outgoing.last().map_or(Self::Question, Self::by)
    }

    /// What one message asks for.
    pub(crate) fn by(message: &Outgoing) -> Self {
        if !matches!(message.kind, Kind::Form | Kind::Preview) {
            return Self::Question;
        }
        let cancels =
            |action: &Action| matches!(action, Action::Form(FormAction::Cancel) | Action::Letter(LetterAction::Cancel));
        let is_left = actions(message).any(|action| *action == Action::Form(FormAction::Resume));
        if is_left || !actions(message).any(cancels) {
            return Self::Question;
        }
        let waits_for_words = message.kind == Kind::Form && actions(message).all(leads_out);
        if !waits_for_words {
            return Self::Choice;
        }
        Self::Words(question(message).map(|question| (question, message.form.for_replies())))
    }

    /// Its name in the attributes the script reads; a question has none.
    pub(crate) fn name(&self) -> Option<&'static str> {
        match self {
            Self::Question => None,
            Self::Choice => Some("choice"),
            Self::Words(_) => Some("words"),
        }
    }

    /// The question the form asks, word for word.
    pub(crate) fn asks(&self) -> Option<&str> {
        match self {
            Self::Words(Some((question, _))) => Some(question),
            Self::Words(None) | Self::Question | Self::Choice => None,
        }
    }
}

fn actions(message: &Outgoing) -> impl Iterator<Item = &Action> {
    let entries = message.blocks.iter().filter_map(|block| match block {
        Block::List(entries) => Some(entries),
        _ => None,
    });
    let entries = entries.flatten().filter_map(|entry| entry.action.as_ref());
    entries.chain(message.buttons.iter().map(|button| &button.action))
}

/// Whether a button stands beside the text that is waited for, instead of being
/// the answer itself.
fn leads_out(action: &Action) -> bool {
    use FormAction::{Back, Cancel, Keep, Place, Region};
    matches!(action, Action::Form(Back | Cancel | Keep | Place(_) | Region(_)) | Action::Letter(LetterAction::Cancel))
}

/// The first sentence of what a step says under its heading. A step that also
/// offers a list, or only says what was wrong, asks nothing in one sentence.
fn question(message: &Outgoing) -> Option<String> {
    let blocks = &message.blocks;
    if blocks.iter().any(|block| matches!(block, Block::List(_))) {
        return None;
    }
    let heading = blocks.iter().position(|block| matches!(block, Block::Heading(_)));
    let mut texts = blocks.iter().skip(heading.map_or(0, |at| at + 1)).filter_map(|block| match block {
        Block::Text(text) => Some(text),
        _ => None,
    });
    let first = texts.next()?;
    (heading.is_some() || texts.next().is_some()).then(|| first_sentence(first).to_owned())
}

fn first_sentence(text: &str) -> &str {
    let mut ends = text.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!')).map(|(at, _)| at + 1);
    let end = ends.find(|end| text[*end..].chars().next().is_none_or(char::is_whitespace));
    &text[..end.unwrap_or(text.len())]
}

/// The box with its label, button and hints; all the words it may take on are
/// in its attributes, for the script.
pub(super) fn composer(visit: &Visit, draft: &str, wanted: &Wanted, talking: bool) -> Markup {
    let (first, next) = (visit.text("web-question"), visit.text("web-question-next"));
    let (choice, words) = (visit.text("web-choice"), visit.text("web-words"));
    let (label, lang) = match wanted {
        Wanted::Question if talking => (&next, None),
        Wanted::Question => (&first, None),
        Wanted::Choice => (&choice, None),
        Wanted::Words(Some((question, form))) => (question, visit.lang_of(*form)),
        Wanted::Words(None) => (&words, None),
    };
    let no_names = visit.text("web-question-hint");
    let hints = ["web-hint-stored", "web-hint-form"].map(|key| format!("{no_names} {}", visit.text(key)));
    let sends = ["web-send", "web-next"].map(|key| visit.text(key));
    let keys = ["web-keys", "web-keys-form"].map(|key| visit.text(key));
    let at = usize::from(*wanted != Wanted::Question);
    html! {
        form #u-composer.composer method="post" action=(super::POST_TO) data-question=(next) data-choice=(choice)
            data-words=(words) data-sends=(sends.join("|")) data-hints=(hints.join("|")) data-keys=(keys.join("|")) {
            input type="hidden" name="sprak" value=(visit.form.code());
            label for="u-text" lang=[lang] { (label) }
            div.box {
                // The parser drops one line break at the start; this one.
                textarea #u-text name="tekst" rows="3" required autocomplete="off" enterkeyhint="send"
                    aria-describedby="u-hint" { "\n" (draft) }
                button.send { (sends[at]) }
            }
            p #u-hint.hint { (hints[at]) }
            p #u-error.error role="alert" {}
            p #u-keys.hint.keys hidden { (keys[at]) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_sentence_ends_at_a_mark_that_ends_it() {
        assert_eq!(first_sentence("Hvor? Skriv navnet."), "Hvor?");
        assert_eq!(first_sentence("Skriv i sak 8EH.QCPR.\nDu ser den først."), "Skriv i sak 8EH.QCPR.");
        assert_eq!(first_sentence("uten slutt"), "uten slutt");
        assert_eq!(first_sentence(""), "");
    }
}
