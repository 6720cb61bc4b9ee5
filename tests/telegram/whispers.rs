//! Groups where a question and its answer are seen by one person and the bot.

use serde_json::{Value, json};

use crate::stand_in::{self, Fault, Shown};
use crate::world::{Setup, World};

const GROUP: i64 = -5;

fn group() -> Value {
    json!({"id": GROUP, "type": "supergroup", "title": "G"})
}

/// A question only its asker saw.
fn whispers(world: &World, text: &str) {
    world.telegram.whisper_in(&group(), 1, text);
}

fn is_for_one(shown: &Shown) -> bool {
    shown.body["ephemeral_message_parameters"]["receiver_user_id"] == 1
}

async fn anything(world: &World) -> Shown {
    world.telegram.until(GROUP, "an answer", |shown| !shown.text().is_empty()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn question_nobody_else_saw_is_answered_to_the_asker_alone() {
    let world = World::open().await;
    whispers(&world, "/spor Hva er en mentor?");
    let answer = anything(&world).await;
    assert!(is_for_one(&answer), "{}", answer.body);
    assert!(answer.body["reply_parameters"]["ephemeral_message_id"].is_i64());
    assert!(answer.buttons().iter().any(|(_, link)| link.contains("?start=")), "it can be read again in private");
    whispers(&world, "/radgiver");
    let refusal = world.sees(GROUP, "privat samtale").await;
    assert!(is_for_one(&refusal));
    world.all_is_handled().await;
    assert_eq!(world.telegram.shown(GROUP).len(), 2, "and nothing else in the group");
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn card_for_an_emergency_is_never_for_one_alone() {
    let world = World::open().await;
    whispers(&world, "/spor en elev sier han har tatt med kniv og skal drepe noen på skolen nå");
    let card = world.sees(GROUP, "112").await;
    assert!(!is_for_one(&card) && card.body["reply_parameters"].is_null(), "{}", card.body);
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_that_cannot_be_shown_to_one_is_a_link_and_says_nothing_of_the_question() {
    let world = World::open().await;
    let late = "Bad Request: the ephemeral message can't be sent";
    world.telegram.fail("sendMessage", Fault::Refused(400, late), 1);
    whispers(&world, "/spor Hva er en mentor?");
    let link = world.sees(GROUP, "Les det i en privat samtale").await;
    assert!(!is_for_one(&link) && link.body["reply_parameters"].is_null());
    assert!(!link.text().contains("mentor") && !link.buttons().is_empty());
    // It was for this once: the next is tried anew.
    whispers(&world, "/spor Hva er taushetsplikt?");
    world.telegram.until(GROUP, "an answer for one", is_for_one).await;
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn server_that_knows_no_messages_for_one_is_asked_once_and_what_it_showed_all_is_deleted() {
    let world = World::open().await;
    world.telegram.be_old();
    whispers(&world, "/spor Hva er en mentor?");
    world.sees(GROUP, "Les det i en privat samtale").await;
    whispers(&world, "/spor Hva er taushetsplikt?");
    world.all_is_handled().await;
    assert_eq!(world.telegram.calls("deleteMessage").len(), 1);
    let shown = world.telegram.shown(GROUP);
    assert_eq!(shown.len(), 2, "each is answered once");
    assert!(shown.iter().all(|shown| !is_for_one(shown) && shown.text().contains("Les det i en privat samtale")));
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_that_cannot_be_deleted_either_is_followed_by_the_link() {
    let world = World::open().await;
    world.telegram.be_old();
    world.telegram.fail("deleteMessage", Fault::Refused(400, "Bad Request: message can't be deleted"), 1);
    whispers(&world, "/spor Hva er en mentor?");
    world.sees(GROUP, "Les det i en privat samtale").await;
    world.all_is_handled().await;
    assert_eq!(world.telegram.shown(GROUP).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_server_has_one_menu_written_once_more_at_a_start() {
    let telegram = stand_in::Telegram::open().await;
    telegram.be_old();
    let world = World::at(telegram, Setup::default()).await;
    let sets = |world: &World| world.telegram.calls("setMyCommands").len();
    let reads = |world: &World| world.telegram.calls("getMyShortDescription").len();
    world.telegram.wait("the menu", || (reads(&world) == 3).then_some(())).await;
    assert_eq!(sets(&world), 12);
    let world = world.kill_and_restart().await;
    world.telegram.wait("the menu to be read again", || (reads(&world) == 6).then_some(())).await;
    assert_eq!(sets(&world), 13);
}

#[tokio::test(flavor = "multi_thread")]
async fn open_group_has_commands_everybody_sees_and_a_private_one_has_not() {
    let world = World::open().await;
    world.telegram.make_administrator(1);
    let hidden = |call: &Value| {
        let commands = call["commands"].as_array().cloned().unwrap_or_default();
        let hidden = commands.into_iter().filter(|command| command["is_ephemeral"] == true);
        hidden.map(|command| command["command"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let of = |scope: &str| {
        let calls = world.telegram.calls("setMyCommands");
        calls.into_iter().find(|call| call["scope"]["type"] == scope)
    };
    let general = world.telegram.wait("the menu of groups", || of("all_group_chats")).await;
    let names = hidden(&general);
    assert!(names.contains(&"spor".to_owned()) && !names.contains(&"akutt".to_owned()), "{names:?}");
    world.telegram.message_in(&group(), 1, json!({"text": "/gruppe åpen"}));
    world.sees(GROUP, "lagret").await;
    let own = of("chat").unwrap();
    assert!(own["scope"]["chat_id"] == GROUP && hidden(&own).is_empty(), "{own}");
    world.telegram.message_in(&group(), 1, json!({"text": "/gruppe privat"}));
    let deleted =
        || world.telegram.calls("deleteMyCommands").into_iter().find(|call| call["scope"]["chat_id"] == GROUP);
    world.telegram.wait("the group's own commands to be taken away", deleted).await;
    world.telegram.assert_calls_are_right();
}
