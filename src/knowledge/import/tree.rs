//! Tags and text to a tree: good enough for reading, tolerant of tag soup.

use super::ImportError;
use super::tokens::{Token, Tokens};

/// Deepest nesting kept; what is deeper stands at this depth.
const MAX_DEPTH: usize = 200;
/// Most elements and texts of a page.
const MAX_NODES: usize = 200_000;

/// Place of a node in its tree.
pub(super) type NodeId = usize;

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node {
    /// Empty for a text.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// Empty for an element.
    pub(super) text: String,
    pub(super) children: Vec<NodeId>,
}

impl Node {
    /// An attribute's value, without spaces around it.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.trim())
    }
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// Whether something was nested too deep.
    pub(super) too_deep: bool,
}

/// The root, which has no name.
pub(super) const ROOT: NodeId = 0;

const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that end an open `p`.
const BLOCKS: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "ul",
];

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
        || matches!(name, "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "caption" | "pre" | "hr" | "body")
}

impl Tree {
    /// # Errors
    ///
    /// [`ImportError::TooManyElements`].
    pub(super) fn parse(html: &str) -> Result<Self, ImportError> {
        let root = Node { name: String::new(), attributes: Vec::new(), text: String::new(), children: Vec::new() };
        let mut tree = Self { nodes: vec![root], too_deep: false };
        let mut open = vec![ROOT];
        for token in Tokens::new(html) {
            if tree.nodes.len() > MAX_NODES {
                return Err(ImportError::TooManyElements(MAX_NODES));
            }
            match token {
                Token::Text(text) => {
                    tree.add(&open, Node { name: String::new(), attributes: Vec::new(), text, children: Vec::new() });
                }
                Token::Open { name, attributes } => tree.open(&mut open, name, attributes),
                Token::Close(name) => tree.close(&mut open, &name),
            }
        }
        Ok(tree)
    }

    fn add(&mut self, open: &[NodeId], node: Node) -> NodeId {
        let (id, parent) = (self.nodes.len(), open.last().copied().unwrap_or(ROOT));
        self.nodes.push(node);
        self.nodes[parent].children.push(id);
        id
    }

    fn open(&mut self, open: &mut Vec<NodeId>, name: String, attributes: Vec<(String, String)>) {
        match name.as_str() {
            "li" => self.end(open, &["li"], &["ul", "ol"]),
            "dt" | "dd" => self.end(open, &["dt", "dd"], &["dl"]),
            "tr" => self.end(open, &["tr"], &["table"]),
            "td" | "th" => self.end(open, &["td", "th"], &["tr", "table"]),
            _ => {}
        }
        if BLOCKS.contains(&name.as_str()) {
            self.end(open, &["p"], &["table", "td", "th", "li", "div", "section", "article", "main", "body"]);
        }
        let void = VOID.contains(&name.as_str());
        let id = self.add(open, Node { name, attributes, text: String::new(), children: Vec::new() });
        if void {
            return;
        }
        if open.len() < MAX_DEPTH {
            open.push(id);
        } else {
            self.too_deep = true;
        }
    }

    /// Ends the nearest open element of `names`, unless one of `walls` stands
    /// between.
    fn end(&self, open: &mut Vec<NodeId>, names: &[&str], walls: &[&str]) {
        for at in (1..open.len()).rev() {
            let name = self.nodes[open[at]].name.as_str();
            if names.contains(&name) {
                open.truncate(at);
                return;
            }
            if walls.contains(&name) {
                return;
            }
        }
    }

    fn close(&self, open: &mut Vec<NodeId>, name: &str) {
        // A forgotten end inside a cell must not close the table around it.
        let walls: &[&str] =
            if matches!(name, "table" | "tr" | "tbody" | "body" | "html") { &[] } else { &["td", "th"] };
        if walls.contains(&name) {
            self.end(open, &[name], &["table"]);
        } else {
            self.end(open, &[name], walls);
        }
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// A node and all that stands in it, in order.
    pub(super) fn within(&self, id: NodeId) -> Vec<NodeId> {
        let (mut all, mut waiting) = (Vec::new(), vec![id]);
        while let Some(next) = waiting.pop() {
            all.push(next);
            waiting.extend(self.nodes[next].children.iter().rev());
        }
        all
    }

    /// The text in a node, white space as one blank, without scripts and styles.
    pub(super) fn text(&self, id: NodeId) -> String {
        let mut text = String::new();
        self.gather(id, &mut text);
        squeeze(&text)
    }

    fn gather(&self, id: NodeId, text: &mut String) {
        let node = &self.nodes[id];
        if matches!(node.name.as_str(), "script" | "style" | "template" | "svg" | "noscript") {
            return;
        }
        text.push_str(&node.text);
        for &child in &node.children {
            self.gather(child, text);
        }
        if is_block(&node.name) || node.name == "br" {
            text.push(' ');
        }
    }

    /// The first element of a name, anywhere.
    pub(super) fn first(&self, name: &str) -> Option<NodeId> {
        self.nodes.iter().position(|node| node.name == name)
    }

    /// Every node in the order of the page.
    pub(super) fn all(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter()
    }
}

/// White space, hard and soft, as one blank; signs that nobody sees are left out.
pub(super) fn squeeze(text: &str) -> String {
    let visible = |c: &char| {
        !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
            && (!c.is_control() || c.is_whitespace())
    };
    let text: String = text.chars().filter(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert, proptest};

    #[test]
    fn forgotten_ends_are_understood() {
        let tree = Tree::parse("<ul><li>a<li>b</ul><p>c<p>d<div>e</div>").unwrap();
        let names: Vec<&str> = tree.node(ROOT).children.iter().map(|&id| tree.node(id).name.as_str()).collect();
        assert_eq!(names, ["ul", "p", "p", "div"]);
        assert_eq!(tree.text(ROOT), "a b c d e");
    }

    #[test]
    fn a_page_nested_beyond_reason_is_read_at_a_bounded_depth() {
        let html = format!("{}dypt{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
        let tree = Tree::parse(&html).unwrap();
        assert!(tree.too_deep);
        assert_eq!(tree.text(ROOT), "dypt");
        let endless = "<b>x".repeat(MAX_NODES);
        assert_eq!(Tree::parse(&endless).unwrap_err(), ImportError::TooManyElements(MAX_NODES));
    }

    proptest! {
        #[test]
        fn any_soup_keeps_its_text(html in "(</?(p|div|li|ul|table|tr|td|b)>|ord |å){0,80}") {
            let words = |text: &str| text.matches("ord").count();
            prop_assert!(words(&Tree::parse(&html).unwrap().text(ROOT)) == words(&html));
        }
    }
}
