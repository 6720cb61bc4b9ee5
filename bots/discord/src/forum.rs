//! A forum as an inbox: each case is a post, and answers in it reach the asker.
//!
//! No privileged intent is asked for, so what advisers write among themselves
//! in a post is never read. An answer is what is written in the field that the
//! button under the case opens, or a message that mentions the bot.

mod inbox;
mod tags;
mod transfer;

use serde_json::json;
use utveier::desk::Taken;
use utveier::inbox::{Reply, Returned};
use utveier::language::WrittenForm;
use utveier::request::CaseCode;
use utveier::store::Store;

pub use inbox::ForumInbox;
pub(crate) use transfer::hand_on;

use crate::answer::modal;
use crate::arrival::Arrival;
use crate::door::{Door, quiet};
use crate::key;
use crate::press::{Audience, Duty, Press};
use crate::render::{MAX_CONTENT, NO_PREVIEW, Payload, clipped, escaped, said, split};

/// Advisers are spoken to in bokmål, as in the mail they would get instead.
const FORM: WrittenForm = WrittenForm::Bokmal;

/// The name of the value that holds a case's post in a forum.
fn thread_name(code: &str, forum: &str) -> String {
    format!("discord-thread:{code}:{forum}")
}

/// The name of the value that holds the case and forum of a post.
fn case_name(thread: u64) -> String {
    format!("discord-case:{thread}")
}

/// Which case a post is.
struct Post {
    code: CaseCode,
    forum: String,
    /// The region it came to; empty in a post of an earlier version.
    region: String,
}

/// The case of a post.
async fn case_of(store: &dyn Store, thread: u64) -> Option<Post> {
    let value = match store.value(&case_name(thread)).await {
        Ok(value) => value?,
        Err(error) => {
            tracing::error!(%error, "it cannot be read which case a post belongs to");
            return None;
        }
    };
    let value = String::from_utf8(value).ok()?;
    let mut parts = value.split(' ').map(str::to_owned);
    let (code, forum) = (parts.next()?.parse().ok()?, parts.next()?);
    Some(Post { code, forum, region: parts.next().unwrap_or_default() })
}

/// A button under a case.
pub(crate) async fn press(door: &Door, arrival: &Arrival, duty: Duty, code: &CaseCode) {
    let Some(Post { forum, region, .. }) = own_post(door, arrival, code).await else { return };
    match duty {
        Duty::Claim => {
            let values = [("who", format!("<@{}>", arrival.person))];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            // The adviser's own name in their own forum: shown, but not called.
            let text = door.desk.engine().replies.with(FORM, key!("discord-case-claimed"), &values);
            let body = Payload { content: text, rows: Vec::new() }.body(NO_PREVIEW);
            quiet(door.respond(arrival, 4, Some(body)).await, "a case could not be claimed");
        }
        Duty::Answer => {
            let id = Press::Inbox(Duty::Answered, code.clone()).seal(&door.keyring, Audience::Person(arrival.person));
            let modal =
                modal(&id, &door.text(FORM, key!("discord-case-answer")), &door.text(FORM, key!("discord-case-field")));
            quiet(door.respond(arrival, 9, Some(modal)).await, "a field could not be opened");
        }
        Duty::Transfer => transfer::offer(door, arrival, code, &region).await,
        Duty::Answered => door.tell(arrival, &door.text(FORM, key!("discord-old-button"))).await,
        Duty::Close => {
            if defer(door, arrival).await {
                let told = take_in(door, reply(code, "", (forum, format!("discord:{}", arrival.id)))).await;
                finish(door, arrival, (told, key!("inbox-closed")), "").await;
            }
        }
    }
}

/// The field under a case was sent.
pub(crate) async fn written(door: &Door, arrival: &Arrival, code: &CaseCode, text: &str) {
    let Some(Post { forum, .. }) = own_post(door, arrival, code).await else { return };
    if defer(door, arrival).await {
        let told = take_in(door, reply(code, text, (forum, format!("discord:{}", arrival.id)))).await;
        finish(door, arrival, (told, key!("discord-case-sent")), text).await;
    }
}

/// A message in a server that mentions the bot: in a case's post it is an
/// answer; elsewhere it is nothing.
pub(crate) async fn mentioned(door: &Door, message: (u64, u64), text: &str) {
    let (id, channel) = message;
    if !door.taken.insert(id) {
        return;
    }
    let Some(post) = case_of(&*door.store, channel).await else { return };
    let text = without_mentions(text, door.application());
    if text.is_empty() {
        return;
    }
    let told = match transfer::moved(door, &post).await {
        Some(told) => told,
        None => {
            let told = take_in(door, reply(&post.code, &text, (post.forum, format!("discord:{id}")))).await;
            door.text(FORM, told.unwrap_or(key!("discord-case-on-its-way")))
        }
    };
    let body = json!({
        "content": told,
        "allowed_mentions": { "parse": [] },
        "message_reference": { "message_id": id.to_string(), "fail_if_not_exists": false },
    });
    let done = door.rest.post(&format!("/channels/{channel}/messages"), &body).await;
    quiet(done.map(|_| ()), "an adviser could not be told");
}

/// The post the button stands in, if it is that case's and the case is still
/// with its region.
async fn own_post(door: &Door, arrival: &Arrival, code: &CaseCode) -> Option<Post> {
    let Some(post) = case_of(&*door.store, arrival.channel).await.filter(|post| post.code == *code) else {
        door.tell(arrival, &door.text(FORM, key!("discord-old-button"))).await;
        return None;
    };
    if let Some(told) = transfer::moved(door, &post).await {
        door.tell(arrival, &told).await;
        return None;
    }
    Some(post)
}

async fn defer(door: &Door, arrival: &Arrival) -> bool {
    let done = door.respond(arrival, 5, None).await;
    let is_open = done.is_ok();
    quiet(done, "an interaction could not be acknowledged");
    is_open
}

fn reply(code: &CaseCode, text: &str, (forum, key): (String, String)) -> Reply {
    Reply {
        code: code.as_str().to_owned(),
        text: text.to_owned(),
        closes: text.is_empty(),
        had_attachments: false,
        // Words to the adviser go into the same forum.
        sender: forum,
        key,
    }
}

/// Hands an answer in; what to say instead when it was not taken.
async fn take_in(door: &Door, reply: Reply) -> Option<&'static str> {
    match door.desk.take_in(&Returned::Reply(reply)).await {
        Ok(Taken::Done | Taken::Before) => None,
        Ok(Taken::Unmatched) => Some(key!("discord-case-unknown")),
        Err(error) => {
            tracing::error!(%error, "an adviser's answer could not be kept");
            Some(key!("discord-case-failed"))
        }
    }
}

/// Tells the adviser, with the text as it was sent.
async fn finish(door: &Door, arrival: &Arrival, (told, done): (Option<&'static str>, &'static str), text: &str) {
    let mut payloads = vec![said(&door.text(FORM, told.unwrap_or(done)))];
    payloads.extend(quoted(text));
    let opened = crate::door::Opened { place: crate::render::Place::Open, flags: 0 };
    door.fill(arrival, opened, &payloads).await;
}

/// A person's own words, each line marked as a quote.
fn quoted(text: &str) -> Vec<Payload> {
    let mark = |part: String| part.split('\n').map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    let parts = split(&escaped(text.trim()), MAX_CONTENT);
    parts.into_iter().map(|part| Payload { content: clipped(&mark(part), MAX_CONTENT), rows: Vec::new() }).collect()
}

/// The text without mentions of the bot, which only addressed it.
pub(crate) fn without_mentions(text: &str, application: u64) -> String {
    let text = text.replace(&format!("<@{application}>"), "").replace(&format!("<@!{application}>"), "");
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_of_the_bot_are_not_part_of_an_answer() {
        assert_eq!(without_mentions("<@12> Ring oss. <@!12>", 12), "Ring oss.");
        assert_eq!(without_mentions("<@13> hei", 12), "<@13> hei");
    }

    #[test]
    fn long_words_are_quoted_whole_and_within_the_limit() {
        let text = "ord ".repeat(1500);
        let payloads = quoted(&text);
        assert!(payloads.len() > 1);
        let words: usize = payloads.iter().map(|payload| payload.content.matches("ord").count()).sum();
        assert_eq!(words, 1500);
        assert!(payloads.iter().all(|payload| payload.content.encode_utf16().count() <= MAX_CONTENT));
    }
}
