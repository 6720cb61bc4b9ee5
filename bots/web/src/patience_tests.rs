//! Slow clients over connections in memory, with the clock paused: the time a test waits is the time that passes.

use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::*;

/// Bytes a connection holds on the way; an answer of a test is longer.
const BUFFER: usize = 256;

/// A listener whose connections a test makes.
struct Memory(UnboundedReceiver<DuplexStream>);

impl Listener for Memory {
    type Io = DuplexStream;
    type Addr = ();

    async fn accept(&mut self) -> (DuplexStream, ()) {
        match self.0.recv().await {
            Some(stream) => (stream, ()),
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<()> {
        Ok(())
    }
}

fn served() -> UnboundedSender<DuplexStream> {
    let (connections, listener) = unbounded_channel();
    let routes = Router::new().route("/", get(async || "x".repeat(4 * BUFFER)));
    tokio::spawn(serve(Memory(listener), routes, Patience::default(), std::future::pending()));
    connections
}

fn connect(connections: &UnboundedSender<DuplexStream>) -> DuplexStream {
    let (ours, theirs) = duplex(BUFFER);
    connections.send(theirs).expect("the server listens");
    ours
}

/// Writes bytes one at a time with a pause after each; when the server had enough.
async fn trickle(client: &mut DuplexStream, bytes: &[u8], pause: Duration) -> Option<Duration> {
    let began = Instant::now();
    for byte in bytes {
        if client.write_all(&[*byte]).await.is_err() {
            return Some(began.elapsed());
        }
        tokio::time::sleep(pause).await;
    }
    None
}

/// Reads an answer to its end.
async fn answer(client: &mut DuplexStream) -> String {
    let mut read = String::new();
    while read.split_once("\r\n\r\n").is_none_or(|(_, body)| body.len() < 4 * BUFFER) {
        let mut some = [0; 64];
        let n_bytes = client.read(&mut some).await.expect("an answer");
        assert!(n_bytes > 0, "cut off: {read}");
        read.push_str(&String::from_utf8_lossy(&some[..n_bytes]));
    }
    read
}

#[tokio::test(start_paused = true)]
async fn a_request_that_trickles_in_is_ended_however_regular_it_is() {
    let connections = served();
    let header = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: {}", "a".repeat(500));
    for pause in [Duration::from_secs(1), Duration::from_secs(9)] {
        let ended = trickle(&mut connect(&connections), header.as_bytes(), pause).await.expect("it has an end");
        assert!(ended <= Patience::default().request + 2 * pause, "{ended:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_comes_ends_the_connection() {
    let connections = served();
    let mut client = connect(&connections);
    client.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n").await.expect("a head");
    let began = Instant::now();
    let mut all = Vec::new();
    client.read_to_end(&mut all).await.expect("the end");
    assert!(began.elapsed() <= Patience::default().idle, "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn nobody_says_nothing_for_ever() {
    let connections = served();
    let began = Instant::now();
    let n_bytes = connect(&connections).read(&mut [0; 9]).await.expect("the end");
    assert_eq!((n_bytes, began.elapsed() < Patience::default().idle * 2), (0, true));
}

#[tokio::test(start_paused = true)]
async fn an_answer_nobody_takes_is_given_up() {
    let connections = served();
    let mut client = connect(&connections);
    client.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("a request");
    tokio::time::sleep(Patience::default().idle * 2).await;
    let mut all = Vec::new();
    client.read_to_end(&mut all).await.expect("the end");
    assert!(all.len() <= 2 * BUFFER, "{} bytes came", all.len());
}

#[tokio::test(start_paused = true)]
async fn a_slow_but_living_client_is_served_again_and_again() {
    let connections = served();
    let mut client = connect(&connections);
    for _ in 0..5 {
        let ended = trickle(&mut client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", Duration::from_millis(500)).await;
        assert_eq!(ended, None);
        assert!(answer(&mut client).await.starts_with("HTTP/1.1 200"));
        tokio::time::sleep(Duration::from_secs(45)).await;
    }
}

/// Everything that comes back to these bytes, until the connection ends or stands still.
async fn answers_to(bytes: &str) -> String {
    let (connections, listener) = unbounded_channel();
    let routes = Router::new().route("/", post(async |body: String| format!("took {}", body.len())));
    tokio::spawn(serve(Memory(listener), routes, Patience::default(), std::future::pending()));
    let (mut ours, theirs) = duplex(1024 * 1024);
    connections.send(theirs).expect("the server listens");
    ours.write_all(bytes.as_bytes()).await.expect("room for it");
    let mut all = Vec::new();
    ours.read_to_end(&mut all).await.expect("the end");
    String::from_utf8_lossy(&all).into_owned()
}

/// A second request that a proxy before us would take for part of the first one's body.
const HIDDEN: &str = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx";

#[tokio::test(start_paused = true)]
async fn requests_that_can_be_read_in_two_ways_are_refused_and_nothing_after_them_is_read() {
    let heads = [
        "Content-Length: 4\r\nContent-Length: 0",
        "Content-Length: 4, 0",
        "Content-Length: +4",
        "Content-Length : 4",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "X: a\r\n b: c\r\nContent-Length: -1",
    ];
    for head in heads {
        let got = answers_to(&format!("POST / HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\nabcd{HIDDEN}")).await;
        assert!(got.starts_with("HTTP/1.1 400"), "{head}: {got}");
        assert_eq!(got.matches("HTTP/1.1 ").count(), 1, "{head}: {got}");
    }
}

/// RFC 9112, section 6.3: chunks decide, and the connection is not used again.
#[tokio::test(start_paused = true)]
async fn a_length_beside_chunks_ends_the_connection() {
    let head = "Content-Length: 4\r\nTransfer-Encoding: chunked";
    let got = answers_to(&format!("POST / HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n0\r\n\r\n{HIDDEN}")).await;
    assert!(!got.contains("took 1"), "{got}");
}

#[tokio::test(start_paused = true)]
async fn heads_without_end_are_refused() {
    let many = "X: y\r\n".repeat(200);
    let long = format!("X: {}\r\n", "y".repeat(600 * 1024));
    for head in [many, long] {
        let got = answers_to(&format!("POST / HTTP/1.1\r\nHost: x\r\n{head}Content-Length: 1\r\n\r\nx")).await;
        assert!(got.starts_with("HTTP/1.1 431") && !got.contains("took"), "{got}");
    }
    let chunk = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nx";
    assert!(!answers_to(chunk).await.contains("took"));
}
