//! Registering the commands: in bulk, and only when they changed.

use utveier::store::Write;

use crate::commands;
use crate::door::Door;

/// Registers the commands if they are not those that were registered last. A
/// failure leaves those that are there; it is tried again at the next start.
pub(crate) async fn register(door: &Door, application: u64) {
    let commands = commands::all(&door.desk.engine().replies);
    let hash = commands::hash(&commands, &door.keyring);
    let name = format!("discord-commands:{application}");
    match door.store.value(&name).await {
        Ok(Some(known)) if known == hash => return,
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "it cannot be read which commands are registered"),
    }
    if let Err(error) = door.rest.put(&format!("/applications/{application}/commands"), Some(&commands)).await {
        return tracing::error!(%error, "the commands could not be registered");
    }
    tracing::info!("the commands are registered");
    if let Err(error) = door.store.commit(vec![Write::PutValue { name, value: hash }]).await {
        tracing::warn!(%error, "it cannot be kept which commands are registered");
    }
}
