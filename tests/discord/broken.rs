//! A store that is out of order: it panics, or never answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use async_trait::async_trait;
use utveier::store::{PersonKey, PreferenceRow, Store, StoreError};

use crate::bot::{Bot, CHANNEL, SERVER};
use crate::harness::discord::content;
use crate::harness::discord::events::Where;
use crate::harness::store::{Around, Surrounded};

const SOUND: u8 = 0;
const PANICS: u8 = 1;
const HANGS: u8 = 2;

/// A store whose reading of settings fails in a way no error tells of.
#[derive(Debug)]
struct Broken {
    inner: Arc<dyn Store>,
    how: Arc<AtomicU8>,
}

#[async_trait]
impl Around for Broken {
    fn inner(&self) -> &dyn Store {
        &*self.inner
    }

    async fn preference(&self, person: &PersonKey) -> Result<Option<PreferenceRow>, StoreError> {
        match self.how.load(Ordering::Acquire) {
            PANICS => panic!("a fault of the programme"),
            HANGS => std::future::pending().await,
            _ => self.inner.preference(person).await,
        }
    }
}

fn broken(how: u8) -> (Bot, Arc<AtomicU8>) {
    let how = Arc::new(AtomicU8::new(how));
    let shared = Arc::clone(&how);
    let bot = Bot::start_with(|config| {
        config.store = Arc::new(Surrounded(Broken { inner: Arc::clone(&config.store), how: shared }));
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
