//! A forum as an inbox: each case a post, answers in it reach the asker.

use jiff::Timestamp;
use utveier::inbox::{DeliveryError, Inbox, Parcel, Purpose};
use utveier::request::CaseCode;
use utveier::store::{CaseRow, PersonKey, Write};
use utveier_discord::ForumInbox;
use uuid::Uuid;

use crate::bot::{Bot, PERSON};
use crate::harness::discord::events::Where;
use crate::harness::discord::{self, FaultKind, Posted, TOKEN, choices, content};
use crate::requests::sent;

/// The forum.
pub(crate) const FORUM: u64 = 801;
/// An adviser.
pub(crate) const ADVISER: u64 = 701;

pub(crate) fn parcel(code: &CaseCode, purpose: Purpose, text: &str) -> Parcel {
    Parcel {
        id: Uuid::new_v4(),
        recipient: FORUM.to_string(),
        purpose,
        code: code.to_string(),
        region: "vest".into(),
        subject: "Ny henvendelse".into(),
        text: text.into(),
        found: Vec::new(),
        how_to_answer: "Svar her.".into(),
        reply_to: None,
        thread: None,
        written_at: Timestamp::UNIX_EPOCH,
    }
}

pub(crate) fn forum(bot: &Bot) -> ForumInbox {
    ForumInbox::new(&bot.config(TOKEN), vec![FORUM.to_string()]).unwrap()
}

/// A case that nothing has come of yet.
fn case(bot: &Bot) -> CaseCode {
    let code = CaseCode::from_random([3; 8]);
    let row = CaseRow {
        id: Uuid::new_v4(),
        code: code.as_str().to_owned(),
        person: PersonKey([3; 32]),
        region: "vest".to_owned(),
        stage: "received".to_owned(),
        body: None,
        created_at: Timestamp::UNIX_EPOCH,
        delivered_at: None,
        answered_at: None,
        closed_at: None,
        reminders: 0,
        version: 1,
    };
    bot.wait(bot.world.store.commit(vec![Write::InsertCase(row)])).unwrap();
    code
}

/// The post of a case and its first message with buttons.
pub(crate) fn post(bot: &Bot) -> (u64, Posted) {
    let posts = bot.discord.posts(FORUM);
    let [(thread, _)] = posts.as_slice() else { panic!("{posts:?}") };
    let messages = bot.discord.messages(*thread);
    let first = messages.into_iter().find(|posted| !choices(posted).is_empty()).expect("buttons");
    (*thread, first)
}

pub(crate) fn inside(thread: u64) -> Where {
    Where::Server { server: 70, channel: thread, manages: false }
}

#[test]
fn case_is_one_post_and_later_parcels_go_into_it() {
    let bot = Bot::start();
    let (inbox, code) = (forum(&bot), case(&bot));
    bot.wait(inbox.probe()).unwrap();
    bot.wait(inbox.deliver(&parcel(&code, Purpose::Request, "En **sak** med @everyone i."))).unwrap();
    bot.wait(inbox.deliver(&parcel(&code, Purpose::Reminder, "Minner om saken."))).unwrap();
    let (thread, first) = post(&bot);
    assert!(content(&first).contains("\\*\\*sak\\*\\*"), "{}", content(&first));
    assert!(bot.discord.messages(thread).iter().any(|posted| content(posted).contains("Minner om saken")));
    bot.all_right();
}

#[test]
fn post_whose_making_was_not_confirmed_is_not_made_twice() {
    let bot = Bot::start();
    let (inbox, code) = (forum(&bot), case(&bot));
    let parcel = parcel(&code, Purpose::Request, &"Lang tekst. ".repeat(400));
    bot.discord.fault("/channels/801/threads", 1, FaultKind::AnswerLost);
    assert!(bot.wait(inbox.deliver(&parcel)).is_err());
    bot.wait(inbox.deliver(&parcel)).unwrap();
    bot.wait(inbox.deliver(&parcel)).unwrap();
    let (thread, _) = post(&bot);
    let words: usize = bot.discord.messages(thread).iter().map(|posted| content(posted).matches("Lang").count()).sum();
    assert_eq!(words, 400, "every part stands there once");
    bot.all_right();
}

#[test]
fn answer_in_the_field_reaches_the_asker_and_closing_does() {
    let bot = Bot::start();
    let code = sent(&bot);
    let inbox = forum(&bot);
    bot.wait(inbox.deliver(&parcel(&code, Purpose::Request, "En sak."))).unwrap();
    let (thread, first) = post(&bot);
    let id = {
        let (_, id) = choices(&first).into_iter().find(|(label, _)| label == "Svar").unwrap();
        let token = bot.discord.interact(discord::events::component(ADVISER, inside(thread), &first, &id));
        bot.wait(bot.discord.callback(&token))["data"]["custom_id"].as_str().unwrap().to_owned()
    };
    let token = bot.discord.interact(discord::events::field(
        ADVISER,
        inside(thread),
        Some(&first),
        (&id, "Vi kan snakke i morgen."),
    ));
    let told = bot.wait(bot.discord.answer(&token));
    assert!(content(&told).contains("på vei"), "{}", content(&told));
    bot.world.deliver();
    bot.wait(bot.discord.message_with(discord::direct_channel(PERSON), "Vi kan snakke i morgen"));
    bot.press_as(ADVISER, inside(thread), (&first, "Avslutt saken"));
    bot.world.deliver();
    bot.wait(bot.discord.message_with(discord::direct_channel(PERSON), "avsluttet"));
    bot.all_right();
}

#[test]
fn message_that_mentions_the_bot_is_an_answer_and_others_are_not_read() {
    let bot = Bot::start();
    let code = sent(&bot);
    let inbox = forum(&bot);
    bot.wait(inbox.deliver(&parcel(&code, Purpose::Request, "En sak."))).unwrap();
    let (thread, _) = post(&bot);
    let message = |id: u64, text: &str, mentions: bool| {
        let mut message = discord::events::direct_message(ADVISER, id, text);
        message["channel_id"] = thread.to_string().into();
        message["guild_id"] = "70".into();
        if mentions {
            message["mentions"] = serde_json::json!([{
                "id": discord::APPLICATION.to_string(), "username": "utveier", "discriminator": "0", "avatar": null,
            }]);
        }
        bot.discord.dispatch("MESSAGE_CREATE", message);
    };
    message(21, "oss imellom", false);
    message(22, &format!("<@{}> Ring meg.", discord::APPLICATION), true);
    bot.wait(bot.discord.message_with(thread, "på vei"));
    bot.world.deliver();
    bot.wait(bot.discord.message_with(discord::direct_channel(PERSON), "Ring meg."));
    assert!(
        !bot.discord.messages(discord::direct_channel(PERSON)).iter().any(|posted| content(posted).contains("imellom"))
    );
    bot.all_right();
}

#[test]
fn button_of_a_case_does_nothing_elsewhere() {
    let bot = Bot::start();
    let (inbox, code) = (forum(&bot), case(&bot));
    bot.wait(inbox.deliver(&parcel(&code, Purpose::Request, "En sak."))).unwrap();
    let (_, first) = post(&bot);
    let told = bot.press_as(ADVISER, inside(999), (&first, "Jeg ser på den"));
    assert!(content(&told).contains("virker ikke lenger"));
}

#[test]
fn post_gets_the_tag_of_its_region() {
    let bot = Bot::start();
    bot.discord.tag(vec![
        serde_json::json!({ "id": "31", "name": "RVTS Øst", "moderated": false }),
        serde_json::json!({ "id": "32", "name": "RVTS Vest", "moderated": false }),
    ]);
    bot.wait(forum(&bot).deliver(&parcel(&case(&bot), Purpose::Request, "En sak."))).unwrap();
    let calls = bot.discord.calls();
    let made = calls.iter().find(|call| call.path == "/channels/801/threads").unwrap();
    assert_eq!(made.body["applied_tags"], serde_json::json!(["32"]));
    bot.all_right();
}

#[test]
fn missing_permission_and_deleted_forum_are_told_to_the_operator_and_not_tried_for_ever() {
    let bot = Bot::start();
    let (inbox, code) = (forum(&bot), case(&bot));
    for (status, error) in [(403, 50_013), (404, 10_003)] {
        bot.discord.fault("/channels/801", 1, FaultKind::Code(status, error));
        let told = bot.wait(inbox.deliver(&parcel(&code, Purpose::Request, "En sak.")));
        let Err(DeliveryError::Permanent(text)) = &told else { panic!("{told:?}") };
        assert!(text.contains(&error.to_string()), "{text}");
    }
}

#[test]
fn deleted_post_is_followed_by_another() {
    let bot = Bot::start();
    let (inbox, code) = (forum(&bot), case(&bot));
    bot.wait(inbox.deliver(&parcel(&code, Purpose::Request, "En sak."))).unwrap();
    bot.discord.delete_posts();
    let reminder = parcel(&code, Purpose::Reminder, "Minner om saken.");
    assert!(matches!(bot.wait(inbox.deliver(&reminder)), Err(DeliveryError::Transient(_))));
    bot.wait(inbox.deliver(&reminder)).unwrap();
    let (thread, _) = post(&bot);
    assert!(bot.discord.messages(thread).iter().any(|posted| content(posted).contains("Minner om saken")));
}
