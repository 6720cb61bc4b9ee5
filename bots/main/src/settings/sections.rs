//! The sections of the configuration with their defaults.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

/// The whole configuration.
#[derive(Debug, Default, Clone)]
pub(crate) struct Settings {
    pub knowledge: KnowledgeSettings,
    pub store: Store,
    pub web: Web,
    pub telegram: Telegram,
    pub discord: Discord,
    pub inbox: BTreeMap<String, Inbox>,
    pub smtp: Smtp,
    pub imap: Imap,
    pub operator: Operator,
    pub routing: Vec<Routing>,
    pub retention: Retention,
    pub limits: Limits,
    pub donations: Donations,
}

impl Settings {
    /// `[[routing]]` as pairs of a place and a region's id.
    pub(crate) fn overrides(&self) -> Vec<(String, String)> {
        self.routing.iter().map(|row| (row.place.clone(), row.region.clone())).collect()
    }
}

/// A secret that is never printed.
#[derive(Default, Clone, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    /// Whether none is set.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret itself, for checking its shape.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_empty() { "\"\"" } else { "\"…\"" })
    }
}

macro_rules! section {
    ($(#[$meta:meta])* $name:ident { $($field:ident: $kind:ty = $default:expr),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct $name { $(pub $field: $kind),* }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default),* }
            }
        }
    };
}

section!(
    /// `[knowledge]`
    KnowledgeSettings { folder: PathBuf = "knowledge".into() }
);
section!(
    /// `[store]`
    Store { url: Secret = Secret("sqlite:data/utveier.db".into()), key_file: PathBuf = "data/utveier.key".into(), key: Secret = Secret::default() }
);
section!(
    /// `[web]`
    Web { listen: String = "127.0.0.1:8080".into(), public_url: String = "http://127.0.0.1:8080".into() }
);
section!(
    /// `[telegram]`
    Telegram {
        token: Secret = Secret::default(),
        api_url: String = "https://api.telegram.org".into(),
        mode: TelegramMode = TelegramMode::Polling,
        webhook_listen: String = "127.0.0.1:8443".into(),
        webhook_url: String = String::new(),
        webhook_secret: Secret = Secret::default(),
    }
);
section!(
    /// `[discord]`
    Discord { token: Secret = Secret::default(), api_url: String = "https://discord.com".into(), ca_file: String = String::new() }
);
section!(
    /// `[inbox.<region>]`
    Inbox { kind: InboxKind = InboxKind::Maildir, to: Vec<String> = Vec::new(), folder: String = String::new(), hours: String = String::new() }
);
section!(
    /// `[smtp]`
    Smtp {
        host: String = String::new(),
        port: u16 = 587,
        tls: TlsMode = TlsMode::Starttls,
        user: String = String::new(),
        password: Secret = Secret::default(),
        from: String = String::new(),
        ca_file: String = String::new(),
    }
);
section!(
    /// `[imap]`
    Imap {
        host: String = String::new(),
        port: u16 = 993,
        tls: TlsMode = TlsMode::Tls,
        user: String = String::new(),
        password: Secret = Secret::default(),
        mailbox: String = "INBOX".into(),
        address: String = String::new(),
        ca_file: String = String::new(),
    }
);
section!(
    /// `[operator]`
    Operator { listen: String = String::new(), token: Secret = Secret::default() }
);
section!(
    /// `[[routing]]`
    Routing { place: String = String::new(), region: String = String::new() }
);
section!(
    /// `[retention]`; hours and days, from 1.
    Retention { request_hours: u32 = 72, receipt_days: u32 = 90, draft_hours: u32 = 24 }
);

section!(
    /// `[donations]`; days, from 60 to 365.
    Donations { enabled: bool = false, keep_days: u32 = 180 }
);

section!(
    /// `[limits]`; messages, from 1.
    Limits { person_per_minute: u32 = 20, person_burst: u32 = 10, chat_per_minute: u32 = 60, chat_burst: u32 = 30 }
);

/// How updates reach us from Telegram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TelegramMode {
    /// We ask.
    Polling,
    /// Telegram calls.
    Webhook,
}

/// Where a request is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum InboxKind {
    /// A folder of messages.
    Maildir,
    /// Mail.
    Smtp,
    /// A topic in a Telegram group.
    Telegram,
    /// A post in a Discord forum.
    Discord,
}

/// How a mail connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TlsMode {
    /// Upgraded from plain.
    Starttls,
    /// From the first byte.
    Tls,
    /// Not at all; on loopback only.
    None,
}
