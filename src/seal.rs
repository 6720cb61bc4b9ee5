//! Sealing: what lies in the store can only be read with the key file.
//!
//! A [`Keyring`] holds the keys of an installation. It seals bodies before they
//! are stored and opens them again, makes people into [`PersonKey`]s, and signs
//! the addresses and buttons that come back to us from outside.
//!
//! A sealed body is the key's id (1 byte), a random nonce (24 bytes), and the
//! text under XChaCha20-Poly1305 with its tag (16 bytes): [`OVERHEAD`] bytes
//! more than the text. The context, such as `letter:<uuid>`, is authenticated
//! with it: a body moved to another row does not open.
//!
//! This room must not know what is sealed, nor how the store keeps it.

mod check;
mod error;
mod file;
mod keys;
mod text;

#[cfg(test)]
mod tests;

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::store::PersonKey;

pub use check::verify_key;
pub use error::{KeyError, SealError};
use keys::{Key, Secret};

/// Bytes a sealed body is longer than its text: key id, nonce and tag.
pub const OVERHEAD: usize = 1 + NONCE_BYTES + 16;

const NONCE_BYTES: usize = 24;

/// The keys of an installation.
///
/// The first sealing key seals, every one of them opens. The identity key never
/// changes: with another one, nobody would be recognised as the asker of their
/// own case, and no signed address would hold.
pub struct Keyring {
    identity: Secret,
    newest: Key,
    /// Newest first; no id twice, nor that of `newest`.
    older: Vec<Key>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ids: Vec<u8> = self.keys().map(|key| key.id).collect();
        f.debug_struct("Keyring").field("keys", &ids).finish_non_exhaustive()
    }
}

impl Keyring {
    /// A new keyring with one sealing key, from the operating system's
    /// randomness.
    ///
    /// # Panics
    ///
    /// When the operating system gives no randomness, as [`Keyring::seal`] does:
    /// nothing could be kept secret then.
    #[must_use]
    pub fn generate() -> Self {
        Self { identity: keys::random(), newest: Key { id: 1, secret: keys::random() }, older: Vec::new() }
    }

    /// Seals `plain` for the row that `context` names, with the newest key.
    /// Twice the same gives two different results.
    ///
    /// # Panics
    ///
    /// When the operating system gives no randomness.
    #[must_use]
    pub fn seal(&self, context: &str, plain: &[u8]) -> Vec<u8> {
        seal_with(&self.newest, context, plain)
    }

    /// Opens what [`Keyring::seal`] sealed for the same context, with whichever
    /// key sealed it.
    ///
    /// # Errors
    ///
    /// [`SealError`]: it was not sealed by us, was changed, belongs to another
    /// row, or its key is not in the key file.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        if sealed.len() < OVERHEAD {
            return Err(SealError::TooShort { bytes: sealed.len() });
        }
        let (id, rest) = (sealed[0], &sealed[1..]);
        let key = self.key(id).ok_or(SealError::UnknownKey { id })?;
        let (nonce, body) = rest.split_at(NONCE_BYTES);
        let nonce = XNonce::try_from(nonce).map_err(|_| SealError::TooShort { bytes: sealed.len() })?;
        let aad = associated(id, context);
        let plain = cipher(key).decrypt(&nonce, Payload { msg: body, aad: &aad });
        plain.map(Zeroizing::new).map_err(|_| SealError::Refused { kind: kind_of(context) })
    }

    /// The keyed hash of a person at a door. The same person at the same door
    /// always has the same one; without the key it cannot be computed from the
    /// person's id, nor the id found from it.
    #[must_use]
    pub fn person(&self, door: &str, id: &str) -> PersonKey {
        PersonKey(self.keyed_hash("person", &[door.as_bytes(), id.as_bytes()]))
    }

    /// A signature of 16 bytes for what leaves us and comes back: addresses,
    /// buttons. One made for a purpose does not hold for another.
    #[must_use]
    pub fn sign(&self, purpose: &str, what: &[u8]) -> [u8; 16] {
        let full = self.keyed_hash("sign", &[purpose.as_bytes(), what]);
        let mut short = [0; 16];
        short.copy_from_slice(&full[..16]);
        short
    }

    /// Whether `signature` is what [`Keyring::sign`] gives, compared in constant
    /// time.
    #[must_use]
    pub fn verify(&self, purpose: &str, what: &[u8], signature: &[u8]) -> bool {
        self.sign(purpose, what).ct_eq(signature).into()
    }

    /// The sealing keys, newest first.
    fn keys(&self) -> impl DoubleEndedIterator<Item = &Key> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    fn key(&self, id: u8) -> Option<&Key> {
        self.keys().find(|key| key.id == id)
    }

    /// HMAC-SHA256 over the use and the parts, each with its length in front, so
    /// that no two lists of parts hash alike by being glued together.
    fn keyed_hash(&self, use_of: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut block = Zeroizing::new([0_u8; 64]);
        // HMAC pads a short key with zeros to the hash's block; done here, it
        // cannot fail for its length.
        block[..32].copy_from_slice(&*self.identity);
        let mut mac = <Hmac<Sha256> as Mac>::new((&*block).into());
        for part in std::iter::once(&use_of.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

fn seal_with(key: &Key, context: &str, plain: &[u8]) -> Vec<u8> {
    let nonce = XNonce::generate();
    let aad = associated(key.id, context);
    #[expect(clippy::expect_used, reason = "the cipher refuses only texts of more than 256 GB")]
    let body = cipher(key).encrypt(&nonce, Payload { msg: plain, aad: &aad }).expect("a text that fits in memory");
    let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD);
    sealed.push(key.id);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&body);
    sealed
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&*key.secret).into())
}

/// The key's id is authenticated as well: it says which key opens.
fn associated(id: u8, context: &str) -> Vec<u8> {
    let mut aad = vec![id];
    aad.extend_from_slice(context.as_bytes());
    aad
}

/// The kind of row, without its id, for messages.
fn kind_of(context: &str) -> String {
    context.split(':').next().unwrap_or_default().to_owned()
}
