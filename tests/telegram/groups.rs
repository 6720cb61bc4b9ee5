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
    let chooses = |what: &str| {
        world.telegram.message_in(&group(), 1, json!({"text": format!("/gruppe {what}")}));
    };
    chooses("privat");
    world.sees(GROUP, "Bare administratorer").await;
    world.telegram.make_administrator(1);
    for what in ["nynorsk", "stille", "privat"] {
        let before = world.telegram.shown(GROUP).len();
        chooses(what);
        let said = || world.telegram.shown(GROUP).get(before).cloned();
        let said = world.telegram.wait(what, said).await;
        assert!(said.text().contains("Valet er lagra"), "{}", said.text());
    }
    chooses("noko anna");
    world.sees(GROUP, "eitt av desse").await;
    world.telegram.message_in(&group(), 2, json!({"text": "/spor Hva er en mentor?"}));
    let hidden = world.sees(GROUP, "Les det i en privat samtale").await;
    assert_eq!(hidden.body["disable_notification"], true);
    assert!(hidden.buttons().iter().all(|(_, link)| link.contains("?start=")) && !hidden.buttons().is_empty());
    // The choice goes along when the group becomes a supergroup.
    world.telegram.message_in(&group(), 1, json!({"migrate_to_chat_id": -6}));
    world.all_is_handled().await;
    let moved = json!({"id": -6, "type": "supergroup"});
    world.telegram.message_in(&moved, 2, json!({"text": "/spor Hva er en mentor?"}));
    world.sees(-6, "Les det i en privat samtale").await;
    world.telegram.assert_calls_are_right();
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
    world.all_is_handled().await;
    assert_eq!(world.telegram.shown(GROUP).len(), shown);
}

#[tokio::test(flavor = "multi_thread")]
async fn group_that_threw_the_bot_out_before_its_answer_holds_up_nothing() {
    let world = World::open().await;
    world.writes(1, "/radgiver");
    world.presses(1, "Gå videre").await;
    world.sees(1, "Hva jobber du som?").await;
    world.telegram.block(GROUP);
    world.telegram.message_in(&group(), 1, json!({"text": "/spor Hva er en mentor?"}));
    let standing = |status: &str| json!({ "status": status });
    world.telegram.update(json!({"my_chat_member": {"chat": group(), "date": 1,
        "from": {"id": 1, "is_bot": false, "first_name": "A"},
        "old_chat_member": standing("member"), "new_chat_member": standing("kicked")}}));
    // The form, which stands in the private chat, goes on.
    world.presses(1, "Annet").await;
    world.sees(1, "hvilken kommune").await;
    world.all_is_handled().await;
    assert!(world.telegram.shown(GROUP).is_empty());
}
