//! `utveier stats --donations`: what people gave the editors, opened with the key.

use anyhow::bail;
use serde_json::json;
use utveier::desk::open_donation;
use utveier::seal::Keyring;
use utveier::store::{DonationRow, Store, Write};
use uuid::Uuid;

use crate::cli::StatsArgs;
use crate::office::open_store;
use crate::output;
use crate::settings::Settings;

/// Lists what is kept, or deletes one.
pub(super) fn run(settings: &Settings, args: &StatsArgs) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (store, keyring) = open_store(settings).await?;
        let done = match args.forget {
            Some(id) => forget(&*store, id).await,
            None => list(&*store, &keyring, settings, args.json).await,
        };
        store.close().await;
        done
    })
}

async fn forget(store: &dyn Store, id: Uuid) -> anyhow::Result<()> {
    if !store.donations().await?.iter().any(|given| given.id == id) {
        bail!("there is no given question {id} in this database");
    }
    store.commit(vec![Write::DeleteDonation(id)]).await?;
    store.maintain().await?;
    output::line(&format!("{id}: deleted"))?;
    Ok(())
}

async fn list(store: &dyn Store, keyring: &Keyring, settings: &Settings, as_json: bool) -> anyhow::Result<()> {
    let given = store.donations().await?;
    if as_json {
        for row in &given {
            let (text, error) = match open_donation(keyring, row) {
                Ok(text) => (Some(text), None),
                Err(error) => (None, Some(error.to_string())),
            };
            let mut line = json!({"id": row.id, "month": row.month, "language": row.form, "text": text});
            if let Some(error) = error {
                line["error"] = error.into();
            }
            output::line(&line.to_string())?;
        }
        return Ok(());
    }
    if !settings.donations.enabled {
        output::line("[donations] is off: nobody is asked for a question; what was given before is listed")?;
    }
    let mut month = "";
    for row in &given {
        if row.month != month {
            month = &row.month;
            output::line("")?;
            output::line(month)?;
        }
        output::line(&format!("  {}  {}  {}", row.id, row.form, readable(keyring, row)))?;
    }
    output::line("")?;
    let days = settings.donations.keep_days;
    output::line(&format!(
        "{} given question(s); each is deleted {days} days after the first of its month",
        given.len()
    ))?;
    Ok(())
}

/// The text, or why it cannot be read: one that cannot hides no other.
fn readable(keyring: &Keyring, row: &DonationRow) -> String {
    open_donation(keyring, row).unwrap_or_else(|error| format!("({error})"))
}
