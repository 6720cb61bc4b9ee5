//! `utveier selftest inbox`: a marked message to every inbox, and read back where
//! answers are read.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use async_trait::async_trait;
use tokio_util::sync::CancellationToken;
use utveier::clock::Clock;
use utveier::desk::RegionInbox;
use utveier::engine::Engine;
use utveier::inbox::imap::{Content, Disposal, Fetched, HandlerError, ImapReader, MailHandler, Position};
use utveier::inbox::{Parcel, Purpose};
use utveier::language::WrittenForm;
use utveier::request::CaseCode;
use utveier::store::{SqliteStore, Store};
use uuid::Uuid;

use crate::cli::SelftestCommand;
use crate::clock::SystemClock;
use crate::doors::Doors;
use crate::settings::{InboxKind, REGIONS, Settings};
use crate::{office, output, postman};

/// How long a message may take to come back.
const COMES_BACK_WITHIN: Duration = Duration::from_secs(90);

/// Runs the command.
pub(crate) fn run(settings: &Settings, engine: &Engine, command: &SelftestCommand) -> anyhow::Result<ExitCode> {
    let SelftestCommand::Inbox { region } = command;
    if let Some(region) = region.as_deref().filter(|region| !REGIONS.contains(region)) {
        bail!("there is no region «{region}»; they are {}", REGIONS.join(", "));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(inboxes(settings, engine, region.as_deref()))
}

async fn inboxes(settings: &Settings, engine: &Engine, only: Option<&str>) -> anyhow::Result<ExitCode> {
    let mut failed = false;
    let (store, keyring) = office::open_store(settings).await?;
    let shared: Arc<dyn Store> = Arc::<SqliteStore>::clone(&store);
    let doors = Doors::new(settings, &shared, &keyring)?;
    let inboxes = office::inboxes(settings, &doors)?;
    for (id, inbox) in &inboxes {
        if only.is_some_and(|only| only != id.as_str()) {
            continue;
        }
        for recipient in &inbox.recipients {
            let parcel = parcel(engine, id, recipient);
            match inbox.inbox.deliver(&parcel).await {
                Ok(()) => output::line(&format!("{id}: accepted, marked {}", parcel.id))?,
                Err(error) => {
                    failed = true;
                    output::line(&format!("{id}: FAILED: {error}"))?;
                }
            }
        }
    }
    if only.is_none() {
        failed |= !round_trip(settings, engine, &inboxes, &*store).await?;
    }
    store.close().await;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn parcel(engine: &Engine, region: &str, recipient: &str) -> Parcel {
    let say = |key: &str| engine.replies.text(WrittenForm::Bokmal, key);
    Parcel {
        id: Uuid::now_v7(),
        recipient: recipient.to_owned(),
        purpose: Purpose::Selftest,
        code: CaseCode::from_random(*Uuid::new_v4().as_bytes().first_chunk().unwrap_or(&[0; 8])).to_string(),
        region: region.to_owned(),
        subject: say("mail-subject-selftest"),
        text: say("mail-body-selftest"),
        found: Vec::new(),
        how_to_answer: String::new(),
        reply_to: None,
        thread: None,
        written_at: SystemClock.now(),
    }
}

/// A message to the mailbox answers come back to, until it is read there.
async fn round_trip(
    settings: &Settings,
    engine: &Engine,
    inboxes: &BTreeMap<String, RegionInbox>,
    store: &dyn Store,
) -> anyhow::Result<bool> {
    let Some(mailbox) = office::reply_mailbox(settings) else {
        output::line("answers: [imap] is not set, so nothing was read back")?;
        return Ok(true);
    };
    let Some(sender) = mailer(settings, inboxes) else {
        output::line("answers: no inbox sends mail, so nothing was read back")?;
        return Ok(true);
    };
    let position = postman::position(store).await?;
    let reader = ImapReader::new(office::imap_config(settings))?;
    let parcel = parcel(engine, "answers", &mailbox);
    if let Err(error) = sender.inbox.deliver(&parcel).await {
        output::line(&format!("answers: FAILED to send to the mailbox that is read: {error}"))?;
        return Ok(false);
    }
    let found = CancellationToken::new();
    let waiting = Waiting { mark: parcel.id.to_string(), position, found: found.clone() };
    let result = tokio::time::timeout(COMES_BACK_WITHIN, reader.run(&waiting, &found)).await;
    match (found.is_cancelled(), result) {
        (true, _) => output::line("answers: the message came back")?,
        (false, _) => {
            let why = reader.health().borrow().error.clone().unwrap_or_else(|| "it was not seen in time".to_owned());
            output::line(&format!("answers: FAILED: {why}"))?;
        }
    }
    Ok(found.is_cancelled())
}

/// An inbox that sends mail, whichever region's.
fn mailer<'i>(settings: &Settings, inboxes: &'i BTreeMap<String, RegionInbox>) -> Option<&'i RegionInbox> {
    let id = settings.inbox.iter().find(|(_, inbox)| inbox.kind == InboxKind::Smtp).map(|(id, _)| id);
    id.and_then(|id| inboxes.get(id))
}

/// Looks for one message and leaves the others alone.
struct Waiting {
    mark: String,
    position: Option<Position>,
    found: CancellationToken,
}

#[async_trait]
impl MailHandler for Waiting {
    async fn handle(&self, mail: Fetched) -> Result<Disposal, HandlerError> {
        let (Content::Whole(raw) | Content::Head(raw)) = &mail.content;
        if raw.windows(self.mark.len()).any(|window| window == self.mark.as_bytes()) {
            self.found.cancel();
        }
        Ok(Disposal::Keep)
    }

    async fn position(&self) -> Result<Option<Position>, HandlerError> {
        Ok(self.position)
    }

    async fn save_position(&self, _position: Position) -> Result<(), HandlerError> {
        Ok(())
    }
}
