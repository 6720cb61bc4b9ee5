//! What a person meets in a private chat.

use serde_json::{Value, json};
use utveier::desk::Caller;
use utveier::dialogue::{Door, Incoming, Scope, What};

use crate::stand_in::NAME;
use crate::world::{Setup, World};

const QUESTION: &str = "Hva er en mentor?";

fn has_entity(body: &Value, kind: &str) -> bool {
    body["entities"].as_array().is_some_and(|entities| entities.iter().any(|entity| entity["type"] == kind))
}

#[tokio::test(flavor = "multi_thread")]
async fn question_is_answered_with_quote_and_source_and_then_confirmed() {
    let world = World::open().await;
    let answer = world.asks(1, QUESTION).await;
    assert!(has_entity(&answer.body, "blockquote") && has_entity(&answer.body, "text_link"), "{}", answer.body);
    assert_eq!(answer.body["link_preview_options"]["is_disabled"], true);
    assert!(answer.body["parse_mode"].is_null());
    assert!(answer.buttons().iter().any(|(label, _)| label == "Del i gruppen"));
    world.all_is_handled().await;
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn danger_brings_the_card_first() {
    let world = World::open().await;
    let first = world.asks(1, "en elev sier han har tatt med kniv og skal drepe noen på skolen nå").await;
    assert!(first.text().contains("112"), "{}", first.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn list_is_replaced_by_what_was_chosen_and_the_press_is_answered() {
    let world = World::open().await;
    let list = world.asks(1, "/tema").await;
    let (label, data) = list.buttons().first().cloned().unwrap();
    let query = world.telegram.press(1, &list, &data);
    let edited = world.telegram.until(1, "the list to be replaced", |shown| shown.is_edited).await;
    assert_eq!(edited.id, list.id);
    assert_ne!(edited.body["reply_markup"], list.body["reply_markup"], "{label}");
    let answered = || {
        let answers = world.telegram.calls("answerCallbackQuery");
        (answers.iter().filter(|call| call["callback_query_id"] == query.as_str()).count() == 1).then_some(())
    };
    world.telegram.wait("the press to be answered", answered).await;
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_buttons_are_answered_kindly_and_not_acted_on() {
    let world = World::open().await;
    let list = world.asks(1, "/tema").await;
    let own = list.buttons().first().unwrap().1.clone();
    let before = world.telegram.shown(1).len();
    for data in ["AAAAAAAA!slett:ja", "f:send", "", "s:samarbeid/mentor#hva", &own.replace('!', ".")] {
        let query = world.telegram.press(1, &list, data);
        let told = || {
            let calls = world.telegram.calls("answerCallbackQuery");
            calls.into_iter().find(|call| call["callback_query_id"] == query.as_str())
        };
        let told = world.telegram.wait("an answer to a forged button", told).await;
        assert_eq!(told["show_alert"], true, "{data}");
    }
    // Another person's chat, with a button that is real in the first.
    let elsewhere = world.asks(2, "/tema").await;
    let query = world.telegram.press(2, &elsewhere, &own);
    let told = || {
        let calls = world.telegram.calls("answerCallbackQuery");
        calls.into_iter().find(|call| call["callback_query_id"] == query.as_str())
    };
    assert_eq!(world.telegram.wait("an answer", told).await["show_alert"], true);
    assert_eq!(world.telegram.shown(1).len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn link_opens_an_answer_and_cannot_do_harm() {
    let world = World::open().await;
    let answer = world.asks(1, "/start s_0samarbeid_1mentor_2hva").await;
    assert!(has_entity(&answer.body, "blockquote"), "{}", answer.text());
    let start = world.asks(1, "/start slett_0ja").await;
    assert!(start.text().contains("Utveier"), "{}", start.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_text_is_answered_kindly_and_nothing_is_downloaded() {
    let world = World::open().await;
    let file = json!({"file_id": "x", "file_unique_id": "y"});
    let kinds = [
        (json!({"voice": file}), "lyd"),
        (json!({"photo": [file]}), "bilder"),
        (json!({"document": file}), "filer"),
        (json!({"sticker": file}), "Klistremerker"),
        (json!({"location": {"latitude": 59.9, "longitude": 10.7}}), "posisjoner"),
        (json!({"contact": {"phone_number": "1", "first_name": "A"}}), "kontaktkort"),
        (json!({"poll": {"id": "1"}}), "Avstemninger"),
        (json!({"rich_message": {"blocks": []}}), "kan jeg ikke lese"),
    ];
    for (fields, words) in kinds {
        world.telegram.message(1, fields);
        world.sees(1, words).await;
    }
    world.telegram.message(1, json!({"photo": [file], "caption": QUESTION}));
    world.telegram.until(1, "an answer to the caption", |shown| has_entity(&shown.body, "blockquote")).await;
    world.telegram.message(2, json!({"text": QUESTION, "forward_origin": {"type": "hidden_user"}}));
    world.sees(2, "videresendt").await;
    assert!(world.telegram.calls("getFile").is_empty());
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn edited_message_is_not_taken_as_an_answer_but_danger_is() {
    let world = World::open().await;
    let edited = |text: &str| {
        json!({"edited_message": {"message_id": 3, "date": 1, "edit_date": 2, "text": text,
            "chat": {"id": 1, "type": "private"}, "from": {"id": 1, "is_bot": false, "first_name": "A"}}})
    };
    world.telegram.update(edited(QUESTION));
    world.sees(1, "leser ikke rettede meldinger").await;
    assert_eq!(world.telegram.shown(1).len(), 1);
    world.telegram.update(edited("han har pistol og skal skyte dem nå"));
    world.sees(1, "112").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn safety_text_tells_what_telegram_is_not() {
    let world = World::open().await;
    let text = world.asks(1, "/trygg").await;
    assert!(text.text().contains("ende-til-ende"));
}

#[tokio::test(flavor = "multi_thread")]
async fn choices_go_along_to_the_web_page_once_and_what_was_written_does_not() {
    let world = World::open().await;
    world.writes(1, "/radgiver");
    world.presses(1, "Gå videre").await;
    world.presses(1, "Annet").await;
    world.writes(1, "Lillestrøm");
    world.presses(1, "Kurs eller foredrag").await;
    world.sees(1, "Fortell med egne ord").await;
    world.writes(1, "Vi ønsker et kurs for personalet.");
    world.sees(1, "Hvordan vil du ha svaret").await;
    world.writes(1, "/trygg");
    let shown = world.sees(1, "/flytt ").await;
    let code = shown.text().split("/flytt ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let at_the_page = Caller { person: "side".to_owned(), chat: "side".to_owned() };
    let typed = || Incoming::new(Door::Web, Scope::Private, None, What::Text(format!("/flytt {code}")));
    let said = format!("{:?}", world.desk.receive(&at_the_page, typed()).await);
    assert!(said.contains("flyttet hit") && said.contains("Fortell med egne ord"), "{said}");
    assert!(!said.contains("Vi ønsker et kurs"), "{said}");
    let again = format!("{:?}", world.desk.receive(&at_the_page, typed()).await);
    assert!(again.contains("Koden er brukt"), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn word_of_4096_letters_is_answered() {
    let world = World::open().await;
    assert!(!world.asks(1, &"å".repeat(4096)).await.text().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn menu_is_written_once_and_only_read_after_that() {
    let mut world = World::open().await;
    let set = |world: &World| {
        let methods = ["setMyCommands", "setMyName", "setMyDescription", "setMyShortDescription"];
        methods.map(|method| world.telegram.calls(method).len())
    };
    world.telegram.wait("the menu", || (set(&world) == [12, 3, 3, 3]).then_some(())).await;
    let reads = world.telegram.calls("getMyShortDescription").len();
    world = world.kill_and_restart().await;
    let read_again = || (world.telegram.calls("getMyShortDescription").len() == reads + 3).then_some(());
    world.telegram.wait("the menu to be read again", read_again).await;
    assert_eq!(set(&world), [12, 3, 3, 3]);
    assert_eq!(utveier_telegram::probe(world.config()).await.unwrap(), NAME);
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_sign_is_shown_when_an_answer_takes_a_while() {
    let mut setup = Setup::default();
    setup.tempo.typing_after = std::time::Duration::ZERO;
    let world = World::with(setup).await;
    world.asks(1, QUESTION).await;
    assert_eq!(world.telegram.calls("sendChatAction")[0]["action"], "typing");
    world.telegram.assert_calls_are_right();
}
