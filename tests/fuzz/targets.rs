//! Every parser of untrusted input, as a function from bytes to an outcome.
//!
//! Each also checks what must hold of anything it reads: that spans lie within
//! the text, that what was written is read back, that nothing grows.

mod content;
mod doors;
mod mail;
mod questions;

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use utveier::engine::Engine;
use utveier::seal::Keyring;

use crate::engine::{Shape, Target, outcome};

/// A debug build's processor time for one input.
const LIMIT: Duration = Duration::from_secs(1);

/// All of them.
pub(crate) const ALL: &[Target] = &[
    target("telegram", text(16 * 1024, doors::JSON), doors::telegram),
    target("telegram-answers", text(4 * 1024, doors::ANSWERS), doors::telegram_answers),
    target("discord", text(16 * 1024, doors::JSON), doors::discord),
    target("discord-answers", text(4 * 1024, doors::ANSWERS), doors::discord_answers),
    target("buttons", text(256, doors::BUTTONS), doors::buttons),
    target("codes", text(512, doors::CODES), doors::codes),
    target("mail", bytes(48 * 1024, mail::WORDS), mail::read),
    target("html", bytes(32 * 1024, content::TAGS), content::html),
    target("merge", text(16 * 1024, content::TAGS), content::merge),
    target("robots", bytes(16 * 1024, content::ROBOTS), content::robots),
    target("articles", text(16 * 1024, content::KEYS), content::articles),
    target("rules", text(8 * 1024, content::RULES), content::rules),
    target("places", text(8 * 1024, content::ROWS), content::places),
    target("keys", text(2 * 1024, doors::CODES), doors::keys),
    target("questions", text(8 * 1024, questions::WORDS), questions::read),
    target("routing", text(8 * 1024, questions::PLACES), questions::routing),
    target("steps", text(4 * 1024, questions::LINES), questions::steps),
];

const fn target(name: &'static str, shape: Shape, read: fn(&[u8]) -> u64) -> Target {
    Target { name, shape, limit: LIMIT, read }
}

const fn text(longest: usize, words: &'static [&'static str]) -> Shape {
    Shape { is_text: true, longest, words }
}

const fn bytes(longest: usize, words: &'static [&'static str]) -> Shape {
    Shape { is_text: false, longest, words }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// The shipped content with index and rules, loaded once.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::load(&repository().join("knowledge"), "https://utveier.example").expect("the shipped content loads").0
});

/// Keys that are the same in every run.
static KEYRING: LazyLock<Arc<Keyring>> = LazyLock::new(|| {
    let half = |first: &str| format!("{first}{}", "0123456789abcdef".repeat(4).split_off(2));
    let text = format!("identity {}\nkey 1 {}\n", half("1a"), half("2b"));
    Arc::new(Keyring::parse(&text).expect("the keys are well formed"))
});

/// Text of an input; a target of text gets nothing else.
fn utf8(input: &[u8]) -> &str {
    std::str::from_utf8(input).unwrap_or_default()
}

/// The magnitude of a length, so that outcomes are few.
fn size(length: usize) -> u32 {
    usize::BITS - length.leading_zeros()
}
