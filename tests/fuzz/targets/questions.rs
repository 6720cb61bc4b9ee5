//! What people write: questions, places, and whole conversations.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::Timestamp;
use utveier::dialogue::{
    Action, DeskFacts, Door, Incoming, Outside, RegionFacts, Scope, State, What, command, smalltalk,
};
use utveier::language::{WrittenForm, normalize, token, written_form};
use utveier::request::CaseCode;
use utveier::safety::{personal_data, tact};

use super::{ENGINE, KEYRING, outcome, size, utf8};

/// Words that rules, lists and patterns look for.
pub(crate) const WORDS: &[&str] = &[
    " bombe ",
    " drepe ",
    " ta livet sitt ",
    " ikke ",
    " i kveld ",
    " han heter ",
    " Ali ",
    " Kari Nordmann ",
    " eleven ",
    " 15 år ",
    " på Solberg skole ",
    " Storgata 12B ",
    " 0181 Oslo ",
    "01010112345",
    "010101 12345",
    "+47 22 22 22 22",
    "22222222",
    "a@b.no",
    "1234.56.78901",
    "AB 12345",
    "192.168.0.1",
    "::1",
    "59.9139, 10.7522",
    "https://",
    "@navn ",
    " født 1.1.2010 ",
    " i forrige uke ",
    " 3. mai ",
    " kl. 14.30 ",
    "'",
    " n.n. ",
    " Oslo ",
    " Ås ",
    " og ",
    " eg ",
    " ikkje ",
    " hva er en mentor? ",
    " «",
    "» ",
    "? ",
    "! ",
    ". ",
    "-",
    "/hjelp ",
    "/flytt ",
    "/svar ",
    "/@",
    "/",
    " Hansen",
    "s ",
    " sin ",
    " på ",
    " Instagram: ",
    "sak nr 2025/12345",
];

/// Places, and words around them.
pub(crate) const PLACES: &[&str] = &[
    "Oslo",
    "Os",
    "Ås",
    "aas",
    "Bø",
    "Våler",
    "Herøy",
    "Nes",
    " i ",
    " på ",
    " kommune",
    " fylke",
    " bydel",
    "Trøndelag",
    "Nord-",
    "Sør-",
    "-",
    " og ",
    ", ",
    "/",
    "0301",
    "4601",
    "(",
    ")",
    "Troms",
    "Finnmark",
    "Kárášjohka",
    "Guovdageaidnu",
    "Gamle ",
    "St. ",
    "Mo i Rana",
    "Sandes",
    "bergen",
    "Bergn",
    "hå",
    "Å",
];

/// Lines of conversations: what is typed, and after `!` what is pressed.
pub(crate) const LINES: &[&str] = &[
    "\n",
    "\n!radgiver\n",
    "\n!f:ja\n",
    "\n!f:r:laerer\n",
    "\n!f:k:0301\n",
    "\n!f:o:ost\n",
    "\n!f:h:samtale\n",
    "\n!f:her\n",
    "\n!f:selv\n",
    "\n!f:alle\n",
    "\n!f:n:0\n",
    "\n!f:n:255\n",
    "\n!f:behold\n",
    "\n!f:tilbake\n",
    "\n!f:endre\n",
    "\n!f:e:fortelling\n",
    "\n!f:fortsett\n",
    "\n!f:avbryt\n",
    "\n!f:send\n",
    "\n!tema\n",
    "\n!faq:0\n",
    "\n!faq:999\n",
    "\n!s:samarbeid/mentor#hva\n",
    "\n!q:samarbeid/mentor#hva\n",
    "\n!ingen\n",
    "\n!akutt\n",
    "\n!l:nn\n",
    "\n!slett\n",
    "\n!slett:ja\n",
    "\n!mine\n",
    "\n!x:send\n",
    "\n!a:",
    "\n!t:",
    "\n/språk nynorsk\n",
    "hei",
    "takk",
    "hva gjør jeg",
    "Ali, 15, på Solberg skole",
    "han har en bombe",
    "a@b.no",
    "22 22 22 22",
    "Oslo",
    "Bø",
    "lærer",
];

/// All that looks at a question besides the search.
pub(crate) fn read(input: &[u8]) -> u64 {
    let text = utf8(input);
    let normal = normalize::normalize(text);
    assert!(normal.len() <= 20 * text.len() + 20, "a text grows when it is made plain");
    let words = token::words(&normal).count();
    let form = written_form::detect(text);
    let alarm = ENGINE.safety.danger(text);
    let harmful = ENGINE.safety.harmful_request(text).is_some();
    let spans = personal_data(text);
    let length = text.chars().count();
    let ends = spans.iter().map(|span| (span.start, span.end));
    assert_apart(ends, length);
    suggestions(text, length);
    let parsed = std::mem::discriminant(&command::parse(text));
    let talk = smalltalk::recognize(text).is_some();
    let kinds: Vec<&str> = spans.iter().take(4).map(|span| span.kind.as_str()).collect();
    outcome(&(form.code(), alarm.map(|alarm| alarm.category.as_str()), harmful, kinds, parsed, talk, size(words)))
}

fn suggestions(text: &str, length: usize) {
    for form in [WrittenForm::Bokmal, WrittenForm::Nynorsk, WrittenForm::English] {
        let found = tact::suggestions(text, form);
        assert_apart(found.iter().map(|found| (found.start, found.end)), length);
        let added: usize = found.iter().map(|found| found.replacement.len()).sum();
        let applied = tact::apply(text, &found);
        assert!(applied.len() <= text.len() + added, "a suggestion repeats the text");
    }
}

/// Stretches are sorted, do not overlap, and lie within the text.
fn assert_apart(stretches: impl Iterator<Item = (usize, usize)>, length: usize) {
    let mut last = 0;
    for (start, end) in stretches {
        assert!(last <= start && start < end && end <= length, "{start}–{end} after {last} of {length}");
        last = end;
    }
}

/// Which centre a text's places lead to.
pub(crate) fn routing(input: &[u8]) -> u64 {
    let text = utf8(input);
    let places = ENGINE.knowledge.municipalities();
    let found = places.find(text);
    let resolution = places.resolve(text);
    outcome(&(found.len().min(8), std::mem::discriminant(&resolution)))
}

static FACTS: LazyLock<(CaseCode, DeskFacts)> = LazyLock::new(|| {
    let staffed = RegionFacts { is_staffed: true, answers_here: true, hours: None };
    let regions = ["ost", "sor", "vest", "midt", "nord", "nasjonal"];
    let regions: BTreeMap<String, RegionFacts> = regions.into_iter().map(|id| (id.to_owned(), staffed)).collect();
    (CaseCode::from_random([5; 8]), DeskFacts { regions, ..DeskFacts::default() })
});

/// Lines a conversation has at most: each costs a search.
const TURNS: usize = 8;

/// A conversation, line by line, shown through three doors.
pub(crate) fn steps(input: &[u8]) -> u64 {
    let (code, desk) = &*FACTS;
    let outside = Outside { now: Timestamp::UNIX_EPOCH, code, cases: &[], carried: None, desk };
    let mut state = State::default();
    let mut kinds = Vec::new();
    for line in utf8(input).lines().take(TURNS) {
        let pressed = line.strip_prefix('!').and_then(Action::decode);
        let what = pressed.map_or_else(|| What::Text(line.to_owned()), What::Pressed);
        let incoming = Incoming::new(Door::Telegram, Scope::Private, None, what);
        let step = ENGINE.advance(outside, state, &incoming);
        // A form may be kept between any two messages.
        let kept = serde_json::to_string(&step.state).expect("a state can be written");
        state = serde_json::from_str(&kept).expect("a state can be read back");
        assert_eq!(state, step.state, "a state changes when it is kept");
        assert!(!step.outgoing.is_empty(), "no answer");
        for message in &step.outgoing {
            assert!(message.buttons.len() <= 8, "too many buttons");
            assert!(
                utveier_telegram::testing::rendered(message).iter().all(|text| text.encode_utf16().count() <= 4096)
            );
            assert!(!utveier_discord::testing::rendered(message, &ENGINE.replies, &KEYRING).is_empty());
            kinds.push(format!("{:?}", message.kind));
        }
        let _shown = utveier_terminal::render(&step.outgoing, 40, true);
        kinds.push(format!("{:?}", state.unfinished.awaiting));
    }
    outcome(&kinds)
}
