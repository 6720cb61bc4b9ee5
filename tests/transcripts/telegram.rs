//! The Telegram door as a person meets it: a private chat with the bot, read off
//! the stand-in of the Bot API.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use utveier_telegram::{Limits, Mode, Secret, TelegramConfig, Tempo};

use super::doors::{Door, UNSEEN, View};
use super::telegram_api::{self, Shown};
use crate::harness::html::collapsed;
use crate::harness::world::World;

/// The person.
const PERSON: i64 = 501;

/// The private chat of one person with the bot.
pub(crate) struct TelegramDoor {
    world: World,
    telegram: telegram_api::Telegram,
    /// Messages that were seen, as they stood then.
    seen: HashMap<i64, Value>,
    choices: Vec<(String, String, Shown)>,
    stop: CancellationToken,
}

impl Drop for TelegramDoor {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl TelegramDoor {
    pub(crate) fn open(world: World) -> Self {
        let telegram = world.wait(telegram_api::Telegram::open());
        let stop = CancellationToken::new();
        let config = config(&telegram, &world);
        let _running = world.spawn(utveier_telegram::run(config, Arc::clone(&world.desk), stop.clone()));
        Self { world, telegram, seen: HashMap::new(), choices: Vec::new(), stop }
    }

    /// Waits until all that was said is handled, and reads what is new.
    fn look(&mut self) -> View {
        let telegram = &self.telegram;
        self.world.wait(telegram.wait("the updates to be handled", || (telegram.waiting() == 0).then_some(())));
        self.telegram.assert_calls_are_right();
        let is_new = |shown: &Shown| self.seen.get(&shown.id) != Some(&shown.body);
        let said: Vec<Shown> = self.telegram.shown(PERSON).into_iter().filter(is_new).collect();
        self.seen.extend(said.iter().map(|shown| (shown.id, shown.body.clone())));
        let own = |shown: &Shown| {
            shown.buttons().into_iter().map(|(label, data)| (label, data, shown.clone())).collect::<Vec<_>>()
        };
        self.choices = said.iter().flat_map(own).collect();
        View {
            shown: collapsed(&said.iter().map(read).collect::<Vec<_>>().join(" ")),
            labels: self.choices.iter().map(|(label, ..)| label.clone()).collect(),
            kinds: vec![UNSEEN.to_owned()],
        }
    }
}

impl Door for TelegramDoor {
    const NAME: &'static str = "telegram";

    fn world(&self) -> &World {
        &self.world
    }

    fn write(&mut self, text: &str) -> View {
        self.telegram.message(PERSON, json!({ "text": text }));
        self.look()
    }

    fn press(&mut self, label: &str) -> Result<View, String> {
        let found = self.choices.iter().find(|(own, ..)| own == label).cloned();
        let Some((_, data, under)) = found else {
            let labels: Vec<&str> = self.choices.iter().map(|(label, ..)| label.as_str()).collect();
            return Err(format!("there is no button [{label}] among [{}]", labels.join("] [")));
        };
        self.telegram.press(PERSON, &under, &data);
        Ok(self.look())
    }
}

fn config(telegram: &telegram_api::Telegram, world: &World) -> TelegramConfig {
    TelegramConfig {
        token: Secret(telegram_api::TOKEN.to_owned()),
        api_url: telegram.url.clone(),
        mode: Mode::Polling,
        limits: Limits { per_second: 5000.0, per_chat: 5000.0, per_group_minute: 60_000.0 },
        tempo: Tempo {
            long_poll: Duration::from_secs(5),
            first_retry: Duration::from_millis(2),
            hold: Duration::from_secs(5),
            typing_after: Duration::from_secs(5),
            other_poller: Duration::from_millis(50),
            stop: Duration::from_secs(5),
        },
        inbox_chats: Vec::new(),
        web_url: None,
        keyring: Arc::clone(&world.keyring),
        store: Arc::clone(&world.store),
    }
}

/// A message as it is read: its text, each link followed by its address, and the
/// labels of what can be pressed, which are read as well.
fn read(shown: &Shown) -> String {
    let units: Vec<u16> = shown.text().encode_utf16().collect();
    let mut links: Vec<(usize, &str)> = Vec::new();
    for entity in shown.body["entities"].as_array().into_iter().flatten() {
        let place = |name: &str| usize::try_from(entity[name].as_u64().unwrap_or(0)).unwrap_or(0);
        links.extend(entity["url"].as_str().map(|url| (place("offset") + place("length"), url)));
    }
    links.sort_unstable();
    let (mut out, mut from) = (String::new(), 0);
    for (end, url) in links {
        out.push_str(&String::from_utf16_lossy(&units[from..end]));
        out.push_str(&format!(" {url}"));
        from = end;
    }
    out.push_str(&String::from_utf16_lossy(&units[from..]));
    // Telegram shows a list's bullets as characters of the text.
    let lines = out.lines().map(|line| line.trim_start_matches("• "));
    let labels = shown.buttons().into_iter().map(|(label, _)| label);
    lines.map(str::to_owned).chain(labels).collect::<Vec<_>>().join(" ")
}
