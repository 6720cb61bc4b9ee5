//! The webhook.

use axum::Router;
use serde_json::json;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use utveier_telegram::{Error, Mode, Secret, Serve, Serving};

use crate::world::{Setup, World};

/// Serves for as long as a test lasts; with what patience is the program's choice.
pub(crate) fn serve(listener: TcpListener, routes: Router, stop: CancellationToken) -> Serving {
    Box::pin(async { axum::serve(listener, routes).with_graceful_shutdown(stop.cancelled_owned()).await })
}

const HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

async fn open() -> (World, String) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}/telegram");
    let mode = Mode::Webhook { listen: free, url: url.clone(), secret: Secret("hemmelig-1".into()), serve };
    let world = World::with(Setup { mode, ..Setup::default() }).await;
    let set = || (!world.telegram.calls("setWebhook").is_empty()).then_some(());
    world.telegram.wait("the webhook to be set", set).await;
    (world, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn update_is_acknowledged_after_it_is_handled() {
    let (world, url) = open().await;
    world.asks(1, "Hva er en mentor?").await;
    world.all_is_handled().await;
    // By hand: when the answer to the post is there, so is the message.
    let update = json!({"update_id": 900, "message": {"message_id": 1, "date": 1, "text": "hei",
        "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "is_bot": false, "first_name": "A"}}});
    let client = reqwest::Client::new();
    for _ in 0..2 {
        let response = client.post(&url).header(HEADER, "hemmelig-1").json(&update).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(world.telegram.shown(5).len(), 1, "shown, and once");
    }
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_out_of_order_are_all_handled() {
    let (world, url) = open().await;
    let client = reqwest::Client::new();
    for (id, chat) in [(903, 6), (901, 7), (902, 8)] {
        let update = json!({"update_id": id, "message": {"message_id": 1, "date": 1, "text": "hei",
            "chat": {"id": chat, "type": "private"}, "from": {"id": chat, "is_bot": false, "first_name": "A"}}});
        let response = client.post(&url).header(HEADER, "hemmelig-1").json(&update).send().await.unwrap();
        assert_eq!((response.status().as_u16(), world.telegram.shown(chat).len()), (200, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_turned_away() {
    let (world, url) = open().await;
    let client = reqwest::Client::new();
    let post = || client.post(&url).header(HEADER, "hemmelig-1");
    for secret in ["", "hemmelig", "hemmelig-2", "hemmelig-1x"] {
        let response = client.post(&url).header(HEADER, secret).body("{}").send().await.unwrap();
        assert_eq!(response.status(), 403, "{secret}");
    }
    assert_eq!(client.post(&url).body("{}").send().await.unwrap().status(), 403);
    assert_eq!(client.get(&url).send().await.unwrap().status(), 405);
    assert_eq!(post().body("{half").send().await.unwrap().status(), 400);
    assert_eq!(post().body("x".repeat(300 * 1024)).send().await.unwrap().status(), 413);
    assert_eq!(post().body(r#"{"update_id":1,"unknown":{}}"#).send().await.unwrap().status(), 200);
    assert!(world.telegram.calls("sendMessage").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn webhook_stays_set_after_a_stop() {
    let (world, _url) = open().await;
    let telegram = world.telegram.clone();
    world.stopped().await.unwrap();
    assert!(telegram.calls("deleteWebhook").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn end_of_what_serves_is_the_end_of_the_door() {
    let listen = "127.0.0.1:0".parse().unwrap();
    let secret = Secret("hemmelig-1".into());
    let serve: Serve = |_, _, _| Box::pin(async { Err(std::io::ErrorKind::OutOfMemory.into()) });
    let mode = Mode::Webhook { listen, url: "https://x.example".into(), secret, serve };
    let world = World::with(Setup { mode, ..Setup::default() }).await;
    assert!(matches!(world.ended().await, Err(Error::Listen { .. })));
}
