//! Sitemaps (<https://www.sitemaps.org/protocol.html>): the addresses in them.

use super::ImportError;
use super::tokens::{Token, Tokens};

/// Most addresses taken of one file; the protocol allows no more.
const MAX_ADDRESSES: usize = 50_000;

/// What a sitemap lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sitemap {
    /// Pages.
    Pages(Vec<String>),
    /// Other sitemaps.
    Index(Vec<String>),
}

/// Reads a sitemap. Declarations of entities are passed over, so that nothing
/// in it can grow.
///
/// # Errors
///
/// [`ImportError::NoSitemap`].
pub fn sitemap(xml: &str) -> Result<Sitemap, ImportError> {
    let (mut index, mut inside, mut found) = (None, false, Vec::new());
    let mut address = String::new();
    for token in Tokens::new(xml) {
        match token {
            Token::Open { name, .. } => match local(&name) {
                "urlset" => index = index.or(Some(false)),
                "sitemapindex" => index = index.or(Some(true)),
                // Images and other extensions have a `loc` of their own.
                "loc" => inside = !name.starts_with("image") && !name.starts_with("video"),
                _ => {}
            },
            Token::Close(name) if local(&name) == "loc" => {
                inside = false;
                let whole = std::mem::take(&mut address);
                if !whole.trim().is_empty() && found.len() < MAX_ADDRESSES {
                    found.push(whole.trim().to_owned());
                }
            }
            Token::Text(text) if inside => address.push_str(&text),
            _ => {}
        }
    }
    match index {
        Some(true) => Ok(Sitemap::Index(found)),
        Some(false) => Ok(Sitemap::Pages(found)),
        None => Err(ImportError::NoSitemap),
    }
}

/// A name without its namespace's prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_indexes_are_told_apart() {
        let pages = "<?xml version=\"1.0\"?><urlset><url><loc> https://a.no/?a=1&amp;b </loc><image:image><image:loc>https://a.no/x.png</image:loc></image:image></url></urlset>";
        assert_eq!(sitemap(pages), Ok(Sitemap::Pages(vec!["https://a.no/?a=1&b".into()])));
        let index = "<sitemapindex><sitemap><loc><![CDATA[https://a.no/1.xml]]></loc></sitemap></sitemapindex>";
        assert_eq!(sitemap(index), Ok(Sitemap::Index(vec!["https://a.no/1.xml".into()])));
        assert_eq!(sitemap("<html><body>404</body></html>"), Err(ImportError::NoSitemap));
    }

    #[test]
    fn a_bomb_of_entities_stays_small() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]><urlset><url><loc>https://a.no/&lol2;</loc></url></urlset>";
        assert_eq!(sitemap(bomb), Ok(Sitemap::Pages(vec!["https://a.no/&lol2;".into()])));
    }
}
