//! Stretches of a text that identify somebody: numbers, addresses, handles and names.
//!
//! Structured kinds (`structured`) are recognised by shape and, where shapes are shared, by check
//! digits or a word before them. Addresses (`address`) and names (`names`) are recognised by
//! context and by lists. Public numbers (112, 116 117, 02800), law references, place names, and
//! known authors and ideologues are left alone.
//!
//! The whole text is read; time is linear in its length.

mod address;
mod checks;
mod name_lists;
mod name_words;
mod names;
mod structured;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub use name_lists::is_listed_name;
pub(super) use names::may_name_somebody;

/// What a stretch of text gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    /// National identity number (11 digits).
    Fnr,
    /// D-number: as [`Self::Fnr`], with 40 added to the day.
    Dnr,
    /// Telephone number.
    Phone,
    /// E-mail address, also spelt out.
    Email,
    /// Name of a person, or its initials.
    Name,
    /// Street address, with flat and postal town where they follow.
    Address,
    /// Date of birth.
    Birthdate,
    /// Number of a case, a journal or a request.
    CaseNumber,
    /// Handle or profile on a platform, with its `@`.
    Username,
    /// Registration plate of a vehicle.
    Plate,
    /// Bank account number.
    Account,
    /// Position on the earth.
    Coordinates,
    /// IP address.
    Ip,
}

impl PersonalKind {
    /// The name used in data and output: `case_number`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fnr => "fnr",
            Self::Dnr => "dnr",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Name => "name",
            Self::Address => "address",
            Self::Birthdate => "birthdate",
            Self::CaseNumber => "case_number",
            Self::Username => "username",
            Self::Plate => "plate",
            Self::Account => "account",
            Self::Coordinates => "coordinates",
            Self::Ip => "ip",
        }
    }
}

/// A stretch of text that identifies somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PersonalSpan {
    /// Unicode scalar value the stretch begins at.
    pub start: usize,
    /// Unicode scalar value after the last one; greater than `start`.
    pub end: usize,
    /// What it gives away.
    pub kind: PersonalKind,
}

/// A finding in bytes, before overlaps are settled.
#[derive(Debug, Clone, Copy)]
struct Finding {
    start: usize,
    end: usize,
    kind: PersonalKind,
}

/// Finds what identifies somebody in a text.
///
/// The spans are sorted, do not overlap, and lie within the text's Unicode scalar values.
#[must_use]
pub fn personal_data(text: &str) -> Vec<PersonalSpan> {
    let mut settled = Settled::default();
    structured::find(text, &mut settled);
    address::find(text, &mut settled);
    names::find(text, &mut settled);
    settled.into_spans(text)
}

/// Findings that do not overlap: the first to be added wins.
#[derive(Debug, Default)]
struct Settled {
    findings: Vec<Finding>,
}

impl Settled {
    /// Adds a finding unless it is empty or overlaps one that is there.
    fn add(&mut self, start: usize, end: usize, kind: PersonalKind) {
        if start < end && self.is_free(start, end) {
            let place = self.findings.partition_point(|other| other.start < start);
            self.findings.insert(place, Finding { start, end, kind });
        }
    }

    fn is_free(&self, start: usize, end: usize) -> bool {
        let next = self.findings.partition_point(|other| other.end <= start);
        self.findings.get(next).is_none_or(|other| other.start >= end)
    }

    fn into_spans(self, text: &str) -> Vec<PersonalSpan> {
        let mut spans = Vec::with_capacity(self.findings.len());
        let (mut byte, mut scalar) = (0, 0);
        for Finding { start, end, kind } in self.findings {
            scalar += text[byte..start].chars().count();
            let length = text[start..end].chars().count();
            spans.push(PersonalSpan { start: scalar, end: scalar + length, kind });
            scalar += length;
            byte = end;
        }
        spans
    }
}
