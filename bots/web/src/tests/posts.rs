//! Questions and buttons, with and without a script.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use utveier::dialogue::{Action, Door as DoorName, Scope, What};
use utveier::language::WrittenForm;

use super::fake::{Door, FRAGMENT, encoded};

#[tokio::test]
async fn question_is_answered_with_a_whole_page() {
    let door = Door::new();
    let reply = door.post("tekst=Hva+er+en+mentor%3F&sprak=nn", &[]).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.body.starts_with("<!DOCTYPE html><html lang=\"nn\">"));
    assert_eq!(reply.body.matches("Hva er en mentor?").count(), 2, "the question and its echo");
    let seen = door.core.seen.lock().unwrap();
    assert_eq!(seen[0].what, What::Text("Hva er en mentor?".to_owned()));
    assert_eq!(
        (seen[0].door, seen[0].scope, seen[0].locale),
        (DoorName::Web, Scope::Private, Some(WrittenForm::Nynorsk))
    );
}

#[tokio::test]
async fn script_gets_the_messages_alone() {
    let reply = Door::new().post("tekst=hei", &[FRAGMENT]).await;
    assert!(reply.body.starts_with("<article") && reply.body.ends_with("</article>"), "{}", reply.body);
    assert_eq!(reply.header("x-utveier-del"), "svar");
    assert!(!reply.body.contains("<html") && !reply.body.contains("Du skrev"));
}

#[tokio::test]
async fn every_block_is_shown() {
    let body = Door::new().post("tekst=alt", &[FRAGMENT]).await.body;
    for text in [
        "<h3>Overskrift</h3>",
        "Første linje.<br>Andre linje.",
        "Nytt avsnitt.",
        "<blockquote class=\"quote\" lang=\"nn\"><p class=\"lead\">Den som svarer.</p><p>En. To.</p><ul><li>Punkt.</li></ul></blockquote>",
        "Utdrag",
        "Mentor › Hva · gjennomgått",
        "href=\"/les/samarbeid/mentor#hva\"",
        "href=\"https://www.utveier.no/mentor/#:~:text=Hva\"",
        "Film: Filmen",
        "href=\"tel:116117\"",
        "aria-label=\"Ring 112 nå\"",
        "value=\"s:samarbeid/mentor#hva\"",
        "value=\"w:samarbeid/mentor#hva\"",
        "href=\"https://pst.no/\"",
        "<b>les</b>",
        "merknad",
    ] {
        assert!(body.contains(text), "{text}\n{body}");
    }
    assert!(!body.contains("href=\"javascript:"));
    assert!(!body.contains("faq/her"), "the button leads there already");
    assert!(body.find("class=\"emergency\"") < body.find("<h3>"), "danger first");
}

/// Every value a button of the page posts is understood when posted back.
#[tokio::test]
async fn buttons_make_the_round_trip_without_a_script() {
    let door = Door::new();
    let page = door.post("tekst=alt", &[]).await.body + &door.get("/").await.body + &door.get("/personvern").await.body;
    let values: Vec<&str> =
        page.split("name=\"handling\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(values.len() >= 5, "{values:?}");
    for value in values {
        let reply = door.post(&format!("handling={}&sprak=nb", encoded(value)), &[]).await;
        assert_eq!(reply.status, StatusCode::OK, "{value}");
        let last = door.core.seen.lock().unwrap().last().cloned().unwrap();
        assert_eq!(last.what, What::Pressed(Action::decode(value).unwrap()));
    }
}

#[tokio::test]
async fn empty_and_unknown_posts_are_refused_kindly() {
    let door = Door::new();
    for (body, text) in [
        ("tekst=", "Skriv et spørsmål først"),
        ("tekst=+%0A", "Skriv et spørsmål først"),
        ("", "Skriv et spørsmål først"),
        ("handling=rm+-rf", "Knappen virker ikke lenger"),
    ] {
        let page = door.post(body, &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(page.body.contains(text) && page.body.contains("<textarea"));
        assert!(door.post(body, &[FRAGMENT]).await.body.starts_with("<article"));
    }
    assert!(door.core.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn long_question_is_refused_and_kept_in_the_box() {
    let door = Door::new();
    let long = "å".repeat(8001);
    let reply = door.post(&format!("tekst={}", encoded(&long)), &[]).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(reply.body.contains("8000 tegn") && reply.body.contains(&format!("{long}</textarea>")));
    assert_eq!(door.post(&format!("tekst={}", "a".repeat(8000)), &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn danger_in_a_long_question_is_still_met() {
    let door = Door::new();
    let body = format!("tekst=fare+{}", "a".repeat(9000));
    let page = door.post(&body, &[]).await.body;
    assert!(page.find("Ring 112 nå") < page.find("8000 tegn") && !page.contains("mer fra kjernen"));
    let messages = door.post(&body, &[FRAGMENT]).await.body;
    assert!(messages.starts_with("<article class=\"message acute\"") && messages.contains("8000 tegn"));
}

#[tokio::test]
async fn page_follows_the_chosen_language() {
    let page = Door::new().post("handling=l%3Ann&sprak=nb", &[]).await.body;
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"nn\">"));
}

#[tokio::test]
async fn body_over_64_kb_is_refused() {
    let door = Door::new();
    let body = format!("tekst={}", "a".repeat(70_000));
    let page = door.post(&body, &[]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.body.contains("Det ble for mye tekst"));
    assert_eq!(door.post(&body, &[FRAGMENT]).await.header("x-utveier-del"), "svar");
    assert!(door.core.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn other_than_a_form_is_refused() {
    let door = Door::new();
    let request = Request::post("/spor").header("content-type", "application/json").body(Body::from("{}")).unwrap();
    let reply = door.send(request).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.body.contains("Vi forstod ikke"));
    assert_eq!(door.post("tekst=a&tekst=b", &[]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn address_of_an_answer_leads_home() {
    let reply = Door::new().get("/spor?sprak=nn").await;
    assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/?sprak=nn"));
}

#[tokio::test]
async fn question_never_stands_in_an_address() {
    let door = Door::new();
    let reply = door.get("/?tekst=hemmelig").await;
    assert!(!reply.body.contains("hemmelig"));
    assert!(door.core.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn panic_of_a_step_harms_nothing_else() {
    let door = Door::new();
    let reply = door.post("tekst=panikk", &[]).await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(reply.body.contains("Noe gikk galt hos oss") && !reply.body.contains("panikk"));
    assert_eq!(door.post("tekst=hei", &[]).await.status, StatusCode::OK);
}
