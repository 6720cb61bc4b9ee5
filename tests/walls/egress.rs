//! Whom the code could call: hosts that stand in it, and the places that open a
//! connection.

use std::fmt::Write;

use super::{Source, has_word, sources};

/// Hosts in the product's code, and why they stand there. Only the first two are
/// ever called, and only when the door has a token; both can be configured.
const HOSTS: &[(&str, &str)] = &[
    ("api.telegram.org", "the default of [telegram] api_url"),
    ("discord.com", "the default of [discord] api_url"),
    ("127.0.0.1", "the default of [web] public_url"),
    ("t.me", "a link in a message, followed by a person"),
    ("www.w3.org", "the name of SVG"),
    ("www.sitemaps.org", "the name of a site map's format"),
];

/// What opens a connection, and the files that may.
const OPENERS: &[(&str, &[&str])] = &[
    ("TcpStream", &["src/inbox/imap/session.rs"]),
    ("UdpSocket", &[]),
    ("lookup_host", &[]),
    ("UnixStream", &[]),
    ("AsyncSmtpConnection", &["src/inbox/smtp.rs"]),
    ("TcpSocket", &[]),
    ("connect_async", &[]),
    ("default_reqwest_settings", &["bots/telegram/src/api.rs"]),
    // `Client::builder()` of reqwest and serenity.
    ("Client::builder", &["bots/discord/src/rest.rs", "bots/main/src/import/fetch.rs"]),
    ("ClientBuilder::new_with_http", &["bots/discord/src/gateway.rs"]),
    ("reqwest::get", &[]),
];

#[test]
fn every_host_in_the_code_is_a_known_one() {
    let mut fallen = String::new();
    let mut met = Vec::new();
    for source in &product() {
        for (number, line) in source.code() {
            for host in hosts(line) {
                met.push(host.to_owned());
                if !HOSTS.iter().any(|(known, _)| *known == host) {
                    writeln!(fallen, "{}:{number}: {host}: say in tests/walls/egress.rs why", source.path).unwrap();
                }
            }
        }
    }
    for (host, _) in HOSTS.iter().filter(|(host, _)| !met.iter().any(|own| own == host)) {
        writeln!(fallen, "{host}: stands nowhere any more").unwrap();
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

#[test]
fn connections_are_opened_in_few_places() {
    let mut fallen = String::new();
    for source in &product() {
        for (number, line) in source.code() {
            for (opener, files) in OPENERS.iter().filter(|(opener, _)| has_word(line, opener)) {
                if !files.contains(&source.path.as_str()) {
                    writeln!(fallen, "{}:{number}: `{opener}` opens a connection", source.path).unwrap();
                }
            }
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

/// Clients follow no redirect to a host nobody configured.
#[test]
fn clients_of_platforms_follow_no_redirect() {
    let mut fallen = String::new();
    let is_client = |source: &Source| {
        OPENERS
            .iter()
            .filter(|(opener, _)| opener.contains("Client::builder") || opener.contains("reqwest_settings"))
            .any(|(_, files)| files.contains(&source.path.as_str()))
    };
    for source in product().iter().filter(|source| is_client(source)) {
        if !source.code().any(|(_, line)| line.contains("Policy::none()")) {
            writeln!(fallen, "{}: a client that follows redirects", source.path).unwrap();
        }
    }
    assert!(fallen.is_empty(), "\n{fallen}");
}

/// What listens for HTTP, and waits for slow clients only so long.
const SERVERS: [&str; 1] = ["bots/web/src/patience.rs"];

#[test]
fn http_is_served_with_a_deadline() {
    let serves = |source: &&Source| source.code().any(|(_, line)| line.contains("axum::serve("));
    let mut found: Vec<String> = product().iter().filter(serves).map(|source| source.path.clone()).collect();
    found.sort();
    assert_eq!(found, SERVERS);
}

fn product() -> Vec<Source> {
    let all = sources(&["src", "bots"]);
    all.into_iter().filter(|source| !source.path.ends_with("_tests.rs")).collect()
}

/// Hosts of addresses on a line; what is put in when the program runs has none.
fn hosts(line: &str) -> impl Iterator<Item = &str> {
    let rests = line.split("://").skip(1);
    let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    rests.map(move |rest| rest.split(ends).next().unwrap_or_default()).filter(|host| host.contains('.'))
}

#[test]
fn hosts_are_found_in_code() {
    let line = "let a = \"https://api.telegram.org/bot\"; format!(\"http://{address}\"); \"https://t.me/{bot}\"";
    assert_eq!(hosts(line).collect::<Vec<_>>(), ["api.telegram.org", "t.me"]);
}
