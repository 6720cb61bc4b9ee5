//! Interactions as the door reads them: the few things that matter of each.

use serenity::all::{
    ActionRowComponent, ChannelId, CommandDataOptionValue, CommandInteraction, CommandType, ComponentInteraction,
    ComponentInteractionDataKind, GuildId, Interaction, InteractionContext, Member, MessageFlags, ModalInteraction,
    PartialChannel, Permissions,
};
use utveier::language::WrittenForm;

use crate::render::MENU;

/// An interaction.
#[derive(Clone)]
pub(crate) struct Arrival {
    /// Its id; the platform never gives one twice.
    pub id: u64,
    /// What it is answered with.
    pub token: String,
    /// The person.
    pub person: u64,
    /// The server, if in one the bot or the person brought it to.
    pub server: Option<u64>,
    /// The channel or thread.
    pub channel: u64,
    /// The channel a thread hangs under.
    pub parent: Option<u64>,
    /// Whether it is the conversation with the bot itself.
    pub is_direct: bool,
    /// Whether the person may change the server's settings.
    pub manages: bool,
    /// The form the person's device is set to.
    pub locale: Option<WrittenForm>,
    /// What is asked.
    pub asked: Asked,
}

/// What an interaction asks.
#[derive(Clone)]
pub(crate) enum Asked {
    /// A command with its options by name.
    Command {
        /// Its name.
        name: String,
        /// Its options.
        options: Vec<(String, String)>,
    },
    /// A command about a message: that message's text.
    Message(String),
    /// What has been typed so far in an option.
    Typing {
        /// The command.
        command: String,
        /// The text.
        text: String,
    },
    /// A button or an entry of a menu.
    Press {
        /// Its id, signed by us or not; the entry's where the menu has none of its
        /// own.
        id: String,
        /// Entries of a menu, in any number.
        values: Vec<String>,
        /// Whether the message it stands under is seen by the person only.
        is_hidden: bool,
    },
    /// A sent field.
    Field {
        /// Its id.
        id: String,
        /// The text.
        text: String,
        /// Whether it was opened from under a message.
        has_message: bool,
        /// Whether that message is seen by the person only.
        is_hidden: bool,
    },
}

impl Arrival {
    /// Reads an interaction; `None` for the one kind a gateway never sends.
    pub(crate) fn read(interaction: Interaction) -> Option<Self> {
        match interaction {
            Interaction::Command(command) => Some(Self::of_command(&command)),
            Interaction::Autocomplete(command) => Some(Self::of_typing(&command)),
            Interaction::Component(component) => Some(Self::of_component(component)),
            Interaction::Modal(modal) => Some(Self::of_modal(modal)),
            _ => None,
        }
    }

    fn of_command(command: &CommandInteraction) -> Self {
        let asked = if command.data.kind == CommandType::Message {
            let text = command.data.resolved.messages.values().next().map(|message| message.content.clone());
            Asked::Message(text.unwrap_or_default())
        } else {
            let option = |option: &serenity::all::CommandDataOption| match &option.value {
                CommandDataOptionValue::String(text) => Some((option.name.clone(), text.clone())),
                _ => None,
            };
            let options = command.data.options.iter().filter_map(option).collect();
            Asked::Command { name: command.data.name.clone(), options }
        };
        let seen = Seen { member: command.member.as_deref(), context: command.context, locale: &command.locale };
        Self {
            id: command.id.get(),
            token: command.token.clone(),
            person: command.user.id.get(),
            server: command.guild_id.map(GuildId::get),
            channel: command.channel_id.get(),
            parent: parent(command.channel.as_ref()),
            is_direct: seen.is_direct(command.guild_id),
            manages: seen.manages(),
            locale: seen.form(),
            asked,
        }
    }

    fn of_typing(command: &CommandInteraction) -> Self {
        let text = command.data.autocomplete().map(|typed| typed.value.to_owned()).unwrap_or_default();
        let asked = Asked::Typing { command: command.data.name.clone(), text };
        Self { asked, ..Self::of_command(command) }
    }

    fn of_component(component: ComponentInteraction) -> Self {
        let own = component.data.custom_id;
        let (id, values) = match component.data.kind {
            ComponentInteractionDataKind::Button => (own, Vec::new()),
            ComponentInteractionDataKind::StringSelect { values } if own.starts_with(MENU) => {
                (values.into_iter().next().unwrap_or_default(), Vec::new())
            }
            ComponentInteractionDataKind::StringSelect { values } => (own, values),
            // Nothing of ours; answered like a forged id.
            _ => (String::new(), Vec::new()),
        };
        let is_hidden = is_hidden(component.message.flags);
        let seen = Seen { member: component.member.as_ref(), context: component.context, locale: &component.locale };
        Self {
            id: component.id.get(),
            person: component.user.id.get(),
            server: component.guild_id.map(GuildId::get),
            channel: component.channel_id.get(),
            parent: parent(component.channel.as_ref()),
            is_direct: seen.is_direct(component.guild_id),
            manages: seen.manages(),
            locale: seen.form(),
            asked: Asked::Press { id, values, is_hidden },
            token: component.token,
        }
    }

    fn of_modal(modal: ModalInteraction) -> Self {
        let fields = modal.data.components.iter().flat_map(|row| &row.components);
        let text = fields.filter_map(|field| match field {
            ActionRowComponent::InputText(input) => input.value.clone(),
            _ => None,
        });
        let text = text.collect::<Vec<_>>().join("\n");
        let is_hidden = modal.message.as_ref().is_some_and(|message| is_hidden(message.flags));
        let seen = Seen { member: modal.member.as_ref(), context: None, locale: &modal.locale };
        Self {
            id: modal.id.get(),
            person: modal.user.id.get(),
            server: modal.guild_id.map(GuildId::get),
            channel: modal.channel_id.get(),
            parent: parent(modal.channel.as_ref()),
            is_direct: seen.is_direct(modal.guild_id),
            manages: seen.manages(),
            locale: seen.form(),
            asked: Asked::Field {
                id: modal.data.custom_id.clone(),
                text,
                has_message: modal.message.is_some(),
                is_hidden,
            },
            token: modal.token,
        }
    }
}

/// What hangs under a category is no thread, but a category has no settings.
fn parent(channel: Option<&PartialChannel>) -> Option<u64> {
    channel?.parent_id.map(ChannelId::get)
}

fn is_hidden(flags: Option<MessageFlags>) -> bool {
    flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}

/// What every kind of interaction tells of the person and the place.
struct Seen<'a> {
    member: Option<&'a Member>,
    context: Option<InteractionContext>,
    locale: &'a str,
}

impl Seen<'_> {
    fn is_direct(&self, server: Option<GuildId>) -> bool {
        match self.context {
            Some(context) => context == InteractionContext::BotDm,
            None => server.is_none(),
        }
    }

    fn manages(&self) -> bool {
        let permissions = self.member.and_then(|member| member.permissions);
        permissions.is_some_and(|own| own.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR))
    }

    fn form(&self) -> Option<WrittenForm> {
        WrittenForm::from_tag(self.locale)
    }
}
