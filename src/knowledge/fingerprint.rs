//! A short name for a revision of the content.

/// FNV-1a, 64 bits, over the files' names and bytes in order.
///
/// Not for security: it tells two revisions apart, in logs, in the index and
/// in the footer of a page. <http://www.isthe.com/chongo/tech/comp/fnv/>
#[derive(Debug, Clone, Copy)]
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    pub(super) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Sixteen hexadecimal digits.
    pub(super) fn finish(self) -> String {
        format!("{:016x}", self.0)
    }
}
