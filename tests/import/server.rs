//! A web server on loopback that does as it is told and notes what it was asked.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What is answered at a path.
#[derive(Clone)]
pub(crate) enum Reply {
    /// A page with a content type; answered with 304 to whoever knows its ETag.
    Page(String, Vec<u8>),
    /// A redirect.
    To(String),
    /// A status and nothing more.
    Status(u16),
    /// A page said to be of so many bytes; the bytes are sent until the other
    /// side has enough. With `false` the length is not told.
    Endless(u64, bool),
    /// A page that breaks off halfway.
    Cut,
}

impl Reply {
    pub(crate) fn html(body: &str) -> Self {
        Self::Page("text/html; charset=utf-8".into(), body.as_bytes().to_vec())
    }
}

type Replies = Arc<Mutex<HashMap<String, Reply>>>;

/// A running server; ends when dropped.
pub(crate) struct Site {
    pub(crate) url: String,
    replies: Replies,
    asked: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (replies, asked) = (Replies::default(), Arc::new(Mutex::new(Vec::new())));
        let (answers, noted) = (Arc::clone(&replies), Arc::clone(&asked));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let path = answer(stream, &answers);
                noted.lock().unwrap().push(path.clone());
                if path == "GET /slutt" {
                    return;
                }
            }
        });
        Self { url, replies, asked, thread: Some(thread) }
    }

    pub(crate) fn set(&self, path: &str, reply: Reply) {
        self.replies.lock().unwrap().insert(path.to_owned(), reply);
    }

    /// Requests since the last call, with the status answered: `GET /a 200`.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let address = self.url.trim_start_matches("http://").to_owned();
        if let Ok(mut stream) = TcpStream::connect(address) {
            let _closed = stream.write_all(b"GET /slutt HTTP/1.1\r\n\r\n");
        }
        let ended = self.thread.take().is_some_and(|thread| thread.join().is_ok());
        if !std::thread::panicking() {
            assert!(ended, "the server ended with an error");
        }
    }
}

fn answer(mut stream: TcpStream, replies: &Replies) -> String {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut first, mut known) = (String::new(), String::new());
    reader.read_line(&mut first).unwrap();
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        if let Some(tag) = line.to_ascii_lowercase().strip_prefix("if-none-match:") {
            known = tag.trim().to_owned();
        }
        line.clear();
    }
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    if path == "/slutt" {
        return "GET /slutt".into();
    }
    let reply = replies.lock().unwrap().get(&path).cloned().unwrap_or(Reply::Status(404));
    let status = send(&mut stream, &reply, &known);
    format!("GET {path} {status}")
}

fn send(stream: &mut TcpStream, reply: &Reply, known: &str) -> u16 {
    // Whoever has enough closes the connection, which is no error here.
    let mut write = |bytes: &[u8]| stream.write_all(bytes).is_ok();
    match reply {
        Reply::Page(kind, body) => {
            let sum: u64 = body.iter().fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
            let tag = format!("\"{sum:x}\"");
            if known == tag {
                write(format!("HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\nConnection: close\r\n\r\n").as_bytes());
                return 304;
            }
            write(format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: {tag}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len()).as_bytes());
            write(body);
            200
        }
        Reply::To(location) => {
            write(
                format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .as_bytes(),
            );
            302
        }
        Reply::Status(status) => {
            write(format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes());
            *status
        }
        Reply::Endless(length, told) => {
            let length_line = if *told { format!("Content-Length: {length}\r\n") } else { String::new() };
            write(
                format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{length_line}Connection: close\r\n\r\n")
                    .as_bytes(),
            );
            let block = vec![b'a'; 64 * 1024];
            let mut sent = 0;
            while sent < *length && write(&block) {
                sent += block.len() as u64;
            }
            200
        }
        Reply::Cut => {
            write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n<h1>Halv</h1><p>Halv");
            200
        }
    }
}
