//! A quick hash for the tables built while the rules are read.
//!
//! The rules are the operator's own file, so the tables need no protection against keys chosen to collide.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map with the quick hash.
pub(super) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// A set with the quick hash.
pub(super) type QuickSet<K> = HashSet<K, BuildHasherDefault<Fnv>>;

/// The FNV-1a hash, eight bytes at a time where they come as numbers.
#[derive(Debug)]
pub(super) struct Fnv(u64);

const PRIME: u64 = 0x0100_0000_01b3;

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        // The high bits choose the place in a group; multiplication alone leaves them weak for short keys.
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    }

    fn write_usize(&mut self, number: usize) {
        self.0 = (self.0 ^ number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    }
}
