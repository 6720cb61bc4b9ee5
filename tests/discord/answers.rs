//! Questions, buttons, menus, suggestions, sharing.

use crate::bot::{Bot, CHANNEL, PERSON, SERVER};
use crate::harness::discord::events::Where;
use crate::harness::discord::{self, choices, content, direct_channel};

const QUESTION: &str = "Når slår avvergingsplikten inn?";

#[test]
fn question_by_command_is_answered_to_the_person_only() {
    let bot = Bot::start();
    let answer = bot.command(SERVER, "ask", &[("question", QUESTION)]);
    assert!(answer.is_hidden);
    assert!(content(&answer).contains("> "), "no quote in {}", content(&answer));
    assert!(content(&answer).contains("-# ["), "no source in {}", content(&answer));
    bot.all_right();
}

#[test]
fn danger_is_answered_by_the_card_before_anything_else() {
    let bot = Bot::start();
    let answer = bot.command(SERVER, "ask", &[("question", "En elev sier at han vil ta livet sitt i kveld")]);
    assert!(content(&answer).starts_with("## "), "{}", content(&answer));
    bot.all_right();
}

#[test]
fn button_and_menu_lead_on() {
    let bot = Bot::start();
    let topics = bot.command(SERVER, "topics", &[]);
    let (label, _) = choices(&topics).into_iter().next().unwrap();
    let part = bot.press(SERVER, &topics, &label);
    assert!(part.is_hidden);
    assert!(!choices(&part).is_empty());
    bot.all_right();
}

#[test]
fn forged_and_borrowed_buttons_do_nothing() {
    let bot = Bot::start();
    let topics = bot.command(SERVER, "topics", &[]);
    let (_, id) = choices(&topics).into_iter().next().unwrap();
    for (person, id) in [(PERSON, "aaaaaaaaaaslett:ja".to_owned()), (PERSON + 1, id), (PERSON, "x".into())] {
        let token = bot.discord.interact(discord::events::component(person, SERVER, &topics, &id));
        let told = bot.wait(bot.discord.answer(&token));
        assert!(content(&told).contains("virker ikke lenger"), "{}", content(&told));
    }
    bot.all_right();
}

#[test]
fn button_works_after_a_restart() {
    let mut bot = Bot::start();
    let topics = bot.command(SERVER, "topics", &[]);
    let (label, _) = choices(&topics).into_iter().next().unwrap();
    bot.restart();
    assert!(!choices(&bot.press(SERVER, &topics, &label)).is_empty());
}

#[test]
fn suggestions_are_titles_within_the_limits_and_lead_to_the_passage() {
    let bot = Bot::start();
    for typed in ["", "avverging", "x".repeat(6000).as_str()] {
        let token = bot.discord.interact(discord::events::typing(PERSON, SERVER, "ask", &[("question", typed)]));
        let callback = bot.wait(bot.discord.callback(&token));
        assert_eq!(callback["type"], 8);
        let choices = callback["data"]["choices"].as_array().unwrap();
        assert!(choices.len() <= 25);
        if let Some(first) = choices.first().filter(|_| typed == "avverging") {
            let answer = bot.command(SERVER, "ask", &[("question", first["value"].as_str().unwrap())]);
            assert!(content(&answer).contains("> "));
        }
    }
    bot.all_right();
}

#[test]
fn answer_is_shared_only_when_asked_for_and_without_a_name() {
    let bot = Bot::start();
    let answer = bot.command(SERVER, "ask", &[("question", QUESTION)]);
    let shared = bot.press(SERVER, &answer, "Del i kanalen");
    assert!(!shared.is_hidden);
    assert_eq!(shared.channel, CHANNEL);
    assert!(content(&shared).contains("> "));
    assert!(!content(&shared).contains(&PERSON.to_string()));
    // What stands under it answers whoever presses, to them alone.
    if let Some((label, _)) = choices(&shared).into_iter().next() {
        assert!(bot.press_as(PERSON + 7, SERVER, (&shared, &label)).is_hidden);
    }
    bot.all_right();
}

#[test]
fn direct_message_is_answered_without_a_command_and_once() {
    let bot = Bot::start();
    bot.tell(11, QUESTION);
    bot.tell(11, QUESTION);
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "> "));
    // A second message is answered after whatever the first still has to say.
    bot.tell(12, "takk");
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "Bare hyggelig"));
    let quotes =
        bot.discord.messages(direct_channel(PERSON)).iter().filter(|posted| content(posted).contains("> ")).count();
    assert_eq!(quotes, 1);
    bot.all_right();
}

#[test]
fn picture_alone_is_told_that_only_text_is_read() {
    let bot = Bot::start();
    bot.tell(11, "");
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "bare tekst"));
    bot.all_right();
}

#[test]
fn message_command_searches_the_message() {
    let bot = Bot::start();
    let token = bot.discord.interact(discord::events::message_command(PERSON, SERVER, QUESTION));
    let answer = bot.wait(bot.discord.answer(&token));
    assert!(answer.is_hidden && content(&answer).contains("> "));
    bot.all_right();
}

#[test]
fn every_listed_command_is_answered() {
    let bot = Bot::start();
    let commands = bot.wait(bot.discord.commands());
    let slash: Vec<_> = commands.as_array().unwrap().iter().filter(|command| command["type"] == 1).collect();
    assert!(slash.len() >= 14);
    for place in [SERVER, Where::Direct] {
        for command in &slash {
            let name = command["name"].as_str().unwrap();
            let given = command["options"].as_array().and_then(|options| options.first()).map(|option| {
                let value = option["choices"][0]["value"].as_str().unwrap_or("mentor");
                (option["name"].as_str().unwrap(), value)
            });
            let answer = bot.command(place, name, given.as_slice());
            assert!(!content(&answer).is_empty(), "{name}");
        }
    }
    bot.all_right();
}

#[test]
fn unknown_command_and_huge_option_are_answered() {
    let bot = Bot::start();
    let token = bot.discord.interact(discord::events::command(PERSON, SERVER, "sudo", &[]));
    assert!(content(&bot.wait(bot.discord.answer(&token))).contains("kjenner jeg ikke"));
    let answer = bot.command(SERVER, "ask", &[("question", "mentor ".repeat(857).as_str())]);
    assert!(!content(&answer).is_empty());
    bot.all_right();
}
