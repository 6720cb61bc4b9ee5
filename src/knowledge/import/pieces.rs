//! The text of a page as a row of headings, paragraphs and items.

use super::draft::is_readable;
use super::select::Selection;
use super::table;
use super::tree::{Node, NodeId, Tree, is_block, squeeze};

/// What stands on a page, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A heading of any level, or the summary of something folded.
    Heading { text: String, anchor: Option<String> },
    /// Running text.
    Paragraph(String),
    /// An item of a list, a definition, or a row of a table.
    Item(String),
    /// A link in the text: its words and address as it stands.
    Link { text: String, address: String },
    /// The alternative text of an image.
    Image(String),
    /// A table was turned into items.
    Table,
}

/// How the next running text is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Take {
    Paragraph,
    /// It begins an item.
    Item,
    /// It goes on in the item before.
    SameItem,
}

/// Reads the selected text.
pub(super) fn pieces(tree: &Tree, selection: Selection) -> Vec<Piece> {
    let mut walk = Walk {
        tree,
        selection,
        pieces: Vec::new(),
        running: String::new(),
        take: Take::Paragraph,
        term: String::new(),
    };
    walk.children(selection.root);
    walk.flush();
    walk.pieces
}

struct Walk<'a> {
    tree: &'a Tree,
    selection: Selection,
    pieces: Vec<Piece>,
    /// Text since the last block began.
    running: String,
    take: Take,
    /// The word that a definition is for.
    term: String,
}

impl Walk<'_> {
    fn children(&mut self, id: NodeId) {
        for &child in &self.tree.node(id).children {
            self.node(child);
        }
    }

    fn node(&mut self, id: NodeId) {
        let tree = self.tree;
        let node = tree.node(id);
        if self.selection.leaves_out(node) {
            return;
        }
        match node.name.as_str() {
            // A new line in the page's own text is only white space.
            "" => self.running.push_str(&node.text.replace(['\n', '\r'], " ")),
            "br" => self.running.push('\n'),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" => self.heading(id, node),
            "li" => self.item(id),
            "dt" => {
                self.flush();
                self.term = tree.text(id);
            }
            "dd" => self.definition(id),
            "table" => self.table(id),
            "a" => self.link(id, node),
            "img" => self.image(node),
            name if is_block(name) => {
                self.flush();
                self.children(id);
                self.flush();
            }
            _ => self.children(id),
        }
    }

    fn heading(&mut self, id: NodeId, node: &Node) {
        self.flush();
        // An accordion's item is a list item to the page and a section to a reader.
        self.take = Take::Paragraph;
        let text = self.tree.text(id);
        if !is_readable(&text) {
            return;
        }
        let inner = self.tree.within(id);
        let anchor = inner
            .iter()
            .find_map(|&inside| self.tree.node(inside).attribute("id").or(self.tree.node(inside).attribute("name")));
        let anchor = anchor.or(node.attribute("id")).filter(|anchor| !anchor.is_empty());
        self.pieces.push(Piece::Heading { text, anchor: anchor.map(str::to_owned) });
    }

    fn item(&mut self, id: NodeId) {
        self.flush();
        let before = self.take;
        self.take = Take::Item;
        self.children(id);
        self.flush();
        // After a list inside an item, what follows is an item of its own.
        self.take = if before == Take::Paragraph { Take::Paragraph } else { Take::Item };
    }

    fn definition(&mut self, id: NodeId) {
        self.flush();
        let term = std::mem::take(&mut self.term);
        if !term.is_empty() {
            self.running.push_str(term.trim_end_matches(':'));
            self.running.push_str(": ");
        }
        self.item_from_here(id);
    }

    /// Like an item, with what is running as its beginning.
    fn item_from_here(&mut self, id: NodeId) {
        let before = std::mem::replace(&mut self.take, Take::Item);
        let mut first = true;
        for &child in &self.tree.node(id).children {
            // A block at once would part the word from what it means.
            if std::mem::take(&mut first) && self.tree.node(child).name == "p" {
                self.children(child);
            } else {
                self.node(child);
            }
            first &= self.tree.node(child).text.trim().is_empty();
        }
        self.flush();
        self.take = before;
    }

    fn table(&mut self, id: NodeId) {
        self.flush();
        let Some(rows) = table::rows(self.tree, id) else {
            self.children(id);
            self.flush();
            return;
        };
        self.pieces.push(Piece::Table);
        self.pieces.extend(rows.into_iter().map(Piece::Item));
        for &inside in self.tree.within(id).iter().filter(|&&inside| self.tree.node(inside).name == "a") {
            self.note_link(inside);
        }
    }

    fn link(&mut self, id: NodeId, node: &Node) {
        // Some pages put an anchor on an empty link before the heading.
        if node.attribute("href").is_some() {
            self.note_link(id);
        }
        self.children(id);
    }

    fn note_link(&mut self, id: NodeId) {
        let (text, address) = (self.tree.text(id), self.tree.node(id).attribute("href").unwrap_or_default());
        let leads_away = !address.is_empty() && !address.starts_with('#');
        if leads_away && !address.to_ascii_lowercase().starts_with("javascript:") {
            self.pieces.push(Piece::Link { text, address: address.to_owned() });
        }
    }

    fn image(&mut self, node: &Node) {
        let text = squeeze(node.attribute("alt").unwrap_or_default());
        if !text.is_empty() {
            self.pieces.push(Piece::Image(text));
        }
    }

    /// Ends the running text. A line break parts paragraphs: authors use it to.
    fn flush(&mut self) {
        let running = std::mem::take(&mut self.running);
        for line in running.split('\n').map(squeeze).filter(|line| is_readable(line)) {
            match (
                self.take,
                self.pieces.iter_mut().rev().find(|piece| !matches!(piece, Piece::Link { .. } | Piece::Image(_))),
            ) {
                (Take::SameItem, Some(Piece::Item(item))) => {
                    item.push(' ');
                    item.push_str(&line);
                }
                (Take::Paragraph, _) => self.pieces.push(Piece::Paragraph(line)),
                _ => self.pieces.push(Piece::Item(line)),
            }
            if self.take == Take::Item {
                self.take = Take::SameItem;
            }
        }
    }
}
