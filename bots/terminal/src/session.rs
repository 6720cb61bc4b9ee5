//! A conversation at a terminal: what the numbers mean.

use utveier::dialogue::{Action, Door, Incoming, Outgoing, Scope, What};

use crate::render::render;

/// A conversation, given lines.
#[derive(Debug)]
pub struct Session<F> {
    receive: F,
    choices: Vec<Action>,
    width: usize,
}

impl<F: FnMut(Incoming) -> Vec<Outgoing>> Session<F> {
    /// A conversation whose messages are answered by `receive`, shown `width`
    /// columns wide.
    pub fn new(receive: F, width: usize) -> Self {
        Self { receive, choices: Vec::new(), width }
    }

    /// The greeting.
    pub fn begin(&mut self) -> String {
        self.take(What::Pressed(Action::Start))
    }

    /// Answers a line; `None` when the person leaves.
    ///
    /// A number chooses what the last answer numbered; anything else is a
    /// message.
    pub fn line(&mut self, line: &str) -> Option<String> {
        let text = line.trim();
        if matches!(text, "/slutt" | "/avslutt" | "/quit" | "/exit") {
            return None;
        }
        let chosen = text.parse::<usize>().ok().and_then(|number| self.choices.get(number.checked_sub(1)?)).cloned();
        Some(self.take(chosen.map_or_else(|| What::Text(line.to_owned()), What::Pressed)))
    }

    fn take(&mut self, what: What) -> String {
        let incoming = Incoming::new(Door::Terminal, Scope::Private, None, what).own();
        let outgoing = (self.receive)(incoming);
        let rendered = render(&outgoing, self.width, true);
        self.choices = rendered.choices;
        rendered.text
    }
}
