//! The inbox in a forum: each case a topic.

use serde_json::{Value, json};

use crate::stand_in::BOT;
use crate::world::{FORUM, Setup, World};

/// An adviser; a number that no case code can hold.
const ADVISER: i64 = 770_077_001;

fn forum() -> Value {
    json!({"id": FORUM, "type": "supergroup", "is_forum": true})
}

/// An adviser's message in a topic; a reply to the bot's when `to` is given.
fn writes(world: &World, thread: i64, text: &str, to: Option<i64>) {
    let bot = json!({"id": BOT, "is_bot": true, "first_name": "U"});
    let root =
        json!({"message_id": thread, "date": 1, "chat": forum(), "from": bot, "forum_topic_created": {"name": "x"}});
    let post = |id: i64| json!({"message_id": id, "date": 1, "chat": forum(), "from": bot, "text": "x", "message_thread_id": thread});
    let reply = to.map_or(root, post);
    let fields =
        json!({"text": text, "message_thread_id": thread, "is_topic_message": true, "reply_to_message": reply});
    world.telegram.message_in(&forum(), ADVISER, fields);
}

async fn with_case() -> (World, String, i64, i64) {
    let world = World::with(Setup { forum: true, ..Setup::default() }).await;
    let code = world.sends_request(1).await;
    world.sees(1, "Levert").await;
    let (thread, name) = world.telegram.topics().into_iter().next().unwrap();
    assert!(name.starts_with(&code), "{name}");
    let post = world.sees(FORUM, &code).await;
    assert_eq!(post.body["message_thread_id"], thread);
    assert_eq!(post.body["protect_content"], true);
    (world, code, thread, post.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn reply_in_the_topic_reaches_the_asker_and_talk_does_not() {
    let (world, _code, thread, post) = with_case().await;
    writes(&world, thread, "Hvem av oss tar denne?", None);
    writes(&world, thread, "Vi ringer dere i morgen.", Some(post));
    world.sees(1, "Vi ringer dere i morgen.").await;
    world.sees(FORUM, "På vei til den som spør").await;
    writes(&world, thread, "/svar Og ta med planen.", None);
    world.sees(1, "Og ta med planen.").await;
    assert!(!world.telegram.shown(1).iter().any(|shown| shown.text().contains("Hvem av oss")));
    assert!(!world.telegram.shown(1).iter().any(|shown| shown.text().contains(&ADVISER.to_string())));
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn topic_is_known_after_a_kill_and_what_the_asker_writes_back_stands_in_it() {
    let (world, _code, thread, post) = with_case().await;
    let world = world.kill_and_restart().await;
    writes(&world, thread, "Vi ringer dere i morgen.", Some(post));
    world.sees(1, "Vi ringer dere i morgen.").await;
    world.presses(1, "Svar rådgiveren").await;
    world.sees(1, "Skriv til rådgiveren").await;
    world.writes(1, "Takk, gjerne etter klokka ti.");
    world.sees(1, "etter klokka ti").await;
    world.presses(1, "Send").await;
    let back = world.sees(FORUM, "etter klokka ti").await;
    assert_eq!(back.body["message_thread_id"], thread);
    assert_eq!(world.telegram.topics().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn case_is_claimed_once_and_closed() {
    let (world, code, thread, _post) = with_case().await;
    writes(&world, thread, "/ta", None);
    world.sees(FORUM, "Saken er tatt").await;
    assert!(world.telegram.topics()[&thread].contains(&code.replace('-', "")[..3]));
    writes(&world, thread, "/ta", None);
    world.sees(FORUM, "alt tatt").await;
    writes(&world, thread, "/lukk", None);
    world.sees(1, "avsluttet").await;
    let closed = || (!world.telegram.calls("closeForumTopic").is_empty()).then_some(());
    world.telegram.wait("the topic to be closed", closed).await;
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn topic_that_was_deleted_is_made_anew() {
    let (world, code, thread, post) = with_case().await;
    writes(&world, thread, "Vi ringer dere i morgen.", Some(post));
    world.sees(1, "Vi ringer dere i morgen.").await;
    world.telegram.delete_topic(thread);
    world.presses(1, "Svar rådgiveren").await;
    world.sees(1, "Skriv til rådgiveren").await;
    world.writes(1, "Takk, gjerne etter klokka ti.");
    world.sees(1, "etter klokka ti").await;
    world.presses(1, "Send").await;
    let back = world.sees(FORUM, "etter klokka ti").await;
    assert_ne!(back.body["message_thread_id"], thread);
    assert!(back.text().contains(&code));
}

#[tokio::test(flavor = "multi_thread")]
async fn topic_of_no_case_answers_nobody_and_says_so() {
    let (world, _code, _thread, _post) = with_case().await;
    world.telegram.add_topic(4000);
    writes(&world, 4000, "/svar Hei dere der ute", None);
    world.sees(FORUM, "hører ikke til").await;
    assert!(!world.telegram.shown(1).iter().any(|shown| shown.text().contains("Hei dere der ute")));
}
