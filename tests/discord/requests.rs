//! The request: filled in, sent, receipted, answered.

use std::sync::Arc;

use utveier::request::CaseCode;

use crate::bot::{Bot, PERSON, SERVER};
use crate::harness::discord::events::Where;
use crate::harness::discord::{self, Posted, choices, content, direct_channel};

const STORY: &str = "En ungdom på skolen har begynt å dele hatefulle bilder, og vennene er urolige.";

/// Fills the form in up to the preview.
pub(crate) fn preview(bot: &Bot, place: Where) -> Posted {
    let consent = bot.command(place, "adviser", &[]);
    let role = bot.press(place, &consent, "Gå videre");
    let (first_role, _) = choices(&role).into_iter().next().unwrap();
    let municipality = bot.press(place, &role, &first_role);
    let kind = bot.write(place, &municipality, "Bergen");
    let story = bot.press(place, &kind, "Drøfte en bekymring anonymt");
    let reply = bot.write(place, &story, STORY);
    let shown = bot.press(place, &reply, "Her i samtalen");
    if choices(&shown).iter().any(|(label, _)| label == "Behold som det er") {
        return bot.press(place, &shown, "Behold som det er");
    }
    shown
}

/// Sends a request in the conversation with the bot, and delivers it to the
/// mailbox; its code.
pub(crate) fn sent(bot: &Bot) -> CaseCode {
    let code = waiting(bot);
    bot.world.deliver();
    code
}

/// Sends a request that is not delivered yet; its code.
pub(crate) fn waiting(bot: &Bot) -> CaseCode {
    let preview = preview(bot, Where::Direct);
    bot.press(Where::Direct, &preview, "Send");
    let store = Arc::clone(&bot.world.store);
    let cases = bot.wait(async move { store.cases(&[], 10).await }).unwrap();
    cases.last().expect("a case").code.parse().unwrap()
}

#[test]
fn request_from_a_server_is_receipted_by_direct_message_and_the_receipt_becomes_delivered() {
    let bot = Bot::start();
    let preview = preview(&bot, SERVER);
    assert!(preview.is_hidden);
    assert!(content(&preview).contains("hatefulle bilder"), "{}", content(&preview));
    let sent = bot.press(SERVER, &preview, "Send");
    assert!(content(&sent).contains("direktemelding"), "{}", content(&sent));
    let receipt = bot.wait(bot.discord.message_with(direct_channel(PERSON), "Mottatt"));
    assert!(!content(&receipt).contains("Levert"));
    bot.world.deliver();
    let delivered = bot.wait(bot.discord.message_with(direct_channel(PERSON), "Levert"));
    assert_eq!(delivered.id, receipt.id, "the receipt is edited, not posted anew");
    assert_eq!(bot.discord.messages(direct_channel(PERSON)).len(), 1);
    assert!(bot.world.last_parcel().text.contains(STORY));
    bot.all_right();
}

#[test]
fn adviser_answers_by_direct_message_and_the_asker_writes_back() {
    let bot = Bot::start();
    let preview = preview(&bot, SERVER);
    bot.press(SERVER, &preview, "Send");
    bot.world.deliver();
    bot.world.answer("Ring oss gjerne i morgen.", false);
    bot.world.deliver();
    let letter = bot.wait(bot.discord.message_with(direct_channel(PERSON), "Ring oss gjerne i morgen"));
    let asked = bot.press(Where::Direct, &letter, "Svar rådgiveren");
    assert!(content(&asked).contains("Skriv til rådgiveren"), "{}", content(&asked));
    bot.tell(77, "Takk, det gjør jeg.");
    let shown = bot.wait(bot.discord.message_with(direct_channel(PERSON), "Takk, det gjør jeg"));
    bot.press(Where::Direct, &shown, "Send");
    bot.world.deliver();
    assert!(bot.world.last_parcel().text.contains("Takk, det gjør jeg."));
    bot.all_right();
}

#[test]
fn closed_direct_messages_leave_the_receipt_where_it_was_sent_and_the_answer_among_the_requests() {
    let bot = Bot::start();
    bot.discord.close_direct_messages(PERSON);
    let preview = preview(&bot, SERVER);
    let sent = bot.press(SERVER, &preview, "Send");
    assert!(content(&sent).contains("Mottatt"), "{}", content(&sent));
    bot.world.deliver();
    bot.world.answer("Ring oss.", false);
    bot.world.deliver();
    // The next thing they do shows what could not be posted.
    let token = bot.discord.interact(discord::events::command(PERSON, SERVER, "topics", &[]));
    // The answer to the command, the receipt, what the adviser wrote.
    let all = bot.wait(bot.discord.answers(&token, 3));
    assert!(all.iter().any(|posted| content(posted).contains("Ring oss")), "{all:?}");
    bot.all_right();
}

#[test]
fn field_sent_twice_is_taken_once() {
    let bot = Bot::start();
    let consent = bot.command(SERVER, "adviser", &[]);
    let role = bot.press(SERVER, &consent, "Gå videre");
    let (first_role, _) = choices(&role).into_iter().next().unwrap();
    let municipality = bot.press(SERVER, &role, &first_role);
    let id = bot.open_field(SERVER, &municipality, "Skriv");
    for _ in 0..2 {
        let token = bot.discord.interact(discord::events::field(PERSON, SERVER, Some(&municipality), (&id, "Bergen")));
        let shown = bot.wait(bot.discord.answer(&token));
        assert!(content(&shown).contains("Hva trenger du?"), "{}", content(&shown));
    }
    bot.all_right();
}

#[test]
fn question_by_command_in_the_middle_of_a_form_is_a_question() {
    let bot = Bot::start();
    let consent = bot.command(SERVER, "adviser", &[]);
    bot.press(SERVER, &consent, "Gå videre");
    let answer = bot.command(SERVER, "ask", &[("question", "Når slår avvergingsplikten inn?")]);
    assert!(content(&answer).contains("> "), "{}", content(&answer));
}

#[test]
fn receipt_whose_answer_was_lost_is_posted_once() {
    let bot = Bot::start();
    let preview = preview(&bot, SERVER);
    bot.discord.fault("/channels/900000501/messages", 1, discord::FaultKind::AnswerLost);
    bot.press(SERVER, &preview, "Send");
    assert_eq!(bot.discord.messages(direct_channel(PERSON)).len(), 1);
}
