//! REST with the platform's rules: acknowledgement within 3 s and once, nonces
//! enforced, closed direct messages, and contents that would be refused.

use std::time::Duration;

use serde_json::{Value, json};

use super::http::Answer;
use super::{Call, Discord, FaultKind, Posted, TOKEN, direct_channel, openapi};

/// How long an interaction may wait for its acknowledgement.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) async fn answer(
    discord: &Discord,
    method: &str,
    path: &str,
    (authorization, body): (Option<String>, Value),
) -> Answer {
    let Some(path) = path.strip_prefix("/api/v10") else { return Some((404, json!({ "code": 0 }), Vec::new())) };
    let fault = take_fault(discord, path);
    let (status, value, headers) = match fault {
        Some(FaultKind::Status(429, wait)) => {
            let body = json!({ "message": "You are being rate limited.", "retry_after": wait, "global": false });
            (429, body, vec![("retry-after", format!("{}", wait.ceil()))])
        }
        Some(FaultKind::Status(status, _)) => (status, json!({ "code": 0 }), Vec::new()),
        Some(FaultKind::Code(status, code)) => (status, json!({ "code": code, "message": "refused" }), Vec::new()),
        Some(FaultKind::AnswerLost) | None => {
            let is_open = path.starts_with("/interactions/") || path.starts_with("/webhooks/") || path == "/gateway";
            let is_known = authorization.as_deref().is_some_and(|own| own == format!("Bot {TOKEN}"));
            let (status, value) =
                if is_open || is_known { route(discord, method, path, &body) } else { (401, json!({ "code": 0 })) };
            (status, value, Vec::new())
        }
    };
    let call = Call { method: method.into(), path: path.into(), body, status };
    discord.lock().calls.push(call);
    (!matches!(fault, Some(FaultKind::AnswerLost))).then_some((status, value, headers))
}

fn take_fault(discord: &Discord, path: &str) -> Option<FaultKind> {
    let mut state = discord.lock();
    let fault = state.faults.iter_mut().find(|fault| fault.times > 0 && path.contains(fault.path))?;
    fault.times -= 1;
    Some(fault.kind)
}

fn refused(code: i64) -> (u16, Value) {
    let status = match code {
        50_007 | 50_001 => 403,
        10_062 | 10_008 | 10_003 => 404,
        _ => 400,
    };
    (status, json!({ "code": code, "message": "refused" }))
}

fn route(discord: &Discord, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let parts: Vec<&str> = path.split('?').next().unwrap_or_default().trim_matches('/').split('/').collect();
    match (method, parts.as_slice()) {
        ("GET", ["gateway"]) => (200, json!({ "url": discord.url.replace("http", "ws") })),
        ("GET", ["gateway", "bot"]) => {
            let (left, reset) = discord.lock().limits.pop_front().unwrap_or((1000, 0));
            let limit = json!({ "total": 1000, "remaining": left, "reset_after": reset, "max_concurrency": 1 });
            let url = discord.url.replace("http", "ws");
            (200, json!({ "url": url, "shards": 1, "session_start_limit": limit }))
        }
        ("GET", ["users", "@me"]) => (200, json!({ "id": "4242", "username": "utveier" })),
        ("PUT", ["applications", _, "commands"]) => {
            discord.lock().commands = Some(body.clone());
            (200, body.clone())
        }
        ("POST", ["interactions", _, token, "callback"]) => callback(discord, token, body),
        ("PATCH", ["webhooks", _, token, "messages", "@original"]) => original(discord, token, body),
        ("POST", ["webhooks", _, token]) => follow_up(discord, token, body),
        ("POST", ["users", "@me", "channels"]) => {
            let person = super::number(&body["recipient_id"]);
            (200, json!({ "id": direct_channel(person).to_string(), "type": 1 }))
        }
        ("POST", ["channels", channel, "messages"]) => posted(discord, channel, body),
        ("PATCH", ["channels", channel, "messages", id]) => edited(discord, channel, id, body),
        ("POST", ["channels", forum, "threads"]) => thread(discord, forum, body),
        ("GET", ["channels", channel, "messages"]) => (200, written(discord, channel, path)),
        ("GET", ["channels", channel]) => {
            let tags = discord.lock().tags.clone();
            (200, json!({ "id": channel, "type": 15, "guild_id": "70", "available_tags": tags, "flags": 0 }))
        }
        ("PATCH", ["channels", _]) => (200, body.clone()),
        ("GET", ["guilds", _, "threads", "active"]) => {
            let state = discord.lock();
            let threads = state.threads.iter().map(
                |(id, (forum, name))| json!({ "id": id.to_string(), "parent_id": forum.to_string(), "name": name }),
            );
            (200, json!({ "threads": threads.collect::<Vec<_>>(), "members": [] }))
        }
        _ => (404, json!({ "code": 0 })),
    }
}

/// Messages of a conversation after one, newest first.
fn written(discord: &Discord, channel: &str, path: &str) -> Value {
    let after = path.split("after=").nth(1).and_then(|rest| rest.split('&').next()?.parse().ok()).unwrap_or(0_u64);
    let channel: u64 = channel.parse().unwrap_or(0);
    let state = discord.lock();
    let untold = state.untold.iter().filter(|(id, (own, ..))| **id > after && *own == channel);
    let untold = untold.map(|(id, (_, person, text))| (*id, *person, text.clone()));
    let own = state.messages.values().filter(|own| own.id > after && own.channel == channel);
    let own = own.map(|own| (own.id, super::APPLICATION, super::content(own).to_owned()));
    let mut all: Vec<(u64, u64, String)> = untold.chain(own).collect();
    all.sort_unstable_by_key(|(id, ..)| std::cmp::Reverse(*id));
    let message = |(id, person, text): (u64, u64, String)| {
        json!({
            "id": id.to_string(), "channel_id": channel.to_string(), "content": text,
            "author": { "id": person.to_string(), "username": "person" },
        })
    };
    all.into_iter().map(message).collect()
}

fn callback(discord: &Discord, token: &str, body: &Value) -> (u16, Value) {
    let id = discord.id();
    let mut state = discord.lock();
    let Some(interaction) = state.interactions.get_mut(token) else { return refused(10_062) };
    if interaction.acknowledged.is_some() {
        return refused(40_060);
    }
    if interaction.since.elapsed() > PATIENCE {
        return refused(10_062);
    }
    let kind = body["type"].as_u64().unwrap_or(0);
    let data = &body["data"];
    if kind == 4
        && let Some(code) = openapi::refusal(data)
    {
        return refused(code);
    }
    let is_hidden = data["flags"].as_u64().unwrap_or(0) & 64 != 0;
    interaction.acknowledged = Some((u8::try_from(kind).unwrap_or(0), is_hidden));
    interaction.waited = Some(interaction.since.elapsed());
    interaction.callback = body.clone();
    let (channel, under) = (interaction.channel, interaction.under);
    interaction.original = match kind {
        4 | 5 => Some(id),
        6 | 7 => under,
        _ => None,
    };
    if matches!(kind, 4 | 5) {
        let (shown, edits) = if kind == 4 { (data.clone(), 1) } else { (json!({}), 0) };
        let message = Posted { id, channel, body: shown, token: Some(token.into()), is_hidden, edits };
        state.messages.insert(id, message);
    } else if let (6, Some(under)) = (kind, under) {
        // What follows is to be seen as an answer to this press.
        let edits = state.messages.get(&under).map_or(0, |under| under.edits);
        if let Some(interaction) = state.interactions.get_mut(token) {
            interaction.edits_before = edits;
        }
    }
    (204, Value::Null)
}

fn original(discord: &Discord, token: &str, body: &Value) -> (u16, Value) {
    let mut state = discord.lock();
    let Some(interaction) = state.interactions.get(token).cloned() else { return refused(10_062) };
    let Some(id) = interaction.original else { return refused(10_008) };
    if let Some(code) = openapi::refusal(body) {
        return refused(code);
    }
    let Some(message) = state.messages.get_mut(&id) else { return refused(10_008) };
    message.body = body.clone();
    message.edits += 1;
    state.filled += 1;
    (200, json!({ "id": id.to_string(), "channel_id": interaction.channel.to_string() }))
}

fn follow_up(discord: &Discord, token: &str, body: &Value) -> (u16, Value) {
    let id = discord.id();
    let mut state = discord.lock();
    let Some(interaction) = state.interactions.get(token).cloned() else { return refused(10_062) };
    if interaction.acknowledged.is_none() {
        return refused(10_062);
    }
    if let Some(code) = openapi::refusal(body) {
        return refused(code);
    }
    let is_hidden = body["flags"].as_u64().unwrap_or(0) & 64 != 0;
    let channel = interaction.channel;
    let message = Posted { id, channel, body: body.clone(), token: Some(token.into()), is_hidden, edits: 1 };
    state.messages.insert(id, message);
    (200, json!({ "id": id.to_string(), "channel_id": channel.to_string() }))
}

fn posted(discord: &Discord, channel: &str, body: &Value) -> (u16, Value) {
    let (id, channel) = (discord.id(), channel.parse().unwrap_or(0));
    let mut state = discord.lock();
    if state.closed.iter().any(|person| direct_channel(*person) == channel) {
        return refused(50_007);
    }
    if state.deleted.contains(&channel) {
        return refused(10_003);
    }
    if let Some(code) = openapi::refusal(body) {
        return refused(code);
    }
    if let (Some(nonce), true) = (body["nonce"].as_str(), body["enforce_nonce"] == true) {
        let first = *state.nonces.entry((channel, nonce.to_owned())).or_insert(id);
        if first != id {
            return (200, json!({ "id": first.to_string(), "channel_id": channel.to_string() }));
        }
    }
    state.messages.insert(id, Posted { id, channel, body: body.clone(), token: None, is_hidden: false, edits: 1 });
    (200, json!({ "id": id.to_string(), "channel_id": channel.to_string() }))
}

fn edited(discord: &Discord, channel: &str, id: &str, body: &Value) -> (u16, Value) {
    let mut state = discord.lock();
    if let Some(code) = openapi::refusal(body) {
        return refused(code);
    }
    let number: u64 = id.parse().unwrap_or(0);
    let Some(message) = state.messages.get_mut(&number) else { return refused(10_008) };
    message.body = body.clone();
    message.edits += 1;
    (200, json!({ "id": id, "channel_id": channel }))
}

fn thread(discord: &Discord, forum: &str, body: &Value) -> (u16, Value) {
    let id = discord.id();
    let mut state = discord.lock();
    if let Some(code) = openapi::refusal(&body["message"]) {
        return refused(code);
    }
    let name = body["name"].as_str().unwrap_or_default().to_owned();
    state.threads.insert(id, (forum.parse().unwrap_or(0), name));
    let message = Posted { id, channel: id, body: body["message"].clone(), token: None, is_hidden: false, edits: 1 };
    state.messages.insert(id, message);
    (201, json!({ "id": id.to_string(), "parent_id": forum }))
}
