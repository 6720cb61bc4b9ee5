//! The lines mail programs put above what they quote: "Den … skrev …:",
//! "On … wrote:", and the block "Fra: … Sendt: … Til: … Emne: …".

/// Longest an attribution may be, in lines (long names are wrapped).
const MAX_LINES: usize = 4;
/// Longest it may be in bytes, joined.
const MAX_BYTES: usize = 500;
/// How many lines below "Fra:" the rest of its block may begin.
const BLOCK_LINES: usize = 8;

/// What an attribution is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attribution {
    /// How many lines it takes.
    pub(super) lines: usize,
    /// Whether it names an address, so that it needs no `>` below to be believed.
    pub(super) is_sure: bool,
}

/// Whether lines begin with "Den … skrev …:" or the like.
pub(super) fn attribution(lines: &[&str]) -> Option<Attribution> {
    if !begins_like_one(lines.first()?.trim_start()) {
        return None;
    }
    let mut joined = String::new();
    for (at, line) in lines.iter().take(MAX_LINES).enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('>') || joined.len() + line.len() > MAX_BYTES {
            return None;
        }
        joined.push_str(line);
        joined.push(' ');
        if line.ends_with(':') {
            let lower = joined.to_lowercase();
            let is_one = has_verb(&lower) && has_date(&lower);
            return is_one.then(|| Attribution { lines: at + 1, is_sure: lower.contains('@') });
        }
    }
    None
}

/// "Den", "On", a weekday or a date: cheap, so that long texts stay cheap.
fn begins_like_one(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "den", "on", "på", "am", "le", "op", "man", "mandag", "måndag", "tir", "tirsdag", "tys", "tysdag", "ons",
        "onsdag", "tor", "tors", "torsdag", "fre", "fredag", "lør", "lørdag", "laur", "laurdag", "søn", "søndag",
        "sun", "sundag", "mon", "tue", "wed", "thu", "fri", "sat",
    ];
    if line.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let word = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    word.len() <= 10 && WORDS.contains(&word.to_lowercase().as_str())
}

fn has_verb(lower: &str) -> bool {
    ["wrote", "skrev", "skreiv"].iter().any(|verb| {
        lower.match_indices(verb).any(|(at, _)| {
            let is_letter = |c: char| c.is_alphanumeric();
            !lower[..at].ends_with(is_letter) && !lower[at + verb.len()..].starts_with(is_letter)
        })
    })
}

/// A time of day or a year: what every program writes, and people rarely do.
fn has_date(lower: &str) -> bool {
    let bytes = lower.as_bytes();
    let is_time = |w: &[u8]| {
        w[0].is_ascii_digit() && matches!(w[1], b':' | b'.') && w[2].is_ascii_digit() && w[3].is_ascii_digit()
    };
    let is_year = |w: &[u8]| w.starts_with(b"20") && w[2].is_ascii_digit() && w[3].is_ascii_digit();
    bytes.windows(4).any(|w| is_time(w) || is_year(w))
}

/// Whether lines begin with the block of headers Outlook puts above a quote.
pub(super) fn is_header_block(lines: &[&str]) -> bool {
    if !lines.first().is_some_and(|line| has_label(line, &["fra", "frå", "from", "från", "von"])) {
        return false;
    }
    let below = || lines.iter().skip(1).take(BLOCK_LINES);
    let has = |labels: &[&str]| below().any(|line| has_label(line, labels));
    let is_sent = has(&["sendt", "sent", "skickat", "gesendet"]);
    let is_dated = has(&["dato", "date", "datum"]);
    let has_subject = has(&["emne", "subject", "ämne", "betreff"]);
    let has_recipient = has(&["til", "to", "till", "an"]);
    (is_sent && (has_recipient || has_subject)) || (is_dated && has_subject)
}

/// "Fra: …", also set off as "*Fra:* …" by programs that mark bold text.
fn has_label(line: &str, labels: &[&str]) -> bool {
    let line = line.trim_start().trim_start_matches(['*', '_']);
    let Some((label, _)) = line.split_once(':') else {
        return false;
    };
    let label = label.trim_end().trim_end_matches(['*', '_']);
    label.len() <= 10 && labels.contains(&label.to_lowercase().as_str())
}

/// "-----Opprinnelig melding-----" and its kin.
pub(super) fn is_original_message(line: &str) -> bool {
    const NAMES: &[&str] = &[
        "opprinnelig melding",
        "opprinneleg melding",
        "original melding",
        "opprinnelig e-post",
        "original message",
        "original e-mail",
        "videresendt melding",
        "vidaresendt melding",
        "videresendt e-post",
        "forwarded message",
        "ursprungligt meddelande",
        "oprindelig meddelelse",
        "start på videresendt melding",
        "begin forwarded message",
    ];
    let line = line.trim();
    if line.len() > 100 {
        return false;
    }
    let name = line.trim_matches(|c: char| matches!(c, '-' | '_' | '=' | ' ' | ':'));
    let is_set_off = line.starts_with("---") || line.ends_with(':');
    is_set_off && NAMES.contains(&name.to_lowercase().as_str())
}

/// A line of rules only, as programs draw above a quote.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5 && line.chars().all(|c| matches!(c, '_' | '-' | '=' | '*' | '─'))
}
