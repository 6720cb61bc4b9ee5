//! The gateway: drops, resumes, sessions that are over, frames that make no
//! sense.

use crate::bot::{Bot, PERSON, SERVER};
use crate::harness::discord::{self, content};

#[test]
fn commands_are_registered_once_and_not_again_after_a_restart() {
    let mut bot = Bot::start();
    let puts = |bot: &Bot| bot.discord.calls().iter().filter(|call| call.method == "PUT").count();
    bot.wait(bot.discord.commands());
    bot.command(SERVER, "topics", &[]);
    bot.restart();
    bot.command(SERVER, "topics", &[]);
    assert_eq!(puts(&bot), 1);
    bot.all_right();
}

#[test]
fn interactions_during_a_drop_are_answered_after_the_resume() {
    let bot = Bot::start();
    for _ in 0..5 {
        bot.discord.drop_connection();
        let token = bot.discord.interact(discord::events::command(PERSON, SERVER, "topics", &[]));
        assert!(!content(&bot.wait(bot.discord.answer(&token))).is_empty());
    }
    let (identifies, resumes) = bot.discord.sessions();
    assert_eq!((identifies, resumes), (1, 5));
}

#[test]
fn nonsense_on_the_gateway_harms_nothing() {
    let bot = Bot::start();
    for frame in
        ["{", "[]", "{\"op\":99}", "{\"op\":0,\"s\":7,\"t\":\"INTERACTION_CREATE\",\"d\":{\"type\":2}}", "null"]
    {
        bot.discord.raw(frame);
    }
    let mut strange = discord::events::command(PERSON, SERVER, "topics", &[]);
    strange["type"] = 77.into();
    bot.discord.interact(strange);
    assert!(!content(&bot.command(SERVER, "topics", &[])).is_empty());
}
