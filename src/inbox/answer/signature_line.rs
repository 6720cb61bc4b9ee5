//! Lines of signatures: names, titles, places of work, numbers, addresses,
//! pictures and notices. Anything that could be advice is none of these.

/// Whether a line can stand in a signature and hardly anywhere else.
pub(super) fn is_signature_line(line: &str) -> bool {
    const TELLING: &[&str] = &[
        "ring", "kontakt", "snakk", "spør", "husk", "hugs", "se", "sjå", "les", "bruk", "ta", "gå", "meld", "call",
        "contact", "ask", "remember", "read", "see", "use", "talk",
    ];
    let line = line.trim().trim_matches(['*', '_', '|']).trim();
    let first = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
    if TELLING.contains(&first.as_str()) {
        return false;
    }
    let is_sentence = line.ends_with(['.', '?', '!', ':']);
    is_notice(line) || is_contact(line) || is_picture(line) || (!is_sentence && (is_name(line) || is_office(line)))
}

/// Words that may stand in names and titles without a capital.
const SMALL: &[&str] = &["av", "for", "i", "og", "ved", "von", "van", "de", "da", "der", "of", "and", "the", "på"];

/// One to six words that each begin with a capital or a digit: names, places,
/// street addresses. Small words may stand between.
pub(super) fn is_name(line: &str) -> bool {
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
pub(super) fn is_office(line: &str) -> bool {
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
