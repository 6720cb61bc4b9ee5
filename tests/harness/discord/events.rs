//! Events as the platform sends them, with every field serenity asks for.

use serde_json::{Value, json};

use super::{APPLICATION, Posted, direct_channel};

/// Where an interaction happens.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Where {
    /// A channel of a server.
    Server {
        /// The server.
        server: u64,
        /// The channel.
        channel: u64,
        /// Whether the person manages the server.
        manages: bool,
    },
    /// The conversation with the bot.
    Direct,
}

fn user(person: u64) -> Value {
    json!({ "id": person.to_string(), "username": "person", "discriminator": "0", "avatar": null, "global_name": null })
}

#[expect(clippy::needless_pass_by_value, reason = "written in place with json!")]
fn base(person: u64, place: Where, kind: u8, data: Value) -> Value {
    let mut event = json!({
        "application_id": APPLICATION.to_string(), "type": kind, "data": data, "version": 1, "locale": "no",
        "app_permissions": "0", "entitlements": [], "authorizing_integration_owners": {}, "attachment_size_limit": 10_485_760,
    });
    match place {
        Where::Server { server, channel, manages } => {
            event["guild_id"] = server.to_string().into();
            event["guild_locale"] = "no".into();
            event["channel_id"] = channel.to_string().into();
            event["context"] = 0.into();
            let permissions = if manages { "32" } else { "0" };
            event["member"] = json!({
                "user": user(person), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": false, "mute": false,
                "flags": 0, "permissions": permissions, "nick": null, "avatar": null, "premium_since": null,
            });
        }
        Where::Direct => {
            event["channel_id"] = direct_channel(person).to_string().into();
            event["context"] = 1.into();
            event["user"] = user(person);
        }
    }
    event
}

fn options(options: &[(&str, &str)], is_focused: bool) -> Vec<Value> {
    let option = |(name, value): &(&str, &str)| {
        let mut option = json!({ "name": name, "type": 3, "value": value });
        if is_focused {
            option["focused"] = true.into();
        }
        option
    };
    options.iter().map(option).collect()
}

/// A slash command.
pub(crate) fn command(person: u64, place: Where, name: &str, given: &[(&str, &str)]) -> Value {
    base(person, place, 2, json!({ "id": "77", "name": name, "type": 1, "options": options(given, false) }))
}

/// Something typed in an option.
pub(crate) fn typing(person: u64, place: Where, name: &str, given: &[(&str, &str)]) -> Value {
    base(person, place, 4, json!({ "id": "77", "name": name, "type": 1, "options": options(given, true) }))
}

/// A command about a message.
pub(crate) fn message_command(person: u64, place: Where, text: &str) -> Value {
    let target = message(31, 32, (5, text), &json!([]), 0);
    base(
        person,
        place,
        2,
        json!({
            "id": "78", "name": "Search in Utveier", "type": 3, "target_id": "31", "resolved": { "messages": { "31": target } },
        }),
    )
}

/// A pressed button, or a chosen entry when `id` is one.
pub(crate) fn component(person: u64, place: Where, under: &Posted, id: &str) -> Value {
    let rows = under.body["components"].as_array().cloned().unwrap_or_default();
    let items = rows.iter().flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
    let menu = items
        .into_iter()
        .find(|item| item["options"].as_array().is_some_and(|all| all.iter().any(|option| option["value"] == id)));
    let data = match menu {
        Some(menu) => json!({ "custom_id": menu["custom_id"], "component_type": 3, "values": [id] }),
        None => json!({ "custom_id": id, "component_type": 2 }),
    };
    let mut event = base(person, place, 3, data);
    event["message"] = shown(under);
    event
}

/// A sent field.
pub(crate) fn field(person: u64, place: Where, under: Option<&Posted>, (id, text): (&str, &str)) -> Value {
    let row = json!({ "type": 1, "components": [{ "type": 4, "custom_id": "text", "value": text }] });
    let mut event = base(person, place, 5, json!({ "custom_id": id, "components": [row] }));
    if let Some(under) = under {
        event["message"] = shown(under);
    }
    event
}

/// A message to the bot alone.
pub(crate) fn direct_message(person: u64, id: u64, text: &str) -> Value {
    message(id, direct_channel(person), (person, text), &json!([]), 0)
}

fn shown(posted: &Posted) -> Value {
    let flags = if posted.is_hidden { 64 } else { 0 };
    let text = posted.body["content"].as_str().unwrap_or_default();
    message(posted.id, posted.channel, (APPLICATION, text), &posted.body["components"], flags)
}

fn message(id: u64, channel: u64, (author, text): (u64, &str), components: &Value, flags: u64) -> Value {
    json!({
        "id": id.to_string(), "channel_id": channel.to_string(), "author": user(author), "content": text,
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": null, "tts": false, "mention_everyone": false,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0,
        "components": components, "flags": flags,
    })
}

/// A small server: 5 roles, 20 channels, 3 members.
pub(crate) fn server(id: u64) -> Value {
    let role = |at: u64| {
        json!({
            "id": (id + at).to_string(), "name": format!("role {at}"), "color": 0, "hoist": false, "managed": false,
            "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
            "mentionable": false, "permissions": "104324673", "position": at, "flags": 0,
        })
    };
    let channel = |at: u64| {
        json!({
            "id": (id + 100 + at).to_string(), "type": 0, "name": format!("channel {at}"), "position": at, "flags": 0,
            "permission_overwrites": [{ "id": id.to_string(), "type": 0, "allow": "0", "deny": "1024" }],
            "topic": "What this channel is for, in a sentence or two.", "nsfw": false, "last_message_id": null,
        })
    };
    let member = |at: u64| {
        json!({
            "user": user(id + 200 + at), "roles": [id.to_string()], "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": false, "mute": false, "flags": 0, "nick": null, "avatar": null,
        })
    };
    json!({
        "id": id.to_string(), "name": format!("server {id}"), "owner_id": (id + 200).to_string(), "icon": null,
        "afk_channel_id": null, "afk_timeout": 300, "verification_level": 1, "default_message_notifications": 1,
        "explicit_content_filter": 2, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "preferred_locale": "no",
        "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null, "vanity_url_code": null,
        "description": null, "banner": null, "application_id": null, "max_members": 500_000, "splash": null,
        "premium_progress_bar_enabled": false, "public_updates_channel_id": null, "premium_subscription_count": 0,
        "joined_at": "2026-01-01T00:00:00+00:00", "large": false, "unavailable": false, "member_count": 40,
        "roles": (0..5).map(role).collect::<Vec<_>>(), "channels": (0..20).map(channel).collect::<Vec<_>>(),
        "members": (0..3).map(member).collect::<Vec<_>>(), "emojis": [], "features": ["COMMUNITY"], "stickers": [],
        "voice_states": [], "threads": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [],
    })
}
