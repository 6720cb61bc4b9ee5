//! Whether these keys belong to this database, asked before anything is served.
//!
//! The store keeps a value that only the right keys can have made: a signature
//! of the identity key, and a short sealed text for each key that has ever
//! sealed here. So a swapped, forgotten or half restored key file is found at
//! the start, and not when the first helper's request cannot be opened.

use super::error::KeyError;
use super::{Keyring, OVERHEAD, SealError, seal_with};
use crate::store::{Store, Write};

const NAME: &str = "key-check";
const PLAIN: &[u8] = b"utveier";
const ENTRY: usize = OVERHEAD + PLAIN.len();
const SIGNATURE: usize = 16;

/// Verifies that `keyring` belongs to `store`; to be called before anything else
/// uses the two together. In an empty store the check is made; a new sealing key
/// is added to it.
///
/// # Errors
///
/// [`KeyError::WrongIdentity`], [`KeyError::WrongKey`], [`KeyError::KeyGone`],
/// [`KeyError::NoCheck`], [`KeyError::DamagedCheck`], or the store's own; then
/// nothing was changed, and nothing must be served.
pub async fn verify_key(store: &dyn Store, keyring: &Keyring) -> Result<(), KeyError> {
    let known = match store.value(NAME).await? {
        Some(known) => known,
        None if is_empty(store).await? => keyring.sign(NAME, PLAIN).to_vec(),
        None => return Err(KeyError::NoCheck),
    };
    let ids = ids_of(&known, keyring)?;
    let mut extended = known;
    let new = keyring.keys().filter(|key| !ids.contains(&key.id));
    // Oldest first, so that the value grows at its end.
    for key in new.rev() {
        extended.extend_from_slice(&seal_with(key, NAME, PLAIN));
    }
    if extended.len() > SIGNATURE + ids.len() * ENTRY {
        store.commit(vec![Write::PutValue { name: NAME.to_owned(), value: extended }]).await?;
    }
    Ok(())
}

/// Ids of the keys that have sealed here, all of which must be in the keyring.
fn ids_of(known: &[u8], keyring: &Keyring) -> Result<Vec<u8>, KeyError> {
    let Some((signature, entries)) = known.split_at_checked(SIGNATURE) else {
        return Err(KeyError::DamagedCheck);
    };
    if entries.len() % ENTRY != 0 {
        return Err(KeyError::DamagedCheck);
    }
    if !keyring.verify(NAME, PLAIN, signature) {
        return Err(KeyError::WrongIdentity);
    }
    let mut ids = Vec::new();
    for entry in entries.chunks(ENTRY) {
        let id = entry[0];
        match keyring.open(NAME, entry) {
            Ok(plain) if *plain == PLAIN => ids.push(id),
            Err(SealError::UnknownKey { id }) => return Err(KeyError::KeyGone { id }),
            _ => return Err(KeyError::WrongKey { id }),
        }
    }
    Ok(ids)
}

/// Whether nothing was ever stored that a key is needed for.
async fn is_empty(store: &dyn Store) -> Result<bool, KeyError> {
    Ok(store.counts().await?.drafts == 0 && store.cases(&[], 1).await?.is_empty())
}
