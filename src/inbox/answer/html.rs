//! HTML of mail programs as lines of text, quotes marked with `> `.
//!
//! Not a browser: it knows line breaks, quotes, lists and links, and drops all
//! else. One pass, so that hostile markup costs no more than its length.

/// Tags whose content is not for reading.
const HIDDEN: &[&str] = &["head", "script", "style", "title", "xml"];
/// Tags that begin and end a line.
const BLOCKS: &[&str] = &[
    "address", "article", "body", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "ol",
    "section", "table", "tbody", "tr", "ul",
];

/// The text of a page.
pub(super) fn to_text(page: &str) -> String {
    let mut writer = Writer::default();
    let mut rest = page;
    // Looked for once in vain is enough; looking again would cost the length squared.
    let mut has_comment_end = true;
    while let Some(at) = rest.find('<') {
        writer.text(&rest[..at]);
        rest = &rest[at..];
        if !is_tag(rest) {
            writer.text("<");
            rest = &rest[1..];
            continue;
        }
        if rest.starts_with("<!--") && has_comment_end {
            if let Some(to) = rest.find("-->") {
                rest = &rest[to + 3..];
                continue;
            }
            has_comment_end = false;
        }
        let Some(to) = rest.find('>') else {
            // No tag ends any more: this one is torn, and what it hides is lost.
            return writer.finish();
        };
        writer.tag(&rest[..=to]);
        rest = &rest[to + 1..];
    }
    writer.text(rest);
    writer.finish()
}

fn is_tag(tag: &str) -> bool {
    tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

#[derive(Default)]
struct Writer {
    out: String,
    line: String,
    /// Blockquotes around what is written now.
    depth: usize,
    /// The hidden tag we are in.
    hidden: Option<&'static str>,
    /// Where the open link leads, and where its text begins in `line`.
    link: Option<(String, usize)>,
    /// Whether the open paragraph is one line, as Outlook writes them.
    is_single: bool,
    /// Whether line breaks of the source count.
    is_pre: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        for c in decoded(text).chars() {
            if self.is_pre && c == '\n' {
                self.new_line();
            } else if c.is_whitespace() && c != '\u{a0}' {
                if !self.line.is_empty() && !self.line.ends_with(' ') {
                    self.line.push(' ');
                }
            } else {
                self.line.push(c);
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let inner = tag.trim_matches(['<', '>']);
        let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let name = inner.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("").to_ascii_lowercase();
        if let Some(hidden) = self.hidden {
            if is_end && name == hidden {
                self.hidden = None;
            }
            return;
        }
        if let Some(hidden) = HIDDEN.iter().find(|hidden| **hidden == name) {
            self.hidden = (!is_end && !inner.ends_with('/')).then_some(hidden);
            return;
        }
        match name.as_str() {
            "br" => self.new_line(),
            "hr" => self.end_line(),
            "p" => self.paragraph(is_end, inner),
            "blockquote" => self.quote(is_end),
            "li" => self.item(is_end),
            "td" | "th" => self.text(" "),
            "a" => self.anchor(is_end, inner),
            "pre" => {
                self.end_line();
                self.is_pre = !is_end;
            }
            block if BLOCKS.contains(&block) => self.end_line(),
            _ => {}
        }
    }

    fn paragraph(&mut self, is_end: bool, inner: &str) {
        self.end_line();
        if is_end {
            if !self.is_single {
                self.blank_line();
            }
        } else {
            // Outlook's paragraphs are lines; its empty lines are paragraphs.
            let lower = inner.to_ascii_lowercase();
            self.is_single = lower.contains("msonormal") || lower.contains("margin:0") || lower.contains("margin: 0");
        }
    }

    fn quote(&mut self, is_end: bool) {
        self.end_line();
        self.depth = if is_end { self.depth.saturating_sub(1) } else { self.depth + 1 };
    }

    fn item(&mut self, is_end: bool) {
        self.end_line();
        if !is_end {
            self.line.push_str("- ");
        }
    }

    fn anchor(&mut self, is_end: bool, inner: &str) {
        if !is_end {
            self.link = attribute(inner, "href").map(|href| (decoded(&href), self.line.len()));
            return;
        }
        let Some((href, from)) = self.link.take() else {
            return;
        };
        let shown = self.line.get(from..).unwrap_or("").trim();
        let is_web = href.starts_with("https://") || href.starts_with("http://");
        let bare = href.trim_end_matches('/').trim_start_matches("https://").trim_start_matches("http://");
        if is_web && !bare.is_empty() && !shown.contains(bare) {
            self.line.push_str(if shown.is_empty() { "" } else { " " });
            self.line.push_str(&format!("<{href}>"));
        }
    }

    fn end_line(&mut self) {
        // A hard space is what programs put into a line that shall stay empty.
        match self.line.trim_matches(' ') {
            "" => self.line.clear(),
            // A list item whose text stands in a block of its own.
            "-" => {}
            _ => self.new_line(),
        }
    }

    fn new_line(&mut self) {
        // One mark is enough to say that it is a quote, however deep.
        if self.depth > 0 {
            self.out.push_str("> ");
        }
        self.out.push_str(self.line.trim_matches(' '));
        self.out.push('\n');
        self.line.clear();
        if let Some(link) = &mut self.link {
            link.1 = 0;
        }
    }

    fn blank_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") && !self.out.ends_with("> \n") {
            self.new_line();
        }
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.out
    }
}

fn attribute(inner: &str, name: &str) -> Option<String> {
    let lower = inner.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let value = inner.get(at..)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next()?,
        None => value.split_whitespace().next()?,
    };
    Some(value.trim().to_owned())
}

/// Entities as characters; unknown ones stay as written.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split(|c: char| !c.is_ascii_alphanumeric() && c != '#').next().unwrap_or("");
        // No entity is longer; without the limit, a text of `&` could cost more than its length.
        let known = if name.len() <= 10 { entity(name) } else { None };
        match known {
            Some(c) => {
                decoded.push(c);
                rest = &rest[1 + name.len()..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    known.map(|(_, c)| *c)
}

const ENTITIES: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("aring", 'å'),
    ("Aring", 'Å'),
    ("aelig", 'æ'),
    ("AElig", 'Æ'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("auml", 'ä'),
    ("Auml", 'Ä'),
    ("ouml", 'ö'),
    ("Ouml", 'Ö'),
    ("uuml", 'ü'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("ograve", 'ò'),
    ("ocirc", 'ô'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bull", '•'),
    ("middot", '·'),
    ("sect", '§'),
    ("copy", '©'),
    ("deg", '°'),
    ("euro", '€'),
    ("frac12", '½'),
    ("shy", '\u{ad}'),
];

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
