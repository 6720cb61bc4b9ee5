//! Settings of a server.

use crate::bot::{Bot, CHANNEL, PERSON, SERVER};
use crate::harness::discord::events::Where;
use crate::harness::discord::{self, content};

const MANAGER: Where = Where::Server { server: 70, channel: CHANNEL, manages: true };

#[test]
fn settings_are_changed_by_those_who_manage_the_server_only() {
    let bot = Bot::start();
    let refused = bot.command(SERVER, "settings", &[("answers", "open")]);
    assert!(content(&refused).contains("Bare de som"));
    assert!(bot.command(SERVER, "topics", &[]).is_hidden);
    let told = bot.command(MANAGER, "settings", &[("answers", "open"), ("language", "nn")]);
    assert!(content(&told).contains("Nynorsk"), "{}", content(&told));
    assert!(!bot.command(SERVER, "topics", &[]).is_hidden);
    // What concerns the person stays theirs.
    for name in ["adviser", "requests", "privacy", "delete"] {
        assert!(bot.command(SERVER, name, &[]).is_hidden, "{name}");
    }
    bot.all_right();
}

#[test]
fn server_that_is_left_is_forgotten_and_one_out_of_order_is_not() {
    let bot = Bot::start();
    bot.command(MANAGER, "settings", &[("answers", "open")]);
    bot.discord.dispatch("GUILD_DELETE", serde_json::json!({ "id": "70", "unavailable": true }));
    assert!(!bot.command(SERVER, "topics", &[]).is_hidden);
    bot.discord.dispatch("GUILD_DELETE", serde_json::json!({ "id": "70", "unavailable": false }));
    let hidden = (0..50).any(|_| bot.command(SERVER, "topics", &[]).is_hidden);
    assert!(hidden, "the settings were kept");
}

#[test]
fn channel_may_differ_from_its_server_and_a_thread_is_as_its_channel() {
    let bot = Bot::start();
    bot.command(MANAGER, "settings", &[("language", "nb")]);
    let told = bot.command(MANAGER, "settings", &[("answers", "open"), ("language", "nn"), ("where", "channel")]);
    assert!(content(&told).contains("i denne kanalen"), "{}", content(&told));
    let elsewhere = Where::Server { server: 70, channel: CHANNEL + 1, manages: false };
    assert!(!bot.command(SERVER, "topics", &[]).is_hidden);
    assert!(bot.command(elsewhere, "topics", &[]).is_hidden);
    let mut inside = discord::events::command(PERSON, elsewhere, "topics", &[]);
    inside["channel"] =
        serde_json::json!({ "id": (CHANNEL + 1).to_string(), "type": 12, "parent_id": CHANNEL.to_string() });
    let token = bot.discord.interact(inside);
    assert!(!bot.wait(bot.discord.answer(&token)).is_hidden, "the thread of the channel");
    // Leaving forgets channels with their server.
    bot.discord.dispatch("GUILD_DELETE", serde_json::json!({ "id": "70", "unavailable": false }));
    assert!((0..50).any(|_| bot.command(SERVER, "topics", &[]).is_hidden), "the settings were kept");
    bot.all_right();
}

#[test]
fn choices_of_a_server_the_bot_is_in_outlive_the_year_after_which_choices_are_deleted() {
    let mut bot = Bot::start();
    bot.command(MANAGER, "settings", &[("answers", "open")]);
    for _ in 0..2 {
        bot.world.pass(250 * 24);
        bot.restart();
        assert!(!bot.command(SERVER, "topics", &[]).is_hidden, "the settings were deleted");
    }
}
