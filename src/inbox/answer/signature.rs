//! Signatures: the separator `-- `, "Sendt fra min iPhone", and a closing
//! phrase with name, title and numbers below it.
//!
//! Only what can hardly be anything else is taken. A line below the closing
//! phrase that might be advice keeps all of it.

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

/// "Sendt fra min iPhone" and the like, which programs add.
fn is_tagline(line: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "sendt fra min ",
        "sendt frå min ",
        "sendt fra outlook",
        "sendt fra e-post for",
        "sendt fra mail for",
        "sendt fra yahoo",
        "sendt fra proton",
        "sent from my ",
        "sent from outlook",
        "sent from mail for",
        "sent from yahoo",
        "sent from proton",
        "sent with proton",
        "skickat från min ",
        "hent outlook for",
        "få outlook for",
        "skaff deg outlook for",
        "last ned outlook for",
        "get outlook for",
    ];
    let line = line.trim().to_lowercase();
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

fn is_signature_line(line: &str) -> bool {
    let line = line.trim().trim_matches(['*', '_', '|']).trim();
    let is_sentence = line.ends_with(['.', '?', '!', ':']);
    is_notice(line) || is_contact(line) || is_picture(line) || (!is_sentence && (is_name(line) || is_office(line)))
}

/// Words that may stand in names and titles without a capital.
const SMALL: &[&str] = &["av", "for", "i", "og", "ved", "von", "van", "de", "da", "der", "of", "and", "the", "på"];

/// One to six words that each begin with a capital or a digit: names, places,
/// street addresses. Small words may stand between.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '|')).filter(|w| !w.is_empty()).collect();
    let begins_well = words.first().is_some_and(|word| word.starts_with(char::is_uppercase));
    let is_fit = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '–' | '-'))
            || SMALL.contains(word)
    };
    let has_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    begins_well && words.len() <= 6 && words.iter().all(is_fit) && words.iter().any(has_word) && !is_postscript(line)
}

fn is_postscript(line: &str) -> bool {
    let letters: String = line.chars().filter(|c| *c != '.').take(3).collect();
    letters.starts_with("PS") && !letters.chars().nth(2).is_some_and(char::is_alphabetic)
}

/// A title or a place of work: each word is a capitalised one, a small one, or
/// a word for an office. Anything freer may be a sentence.
fn is_office(line: &str) -> bool {
    // Its full name is a sentence by all other measures.
    if line.to_lowercase().starts_with("regionalt ressurssenter om vold") {
        return true;
    }
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_fit = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || SMALL.contains(word) || is_of_office(word)
    };
    let is_plain = !line.contains("://") && !line.contains('@') && !line.contains("www.") && !is_postscript(line);
    is_plain && words.len() <= 10 && words.iter().all(is_fit) && words.iter().any(|word| is_of_office(word))
}

fn is_of_office(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "rådgiver",
        "rådgjevar",
        "adviser",
        "advisor",
        "psykolog",
        "psykologspesialist",
        "psychologist",
        "sosionom",
        "leder",
        "leiar",
        "koordinator",
        "coordinator",
        "konsulent",
        "spesialist",
        "lege",
        "sykepleier",
        "sjukepleiar",
        "rvts",
        "ressurssenter",
        "avdeling",
        "seksjon",
        "helse",
        "sykehus",
        "sjukehus",
        "kommune",
        "universitet",
    ];
    let lower = word.to_lowercase();
    WORDS.iter().any(|office| lower.ends_with(office))
}

/// A number, an address of mail, a home page. An address of a page within a
/// site may be the very advice.
fn is_contact(line: &str) -> bool {
    const LABELS: &[&str] = &[
        "tlf",
        "tel",
        "telefon",
        "phone",
        "mob",
        "mobil",
        "mobile",
        "sentralbord",
        "e-post",
        "epost",
        "email",
        "e-mail",
        "web",
        "nett",
        "adresse",
        "besøksadresse",
        "postadresse",
        "postboks",
        "t",
        "m",
        "e",
        "w",
    ];
    if line.chars().count() > 120 {
        return false;
    }
    let label = line.split(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or("").to_lowercase();
    let rest = line.chars().nth(label.chars().count());
    let is_labelled = LABELS.contains(&label.as_str())
        && (rest.is_some_and(|c| matches!(c, ':' | '.' | '|')) || line.chars().any(|c| c.is_ascii_digit()));
    let is_number = line.chars().filter(char::is_ascii_digit).count() >= 8
        && line.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '(' | ')' | '-' | '/'));
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_address = words.len() <= 2 && words.iter().all(|word| is_mail_or_home(word));
    is_number || is_address || (is_labelled && !has_deep_link(&words))
}

fn is_mail_or_home(word: &str) -> bool {
    let word = word.trim_matches(['<', '>', '(', ')', '[', ']', ',']);
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let is_mail = word.contains('@') && word.contains('.');
    let home = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")).unwrap_or(word);
    let is_home = (home.starts_with("www.") || home != word) && !home.trim_end_matches('/').contains('/');
    is_mail || is_home
}

fn has_deep_link(words: &[&str]) -> bool {
    words.iter().any(|word| word.contains('/') && word.contains('.') && !is_mail_or_home(word))
}

fn is_picture(line: &str) -> bool {
    let lower = line.to_lowercase();
    let inner = lower.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    inner.is_some_and(|inner| ["cid:", "image", "bilde", "logo"].iter().any(|word| inner.contains(word)))
}

/// What organisations put below every mail.
fn is_notice(line: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "denne e-posten",
        "denne meldingen",
        "denne eposten",
        "this e-mail",
        "this email",
        "this message",
        "tenk på miljøet",
        "tenk miljø",
        "please consider the environment",
    ];
    let lower = line.to_lowercase();
    BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
