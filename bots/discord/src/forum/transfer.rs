//! Handing a case on to another region, from its post.

use serde_json::{Value, json};
use utveier::desk::Transfer;
use utveier::dialogue::{self, Outside};
use utveier::request::CaseCode;

use super::{FORM, Post, defer, own_post};
use crate::arrival::Arrival;
use crate::door::{Door, Opened, quiet};
use crate::key;
use crate::press::{Audience, Press};
use crate::render::{EPHEMERAL, MENU, NO_PREVIEW, Payload, Place, escaped, said};

/// Shows the adviser the other regions to choose from.
pub(super) async fn offer(door: &Door, arrival: &Arrival, code: &CaseCode, own: &str) {
    let others = door.desk.facts().regions.keys().filter(|region| *region != own);
    let options: Vec<Value> = others
        .map(|region| {
            let press = Press::HandOn(code.clone(), region.clone());
            let value = press.seal(&door.keyring, Audience::Person(arrival.person));
            json!({ "label": receiver(door, region), "value": value })
        })
        .collect();
    let placeholder = door.text(FORM, key!("discord-choose"));
    let menu = json!({ "type": 3, "custom_id": format!("{MENU}0"), "options": options, "placeholder": placeholder });
    let content = escaped(&door.text(FORM, key!("inbox-transfer-to")));
    let payload = Payload { content, rows: vec![json!({ "type": 1, "components": [menu] })] };
    let done = door.respond(arrival, 4, Some(payload.body(EPHEMERAL | NO_PREVIEW))).await;
    quiet(done, "the choice of a region could not be shown");
}

/// Hands the case on, and says so in the post.
pub(crate) async fn hand_on(door: &Door, arrival: &Arrival, code: &CaseCode, region: &str) {
    let Some(post) = own_post(door, arrival, code).await else { return };
    if !defer(door, arrival).await {
        return;
    }
    // What is said here tells this forum; everybody else is told by the desk.
    let key = match door.desk.transfer_from(code, region, Some(&post.forum)).await {
        Ok(Transfer::Done | Transfer::Same) => key!("inbox-transferred"),
        Ok(Transfer::Unknown) => key!("inbox-over"),
        Ok(Transfer::TextRemoved) => key!("inbox-text-removed"),
        Ok(Transfer::NoInbox) => key!("inbox-no-inbox"),
        Err(error) => {
            tracing::error!(%error, "a case could not be handed on");
            key!("inbox-not-transferred")
        }
    };
    let receiver = receiver(door, region);
    let text = door.desk.engine().replies.with(FORM, key, &[("receiver", &receiver)]);
    door.fill(arrival, Opened { place: Place::Open, flags: 0 }, &[said(&text)]).await;
}

/// What to say in a post whose case was handed on to another region.
pub(super) async fn moved(door: &Door, post: &Post) -> Option<String> {
    let row = door.store.case_of_code(post.code.as_str()).await.ok()??;
    if row.region == post.region || post.region.is_empty() {
        return None;
    }
    let receiver = receiver(door, &row.region);
    Some(door.desk.engine().replies.with(FORM, key!("inbox-moved"), &[("receiver", &receiver)]))
}

fn receiver(door: &Door, region: &str) -> String {
    let engine = door.desk.engine();
    dialogue::receiver(&engine.context_with(Outside::nothing()), FORM, region)
}
