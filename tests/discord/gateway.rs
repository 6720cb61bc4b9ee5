//! The gateway: drops, resumes, sessions that are over, frames that make no
//! sense.

use std::time::Duration;

use utveier::dialogue::Door;

use crate::bot::{Bot, PERSON, SERVER};
use crate::harness::discord::{self, content};
use crate::harness::wait;

/// Longest wait for the gateway.
const LIMIT: Duration = Duration::from_secs(30);

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
fn the_desk_knows_that_the_gateway_is_open() {
    let bot = Bot::start();
    bot.command(SERVER, "topics", &[]);
    let is_up = || bot.world.desk.pulse(Door::Discord).is_up.then_some(());
    wait::until("the door to be up", LIMIT, is_up);
    bot.discord.drop_connection();
    bot.command(SERVER, "topics", &[]);
    wait::until("the door to be up again", LIMIT, is_up);
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
