//! Signatures: the separator `-- `, "Sendt fra min iPhone", and a closing
//! phrase with name, title and numbers below it.
//!
//! Only what can hardly be anything else is taken. A line below the closing
//! phrase that might be advice keeps all of it.

use super::signature_line::{is_name, is_office, is_signature_line};

/// Longest signature below a bare `--`, in lines.
const MAX_BARE: usize = 12;
/// Longest signature below a closing phrase, in lines that are not empty.
const MAX_CLOSED: usize = 14;

/// How many of the lines are text.
pub(super) fn without(lines: &[&str]) -> usize {
    let mut end = trimmed(lines, lines.len());
    if let Some(at) = separator(&lines[..end]) {
        end = trimmed(lines, at);
    }
    end = without_taglines(lines, end);
    if let Some(at) = closing(&lines[..end]) {
        end = trimmed(lines, at);
    }
    without_taglines(lines, end)
}

fn trimmed(lines: &[&str], end: usize) -> usize {
    let empty = lines[..end].iter().rev().take_while(|line| line.trim().is_empty()).count();
    end - empty
}

/// The line of a separator (RFC 3676 §4.3). Without its space it may be a rule
/// of the writer's own, so what follows must look like a signature.
fn separator(lines: &[&str]) -> Option<usize> {
    if let Some(at) = lines.iter().position(|line| *line == "-- ") {
        return Some(at);
    }
    let at = lines.iter().rposition(|line| line.trim_end() == "--")?;
    let below = &lines[at + 1..];
    let is_short = below.len() <= MAX_BARE;
    (is_short && below.iter().all(|line| line.trim().is_empty() || is_signature_line(line))).then_some(at)
}

fn without_taglines(lines: &[&str], mut end: usize) -> usize {
    while end > 0 && is_tagline(lines[end - 1]) {
        end = trimmed(lines, end - 1);
    }
    end
}

/// What stands before a device.
const DEVICES_OF: &[&str] = &["sendt fra min ", "sendt frå min ", "sent from my ", "skickat från min "];
/// Without one of these, "Sendt fra min side …" may be a sentence.
const DEVICES: &[&str] = &[
    "iphone",
    "ipad",
    "ipod",
    "mac",
    "apple",
    "android",
    "samsung",
    "galaxy",
    "huawei",
    "sony",
    "xperia",
    "nokia",
    "pixel",
    "oneplus",
    "xiaomi",
    "mobil",
    "smarttelefon",
    "smartphone",
    "telefon",
    "nettbrett",
    "tablet",
    "phone",
    "windows",
];

/// "Sendt fra min iPhone" and the like, which programs add.
fn is_tagline(line: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "sendt fra outlook",
        "sendt fra e-post for",
        "sendt fra mail for",
        "sendt fra yahoo",
        "sendt fra proton",
        "sent from outlook",
        "sent from mail for",
        "sent from yahoo",
        "sent from proton",
        "sent with proton",
        "hent outlook for",
        "få outlook for",
        "skaff deg outlook for",
        "last ned outlook for",
        "get outlook for",
    ];
    let line = line.trim().to_lowercase();
    if let Some(device) = DEVICES_OF.iter().find_map(|beginning| line.strip_prefix(beginning)) {
        return line.chars().count() <= 60 && DEVICES.iter().any(|known| device.starts_with(known));
    }
    // Longer lines are sentences; the address of a shop may follow in brackets.
    let words = line.split('<').next().unwrap_or("");
    words.chars().count() <= 60 && BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
}

/// The line of a closing phrase below which all is signature.
fn closing(lines: &[&str]) -> Option<usize> {
    let mut filled = 0;
    for (at, line) in lines.iter().enumerate().rev() {
        if line.trim().is_empty() {
            continue;
        }
        if is_closing(line) {
            return (filled > 0 && begins_with_a_name(&lines[at..])).then_some(at);
        }
        filled += 1;
        if filled > MAX_CLOSED || !is_signature_line(line) {
            return None;
        }
    }
    None
}

const CLOSINGS: &[&str] = &[
    "med vennlig hilsen",
    "med venleg helsing",
    "med venlig hilsen",
    "med beste hilsen",
    "med hilsen",
    "vennlig hilsen",
    "venleg helsing",
    "beste hilsen",
    "beste helsing",
    "hilsen",
    "helsing",
    "mvh",
    "vh",
    "kind regards",
    "best regards",
    "warm regards",
    "regards",
    "best wishes",
    "yours sincerely",
    "sincerely",
];

fn is_closing(line: &str) -> bool {
    after_closing(line).is_some_and(|rest| rest.is_empty() || is_name(rest))
}

/// What follows a closing phrase on its line.
fn after_closing(line: &str) -> Option<&str> {
    let line = line.trim();
    let lower = line.to_lowercase();
    let phrase = CLOSINGS.iter().find(|phrase| {
        lower.strip_prefix(**phrase).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    })?;
    // These letters keep their length when they are made small.
    let rest = line.get(phrase.len()..)?;
    Some(rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '!' | ';')))
}

/// Whether the closing's own line or the first below it names somebody.
fn begins_with_a_name(lines: &[&str]) -> bool {
    let own = lines.first().and_then(|line| after_closing(line)).unwrap_or("");
    let below = lines.iter().skip(1).map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or("");
    is_name(own) || is_name(below) || is_office(below)
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
