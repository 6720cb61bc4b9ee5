//! The doors a transcript goes through, each as a person meets it.

use std::cell::RefCell;
use std::rc::Rc;

use utveier::desk::Caller;
use utveier::dialogue::{self, Action, Block, Entry, Incoming, Kind, Outgoing, QuoteBlock, Scope, What};
use utveier_terminal::Session;

use crate::harness::content;
use crate::harness::html::{attribute, collapsed, elements, text};
use crate::harness::web::{self, Browser, Reply, Server};
use crate::harness::world::World;

/// Columns of the terminal; narrow enough that most texts are wrapped.
const COLUMNS: usize = 60;

/// The only kind of a reply whose kinds cannot be seen from outside.
pub(crate) const UNSEEN: &str = "?";

/// What a person sees of a reply.
#[derive(Debug)]
pub(crate) struct View {
    /// Its text, white space collapsed.
    pub(crate) shown: String,
    /// What can be pressed or chosen.
    pub(crate) labels: Vec<String>,
    /// The kinds of its messages.
    pub(crate) kinds: Vec<String>,
}

/// A door with one person in front of it.
pub(crate) trait Door {
    /// Its name in transcripts.
    const NAME: &'static str;
    /// What stands behind it.
    fn world(&self) -> &World;
    /// The person writes.
    fn write(&mut self, text: &str) -> View;
    /// The person presses what is called `label` in the last reply.
    fn press(&mut self, label: &str) -> Result<View, String>;
}

/// The desk with no door before it.
pub(crate) struct CoreDoor {
    world: World,
    choices: Vec<(String, Action)>,
}

impl CoreDoor {
    pub(crate) fn open(world: World) -> Self {
        Self { world, choices: Vec::new() }
    }

    fn take(&mut self, what: What) -> View {
        let incoming = Incoming::new(dialogue::Door::Terminal, Scope::Private, None, what).own();
        let outgoing = self.world.say(dialogue::Door::Terminal, &caller(), incoming);
        self.choices = outgoing.iter().flat_map(choices).collect();
        View {
            shown: collapsed(
                &outgoing.iter().flat_map(|message| &message.blocks).map(shown).collect::<Vec<_>>().join(" "),
            ),
            labels: self.choices.iter().map(|(label, _)| label.clone()).collect(),
            kinds: kinds(&outgoing),
        }
    }
}

fn caller() -> Caller {
    Caller { person: "kari".to_owned(), chat: "kari".to_owned() }
}

impl Door for CoreDoor {
    const NAME: &'static str = "core";

    fn world(&self) -> &World {
        &self.world
    }

    fn write(&mut self, text: &str) -> View {
        self.take(What::Text(text.to_owned()))
    }

    fn press(&mut self, label: &str) -> Result<View, String> {
        let action = chosen(&self.choices, label)?.clone();
        Ok(self.take(What::Pressed(action)))
    }
}

fn chosen<'c, T>(choices: &'c [(String, T)], label: &str) -> Result<&'c T, String> {
    let found = choices.iter().find(|(own, _)| own == label).map(|(_, choice)| choice);
    let labels = || choices.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>().join("] [");
    found.ok_or_else(|| format!("there is no button [{label}] among [{}]", labels()))
}

fn choices(message: &Outgoing) -> Vec<(String, Action)> {
    let lists = message.blocks.iter().filter_map(|block| match block {
        Block::List(entries) => Some(entries),
        _ => None,
    });
    let entries = lists.flatten().filter_map(|entry| Some((entry.title.clone(), entry.action.clone()?)));
    entries.chain(message.buttons.iter().map(|button| (button.label.clone(), button.action.clone()))).collect()
}

fn kinds(messages: &[Outgoing]) -> Vec<String> {
    let name = |kind: Kind| format!("{kind:?}").to_lowercase();
    messages.iter().map(|message| name(message.kind)).collect()
}

fn shown(block: &Block) -> String {
    match block {
        Block::Text(text) | Block::Heading(text) => text.clone(),
        Block::Quote(quote) => {
            let rest = quote.rest.iter().flat_map(|block| match block {
                QuoteBlock::Paragraph(sentences) | QuoteBlock::List(sentences) => sentences.iter().map(String::as_str),
            });
            std::iter::once(quote.lead.as_str()).chain(rest).collect::<Vec<_>>().join(" ")
        }
        Block::Source(source) => format!("{} {} {}", source.label, source.link, source.reading),
        Block::Emergency(card) => {
            let numbers = card.numbers.iter().map(|(number, what)| format!("{number} {what}"));
            std::iter::once(card.title.clone())
                .chain(card.lines.iter().cloned())
                .chain(numbers)
                .collect::<Vec<_>>()
                .join(" ")
        }
        Block::Letter(text) => text.clone(),
        Block::List(entries) => entries.iter().map(entry).collect::<Vec<_>>().join(" "),
    }
}

fn entry(entry: &Entry) -> String {
    let link = entry.link.as_ref().filter(|_| entry.action.is_none());
    std::iter::once(&entry.title).chain(&entry.note).chain(link).map(String::as_str).collect::<Vec<_>>().join(" ")
}

type Receive = Box<dyn FnMut(Incoming) -> Vec<Outgoing>>;

/// The terminal's session, read off the screen.
pub(crate) struct TerminalDoor {
    world: Rc<World>,
    session: Session<Receive>,
    kinds: Rc<RefCell<Vec<String>>>,
    choices: Vec<(String, usize)>,
}

impl TerminalDoor {
    pub(crate) fn open(world: World) -> Self {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let world = Rc::new(world);
        let (heard, behind) = (Rc::clone(&seen), Rc::clone(&world));
        let receive: Receive = Box::new(move |incoming| {
            let outgoing = behind.say(dialogue::Door::Terminal, &caller(), incoming);
            *heard.borrow_mut() = kinds(&outgoing);
            outgoing
        });
        Self { world, session: Session::new(receive, COLUMNS), kinds: seen, choices: Vec::new() }
    }

    fn line(&mut self, line: &str) -> View {
        let screen = self.session.line(line).unwrap_or_default();
        assert!(!screen.chars().any(|c| c.is_control() && c != '\n'), "control characters on the screen: {screen:?}");
        self.choices = numbered(&screen);
        View {
            shown: unframed(&screen),
            labels: self.choices.iter().map(|(label, _)| label.clone()).collect(),
            kinds: self.kinds.borrow().clone(),
        }
    }
}

impl Door for TerminalDoor {
    const NAME: &'static str = "terminal";

    fn world(&self) -> &World {
        &self.world
    }

    fn write(&mut self, text: &str) -> View {
        self.line(text)
    }

    fn press(&mut self, label: &str) -> Result<View, String> {
        let number = *chosen(&self.choices, label)?;
        Ok(self.line(&number.to_string()))
    }
}

/// The text on a screen without the marks that set it off.
fn unframed(screen: &str) -> String {
    let plain = screen.lines().map(|line| line.trim_start_matches(['│', '┊']).trim_start().trim_start_matches("• "));
    collapsed(&plain.filter(|line| !line.chars().all(|c| matches!(c, '─' | '═'))).collect::<Vec<_>>().join(" "))
}

/// What the numbers on a screen choose: `  1. Title – note`, its further lines
/// set in by five columns, and `[2] Label   [3] Label`.
fn numbered(screen: &str) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut open = false;
    for line in screen.lines() {
        if let (true, Some(rest)) = (open, line.strip_prefix("     ")) {
            let (label, _) = found.last_mut().expect("an open entry is the last one");
            label.push_str(&format!(" {}", rest.trim()));
            continue;
        }
        let entry = line
            .trim_start()
            .split_once(". ")
            .and_then(|(number, title)| Some((title.to_owned(), number.parse().ok()?)));
        open = entry.is_some();
        found.extend(entry);
        if line.starts_with('[') {
            found.extend(line.split("   ").filter_map(|button| {
                let (number, label) = button.strip_prefix('[')?.split_once("] ")?;
                Some((label.trim().to_owned(), number.parse().ok()?))
            }));
        }
    }
    found
        .into_iter()
        .map(|(label, number)| (label.split(" – ").next().unwrap_or_default().to_owned(), number))
        .collect()
}

/// The web page without a script.
pub(crate) struct WebDoor {
    browser: Browser,
    // Before the world it is a door of, so that it is closed first.
    _server: Server,
    world: World,
    choices: Vec<(String, String)>,
}

impl WebDoor {
    pub(crate) fn open(world: World) -> Self {
        let server = web::over(&world);
        Self { browser: Browser::open(&server.url), _server: server, world, choices: Vec::new() }
    }

    fn see(&mut self, reply: &Reply) -> View {
        let page = conversation(&reply.body);
        let buttons = elements(&page, "button");
        // What more is said of a choice stands inside its button, and is not its name.
        let name = |label: &str| text(label.split_once(" <small>").map_or(label, |(name, _)| name));
        let choice = |(tag, label): (&str, &str)| Some((name(label), attribute(tag, "value")?));
        self.choices = buttons.into_iter().filter_map(choice).collect();
        let classes = elements(&page, "article").into_iter().filter_map(|(tag, _)| attribute(tag, "class"));
        let kinds = classes.filter_map(|class| class.strip_prefix("message ").map(str::to_owned)).collect();
        let shown =
            ["nb", "nn", "en"].iter().fold(text(&page), |shown, form| shown.replace(&format!("?sprak={form}"), ""));
        let shown = shown.replace(" /les/", &format!(" {}/les/", content::PUBLIC_URL));
        View { shown, labels: self.choices.iter().map(|(label, _)| label.clone()).collect(), kinds }
    }
}

impl Door for WebDoor {
    const NAME: &'static str = "web";

    fn world(&self) -> &World {
        &self.world
    }

    fn write(&mut self, text: &str) -> View {
        let reply = self.browser.post("tekst", text);
        let is_escaped = !text.contains('<') || !reply.body.contains(text);
        assert!(is_escaped, "the page holds «{text}» as it was typed");
        self.see(&reply)
    }

    fn press(&mut self, label: &str) -> Result<View, String> {
        let action = chosen(&self.choices, label)?.clone();
        let reply = self.browser.post("handling", &action);
        Ok(self.see(&reply))
    }
}

/// The messages of a chat page without the question; of any other page what is
/// its own.
fn conversation(body: &str) -> String {
    let main = body.split_once("<main").and_then(|(_, rest)| rest.split_once('>')).map_or(body, |(_, rest)| rest);
    let main = main.split("</main>").next().unwrap_or(main);
    let log = main.split_once("id=\"u-log\"").and_then(|(_, rest)| rest.split_once('>'));
    let own = log.map_or(main, |(_, rest)| rest);
    let own = own.split("<form class=\"composer\"").next().unwrap_or(own);
    let own = own.split("<form id=\"u-composer\"").next().unwrap_or(own);
    match own.split_once("<div class=\"asked\">") {
        Some((before, rest)) => format!("{before}{}", rest.split_once("</div>").map_or("", |(_, after)| after)),
        None => own.to_owned(),
    }
}
