//! The gateway: drops, resumes, sessions that are over, frames that make no
//! sense.

use std::time::Duration;

use utveier::dialogue::Door;

use crate::bot::{Bot, PERSON, SERVER};
use crate::harness::discord::events::Where;
use crate::harness::discord::{self, content, direct_channel};
use crate::harness::wait;
use crate::requests;

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

#[test]
fn stream_of_interactions_loses_nothing_in_twenty_drops() {
    let bot = Bot::start();
    let ask = |person: u64| bot.discord.interact(discord::events::command(person, SERVER, "topics", &[]));
    let mut tokens = Vec::new();
    for drop in 0..20 {
        tokens.extend((0..3).map(|number| ask(1_000 + drop * 10 + number)));
        bot.wait(bot.discord.connected());
        bot.discord.drop_connection();
        tokens.extend((3..6).map(|number| ask(1_000 + drop * 10 + number)));
    }
    for token in &tokens {
        bot.wait(bot.discord.waited(token));
    }
    let (identifies, resumes) = bot.discord.sessions();
    assert_eq!((identifies, resumes), (1, 20));
}

/// After all that is posted by the stand-in or written to it before.
const LATE: u64 = 2_000_000_000_000_000_000;

#[test]
fn messages_of_an_outage_that_cannot_be_resumed_are_answered_once() {
    let bot = Bot::start();
    requests::sent(&bot);
    bot.discord.write_untold(PERSON, LATE, "takk");
    bot.discord.write_untold(PERSON + 1, LATE + 1, "takk");
    bot.discord.forget_sessions();
    bot.discord.drop_connection();
    let channel = direct_channel(PERSON);
    bot.wait(bot.discord.message_with(channel, "Bare hyggelig"));
    bot.tell(LATE, "takk");
    bot.tell(LATE + 2, "");
    bot.wait(bot.discord.message_with(channel, "bare tekst"));
    let thanked = bot.discord.messages(channel).iter().filter(|own| content(own).contains("Bare hyggelig")).count();
    assert_eq!(thanked, 1);
    assert_eq!(bot.discord.sessions().0, 2);
    // Who has nothing under way is not written to first.
    assert!(bot.discord.messages(direct_channel(PERSON + 1)).is_empty());
    bot.all_right();
}

#[test]
fn messages_of_a_time_when_nothing_ran_are_answered_at_the_next_start() {
    let mut bot = Bot::start();
    requests::sent(&bot);
    bot.discord.write_untold(PERSON, LATE, "takk");
    bot.restart();
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "Bare hyggelig"));
}

#[test]
fn unfinished_form_goes_on_after_an_outage() {
    let bot = Bot::start();
    bot.tell(11, "snakke med en rådgiver");
    let consent = bot.wait(bot.discord.message_below(direct_channel(PERSON), 0));
    let role = bot.press(Where::Direct, &consent, "Gå videre");
    bot.press(Where::Direct, &role, "Lærer");
    bot.discord.write_untold(PERSON, LATE, "Bergen");
    bot.discord.forget_sessions();
    bot.discord.drop_connection();
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "Hva trenger du?"));
}

#[test]
fn no_session_is_begun_while_the_platform_allows_none() {
    let mut bot = Bot::start();
    bot.discord.limit_sessions(&[(0, 100), (0, 100)]);
    bot.restart();
    let asked = bot.discord.calls().iter().filter(|call| call.path == "/gateway/bot").count();
    assert_eq!(asked, 4, "once at the first start, three times at the second");
    assert_eq!(bot.discord.sessions().0, 2);
}

#[test]
fn connection_that_confirms_no_heartbeat_is_given_up_for_another() {
    let mut bot = Bot::start();
    bot.discord.go_deaf();
    bot.restart();
    // Nothing closes that connection, the second; it is only silent.
    bot.wait(bot.discord.more_sessions(2));
    assert!(!content(&bot.command(SERVER, "topics", &[])).is_empty());
    bot.all_right();
}

#[test]
fn shards_identify_as_many_as_are_asked_for() {
    let bot = Bot::start_with(|config| config.shards = 2);
    let shards = bot.wait(bot.discord.shards(2));
    assert_eq!(shards, [serde_json::json!([0, 2]), serde_json::json!([1, 2])]);
}
