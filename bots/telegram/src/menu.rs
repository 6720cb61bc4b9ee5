//! The menu of commands, the name and the descriptions, in each language: read
//! first and written only when they differ, since Telegram limits such calls
//! severely.

use serde::Deserialize;
use teloxide::payloads::{
    DeleteMyCommands, GetMyCommands, GetMyDescription, GetMyName, GetMyShortDescription, SetMyDescription, SetMyName,
    SetMyShortDescription,
};
use teloxide::types::{BotCommandScope, ChatId, Recipient};
use utveier::dialogue::command;
use utveier::language::WrittenForm;
use utveier::replies::Replies;

use crate::api::{Command, Failure, SetCommands};
use crate::send::Outbound;

/// Languages by the code Telegram knows them by; none is for everybody else,
/// Norwegians without a written form among them.
const LANGUAGES: [(Option<&str>, WrittenForm); 3] =
    [(None, WrittenForm::Bokmal), (Some("nn"), WrittenForm::Nynorsk), (Some("en"), WrittenForm::English)];
/// Commands that make sense where others read along.
const IN_GROUPS: [&str; 3] = ["radgiver", "akutt", "hjelp"];

/// Commands of which others in a group are not to see that they were used. The
/// card for emergencies is not among them: it must surely be seen.
const EPHEMERAL: [&str; 3] = ["spor", "radgiver", "hjelp"];
/// What advisers write in an inbox.
const IN_INBOXES: [&str; 4] = ["svar", "ta", "overfor", "lukk"];

/// Sets what differs. The menu is a convenience: what fails is logged, and
/// comes right at the next start.
pub(crate) async fn set(out: &Outbound, replies: &Replies, inboxes: &[i64]) {
    let work = async {
        let mut knows = Knows::default();
        for chat in inboxes {
            let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(*chat)) };
            set_commands(out, (scope, of_inbox(replies)), None, &mut knows).await?;
        }
        for (language, form) in LANGUAGES {
            for menu in menus(replies, form) {
                set_commands(out, menu, language, &mut knows).await?;
            }
            set_texts(out, replies, language, form).await?;
        }
        Ok::<(), Failure>(())
    };
    if let Err(failure) = work.await {
        tracing::warn!(%failure, "the menu of commands or a description could not be set");
    }
}

/// Gives an open group, spoken to in a form, commands that everybody sees; any
/// other the commands all groups have.
pub(crate) async fn set_group(
    out: &Outbound,
    replies: &Replies,
    chat: i64,
    open: Option<WrittenForm>,
) -> Result<(), Failure> {
    let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(chat)) };
    let Some(form) = open else {
        let mut delete = DeleteMyCommands::new();
        delete.scope = Some(scope);
        return out.call::<_, bool>(&delete).await.map(|_| ());
    };
    let [.., (_, mut commands)] = menus(replies, form);
    commands.iter_mut().for_each(|command| command.is_ephemeral = false);
    out.call::<_, bool>(&SetCommands { commands, scope, language_code: None }).await.map(|_| ())
}

/// Every menu of a language, that of administrators last. The default is what is
/// seen where no other fits.
fn menus(replies: &Replies, form: WrittenForm) -> [(BotCommandScope, Vec<Command>); 4] {
    let own = |name: &str| command_of(name, replies.text(form, &format!("telegram-command-{name}")));
    let shared = |spec: &command::Spec| command_of(spec.name, replies.text(form, spec.description));
    let mut private: Vec<Command> = command::ALL.iter().map(shared).collect();
    private.push(own("trygg"));
    let named = command::ALL.iter().filter(|spec| IN_GROUPS.contains(&spec.name));
    let default: Vec<Command> = std::iter::once(own("spor")).chain(named.map(shared)).collect();
    let hidden = |command: Command| {
        let is_ephemeral = EPHEMERAL.contains(&command.command.as_str());
        Command { is_ephemeral, ..command }
    };
    let group: Vec<Command> = default.iter().cloned().map(hidden).collect();
    let administrators = group.iter().cloned().chain([own("gruppe")]).collect();
    [
        (BotCommandScope::Default, default),
        (BotCommandScope::AllPrivateChats, private),
        (BotCommandScope::AllGroupChats, group),
        (BotCommandScope::AllChatAdministrators, administrators),
    ]
}

fn of_inbox(replies: &Replies) -> Vec<Command> {
    let text = |name: &str| replies.text(WrittenForm::Bokmal, &format!("telegram-inbox-command-{name}"));
    IN_INBOXES.map(|name| command_of(name, text(name))).into()
}

fn command_of(name: &str, description: String) -> Command {
    Command { command: name.to_owned(), description, is_ephemeral: false }
}

/// Whether the server gives back that a command is ephemeral; one that does not
/// know it leaves it out, and would be written to at every start.
#[derive(Default)]
enum Knows {
    #[default]
    Unasked,
    Yes,
    No,
}

async fn set_commands(
    out: &Outbound,
    (scope, commands): (BotCommandScope, Vec<Command>),
    language: Option<&str>,
    knows: &mut Knows,
) -> Result<(), Failure> {
    let mut get = GetMyCommands::new();
    get.scope = Some(scope.clone());
    get.language_code = language.map(str::to_owned);
    let before = out.call::<_, Vec<Command>>(&get).await?;
    if before == commands || (matches!(knows, Knows::No) && before == plain(&commands)) {
        return Ok(());
    }
    let set = SetCommands { commands: commands.clone(), scope, language_code: language.map(str::to_owned) };
    out.call::<_, bool>(&set).await?;
    let is_telling = commands.iter().any(|command| command.is_ephemeral) && before == plain(&commands);
    if is_telling && matches!(knows, Knows::Unasked) {
        let after = out.call::<_, Vec<Command>>(&get).await?;
        *knows = if after == commands { Knows::Yes } else { Knows::No };
    }
    Ok(())
}

/// Commands as a server of before Bot API 10.2 has them.
fn plain(commands: &[Command]) -> Vec<Command> {
    commands.iter().cloned().map(|command| Command { is_ephemeral: false, ..command }).collect()
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
            for commands in menus(&replies, form).map(|(_, commands)| commands).into_iter().chain([of_inbox(&replies)])
            {
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
