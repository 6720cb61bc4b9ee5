//! What platforms hand over: updates, frames, answers, buttons, codes, keys.

use utveier::desk::ReplyAddresses;
use utveier::dialogue::{Action, FormAction};
use utveier::knowledge::PassageId;
use utveier::request::{CaseCode, OpeningHours};
use utveier::seal::Keyring;
use utveier_telegram::testing::Reader;

use super::{ENGINE, KEYRING, outcome, size, utf8};

/// Names and values both platforms use.
pub(crate) const JSON: &[&str] = &[
    "\"message\":",
    "\"edited_message\":",
    "\"callback_query\":",
    "\"inline_query\":",
    "\"my_chat_member\":",
    "\"text\":",
    "\"caption\":",
    "\"entities\":",
    "\"data\":",
    "\"from\":",
    "\"chat\":",
    "\"id\":",
    "\"type\":",
    "\"private\"",
    "\"supergroup\"",
    "\"reply_to_message\":",
    "\"forum_topic_created\":{}",
    "\"is_bot\":true",
    "\"message_thread_id\":",
    "\"update_id\":",
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "\\u0000",
    "\\ud800",
    "\\udfff",
    "/start ",
    "/start s_0",
    "/svar ",
    "/spor ",
    "/gruppe ",
    "/ta",
    "/lukk",
    "@utveier_bot",
    "@Utveier_Bot:",
    "/",
    "s:samarbeid/mentor#hva",
    "~",
    "!",
    "cv:",
    "f:send",
    "[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":",
    "\"custom_id\":",
    "\"values\":",
    "\"component_type\":3",
    "\"type\":2",
    "\"type\":4",
    "\"type\":5",
    "\"options\":",
    "\"focused\":true",
    "\"resolved\":",
    "\"messages\":",
    "\"guild_id\":",
    "\"member\":",
    "\"permissions\":",
    "\"flags\":64",
    "\"locale\":\"nb-NO\"",
    "<@12>",
    "<@!12>",
    "\"components\":",
];

/// What answers of the platforms hold.
pub(crate) const ANSWERS: &[&str] = &[
    "\"ok\":false",
    "\"ok\":true",
    "\"error_code\":",
    "429",
    "409",
    "403",
    "\"description\":",
    "\"parameters\":",
    "\"retry_after\":",
    "\"migrate_to_chat_id\":",
    "\"result\":",
    "NaN",
    "inf",
    "-inf",
    "-0",
    "1e400",
    "\"code\":",
    "10062",
    "40060",
    "null",
    "\n",
];

/// Pieces of what buttons carry.
pub(crate) const BUTTONS: &[&str] = &[
    "s:",
    "w:",
    "q:",
    "t:",
    "d:",
    "a:",
    "b:",
    "r:",
    "l:",
    "f:",
    "f:r:",
    "f:k:",
    "f:o:",
    "f:h:",
    "f:n:",
    "f:e:",
    "x:",
    "x:send",
    "slett:ja",
    "flytt:",
    "cv:",
    "cT:",
    "cl:",
    "faq:",
    "nb",
    "nn",
    "en",
    "#",
    "/",
    "samarbeid/mentor#hva",
    "faq/",
    "0301",
    "her",
    "selv",
];

/// Pieces of codes, addresses, hours and keys.
pub(crate) const CODES: &[&str] = &[
    "-",
    "–",
    "#",
    "+",
    ".",
    "@",
    "svar+",
    "@example.org",
    "2345679",
    "234-5679",
    "7KQ4MPR",
    "08:00-15:30",
    "24:00",
    ":",
    "identity ",
    "key 1 ",
    "key 0 ",
    "key 256 ",
    ";",
    "0123456789abcdef",
    "\n",
];

/// An update of Telegram.
pub(crate) fn telegram(input: &[u8]) -> u64 {
    let reader = Reader::new(KEYRING.clone());
    shape(&reader.update(input, &ENGINE.knowledge), input)
}

/// A frame of Discord's gateway.
pub(crate) fn discord(input: &[u8]) -> u64 {
    shape(&utveier_discord::testing::frame(input, &KEYRING), input)
}

/// Kinds of what was read; what a person wrote counts by its length alone.
fn shape(read: &[String], input: &[u8]) -> u64 {
    // A text may be escaped where it is shown: at most twice its length, with room for words of ours.
    assert!(read.iter().all(|word| word.len() <= 8 * input.len() + 200), "what is read is longer than what came");
    let kinds: Vec<(Option<&str>, u32)> =
        read.iter().map(|word| (word.split(' ').next().filter(|kind| kind.len() < 12), size(word.len()))).collect();
    outcome(&kinds)
}

/// An answer of the Bot API.
pub(crate) fn telegram_answers(input: &[u8]) -> u64 {
    let read = [200, 429, 500].map(|status| utveier_telegram::testing::answer(status, input));
    outcome(
        &read.map(|said| said.map(|said| said.chars().filter(|c| !c.is_ascii_digit()).take(30).collect::<String>())),
    )
}

/// A refusal of Discord's.
pub(crate) fn discord_answers(input: &[u8]) -> u64 {
    let read = [400, 429, 500].map(|status| utveier_discord::testing::refusal(status, input));
    outcome(&read.map(|said| size(said.len())))
}

/// What a button carries, in every place it is read.
pub(crate) fn buttons(input: &[u8]) -> u64 {
    let text = utf8(input);
    let action = Action::decode(text);
    if let Some(action) = &action {
        assert_eq!(Action::decode(&action.encode()).as_ref(), Some(action), "an action does not come back");
        assert!(action.encode().len() <= 2 * text.len() + 8, "an action grows");
    }
    let id = PassageId::parse(text);
    if let Some(id) = &id {
        assert_eq!(id.as_str(), text);
    }
    let is_form = matches!(&action, Some(Action::Form(FormAction::Accept(_) | FormAction::Role(_))));
    outcome(&(action.map(|action| std::mem::discriminant(&action)), is_form, id.is_some()))
}

/// Case codes, reply addresses, and opening hours.
pub(crate) fn codes(input: &[u8]) -> u64 {
    let text = utf8(input);
    let code = text.parse::<CaseCode>();
    if let Ok(code) = &code {
        assert_eq!(code.to_string().parse::<CaseCode>().as_ref(), Ok(code), "a code does not come back");
        assert_eq!(code.as_str().len(), 7);
    }
    let addresses = ReplyAddresses::new(Some(text), KEYRING.clone());
    let own = CaseCode::from_random([3; 8]);
    let address = addresses.of(&own);
    let extension = text.split(['+', '@']).nth(1).unwrap_or(text);
    // Nobody but us can sign: what is read without our doing would be a forgery.
    assert_eq!(addresses.read(extension), None, "a forged address");
    let parts = utveier::inbox::answer::address::split(text);
    let joined = utveier::inbox::answer::address::join("svar@example.org", text);
    let hours = OpeningHours::parse(text);
    outcome(&(code.is_ok(), address.is_some(), parts.is_some(), joined.is_some(), hours.is_some()))
}

/// A key file.
pub(crate) fn keys(input: &[u8]) -> u64 {
    let read = Keyring::parse(utf8(input));
    if let Ok(keyring) = &read {
        let sealed = keyring.seal("row", b"text");
        assert_eq!(keyring.open("row", &sealed).expect("what was sealed can be opened").as_slice(), b"text");
    }
    let opened = KEYRING.open("row", input).is_ok();
    assert!(!opened, "nobody but us can seal");
    outcome(&read.map_err(|error| error.to_string().chars().filter(|c| !c.is_ascii_digit()).collect::<String>()).err())
}
