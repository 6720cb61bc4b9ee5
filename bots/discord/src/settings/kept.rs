//! How settings are kept: one row a server, with its channels in it, so that
//! one read tells all and leaving removes all. Channels are keyed hashes.

use std::collections::BTreeMap;

use utveier::language::WrittenForm;

use crate::commands::{HIDDEN, OPEN};

/// Channels with a choice of their own; the platform allows 500 in a server.
const MAX_CHANNELS: usize = 500;
/// Stands for what was not chosen.
const NONE: &str = "-";

/// What was chosen for a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// The language of answers.
    pub form: Option<WrittenForm>,
    /// Whether answers are shown to everybody.
    pub is_open: Option<bool>,
}

impl Choice {
    /// What is not chosen here is as it is there.
    pub(super) fn or(self, other: Self) -> Self {
        Self { form: self.form.or(other.form), is_open: self.is_open.or(other.is_open) }
    }

    fn read(text: &str) -> Self {
        let (form, visibility) = text.split_once(' ').unwrap_or((text, NONE));
        let is_open = match visibility {
            OPEN => Some(true),
            HIDDEN => Some(false),
            _ => None,
        };
        Self { form: WrittenForm::from_tag(form), is_open }
    }

    fn write(self) -> String {
        let visibility = self.is_open.map_or(NONE, |is_open| if is_open { OPEN } else { HIDDEN });
        format!("{} {visibility}", self.form.map_or(NONE, WrittenForm::code))
    }
}

/// What a server has chosen, and its channels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// For the whole server.
    pub server: Choice,
    /// For channels, by their hash.
    pub channels: BTreeMap<String, Choice>,
}

impl Kept {
    /// What holds in a place: the thread or channel, what it hangs under, the
    /// server.
    pub(super) fn of(&self, places: &[String]) -> Choice {
        let own = places.iter().filter_map(|place| self.channels.get(place));
        own.fold(Choice::default(), |choice, next| choice.or(*next)).or(self.server)
    }

    pub(super) fn read(body: &str) -> Self {
        let mut parts = body.split(';');
        let server = parts.next().map(Choice::read).unwrap_or_default();
        let channel = |part: &str| part.split_once(' ').map(|(key, rest)| (key.to_owned(), Choice::read(rest)));
        Self { server, channels: parts.filter_map(channel).take(MAX_CHANNELS).collect() }
    }

    pub(super) fn write(&self) -> String {
        let channels = self.channels.iter().take(MAX_CHANNELS);
        let channels = channels.map(|(key, choice)| format!(";{key} {}", choice.write()));
        std::iter::once(self.server.write()).chain(channels).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NYNORSK: Choice = Choice { form: Some(WrittenForm::Nynorsk), is_open: None };
    const SHOWN: Choice = Choice { form: None, is_open: Some(true) };

    #[test]
    fn settings_read_back_and_anything_else_is_nothing_chosen() {
        let channels = BTreeMap::from([("ab12".to_owned(), NYNORSK), ("cd34".to_owned(), SHOWN)]);
        for kept in [Kept::default(), Kept { server: SHOWN, channels }] {
            assert_eq!(Kept::read(&kept.write()), kept);
        }
        assert_eq!(Kept::read("something else;x"), Kept::default());
    }

    #[test]
    fn thread_is_as_itself_then_its_channel_then_the_server() {
        let channels = BTreeMap::from([("thread".to_owned(), SHOWN), ("channel".to_owned(), NYNORSK)]);
        let hidden = Choice { form: Some(WrittenForm::English), is_open: Some(false) };
        let kept = Kept { server: hidden, channels };
        let places = ["thread".to_owned(), "channel".to_owned()];
        assert_eq!(kept.of(&places), Choice { form: Some(WrittenForm::Nynorsk), is_open: Some(true) });
        assert_eq!(kept.of(&[]), hidden);
    }
}
