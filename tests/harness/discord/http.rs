//! One port for HTTP and WebSocket: what a connection begins with decides.

use std::io;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::{Discord, gateway, rest};

/// An answer to a request; `None` closes the connection instead.
pub(super) type Answer = Option<(u16, Value, Vec<(&'static str, String)>)>;

pub(super) async fn serve(listener: TcpListener, discord: Discord) {
    while let Ok((stream, _)) = listener.accept().await {
        let discord = discord.clone();
        tokio::spawn(async move {
            // A request that breaks off is the client's affair.
            let _ = connection(stream, discord).await;
        });
    }
}

async fn connection(stream: TcpStream, discord: Discord) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut head = [0_u8; 1024];
    let seen = stream.peek(&mut head).await?;
    if String::from_utf8_lossy(&head[..seen]).to_ascii_lowercase().contains("upgrade: websocket") {
        gateway::serve(stream, discord).await;
        return Ok(());
    }
    let mut stream = BufReader::new(stream);
    while let Some((method, path, headers, body)) = request(&mut stream).await? {
        let authorization = headers.iter().find(|(name, _)| name == "authorization").map(|(_, value)| value.clone());
        let answer = rest::answer(&discord, &method, &path, (authorization, body)).await;
        discord.changed.notify_waiters();
        let Some((status, value, more)) = answer else { return Ok(()) };
        let body = if status == 204 { Vec::new() } else { value.to_string().into_bytes() };
        let mut head =
            format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in more {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        // In one piece: the second of two would wait for the first to be confirmed.
        stream.get_mut().write_all(&[head.as_bytes(), &body].concat()).await?;
    }
    Ok(())
}

type Request = (String, String, Vec<(String, String)>, Value);

async fn request(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (method, path) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await?;
    Ok(Some((method, path, headers, serde_json::from_slice(&body).unwrap_or(Value::Null))))
}
