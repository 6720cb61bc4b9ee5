//! Where the text of a page stands, and what around it is not the text.

use super::tree::{Node, NodeId, ROOT, Tree};

/// Elements without text to read.
const SILENT: [&str; 23] = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "video", "audio",
    "nav", "footer", "aside", "form", "button", "input", "select", "textarea", "dialog", "head", "title",
];

/// Roles of the same kind. <https://www.w3.org/TR/wai-aria-1.2/#landmark_roles>
const SILENT_ROLES: [&str; 8] =
    ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu"];

/// Classes and ids of what stands around a text, whole names. Parts of names
/// would hit too much: «widget» is in every class of some page builders.
const AROUND: [&str; 36] = [
    "sidebar",
    "widget-area",
    "comments",
    "comments-area",
    "comment-respond",
    "breadcrumb",
    "breadcrumbs",
    "site-header",
    "site-footer",
    "main-navigation",
    "post-navigation",
    "nav-links",
    "pagination",
    "menu",
    "navbar",
    "share",
    "share-buttons",
    "sharedaddy",
    "social",
    "social-links",
    "related-posts",
    "related-articles",
    "jp-relatedposts",
    "newsletter",
    "skip-link",
    "screen-reader-text",
    "visually-hidden",
    "sr-only",
    "header",
    "footer",
    "topmenu",
    "meny",
    "bunntekst",
    "topp",
    "entry-footer",
    "post-meta",
];

/// Beginnings of classes and ids of consent banners.
const CONSENT: [&str; 9] =
    ["cookie", "cky-", "cmplz", "onetrust", "coi-", "cybotcookiebot", "consent", "gdpr", "informasjonskapsler"];

/// Fewest words that the text of a page has; with fewer, less is taken away.
const FEWEST_WORDS: usize = 25;

/// The element that holds the text, and how strictly what surrounds it is told
/// from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Selection {
    pub(super) root: NodeId,
    /// Whether names of classes count.
    pub(super) by_names: bool,
}

/// Finds the text of a page.
pub(super) fn select(tree: &Tree) -> Selection {
    let everything = Selection { root: ROOT, by_names: true };
    let candidates: [fn(&Node) -> bool; 3] = [
        |node| node.name == "main" || node.attribute("role") == Some("main"),
        |node| node.name == "article",
        |node| {
            names(node).any(|name| {
                matches!(name, "entry-content" | "post-content" | "main-content" | "content" | "innhold" | "brodtekst")
            })
        },
    ];
    let ids: Vec<NodeId> = tree.within(ROOT);
    for candidate in candidates {
        let found = ids.iter().filter(|&&id| candidate(tree.node(id)));
        let sized = found.map(|&id| (words(tree, Selection { root: id, by_names: true }), id));
        // Of several, the one with most text; of equals, the outermost.
        let best = sized.reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some((_, root)) = best.filter(|(words, _)| *words >= FEWEST_WORDS) {
            return Selection { root, by_names: true };
        }
    }
    // A page whose whole text stands in what is named like a menu has that name wrong.
    let by_names = words(tree, everything) >= FEWEST_WORDS;
    Selection { by_names, ..everything }
}

fn words(tree: &Tree, selection: Selection) -> usize {
    let mut words = 0;
    let mut waiting = vec![selection.root];
    while let Some(id) = waiting.pop() {
        if id != selection.root && selection.leaves_out(tree.node(id)) {
            continue;
        }
        words += tree.node(id).text.split_whitespace().count();
        waiting.extend(&tree.node(id).children);
    }
    words
}

impl Selection {
    /// Whether an element and all in it is no part of the text.
    pub(super) fn leaves_out(self, node: &Node) -> bool {
        if node.name.is_empty() || matches!(node.name.as_str(), "html" | "body" | "main" | "article") {
            return false;
        }
        // A page's header is around the text; an article's header is the beginning of it.
        if SILENT.contains(&node.name.as_str()) || (node.name == "header" && self.root == ROOT) {
            return true;
        }
        let role = node.attribute("role").is_some_and(|role| SILENT_ROLES.contains(&role));
        // What an accordion hides until somebody clicks is text; what is hidden from everybody is not.
        let style = node.attribute("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        let unseen = style.contains("display:none")
            && !names(node).any(|name| name.contains("accordion") || name.contains("panel"));
        role || unseen || (self.by_names && names(node).any(is_around))
    }
}

fn is_around(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    AROUND.contains(&lower.as_str()) || CONSENT.iter().any(|begins| lower.starts_with(begins))
}

/// Classes and id.
fn names(node: &Node) -> impl Iterator<Item = &str> {
    let classes = node.attribute("class").unwrap_or_default().split_whitespace();
    classes.chain(node.attribute("id"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(html: &str) -> String {
        let tree = Tree::parse(html).unwrap();
        let selection = select(&tree);
        let kept = tree.node(selection.root).children.iter().filter(|&&id| !selection.leaves_out(tree.node(id)));
        kept.map(|&id| tree.text(id)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_text_is_chosen_and_not_what_surrounds_it() {
        let text = "ord ".repeat(30);
        let page = format!(
            "<body class=\"has-sidebar menu\"><div class=\"cookie-banner\">Godta</div><main><p>{text}</p><nav>Meny</nav></main><footer>Bunn</footer></body>"
        );
        assert_eq!(chosen(&page), text.trim());
        let teasers = format!("<body><article>kort</article><article><p>{text}</p></article></body>");
        assert_eq!(chosen(&teasers), text.trim());
    }

    #[test]
    fn a_page_that_is_all_menu_by_name_is_read_all_the_same() {
        let page = format!("<div class=\"menu\"><p>{}</p></div>", "ord ".repeat(30));
        assert!(chosen(&page).contains("ord ord"));
    }
}
