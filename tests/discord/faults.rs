//! The platform on its bad days.

use utveier_discord::Error;

use crate::bot::{Bot, PERSON, SERVER};
use crate::harness::discord::{self, FaultKind, content, direct_channel};

#[test]
fn wrong_token_is_told_clearly() {
    let bot = Bot::start();
    let probed = bot.wait(utveier_discord::probe(&bot.config("another")));
    assert!(matches!(probed, Err(Error::Token)), "{probed:?}");
}

#[test]
fn address_that_does_not_answer_is_told_and_never_replaced_by_another() {
    let bot = Bot::start();
    let mut config = bot.config(discord::TOKEN);
    config.api_url = "http://127.0.0.1:9".into();
    let probed = bot.wait(utveier_discord::probe(&config));
    assert!(matches!(probed, Err(Error::Api { .. })), "{probed:?}");
}

#[test]
fn storm_of_errors_and_limits_is_weathered() {
    let bot = Bot::start();
    bot.discord.fault("@original", 1, FaultKind::Status(503, 0.0));
    bot.discord.fault("@original", 1, FaultKind::Status(429, 0.2));
    bot.discord.fault("@original", 1, FaultKind::AnswerLost);
    let answer = bot.command(SERVER, "topics", &[]);
    assert!(!content(&answer).is_empty());
    bot.discord.fault("/callback", 1, FaultKind::AnswerLost);
    assert!(!content(&bot.command(SERVER, "faq", &[])).is_empty());
}

#[test]
fn late_and_answered_interactions_are_left_alone() {
    let bot = Bot::start();
    for code in [10_062, 40_060] {
        bot.discord.fault("/callback", 1, FaultKind::Code(400, code));
        bot.discord.interact(discord::events::command(PERSON, SERVER, "topics", &[]));
        bot.wait(bot.discord.faults_over());
    }
    // The bot goes on.
    assert!(!content(&bot.command(SERVER, "topics", &[])).is_empty());
    let patched = bot.discord.calls().iter().filter(|call| call.path.contains("@original")).count();
    assert_eq!(patched, 1, "nothing is shown for an interaction that is over");
}

#[test]
fn direct_messages_survive_limits() {
    let bot = Bot::start();
    bot.discord.fault("/messages", 2, FaultKind::Status(429, 0.2));
    bot.tell(11, "takk");
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "Bare hyggelig"));
}

#[test]
fn storm_before_a_receipt_is_weathered_and_a_deleted_receipt_posted_anew() {
    let bot = Bot::start();
    let code = crate::requests::sent(&bot);
    let channel = direct_channel(PERSON);
    let receipt = bot.wait(bot.discord.message_with(channel, "Levert"));
    bot.discord.fault("/messages/", 1, FaultKind::Status(503, 0.0));
    bot.discord.fault("/messages/", 1, FaultKind::Code(404, 10_008));
    let desk = std::sync::Arc::clone(&bot.world.desk);
    bot.wait(async { desk.transfer(&code, "ost").await }).unwrap();
    bot.world.deliver();
    let anew = bot.wait(bot.discord.message_with(channel, "innboksen hos RVTS Øst"));
    assert_ne!(anew.id, receipt.id);
    bot.all_right();
}

#[test]
fn parts_of_messages_nobody_knows_yet_keep_nothing_from_being_answered() {
    let bot = Bot::start();
    // A message of another bot, built of parts this library has no names for.
    let mut event = discord::events::message_command(PERSON, SERVER, "Hva gjør en mentor?");
    let parts = serde_json::json!([{ "type": 17, "components": [{ "type": 10, "content": "…" }] }]);
    event["data"]["resolved"]["messages"]["31"]["components"] = parts;
    let token = bot.discord.interact(event);
    assert!(content(&bot.wait(bot.discord.answer(&token))).contains("> "));
    // A press on something that is no button of ours.
    let topics = bot.command(SERVER, "topics", &[]);
    let mut event = discord::events::component(PERSON, SERVER, &topics, "x");
    event["data"] = serde_json::json!({ "custom_id": "x", "component_type": 99 });
    bot.discord.interact(event);
    let mut event = discord::events::component(PERSON, SERVER, &topics, "x");
    event["data"] = serde_json::json!({ "custom_id": "x", "component_type": 5, "values": ["1"] });
    let token = bot.discord.interact(event);
    assert!(content(&bot.wait(bot.discord.answer(&token))).contains("virker ikke lenger"));
}

#[test]
fn whatever_is_pressed_sent_or_typed_is_answered() {
    let bot = Bot::start();
    let topics = bot.command(SERVER, "topics", &[]);
    let old = ["", "x", "menu0", "menu9", "æøå🙂", "AAAAAAAAAanothing", &"a".repeat(100)];
    for id in old {
        for data in [
            serde_json::json!({ "custom_id": id, "component_type": 2 }),
            serde_json::json!({ "custom_id": id, "component_type": 3, "values": [] }),
            serde_json::json!({ "custom_id": id, "component_type": 3, "values": ["x", "y"] }),
            serde_json::json!({ "custom_id": id, "component_type": 8, "values": ["1"] }),
            serde_json::json!({ "custom_id": id, "component_type": 99 }),
        ] {
            let mut event = discord::events::component(PERSON, SERVER, &topics, "x");
            event["data"] = data;
            let token = bot.discord.interact(event);
            let told = bot.wait(bot.discord.answer(&token));
            assert!(told.is_hidden && content(&told).contains("virker ikke lenger"), "{id}: {}", content(&told));
        }
        for under in [None, Some(&topics)] {
            let token = bot.discord.interact(discord::events::field(PERSON, SERVER, under, (id, "en tekst")));
            let told = bot.wait(bot.discord.answer(&token));
            assert!(told.is_hidden && content(&told).contains("virker ikke lenger"), "{id}: {}", content(&told));
        }
    }
    // A field without anything in it, and typing that says nothing of where.
    let mut event = discord::events::field(PERSON, SERVER, None, ("x", ""));
    event["data"]["components"] = serde_json::json!([]);
    let token = bot.discord.interact(event);
    assert!(content(&bot.wait(bot.discord.answer(&token))).contains("virker ikke lenger"));
    let token = bot.discord.interact(discord::events::typing(PERSON, SERVER, "ask", &[]));
    assert_eq!(bot.wait(bot.discord.callback(&token))["type"], 8);
    // In the person's own language.
    let mut event = discord::events::component(PERSON, SERVER, &topics, "x");
    event["locale"] = "en-US".into();
    let token = bot.discord.interact(event);
    assert!(content(&bot.wait(bot.discord.answer(&token))).contains("does not work any more"));
    bot.all_right();
}

#[test]
fn door_with_a_wrong_token_ends_with_a_clear_error() {
    let bot = Bot::start();
    let desk = std::sync::Arc::clone(&bot.world.desk);
    let run = utveier_discord::run(bot.config("another"), desk, tokio_util::sync::CancellationToken::new());
    assert!(matches!(bot.wait(run), Err(Error::Token)));
}
