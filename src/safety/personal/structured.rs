//! Personal data with a shape: numbers, dates, handles, positions.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::PersonalKind::{self, Account, Birthdate, CaseNumber, Coordinates, Email, Fnr, Ip, Phone, Plate, Username};
use super::Settled;
use super::checks::{
    account, case_reference, full_date, identity_number, phone_international, phone_national, plate, stands_apart,
    username,
};

/// Says what a match is, given the text and the match's place in bytes; `None`: not personal data.
type Check = fn(&str, Range<usize>) -> Option<PersonalKind>;

/// A shape: where it matches, the whole match, or its group `it`, is a finding.
struct Shape {
    kind: PersonalKind,
    /// What every match holds; texts without it are not searched.
    needs: Needs,
    pattern: &'static str,
    /// The pattern, compiled when a text first needs it: compiling all takes longer than start-up may.
    compiled: OnceLock<Regex>,
    /// Without one every match counts.
    check: Option<Check>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// At least so many digits.
    Digits(usize),
    At,
    Colon,
    Underscore,
    Slash,
    /// A word people spell an address with: `krøllalfa`, `dot`.
    SpeltOut,
    /// A word that announces a handle.
    Announced,
}

impl Shape {
    #[expect(clippy::expect_used, reason = "the pattern is a literal that a test compiles")]
    fn regex(&self) -> &Regex {
        self.compiled
            .get_or_init(|| Regex::new(self.pattern).expect("the patterns are literals, and a test compiles them all"))
    }
}

/// In order of precedence: what is found first is not found again as something else.
static SHAPES: [Shape; 25] = [
    as_is(Email, Needs::At, r"(?i)[\p{L}0-9._%+\-]+@[\p{L}0-9\-]+(?:\.[\p{L}0-9\-]+)*\.\p{L}{2,}"),
    as_is(
        Email,
        Needs::SpeltOut,
        r"(?i)(?-u:\b)[\p{L}0-9.\-_]+(?:[ .](?:punktum|dot) [\p{L}0-9\-_]+)* ?[\[(]?(?-u:\b)(?:krøllalfa|alfakrøll|kroll?alfa|snabel-?a|at)(?-u:\b)[\])]? ?[\p{L}0-9\-]+(?:(?: ?[\[(]?(?:punktum|dot|prikk)[\])]? ?|\.)[\p{L}0-9\-]+)+",
    ),
    as_is(
        Ip,
        Needs::Digits(4),
        r"(?-u:\b)(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?-u:\b)",
    ),
    as_is(
        Ip,
        Needs::Colon,
        r"(?i)(?-u:\b)(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?-u:\b)|(?-u:\b)(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,5}(?-u:\b)",
    ),
    as_is(
        Coordinates,
        Needs::Digits(4),
        r#"(?i)(?-u:\b)[0-9]{1,3}[.,][0-9]{3,}\s?°?\s?[nsøew]?\s?[,;/ ]\s?-?[0-9]{1,3}[.,][0-9]{3,}(?:\s?°?\s?[nsøew](?-u:\b))?|(?-u:\b)[0-9]{1,2}\s?°\s?[0-9]{1,2}\s?['′’]\s?(?:[0-9]{1,2}(?:[.,][0-9]+)?\s?["″”]\s?)?[NSnsØøEWew]?[,; ]+[0-9]{1,3}\s?°\s?[0-9]{1,2}\s?['′’]\s?(?:[0-9]{1,2}(?:[.,][0-9]+)?\s?["″”]\s?)?[NSØEWnsøew]?"#,
    ),
    as_is(
        Username,
        Needs::Slash,
        r"(?i)(?-u:\b)(?:https?://)?(?:www\.)?(?:instagram|facebook|tiktok|twitter|x|snapchat|twitch|youtube|linkedin|reddit|steamcommunity|vk|t|telegram|discord)\.(?:com|me|no|tv|gg)/(?:in/|user/|u/|id/|add/|@|profile/)?[\p{L}0-9._\-@?=]{3,}[\p{L}0-9_]",
    ),
    as_is(
        CaseNumber,
        Needs::Digits(2),
        r"(?i)(?:saks?nr|sak(?:snummer|en)?|saks?-?id|journal(?:nummer|nr)?|arkivsak|ref(?:eranse(?:nummer)?)?|ref\.?\s*(?:deres|nr|vår)|dok(?:ument)?(?:nummer|nr)|anmeldelse(?:snummer|n)?|anmeldelsesnr|melding(?:snummer|snr|s-id)|klient[- ]?(?:nummer|nr|id)|pasient[- ]?(?:nummer|nr|id)|bruker-?id|duf(?:[- ]?(?:nummer|nr))?|case(?:number| number| no)?|file(?:number| number| no))\.?:?\s*(?:deres|vår|nr|er|id|no|number|is|som|har|ligger|på|under|med|nummer)?\.?:?\s*(?P<it>[A-ZÆØÅ]{0,5}[-/ ]?[0-9]{2,}(?:[-/ ][A-Z0-9]*[0-9][A-Z0-9]*)*)",
    ),
    shape(
        CaseNumber,
        Needs::Digits(4),
        r"(?-u:\b)(?:19|20)[0-9][0-9]/[0-9]{2,7}(?:-[0-9]{1,4})?(?-u:\b)|(?-u:\b)[A-ZÆØÅ]{2,6}-(?:19|20)?[0-9][0-9][-/][0-9]{2,7}(?:-[0-9]+)?(?-u:\b)|(?-u:\b)[0-9][0-9]/[0-9]{4,7}(?:-[0-9]{1,4})?(?-u:\b)|(?-u:\b)[0-9]{2}-[0-9]{6}[A-Z]{3}-[A-Z]{4}(?:/\S+)?|(?-u:\b)[A-ZÆØÅ]{2,5}-[0-9]{4,}(?-u:\b)|(?-u:\b)[0-9]{8}[ -][0-9]{3,5}/[0-9]{2}-[0-9]{1,3}(?-u:\b)",
        case_reference,
    ),
    as_is(CaseNumber, Needs::Digits(12), r"(?-u:\b)(?:19|20)[0-9]{10}(?-u:\b)"),
    shape(
        Fnr,
        Needs::Digits(11),
        r"(?-u:\b)[0-9]{6}[ .\-]?[0-9]{5}(?-u:\b)|(?-u:\b)[0-9]{2}[. ][0-9]{2}[. ][0-9]{2}[ \-][0-9]{5}(?-u:\b)|(?-u:\b)[0-9]{6} [0-9]{3} [0-9]{2}(?-u:\b)",
        identity_number,
    ),
    as_is(
        Account,
        Needs::Digits(11),
        r"(?-u:\b)[0-9]{4}[. ][0-9]{2}[. ][0-9]{5}(?-u:\b)|(?-u:\b)NO[0-9]{2}(?: ?[0-9]{4}){2} ?[0-9]{3}(?-u:\b)|(?i:konto(?:nummer|nr|en)?|kto)\.?:?[ ](?:er |nr\.? |hans |hennes |min |deres )*(?P<it>[0-9]{11})(?-u:\b)",
    ),
    shape(Account, Needs::Digits(11), r"(?-u:\b)[0-9]{11}(?-u:\b)", account),
    as_is(
        Birthdate,
        Needs::Digits(1),
        r"(?i)(?:(?-u:\b)f(?:\.|ødt|ødd|odt|øtt|ød)?:?|(?-u:\b)fødselsdato(?:en)?:?|(?-u:\b)fødselsdag(?:en)?|(?-u:\b)born|(?-u:\b)dob:?|(?-u:\b)d\.o\.b\.?:?|(?-u:\b)birthda(?:te|y))(?:\s+(?:er|den|on|hans|hennes|i|is|the|på|var|ble|:))*\s*(?P<it>[0-9]{1,2}[./\- ]{1,2}[0-9]{1,2}[./\- ]{1,2}(?:19|20)?[0-9]{2}|[0-9]{6,8}(?-u:\b)|(?:19|20)[0-9][0-9]-[0-9][0-9]-[0-9][0-9]|[0-9]{1,2}(?:\.|st|nd|rd|th)?\s?(?:of )?(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)\p{L}*\.?,?\s?(?:(?:19|20)[0-9]{2}|'?[0-9]{2}(?-u:\b))?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}* [0-9]{1,2}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{2})",
    ),
    shape(
        Birthdate,
        Needs::Digits(6),
        r"(?-u:\b)[0-9]{1,2}[./][0-9]{1,2}[./](?:19[3-9][0-9]|20[01][0-9])(?-u:\b)",
        full_date,
    ),
    as_is(
        Birthdate,
        Needs::Digits(4),
        r"\(\s*(?:f\.?\s*|født\s+)?(?P<it>[0-9]{1,2}[./\-][0-9]{1,2}[./\-](?:19|20)?[0-9]{2})\s*\)",
    ),
    as_is(Birthdate, Needs::Digits(4), r"\(\s*(?:f\.?\s*|født\s+)?(?P<it>[0-9]{1,2}/[0-9]{1,2}\s?-\s?[0-9]{2,4})\s*\)"),
    shape(
        Phone,
        Needs::Digits(8),
        r"\(?(?:\+|(?-u:\b)00)[0-9]{2,3}\)?[ .\-]?(?:\(0\))?[0-9](?:[ .\-]?[0-9]){5,11}(?-u:\b)",
        phone_international,
    ),
    shape(
        Phone,
        Needs::Digits(8),
        r"(?-u:\b)[2-9][0-9]{7}(?-u:\b)|(?-u:\b)[2-9][0-9]{2}[ .\-][0-9]{2}[ .\-][0-9]{3}(?-u:\b)|(?-u:\b)[2-9][0-9](?:[ .\-][0-9]{2}){3}(?-u:\b)|(?-u:\b)[2-9][0-9]{3}[ ][0-9]{4}(?-u:\b)|(?-u:\b)[2-9][0-9]{2}[ ][0-9]{3}[ ][0-9]{2}(?-u:\b)|(?-u:\b)[2-9](?: [0-9]){7}(?-u:\b)",
        phone_national,
    ),
    shape(Plate, Needs::Digits(5), r"(?-u:\b)[A-ZÆØÅ]{2}[ -]?[0-9]{5}(?-u:\b)", plate),
    as_is(
        Plate,
        Needs::Digits(4),
        r"(?i)(?-u:\b)(?:skilt(?:nummer|et|nr)?|reg\.?(?:istrerings?)?(?:-?(?:nummer|nr))?|bilnummer|registrert på|bil(?:en)? med|plate|license plate)\.?:?\s(?:er |på |med |number |is )?(?P<it>[A-Z]{2}[ -]?[0-9]{4,5})(?-u:\b)",
    ),
    as_is(Username, Needs::At, r"@[\p{L}0-9_](?:[\p{L}0-9_.\-]*[\p{L}0-9_])"),
    as_is(Username, Needs::Digits(4), r"(?-u:\b)[\p{L}0-9_.]{3,}#[0-9]{4}(?-u:\b)"),
    as_is(Username, Needs::Slash, r"(?:^|\s)(?P<it>/?u/[\p{L}0-9_\-]{3,})"),
    shape(
        Username,
        Needs::Announced,
        r#"(?i)(?-u:\b)(?:brukernavn(?:et)?|brukarnamn(?:et)?|brukeren|nick(?:et|name)?|kallenavn(?:et)?|gamertag(?:en)?|handle|alias(?:et)?|snap(?:chat)?|insta(?:gram)?|tiktok|discord|telegram|psn|steam|xbox|konto(?:en)?|profil(?:en)?|kanal(?:en)?|username|account|kontonavn(?:et)?|under navnet|som heter|kaller seg|kalla seg|kallar seg|goes by|calls himself|calls herself)(?-u:\b)(?:\s*(?:er|heter|heiter|hans|hennes|på|navnet|som|kalt|is|called|named|name|med|brukernavnet|:|=|-|kaller seg|kallar seg|handle|discord|steam|snap|snapchat|instagram|tiktok|telegram|psn|playstation|xbox|twitch|roblox))*\s*["'«“]?(?P<it>[\p{L}0-9](?:[\p{L}0-9_.\-]*[\p{L}0-9_]))"#,
        username,
    ),
    as_is(
        Username,
        Needs::Underscore,
        r"(?-u:\b)\p{L}+_(?:[\p{L}0-9]+_?)+[\p{L}0-9](?-u:\b)|(?-u:\b)x{1,2}_?\p{L}{3,}_?x{1,2}(?-u:\b)",
    ),
];

const fn as_is(kind: PersonalKind, needs: Needs, pattern: &'static str) -> Shape {
    Shape { kind, needs, pattern, compiled: OnceLock::new(), check: None }
}

const fn shape(kind: PersonalKind, needs: Needs, pattern: &'static str, check: Check) -> Shape {
    Shape { kind, needs, pattern, compiled: OnceLock::new(), check: Some(check) }
}

/// Parts of the words that spell out an address.
const SPELLING_OUT: &[&str] = &["alfa", "snabel", "kroll", "[at]", "(at)", "punktum", " dot ", "prikk"];
/// Parts of the words that announce a handle.
const ANNOUNCING: &[&str] = &[
    "bruker",
    "brukar",
    "nick",
    "kalle",
    "kalla",
    "gamertag",
    "handle",
    "alias",
    "snap",
    "insta",
    "tiktok",
    "discord",
    "telegram",
    "psn",
    "steam",
    "xbox",
    "konto",
    "profil",
    "kanal",
    "username",
    "account",
    "navnet",
    "som heter",
    "goes by",
    "calls h",
];

/// Finds the structured kinds.
pub(super) fn find(text: &str, settled: &mut Settled) {
    let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
    let lower = text.to_lowercase();
    let holds = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    for shape in &SHAPES {
        let can_match = match shape.needs {
            Needs::Digits(least) => n_digits >= least,
            Needs::At => text.contains('@'),
            Needs::Colon => text.contains(':') && n_digits > 0,
            Needs::Underscore => text.contains('_'),
            Needs::Slash => text.contains('/'),
            Needs::SpeltOut => holds(SPELLING_OUT),
            Needs::Announced => holds(ANNOUNCING),
        };
        if can_match {
            find_shape(shape, text, settled);
        }
    }
}

fn find_shape(shape: &Shape, text: &str, settled: &mut Settled) {
    let has_group = shape.regex().captures_len() > 1;
    for whole in shape.regex().find_iter(text) {
        // Groups are slow to find, so they are looked for only where the shape matched.
        let it = if has_group {
            let captures = shape.regex().captures_at(text, whole.start());
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

/// Compiles every pattern, so that a test finds one that is wrong.
#[cfg(test)]
pub(super) fn compile_all() -> usize {
    SHAPES.iter().map(|shape| shape.regex().captures_len()).sum()
}
