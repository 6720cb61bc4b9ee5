//! What a configuration must satisfy beyond the types of its keys.

use std::net::{IpAddr, SocketAddr};

use super::sections::{InboxKind, Settings, TelegramMode, TlsMode};

/// Region ids, and the national coordinator.
pub(crate) const REGIONS: &[&str] = &["ost", "sor", "vest", "midt", "nord", "nasjonal"];

/// Fewest letters of the operator's token: one that can be guessed is none.
const SHORTEST_TOKEN: usize = 16;

/// Days a given question may be kept. They are counted from the first of its month,
/// so fewer would delete one of the month's last day almost at once.
const DONATION_DAYS: std::ops::RangeInclusive<u32> = 60..=365;

/// Adds every problem, a line each.
pub(super) fn validate(settings: &Settings, problems: &mut Vec<String>) {
    addresses(settings, problems);
    telegram(settings, problems);
    mail(settings, problems);
    inboxes(settings, problems);
    operator(settings, problems);
    if !(settings.store.url.expose().starts_with("sqlite:") || settings.store.url.expose().starts_with("postgres://")) {
        problems.push("[store] url: must begin with sqlite: or postgres://".into());
    }
    let retention = &settings.retention;
    for (key, value) in [
        ("request_hours", retention.request_hours),
        ("receipt_days", retention.receipt_days),
        ("draft_hours", retention.draft_hours),
    ] {
        if value == 0 {
            problems.push(format!("[retention] {key}: must be at least 1"));
        }
    }
    if !DONATION_DAYS.contains(&settings.donations.keep_days) {
        let (least, most) = DONATION_DAYS.into_inner();
        problems.push(format!("[donations] keep_days: must be from {least} to {most}"));
    }
    let limits = &settings.limits;
    for (key, value) in [
        ("person_per_minute", limits.person_per_minute),
        ("person_burst", limits.person_burst),
        ("chat_per_minute", limits.chat_per_minute),
        ("chat_burst", limits.chat_burst),
    ] {
        if value == 0 {
            problems.push(format!("[limits] {key}: must be at least 1"));
        }
    }
}

fn operator(settings: &Settings, problems: &mut Vec<String>) {
    let operator = &settings.operator;
    let elsewhere = operator.listen.parse::<SocketAddr>().is_ok_and(|address| !address.ip().is_loopback());
    if elsewhere && operator.token.is_empty() {
        problems.push(format!(
            "[operator] token: {} can be reached from other machines, so a token is needed; or listen on 127.0.0.1",
            operator.listen
        ));
    }
    let token = operator.token.expose();
    if !token.is_empty() && (token.len() < SHORTEST_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic())) {
        problems.push(format!("[operator] token: at least {SHORTEST_TOKEN} letters, digits and signs, without spaces"));
    }
}

fn addresses(settings: &Settings, problems: &mut Vec<String>) {
    for (key, value, may_be_empty) in [
        ("[web] listen", &settings.web.listen, true),
        ("[operator] listen", &settings.operator.listen, true),
        ("[telegram] webhook_listen", &settings.telegram.webhook_listen, false),
    ] {
        if !(may_be_empty && value.is_empty()) && value.parse::<SocketAddr>().is_err() {
            problems.push(format!("{key}: «{value}» is no address and port, such as 127.0.0.1:8080"));
        }
    }
    for (key, value) in [
        ("[web] public_url", &settings.web.public_url),
        ("[telegram] api_url", &settings.telegram.api_url),
        ("[discord] api_url", &settings.discord.api_url),
    ] {
        if !is_web_address(value) {
            problems.push(format!("{key}: «{value}» is no address that begins with http:// or https://"));
        } else if goes_in_clear(value) {
            problems.push(format!(
                "{key}: «{value}» sends what people write in clear over a network; write https://, or http:// to this machine only"
            ));
        }
    }
}

fn is_web_address(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}

/// Whether an address is without TLS and not on this machine.
fn goes_in_clear(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // What stands before an @ is a name, not the machine.
    let place = authority.rsplit('@').next().unwrap_or_default();
    let host = match place.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => place.split(':').next(),
    };
    let host = host.unwrap_or_default();
    !(host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()))
}

fn telegram(settings: &Settings, problems: &mut Vec<String>) {
    let telegram = &settings.telegram;
    // Servers of one's own, and stand-ins, may give out shorter ones.
    let least = if telegram.api_url.contains("//api.telegram.org") { 30 } else { 1 };
    if !telegram.token.is_empty() && !is_telegram_token(telegram.token.expose(), least) {
        problems.push("[telegram] token: has not the shape 123456:ABC…; copy it again from BotFather".into());
    }
    if telegram.mode == TelegramMode::Webhook {
        if !telegram.webhook_url.starts_with("https://") {
            problems.push("[telegram] webhook_url: a webhook needs an address that begins with https://".into());
        }
        let secret = telegram.webhook_secret.expose();
        // Bot API, setWebhook: 1–256 of A–Z a–z 0–9 _ -.
        let fits = (1..=256).contains(&secret.len())
            && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if !fits {
            problems
                .push("[telegram] webhook_secret: 1 to 256 letters, digits, _ and - are needed for a webhook".into());
        }
    }
}

fn is_telegram_token(token: &str, least: usize) -> bool {
    token.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_digit())
            && secret.len() >= least
            && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    })
}

fn mail(settings: &Settings, problems: &mut Vec<String>) {
    for (name, host, tls) in
        [("smtp", &settings.smtp.host, settings.smtp.tls), ("imap", &settings.imap.host, settings.imap.tls)]
    {
        let loopback = matches!(host.as_str(), "" | "localhost" | "::1") || host.starts_with("127.");
        if tls == TlsMode::None && !loopback {
            problems.push(format!("[{name}] tls: none is allowed on loopback only, and {host} is another machine"));
        }
    }
    let smtp = &settings.smtp;
    if !smtp.host.is_empty() && !smtp.from.contains('@') {
        problems.push("[smtp] from: an address to send from is needed when host is set".into());
    }
}

fn inboxes(settings: &Settings, problems: &mut Vec<String>) {
    for (name, inbox) in &settings.inbox {
        if !REGIONS.contains(&name.as_str()) {
            problems.push(format!("[inbox.{name}]: there is no such region; they are {}", REGIONS.join(", ")));
        }
        if inbox.kind != InboxKind::Maildir && inbox.to.is_empty() {
            problems.push(format!("[inbox.{name}] to: say where requests go"));
        }
        if !inbox.hours.is_empty() && utveier::request::OpeningHours::parse(&inbox.hours).is_none() {
            problems.push(format!("[inbox.{name}] hours: write opening hours as 08:00-15:30"));
        }
        if inbox.kind == InboxKind::Smtp && settings.smtp.host.is_empty() {
            problems.push(format!("[inbox.{name}] kind: mail needs [smtp] host"));
        }
        for address in inbox.to.iter().filter(|address| inbox.kind == InboxKind::Smtp && !is_mail_address(address)) {
            problems.push(format!("[inbox.{name}] to: «{address}» is no mail address"));
        }
    }
    // A place belongs to a centre; the national inbox is nobody's region.
    let centres = &REGIONS[..REGIONS.len() - 1];
    for row in &settings.routing {
        if row.place.is_empty() || !centres.contains(&row.region.as_str()) {
            problems.push(format!("[[routing]]: «{}» needs a place and a region of {}", row.place, centres.join(", ")));
        }
    }
}

fn is_mail_address(address: &str) -> bool {
    address.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        && !address.contains(|c: char| c.is_whitespace() || c.is_control())
}
