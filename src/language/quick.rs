//! A quick hash of words, for tables of words the index or a list holds.
//!
//! It does not withstand somebody who makes words that meet: what a person
//! writes is looked up in such tables, but never put into one.

use std::hash::{BuildHasherDefault, Hasher};

/// A table by words.
pub(crate) type Table<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Quick>>;

/// A set of words.
pub(crate) type Set<K> = std::collections::HashSet<K, BuildHasherDefault<Quick>>;

/// Takes eight bytes at a time, as `FxHash` of the Rust compiler does.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        // The lower bits choose the place; mix the upper ones into them.
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks();
        for chunk in chunks {
            self.write_u64(u64::from_le_bytes(*chunk));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.write_u64(u64::from_le_bytes(last));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(byte.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

/// The hash of some bytes by themselves; the same in every process.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = Quick::default();
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn words_that_differ_in_a_letter_do_not_meet() {
        let words: Vec<String> = (0..100_000).map(|number| format!("ord{number}")).collect();
        let hashes: HashSet<u64> = words.iter().map(|word| hash(word.as_bytes())).collect();
        assert_eq!(hashes.len(), words.len());
        let low: HashSet<u64> = hashes.iter().map(|hash| hash % (1 << 17)).collect();
        assert!(low.len() > 60_000, "{} places of 131,072", low.len());
    }
}
