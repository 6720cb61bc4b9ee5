//! Key material: 32 random bytes that are wiped when dropped.

use chacha20poly1305::aead::Generate;
use zeroize::Zeroizing;

/// Secret bytes.
pub(super) type Secret = Zeroizing<[u8; 32]>;

/// A sealing key.
pub(super) struct Key {
    /// 1–255, distinct in a keyring; stands in front of what it sealed.
    pub(super) id: u8,
    pub(super) secret: Secret,
}

/// New secret bytes from the operating system.
pub(super) fn random() -> Secret {
    Zeroizing::new(<[u8; 32]>::generate())
}
