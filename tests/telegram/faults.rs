//! What goes wrong between Telegram and us.

use std::time::Duration;

use serde_json::json;
use utveier::store::Write;
use utveier_telegram::{Error, Mode, Secret, probe};

use crate::hook::serve;
use crate::stand_in::{self, Fault, Telegram};
use crate::world::{Setup, World};

const QUESTION: &str = "Hva er en mentor?";

#[tokio::test(flavor = "multi_thread")]
async fn wrong_token_ends_the_door_and_says_so() {
    let world = World::with(Setup { token: "4242:wrong", ..Setup::default() }).await;
    assert!(matches!(probe(world.config()).await, Err(Error::Token)));
    assert!(matches!(world.ended().await, Err(Error::Token)));
}

#[tokio::test(flavor = "multi_thread")]
async fn webhook_in_the_way_of_polling_is_reported_and_not_removed() {
    let telegram = Telegram::open().await;
    telegram.set_webhook_of_others("https://other.example/hook");
    let world = World::at(telegram.clone(), Setup::default()).await;
    assert!(matches!(probe(world.config()).await, Err(Error::WebhookSet)));
    assert!(matches!(world.ended().await, Err(Error::WebhookSet)));
    assert!(telegram.calls("deleteWebhook").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_poller_is_put_up_with_for_a_while_and_then_reported() {
    let world = World::open().await;
    world.asks(1, QUESTION).await;
    let gone = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    world.telegram.fail("getUpdates", Fault::Refused(409, gone), 3);
    world.asks(1, QUESTION).await;
    world.telegram.fail("getUpdates", Fault::Refused(409, gone), 10_000);
    world.writes(1, QUESTION);
    assert!(matches!(world.ended().await, Err(Error::OtherPoller)));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_passing_fault_of_receiving_is_waited_out() {
    let world = World::open().await;
    let faults = [
        Fault::Server(502),
        Fault::HalfJson,
        Fault::Dropped,
        Fault::AnswerLost,
        Fault::RetryAfter(0),
        Fault::Server(500),
    ];
    for (at, fault) in (1..).zip(faults) {
        world.telegram.fail("getUpdates", fault.clone(), 3);
        let answer = world.asks(at, QUESTION).await;
        assert!(!answer.text().is_empty(), "{fault:?}");
    }
    world.all_is_handled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_passing_fault_of_sending_ends_with_the_answer() {
    let world = World::open().await;
    let faults = [Fault::Server(502), Fault::HalfJson, Fault::Dropped, Fault::RetryAfter(1)];
    for (at, fault) in (1..).zip(faults) {
        world.telegram.fail("sendMessage", fault, 2);
        world.asks(at, QUESTION).await;
        assert_eq!(world.telegram.shown(at).len(), 1, "shown once");
    }
    // After a lost answer it cannot be known: shown at least once.
    world.telegram.fail("sendMessage", Fault::AnswerLost, 1);
    world.asks(9, QUESTION).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_settings_of_text_do_not_cost_the_text() {
    let world = World::open().await;
    world.telegram.fail("sendMessage", Fault::Refused(400, "Bad Request: BUTTON_DATA_INVALID"), 1);
    let answer = world.asks(1, QUESTION).await;
    assert!(answer.body["reply_markup"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn update_nobody_can_read_blocks_no_other() {
    let world = World::open().await;
    world.telegram.raw_update(json!({"update_id": 50, "message": {"text": 7, "chat": "none"}}));
    world.telegram.raw_update(json!({"update_id": 51, "new_kind": {"a": 1}}));
    world.telegram.raw_update(json!({"update_id": 52}));
    let post = json!({"message_id": 9, "date": 1, "chat": {"id": -7, "type": "channel"}, "text": QUESTION});
    world.telegram.raw_update(json!({"update_id": 53, "channel_post": post}));
    world.telegram.raw_update(json!({"update_id": 54, "edited_channel_post": post}));
    world.telegram.raw_update(json!({"update_id": 55, "message": post}));
    world.asks(1, QUESTION).await;
    world.all_is_handled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chat_that_must_wait_holds_up_no_other() {
    let world = World::open().await;
    world.telegram.fail("sendMessage", Fault::RetryAfter(3600), 1);
    world.writes(1, QUESTION);
    let refused = || (world.telegram.calls("sendMessage").len() == 1).then_some(());
    world.telegram.wait("the first answer to be refused", refused).await;
    world.asks(2, QUESTION).await;
    world.all_is_handled().await;
    assert!(world.telegram.shown(1).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn storm_of_429_is_waited_out_and_every_chat_answered_once() {
    const CHATS: i64 = 20;
    let world = World::open().await;
    world.telegram.fail("sendMessage", Fault::RetryAfter(1), 60);
    world.telegram.fail("getUpdates", Fault::RetryAfter(0), 20);
    for chat in 1..=CHATS {
        world.writes(chat, "hei");
    }
    world.all_is_handled().await;
    for chat in 1..=CHATS {
        world.sees(chat, "").await;
    }
    assert!((1..=CHATS).all(|chat| world.telegram.shown(chat).len() == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_out_of_order_are_all_handled_and_once() {
    let world = World::open().await;
    let update = |id: i64, chat: i64| {
        json!({"update_id": id, "message": {"message_id": id, "date": 1, "text": "hei",
            "chat": {"id": chat, "type": "private"}, "from": {"id": chat, "is_bot": false, "first_name": "A"}}})
    };
    // One batch: it is not sorted, and one comes twice.
    world.telegram.raw_updates([(60, 1), (57, 2), (60, 1), (58, 3)].map(|(id, chat)| update(id, chat)));
    for chat in 1..=3 {
        world.sees(chat, "").await;
    }
    world.all_is_handled().await;
    assert!((1..=3).all(|chat| world.telegram.shown(chat).len() == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn token_of_another_bot_is_noticed_and_the_door_opens() {
    let world = World::open().await;
    world.asks(1, QUESTION).await;
    let name = || "telegram-bot".to_owned();
    world.store.commit(vec![Write::PutValue { name: name(), value: b"7".to_vec() }]).await.unwrap();
    let world = world.kill_and_restart().await;
    world.asks(1, QUESTION).await;
    assert_eq!(world.store.value(&name()).await.unwrap(), Some(stand_in::BOT.to_string().into_bytes()));
}

/// A stream of updates, and the process ended in the middle of it again and
/// again: every message is answered.
#[tokio::test(flavor = "multi_thread")]
async fn no_update_is_lost_over_kills_in_the_middle_of_a_stream() {
    const CHATS: i64 = 40;
    const EACH: usize = 5;
    let mut world = World::open().await;
    for round in 0..EACH {
        for chat in 1..=CHATS {
            world.writes(chat, if round % 2 == 0 { "hei" } else { "takk" });
        }
        let some = round * 20 + 10;
        world.telegram.wait("some answers", || (world.telegram.calls("sendMessage").len() >= some).then_some(())).await;
        world = world.kill_and_restart().await;
    }
    world.all_is_handled().await;
    for chat in 1..=CHATS {
        assert!(world.telegram.shown(chat).len() >= EACH, "chat {chat}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_finishes_and_confirms_what_is_in_hand() {
    let world = World::open().await;
    for chat in 1..=10 {
        world.writes(chat, QUESTION);
    }
    world.sees(1, "").await;
    let telegram = world.telegram.clone();
    world.stopped().await.unwrap();
    assert_eq!(telegram.waiting() + answered(&telegram), 10);
}

fn answered(telegram: &Telegram) -> usize {
    (1..=10).filter(|chat| !telegram.shown(*chat).is_empty()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn configuration_that_cannot_be_right_is_refused_before_anything_is_sent() {
    let world = World::open().await;
    let listen = "127.0.0.1:0".parse().unwrap();
    let mut config = world.config();
    config.mode = Mode::Webhook { listen, url: "https://x.example".into(), secret: Secret("æ".into()), serve };
    assert!(matches!(probe(config).await, Err(Error::Secret)));
    let mut config = world.config();
    config.api_url = "api.telegram.org".into();
    assert!(matches!(probe(config).await, Err(Error::Address)));
    let mut config = world.config();
    config.api_url = "http://127.0.0.1:9".into();
    let found = tokio::time::timeout(Duration::from_secs(20), probe(config)).await.unwrap();
    assert!(matches!(found, Err(Error::Unreachable(_))));
}
