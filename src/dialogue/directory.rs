//! Those to turn to and the words of the field: lists, and one by name.

use super::Action;
use super::browse::{entry, list};
use super::compose::Words;
use super::message::{Block, Entry, Kind, Outgoing, Quote, QuoteBlock};
use crate::key;
use crate::knowledge::{Actor, PassageId, Term};
use crate::language::{WrittenForm, normalize};

pub(super) fn actor(words: Words<'_>, name: Option<&str>) -> Outgoing {
    let actors = words.context.knowledge.actors();
    let found =
        name.and_then(|name| actors.iter().find(|actor| is_called(name, &actor.id, &actor.name, &actor.other_names)));
    match found {
        Some(actor) => one_actor(words, actor),
        None => {
            let entries = actors
                .iter()
                .map(|actor| entry(&actor.name, Some(actor.summary.clone()), Action::Actor(Some(actor.id.clone()))));
            let title = if name.is_some() { key!("unknown-name") } else { key!("actors-title") };
            list(words, words.text(title), entries.collect(), &[Action::Topics, Action::Adviser])
        }
    }
}

fn one_actor(words: Words<'_>, actor: &Actor) -> Outgoing {
    let further = [&actor.when, &actor.how].map(|sentences| QuoteBlock::Paragraph(vec![sentences.clone()]));
    let mut blocks = vec![Block::Heading(actor.name.clone())];
    blocks.extend(row(&format!("aktor/{}", actor.id), &actor.summary, further.to_vec()));
    for number in &actor.numbers {
        let values = [("number", number.number.as_str()), ("what", number.what.as_str())];
        blocks.push(Block::Text(words.with(key!("actor-number"), &values)));
    }
    let checked = words.context.replies.date(words.form, actor.checked);
    blocks.push(Block::Text(words.with(key!("checked-on"), &[("date", &checked)])));
    blocks.extend(sources(words, actor.link.iter().chain(&actor.sources)));
    blocks.extend(related(words, &actor.see));
    words.message(Kind::Answer, blocks, &[Action::Actor(None), Action::Adviser])
}

/// A row of a data file, quoted word for word.
fn row(id: &str, lead: &str, rest: Vec<QuoteBlock>) -> Option<Block> {
    let id = PassageId::parse(id)?;
    Some(Block::Quote(Quote { id, lead: lead.to_owned(), rest, shortened: false, form: WrittenForm::Bokmal }))
}

pub(super) fn term(words: Words<'_>, name: Option<&str>) -> Outgoing {
    let terms = words.context.knowledge.terms();
    let found =
        name.and_then(|name| terms.iter().find(|term| is_called(name, &term.id, &term.name, &term.other_names)));
    match found {
        Some(term) => one_term(words, term),
        None => {
            let entries = terms.iter().map(|term| entry(&term.name, None, Action::Term(Some(term.id.clone()))));
            let title = if name.is_some() { key!("unknown-name") } else { key!("terms-title") };
            list(words, words.text(title), entries.collect(), &[Action::Topics])
        }
    }
}

fn one_term(words: Words<'_>, term: &Term) -> Outgoing {
    let mut blocks = vec![Block::Heading(term.name.clone())];
    blocks.extend(row(&format!("begrep/{}", term.id), &term.definition, Vec::new()));
    let checked = words.context.replies.date(words.form, term.checked);
    blocks.push(Block::Text(words.with(key!("checked-on"), &[("date", &checked)])));
    blocks.extend(sources(words, term.sources.iter()));
    blocks.extend(related(words, &term.see));
    words.message(Kind::Answer, blocks, &[Action::Term(None), Action::Adviser])
}

fn sources<'s>(words: Words<'_>, addresses: impl Iterator<Item = &'s String>) -> [Block; 2] {
    let mut seen: Vec<&String> = Vec::new();
    for address in addresses {
        if !seen.contains(&address) {
            seen.push(address);
        }
    }
    let entries = seen.into_iter().map(|address| Entry {
        title: address.clone(),
        note: None,
        action: None,
        link: Some(address.clone()),
    });
    [Block::Heading(words.text(key!("sources-title"))), Block::List(entries.collect())]
}

fn related(words: Words<'_>, see: &[PassageId]) -> Vec<Block> {
    let passages = see.iter().filter_map(|id| words.context.knowledge.passage(id, words.form));
    let entries: Vec<Entry> = passages.take(3).map(|passage| words.entry(passage)).collect();
    if entries.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading(words.text(key!("related-title"))), Block::List(entries)]
}

/// Whether a typed name means an entry: by id, name or another name.
fn is_called(typed: &str, id: &str, name: &str, other_names: &[String]) -> bool {
    let typed = normalize::normalize(typed);
    let typed = typed.trim();
    typed == id
        || std::iter::once(name)
            .chain(other_names.iter().map(String::as_str))
            .any(|own| normalize::normalize(own) == typed)
}
