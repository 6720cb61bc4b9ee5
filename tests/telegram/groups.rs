//! Groups: answered when addressed, short, and into the private chat for more.

use serde_json::{Value, json};

use crate::stand_in::{BOT, NAME};
use crate::world::World;

const GROUP: i64 = -5;

fn group() -> Value {
    json!({"id": GROUP, "type": "supergroup", "title": "G"})
}

fn bots_message() -> Value {
    json!({"message_id": 2, "date": 1, "chat": group(), "text": "x", "from": {"id": BOT, "is_bot": true, "first_name": "U"}})
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_addressed_is_answered() {
    let world = World::open().await;
    for text in ["Hva er en mentor?", "/spor@other_bot hva er mentor", "/weather", "hei @somebody"] {
        world.telegram.message_in(&group(), 1, json!({ "text": text }));
    }
    world.telegram.message_in(
        &group(),
        1,
        json!({"text": "/spor Hva er en mentor?", "message_thread_id": 7, "is_topic_message": true}),
    );
    let answer = world.telegram.until(GROUP, "an answer", |shown| !shown.text().is_empty()).await;
    assert_eq!(answer.body["message_thread_id"], 7);
    assert!(answer.body["reply_parameters"]["message_id"].is_i64());
    let links: Vec<String> = answer.buttons().into_iter().map(|(_, target)| target).collect();
    assert!(links.iter().all(|link| link.starts_with(&format!("https://t.me/{NAME}?start="))), "{links:?}");
    assert_eq!(world.telegram.shown(GROUP).len(), 1);
    world.telegram.message_in(&group(), 1, json!({"text": format!("@{NAME} hva er mentorordningen?")}));
    world.telegram.message_in(&group(), 1, json!({"text": "Hva er en mentor?", "reply_to_message": bots_message()}));
    world.telegram.wait("both to be answered", || (world.telegram.shown(GROUP).len() >= 3).then_some(())).await;
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn request_in_a_group_leads_into_the_private_chat() {
    let world = World::open().await;
    world.telegram.message_in(&group(), 1, json!({"text": "/radgiver"}));
    let refusal = world.sees(GROUP, "privat samtale").await;
    assert!(refusal.buttons().iter().any(|(_, link)| link.ends_with("start=radgiver")), "{:?}", refusal.buttons());
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_choose_for_the_group_and_others_cannot() {
    let world = World::open().await;
    world.telegram.message_in(&group(), 1, json!({"text": "/gruppe stille"}));
    world.sees(GROUP, "Bare administratorer").await;
    world.telegram.make_administrator(1);
    world.telegram.message_in(&group(), 1, json!({"text": "/gruppe stille"}));
    world.sees(GROUP, "notert").await;
    world.telegram.message_in(&group(), 2, json!({"text": "/spor Hva er en mentor?"}));
    let quiet = world.sees(GROUP, "Les det i en privat samtale").await;
    assert_eq!(quiet.body["disable_notification"], true);
    // The choice goes along when the group becomes a supergroup.
    world.telegram.message_in(&group(), 1, json!({"migrate_to_chat_id": -6}));
    world.telegram.wait("the move to be taken in", || (world.telegram.waiting() == 0).then_some(())).await;
    let moved = json!({"id": -6, "type": "supergroup"});
    world.telegram.message_in(&moved, 2, json!({"text": "/spor Hva er en mentor?"}));
    world.sees(-6, "Les det i en privat samtale").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bot_greets_when_added_and_asks_not_to_be_administrator() {
    let world = World::open().await;
    let change = |before: &str, now: &str| {
        json!({"my_chat_member": {"chat": group(), "from": {"id": 1, "is_bot": false, "first_name": "A"}, "date": 1,
            "old_chat_member": {"status": before}, "new_chat_member": {"status": now}}})
    };
    world.telegram.update(change("left", "member"));
    world.sees(GROUP, "/spor").await;
    world.telegram.update(change("member", "administrator"));
    world.sees(GROUP, "administrator").await;
    let shown = world.telegram.shown(GROUP).len();
    world.telegram.update(change("administrator", "kicked"));
    world.telegram.wait("it to be confirmed", || (world.telegram.waiting() == 0).then_some(())).await;
    assert_eq!(world.telegram.shown(GROUP).len(), shown);
}
