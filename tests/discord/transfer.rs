//! Handing a case on to another region.

use std::sync::Arc;

use utveier::desk::Transfer;
use utveier::inbox::{DeliveryError, Inbox, Parcel, Purpose};
use utveier::request::CaseCode;

use crate::bot::{Bot, PERSON};
use crate::harness::discord::events::Where;
use crate::harness::discord::{choices, content, direct_channel};
use crate::inbox::{ADVISER, forum, inside, parcel, post};
use crate::requests::{self, sent};

fn transfer(bot: &Bot, code: &CaseCode, region: &str) -> Transfer {
    let desk = Arc::clone(&bot.world.desk);
    bot.wait(async { desk.transfer(code, region).await }).unwrap()
}

/// What was delivered of a purpose, in order.
fn parcels(bot: &Bot, purpose: Purpose) -> Vec<Parcel> {
    let all = bot.world.postbox.parcels.lock().unwrap();
    all.iter().filter(|parcel| parcel.purpose == purpose).cloned().collect()
}

fn newest(bot: &Bot, purpose: Purpose) -> Parcel {
    parcels(bot, purpose).pop().expect("a parcel")
}

/// What was said to the asker that holds a text.
fn told(bot: &Bot, text: &str) -> usize {
    bot.discord.messages(direct_channel(PERSON)).iter().filter(|posted| content(posted).contains(text)).count()
}

#[test]
fn case_is_handed_on_from_its_post_and_the_asker_is_told_when_the_other_region_has_it() {
    let bot = Bot::start();
    let code = sent(&bot);
    bot.wait(forum(&bot).deliver(&parcel(&code, Purpose::Request, "En sak."))).unwrap();
    let (thread, first) = post(&bot);
    let offered = bot.press_as(ADVISER, inside(thread), (&first, "Overfør"));
    assert!(offered.is_hidden);
    assert!(!choices(&offered).iter().any(|(label, _)| label == "RVTS Vest"), "it is theirs already");
    let done = bot.press_as(ADVISER, inside(thread), (&offered, "RVTS Øst"));
    assert!(content(&done).contains("sendes til RVTS Øst"), "{}", content(&done));
    assert_eq!(told(&bot, "Levert til innboksen hos RVTS Øst"), 0, "nobody has it yet");
    bot.world.deliver();
    let parcel = newest(&bot, Purpose::Request);
    assert_eq!((parcel.recipient.as_str(), parcel.region.as_str()), ("ost@example.org", "ost"));
    assert!(parcel.text.contains("hatefulle bilder"), "{}", parcel.text);
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "sendt videre til RVTS Øst"));
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "RVTS Øst"));
    // What is pressed in the old post reaches nobody.
    let late = bot.press_as(ADVISER, inside(thread), (&first, "Svar"));
    assert!(content(&late).contains("overført til RVTS Øst"), "{}", content(&late));
    bot.all_right();
}

#[test]
fn region_that_had_the_case_is_told_once_that_it_went_on() {
    let bot = Bot::start();
    let code = sent(&bot);
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::Done);
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::Same);
    bot.world.deliver();
    let [told] = parcels(&bot, Purpose::HandedOn).try_into().unwrap();
    assert_eq!(told.recipient, "vest@example.org");
    assert!(told.subject.contains("RVTS Øst") && told.text.contains("RVTS Øst"), "{}: {}", told.subject, told.text);
    assert!(!told.text.contains("hatefulle bilder"), "what the asker wrote is not sent once more: {}", told.text);
    assert_eq!(told.thread, Some(parcels(&bot, Purpose::Request)[0].id), "it stands with the case");
    // Nobody is asked for an answer there.
    assert!(told.how_to_answer.is_empty() && told.reply_to.is_none());
    // Handed on once more, only the one that had it is told.
    assert_eq!(transfer(&bot, &code, "nord"), Transfer::Done);
    bot.world.deliver();
    let recipients: Vec<String> = parcels(&bot, Purpose::HandedOn).into_iter().map(|parcel| parcel.recipient).collect();
    assert_eq!(recipients, ["vest@example.org", "ost@example.org"]);
}

#[test]
fn region_that_never_got_the_case_and_whoever_handed_it_on_are_told_nothing() {
    let bot = Bot::start();
    let code = requests::waiting(&bot);
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::Done);
    bot.world.deliver();
    assert!(parcels(&bot, Purpose::HandedOn).is_empty());
    let desk = Arc::clone(&bot.world.desk);
    let done = bot.wait(async { desk.transfer_from(&code, "nord", Some("ost@example.org")).await }).unwrap();
    assert_eq!(done, Transfer::Done);
    bot.world.deliver();
    assert!(parcels(&bot, Purpose::HandedOn).is_empty());
}

#[test]
fn receipt_names_the_region_that_has_the_case_and_is_edited() {
    let bot = Bot::start();
    let code = sent(&bot);
    let receipt = bot.wait(bot.discord.message_with(direct_channel(PERSON), "Levert"));
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::Done);
    bot.world.deliver();
    let after = bot.wait(bot.discord.message_with(direct_channel(PERSON), "innboksen hos RVTS Øst"));
    assert_eq!(after.id, receipt.id);
}

#[test]
fn handing_on_twice_changes_nothing_and_what_is_over_stays() {
    let bot = Bot::start();
    let code = sent(&bot);
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::Done);
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::Same);
    assert_eq!(transfer(&bot, &code, "atlantis"), Transfer::NoInbox);
    assert_eq!(transfer(&bot, &CaseCode::from_random([9; 8]), "ost"), Transfer::Unknown);
    bot.world.deliver();
    bot.world.answer("Takk, vi avslutter her.", true);
    assert_eq!(transfer(&bot, &code, "nord"), Transfer::Unknown);
}

#[test]
fn reminder_goes_to_the_region_that_has_the_case_and_counts_from_when_it_had_it() {
    let bot = Bot::start();
    let code = sent(&bot);
    bot.world.pass(6);
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::Done);
    bot.world.deliver();
    // A working day after the first delivery, not after the second.
    bot.world.pass(18);
    assert!(parcels(&bot, Purpose::Reminder).is_empty());
    bot.world.pass(24);
    let reminder = bot.world.last_parcel();
    assert_eq!((reminder.purpose, reminder.recipient.as_str()), (Purpose::Reminder, "ost@example.org"));
}

#[test]
fn case_that_cannot_be_delivered_to_the_other_region_is_not_called_delivered() {
    let bot = Bot::start();
    let code = sent(&bot);
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::Done);
    bot.world.fail_next(DeliveryError::Permanent("no such mailbox".into()));
    bot.world.deliver();
    assert_eq!(told(&bot, "innboksen hos RVTS Øst"), 0);
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "kunne ikke leveres"));
}

#[test]
fn case_whose_text_was_deleted_as_promised_is_not_handed_on_empty() {
    let bot = Bot::start();
    let code = sent(&bot);
    for _ in 0..6 {
        bot.world.pass(24);
    }
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::TextRemoved);
}

#[test]
fn asker_still_reaches_whoever_has_the_case() {
    let bot = Bot::start();
    let code = sent(&bot);
    assert_eq!(transfer(&bot, &code, "ost"), Transfer::Done);
    bot.world.deliver();
    bot.world.answer("Ring oss.", false);
    bot.world.deliver();
    let letter = bot.wait(bot.discord.message_with(direct_channel(PERSON), "Ring oss."));
    bot.press(Where::Direct, &letter, "Svar rådgiveren");
    bot.tell(77, "Takk, det gjør jeg.");
    let shown = bot.wait(bot.discord.message_with(direct_channel(PERSON), "Takk, det gjør jeg"));
    bot.press(Where::Direct, &shown, "Send");
    bot.world.deliver();
    assert_eq!(newest(&bot, Purpose::Message).recipient, "ost@example.org");
}
