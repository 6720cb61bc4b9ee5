//! How settings are kept: one row a server, with its channels in it, so that
//! one read tells all and leaving removes all. Channels are keyed hashes.

use std::collections::BTreeMap;

use utveier::language::WrittenForm;

use crate::commands::{HIDDEN, OPEN};
use crate::topics::Topics;

/// Channels with a choice of their own; the platform allows 500 in a server.
const MAX_CHANNELS: usize = 500;
/// Stands for what was not chosen.
const NONE: &str = "-";
/// Stands for all topics.
const ALL: &str = "*";

/// What was chosen for a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// The language of answers.
    pub form: Option<WrittenForm>,
    /// Whether answers are shown to everybody.
    pub is_open: Option<bool>,
    /// The topics of answers.
    pub topics: Option<Topics>,
}

impl Choice {
    /// What is not chosen here is as it is there.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            form: self.form.or(other.form),
            is_open: self.is_open.or(other.is_open),
            topics: self.topics.or(other.topics),
        }
    }

    fn read(text: &str) -> Self {
        let mut words = text.split(' ');
        let form = words.next().and_then(WrittenForm::from_tag);
        let is_open = match words.next() {
            Some(OPEN) => Some(true),
            Some(HIDDEN) => Some(false),
            _ => None,
        };
        let topics = match words.next() {
            None | Some(NONE) => None,
            Some(ALL) => Some(Topics::default()),
            Some(ids) => Some(Topics::from_ids(ids.split(',').map(str::to_owned))),
        };
        Self { form, is_open, topics }
    }

    fn write(&self) -> String {
        let visibility = self.is_open.map_or(NONE, |is_open| if is_open { OPEN } else { HIDDEN });
        let topics = match &self.topics {
            None => NONE.to_owned(),
            Some(topics) if topics.is_all() => ALL.to_owned(),
            Some(topics) => topics.ids().collect::<Vec<_>>().join(","),
        };
        format!("{} {visibility} {topics}", self.form.map_or(NONE, WrittenForm::code))
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
        own.fold(Choice::default(), |choice, next| choice.or(next.clone())).or(self.server.clone())
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

    const NYNORSK: Choice = Choice { form: Some(WrittenForm::Nynorsk), is_open: None, topics: None };
    const SHOWN: Choice = Choice { form: None, is_open: Some(true), topics: None };

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
        let some = Some(Topics::from_ids(["samarbeid".to_owned(), "om".to_owned()].into_iter()));
        let hidden = Choice { form: Some(WrittenForm::English), is_open: Some(false), topics: some.clone() };
        let kept = Kept { server: hidden.clone(), channels };
        assert_eq!(Kept::read(&kept.write()), kept);
        let places = ["thread".to_owned(), "channel".to_owned()];
        assert_eq!(kept.of(&places), Choice { form: Some(WrittenForm::Nynorsk), is_open: Some(true), topics: some });
        assert_eq!(kept.of(&[]), hidden);
    }

    #[test]
    fn all_topics_of_a_channel_are_more_than_the_few_of_its_server() {
        let few = Choice { topics: Some(Topics::from_ids(std::iter::once("om".to_owned()))), ..Choice::default() };
        let all = Choice { topics: Some(Topics::default()), ..Choice::default() };
        let kept = Kept { server: few, channels: BTreeMap::from([("channel".to_owned(), all.clone())]) };
        let kept = Kept::read(&kept.write());
        assert_eq!(kept.of(&["channel".to_owned()]), all);
    }

    #[test]
    fn settings_of_an_earlier_version_are_read() {
        let kept = Kept::read("nn open;ab12 - hidden");
        let server = Choice { is_open: Some(true), ..NYNORSK };
        let channels = BTreeMap::from([("ab12".to_owned(), Choice { is_open: Some(false), ..Choice::default() })]);
        assert_eq!(kept, Kept { server, channels });
    }
}
