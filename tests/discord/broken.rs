//! A store that is out of order: it panics, or never answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use async_trait::async_trait;
use jiff::Timestamp;
use utveier::store::{
    CaseRow, Counts, DraftRow, ItemRow, LetterRow, PersonKey, PreferenceRow, Removed, Store, StoreError, TallyRow,
    Write,
};
use uuid::Uuid;

use crate::bot::{Bot, CHANNEL, SERVER};
use crate::harness::discord::content;
use crate::harness::discord::events::Where;

const SOUND: u8 = 0;
const PANICS: u8 = 1;
const HANGS: u8 = 2;

/// A store whose reading of settings fails in a way no error tells of.
#[derive(Debug)]
struct Broken {
    inner: Arc<dyn Store>,
    how: Arc<AtomicU8>,
}

macro_rules! passed_on {
    ($($name:ident($($arg:ident: $kind:ty),*) -> $out:ty;)*) => {
        #[async_trait]
        impl Store for Broken {
            async fn preference(&self, person: &PersonKey) -> Result<Option<PreferenceRow>, StoreError> {
                match self.how.load(Ordering::Acquire) {
                    PANICS => panic!("a fault of the programme"),
                    HANGS => std::future::pending().await,
                    _ => self.inner.preference(person).await,
                }
            }
            $(async fn $name(&self, $($arg: $kind),*) -> Result<$out, StoreError> {
                self.inner.$name($($arg),*).await
            })*
        }
    };
}

passed_on! {
    commit(writes: Vec<Write>) -> ();
    draft(person: &PersonKey) -> Option<DraftRow>;
    case(id: Uuid) -> Option<CaseRow>;
    case_of_code(code: &str) -> Option<CaseRow>;
    cases_of(person: &PersonKey) -> Vec<CaseRow>;
    cases(stages: &[&str], limit: usize) -> Vec<CaseRow>;
    letters(case: Uuid) -> Vec<LetterRow>;
    unseen(person: &PersonKey) -> Vec<LetterRow>;
    lease(now: Timestamp, until: Timestamp, limit: usize) -> Vec<ItemRow>;
    next_due() -> Option<Timestamp>;
    items(case: Uuid) -> Vec<ItemRow>;
    dead() -> Vec<ItemRow>;
    counts() -> Counts;
    value(name: &str) -> Option<Vec<u8>>;
    is_mail_seen(key: &str) -> bool;
    tallies(from: jiff::civil::Date, to: jiff::civil::Date) -> Vec<TallyRow>;
    remove_person(person: &PersonKey) -> Removed;
    verify() -> ();
    maintain() -> ();
}

fn broken(how: u8) -> (Bot, Arc<AtomicU8>) {
    let how = Arc::new(AtomicU8::new(how));
    let shared = Arc::clone(&how);
    let bot = Bot::start_with(|config| {
        config.store = Arc::new(Broken { inner: Arc::clone(&config.store), how: shared });
    });
    (bot, how)
}

#[test]
fn panic_in_one_interaction_is_told_to_the_person_and_harms_no_other() {
    let (bot, how) = broken(PANICS);
    let told = bot.command(SERVER, "topics", &[]);
    assert!(told.is_hidden && content(&told).contains("gikk galt"), "{}", content(&told));
    // The conversation with the bot has no settings to read.
    assert!(!content(&bot.command(Where::Direct, "topics", &[])).contains("gikk galt"));
    how.store(SOUND, Ordering::Release);
    assert!(!content(&bot.command(SERVER, "topics", &[])).contains("gikk galt"));
    bot.all_right();
}

#[test]
fn store_that_does_not_answer_keeps_no_interaction_from_being_answered() {
    let (bot, how) = broken(HANGS);
    let answer = bot.command(SERVER, "ask", &[("question", "Når slår avvergingsplikten inn?")]);
    assert!(answer.is_hidden && content(&answer).contains("> "), "{}", content(&answer));
    // What was not read is not taken for what was chosen.
    how.store(SOUND, Ordering::Release);
    let manager = Where::Server { server: 70, channel: CHANNEL, manages: true };
    bot.command(manager, "settings", &[("answers", "open")]);
    assert!(!bot.command(SERVER, "topics", &[]).is_hidden);
    bot.all_right();
}
