//! What a server has chosen: the language of answers, and who sees them.
//!
//! Kept with people's preferences, under a keyed hash of the server; changed by
//! those who may manage the server, removed when the bot leaves it.

use utveier::language::WrittenForm;
use utveier::store::{PersonKey, PreferenceRow, Write};

use crate::arrival::Arrival;
use crate::commands::{HIDDEN, LANGUAGE, OPEN, VISIBILITY};
use crate::door::Door;
use crate::key;

/// Settings as they hold for one interaction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The form to answer in, unless the person chose another: the server's, else
    /// the one of the person's device.
    pub form: Option<WrittenForm>,
    /// Whether answers from the content are shown to everybody.
    pub is_open: bool,
}

impl Settings {
    /// Those of an interaction's place.
    pub(crate) async fn of(door: &Door, arrival: &Arrival) -> Self {
        let kept = match arrival.server {
            Some(server) => kept(door, server).await,
            None => Self::default(),
        };
        Self { form: kept.form.or(arrival.locale), ..kept }
    }

    fn read(body: &str) -> Self {
        let (form, visibility) = body.split_once(' ').unwrap_or((body, HIDDEN));
        Self { form: WrittenForm::from_tag(form), is_open: visibility == OPEN }
    }

    fn write(self) -> String {
        let form = self.form.map_or("-", WrittenForm::code);
        format!("{form} {}", if self.is_open { OPEN } else { HIDDEN })
    }
}

async fn kept(door: &Door, server: u64) -> Settings {
    match door.store.preference(&key_of(door, server)).await {
        Ok(row) => row.map_or_else(Settings::default, |row| Settings::read(&row.body)),
        // Without them answers are hidden, which harms nobody.
        Err(error) => {
            tracing::warn!(%error, "a server's settings cannot be read");
            Settings::default()
        }
    }
}

/// A server is no person, and has a name space of its own.
fn key_of(door: &Door, server: u64) -> PersonKey {
    door.keyring.person("discord-server", &server.to_string())
}

/// Changes a server's settings, and says what they are.
pub(crate) async fn change(door: &Door, arrival: &Arrival, options: &[(String, String)]) {
    let form = Settings::of(door, arrival).await.form.unwrap_or(WrittenForm::Bokmal);
    let Some(server) = arrival.server else {
        return door.tell(arrival, &door.text(form, key!("discord-settings-server"))).await;
    };
    // What the platform shows to whom is a convenience; this is the check.
    if !arrival.manages {
        return door.tell(arrival, &door.text(form, key!("discord-settings-refused"))).await;
    }
    let before = kept(door, server).await;
    let option = |name: &str| options.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let language = option(LANGUAGE).and_then(WrittenForm::from_tag).map(WrittenForm::for_replies);
    let after = Settings {
        form: language.or(before.form),
        is_open: option(VISIBILITY).map_or(before.is_open, |visibility| visibility == OPEN),
    };
    let updated_at = door.desk.now();
    let row = PreferenceRow { person: key_of(door, server), body: after.write(), updated_at };
    if after != before
        && let Err(error) = door.store.commit(vec![Write::PutPreference(row)]).await
    {
        tracing::error!(%error, "a server's settings cannot be kept");
        return door.tell(arrival, &door.text(form, key!("store-failed"))).await;
    }
    let form = after.form.unwrap_or(form);
    let language = match after.form {
        Some(WrittenForm::Nynorsk) => key!("language-nn"),
        Some(WrittenForm::English) => key!("language-en"),
        Some(_) => key!("language-nb"),
        None => key!("discord-language-own"),
    };
    let seen = if after.is_open { key!("discord-answers-open") } else { key!("discord-answers-hidden") };
    let (language, seen) = (door.text(form, language), door.text(form, seen));
    let values = [("language", language.as_str()), ("answers", seen.as_str())];
    let text = door.desk.engine().replies.with(form, key!("discord-settings-now"), &values);
    door.tell(arrival, &text).await;
}

/// Forgets a server the bot was removed from.
pub(crate) async fn forget(door: &Door, server: u64) {
    if let Err(error) = door.store.remove_person(&key_of(door, server)).await {
        tracing::warn!(%error, "the settings of a server that was left cannot be removed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_and_anything_else_is_hidden() {
        for form in [None, Some(WrittenForm::Nynorsk)] {
            for is_open in [true, false] {
                let settings = Settings { form, is_open };
                assert_eq!(Settings::read(&settings.write()), settings);
            }
        }
        assert_eq!(Settings::read("something else"), Settings::default());
    }
}
