//! Blocks of the dialogue as text with marks.

use utveier::dialogue::{Block, EmergencyCard, Entry, Outgoing, Quote, QuoteBlock, Source};

use super::text::{Marked, Style};

/// Titles longer than this are cut off in a button on a phone, so they also
/// stand in the text.
const WHOLE_IN_BUTTON: usize = 36;

/// What stands where the catalogue's words are needed.
pub(crate) struct Words {
    /// The link to the reading page.
    pub(crate) reading: String,
}

/// A whole message.
pub(crate) fn of(outgoing: &Outgoing, words: &Words) -> Marked {
    let mut marked = Marked::default();
    for block in &outgoing.blocks {
        write(&mut marked, block, words);
    }
    marked
}

/// A message as it is shown in a group: heading, the sentence that answers and
/// where it stands; cards whole.
pub(crate) fn short(outgoing: &Outgoing, words: &Words) -> Marked {
    let mut marked = Marked::default();
    let mut is_told = false;
    for block in &outgoing.blocks {
        match block {
            // What follows a source is headed by what else there is to read.
            Block::Heading(_) if is_told => break,
            Block::Quote(quote) => {
                marked.paragraph();
                marked.styled(Style::Quote, &quote.lead);
            }
            Block::List(_) | Block::Letter(_) => {}
            other => {
                is_told |= matches!(other, Block::Source(_));
                write(&mut marked, other, words);
            }
        }
    }
    marked
}

fn write(marked: &mut Marked, block: &Block, words: &Words) {
    match block {
        Block::Text(text) | Block::Letter(text) => {
            marked.paragraph();
            marked.plain(text);
        }
        Block::Heading(text) => {
            marked.paragraph();
            marked.styled(Style::Bold, text);
        }
        Block::Quote(quote) => write_quote(marked, quote),
        Block::Source(source) => write_source(marked, source, words),
        Block::Emergency(card) => write_card(marked, card),
        Block::List(entries) => write_list(marked, entries),
    }
}

fn write_quote(marked: &mut Marked, quote: &Quote) {
    marked.paragraph();
    let start = marked.text.len();
    marked.plain(&quote.lead);
    for block in &quote.rest {
        match block {
            QuoteBlock::Paragraph(sentences) => {
                marked.paragraph();
                marked.plain(&sentences.join(" "));
            }
            QuoteBlock::List(items) => {
                marked.paragraph();
                for item in items {
                    marked.line();
                    marked.plain("• ");
                    marked.plain(item);
                }
            }
        }
    }
    marked.mark(Style::Quote, start);
}

fn write_source(marked: &mut Marked, source: &Source, words: &Words) {
    marked.paragraph();
    marked.styled(Style::Link(source.link.clone()), &source.label);
    if source.reading != source.link {
        marked.line();
        marked.styled(Style::Link(source.reading.clone()), &words.reading);
    }
    if let Some((title, link)) = &source.film {
        marked.line();
        marked.styled(Style::Link(link.clone()), title);
    }
}

fn write_card(marked: &mut Marked, card: &EmergencyCard) {
    marked.paragraph();
    marked.styled(Style::Bold, &card.title);
    for line in &card.lines {
        marked.line();
        marked.plain(line);
    }
    marked.paragraph();
    for (number, what) in &card.numbers {
        marked.line();
        marked.styled(Style::Bold, number);
        marked.plain(" ");
        marked.plain(what);
    }
}

fn write_list(marked: &mut Marked, entries: &[Entry]) {
    marked.paragraph();
    for entry in entries.iter().filter(|entry| is_in_text(entry)) {
        marked.line();
        marked.plain("• ");
        match &entry.link {
            Some(link) if entry.action.is_none() => marked.styled(Style::Link(link.clone()), &entry.title),
            _ => marked.plain(&entry.title),
        }
        if let Some(note) = &entry.note {
            marked.plain(" – ");
            marked.plain(note);
        }
    }
}

/// What a button says whole need not be said twice.
fn is_in_text(entry: &Entry) -> bool {
    entry.action.is_none() || entry.note.is_some() || entry.title.chars().count() > WHOLE_IN_BUTTON
}
