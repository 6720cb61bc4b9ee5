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
    Underscore,
    Slash,
    /// A word people spell an address with: `krøllalfa`, `dot`.
    SpeltOut,
    Any,
}

/// In order of precedence: what is found first is not found again as something else.
static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    use PersonalKind::{Account, Birthdate, CaseNumber, Coordinates, Email, Fnr, Ip, Phone, Plate, Username};
    let as_is = |kind, needs, pattern| compiled(kind, needs, pattern, None);
    let shape = |kind, needs, pattern, check: Check| compiled(kind, needs, pattern, Some(check));
    vec![
        as_is(Email, Needs::At, r"(?i)[\p{L}0-9._%+\-]+@[\p{L}0-9\-]+(?:\.[\p{L}0-9\-]+)*\.\p{L}{2,}"),
        as_is(
            Email,
            Needs::SpeltOut,
            r"(?i)(?-u:\b)[\p{L}0-9.\-_]+(?:[ .](?:punktum|dot) [\p{L}0-9\-_]+)* ?[\[(]?(?-u:\b)(?:krøllalfa|alfakrøll|kroll?alfa|snabel-?a|at)(?-u:\b)[\])]? ?[\p{L}0-9\-]+(?:(?: ?[\[(]?(?:punktum|dot|prikk)[\])]? ?|\.)[\p{L}0-9\-]+)+",
        ),
        as_is(
            Ip,
            Needs::Digit,
            r"(?-u:\b)(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?-u:\b)",
        ),
        as_is(
            Ip,
            Needs::Digit,
            r"(?i)(?-u:\b)(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?-u:\b)|(?-u:\b)(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,5}(?-u:\b)",
        ),
        as_is(
            Coordinates,
            Needs::Digit,
            r#"(?i)(?-u:\b)[0-9]{1,3}[.,][0-9]{3,}\s?°?\s?[nsøew]?\s?[,;/ ]\s?-?[0-9]{1,3}[.,][0-9]{3,}(?:\s?°?\s?[nsøew](?-u:\b))?|(?-u:\b)[0-9]{1,2}\s?°\s?[0-9]{1,2}\s?['′’]\s?(?:[0-9]{1,2}(?:[.,][0-9]+)?\s?["″”]\s?)?[NSnsØøEWew]?[,; ]+[0-9]{1,3}\s?°\s?[0-9]{1,2}\s?['′’]\s?(?:[0-9]{1,2}(?:[.,][0-9]+)?\s?["″”]\s?)?[NSØEWnsøew]?"#,
        ),
        as_is(
            Username,
            Needs::Slash,
            r"(?i)(?-u:\b)(?:https?://)?(?:www\.)?(?:instagram|facebook|tiktok|twitter|x|snapchat|twitch|youtube|linkedin|reddit|steamcommunity|vk|t|telegram|discord)\.(?:com|me|no|tv|gg)/(?:in/|user/|u/|id/|add/|@|profile/)?[\p{L}0-9._\-@?=]{3,}[\p{L}0-9_]",
        ),
        as_is(
            CaseNumber,
            Needs::Digit,
            r"(?i)(?:saks?nr|sak(?:snummer|en)?|saks?-?id|journal(?:nummer|nr)?|arkivsak|ref(?:eranse(?:nummer)?)?|ref\.?\s*(?:deres|nr|vår)|dok(?:ument)?(?:nummer|nr)|anmeldelse(?:snummer|n)?|anmeldelsesnr|melding(?:snummer|snr|s-id)|klient(?:nummer|nr|-?id)|pasient(?:nummer|nr)|bruker-?id|duf(?:[- ]?(?:nummer|nr))?|case(?:number| number| no)?|file(?:number| number| no))\.?:?\s*(?:deres|vår|nr|er|id|no|number|is|som|har|ligger|på|under|med|nummer)?\.?:?\s*(?P<it>[A-ZÆØÅ]{0,5}[-/ ]?[0-9]{2,}(?:[-/ ][A-Z0-9]+)*)",
        ),
        as_is(
            CaseNumber,
            Needs::Digit,
            r"(?-u:\b)(?:19|20)[0-9][0-9]/[0-9]{2,7}(?:-[0-9]{1,4})?(?-u:\b)|(?-u:\b)[A-ZÆØÅ]{2,6}-(?:19|20)?[0-9][0-9][-/][0-9]{2,7}(?:-[0-9]+)?(?-u:\b)|(?-u:\b)[0-9][0-9]/[0-9]{4,7}(?:-[0-9]{1,4})?(?-u:\b)|(?-u:\b)[0-9]{2}-[0-9]{6}[A-Z]{3}-[A-Z]{4}(?:/\S+)?|(?-u:\b)[A-ZÆØÅ]{2,5}-[0-9]{4,}(?-u:\b)|(?-u:\b)[0-9]{8}[ -][0-9]{3,5}/[0-9]{2}-[0-9]{1,3}(?-u:\b)",
        ),
        as_is(CaseNumber, Needs::Digit, r"(?-u:\b)(?:19|20)[0-9]{10}(?-u:\b)"),
        shape(
            Fnr,
            Needs::Digit,
            r"(?-u:\b)[0-9]{6}[ .\-]?[0-9]{5}(?-u:\b)|(?-u:\b)[0-9]{2}[. ][0-9]{2}[. ][0-9]{2}[ \-][0-9]{5}(?-u:\b)|(?-u:\b)[0-9]{6} [0-9]{3} [0-9]{2}(?-u:\b)",
            identity_number,
        ),
        as_is(
            Account,
            Needs::Digit,
            r"(?-u:\b)[0-9]{4}[. ][0-9]{2}[. ][0-9]{5}(?-u:\b)|(?-u:\b)NO[0-9]{2}(?: ?[0-9]{4}){2} ?[0-9]{3}(?-u:\b)|(?i:konto(?:nummer|nr|en)?|kto)\.?:?[ ](?:er |nr\.? |hans |hennes |min |deres )*(?P<it>[0-9]{11})(?-u:\b)",
        ),
        shape(Account, Needs::Digit, r"(?-u:\b)[0-9]{11}(?-u:\b)", account),
        as_is(
            Birthdate,
            Needs::Digit,
            r"(?i)(?:(?-u:\b)f(?:\.|ødt|ødd|odt|øtt|ød)?:?|(?-u:\b)fødselsdato(?:en)?:?|(?-u:\b)fødselsdag(?:en)?|(?-u:\b)born|(?-u:\b)dob:?|(?-u:\b)d\.o\.b\.?:?|(?-u:\b)birthda(?:te|y))(?:\s+(?:er|den|on|hans|hennes|i|is|the|på|var|ble|:))*\s*(?P<it>[0-9]{1,2}[./\- ]{1,2}[0-9]{1,2}[./\- ]{1,2}(?:19|20)?[0-9]{2}|[0-9]{6,8}(?-u:\b)|(?:19|20)[0-9][0-9]-[0-9][0-9]-[0-9][0-9]|[0-9]{1,2}(?:\.|st|nd|rd|th)?\s?(?:of )?(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)\p{L}*\.?,?\s?(?:(?:19|20)[0-9]{2}|'?[0-9]{2}(?-u:\b))?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}* [0-9]{1,2}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{2})",
        ),
        shape(
            Birthdate,
            Needs::Digit,
            r"(?-u:\b)[0-9]{1,2}[./][0-9]{1,2}[./](?:19[3-9][0-9]|20[01][0-9])(?-u:\b)",
            full_date,
        ),
        as_is(
            Birthdate,
            Needs::Digit,
            r"\(\s*(?:f\.?\s*|født\s+)?(?P<it>[0-9]{1,2}[./\-][0-9]{1,2}[./\-](?:19|20)?[0-9]{2})\s*\)",
        ),
        as_is(Birthdate, Needs::Digit, r"\(\s*(?:f\.?\s*|født\s+)?(?P<it>[0-9]{1,2}/[0-9]{1,2}\s?-\s?[0-9]{2,4})\s*\)"),
        shape(
            Phone,
            Needs::Digit,
            r"\(?(?:\+|(?-u:\b)00)[0-9]{2,3}\)?[ .\-]?(?:\(0\))?[0-9](?:[ .\-]?[0-9]){5,11}(?-u:\b)",
            phone_international,
        ),
        shape(
            Phone,
            Needs::Digit,
            r"(?-u:\b)[2-9][0-9]{7}(?-u:\b)|(?-u:\b)[2-9][0-9]{2}[ .\-][0-9]{2}[ .\-][0-9]{3}(?-u:\b)|(?-u:\b)[2-9][0-9](?:[ .\-][0-9]{2}){3}(?-u:\b)|(?-u:\b)[2-9][0-9]{3}[ ][0-9]{4}(?-u:\b)|(?-u:\b)[2-9][0-9]{2}[ ][0-9]{3}[ ][0-9]{2}(?-u:\b)|(?-u:\b)[2-9](?: [0-9]){7}(?-u:\b)",
            phone_national,
        ),
        shape(Plate, Needs::Digit, r"(?-u:\b)[A-ZÆØÅ]{2}[ -]?[0-9]{5}(?-u:\b)", plate),
        as_is(
            Plate,
            Needs::Digit,
            r"(?i)(?-u:\b)(?:skilt(?:nummer|et|nr)?|reg\.?(?:istrerings?)?(?:-?(?:nummer|nr))?|bilnummer|registrert på|bil(?:en)? med|plate|license plate)\.?:?\s(?:er |på |med |number |is )?(?P<it>[A-Z]{2}[ -]?[0-9]{4,5})(?-u:\b)",
        ),
        as_is(Username, Needs::At, r"@[\p{L}0-9_](?:[\p{L}0-9_.\-]*[\p{L}0-9_])"),
        as_is(Username, Needs::Digit, r"(?-u:\b)[\p{L}0-9_.]{3,}#[0-9]{4}(?-u:\b)"),
        as_is(Username, Needs::Slash, r"(?:^|\s)(?P<it>/?u/[\p{L}0-9_\-]{3,})"),
        shape(
            Username,
            Needs::Any,
            r#"(?i)(?-u:\b)(?:brukernavn(?:et)?|brukarnamn(?:et)?|brukeren|nick(?:et|name)?|kallenavn(?:et)?|gamertag(?:en)?|handle|alias(?:et)?|snap(?:chat)?|insta(?:gram)?|tiktok|discord|telegram|psn|steam|xbox|konto(?:en)?|profil(?:en)?|kanal(?:en)?|username|account|kontonavn(?:et)?|under navnet|som heter|kaller seg|kalla seg|kallar seg|goes by|calls himself|calls herself)(?-u:\b)(?:\s*(?:er|heter|heiter|hans|hennes|på|navnet|som|kalt|is|called|named|name|med|brukernavnet|:|=|-|kaller seg|kallar seg|handle|discord|steam|snap|snapchat|instagram|tiktok|telegram|psn|playstation|xbox|twitch|roblox))*\s*["'«“]?(?P<it>[\p{L}0-9](?:[\p{L}0-9_.\-]*[\p{L}0-9_]))"#,
            username,
        ),
        as_is(
            Username,
            Needs::Underscore,
            r"(?-u:\b)\p{L}+_(?:[\p{L}0-9]+_?)+[\p{L}0-9](?-u:\b)|(?-u:\b)x{1,2}_?\p{L}{3,}_?x{1,2}(?-u:\b)",
        ),
    ]
});

fn compiled(kind: PersonalKind, needs: Needs, pattern: &str, check: Option<Check>) -> Shape {
    let regex = Regex::new(pattern).expect("the patterns are literals, and a test compiles them all");
    Shape { kind, needs, regex, check }
}

/// Finds the structured kinds.
pub(super) fn find(text: &str, settled: &mut Settled) {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let spells_out =
        ["alfa", "snabel", "kroll", "[at]", "(at)", "punktum", " dot ", "prikk"].iter().any(|word| text.contains(word));
    for shape in SHAPES.iter() {
        let can_match = match shape.needs {
            Needs::Digit => has_digit,
            Needs::At => text.contains('@'),
            Needs::Underscore => text.contains('_'),
            Needs::Slash => text.contains('/'),
            Needs::SpeltOut => spells_out,
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
        if let Some(kind) = kind.filter(|_| stands_apart(text, &it)) {
            settled.add(it.start, it.end, kind);
        }
    }
}

/// Whether a match does not begin or end inside a word. The shapes' own boundaries know ASCII
/// letters only, because Unicode boundaries make the regex engine many times slower.
fn stands_apart(text: &str, it: &Range<usize>) -> bool {
    let found = &text[it.clone()];
    let begins_inside = found.starts_with(char::is_alphanumeric) && text[..it.start].ends_with(char::is_alphanumeric);
    let ends_inside = found.ends_with(char::is_alphanumeric) && text[it.end..].starts_with(char::is_alphanumeric);
    !begins_inside && !ends_inside
}
