//! Quoted, never composed: over all shipped content, every sentence of every
//! answer is byte for byte a line of the passage's own file, and every answer
//! says where it stands and when that was reviewed.
//!
//! The files are read here anew, with no loader of ours in between.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, reason = "each suite uses its part of the harness")]
mod harness;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use harness::content::{engine, folder};
use proptest::prelude::*;
use utveier::dialogue::{
    Action, Block, Door, Incoming, Kind, Outgoing, Outside, Quote, QuoteBlock, Scope, Source, State, What,
};
use utveier::engine::Engine;
use utveier::knowledge::{Passage, PassageId};
use utveier::language::WrittenForm;

/// The lines of every content file below its front matter, list marks taken off.
static LINES: LazyLock<HashMap<String, HashSet<String>>> = LazyLock::new(|| {
    let files: HashSet<_> = engine().knowledge.passages().iter().map(|passage| passage.file.clone()).collect();
    let read = |file: &std::path::PathBuf| {
        let text = std::fs::read_to_string(folder().join(file)).unwrap();
        let body = text.splitn(3, "---\n").nth(2).expect("front matter").to_owned();
        let lines = body.lines().map(|line| line.strip_prefix("- ").unwrap_or(line).trim_end().to_owned());
        (file.display().to_string(), lines.collect())
    };
    files.iter().map(read).collect()
});

/// The data files rows are quoted from, as text.
static DATA: LazyLock<String> = LazyLock::new(|| {
    let read = |name| std::fs::read_to_string(folder().join(name)).unwrap();
    format!("{}\n{}", read("aktorer.toml"), read("begreper.toml"))
});

fn sentences(quote: &Quote) -> Vec<&str> {
    let rest = quote.rest.iter().flat_map(|block| match block {
        QuoteBlock::Paragraph(sentences) | QuoteBlock::List(sentences) => sentences.iter().map(String::as_str),
    });
    std::iter::once(quote.lead.as_str()).chain(rest).collect()
}

/// What is wrong with a message, or nothing.
fn complaint(engine: &Engine, message: &Outgoing) -> Option<String> {
    let quotes: Vec<&Quote> = message
        .blocks
        .iter()
        .filter_map(|block| if let Block::Quote(quote) = block { Some(quote) } else { None })
        .collect();
    let sources: Vec<&Source> = message
        .blocks
        .iter()
        .filter_map(|block| if let Block::Source(source) = block { Some(source) } else { None })
        .collect();
    if message.kind != Kind::Answer {
        return (!quotes.is_empty()).then(|| format!("a {:?} message quotes", message.kind));
    }
    let [quote] = quotes[..] else {
        return Some(format!("an answer with {} quotes", quotes.len()));
    };
    let passage =
        engine.knowledge.passages().iter().find(|passage| passage.id == quote.id && passage.form == quote.form);
    match (passage, &sources[..]) {
        (Some(passage), [source]) => of_passage(quote, passage, source, message.form),
        (Some(_), _) => Some(format!("{}: an answer with {} sources", quote.id, sources.len())),
        (None, _) => of_row(quote, message),
    }
}

fn of_passage(quote: &Quote, passage: &Passage, source: &Source, form: WrittenForm) -> Option<String> {
    let id = &quote.id;
    let lines = &LINES[&passage.file.display().to_string()];
    if let Some(strange) = sentences(quote).into_iter().find(|sentence| !lines.contains(*sentence)) {
        return Some(format!("{id}: «{strange}» is no line of {}", passage.file.display()));
    }
    let mut own = passage.sentences();
    if let Some(strange) = sentences(quote)
        .into_iter()
        .skip(1)
        .filter(|sentence| *sentence != quote.lead)
        .find(|sentence| !own.any(|next| next == *sentence))
    {
        return Some(format!("{id}: «{strange}» is out of the passage's order"));
    }
    let year = passage.reviewed.year().to_string();
    let (day, month) = (
        passage.reviewed.day().to_string(),
        engine().replies.text(form, &format!("month-{}", passage.reviewed.month())),
    );
    let dated = [&year, &day, &month].iter().all(|part| source.label.contains(part.as_str()));
    let linked = source.link.starts_with("http") && source.reading.ends_with(&format!("/les/{id}"));
    let placed = source.id == *id && source.reviewed == passage.reviewed && !source.article.is_empty();
    (!(dated && linked && placed)).then(|| format!("{id}: an answer whose source is not whole: {source:?}"))
}

/// A row of a data file has its sources as a list of addresses.
fn of_row(quote: &Quote, message: &Outgoing) -> Option<String> {
    if let Some(strange) =
        sentences(quote).into_iter().find(|sentence| sentence.is_empty() || !DATA.contains(*sentence))
    {
        return Some(format!("{}: «{strange}» stands in no data file", quote.id));
    }
    let entries = message.blocks.iter().filter_map(|block| match block {
        Block::List(entries) => Some(entries),
        _ => None,
    });
    let sources = entries.flatten().filter(|entry| entry.action.is_none());
    let mut addresses = sources.filter_map(|entry| entry.link.as_deref());
    if !addresses.any(|address| address.starts_with("http")) {
        return Some(format!("{}: no address it is known from", quote.id));
    }
    (!is_dated(quote, message)).then(|| format!("{}: no day it was checked on", quote.id))
}

/// Whether a row says when it was checked. Terms have no such day in their file
/// yet, so nothing can be asked of them.
fn is_dated(quote: &Quote, message: &Outgoing) -> bool {
    let engine = engine();
    let id = quote.id.as_str().strip_prefix("aktor/");
    let Some(actor) = id.and_then(|id| engine.knowledge.actors().iter().find(|own| own.id == id)) else {
        return quote.id.as_str().starts_with("begrep/");
    };
    let day = engine.replies.date(message.form, actor.checked);
    let mut texts = message.blocks.iter();
    texts.any(|block| matches!(block, Block::Text(text) if text.contains(&day)))
}

fn step(engine: &Engine, what: What) -> Vec<Outgoing> {
    let incoming = Incoming::new(Door::Terminal, Scope::Private, None, what);
    engine.advance(Outside::nothing(), State::default(), &incoming).outgoing
}

fn complaints(whats: impl Iterator<Item = What>) -> (usize, Vec<String>) {
    let engine = engine();
    let (mut answers, mut found) = (0, Vec::new());
    for message in whats.flat_map(|what| step(&engine, what)) {
        answers += usize::from(message.kind == Kind::Answer);
        found.extend(complaint(&engine, &message));
    }
    (answers, found)
}

fn ids(engine: &Arc<Engine>) -> Vec<PassageId> {
    engine.knowledge.passages().iter().map(|passage| passage.id.clone()).collect()
}

#[test]
fn every_passage_is_quoted_byte_for_byte() {
    let ids = ids(&engine());
    let both = ids.iter().flat_map(|id| [Action::Answer(id.clone()), Action::Whole(id.clone())]);
    let (answers, complaints) = complaints(both.map(What::Pressed));
    assert_eq!((answers, complaints), (2 * ids.len(), Vec::new()));
}

#[test]
fn the_whole_of_a_passage_is_all_of_it() {
    let engine = engine();
    for passage in engine.knowledge.passages() {
        let messages = step(&engine, What::Pressed(Action::Whole(passage.id.clone())));
        let quote = messages
            .iter()
            .flat_map(|message| &message.blocks)
            .find_map(|block| if let Block::Quote(quote) = block { Some(quote) } else { None });
        let quote = quote.unwrap();
        let own = engine.knowledge.passage(&passage.id, WrittenForm::Bokmal).unwrap();
        assert_eq!(sentences(quote), own.sentences().collect::<Vec<_>>(), "{}", passage.id);
        assert!(!quote.shortened, "{}", passage.id);
    }
}

#[test]
fn every_phrasing_is_answered_with_quotes_only() {
    let engine = engine();
    let asked = engine.knowledge.passages().iter().flat_map(|passage| passage.phrasings.iter().chain([&passage.title]));
    let (answers, complaints) = complaints(asked.cloned().map(What::Text));
    assert!(answers > engine.knowledge.passages().len(), "only {answers} answers");
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn every_actor_and_term_is_quoted_with_its_sources() {
    let engine = engine();
    let (actors, terms) = (engine.knowledge.actors(), engine.knowledge.terms());
    let actions = actors
        .iter()
        .map(|actor| Action::Actor(Some(actor.id.clone())))
        .chain(terms.iter().map(|term| Action::Term(Some(term.id.clone()))));
    let (answers, complaints) = complaints(actions.map(What::Pressed));
    assert_eq!((answers, complaints), (actors.len() + terms.len(), Vec::new()));
}

/// The check itself: an altered quote and a missing source are found.
#[test]
fn an_altered_answer_is_found_out() {
    let engine = engine();
    let id = PassageId::parse("samarbeid/mentor#hva").unwrap();
    let message = step(&engine, What::Pressed(Action::Answer(id))).remove(0);
    assert_eq!(complaint(&engine, &message), None);
    let mut altered = message.clone();
    for block in &mut altered.blocks {
        if let Block::Quote(quote) = block {
            quote.lead.push(' ');
        }
    }
    assert!(complaint(&engine, &altered).unwrap().contains("is no line of"));
    let mut unsourced = message.clone();
    unsourced.blocks.retain(|block| !matches!(block, Block::Source(_)));
    assert!(complaint(&engine, &unsourced).unwrap().contains("0 sources"));
    let mut unquoted = message;
    unquoted.blocks.retain(|block| !matches!(block, Block::Quote(_)));
    assert!(complaint(&engine, &unquoted).unwrap().contains("0 quotes"));
}

/// Words people ask with, from the content itself.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let engine = engine();
    let texts = engine.knowledge.passages().iter().flat_map(|passage| passage.phrasings.clone());
    let mut words: Vec<String> =
        texts.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
    words.sort();
    words.dedup();
    words
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_of_the_field_in_any_order_give_quotes_only(picks in prop::collection::vec(0usize..100_000, 1..9)) {
        let question: Vec<&str> = picks.iter().map(|pick| WORDS[pick % WORDS.len()].as_str()).collect();
        let engine = engine();
        for message in step(&engine, What::Text(question.join(" "))) {
            prop_assert_eq!(complaint(&engine, &message), None);
        }
    }

    #[test]
    fn any_text_gives_quotes_only(text in "\\PC{0,120}") {
        let engine = engine();
        let messages = step(&engine, What::Text(text));
        prop_assert!(!messages.is_empty());
        for message in messages {
            prop_assert_eq!(complaint(&engine, &message), None);
        }
    }
}
