//! Case codes: short, without look-alikes, with a check character.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The letters of a code: 29, a prime, without 0 O, 1 I L, U V twins and Z.
///
/// A prime number of letters makes the weighted sum catch every single wrong
/// letter and every swap of two neighbours (as in ISO 7064's pure systems).
const LETTERS: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRSTVWXY";
/// Letters before the check character.
const BODY: usize = 6;
/// Letters before the hyphen.
const FIRST: usize = 3;

/// A case code: `7KQ-4MPR` to people, `7KQ4MPR` in the store.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseCode(String);

/// Why a text is no case code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not seven letters of the alphabet.
    #[error("a case code has seven letters and digits, such as 234-5679")]
    Shape,
    /// The check character does not fit: a slip of the pen.
    #[error("the case code has a wrong letter in it")]
    Check,
}

impl CaseCode {
    /// A code from random bytes; the same bytes give the same code. Uniform to
    /// within 10⁻¹⁰, as 29⁶ is far below 2⁶⁴.
    #[must_use]
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let mut rest = u64::from_le_bytes(bytes);
        let mut letters: Vec<u8> = Vec::with_capacity(BODY + 1);
        for _ in 0..BODY {
            letters.push(LETTERS[(rest % 29) as usize]);
            rest /= 29;
        }
        letters.push(check(&letters));
        Self(letters.iter().map(|&letter| char::from(letter)).collect())
    }

    /// The code without separators, upper case: as stored and in addresses.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The check character of a body: Σ (i+2)·value, completed to 0 modulo 29.
fn check(body: &[u8]) -> u8 {
    let sum: usize = body.iter().enumerate().map(|(at, letter)| (at + 2) * value(*letter).unwrap_or(0)).sum();
    LETTERS[(29 - sum % 29) % 29]
}

fn value(letter: u8) -> Option<usize> {
    LETTERS.iter().position(|own| *own == letter)
}

impl FromStr for CaseCode {
    type Err = CodeError;

    /// Reads what a person typed: any case, with or without hyphen and spaces.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let separators = |c: &char| !matches!(c, '-' | '–' | ' ' | '#');
        let code: String = text.trim().chars().filter(separators).map(|c| c.to_ascii_uppercase()).take(12).collect();
        if code.len() != BODY + 1 || !code.bytes().all(|letter| value(letter).is_some()) {
            return Err(CodeError::Shape);
        }
        let (body, last) = code.as_bytes().split_at(BODY);
        if last == [check(body)] { Ok(Self(code)) } else { Err(CodeError::Check) }
    }
}

impl fmt::Display for CaseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..FIRST], &self.0[FIRST..])
    }
}

impl fmt::Debug for CaseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<CaseCode> for String {
    fn from(code: CaseCode) -> Self {
        code.0
    }
}

impl TryFrom<String> for CaseCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn code_reads_back_as_shown_and_as_stored(bytes in any::<[u8; 8]>()) {
            let code = CaseCode::from_random(bytes);
            prop_assert_eq!(&code.to_string().parse::<CaseCode>().unwrap(), &code);
            prop_assert_eq!(&code.as_str().to_lowercase().parse::<CaseCode>().unwrap(), &code);
        }

        #[test]
        fn one_wrong_letter_is_caught(bytes in any::<[u8; 8]>(), at in 0_usize..7, other in 0_usize..29) {
            let code = CaseCode::from_random(bytes);
            let mut letters = code.as_str().as_bytes().to_vec();
            if letters[at] != LETTERS[other] {
                letters[at] = LETTERS[other];
                let typed = String::from_utf8(letters).unwrap();
                prop_assert_eq!(typed.parse::<CaseCode>(), Err(CodeError::Check));
            }
        }

        #[test]
        fn two_swapped_neighbours_are_caught(bytes in any::<[u8; 8]>(), at in 0_usize..6) {
            let code = CaseCode::from_random(bytes);
            let mut letters = code.as_str().as_bytes().to_vec();
            letters.swap(at, at + 1);
            let typed = String::from_utf8(letters).unwrap();
            prop_assert!(typed == code.as_str() || typed.parse::<CaseCode>() == Err(CodeError::Check));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _read = text.parse::<CaseCode>();
        }
    }

    #[test]
    fn look_alikes_are_no_letters() {
        for letter in "0O1ILUZ".chars() {
            assert_eq!(format!("222222{letter}").parse::<CaseCode>(), Err(CodeError::Shape), "{letter}");
        }
    }
}
