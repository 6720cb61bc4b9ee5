//! The gateway: hello, identify, resume, heartbeats, and what a test orders.

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{WebSocketStream, accept_async};

use super::{APPLICATION, Discord, TOKEN};

/// What a connection is told to do.
pub(super) enum Order {
    /// Send a frame.
    Send(String),
    /// Close without a word.
    Drop,
}

pub(super) async fn serve(stream: TcpStream, discord: Discord) {
    let Ok(mut socket) = accept_async(stream).await else { return };
    let is_deaf = {
        let mut state = discord.lock();
        let is_deaf = state.deaf > 0;
        state.deaf = state.deaf.saturating_sub(1);
        is_deaf
    };
    let interval = if is_deaf { 300 } else { 20_000 };
    let hello = json!({ "op": 10, "d": { "heartbeat_interval": interval } });
    if socket.send(Message::Text(hello.to_string())).await.is_err() {
        return;
    }
    let (orders, mut inbox) = mpsc::unbounded_channel();
    loop {
        tokio::select! {
            order = inbox.recv() => match order {
                Some(Order::Send(frame)) => if socket.send(Message::Text(frame)).await.is_err() { return },
                Some(Order::Drop) | None => return,
            },
            frame = socket.next() => match frame {
                Some(Ok(Message::Text(text))) => {
                    let Ok(value) = serde_json::from_str::<Value>(&text) else { return };
                    if is_deaf && value["op"] == 1 {
                        continue;
                    }
                    if !frame_in(&discord, &mut socket, &orders, &value).await {
                        return;
                    }
                    discord.changed.notify_waiters();
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
        }
    }
}

async fn frame_in(
    discord: &Discord,
    socket: &mut WebSocketStream<TcpStream>,
    orders: &mpsc::UnboundedSender<Order>,
    frame: &Value,
) -> bool {
    match frame["op"].as_u64() {
        Some(1) => socket.send(Message::Text(json!({ "op": 11 }).to_string())).await.is_ok(),
        Some(2) => identify(discord, socket, orders, frame).await,
        Some(6) => resume(discord, socket, orders, frame).await,
        _ => true,
    }
}

async fn identify(
    discord: &Discord,
    socket: &mut WebSocketStream<TcpStream>,
    orders: &mpsc::UnboundedSender<Order>,
    frame: &Value,
) -> bool {
    let token = frame["d"]["token"].as_str().unwrap_or_default();
    if token.trim_start_matches("Bot ") != TOKEN {
        let close = CloseFrame { code: 4004_u16.into(), reason: "Authentication failed.".into() };
        let _ = socket.close(Some(close)).await;
        return false;
    }
    let privileged = (1 << 1) | (1 << 8) | (1 << 15);
    assert_eq!(frame["d"]["intents"].as_u64().unwrap_or(0) & privileged, 0, "a privileged intent is asked for");
    let session = format!("session{}", discord.id());
    let ready = json!({ "op": 0, "s": 1, "t": "READY", "d": {
        "v": 10,
        "user": { "id": APPLICATION.to_string(), "username": "utveier", "discriminator": "0", "avatar": null, "bot": true },
        "guilds": [], "session_id": session, "resume_gateway_url": discord.url.replace("http", "ws"), "shard": frame["d"]["shard"],
        "application": { "id": APPLICATION.to_string(), "flags": 0 },
    } });
    let mut state = discord.lock();
    state.sessions.insert(session.clone(), vec![(1, ready.clone())]);
    state.session = Some(session);
    state.identifies += 1;
    state.shards.push(frame["d"]["shard"].clone());
    state.connection = Some(orders.clone());
    let _ = orders.send(Order::Send(ready.to_string()));
    true
}

async fn resume(
    discord: &Discord,
    socket: &mut WebSocketStream<TcpStream>,
    orders: &mpsc::UnboundedSender<Order>,
    frame: &Value,
) -> bool {
    let session = frame["d"]["session_id"].as_str().unwrap_or_default().to_owned();
    let seq = frame["d"]["seq"].as_u64().unwrap_or(0);
    let refused = {
        let mut state = discord.lock();
        std::mem::take(&mut state.refuse_resume) || !state.sessions.contains_key(&session)
    };
    if refused {
        return socket.send(Message::Text(json!({ "op": 9, "d": false }).to_string())).await.is_ok();
    }
    let mut state = discord.lock();
    let missed: Vec<Value> =
        state.sessions[&session].iter().filter(|(own, _)| *own > seq).map(|(_, e)| e.clone()).collect();
    for event in missed {
        let _ = orders.send(Order::Send(event.to_string()));
    }
    let log = state.sessions.entry(session.clone()).or_default();
    let next = log.len() as u64 + 1;
    let resumed = json!({ "op": 0, "s": next, "t": "RESUMED", "d": { "_trace": [] } });
    log.push((next, resumed.clone()));
    let _ = orders.send(Order::Send(resumed.to_string()));
    state.session = Some(session);
    state.resumes += 1;
    state.connection = Some(orders.clone());
    true
}
