//! What the bot has sent, as a person would see it.

use serde_json::Value;

/// A message the bot has sent.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) id: i64,
    pub(crate) chat: i64,
    pub(crate) body: Value,
    pub(crate) is_edited: bool,
}

impl Shown {
    pub(crate) fn text(&self) -> &str {
        self.body["text"].as_str().unwrap_or_default()
    }

    /// Label and callback data or address of each button.
    pub(crate) fn buttons(&self) -> Vec<(String, String)> {
        let rows = self.body["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
        let buttons = rows.iter().filter_map(Value::as_array).flatten();
        let data = |button: &Value| {
            let kinds = ["callback_data", "url", "switch_inline_query"];
            kinds.iter().find_map(|kind| button[*kind].as_str()).unwrap_or_default().to_owned()
        };
        buttons.map(|button| (button["text"].as_str().unwrap_or_default().to_owned(), data(button))).collect()
    }
}
