//! The menu of commands, the name and the descriptions, in each language: read
//! first and written only when they differ, since Telegram limits such calls
//! severely.

use serde::Deserialize;
use teloxide::payloads::{
    GetMyCommands, GetMyDescription, GetMyName, GetMyShortDescription, SetMyCommands, SetMyDescription, SetMyName,
    SetMyShortDescription,
};
use teloxide::types::{BotCommand, BotCommandScope};
use utveier::dialogue::command;
use utveier::language::WrittenForm;
use utveier::replies::Replies;

use crate::api::Failure;
use crate::send::Outbound;

/// Languages by the code Telegram knows them by; none is for everybody else,
/// Norwegians without a written form among them.
const LANGUAGES: [(Option<&str>, WrittenForm); 3] =
    [(None, WrittenForm::Bokmal), (Some("nn"), WrittenForm::Nynorsk), (Some("en"), WrittenForm::English)];
/// Commands that make sense where others read along.
const IN_GROUPS: [&str; 3] = ["radgiver", "akutt", "hjelp"];

/// Sets what differs. The menu is a convenience: what fails is logged, and
/// comes right at the next start.
pub(crate) async fn set(out: &Outbound, replies: &Replies) {
    for (language, form) in LANGUAGES {
        if let Err(failure) = set_language(out, replies, language, form).await {
            tracing::warn!(%failure, "the menu of commands or a description could not be set");
            return;
        }
    }
}

async fn set_language(
    out: &Outbound,
    replies: &Replies,
    language: Option<&str>,
    form: WrittenForm,
) -> Result<(), Failure> {
    for (scope, commands) in menus(replies, form) {
        set_commands(out, scope, commands, language).await?;
    }
    set_texts(out, replies, language, form).await
}

/// Every menu of a language. The default is what is seen where no other fits.
fn menus(replies: &Replies, form: WrittenForm) -> [(BotCommandScope, Vec<BotCommand>); 4] {
    let own = |name: &str| BotCommand::new(name, replies.text(form, &format!("telegram-command-{name}")));
    let shared = |spec: &command::Spec| BotCommand::new(spec.name, replies.text(form, spec.description));
    let mut private: Vec<BotCommand> = command::ALL.iter().map(shared).collect();
    private.push(own("trygg"));
    let named = command::ALL.iter().filter(|spec| IN_GROUPS.contains(&spec.name));
    let group: Vec<BotCommand> = std::iter::once(own("spor")).chain(named.map(shared)).collect();
    let administrators = group.iter().cloned().chain([own("gruppe")]).collect();
    [
        (BotCommandScope::Default, group.clone()),
        (BotCommandScope::AllPrivateChats, private),
        (BotCommandScope::AllGroupChats, group),
        (BotCommandScope::AllChatAdministrators, administrators),
    ]
}

async fn set_commands(
    out: &Outbound,
    scope: BotCommandScope,
    commands: Vec<BotCommand>,
    language: Option<&str>,
) -> Result<(), Failure> {
    let mut get = GetMyCommands::new();
    get.scope = Some(scope.clone());
    get.language_code = language.map(str::to_owned);
    if out.call::<_, Vec<BotCommand>>(&get).await? == commands {
        return Ok(());
    }
    let mut set = SetMyCommands::new(commands);
    set.scope = Some(scope);
    set.language_code = language.map(str::to_owned);
    out.call::<_, bool>(&set).await.map(|_| ())
}

/// The name and both descriptions, as Telegram gives them back.
#[derive(Deserialize)]
struct Texts {
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    short_description: String,
}

async fn set_texts(
    out: &Outbound,
    replies: &Replies,
    language: Option<&str>,
    form: WrittenForm,
) -> Result<(), Failure> {
    let code = || language.map(str::to_owned);
    let wanted = |key: &str| replies.text(form, key);
    let name = wanted(key!("telegram-name"));
    if out.call::<_, Texts>(&GetMyName { language_code: code() }).await?.name != name {
        out.call::<_, bool>(&SetMyName { name: Some(name), language_code: code() }).await?;
    }
    let text = wanted(key!("telegram-description"));
    if out.call::<_, Texts>(&GetMyDescription { language_code: code() }).await?.description != text {
        out.call::<_, bool>(&SetMyDescription { description: Some(text), language_code: code() }).await?;
    }
    let short = wanted(key!("telegram-short-description"));
    if out.call::<_, Texts>(&GetMyShortDescription { language_code: code() }).await?.short_description != short {
        let set = SetMyShortDescription { short_description: Some(short), language_code: code() };
        out.call::<_, bool>(&set).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_menu_is_within_telegrams_limits() {
        let replies = Replies::default();
        for (_, form) in LANGUAGES {
            for (_, commands) in menus(&replies, form) {
                assert!((1..=100).contains(&commands.len()));
                for command in commands {
                    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
                    assert!((1..=32).contains(&command.command.len()) && command.command.bytes().all(fits));
                    let length = command.description.chars().count();
                    assert!((3..=256).contains(&length), "{}", command.command);
                    assert!(
                        !command.description.starts_with("telegram-") && !command.description.starts_with("command-")
                    );
                }
            }
            let length = |key: &str| replies.text(form, key).chars().count();
            assert!(length(key!("telegram-name")) <= 64);
            assert!(length(key!("telegram-description")) <= 512);
            assert!(length(key!("telegram-short-description")) <= 120);
        }
    }
}
