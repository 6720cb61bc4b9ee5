//! A text with marks, before it is split.

use std::ops::Range;

/// How a stretch of text is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Style {
    /// Headings.
    Bold,
    /// A passage, word for word.
    Quote,
    /// A link.
    Link(String),
}

/// A stretch of a text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// How it is set.
    pub(crate) style: Style,
    /// On character boundaries, not empty.
    pub(crate) range: Range<usize>,
}

/// A text and its marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marked {
    /// The text.
    pub(crate) text: String,
    /// Marks by where they begin.
    pub(crate) marks: Vec<Mark>,
}

impl Marked {
    /// Adds plain text.
    pub(crate) fn plain(&mut self, text: &str) {
        // Telegram refuses or drops control characters; line breaks and tabs stay.
        self.text.extend(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')));
    }

    /// Adds text set in a style.
    pub(crate) fn styled(&mut self, style: Style, text: &str) {
        let start = self.text.len();
        self.plain(text);
        self.mark(style, start);
    }

    /// Sets all from `start` in a style, without white space at either end.
    pub(crate) fn mark(&mut self, style: Style, start: usize) {
        let stretch = &self.text[start..];
        let from = start + (stretch.len() - stretch.trim_start().len());
        let to = start + stretch.trim_end().len();
        if from < to {
            self.marks.push(Mark { style, range: from..to });
        }
    }

    /// Begins a new paragraph, if there is anything before it.
    pub(crate) fn paragraph(&mut self) {
        self.breaks(2);
    }

    /// Begins a new line, if there is anything before it.
    pub(crate) fn line(&mut self) {
        self.breaks(1);
    }

    fn breaks(&mut self, wanted: usize) {
        if self.text.is_empty() {
            return;
        }
        let have = self.text.len() - self.text.trim_end_matches('\n').len();
        self.text.extend(std::iter::repeat_n('\n', wanted.saturating_sub(have)));
    }
}
