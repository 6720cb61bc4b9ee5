//! Finding one's way without a question: lists, topics, help.

use super::compose::Words;
use super::message::{Block, Button, Entry, Kind, Outgoing};
use super::{Action, command};
use crate::key;
use crate::knowledge::Passage;
use crate::language::WrittenForm;

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
    let roles: Vec<Entry> = words
        .context
        .knowledge
        .starting_points()
        .iter()
        .map(|role| {
            let name = role.name(words.form);
            entry(name, None, Action::Role(role.id.clone()))
        })
        .collect();
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
    let entries = parts.map(|part| {
        entry(part.name(words.form), Some(part.intro(words.form).to_owned()), Action::Part(part.id.clone()))
    });
    list(words, words.text(key!("topics-title")), entries.collect(), &[Action::Faq(0), Action::Adviser])
}

pub(super) fn part(words: Words<'_>, id: &str) -> Outgoing {
    let knowledge = words.context.knowledge;
    let Some(part) = knowledge.parts().iter().find(|part| part.id == id) else {
        return topics(words);
    };
    let articles = knowledge.articles_of(id, words.form);
    let entries =
        articles.map(|article| entry(&article.title, Some(article.intro.clone()), Action::Article(article.id.clone())));
    let title = words.with(key!("part-title"), &[("part", part.name(words.form))]);
    list(words, title, entries.collect(), &[Action::Topics])
}

pub(super) fn article(words: Words<'_>, id: &str) -> Outgoing {
    let knowledge = words.context.knowledge;
    let Some(article) = knowledge.article(id, words.form) else {
        return topics(words);
    };
    let sections = article.sections.iter().filter_map(|id| knowledge.passage(id, words.form));
    let entries = sections.map(|section| entry(&section.title, None, Action::Answer(section.id.clone())));
    let title = words.with(key!("article-title"), &[("article", &article.title)]);
    list(words, title, entries.collect(), &[Action::Topics])
}

pub(super) fn faq(words: Words<'_>, page: usize) -> Outgoing {
    let questions: Vec<&Passage> = words.context.knowledge.questions(words.form).collect();
    let entries: Vec<Entry> =
        questions.iter().skip(page * FAQ_PAGE).take(FAQ_PAGE).map(|question| words.entry(question)).collect();
    let more = questions.len() > (page + 1) * FAQ_PAGE;
    let actions = if more { vec![Action::Faq(page + 1), Action::Topics] } else { vec![Action::Topics] };
    list(words, words.text(key!("faq-title")), entries, &actions)
}

pub(super) fn role(words: Words<'_>, id: &str) -> Outgoing {
    let knowledge = words.context.knowledge;
    let Some(role) = knowledge.starting_points().iter().find(|role| role.id == id) else {
        return start(words);
    };
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

pub(super) fn list(words: Words<'_>, title: String, entries: Vec<Entry>, actions: &[Action]) -> Outgoing {
    words.message(Kind::Notice, vec![Block::Heading(title), Block::List(entries)], actions)
}

pub(super) fn entry(title: &str, note: Option<String>, action: Action) -> Entry {
    Entry { title: title.to_owned(), note, action: Some(action), link: None }
}
