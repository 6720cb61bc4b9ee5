//! `utveier check`: is this configuration fit to start?

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use utveier::inbox::imap::ImapReader;
use utveier::knowledge::{self, County, Knowledge, Severity};
use utveier::store::{SqliteStore, Store};

use crate::doors::{self, Doors};
use crate::modes;
use crate::office;
use crate::output;
use crate::settings::{InboxKind, REGIONS, Settings};

/// Runs the command. The settings themselves are validated before it.
pub(crate) fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let (mut errors, mut unsure) = (Vec::new(), Vec::new());
    match knowledge::load(&settings.knowledge.folder) {
        Ok(loaded) => {
            let all = loaded.problems.iter().filter(|problem| problem.severity == Severity::Error);
            errors.extend(all.map(ToString::to_string));
            let points = loaded.knowledge.emergency_points();
            match utveier::safety::SafetyRules::parse(loaded.knowledge.emergency_rules()) {
                Err(error) => errors.push(format!("akutt.toml: {error}")),
                Ok(rules) => {
                    let with_points = points.map(|points| rules.with_points(points));
                    errors.extend(with_points.and_then(Result::err).map(|error| format!("tegn.toml: {error}")));
                }
            }
            match loaded.knowledge.with_routing(&settings.overrides()) {
                Ok(knowledge) => unsure = uncertain_counties(&knowledge),
                Err(problems) => errors.extend(problems.iter().map(ToString::to_string)),
            }
        }
        Err(problems) => errors.extend(problems.iter().map(ToString::to_string)),
    }
    for (key, listen) in [("[web] listen", &settings.web.listen), ("[operator] listen", &settings.operator.listen)] {
        if let Ok(address) = listen.parse::<SocketAddr>()
            && let Err(error) = TcpListener::bind(address)
        {
            errors
                .push(format!("{key}: cannot listen on {address}: {error}; choose another port or stop what uses it"));
        }
    }
    // Before the store is opened, which takes rights away without asking.
    errors.extend(modes::problems(settings));
    errors.extend(reachability(settings)?);
    for error in &errors {
        output::line(&format!("error: {error}"))?;
    }
    for warning in warnings(settings).iter().chain(&unsure) {
        output::line(&format!("warning: {warning}"))?;
    }
    output::line(if errors.is_empty() { "fit to start" } else { "not fit to start" })?;
    Ok(if errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether what is configured elsewhere answers: platforms, mail servers,
/// folders. Nothing is sent. Without any of it, nothing is opened either.
fn reachability(settings: &Settings) -> anyhow::Result<Vec<String>> {
    let nothing = settings.telegram.token.is_empty() && settings.discord.token.is_empty();
    // Giving is on only with keys that fit the database; opening it says whether they do.
    if nothing && !settings.donations.enabled && settings.inbox.is_empty() && settings.imap.host.is_empty() {
        return Ok(Vec::new());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (store, keyring) = match office::open_store(settings).await {
            Ok(opened) => opened,
            Err(error) => return Ok(vec![format!("{error:#}")]),
        };
        let shared: Arc<dyn Store> = Arc::<SqliteStore>::clone(&store);
        let mut errors = doors::probe(settings, &shared, &keyring).await;
        match Doors::new(settings, &shared, &keyring).and_then(|doors| office::inboxes(settings, &doors)) {
            Ok(inboxes) => {
                for (id, inbox) in inboxes {
                    if let Err(error) = inbox.inbox.probe().await {
                        errors.push(format!("[inbox.{id}] {error}"));
                    }
                }
            }
            Err(error) => errors.push(format!("{error:#}")),
        }
        if !settings.imap.host.is_empty() {
            let reader = ImapReader::new(office::imap_config(settings))?;
            errors.extend(reader.probe().await.err().map(|error| format!("[imap] {error}")));
        }
        store.close().await;
        Ok(errors)
    })
}

/// Counties whose RVTS nobody has confirmed, each with what is not certain.
fn uncertain_counties(knowledge: &Knowledge) -> Vec<String> {
    let counties = knowledge.municipalities().counties().iter().filter(|county| !county.certainty.is_certain());
    let line = |county: &County| {
        let (name, region, how) = (&county.name, &county.region, county.certainty.id());
        let doubt = county.doubt.as_deref().unwrap_or("–");
        format!(
            "routing: {name} goes to «{region}», which is not confirmed ({how}): {doubt} Confirm it with the centre in knowledge/regioner.toml, or decide it with [[routing]]"
        )
    };
    counties.map(line).collect()
}

/// What is not configured, or configured and not opened by this version.
pub(crate) fn warnings(settings: &Settings) -> Vec<String> {
    let mut warnings = Vec::new();
    let doors = [("telegram", !settings.telegram.token.is_empty()), ("discord", !settings.discord.token.is_empty())];
    for (door, set) in doors {
        if !set {
            warnings.push(format!("[{door}] token is not set: the {door} door is closed"));
        }
    }
    let unset: Vec<&str> = REGIONS.iter().filter(|id| !settings.inbox.contains_key(**id)).copied().collect();
    if !unset.is_empty() {
        warnings.push(format!(
            "[inbox.*] is not set for {}: requests to them are kept in a folder on this machine, and nobody is told",
            unset.join(", ")
        ));
    }
    if settings.imap.host.is_empty() && settings.inbox.values().any(|inbox| inbox.kind == InboxKind::Smtp) {
        warnings
            .push("[imap] host is not set: an adviser's answer by mail cannot come back into the conversation".into());
    }
    if settings.web.listen.is_empty() {
        warnings.push("[web] listen is empty: the web page is closed".into());
    }
    if settings.donations.enabled {
        warnings.push(format!(
            "[donations] enabled: people may give questions that found no answer, kept sealed for {} days; the privacy notice and the record of processing must say so (deploy/personvern)",
            settings.donations.keep_days
        ));
    }
    let is_elsewhere = settings.web.listen.parse::<SocketAddr>().is_ok_and(|address| !address.ip().is_loopback());
    if is_elsewhere && !settings.web.public_url.starts_with("https://") {
        warnings
            .push("[web] public_url is not https: put the page behind a proxy with TLS before others use it".into());
    }
    warnings
}
