//! `/trygg`: what Telegram is and is not, and other ways in, with a code that
//! takes the conversation's choices along.

use utveier::desk::Caller;
use utveier::dialogue::{Action, Block, Button, Door as CoreDoor, Entry, Kind, Outgoing};
use utveier::language::WrittenForm;

use super::Door;

impl Door {
    /// The text, with the web page where there is one.
    pub(super) async fn safe(&self, form: WrittenForm, caller: &Caller) -> Outgoing {
        let engine = self.desk.engine();
        let text = |key: &str| self.desk.text(form, key);
        let mut blocks = vec![Block::Heading(text(key!("telegram-safe-title")))];
        let paragraphs = [
            key!("telegram-safe-encryption"),
            key!("telegram-safe-work"),
            key!("telegram-safe-here"),
            key!("telegram-safe-delete"),
        ];
        blocks.extend(paragraphs.map(|key| Block::Text(text(key))));
        if let Some(url) = &self.web_url {
            let link = Some(url.clone());
            blocks.push(Block::List(vec![Entry {
                title: text(key!("telegram-safe-web")),
                note: None,
                action: None,
                link,
            }]));
            let code = self.desk.carry(CoreDoor::Telegram, caller).await.to_string();
            blocks.push(Block::Text(engine.replies.with(form, key!("carried-code"), &[("code", &code)])));
        }
        blocks.push(Block::Text(text(key!("telegram-safe-phone"))));
        let buttons = [(key!("button-adviser"), Action::Adviser), (key!("button-start"), Action::Start)];
        let buttons = buttons.map(|(key, action)| Button { label: text(key), action }).into();
        Outgoing { kind: Kind::Notice, form, blocks, buttons, receipt: None }
    }
}
