//! Addresses that land on the very section.

use super::passage::Passage;

/// Where the reading pages are, as others reach them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLinks {
    base: String,
}

impl PublicLinks {
    /// From the public address of the web door, with or without a final slash.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        Self { base: public_url.trim_end_matches('/').to_owned() }
    }

    /// The reading page of a passage.
    #[must_use]
    pub fn reading(&self, passage: &Passage) -> String {
        format!("{}/les/{}", self.base, passage.id)
    }

    /// The best link for an answer: the heading on the canonical page where it
    /// is known, else the reading page, which always lands on the section.
    #[must_use]
    pub fn best(&self, passage: &Passage) -> String {
        match (&passage.canonical, &passage.anchor) {
            (Some(page), Some(heading)) => fragment_link(page, heading),
            _ => self.reading(passage),
        }
    }
}

/// A link to the first place where `text` stands on a page.
///
/// Text fragments, <https://wicg.github.io/scroll-to-text-fragment/>: a browser
/// that does not know them opens the page at the top. `-`, `,` and `&` part the
/// fragment's own syntax, so they are percent-encoded with all else.
#[must_use]
pub fn fragment_link(page: &str, text: &str) -> String {
    let mut link = format!("{}#:~:text=", page.split('#').next().unwrap_or(page));
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert, proptest};

    #[test]
    fn headings_are_encoded() {
        assert_eq!(
            fragment_link("https://utveier.no/x/#gammel", "Hvem bør delta?"),
            "https://utveier.no/x/#:~:text=Hvem%20b%C3%B8r%20delta%3F"
        );
    }

    proptest! {
        #[test]
        fn any_heading_gives_a_plain_link(text in "\\PC{0,60}") {
            let link = fragment_link("https://utveier.no/", &text);
            prop_assert!(link.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<> ".contains(&b)));
        }
    }
}
