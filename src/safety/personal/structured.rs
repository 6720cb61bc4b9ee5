//! Personal data with a shape: numbers, dates, handles, positions.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::checks::{account, full_date, identity_number, phone_international, phone_national, plate, username};
use super::{PersonalKind, Settled};

/// Says what a match is, given the text and the match's place in bytes; `None`: not personal data.
type Check = fn(&str, Range<usize>) -> Option<PersonalKind>;

/// A shape: where it matches, the whole match, or its group `it`, is a finding.
struct Shape {
    kind: PersonalKind,
    /// A character every match holds; texts without it are not searched.
    needs: Needs,
    regex: Regex,
    /// Without one every match counts.
    check: Option<Check>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Digit,
    At,
    Any,
}

/// In order of precedence: what is found first is not found again as something else.
static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    use PersonalKind::{Account, Birthdate, CaseNumber, Coordinates, Email, Fnr, Ip, Phone, Plate, Username};
    let as_is = |kind, needs, pattern| compiled(kind, needs, pattern, None);
    let shape = |kind, needs, pattern, check: Check| compiled(kind, needs, pattern, Some(check));
    vec![
        as_is(Email, Needs::At, r"(?i)[\p{L}\d._%+\-]+@[\p{L}\d\-]+(?:\.[\p{L}\d\-]+)*\.\p{L}{2,}"),
        as_is(Email, Needs::Any, r"(?i)\b[\p{L}\d.\-_]+(?:[ .](?:punktum|dot) [\p{L}\d\-_]+)* ?[\[(]?\b(?:krøllalfa|alfakrøll|kroll?alfa|snabel-?a|at)\b[\])]? ?[\p{L}\d\-]+(?:(?: ?[\[(]?(?:punktum|dot|prikk)[\])]? ?|\.)[\p{L}\d\-]+)+"),
        as_is(Ip, Needs::Digit, r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b"),
        as_is(Ip, Needs::Digit, r"(?i)\b(?:[\da-f]{1,4}:){4,7}[\da-f]{1,4}\b|\b(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,5}\b"),
        as_is(Coordinates, Needs::Digit, r#"(?i)\b\d{1,3}[.,]\d{3,}\s?°?\s?[nsøew]?\s?[,;/ ]\s?-?\d{1,3}[.,]\d{3,}(?:\s?°?\s?[nsøew]\b)?|\b\d{1,2}\s?°\s?\d{1,2}\s?['′’]\s?(?:\d{1,2}(?:[.,]\d+)?\s?["″”]\s?)?[NSnsØøEWew]?[,; ]+\d{1,3}\s?°\s?\d{1,2}\s?['′’]\s?(?:\d{1,2}(?:[.,]\d+)?\s?["″”]\s?)?[NSØEWnsøew]?"#),
        as_is(Username, Needs::Any, r"(?i)\b(?:https?://)?(?:www\.)?(?:instagram|facebook|tiktok|twitter|x|snapchat|twitch|youtube|linkedin|reddit|steamcommunity|vk|t|telegram|discord)\.(?:com|me|no|tv|gg)/(?:in/|user/|u/|id/|add/|@|profile/)?[\p{L}\d._\-@?=]{3,}[\p{L}\d_]"),
        as_is(CaseNumber, Needs::Digit, r"(?i)(?:saks?nr|sak(?:snummer|en)?|saks?-?id|journal(?:nummer|nr)?|arkivsak|ref(?:eranse(?:nummer)?)?|ref\.?\s*(?:deres|nr|vår)|dok(?:ument)?(?:nummer|nr)|anmeldelse(?:snummer|n)?|anmeldelsesnr|melding(?:snummer|snr|s-id)|klient(?:nummer|nr|-?id)|pasient(?:nummer|nr)|bruker-?id|duf(?:[- ]?(?:nummer|nr))?|case(?:number| number| no)?|file(?:number| number| no))\.?:?\s*(?:deres|vår|nr|er|id|no|number|is|som|har|ligger|på|under|med|nummer)?\.?:?\s*(?P<it>[A-ZÆØÅ]{0,5}[-/ ]?\d{2,}(?:[-/ ][A-Z\d]+)*)"),
        as_is(CaseNumber, Needs::Digit, r"\b(?:19|20)\d\d/\d{2,7}(?:-\d{1,4})?\b|\b[A-ZÆØÅ]{2,6}-(?:19|20)?\d\d[-/]\d{2,7}(?:-\d+)?\b|\b\d\d/\d{4,7}(?:-\d{1,4})?\b|\b\d{2}-\d{6}[A-Z]{3}-[A-Z]{4}(?:/\S+)?|\b[A-ZÆØÅ]{2,5}-\d{4,}\b|\b\d{8}[ -]\d{3,5}/\d{2}-\d{1,3}\b"),
        as_is(CaseNumber, Needs::Digit, r"\b(?:19|20)\d{10}\b"),
        shape(Fnr, Needs::Digit, r"\b\d{6}[ .\-]?\d{5}\b|\b\d{2}[. ]\d{2}[. ]\d{2}[ \-]\d{5}\b|\b\d{6} \d{3} \d{2}\b", identity_number),
        as_is(Account, Needs::Digit, r"\b\d{4}[. ]\d{2}[. ]\d{5}\b|\bNO\d{2}(?: ?\d{4}){2} ?\d{3}\b|(?i:konto(?:nummer|nr|en)?|kto)\.?:?[ ](?:er |nr\.? |hans |hennes |min |deres )*(?P<it>\d{11})\b"),
        shape(Account, Needs::Digit, r"\b\d{11}\b", account),
        as_is(Birthdate, Needs::Digit, r"(?i)(?:\bf(?:\.|ødt|ødd|odt|øtt|ød)?:?|\bfødselsdato(?:en)?:?|\bfødselsdag(?:en)?|\bborn|\bdob:?|\bd\.o\.b\.?:?|\bbirthda(?:te|y))(?:\s+(?:er|den|on|hans|hennes|i|is|the|på|var|ble|:))*\s*(?P<it>\d{1,2}[./\- ]{1,2}\d{1,2}[./\- ]{1,2}(?:19|20)?\d{2}|\d{6,8}\b|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}(?:\.|st|nd|rd|th)?\s?(?:of )?(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)\p{L}*\.?,?\s?(?:(?:19|20)\d{2}|'?\d{2}\b)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}* \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2})"),
        shape(Birthdate, Needs::Digit, r"\b\d{1,2}[./]\d{1,2}[./](?:19[3-9]\d|20[01]\d)\b", full_date),
        as_is(Birthdate, Needs::Digit, r"\(\s*(?:f\.?\s*|født\s+)?(?P<it>\d{1,2}[./\-]\d{1,2}[./\-](?:19|20)?\d{2})\s*\)"),
        as_is(Birthdate, Needs::Digit, r"\(\s*(?:f\.?\s*|født\s+)?(?P<it>\d{1,2}/\d{1,2}\s?-\s?\d{2,4})\s*\)"),
        shape(Phone, Needs::Digit, r"\(?(?:\+|\b00)\d{2,3}\)?[ .\-]?(?:\(0\))?\d(?:[ .\-]?\d){5,11}\b", phone_international),
        shape(Phone, Needs::Digit, r"\b[2-9]\d{7}\b|\b[2-9]\d{2}[ .\-]\d{2}[ .\-]\d{3}\b|\b[2-9]\d(?:[ .\-]\d{2}){3}\b|\b[2-9]\d{3}[ ]\d{4}\b|\b[2-9]\d{2}[ ]\d{3}[ ]\d{2}\b|\b[2-9](?: \d){7}\b", phone_national),
        shape(Plate, Needs::Digit, r"\b[A-ZÆØÅ]{2}[ -]?\d{5}\b", plate),
        as_is(Plate, Needs::Digit, r"(?i)\b(?:skilt(?:nummer|et|nr)?|reg\.?(?:istrerings?)?(?:-?(?:nummer|nr))?|bilnummer|registrert på|bil(?:en)? med|plate|license plate)\.?:?\s(?:er |på |med |number |is )?(?P<it>[A-Z]{2}[ -]?\d{4,5})\b"),
        as_is(Username, Needs::At, r"@[\p{L}\d_](?:[\p{L}\d_.\-]*[\p{L}\d_])"),
        as_is(Username, Needs::Digit, r"\b[\p{L}\d_.]{3,}#\d{4}\b"),
        as_is(Username, Needs::Any, r"(?:^|\s)(?P<it>/?u/[\p{L}\d_\-]{3,})"),
        shape(Username, Needs::Any, r#"(?i)\b(?:brukernavn(?:et)?|brukarnamn(?:et)?|brukeren|nick(?:et|name)?|kallenavn(?:et)?|gamertag(?:en)?|handle|alias(?:et)?|snap(?:chat)?|insta(?:gram)?|tiktok|discord|telegram|psn|steam|xbox|konto(?:en)?|profil(?:en)?|kanal(?:en)?|username|account|kontonavn(?:et)?|under navnet|som heter|kaller seg|kalla seg|kallar seg|goes by|calls himself|calls herself)\b(?:\s*(?:er|heter|heiter|hans|hennes|på|navnet|som|kalt|is|called|named|name|med|brukernavnet|:|=|-|kaller seg|kallar seg|handle|discord|steam|snap|snapchat|instagram|tiktok|telegram|psn|playstation|xbox|twitch|roblox))*\s*["'«“]?(?P<it>[\p{L}\d](?:[\p{L}\d_.\-]*[\p{L}\d_]))"#, username),
        as_is(Username, Needs::Any, r"\b\p{L}+_(?:[\p{L}\d]+_?)+[\p{L}\d]\b|\bx{1,2}_?\p{L}{3,}_?x{1,2}\b"),
    ]
});

fn compiled(kind: PersonalKind, needs: Needs, pattern: &str, check: Option<Check>) -> Shape {
    let regex = Regex::new(pattern).expect("the patterns are literals, and a test compiles them all");
    Shape { kind, needs, regex, check }
}

/// Finds the structured kinds.
pub(super) fn find(text: &str, settled: &mut Settled) {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let has_at = text.contains('@');
    for shape in SHAPES.iter() {
        let can_match = match shape.needs {
            Needs::Digit => has_digit,
            Needs::At => has_at,
            Needs::Any => true,
        };
        if can_match {
            find_shape(shape, text, settled);
        }
    }
}

fn find_shape(shape: &Shape, text: &str, settled: &mut Settled) {
    let has_group = shape.regex.captures_len() > 1;
    for whole in shape.regex.find_iter(text) {
        // Groups are slow to find, so they are looked for only where the shape matched.
        let it = if has_group {
            let captures = shape.regex.captures_at(text, whole.start());
            captures.and_then(|captures| captures.name("it")).map_or(whole.range(), |group| group.range())
        } else {
            whole.range()
        };
        let kind = match shape.check {
            Some(check) => check(text, it.clone()),
            None => Some(shape.kind),
        };
        if let Some(kind) = kind {
            settled.add(it.start, it.end, kind);
        }
    }
}
