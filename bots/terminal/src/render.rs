//! Messages as plain text.

use std::fmt::Write;

use utveier::dialogue::{Action, Block, EmergencyCard, Entry, Outgoing, Quote, QuoteBlock, Source};

/// Columns when the terminal does not tell.
const DEFAULT_WIDTH: usize = 78;
/// Fewest and most columns text is set in; longer lines are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=88;

/// The columns to write in, from `COLUMNS` where it is set.
#[must_use]
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    columns.unwrap_or(DEFAULT_WIDTH).clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Messages as text, with what the numbers in it choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text, without a final line break.
    pub text: String,
    /// What number 1 and so on choose.
    pub choices: Vec<Action>,
}

/// Renders messages; `numbered` when choices can be taken.
#[must_use]
pub fn render(messages: &[Outgoing], width: usize, numbered: bool) -> Rendered {
    let mut page = Page { text: String::new(), choices: Vec::new(), width, numbered };
    for message in messages {
        for block in &message.blocks {
            page.block(block);
        }
        page.buttons(message);
    }
    let text = page.text.trim_end().to_owned();
    Rendered { text, choices: page.choices }
}

struct Page {
    text: String,
    choices: Vec<Action>,
    width: usize,
    numbered: bool,
}

impl Page {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Text(text) => self.paragraph(text, ""),
            Block::Heading(text) => self.heading(text),
            Block::Quote(quote) => self.quote(quote),
            Block::Source(source) => self.source(source),
            Block::Emergency(card) => self.emergency(card),
            Block::List(entries) => self.list(entries),
            Block::Letter(text) => self.letter(text),
        }
    }

    fn paragraph(&mut self, text: &str, prefix: &str) {
        self.wrapped(text, prefix, prefix);
        self.text.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.wrapped(text, "", "");
        let line: String = "─".repeat(text.chars().count().min(self.width));
        self.text.push_str(&line);
        self.text.push('\n');
    }

    fn quote(&mut self, quote: &Quote) {
        self.text.push('\n');
        self.paragraph(&quote.lead, "│ ");
        for block in &quote.rest {
            match block {
                QuoteBlock::Paragraph(sentences) => self.paragraph(&sentences.join(" "), "│ "),
                QuoteBlock::List(items) => {
                    for item in items {
                        self.wrapped(item, "│ • ", "│   ");
                    }
                    self.text.push('\n');
                }
            }
        }
    }

    fn source(&mut self, source: &Source) {
        self.wrapped(&source.label, "", "");
        self.plain(&source.link);
        if source.reading != source.link {
            self.plain(&source.reading);
        }
        if let Some((title, link)) = &source.film {
            self.wrapped(title, "", "");
            self.plain(link);
        }
        self.text.push('\n');
    }

    fn emergency(&mut self, card: &EmergencyCard) {
        self.text.push_str(&"═".repeat(self.width));
        self.text.push('\n');
        self.paragraph(&card.title, "");
        for line in &card.lines {
            self.wrapped(line, "", "");
        }
        for (number, what) in &card.numbers {
            self.wrapped(&format!("{number}  {what}"), "  ", "      ");
        }
        self.text.push_str(&"═".repeat(self.width));
        self.text.push_str("\n\n");
    }

    fn list(&mut self, entries: &[Entry]) {
        for entry in entries {
            let mark = self.mark(entry.action.as_ref());
            let title = match &entry.note {
                Some(note) => format!("{} – {note}", entry.title),
                None => entry.title.clone(),
            };
            self.wrapped(&title, &mark, "     ");
            if let (Some(link), true) =
                (&entry.link, entry.action.is_none() && entry.link.as_ref() != Some(&entry.title))
            {
                self.plain(&format!("     {link}"));
            }
        }
        self.text.push('\n');
    }

    /// A person's own words: every line break is theirs.
    fn letter(&mut self, text: &str) {
        for line in text.lines() {
            self.wrapped(line, "┊ ", "┊ ");
        }
        self.text.push('\n');
    }

    fn mark(&mut self, action: Option<&Action>) -> String {
        match action {
            Some(action) if self.numbered => {
                self.choices.push(action.clone());
                format!("{:>3}. ", self.choices.len())
            }
            _ => "   • ".to_owned(),
        }
    }

    fn buttons(&mut self, message: &Outgoing) {
        if !self.numbered || message.buttons.is_empty() {
            return;
        }
        for button in &message.buttons {
            self.choices.push(button.action.clone());
            // Writing to a string cannot fail.
            let _ = write!(self.text, "[{}] {}   ", self.choices.len(), button.label);
        }
        self.text = self.text.trim_end().to_owned();
        self.text.push_str("\n\n");
    }

    fn plain(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A text in lines of at most `width` columns; a longer word stands alone.
    fn wrapped(&mut self, text: &str, first: &str, others: &str) {
        let text = printable(text);
        let mut line = first.to_owned();
        let mut columns = first.chars().count();
        let mut empty = true;
        for word in text.split_whitespace() {
            let letters = word.chars().count();
            if !empty && columns + 1 + letters > self.width {
                self.plain(line.trim_end());
                others.clone_into(&mut line);
                columns = others.chars().count();
                empty = true;
            }
            if !empty {
                line.push(' ');
                columns += 1;
            }
            line.push_str(word);
            columns += letters;
            empty = false;
        }
        self.plain(line.trim_end());
    }
}

/// Without control characters: no text may drive the terminal.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect()
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
