//! The request form, what is sent with it, and what comes back.

use axum::http::{Request, StatusCode};

use super::fake::{Door, FRAGMENT, KEEP, Reply, encoded};

/// The cookie a response sets, as a browser sends it back.
fn cookie(reply: &Reply) -> String {
    reply.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn waiting(door: &Door, cookie: &str) -> Reply {
    let request = Request::get("/venter?sprak=nn").header("cookie", cookie).body(axum::body::Body::empty());
    door.send(request.unwrap()).await
}

/// The session of a cookie, as the core knows it.
fn session(cookie: &str) -> String {
    cookie.split_once('=').unwrap().1.split('.').next().unwrap().to_owned()
}

#[tokio::test]
async fn letter_is_escaped_and_otherwise_as_it_was_written() {
    let text = "Hei!\n\n  – <b>Ikke</b> \"vent\" & *ring*\nhttps://ond.example/";
    let body = Door::new().post(&format!("tekst={}", encoded(&format!("brev {text}"))), &[FRAGMENT]).await.body;
    let escaped = "Hei!\n\n  – &lt;b&gt;Ikke&lt;/b&gt; &quot;vent&quot; &amp; *ring*\nhttps://ond.example/";
    let quoted = format!("<blockquote class=\"letter\" dir=\"auto\">{escaped}</blockquote>");
    assert!(body.contains(&quoted), "{body}");
    assert!(body.starts_with("<article class=\"message letter\""), "{body}");
}

#[tokio::test]
async fn receipt_makes_the_cookie_outlive_the_browser() {
    let door = Door::new();
    let before = door.post("tekst=hei", &[]).await;
    assert!(!before.header("set-cookie").contains("Max-Age"));
    let sent = door.post("tekst=send", &[("cookie", &cookie(&before))]).await;
    assert_eq!(cookie(&sent), cookie(&before), "the same session");
    assert!(sent.header("set-cookie").contains(&format!("Max-Age={}", KEEP.as_secs())));
    assert!(sent.body.contains("class=\"message receipt\" data-case=\""), "{}", sent.body);
}

#[tokio::test]
async fn cookie_nobody_signed_is_no_session() {
    let door = Door::new();
    let ours = cookie(&door.post("tekst=hei", &[]).await);
    let id = session(&ours);
    let other = "0123456789abcdef0123456789abcdef";
    let signature = ours.split_once('.').unwrap().1;
    for forged in
        [format!("utveier={id}"), format!("utveier={id}.{}", "0".repeat(32)), format!("utveier={other}.{signature}")]
    {
        door.core.waiting.lock().unwrap().insert(id.clone(), "for en annen".to_owned());
        door.core.waiting.lock().unwrap().insert(other.to_owned(), "for en annen".to_owned());
        let reply = door.post("tekst=hei", &[("cookie", &forged)]).await;
        assert!(!reply.body.contains("for en annen"), "{forged}");
        assert_ne!(session(&cookie(&reply)), id);
        assert_eq!(waiting(&door, &forged).await.body, "");
    }
    let sessions = door.core.sessions.lock().unwrap();
    assert_eq!(sessions.iter().filter(|session| **session == id).count(), 1, "only the one who has the cookie");
}

#[tokio::test]
async fn what_waits_comes_once_and_only_to_its_session() {
    let door = Door::new();
    let ours = cookie(&door.post("tekst=hei", &[]).await);
    door.core.waiting.lock().unwrap().insert(session(&ours), "et svar".to_owned());
    let other = waiting(&door, "utveier=x").await;
    assert_eq!((other.status, other.body.as_str()), (StatusCode::OK, ""));
    let reply = waiting(&door, &ours).await;
    assert_eq!((reply.header("x-utveier-del"), reply.header("cache-control")), ("svar", "no-store"));
    assert!(reply.body.starts_with("<article") && reply.body.contains("et svar"), "{}", reply.body);
    assert!(reply.body.contains("name=\"sprak\" value=\"nn\""), "its buttons stay in the language of the page");
    assert_eq!(waiting(&door, &ours).await.body, "");
}

#[tokio::test]
async fn what_waits_is_on_the_page_of_somebody_who_comes_back() {
    let door = Door::new();
    let ours = cookie(&door.post("tekst=hei", &[]).await);
    door.core.waiting.lock().unwrap().insert(session(&ours), "et svar".to_owned());
    let request = Request::get("/").header("cookie", &ours).body(axum::body::Body::empty()).unwrap();
    assert!(door.send(request).await.body.contains("et svar"));
}

#[tokio::test]
async fn page_loaded_anew_in_the_middle_of_a_form_asks_its_question_again() {
    let door = Door::new();
    let ours = cookie(&door.post("tekst=hvor", &[]).await);
    let page = || Request::get("/").header("cookie", &ours).body(axum::body::Body::empty()).unwrap();
    let asks = "<label for=\"u-text\">Hvor er &lt;det&gt;?</label>";
    assert!(!door.send(page()).await.body.contains(asks), "no form waits");
    door.core.unfinished.lock().unwrap().insert(session(&ours));
    assert!(door.send(page()).await.body.contains(asks));
}

#[tokio::test]
async fn forgetting_takes_the_cookie_away_once_it_is_certain() {
    let door = Door::new();
    let ours = cookie(&door.post("tekst=send", &[]).await);
    *door.core.asks_first.lock().unwrap() = true;
    let asked = door.post("handling=slett", &[("cookie", &ours)]).await;
    assert!(asked.body.contains("value=\"slett:ja\""));
    assert_eq!(asked.header("set-cookie"), "", "the session is needed for the answer");
    let gone = door.post("handling=slett:ja", &[("cookie", &ours)]).await;
    assert!(gone.header("set-cookie").contains("Max-Age=0"), "{}", gone.header("set-cookie"));
}

#[tokio::test]
async fn box_asks_for_the_words_a_form_waits_for() {
    let door = Door::new();
    let page = door.post("tekst=hvor", &[]).await.body;
    assert!(page.contains("<label for=\"u-text\">Hvor er &lt;det&gt;?</label>"), "{page}");
    assert!(page.contains(">Neste</button>") && page.contains("Ingenting sendes før"), "{page}");
    let fragment = door.post("tekst=hvor", &[FRAGMENT]).await.body;
    assert!(fragment.contains("data-box=\"words\" data-label=\"Hvor er &lt;det&gt;?\""), "{fragment}");
}

#[tokio::test]
async fn choices_of_a_form_are_buttons_with_all_that_is_said_of_them() {
    let door = Door::new();
    let page = door.post("tekst=hva", &[]).await.body;
    let button = "<button class=\"entry main\" name=\"handling\" value=\"f:ja\"><span>Gå videre</span> <small>med merknad</small></button>";
    assert!(page.contains(button), "{page}");
    assert!(page.contains("<button class=\"quiet\" name=\"handling\" value=\"f:avbryt\">Avbryt</button>"), "{page}");
    assert!(page.contains("class=\"message form\" data-box=\"choice\""), "{page}");
    assert!(page.contains("Velg over, eller skriv svaret ditt</label>"), "{page}");
}

#[tokio::test]
async fn box_is_for_questions_again_when_the_form_is_done() {
    let door = Door::new();
    for text in ["send", "brev hei", "hei"] {
        let page = door.post(&format!("tekst={}", encoded(text)), &[]).await.body;
        assert!(page.contains("Spør om noe mer</label>") && !page.contains("data-box"), "{text}: {page}");
    }
}

#[tokio::test]
async fn page_without_a_script_is_shown_from_what_is_new() {
    let page = Door::new().post("tekst=hva", &[]).await.body;
    assert!(page.contains("<div id=\"u-new\"><article class=\"message form\""), "{page}");
    assert_eq!(page.matches("method=\"post\"").count(), page.matches("action=\"/spor#u-new\"").count());
}
