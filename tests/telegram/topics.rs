//! The inbox in a forum: each case a topic.

use serde_json::{Value, json};

use crate::stand_in::{BOT, Shown};
use crate::world::{FORUM, NORTH, Setup, World};

/// An adviser; a number that no case code can hold.
const ADVISER: i64 = 770_077_001;

fn forum(chat: i64) -> Value {
    json!({"id": chat, "type": "supergroup", "is_forum": true})
}

/// An adviser's message in a topic; a reply to the bot's when `to` is given.
fn writes(world: &World, thread: i64, text: &str, to: Option<i64>) {
    writes_in(world, (FORUM, thread), text, to);
}

fn writes_in(world: &World, (chat, thread): (i64, i64), text: &str, to: Option<i64>) {
    let bot = json!({"id": BOT, "is_bot": true, "first_name": "U"});
    let root = json!({"message_id": thread, "date": 1, "chat": forum(chat), "from": bot, "forum_topic_created": {"name": "x"}});
    let post = |id: i64| json!({"message_id": id, "date": 1, "chat": forum(chat), "from": bot, "text": "x", "message_thread_id": thread});
    let reply = to.map_or(root, post);
    let fields =
        json!({"text": text, "message_thread_id": thread, "is_topic_message": true, "reply_to_message": reply});
    world.telegram.message_in(&forum(chat), ADVISER, fields);
}

/// The asker gets an adviser's answer.
async fn answer_arrives(world: &World, thread: i64, post: i64) {
    writes(world, thread, "Vi ringer dere i morgen.", Some(post));
    world.sees(1, "Vi ringer dere i morgen.").await;
}

/// The asker writes back; where that stands.
async fn asker_writes_back(world: &World) -> Shown {
    world.presses(1, "Svar rådgiveren").await;
    world.sees(1, "Skriv til rådgiveren").await;
    world.writes(1, "Takk, gjerne etter klokka ti.");
    world.sees(1, "etter klokka ti").await;
    world.presses(1, "Send").await;
    world.sees(FORUM, "etter klokka ti").await
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
    answer_arrives(&world, thread, post).await;
    let back = asker_writes_back(&world).await;
    assert_eq!(back.body["message_thread_id"], thread);
    assert_eq!(world.telegram.topics().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn case_is_claimed_once_and_closed() {
    let (world, code, thread, _post) = with_case().await;
    writes(&world, thread, "/ta", None);
    let first = world.sees(FORUM, "Du tar saken").await;
    assert!(world.telegram.topics()[&thread].contains(&code.replace('-', "")[..3]));
    writes(&world, thread, "/ta", None);
    let second = world.sees(FORUM, "alt tatt").await;
    let about = |shown: &Shown| shown.body["reply_parameters"]["message_id"].clone();
    assert_eq!(about(&second), about(&first), "it shows who took it");
    writes(&world, thread, "/lukk", None);
    world.sees(1, "avsluttet").await;
    let closed = || (!world.telegram.calls("closeForumTopic").is_empty()).then_some(());
    world.telegram.wait("the topic to be closed", closed).await;
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn topic_that_was_deleted_is_made_anew() {
    let (world, code, thread, post) = with_case().await;
    answer_arrives(&world, thread, post).await;
    world.telegram.delete_topic(thread);
    let back = asker_writes_back(&world).await;
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

#[tokio::test(flavor = "multi_thread")]
async fn case_is_handed_on_from_its_topic_and_the_old_topic_sends_nothing_more() {
    let (world, code, thread, post) = with_case().await;
    writes(&world, thread, "/overfor", None);
    let offered = world.sees(FORUM, "Hvem skal saken overføres til?").await;
    assert_eq!(offered.body["message_thread_id"], thread);
    let labels: Vec<String> = offered.buttons().into_iter().map(|(label, _)| label).collect();
    assert!(labels.contains(&"RVTS Nord".to_owned()) && !labels.contains(&"RVTS Øst".to_owned()), "{labels:?}");
    // Twice, as a hand that trembles does.
    let data = data_of(&offered, "RVTS Nord");
    world.telegram.press(ADVISER, &offered, &data);
    world.telegram.press(ADVISER, &offered, &data);
    let done = world.sees(FORUM, "sendes til RVTS Nord").await;
    assert_eq!((done.id, done.buttons().len()), (offered.id, 0), "it stands where the choice stood");
    world.sees(1, "sendt videre til RVTS Nord").await;
    let there = world.sees(NORTH, &code).await;
    assert!(there.text().contains("kurs for personalet"), "{}", there.text());
    world.sees(1, "innboksen hos RVTS Nord").await;
    world.all_is_handled().await;
    let posts = world.telegram.shown(NORTH).iter().filter(|shown| shown.text().contains("kurs for personalet")).count();
    assert_eq!((posts, world.telegram.topics().len()), (1, 2), "handed on once");
    // What is written in the old topic goes nowhere, and says so.
    writes(&world, thread, "Dette når ikke fram.", Some(post));
    world.sees(FORUM, "overført til RVTS Nord").await;
    writes(&world, thread, "/lukk", None);
    world.all_is_handled().await;
    assert!(!world.telegram.shown(1).iter().any(|shown| shown.text().contains("når ikke fram")));
    assert!(world.telegram.calls("closeForumTopic").is_empty());
    // In the new one it does.
    let new = there.body["message_thread_id"].as_i64().unwrap();
    writes_in(&world, (NORTH, new), "Vi kommer gjerne.", Some(there.id));
    world.sees(1, "Vi kommer gjerne.").await;
    world.telegram.assert_calls_are_right();
}

fn data_of(offered: &Shown, region: &str) -> String {
    offered.buttons().into_iter().find(|(label, _)| label == region).expect("a region's button").1
}

#[tokio::test(flavor = "multi_thread")]
async fn case_that_stays_in_the_forum_stays_in_its_topic_and_can_be_taken_anew() {
    let (world, _code, thread, _post) = with_case().await;
    writes(&world, thread, "/ta", None);
    world.sees(FORUM, "Du tar saken").await;
    // The command as it is spelt; both regions read this forum.
    writes(&world, thread, "/overfør", None);
    let offered = world.sees(FORUM, "Hvem skal saken overføres til?").await;
    world.telegram.press(ADVISER, &offered, &data_of(&offered, "RVTS Sør"));
    world.sees(1, "innboksen hos RVTS Sør").await;
    assert_eq!(world.telegram.topics().len(), 1);
    let before = world.telegram.shown(FORUM).len();
    writes(&world, thread, "/ta", None);
    let taken =
        || world.telegram.shown(FORUM).into_iter().skip(before).find(|shown| shown.text().contains("Du tar saken"));
    world.telegram.wait("the case to be taken by the other region", taken).await;
    writes(&world, thread, "/svar Vi ringer dere.", None);
    world.sees(1, "Vi ringer dere.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn case_that_is_over_is_not_handed_on_and_forged_buttons_do_nothing() {
    let (world, code, thread, _post) = with_case().await;
    writes(&world, thread, "/overfor", None);
    let offered = world.sees(FORUM, "Hvem skal saken overføres til?").await;
    let data = data_of(&offered, "RVTS Nord");
    let forged = format!("AAAAAAAA>{} nord", code.replace('-', ""));
    for data in [forged.as_str(), "", &data.replace("nord", "midt")] {
        let query = world.telegram.press(ADVISER, &offered, data);
        let told = || {
            let calls = world.telegram.calls("answerCallbackQuery");
            calls.into_iter().find(|call| call["callback_query_id"] == query.as_str())
        };
        assert_eq!(world.telegram.wait("an answer", told).await["show_alert"], true, "{data}");
    }
    // Pressed in another topic, it is no button of that topic's case.
    world.telegram.add_topic(4000);
    let mut elsewhere = offered.clone();
    elsewhere.body["message_thread_id"] = json!(4000);
    world.telegram.press(ADVISER, &elsewhere, &data);
    world.sees(FORUM, "hører ikke til").await;
    writes(&world, thread, "/overfor", None);
    let offered = world.sees(FORUM, "Hvem skal saken overføres til?").await;
    writes(&world, thread, "/lukk", None);
    world.sees(1, "avsluttet").await;
    world.telegram.press(ADVISER, &offered, &data);
    world.sees(FORUM, "kan ikke overføres").await;
    assert!(world.telegram.shown(NORTH).is_empty());
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_noted_of_a_topic_goes_with_its_case() {
    let (world, code, thread, _post) = with_case().await;
    writes(&world, thread, "/ta", None);
    world.sees(FORUM, "Du tar saken").await;
    let code = code.replace('-', "");
    let names = [
        format!("telegram-topic:{FORUM}:{code}"),
        format!("telegram-thread:{FORUM}:{thread}"),
        format!("telegram-claim:{FORUM}:{thread}"),
    ];
    for name in &names {
        assert!(world.store.value(name).await.unwrap().is_some(), "{name}");
    }
    let person = world.store.case_of_code(&code).await.unwrap().unwrap().person;
    // As when the asker asks for all to be deleted.
    world.store.remove_person(&person).await.unwrap();
    for name in &names {
        assert_eq!(world.store.value(name).await.unwrap(), None, "{name}");
    }
    writes(&world, thread, "/svar Er du der?", None);
    world.sees(FORUM, "hører ikke til").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn advisers_have_a_menu_of_what_they_can_write() {
    let world = World::with(Setup { forum: true, ..Setup::default() }).await;
    let of_forum = || {
        let calls = world.telegram.calls("setMyCommands");
        calls.into_iter().find(|call| call["scope"]["chat_id"] == FORUM)
    };
    let menu = world.telegram.wait("the menu of a forum", of_forum).await;
    let names = menu["commands"].as_array().unwrap().iter().filter_map(|command| command["command"].as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["svar", "ta", "overfor", "lukk"]);
    world.telegram.assert_calls_are_right();
}
