//! Settings of a server.

use crate::bot::{Bot, CHANNEL, SERVER};
use crate::harness::discord::content;
use crate::harness::discord::events::Where;

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
