//! Signed case addresses: `svar+7kq4mpr.signature@host`.
//!
//! Plus addressing after RFC 5233. Local parts are matched without regard to
//! case, as many servers fold it, so code and signature are of letters that
//! survive that.

use std::sync::Arc;

use crate::inbox::CaseAddress;
use crate::request::CaseCode;
use crate::seal::Keyring;

/// Base 32 of RFC 4648, lower case.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Bytes of the signature in an address: 80 bits.
const SIGNED: usize = 10;
/// What the signature is for.
const PURPOSE: &str = "reply-address";

/// Makes and reads case addresses.
#[derive(Debug, Clone)]
pub struct ReplyAddresses {
    mailbox: Option<(String, String)>,
    keyring: Arc<Keyring>,
}

impl ReplyAddresses {
    /// Addresses in `mailbox` (`user@host`); none when it is `None` or no address.
    #[must_use]
    pub fn new(mailbox: Option<&str>, keyring: Arc<Keyring>) -> Self {
        let mailbox = mailbox.and_then(|mailbox| mailbox.rsplit_once('@'));
        Self { mailbox: mailbox.map(|(user, host)| (user.to_owned(), host.to_owned())), keyring }
    }

    /// The address of a case.
    #[must_use]
    pub fn of(&self, code: &CaseCode) -> Option<CaseAddress> {
        let (user, host) = self.mailbox.as_ref()?;
        Some(CaseAddress(format!("{user}+{}.{}@{host}", code.as_str().to_ascii_lowercase(), self.signature(code))))
    }

    /// The case of an extension (what stands between `+` and `@`); `None` when
    /// the signature does not hold. A known code without it is worth nothing.
    #[must_use]
    pub fn read(&self, extension: &str) -> Option<CaseCode> {
        let (code, signature) = extension.split_once('.')?;
        let code: CaseCode = code.parse().ok()?;
        let ours = self.signature(&code);
        let same: bool =
            subtle::ConstantTimeEq::ct_eq(ours.as_bytes(), signature.to_ascii_lowercase().as_bytes()).into();
        same.then_some(code)
    }

    fn signature(&self, code: &CaseCode) -> String {
        base32(&self.keyring.sign(PURPOSE, code.as_str().as_bytes())[..SIGNED])
    }
}

impl crate::inbox::answer::address::Addresses for ReplyAddresses {
    fn read(&self, extension: &str) -> Option<String> {
        Self::read(self, extension).map(|code| code.as_str().to_owned())
    }
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(5) {
        let mut block = [0_u8; 8];
        block[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(block);
        for at in 0..8 {
            text.push(char::from(LETTERS[((bits >> (35 - 5 * at)) & 31) as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prop_assert, prop_assert_eq, proptest};

    fn addresses() -> ReplyAddresses {
        ReplyAddresses::new(Some("svar@example.org"), Arc::new(Keyring::generate()))
    }

    #[test]
    fn letters_are_those_of_the_rfc() {
        // RFC 4648, section 10, in whole blocks.
        assert_eq!(base32(b"fooba"), "mzxw6ytb");
        assert_eq!(base32(b"foobafooba"), "mzxw6ytbmzxw6ytb");
    }

    proptest! {
        #[test]
        fn address_reads_back_in_any_case(bytes in proptest::prelude::any::<[u8; 8]>()) {
            let (addresses, code) = (addresses(), CaseCode::from_random(bytes));
            let address = addresses.of(&code).unwrap().0;
            let extension = address.strip_prefix("svar+").unwrap().strip_suffix("@example.org").unwrap();
            prop_assert_eq!(addresses.read(extension), Some(code.clone()));
            prop_assert_eq!(addresses.read(&extension.to_uppercase()), Some(code));
            prop_assert!(address.split('@').next().unwrap().len() <= 64);
        }

        #[test]
        fn forged_extensions_are_nobodys(extension in ".{0,60}") {
            prop_assert_eq!(addresses().read(&extension), None);
        }
    }

    #[test]
    fn signature_of_one_case_is_not_that_of_another() {
        let addresses = addresses();
        let (one, other) = (CaseCode::from_random([1; 8]), CaseCode::from_random([2; 8]));
        let forged = format!("{}.{}", other.as_str(), addresses.signature(&one));
        assert_eq!(addresses.read(&forged), None);
    }
}
