//! The core's messages as HTML: one function a kind of block.

use maud::{Markup, html};
use utveier::dialogue::{
    Action, Block, Button, EmergencyCard, Entry, FormAction, Kind, LetterAction, Outgoing, Quote, QuoteBlock, Source,
};
use utveier::request::CaseCode;

use crate::visit::Visit;

use super::composer::Wanted;
use super::link::{call, is_web};

/// Messages in order, each in a form of its own so that its buttons work
/// without a script.
pub(crate) fn messages(visit: &Visit, outgoing: &[Outgoing]) -> Markup {
    html! { @for message in outgoing { (Message { visit, message }.render()) } }
}

/// A message of the page itself, about something that was not passed on.
pub(crate) fn notice(text: &str) -> Markup {
    html! { article.message.notice { p { (text) } } }
}

struct Message<'a> {
    visit: &'a Visit,
    message: &'a Outgoing,
}

impl Message<'_> {
    /// The page's text of a key in the message's form, which may be another
    /// than the page's.
    fn text(&self, key: &str) -> String {
        self.visit.app.core.text(self.message.form.for_replies(), key)
    }

    fn render(&self) -> Markup {
        let message = self.message;
        let (wanted, case) = (Wanted::by(message), message.receipt.as_ref().map(CaseCode::as_str));
        html! {
            article.message.(class(message.kind)) lang=[self.visit.lang_of(message.form)]
                data-box=[wanted.name()] data-label=[wanted.asks()] data-case=[case] {
                p.sr { (self.text("web-bot")) ":" }
                form method="post" action=(super::POST_TO) {
                    input type="hidden" name="sprak" value=(self.visit.form.code());
                    @for block in &message.blocks { (self.block(block)) }
                    @if !message.buttons.is_empty() {
                        div.buttons { @for button in &message.buttons { (press(button)) } }
                    }
                }
            }
        }
    }

    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Text(text) => paragraphs(text),
            Block::Heading(text) => html! { h3 { (text) } },
            Block::Quote(quote) => self.quote(quote),
            Block::Source(source) => self.source(source),
            Block::Emergency(card) => self.emergency(card),
            Block::List(entries) => self.list(entries),
            Block::Letter(text) => html! { blockquote.letter dir="auto" { (text) } },
        }
    }

    fn quote(&self, quote: &Quote) -> Markup {
        let lang = (quote.form != self.message.form).then(|| quote.form.code());
        html! {
            blockquote.quote lang=[lang] {
                p.lead { (quote.lead) }
                @for block in &quote.rest {
                    @match block {
                        QuoteBlock::Paragraph(sentences) => p { (sentences.join(" ")) },
                        QuoteBlock::List(items) => ul { @for item in items { li { (item) } } },
                    }
                }
            }
            @if quote.shortened { p.excerpt { (self.text("web-excerpt")) } }
        }
    }

    fn source(&self, source: &Source) -> Markup {
        let elsewhere = source.link != source.reading;
        // Relative, so that it holds under whatever name this page was reached.
        let reading = self.visit.href(&format!("/les/{}", source.id));
        html! {
            div.source {
                p { span.sr { (self.text("web-source")) ": " } (source.label) }
                ul.links {
                    li { (self.new_tab(&reading, &self.text("web-open-page"))) }
                    @if elsewhere { li { (self.new_tab(&source.link, &self.text("web-on-site"))) } }
                    @if let Some((title, link)) = &source.film {
                        li { (self.new_tab(link, &format!("{}: {title}", self.text("web-film")))) }
                    }
                }
            }
        }
    }

    /// A link beside the conversation: following it must not lose what stands
    /// on the page, which is nowhere else.
    fn new_tab(&self, address: &str, label: &str) -> Markup {
        if !is_web(address) && !address.starts_with('/') {
            return html! { (label) };
        }
        html! {
            a href=(address) target="_blank" rel="noopener noreferrer" {
                (label) span.sr { " (" (self.text("web-new-tab")) ")" }
            }
        }
    }

    fn emergency(&self, card: &EmergencyCard) -> Markup {
        html! {
            div.emergency role="group" aria-label=(card.title) {
                p.alarm { (card.title) }
                @if !card.numbers.is_empty() {
                    ul.numbers { @for (number, purpose) in &card.numbers { li { (call(number, purpose)) } } }
                }
                @for line in &card.lines { p { (line) } }
            }
        }
    }

    fn list(&self, entries: &[Entry]) -> Markup {
        html! {
            ul.entries { @for entry in entries { li { (self.entry(entry)) } } }
        }
    }

    /// Whether an address is one of this door, where the button leads as well.
    fn is_here(&self, address: &str) -> bool {
        address.starts_with(&self.visit.app.public("/"))
    }

    fn entry(&self, entry: &Entry) -> Markup {
        if let (Kind::Form, Some(action)) = (self.message.kind, &entry.action) {
            return choice(entry, action);
        }
        html! {
            @match (&entry.action, &entry.link) {
                (Some(action), _) => button.entry name="handling" value=(action.encode()) { (entry.title) },
                (None, Some(link)) => (self.new_tab(link, &entry.title)),
                (None, None) => b { (entry.title) },
            }
            @if let Some(note) = &entry.note { p.note { (note) } }
            @if let (Some(_), Some(link)) = (&entry.action, entry.link.as_deref().filter(|link| !self.is_here(link))) {
                p.note { (self.new_tab(link, super::link::shown(link))) }
            }
        }
    }
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Answer => "answer",
        Kind::Options => "options",
        Kind::Decline => "decline",
        Kind::Acute => "acute",
        Kind::Smalltalk => "smalltalk",
        Kind::Refuse => "refuse",
        Kind::Notice => "notice",
        Kind::Form => "form",
        Kind::Preview => "preview",
        Kind::Receipt => "receipt",
        Kind::Letter => "letter",
    }
}

fn press(button: &Button) -> Markup {
    html! { button class=[weight(&button.action)] name="handling" value=(button.action.encode()) { (button.label) } }
}

/// A choice of a form's step: one button with all that is said of it.
fn choice(entry: &Entry, action: &Action) -> Markup {
    html! {
        button.entry.main[weight(action) == Some("main")] name="handling" value=(action.encode()) {
            span { (entry.title) }
            @if let Some(note) = &entry.note { " " small { (note) } }
        }
    }
}

/// How much a button weighs: what takes a person on, and what takes them out.
fn weight(action: &Action) -> Option<&'static str> {
    use FormAction::{AcceptAll, Back, Cancel, Consent, Resume, Send};
    match action {
        Action::Form(AcceptAll | Consent | Resume | Send) | Action::Letter(LetterAction::Send) => Some("main"),
        Action::Form(Back | Cancel) | Action::Letter(LetterAction::Cancel) => Some("quiet"),
        _ => None,
    }
}

/// Paragraphs parted by empty lines, lines inside them by line breaks.
fn paragraphs(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            p.said {
                @for (at, line) in paragraph.trim().lines().enumerate() {
                    @if at > 0 { br; }
                    (line)
                }
            }
        }
    }
}
