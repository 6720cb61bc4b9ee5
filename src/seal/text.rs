//! The keys as text: what stands in the key file or in the environment.
//!
//! ```text
//! # a comment
//! identity <64 hexadecimal digits>
//! key 2 <64 hexadecimal digits>
//! key 1 <64 hexadecimal digits>
//! ```
//!
//! One entry a line, or several with `;` between them. A line that begins with
//! `#` is a comment as a whole. There is one `identity`; there is at least one
//! `key`, with an id of 1–255, the newest first.

use std::fmt::Write;

use zeroize::Zeroizing;

use super::Keyring;
use super::error::KeyError;
use super::keys::{Key, Secret};

const HEAD: &str = "\
# The keys of this installation of Utveier. Without this file nothing that is
# stored can be read. Keep a copy apart from the database's backups; show it to
# nobody. It must be readable by the service's user only (chmod 600).
#
# identity: recognises people and signs addresses. Never change it.
# key:      seals what is stored; the first one seals, all of them open. To
#           change it, put a new line above the others with the next number,
#           `key 2 ` and the output of `openssl rand -hex 32`, and restart.
#           Leave the old lines: they open what they sealed.
";

impl Keyring {
    /// Reads keys from text.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] with the line, or [`KeyError::Incomplete`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (mut identity, mut keys) = (None, Vec::new());
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#'));
        for (at, line) in lines {
            for entry in line.split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
                read_entry(entry, &mut identity, &mut keys)
                    .map_err(|what| KeyError::Malformed { line: at + 1, what })?;
            }
        }
        let identity = identity.ok_or(KeyError::Incomplete { what: "there is no line `identity <64 hex digits>`" })?;
        let mut keys = keys.into_iter();
        let newest = keys.next().ok_or(KeyError::Incomplete { what: "there is no line `key 1 <64 hex digits>`" })?;
        Ok(Self { identity, newest, older: keys.collect() })
    }

    /// The text of a key file with these keys.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        // Large enough from the start: growing would leave copies behind.
        let mut text = Zeroizing::new(String::with_capacity(HEAD.len() + 80 * (self.older.len() + 2)));
        text.push_str(HEAD);
        text.push_str("identity ");
        push_hex(&mut text, &self.identity);
        for key in self.keys() {
            // Writing to a string cannot fail.
            let _ = write!(text, "key {} ", key.id);
            push_hex(&mut text, &key.secret);
        }
        text
    }
}

fn read_entry(entry: &str, identity: &mut Option<Secret>, keys: &mut Vec<Key>) -> Result<(), &'static str> {
    let words: Vec<&str> = entry.split_whitespace().collect();
    match words[..] {
        ["identity", hex] => {
            if identity.is_some() {
                return Err("there are two lines `identity`");
            }
            *identity = Some(secret(hex)?);
        }
        ["key", id, hex] => {
            let id: u8 = id.parse().ok().filter(|id| *id > 0).ok_or("a key's id is a number from 1 to 255")?;
            if keys.iter().any(|key| key.id == id) {
                return Err("two keys have the same id");
            }
            keys.push(Key { id, secret: secret(hex)? });
        }
        _ => return Err("not `identity <64 hex digits>`, `key <id> <64 hex digits>` or a comment"),
    }
    Ok(())
}

fn secret(hex: &str) -> Result<Secret, &'static str> {
    const WRONG: &str = "a key is 64 hexadecimal digits";
    if hex.len() != 64 || !hex.is_ascii() {
        return Err(WRONG);
    }
    let mut bytes = Zeroizing::new([0; 32]);
    for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16).ok_or(WRONG);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).map_err(|_| WRONG)?;
    }
    if bytes.iter().all(|byte| *byte == bytes[0]) {
        return Err("a key must be random; make one with `openssl rand -hex 32`");
    }
    Ok(bytes)
}

fn push_hex(text: &mut String, secret: &Secret) {
    for byte in secret.iter() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
}
