//! A request from the form to the adviser's answer.

use utveier::desk::Taken;
use utveier::inbox::{Purpose, Reply, Returned};

use crate::stand_in::Fault;
use crate::world::World;

fn reply(code: &str, key: &str) -> Returned {
    Returned::Reply(Reply {
        code: code.replace('-', ""),
        text: "Ta gjerne kontakt. *Ikke* <b>fet</b> & _slik_.".into(),
        closes: false,
        had_attachments: false,
        sender: String::new(),
        key: key.into(),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn request_goes_from_form_to_delivered_by_editing_the_receipt() {
    let world = World::open().await;
    let code = world.sends_request(1).await;
    let delivered = world.sees(1, "Levert").await;
    assert!(delivered.is_edited && delivered.text().contains(&code), "{}", delivered.text());
    let parcels = world.tray.0.lock().unwrap().clone();
    assert_eq!(parcels.len(), 1);
    assert_eq!(parcels[0].code, code);
    let preview = world.sees(1, "Se over før du sender").await;
    assert_eq!(preview.body["protect_content"], true);
    world.telegram.assert_calls_are_right();
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_of_an_adviser_arrives_word_for_word_and_once() {
    let world = World::open().await;
    let code = world.sends_request(1).await;
    world.sees(1, "Levert").await;
    assert_eq!(world.desk.take_in(&reply(&code, "k1")).await.unwrap(), Taken::Done);
    assert_eq!(world.desk.take_in(&reply(&code, "k1")).await.unwrap(), Taken::Before);
    let answer = world.sees(1, "*Ikke* <b>fet</b> & _slik_.").await;
    assert!(answer.buttons().iter().any(|(label, _)| label == "Svar rådgiveren"));
    let count = world.telegram.shown(1).iter().filter(|shown| shown.text().contains("*Ikke*")).count();
    assert_eq!(count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_blocked_the_bot_is_not_reached_and_the_adviser_is_told() {
    let world = World::open().await;
    let code = world.sends_request(1).await;
    world.sees(1, "Levert").await;
    world.telegram.block(1);
    world.desk.take_in(&reply(&code, "k2")).await.unwrap();
    let told = || {
        let parcels = world.tray.0.lock().unwrap();
        parcels.iter().any(|parcel| parcel.purpose == Purpose::Undeliverable).then_some(())
    };
    world.telegram.wait("the adviser to be told", told).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receipt_that_cannot_be_edited_any_more_is_posted() {
    let world = World::open().await;
    world.telegram.fail("editMessageText", Fault::Server(502), 0);
    let _code = world.sends_request(1).await;
    world.sees(1, "Levert").await;
    let code = world.sends_request(2).await;
    world.telegram.fail("editMessageText", Fault::Refused(400, "Bad Request: message can't be edited"), 1);
    world.desk.take_in(&reply(&code, "k3")).await.unwrap();
    world.sees(2, "*Ikke*").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn form_survives_a_kill_and_send_pressed_twice_sends_once() {
    let world = World::open().await;
    world.writes(1, "/radgiver");
    world.presses(1, "Gå videre").await;
    world.presses(1, "Annet").await;
    world.sees(1, "hvilken kommune").await;
    let world = world.kill_and_restart().await;
    world.writes(1, "Lillestrøm");
    world.presses(1, "Kurs eller foredrag").await;
    world.sees(1, "Fortell med egne ord").await;
    world.writes(1, "Vi ønsker et kurs for personalet på skolen.");
    world.presses(1, "Her i samtalen").await;
    world.presses(1, "Send").await;
    world.presses(1, "Send").await;
    world.sees(1, "Levert").await;
    world.sees(1, "finnes ikke lenger").await;
    assert_eq!(world.tray.0.lock().unwrap().len(), 1);
}
