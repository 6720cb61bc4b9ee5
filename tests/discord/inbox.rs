//! A forum as an inbox: each case a post, answers in it reach the asker.

use std::sync::Arc;

use jiff::Timestamp;
use utveier::inbox::{Inbox, Parcel, Purpose};
use utveier::request::CaseCode;
use utveier_discord::ForumInbox;
use uuid::Uuid;

use crate::bot::{Bot, PERSON};
use crate::harness::discord::events::Where;
use crate::harness::discord::{self, FaultKind, Posted, TOKEN, choices, content};

/// The forum.
const FORUM: u64 = 801;
/// An adviser.
const ADVISER: u64 = 701;

fn parcel(code: &CaseCode, purpose: Purpose, text: &str) -> Parcel {
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

fn forum(bot: &Bot) -> ForumInbox {
    ForumInbox::new(&bot.config(TOKEN), vec![FORUM.to_string()]).unwrap()
}

/// The post of a case and its first message with buttons.
fn post(bot: &Bot) -> (u64, Posted) {
    let posts = bot.discord.posts(FORUM);
    let [(thread, _)] = posts.as_slice() else { panic!("{posts:?}") };
    let messages = bot.discord.messages(*thread);
    let first = messages.into_iter().find(|posted| !choices(posted).is_empty()).expect("buttons");
    (*thread, first)
}

fn inside(thread: u64) -> Where {
    Where::Server { server: 70, channel: thread, manages: false }
}

/// A case in the store, as the desk makes it.
fn case(bot: &Bot) -> CaseCode {
    let store = Arc::clone(&bot.world.store);
    let cases = bot.wait(async move { store.cases(&[], 10).await }).unwrap();
    cases.last().expect("a case").code.parse().unwrap()
}

#[test]
fn case_is_one_post_and_later_parcels_go_into_it() {
    let bot = Bot::start();
    let (inbox, code) = (forum(&bot), CaseCode::from_random([3; 8]));
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
    let (inbox, code) = (forum(&bot), CaseCode::from_random([3; 8]));
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
    let (inbox, code) = (forum(&bot), CaseCode::from_random([3; 8]));
    bot.wait(inbox.deliver(&parcel(&code, Purpose::Request, "En sak."))).unwrap();
    let (_, first) = post(&bot);
    let told = bot.press_as(ADVISER, inside(999), (&first, "Jeg ser på den"));
    assert!(content(&told).contains("virker ikke lenger"));
}

/// Sends a request, and delivers it to the mailbox; its code.
fn sent(bot: &Bot) -> CaseCode {
    let preview = crate::requests::preview(bot, Where::Direct);
    bot.press(Where::Direct, &preview, "Send");
    bot.world.deliver();
    case(bot)
}
