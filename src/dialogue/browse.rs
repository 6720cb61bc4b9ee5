//! Finding one's way without a question: lists, topics, help.

use super::compose::Words;
use super::message::{Block, Button, Entry, Kind, Outgoing, Quote, QuoteBlock};
use super::{Action, command};
use crate::key;
use crate::knowledge::{Actor, Passage, PassageId, Term};
use crate::language::{WrittenForm, normalize};

/// Questions on one page of the list.
const FAQ_PAGE: usize = 10;

pub(super) fn start(words: Words<'_>) -> Outgoing {
    let mut blocks = vec![
        Block::Heading(words.text(key!("start-title"))),
        Block::Text(words.text(key!("start-text"))),
        Block::Text(words.text(key!("start-privacy"))),
        Block::Text(words.text(key!("start-emergency"))),
    ];
    if !words.context.knowledge.approval().approved {
        blocks.push(Block::Text(words.text(key!("start-not-approved"))));
    }
    let roles: Vec<Entry> = words.context.knowledge.starting_points().iter().map(|role| {
        let name = match words.form {
            WrittenForm::Nynorsk => &role.navn_nn,
            WrittenForm::English => &role.navn_en,
            _ => &role.navn_nb,
        };
        entry(name, None, Action::Role(role.id.clone()))
    }).collect();
    if !roles.is_empty() {
        blocks.push(Block::Text(words.text(key!("start-roles"))));
        blocks.push(Block::List(roles));
    }
    words.message(Kind::Notice, blocks, &[Action::Topics, Action::Faq(0), Action::Adviser, Action::Help])
}

pub(super) fn help(words: Words<'_>) -> Outgoing {
    let commands = command::ALL.iter().map(|spec| Entry {
        title: format!("/{}", spec.name),
        note: Some(words.text(spec.description)),
        action: Some(spec.action("")),
        link: None,
    });
    let blocks = vec![
        Block::Heading(words.text(key!("help-title"))),
        Block::Text(words.text(key!("help-emergency"))),
        Block::Text(words.text(key!("help-text"))),
        Block::List(commands.collect()),
    ];
    words.message(Kind::Notice, blocks, &[Action::Topics, Action::Adviser])
}

pub(super) fn topics(words: Words<'_>) -> Outgoing {
    let parts = words.context.knowledge.parts().iter();
    let entries = parts.map(|part| entry(part.name(words.form), Some(part.intro(words.form).to_owned()), Action::Part(part.id.clone())));
    list(words, words.text(key!("topics-title")), entries.collect(), &[Action::Faq(0), Action::Adviser])
}

pub(super) fn part(words: Words<'_>, id: &str) -> Outgoing {
    let knowledge = words.context.knowledge;
    let Some(part) = knowledge.parts().iter().find(|part| part.id == id) else { return topics(words) };
    let articles = knowledge.articles_of(id, words.form);
    let entries = articles.map(|article| entry(&article.title, Some(article.intro.clone()), Action::Article(article.id.clone())));
    let title = words.with(key!("part-title"), &[("part", part.name(words.form))]);
    list(words, title, entries.collect(), &[Action::Topics])
}

pub(super) fn article(words: Words<'_>, id: &str) -> Outgoing {
    let knowledge = words.context.knowledge;
    let Some(article) = knowledge.article(id, words.form) else { return topics(words) };
    let sections = article.sections.iter().filter_map(|id| knowledge.passage(id, words.form));
    let entries = sections.map(|section| entry(&section.title, None, Action::Answer(section.id.clone())));
    let title = words.with(key!("article-title"), &[("article", &article.title)]);
    list(words, title, entries.collect(), &[Action::Topics])
}

pub(super) fn faq(words: Words<'_>, page: usize) -> Outgoing {
    let questions: Vec<&Passage> = words.context.knowledge.questions(words.form).collect();
    let entries: Vec<Entry> = questions.iter().skip(page * FAQ_PAGE).take(FAQ_PAGE).map(|question| words.entry(question)).collect();
    let more = questions.len() > (page + 1) * FAQ_PAGE;
    let actions = if more { vec![Action::Faq(page + 1), Action::Topics] } else { vec![Action::Topics] };
    list(words, words.text(key!("faq-title")), entries, &actions)
}

pub(super) fn role(words: Words<'_>, id: &str) -> Outgoing {
    let knowledge = words.context.knowledge;
    let Some(role) = knowledge.starting_points().iter().find(|role| role.id == id) else { return start(words) };
    let passages = role.passages.iter().filter_map(|id| knowledge.passage(id, words.form));
    let entries = passages.map(|passage| words.entry(passage)).collect();
    list(words, words.text(key!("start-roles")), entries, &[Action::Start, Action::Adviser])
}

pub(super) fn languages(words: Words<'_>) -> Outgoing {
    let forms = [
        (WrittenForm::Bokmal, key!("language-nb")),
        (WrittenForm::Nynorsk, key!("language-nn")),
        (WrittenForm::English, key!("language-en")),
    ];
    let buttons = forms.map(|(form, key)| Button { label: words.text(key), action: Action::Language(Some(form)) });
    let blocks = vec![Block::Text(words.text(key!("language-text")))];
    Outgoing { buttons: buttons.to_vec(), ..words.message(Kind::Notice, blocks, &[]) }
}

pub(super) fn actor(words: Words<'_>, name: Option<&str>) -> Outgoing {
    let actors = words.context.knowledge.actors();
    let found = name.and_then(|name| actors.iter().find(|actor| is_called(name, &actor.id, &actor.name, &actor.other_names)));
    match found {
        Some(actor) => one_actor(words, actor),
        None => {
            let entries = actors.iter().map(|actor| entry(&actor.name, Some(actor.summary.clone()), Action::Actor(Some(actor.id.clone()))));
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
    let found = name.and_then(|name| terms.iter().find(|term| is_called(name, &term.id, &term.name, &term.other_names)));
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
    let entries = seen.into_iter().map(|address| Entry { title: address.clone(), note: None, action: None, link: Some(address.clone()) });
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
    typed == id || std::iter::once(name).chain(other_names.iter().map(String::as_str)).any(|own| normalize::normalize(own) == typed)
}

fn list(words: Words<'_>, title: String, entries: Vec<Entry>, actions: &[Action]) -> Outgoing {
    words.message(Kind::Notice, vec![Block::Heading(title), Block::List(entries)], actions)
}

fn entry(title: &str, note: Option<String>, action: Action) -> Entry {
    Entry { title: title.to_owned(), note, action: Some(action), link: None }
}
