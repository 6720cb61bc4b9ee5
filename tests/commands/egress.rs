//! Whom the served binary talks to: nobody but those who are configured.
//!
//! Linux tells which sockets a process has (`/proc/PID/fd`) and with whom
//! (`/proc/PID/net`). They are looked at again and again while the binary works;
//! a connection between two looks could be missed, so a second test shows that
//! connections are seen when there are some.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::harness::binary::{Served, command};
use crate::harness::content::folder;
use crate::harness::web::Browser;
use crate::harness::{html, wait};

const LIMIT: Duration = Duration::from_secs(60);
/// A call that nobody answers is cut off after ten seconds.
const STOP_WITHIN: Duration = Duration::from_secs(30);
/// Least looks while it works: on a busy machine it works until there are so many.
const LOOKS: usize = 20;
/// State of a socket that listens, in the kernel's tables.
const LISTENS: &str = "0A";

fn alone(folder_of_run: &Path) -> Command {
    let mut command = command(folder_of_run);
    command.env("UTVEIER__KNOWLEDGE__FOLDER", folder());
    command
}

/// A socket of the process that is not one somebody else opened to it: table,
/// port of the other end.
type Outgoing = (&'static str, u16);

/// Inodes of the process's sockets.
fn sockets(pid: u32) -> BTreeSet<String> {
    let Ok(files) = fs::read_dir(format!("/proc/{pid}/fd")) else { return BTreeSet::new() };
    let links = files.flatten().filter_map(|file| fs::read_link(file.path()).ok());
    let names = links.map(|link| link.to_string_lossy().into_owned());
    names.filter_map(|name| Some(name.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned())).collect()
}

/// What the process has open to others now; `listening` collects its own ports.
fn outgoing(pid: u32, listening: &mut BTreeSet<u16>) -> BTreeSet<Outgoing> {
    let mut connected = Vec::new();
    let own = sockets(pid);
    for table in ["tcp", "tcp6", "udp", "udp6"] {
        let text = fs::read_to_string(format!("/proc/{pid}/net/{table}")).unwrap_or_default();
        for line in text.lines().skip(1) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (Some(local), Some(remote), Some(state), Some(inode)) =
                (columns.get(1), columns.get(2), columns.get(3), columns.get(9))
            else {
                continue;
            };
            if !own.contains(*inode) {
                continue;
            }
            if *state == LISTENS {
                listening.insert(port(local));
            } else {
                connected.push((table, port(local), port(remote)));
            }
        }
    }
    // One that somebody opened to us has the port we listen on.
    let ours = connected.into_iter().filter(|(_, local, _)| !listening.contains(local));
    ours.map(|(table, _, remote)| (table, remote)).collect()
}

/// The port of `0100007F:1F90`.
fn port(address: &str) -> u16 {
    address.rsplit(':').next().and_then(|port| u16::from_str_radix(port, 16).ok()).expect("an address of the kernel's")
}

/// Looks until told to stop; gives all that was seen.
struct Watch {
    stop: Arc<AtomicBool>,
    looks: Arc<AtomicUsize>,
    thread: std::thread::JoinHandle<BTreeSet<Outgoing>>,
}

impl Watch {
    fn over(pid: u32) -> Self {
        let (stop, looks) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (stopped, looked) = (Arc::clone(&stop), Arc::clone(&looks));
        let thread = std::thread::spawn(move || {
            let (mut seen, mut listening) = (BTreeSet::new(), BTreeSet::new());
            while !stopped.load(Ordering::Relaxed) {
                seen.extend(outgoing(pid, &mut listening));
                looked.fetch_add(1, Ordering::Relaxed);
                std::thread::yield_now();
            }
            seen
        });
        Self { stop, looks, thread }
    }

    fn looks(&self) -> usize {
        self.looks.load(Ordering::Relaxed)
    }

    /// Waits until it has looked once more from the beginning.
    fn look_again(&self) {
        let before = self.looks();
        wait::until("another look", LIMIT, || (self.looks() > before + 1).then_some(()));
    }

    fn end(self) -> BTreeSet<Outgoing> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().expect("the watch ended")
    }
}

/// A question, a card, a page and a whole request.
fn work(served: &Served, folder_of_run: &Path) {
    let mut browser = Browser::open(&served.url);
    browser.post("tekst", "Hva er en mentor?");
    browser.post("tekst", "Eleven har en pistol på skolen nå");
    browser.get("/les/faq/hva-er-mentor");
    let mut browser = Browser::open(&served.url);
    let story = "Vi er i tvil om hvem som bør snakke med eleven først.";
    for typed in
        ["snakke med en rådgiver", "ja", "Lærer", "Bergen", "Drøfte en bekymring anonymt", story, "Her i samtalen"]
    {
        browser.post("tekst", typed);
    }
    let receipt = html::text(&browser.post("tekst", "send").body);
    assert!(receipt.contains("Mottatt"), "{receipt}");
    let new = folder_of_run.join("data/inbox/vest/new");
    let is_delivered = || fs::read_dir(&new).ok()?.next().map(drop);
    wait::until("the request to be delivered", LIMIT, is_delivered);
}

#[test]
fn with_nothing_configured_nobody_is_called() {
    let temporary = tempfile::tempdir().unwrap();
    let served = Served::start(alone(temporary.path()));
    let watch = Watch::over(served.pid());
    work(&served, temporary.path());
    let mut browser = Browser::open(&served.url);
    while watch.looks() < LOOKS {
        browser.post("tekst", "Hva er en mentor?");
    }
    let seen = watch.end();
    served.stop(STOP_WITHIN);
    assert!(seen.is_empty(), "connections out: {seen:?}");
}

#[test]
fn only_those_who_are_configured_are_called() {
    let stand_ins = [0; 3].map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    let [telegram, discord, imap] = stand_ins.each_ref().map(|listener| listener.local_addr().unwrap().port());
    let temporary = tempfile::tempdir().unwrap();
    let mut serve = alone(temporary.path());
    serve
        .env("UTVEIER__TELEGRAM__TOKEN", format!("123456:{}", "A".repeat(35)))
        .env("UTVEIER__TELEGRAM__API_URL", format!("http://127.0.0.1:{telegram}"))
        .env("UTVEIER__DISCORD__TOKEN", "stand-in.token.of.a.bot")
        .env("UTVEIER__DISCORD__API_URL", format!("http://127.0.0.1:{discord}"))
        .env("UTVEIER__IMAP__HOST", "127.0.0.1")
        .env("UTVEIER__IMAP__PORT", imap.to_string())
        .env("UTVEIER__IMAP__TLS", "none")
        .env("UTVEIER__IMAP__USER", "svar")
        .env("UTVEIER__IMAP__PASSWORD", "hemmelig");
    let served = Served::start(serve);
    let watch = Watch::over(served.pid());
    // Accepted and never answered, so that each stays to be seen.
    let _held = stand_ins.map(|listener| listener.accept().unwrap());
    work(&served, temporary.path());
    watch.look_again();
    let called = watch.end();
    served.stop(STOP_WITHIN);
    assert_eq!(called, [telegram, discord, imap].map(|port| ("tcp", port)).into_iter().collect());
}
