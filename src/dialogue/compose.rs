//! Messages made of quotes and of the catalogue's words.

use super::judge::{Judgement, Ranked};
use super::message::{Block, Button, Entry, Kind, Outgoing, Quote, QuoteBlock, Source};
use super::smalltalk::Smalltalk;
use super::{Action, Context, donation};
use crate::key;
use crate::knowledge::{Passage, PassageId, PassageKind};
use crate::language::{Analysis, WrittenForm};
use crate::search::Decision;
use crate::search::excerpt::{self, Excerpt};

/// Most entries of a «Mente du …?».
const MAX_OPTIONS: usize = 3;

/// The catalogue in one written form, with the content at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub context: &'a Context<'a>,
    pub form: WrittenForm,
}

impl<'a> Words<'a> {
    pub(super) fn text(&self, key: &str) -> String {
        self.with(key, &[])
    }

    pub(super) fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        donation::true_text(self.context.replies, self.context.outside.desk, self.form, (key, values))
    }

    pub(super) fn message(&self, kind: Kind, blocks: Vec<Block>, actions: &[Action]) -> Outgoing {
        let buttons = actions.iter().map(|action| self.button(action.clone())).collect();
        Outgoing { kind, form: self.form, blocks, buttons, receipt: None }
    }

    /// A message of one sentence of the catalogue.
    pub(super) fn notice(&self, kind: Kind, key: &str, actions: &[Action]) -> Outgoing {
        self.message(kind, vec![Block::Text(self.text(key))], actions)
    }

    fn button(&self, action: Action) -> Button {
        let key = match &action {
            Action::Whole(_) | Action::Answer(_) => key!("button-whole"),
            Action::Adviser | Action::AdviserWith(_) | Action::Form(_) => key!("button-adviser"),
            Action::Mine | Action::Case(..) | Action::Letter(_) => key!("mine-title"),
            Action::Topics | Action::Part(_) | Action::Article(_) => key!("button-topics"),
            Action::Faq(0) => key!("button-faq"),
            Action::Faq(_) => key!("button-more"),
            Action::NoneOfThese => key!("button-none"),
            Action::Help => key!("button-help"),
            Action::Actor(_) => key!("actors-title"),
            Action::Term(_) => key!("terms-title"),
            Action::Privacy => key!("command-personvern"),
            Action::Language(_) => key!("command-sprak"),
            Action::Emergency => key!("command-akutt"),
            Action::About => key!("command-om"),
            Action::Donate(verb, _) => verb.label(),
            Action::Forget | Action::ForgetSure => key!("button-forget"),
            Action::Start | Action::Role(_) | Action::TakeOver(_) => key!("button-start"),
        };
        Button { label: self.text(key), action }
    }

    /// A passage by id, its beginning or the whole of it.
    pub(super) fn passage(&self, id: &PassageId, whole: bool) -> Outgoing {
        let Some(passage) = self.context.knowledge.passage(id, self.form) else {
            return self.notice(Kind::Decline, key!("unknown-id"), &[Action::Topics, Action::Faq(0)]);
        };
        let excerpt = if whole { excerpt::whole(passage) } else { excerpt::excerpt(passage, None) };
        self.answer(passage, &excerpt)
    }

    pub(super) fn passage_named(&self, id: &str) -> Outgoing {
        match PassageId::parse(id) {
            Some(id) => self.passage(&id, false),
            None => self.notice(Kind::Decline, key!("unknown-id"), &[Action::Topics]),
        }
    }

    /// What was found for a question.
    pub(super) fn found(&self, judgement: &Judgement<'_>, decision: Decision, misses: u8) -> Outgoing {
        match (decision, judgement.ranked.first()) {
            (Decision::Answer, Some(first)) => self.answer_to(first.passage, &judgement.analysis),
            (Decision::Options, Some(_)) => self.options(&judgement.ranked),
            (Decision::Answer | Decision::Options | Decision::Decline, _) => self.decline(&judgement.ranked, misses),
        }
    }

    fn answer_to(&self, passage: &Passage, question: &Analysis) -> Outgoing {
        self.answer(passage, &excerpt::excerpt(passage, Some(question)))
    }

    fn answer(&self, passage: &Passage, excerpt: &Excerpt<'_>) -> Outgoing {
        let mut blocks = vec![
            Block::Heading(passage.title.clone()),
            Block::Quote(quote(passage, excerpt)),
            Block::Source(self.source(passage)),
        ];
        if passage.form != self.form {
            blocks.push(Block::Text(self.text(key!("quote-in-nb"))));
        }
        let (replies, desk) = (self.context.replies, self.context.outside.desk);
        blocks.extend(donation::beside(replies, desk, self.form, &passage.id).map(Block::Text));
        let mut actions = Vec::new();
        if excerpt.shortened {
            actions.push(Action::Whole(passage.id.clone()));
        }
        actions.push(Action::AdviserWith(passage.id.clone()));
        let related = self.related(passage);
        if !related.is_empty() {
            blocks.push(Block::Heading(self.text(key!("related-title"))));
            blocks.push(Block::List(related));
        }
        self.message(Kind::Answer, blocks, &actions)
    }

    /// At most two related passages.
    fn related(&self, passage: &Passage) -> Vec<Entry> {
        let see = passage.see.iter().filter_map(|id| self.context.knowledge.passage(id, self.form));
        see.take(2).map(|passage| self.entry(passage)).collect()
    }

    /// A passage as an entry to choose.
    pub(super) fn entry(&self, passage: &Passage) -> Entry {
        let note = (passage.kind == PassageKind::Section).then(|| passage.article.clone());
        Entry {
            title: passage.title.clone(),
            note,
            action: Some(Action::Answer(passage.id.clone())),
            link: Some(self.context.links.reading(passage)),
        }
    }

    fn source(&self, passage: &Passage) -> Source {
        let date = self.context.replies.date(self.form, passage.reviewed);
        let section = (passage.kind == PassageKind::Section).then(|| passage.title.clone());
        let label = match &section {
            Some(section) => self
                .with(key!("source-section"), &[("article", &passage.article), ("section", section), ("date", &date)]),
            None => self.with(key!("source-faq"), &[("date", &date)]),
        };
        Source {
            id: passage.id.clone(),
            article: passage.article.clone(),
            section,
            link: self.context.links.best(passage),
            reading: self.context.links.reading(passage),
            reviewed: passage.reviewed,
            label,
            film: passage
                .film
                .as_ref()
                .map(|film| (self.with(key!("quote-film"), &[("title", &film.title)]), film.link.clone())),
        }
    }

    fn options(&self, ranked: &[Ranked<'_>]) -> Outgoing {
        let entries = ranked.iter().take(MAX_OPTIONS).map(|ranked| self.entry(ranked.passage)).collect();
        let blocks = vec![Block::Text(self.text(key!("options-text"))), Block::List(entries)];
        self.message(Kind::Options, blocks, &[Action::NoneOfThese])
    }

    /// «Det finner jeg ikke»: the nearest as such, and on the second miss in a
    /// row a person before anything else.
    fn decline(&self, ranked: &[Ranked<'_>], misses: u8) -> Outgoing {
        let nearest: Vec<Entry> = ranked.iter().take(MAX_OPTIONS).map(|ranked| self.entry(ranked.passage)).collect();
        let mut blocks = Vec::new();
        if misses >= 2 {
            blocks.push(Block::Text(self.text(key!("decline-person"))));
        }
        if nearest.is_empty() {
            blocks.push(Block::Text(self.text(key!("decline-nothing"))));
        } else {
            blocks.push(Block::Text(self.text(key!("decline-text"))));
            blocks.push(Block::List(nearest));
        }
        self.message(Kind::Decline, blocks, &[Action::Adviser, Action::Topics])
    }

    pub(super) fn refusal(&self) -> Outgoing {
        let blocks = vec![Block::Text(self.text(key!("refuse-text"))), Block::Text(self.text(key!("refuse-help")))];
        self.message(Kind::Refuse, blocks, &[Action::Emergency, Action::Adviser])
    }

    pub(super) fn smalltalk(&self, kind: Smalltalk) -> Outgoing {
        let text = self.text(&format!("smalltalk-{}", kind.as_str()));
        let actions: &[Action] = match kind {
            Smalltalk::Greeting | Smalltalk::Who => &[Action::Topics, Action::Faq(0)],
            Smalltalk::Complaint | Smalltalk::Human => &[Action::Adviser],
            Smalltalk::Language => &[Action::Language(None)],
            Smalltalk::Thanks | Smalltalk::Bye | Smalltalk::Praise | Smalltalk::Ok | Smalltalk::HowAreYou => &[],
        };
        self.message(Kind::Smalltalk, vec![Block::Text(text)], actions)
    }
}

fn quote(passage: &Passage, excerpt: &Excerpt<'_>) -> Quote {
    let own = |sentences: &[&str]| sentences.iter().map(|sentence| (*sentence).to_owned()).collect();
    let rest = excerpt.rest.iter().map(|block| match block.list {
        true => QuoteBlock::List(own(&block.sentences)),
        false => QuoteBlock::Paragraph(own(&block.sentences)),
    });
    Quote {
        id: passage.id.clone(),
        lead: excerpt.lead.to_owned(),
        rest: rest.collect(),
        shortened: excerpt.shortened,
        form: passage.form,
    }
}
