//! What a group's administrators have chosen: language, who sees the answers,
//! and whether they make a sound.

use serde::{Deserialize, Serialize};
use teloxide::payloads::GetChatMember;
use teloxide::types::{ChatId, UserId};
use utveier::dialogue::Outgoing;
use utveier::language::WrittenForm;
use utveier::store::Write;

use super::Door;
use crate::menu;
use crate::wire::Standing;

/// A group's choices, as stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Choices {
    /// Code of the language; `None` goes by who asks.
    pub(super) language: Option<String>,
    /// Answers make no sound.
    pub(super) is_quiet: bool,
    /// Who sees questions and answers.
    pub(super) audience: Audience,
}

/// Who sees what is asked and answered in a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Audience {
    /// Nobody chose: what is asked with a command only who asked, where Telegram
    /// can; what everybody saw asked, everybody.
    #[default]
    Unchosen,
    /// Everybody.
    Open,
    /// Only who asked: to them alone, or a link to the private chat.
    Private,
}

impl Choices {
    pub(super) fn form(&self) -> Option<WrittenForm> {
        self.language.as_deref().and_then(WrittenForm::from_tag)
    }

    /// Whether an answer is hidden even when everybody saw the question.
    pub(super) fn is_private(&self) -> bool {
        self.audience == Audience::Private
    }
}

impl Door {
    /// What a group has chosen; the defaults when that cannot be read.
    pub(super) async fn choices(&self, chat: i64) -> Choices {
        let stored = self.store.value(&self.name(chat)).await.ok().flatten();
        stored.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// `/gruppe …`: by administrators only.
    pub(super) async fn choose(&self, chat: i64, person: i64, wanted: &str, before: &Choices) -> Outgoing {
        let form = before.form().unwrap_or(WrittenForm::Bokmal);
        if !self.is_administrator(chat, person).await {
            return self.said(form, key!("telegram-group-admins"));
        }
        let language = |form: WrittenForm| Choices { language: Some(form.code().to_owned()), ..before.clone() };
        // With and without the ring above the a.
        let choices = match wanted.to_lowercase().replace('\u{e5}', "a").as_str() {
            "bokmal" | "nb" => language(WrittenForm::Bokmal),
            "nynorsk" | "nn" => language(WrittenForm::Nynorsk),
            "english" | "engelsk" | "en" => language(WrittenForm::English),
            "stille" | "quiet" => Choices { is_quiet: true, ..before.clone() },
            "lyd" | "sound" => Choices { is_quiet: false, ..before.clone() },
            "apen" | "open" => Choices { audience: Audience::Open, ..before.clone() },
            "privat" | "private" => Choices { audience: Audience::Private, ..before.clone() },
            _ => return self.said(form, key!("telegram-group-how")),
        };
        let form = choices.form().unwrap_or(form);
        if !self.keep(chat, Some(&choices)).await {
            return self.said(form, key!("store-failed"));
        }
        self.show_menu(chat, &choices).await;
        self.said(form, key!("telegram-group-chosen"))
    }

    /// Commands of an open group are seen by everybody, unlike others'.
    async fn show_menu(&self, chat: i64, choices: &Choices) {
        let form = choices.form().unwrap_or(WrittenForm::Bokmal);
        let open = (choices.audience == Audience::Open).then_some(form);
        if let Err(failure) = menu::set_group(&self.out, &self.desk.engine().replies, chat, open).await {
            tracing::warn!(%failure, "the commands of a group could not be set");
        }
    }

    /// A group became a supergroup, under another id.
    pub(super) async fn move_choices(&self, from: i64, to: i64) {
        let choices = self.choices(from).await;
        if choices != Choices::default() && self.keep(to, Some(&choices)).await {
            self.keep(from, None).await;
            self.show_menu(to, &choices).await;
        }
    }

    /// The bot was removed: nothing of the group is kept.
    pub(super) async fn forget_choices(&self, chat: i64) {
        if self.choices(chat).await != Choices::default() {
            self.keep(chat, None).await;
        }
    }

    async fn keep(&self, chat: i64, choices: Option<&Choices>) -> bool {
        let value = choices.and_then(|choices| serde_json::to_vec(choices).ok()).unwrap_or_default();
        let kept = self.store.commit(vec![Write::PutValue { name: self.name(chat), value }]).await;
        kept.inspect_err(|error| tracing::error!(%error, "a group's choices could not be kept")).is_ok()
    }

    /// The store holds no platform's id in clear.
    fn name(&self, chat: i64) -> String {
        let key = self.keyring.person("telegram-group", &chat.to_string());
        let hex: String = key.0[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("telegram-group:{hex}")
    }

    /// Asked anew each time: who sees a command is no proof of who may use it.
    async fn is_administrator(&self, chat: i64, person: i64) -> bool {
        let Ok(id) = u64::try_from(person) else { return false };
        let call = GetChatMember::new(ChatId(chat), UserId(id));
        let standing = self.out.call::<_, Standing>(&call).await;
        standing.is_ok_and(|standing| matches!(standing.status.as_str(), "creator" | "administrator"))
    }
}
