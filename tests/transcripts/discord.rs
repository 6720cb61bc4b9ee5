//! The Discord door as a person meets it: the conversation with the bot, read
//! off the stand-in of the platform.

use std::collections::HashMap;

use super::discord_bot::{Bot, PERSON};
use super::doors::{Door, UNSEEN, View};
use crate::harness::discord::events::Where;
use crate::harness::discord::{self, Posted, choices, content, direct_channel};
use crate::harness::html::collapsed;
use crate::harness::world::World;

/// What answers a message without text: it touches no dialogue, and comes after
/// whatever the person's earlier messages still have to say.
const MARK: &str = "Jeg leser bare tekst";

/// The conversation of one person with the bot.
pub(crate) struct DiscordDoor {
    bot: Bot,
    /// Messages that were seen, and how often each was edited by then.
    seen: HashMap<u64, usize>,
    choices: Vec<(String, String, Posted)>,
    next: u64,
}

impl DiscordDoor {
    pub(crate) fn open(world: World) -> Self {
        Self { bot: Bot::start_in(world), seen: HashMap::new(), choices: Vec::new(), next: 10 }
    }

    fn fresh(&self) -> Vec<Posted> {
        let all = self.bot.discord.messages(direct_channel(PERSON));
        all.into_iter().filter(|posted| self.seen.get(&posted.id) != Some(&posted.edits)).collect()
    }

    /// Waits until all is said, and reads what is new.
    fn look(&mut self) -> View {
        self.next += 1;
        self.bot.tell(self.next, "");
        self.bot.wait(self.bot.discord.message_after(direct_channel(PERSON), MARK, &self.seen));
        let fresh = self.fresh();
        self.seen.extend(fresh.iter().map(|posted| (posted.id, posted.edits)));
        let said: Vec<Posted> = fresh.into_iter().filter(|posted| !content(posted).starts_with(MARK)).collect();
        let own = |posted: &Posted| {
            choices(posted).into_iter().map(|(label, id)| (label, id, posted.clone())).collect::<Vec<_>>()
        };
        self.choices = said.iter().flat_map(own).collect();
        View {
            shown: collapsed(&said.iter().map(shown).collect::<Vec<_>>().join(" ")),
            labels: self.choices.iter().map(|(label, ..)| label.clone()).collect(),
            kinds: vec![UNSEEN.to_owned()],
        }
    }
}

impl Door for DiscordDoor {
    const NAME: &'static str = "discord";

    fn world(&self) -> &World {
        &self.bot.world
    }

    fn write(&mut self, text: &str) -> View {
        self.next += 1;
        let all = self.bot.discord.messages(direct_channel(PERSON));
        let seen = all.iter().map(|posted| (posted.id, posted.edits)).collect();
        self.bot.tell(self.next, text);
        // The first thing said: from then on the person's lane is taken.
        self.bot.wait(self.bot.discord.message_after(direct_channel(PERSON), "", &seen));
        self.look()
    }

    fn press(&mut self, label: &str) -> Result<View, String> {
        let found = self.choices.iter().find(|(own, ..)| own == label).cloned();
        let Some((_, id, under)) = found else {
            let labels: Vec<&str> = self.choices.iter().map(|(label, ..)| label.as_str()).collect();
            return Err(format!("there is no button [{label}] among [{}]", labels.join("] [")));
        };
        let token = self.bot.discord.interact(discord::events::component(PERSON, Where::Direct, &under, &id));
        self.bot.wait(self.bot.discord.answer(&token));
        Ok(self.look())
    }
}

/// A message as it is read: without markup, links as their label and address,
/// and the labels of what can be pressed, which are read as well.
fn shown(posted: &Posted) -> String {
    let lines = content(posted).lines().map(|line| {
        let marks = ["> - ", "> ", "### ", "## ", "-# ", "- "];
        let plain = marks.iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
        unescaped(&plain.replace("](<", " ").replace(">)", "").replace("**", ""))
    });
    let labels = choices(posted).into_iter().map(|(label, _)| label);
    lines.chain(labels).collect::<Vec<_>>().join(" ")
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.trim_start_matches('[').chars();
    while let Some(letter) = letters.next() {
        out.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    out
}
