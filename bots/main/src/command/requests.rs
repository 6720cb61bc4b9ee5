//! `utveier requests`: what an operator sees and does.
//!
//! What people wrote is shown only when asked for; addresses of people never.

use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use jiff::Timestamp;
use serde_json::json;
use utveier::desk::{Retried, Taken, open_case, open_letter};
use utveier::engine::{Engine, Live};
use utveier::inbox::{Reply, Returned};
use utveier::request::{CaseCode, Stage};
use utveier::store::{CaseRow, ItemRow, ItemState, Store};

use crate::cli::RequestsCommand;
use crate::office::Office;
use crate::output;
use crate::settings::Settings;

/// Longest answer read from standard input, in bytes.
const MAX_ANSWER: u64 = 64 * 1024;
/// Most requests listed.
const MOST: usize = 100_000;

/// Runs the command.
pub(crate) fn run(settings: &Settings, engine: Engine, command: &RequestsCommand) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let office = Office::open(settings, Arc::new(Live::new(engine))).await?;
        let result = perform(&office, command).await;
        office.store.close().await;
        result
    })
}

async fn perform(office: &Office, command: &RequestsCommand) -> anyhow::Result<ExitCode> {
    match command {
        RequestsCommand::List { stuck } => list(office, *stuck).await?,
        RequestsCommand::Show { code, text } => show(office, &find(office, code).await?, *text).await?,
        RequestsCommand::Retry { code } => retry(office, &find(office, code).await?).await?,
        RequestsCommand::Answer { code, close } => answer(office, &find(office, code).await?, *close).await?,
        RequestsCommand::Export { text } => export(office, *text).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn find(office: &Office, code: &str) -> anyhow::Result<CaseRow> {
    let code: CaseCode = code.parse().with_context(|| format!("«{code}»"))?;
    let case = office.store.case_of_code(code.as_str()).await?;
    case.with_context(|| format!("there is no request {code} in this database"))
}

async fn list(office: &Office, stuck: bool) -> anyhow::Result<()> {
    let counts = office.store.counts().await?;
    let mut shown = 0;
    for case in office.store.cases(&[], MOST).await? {
        let items = office.store.items(case.id).await?;
        let hindered = items.iter().rev().find(|item| item.state == ItemState::Dead || item.error.is_some());
        let open = hindered.filter(|item| !matches!(item.state, ItemState::Sent | ItemState::Cancelled));
        let came_back = case.stage == Stage::Undeliverable.as_str();
        if stuck && open.is_none() && !came_back {
            continue;
        }
        shown += 1;
        let why = open.map_or_else(String::new, |item| format!("  {}: {}", state(item), reason(item)));
        output::line(&format!(
            "{}  {:8}  {:13}  {}{why}",
            code(&case),
            case.region,
            case.stage,
            time(case.created_at)
        ))?;
    }
    output::line(&format!(
        "{shown} request(s); {} open, {} deliveries waiting, {} given up",
        counts.open_cases, counts.waiting, counts.dead
    ))?;
    Ok(())
}

async fn show(office: &Office, case: &CaseRow, text: bool) -> anyhow::Result<()> {
    output::line(&format!("{}  {}  {}", code(case), case.region, case.stage))?;
    for (what, at) in [
        ("received", Some(case.created_at)),
        ("delivered", case.delivered_at),
        ("answered", case.answered_at),
        ("closed", case.closed_at),
    ] {
        if let Some(at) = at {
            output::line(&format!("  {what:10} {}", time(at)))?;
        }
    }
    output::line(&format!("  reminders  {}", case.reminders))?;
    for letter in office.store.letters(case.id).await? {
        let seen = letter.seen_at.map_or_else(String::new, |at| format!(", shown {}", time(at)));
        output::line(&format!("  letter {} {} {}{seen}", letter.number, letter.kind, time(letter.created_at)))?;
        if let (true, Some(body)) = (text, open_letter(&office.keyring, &letter)?) {
            body.lines().try_for_each(|line| output::line(&format!("    | {line}")))?;
        }
    }
    for item in office.store.items(case.id).await? {
        let why = item.error.as_ref().map_or_else(String::new, |_| format!(": {}", reason(&item)));
        output::line(&format!("  delivery {} {} after {} attempt(s){why}", item.kind, state(&item), item.attempts))?;
    }
    Ok(())
}

async fn retry(office: &Office, case: &CaseRow) -> anyhow::Result<()> {
    let code = code(case);
    match office.desk.retry(case).await? {
        Retried::Revived(count) => {
            output::line(&format!("{code}: {count} given-up deliveries are due now; «utveier serve» sends them"))?;
        }
        Retried::SentAgain(count) => output::line(&format!(
            "{code}: the mail came back; it goes to {count} recipient(s) anew; «utveier serve» sends it"
        ))?,
        Retried::TextIsGone => bail!(
            "{code}: the mail came back, and its text has been deleted since; answer the asker (utveier requests answer {code})"
        ),
        Retried::Nothing => bail!("{code}: nothing was given up and nothing came back"),
    }
    Ok(())
}

async fn answer(office: &Office, case: &CaseRow, close: bool) -> anyhow::Result<()> {
    let mut text = String::new();
    std::io::stdin().take(MAX_ANSWER).read_to_string(&mut text).context("the answer on standard input")?;
    if text.trim().is_empty() && !close {
        bail!("there is no answer on standard input");
    }
    let reply = Reply {
        code: case.code.clone(),
        text: text.trim().to_owned(),
        closes: close,
        had_attachments: false,
        sender: String::new(),
        key: format!("command:{}", uuid::Uuid::new_v4()),
    };
    match office.desk.take_in(&Returned::Reply(reply)).await? {
        Taken::Done => output::line(&format!("{}: the answer is kept and goes to the asker", code(case)))?,
        Taken::Before | Taken::Unmatched => bail!("{}: the request is withdrawn or deleted", code(case)),
    }
    Ok(())
}

async fn export(office: &Office, text: bool) -> anyhow::Result<()> {
    for case in office.store.cases(&[], MOST).await? {
        let mut letters = Vec::new();
        for letter in office.store.letters(case.id).await? {
            let body = if text { open_letter(&office.keyring, &letter)? } else { None };
            letters.push(json!({
                "number": letter.number, "kind": letter.kind, "to_asker": letter.to_asker,
                "at": letter.created_at.to_string(), "text": body,
            }));
        }
        let particulars = open_case(&office.keyring, &case)?.map(|body| body.particulars);
        let row = json!({
            "code": code(&case), "region": case.region, "stage": case.stage,
            "role": particulars.as_ref().map(|own| own.role.as_str()),
            "help": particulars.as_ref().map(|own| own.kind.as_str()),
            "received": case.created_at.to_string(),
            "delivered": case.delivered_at.map(|at| at.to_string()),
            "answered": case.answered_at.map(|at| at.to_string()),
            "closed": case.closed_at.map(|at| at.to_string()),
            "reminders": case.reminders, "letters": letters,
        });
        output::line(&row.to_string())?;
    }
    Ok(())
}

fn code(case: &CaseRow) -> String {
    case.code.parse::<CaseCode>().map_or_else(|_| case.code.clone(), |code| code.to_string())
}

fn state(item: &ItemRow) -> &'static str {
    match item.state {
        ItemState::Waiting => "waiting",
        ItemState::Leased => "under way",
        ItemState::Sent => "sent",
        ItemState::Dead => "given up",
        ItemState::Cancelled => "cancelled",
    }
}

fn reason(item: &ItemRow) -> &str {
    item.error.as_deref().unwrap_or_default()
}

fn time(at: Timestamp) -> String {
    let oslo = jiff::tz::TimeZone::get("Europe/Oslo").unwrap_or(jiff::tz::TimeZone::UTC);
    at.to_zoned(oslo).strftime("%Y-%m-%d %H:%M").to_string()
}
