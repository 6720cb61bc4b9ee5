//! A tree of letters, in which a word of a message meets all words of the rules in one walk.

use super::words::Atom;

/// First letters that are found without a search: those of Latin-1, and with them nearly all.
const QUICK_LETTERS: usize = 256;

/// A tree of letters; the atoms stand at the node where their spelling ends.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The node of each first letter of [`QUICK_LETTERS`]; 0 where there is none.
    first: Box<[u32; QUICK_LETTERS]>,
}

#[derive(Debug, Default)]
struct Node {
    children: Vec<(char, u32)>,
    whole: Vec<Atom>,
    beginning: Vec<Atom>,
}

impl Default for Tree {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], first: Box::new([0; QUICK_LETTERS]) }
    }
}

impl Tree {
    /// Adds a spelling; an open one is also found where more letters follow.
    pub(super) fn add(&mut self, letters: impl Iterator<Item = char>, is_open: bool, atom: Atom) {
        let mut position = 0;
        for letter in letters {
            position = self.child(position, letter).unwrap_or_else(|| self.grow(position, letter));
        }
        let node = &mut self.nodes[position];
        let atoms = if is_open { &mut node.beginning } else { &mut node.whole };
        atoms.push(atom);
    }

    fn grow(&mut self, position: usize, letter: char) -> usize {
        let child = self.nodes.len();
        let number = u32::try_from(child).unwrap_or(u32::MAX);
        self.nodes.push(Node::default());
        self.nodes[position].children.push((letter, number));
        if let Some(first) = self.first.get_mut(letter as usize).filter(|_| position == 0) {
            *first = number;
        }
        child
    }

    fn child(&self, position: usize, letter: char) -> Option<usize> {
        if let Some(child) = self.first.get(letter as usize).filter(|_| position == 0) {
            return (*child != 0).then_some(*child as usize);
        }
        let children = &self.nodes[position].children;
        children.iter().find(|(known, _)| *known == letter).map(|(_, child)| *child as usize)
    }

    /// Whether any spelling begins with a letter.
    pub(super) fn begins(&self, letter: char) -> bool {
        self.child(0, letter).is_some()
    }

    /// Adds the atoms whose spelling the letters are, or, of open ones, begin with.
    pub(super) fn find(&self, letters: impl Iterator<Item = char>, found: &mut Vec<Atom>) {
        let mut position = 0;
        for letter in letters {
            let Some(child) = self.child(position, letter) else {
                return;
            };
            position = child;
            found.extend_from_slice(&self.nodes[position].beginning);
        }
        found.extend_from_slice(&self.nodes[position].whole);
    }
}
