//! HTML text to tags and text. Every byte is looked at a bounded number of
//! times, so that no page takes longer than its length.

use super::entities;

/// Most attributes kept of a tag, and longest value in bytes; no tag that
/// matters here has more.
const MAX_ATTRIBUTES: usize = 40;
const MAX_VALUE_BYTES: usize = 4096;

/// Elements whose inside is not markup.
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "noembed"];

/// What a page is a row of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open { name: String, attributes: Vec<(String, String)> },
    Close(String),
    Text(String),
}

/// Reads a page from its beginning.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// Name of the raw element whose inside comes next.
    raw: Option<String>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { rest: html, raw: None }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// The inside of a raw element, to its end tag or the end of the page.
    fn raw_text(&mut self, name: &str) -> Token {
        let mut ends = self.rest.match_indices("</").map(|(at, _)| at);
        let is_end = |&at: &usize| {
            self.rest
                .as_bytes()
                .get(at + 2..at + 2 + name.len())
                .is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
        };
        let end = ends.find(is_end).unwrap_or(self.rest.len());
        Token::Text(entities::resolve(self.take(end)))
    }

    fn skip_past(&mut self, mark: &str) {
        let end = self.rest.find(mark).map_or(self.rest.len(), |at| at + mark.len());
        self.take(end);
    }

    fn tag(&mut self) -> Option<Token> {
        let closing = self.rest.starts_with("</");
        self.take(1 + usize::from(closing));
        let length = self.rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(self.rest.len());
        let name = self.take(length).to_ascii_lowercase();
        let attributes = self.attributes();
        if closing {
            return Some(Token::Close(name));
        }
        if RAW.contains(&name.as_str()) {
            self.raw = Some(name.clone());
        }
        Some(Token::Open { name, attributes })
    }

    /// Attributes to the end of the tag.
    fn attributes(&mut self) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if self.rest.is_empty() {
                return attributes;
            }
            if self.rest.starts_with('>') {
                self.take(1);
                return attributes;
            }
            let attribute = self.attribute();
            if attributes.len() < MAX_ATTRIBUTES {
                attributes.push(attribute);
            }
        }
    }

    fn attribute(&mut self) -> (String, String) {
        let ends = |c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/');
        // A name may begin with anything, or `==` would never end.
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        let length = self.rest[first..].find(ends).map_or(self.rest.len(), |at| first + at);
        let name = self.take(length).to_ascii_lowercase();
        self.rest = self.rest.trim_start();
        let Some(value) = self.rest.strip_prefix('=') else {
            return (name, String::new());
        };
        self.rest = value.trim_start();
        let value = match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                self.take(1);
                let length = self.rest.find(quote).unwrap_or(self.rest.len());
                let value = self.take(length);
                self.take(usize::from(!self.rest.is_empty()));
                value
            }
            _ => {
                let length = self.rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(self.rest.len());
                self.take(length)
            }
        };
        let value = if value.len() > MAX_VALUE_BYTES { "" } else { value };
        (name, entities::resolve(value))
    }

    fn text(&mut self) -> Token {
        let starts_tag = |at: usize| {
            let next = self.rest.as_bytes().get(at + 1).copied().unwrap_or(b' ');
            next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')
        };
        let mut marks = self.rest.match_indices('<').map(|(at, _)| at);
        let end = marks.find(|&at| at > 0 && starts_tag(at)).unwrap_or(self.rest.len());
        Token::Text(entities::resolve(self.take(end)))
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(name) = self.raw.take() {
            return Some(self.raw_text(&name));
        }
        loop {
            let after = self.rest.as_bytes().get(1).copied();
            match (self.rest.starts_with('<'), after) {
                _ if self.rest.is_empty() => return None,
                (true, _) if self.rest.starts_with("<!--") => self.skip_past("-->"),
                (true, _) if self.rest.starts_with("<![CDATA[") => {
                    self.take("<![CDATA[".len());
                    let end = self.rest.find("]]>").unwrap_or(self.rest.len());
                    let text = self.take(end).to_owned();
                    self.skip_past("]]>");
                    return Some(Token::Text(text));
                }
                (true, Some(b'!' | b'?')) => self.skip_past(">"),
                (true, Some(b'/')) => {
                    if self.rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) {
                        return self.tag();
                    }
                    self.skip_past(">");
                }
                (true, Some(letter)) if letter.is_ascii_alphabetic() => return self.tag(),
                _ => return Some(self.text()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert, proptest};

    fn text(html: &str) -> String {
        Tokens::new(html).filter_map(|token| if let Token::Text(text) = token { Some(text) } else { None }).collect()
    }

    #[test]
    fn tags_attributes_and_text_are_told_apart() {
        let tokens: Vec<Token> = Tokens::new("<!doctype html><A href='x&amp;y' hidden>1 < 2</A><!-- <p> -->").collect();
        let attributes = vec![("href".to_owned(), "x&y".to_owned()), ("hidden".to_owned(), String::new())];
        assert_eq!(
            tokens,
            [Token::Open { name: "a".into(), attributes }, Token::Text("1 < 2".into()), Token::Close("a".into())]
        );
    }

    #[test]
    fn the_inside_of_a_script_is_no_markup() {
        let tokens: Vec<Token> = Tokens::new("<script>if (a<b) '<p>'</SCRIPT><p>x").collect();
        assert_eq!(tokens[1], Token::Text("if (a<b) '<p>'".into()));
        assert_eq!(tokens[3], Token::Open { name: "p".into(), attributes: vec![] });
    }

    #[test]
    fn what_never_ends_ends_with_the_page() {
        for html in ["<p class=\"x", "<script>a", "<!-- a", "<p ====", "<", "</", "<![CDATA[x", "<a b='"] {
            assert!(Tokens::new(html).count() <= 2, "{html}");
        }
        assert_eq!(text("a <![CDATA[<b>]]> c"), "a <b> c");
    }

    proptest! {
        #[test]
        fn any_page_ends(html in "(<|>|/|!|-|p|script|=|\"|'| |&|;|å|\\]|\\[CDATA\\[){0,120}") {
            prop_assert!(Tokens::new(&html).count() <= html.len() + 1);
        }
    }
}
