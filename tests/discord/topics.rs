//! Topics a server or channel answers about.

use crate::bot::{Bot, CHANNEL, PERSON, SERVER};
use crate::harness::discord::events::{self, Where};
use crate::harness::discord::{choices, content, direct_channel};
use crate::requests;

const MANAGER: Where = Where::Server { server: 70, channel: CHANNEL, manages: true };
/// Another channel of the same server.
const ELSEWHERE: Where = Where::Server { server: 70, channel: CHANNEL + 1, manages: false };

/// Of «Nettverk og veiledning».
const QUESTION: &str = "Når slår avvergingsplikten inn?";
const OUTSIDE: &str = "utenfor temaene";

/// A bot whose server answers about one part only.
fn only(part: &str) -> Bot {
    let bot = Bot::start();
    let shown = bot.command(MANAGER, "settings", &[]);
    assert!(shown.is_hidden && content(&shown).contains("Tema: alle"), "{}", content(&shown));
    let told = bot.press(MANAGER, &shown, part);
    assert!(content(&told).contains(&format!("Tema: {part}.")), "{}", content(&told));
    bot
}

fn ask(bot: &Bot, place: Where, question: &str) -> String {
    content(&bot.command(place, "ask", &[("question", question)])).to_owned()
}

fn labels(bot: &Bot, place: Where, command: &str) -> Vec<String> {
    choices(&bot.command(place, command, &[])).into_iter().map(|(label, _)| label).collect()
}

/// What is suggested for what is typed.
fn suggested(bot: &Bot, place: Where, typed: &str) -> Vec<String> {
    let token = bot.discord.interact(events::typing(PERSON, place, "ask", &[("question", typed)]));
    let callback = bot.wait(bot.discord.callback(&token));
    let all = callback["data"]["choices"].as_array().unwrap();
    all.iter().map(|choice| choice["value"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn question_outside_the_topics_is_told_where_to_ask_and_answered_there() {
    let bot = only("Fenomenkunnskap");
    let answer = bot.command(SERVER, "ask", &[("question", QUESTION)]);
    assert!(answer.is_hidden && content(&answer).contains(OUTSIDE), "{}", content(&answer));
    assert!(!content(&answer).contains("> "), "a quote in {}", content(&answer));
    assert!(choices(&answer).iter().any(|(label, _)| label.contains("rådgiver")), "no way to a person");
    assert!(ask(&bot, SERVER, "Hva er voldelig ekstremisme?").contains("> "));
    // In the conversation with the bot everything is answered, as is elsewhere.
    bot.tell(11, QUESTION);
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "> "));
    let other = Where::Server { server: 71, channel: 9, manages: false };
    assert!(ask(&bot, other, QUESTION).contains("> "));
    bot.all_right();
}

#[test]
fn lists_and_suggestions_show_the_topics_only() {
    let bot = Bot::start();
    let (all, everything) = (labels(&bot, SERVER, "topics"), suggested(&bot, SERVER, "avverging"));
    assert!(all.len() > 1 && everything.iter().any(|id| id.contains("avverging")), "{everything:?}");
    let bot = only("Fenomenkunnskap");
    let left = labels(&bot, SERVER, "topics");
    assert!(left.iter().any(|label| label == "Fenomenkunnskap"), "{left:?}");
    assert!(!left.iter().any(|label| label == "Nettverk og veiledning"), "{left:?}");
    assert!(!suggested(&bot, SERVER, "avverging").iter().any(|id| id.contains("avverging")));
    assert!(!suggested(&bot, SERVER, "").is_empty());
    // Names of those to turn to and words of the field are everywhere.
    let who = bot.command(SERVER, "who", &[]);
    assert!(content(&who).contains("Barnevernet") && !content(&who).contains(OUTSIDE), "{}", content(&who));
    bot.all_right();
}

#[test]
fn pages_of_questions_are_full_and_end() {
    let bot = only("Fenomenkunnskap");
    let mut page = bot.command(SERVER, "faq", &[]);
    let mut seen = Vec::new();
    loop {
        let own: Vec<String> = choices(&page).into_iter().filter(|(l, _)| l.ends_with('?')).map(|(l, _)| l).collect();
        assert!(!own.is_empty() && own.len() <= 10, "{own:?}");
        seen.extend(own.clone());
        let Some((more, _)) = choices(&page).into_iter().find(|(label, _)| label == "Flere") else { break };
        assert_eq!(own.len(), 10, "a page that goes on is full");
        page = bot.press(SERVER, &page, &more);
    }
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert!(count == seen.len() && count > 10, "{seen:?}");
    bot.all_right();
}

#[test]
fn danger_and_the_way_to_a_person_know_no_topics() {
    let bot = only("Om");
    let card = ask(&bot, SERVER, "En elev sier at han vil ta livet sitt i kveld");
    assert!(card.starts_with("## "), "{card}");
    assert!(content(&bot.command(SERVER, "emergency", &[])).starts_with("## "));
    let preview = requests::preview(&bot, SERVER);
    bot.press(SERVER, &preview, "Send");
    bot.wait(bot.discord.message_with(direct_channel(PERSON), "Mottatt"));
    bot.all_right();
}

#[test]
fn channel_has_topics_of_its_own_and_all_may_be_chosen_again() {
    let bot = only("Fenomenkunnskap");
    let told = bot.command(MANAGER, "settings", &[("where", "channel")]);
    assert!(content(&told).contains("Tema: Fenomenkunnskap."), "{}", content(&told));
    let told = bot.press(MANAGER, &told, "Nettverk og veiledning");
    assert!(content(&told).contains("i denne kanalen"), "{}", content(&told));
    assert!(ask(&bot, SERVER, QUESTION).contains("> "));
    assert!(ask(&bot, ELSEWHERE, QUESTION).contains(OUTSIDE));
    // All of them, for the whole server.
    let shown = bot.command(MANAGER, "settings", &[]);
    let mut event = {
        let (_, first) = choices(&shown).into_iter().next().unwrap();
        events::component(PERSON, MANAGER, &shown, &first)
    };
    event["data"]["values"] = choices(&shown).into_iter().map(|(_, id)| id).collect::<Vec<_>>().into();
    let token = bot.discord.interact(event);
    let told = bot.wait(bot.discord.answer(&token));
    assert!(content(&told).contains("Tema: alle"), "{}", content(&told));
    assert!(ask(&bot, ELSEWHERE, QUESTION).contains("> "));
    bot.all_right();
}

#[test]
fn menu_of_topics_serves_only_who_may_manage_the_server() {
    let bot = Bot::start();
    let shown = bot.command(MANAGER, "settings", &[]);
    // The same person, who may no longer; and another who may not.
    assert!(content(&bot.press(SERVER, &shown, "Om")).contains("Bare de som"));
    assert!(content(&bot.press_as(PERSON + 1, SERVER, (&shown, "Om"))).contains("virker ikke lenger"));
    assert!(ask(&bot, SERVER, QUESTION).contains("> "));
    // What is no part of the content chooses nothing.
    let (_, first) = choices(&shown).into_iter().next().unwrap();
    let mut event = events::component(PERSON, MANAGER, &shown, &first);
    event["data"]["values"] = serde_json::json!(["atlantis", "a,b;c d"]);
    let token = bot.discord.interact(event);
    assert!(content(&bot.wait(bot.discord.answer(&token))).contains("Tema: alle"));
    bot.all_right();
}

#[test]
fn topics_hold_after_a_restart() {
    let mut bot = only("Fenomenkunnskap");
    bot.restart();
    assert!(ask(&bot, SERVER, QUESTION).contains(OUTSIDE));
}
