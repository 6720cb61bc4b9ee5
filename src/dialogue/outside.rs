//! What a step may know of the world outside: handed in, never fetched.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::Timestamp;

use super::carried::Carried;
use crate::request::{CaseCode, CaseView, OpeningHours};

/// The moment, a code that is free, and the person's cases.
#[derive(Debug, Clone, Copy)]
pub struct Outside<'a> {
    /// Now.
    pub now: Timestamp,
    /// The code a request sent in this step gets.
    pub code: &'a CaseCode,
    /// The person's cases, oldest first; empty when the step does not need them
    /// (see [`super::wants_cases`]).
    pub cases: &'a [CaseView],
    /// What the code of [`super::Action::TakeOver`] stands for; `None` when the
    /// step takes nothing over, or the code is used or old.
    pub carried: Option<&'a Carried>,
    /// What this installation can promise.
    pub desk: &'a DeskFacts,
}

/// What this installation can promise about requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskFacts {
    /// Hours a request's text is kept after it is closed or delivered.
    pub request_hours: u32,
    /// Days a receipt is kept.
    pub receipt_days: u32,
    /// Hours an unfinished form is kept.
    pub draft_hours: u32,
    /// Whether people are asked for questions that found no answer.
    pub donations: bool,
    /// Days a given question is kept, counted from the first of its month.
    pub donation_days: u32,
    /// By region id; a region that is missing has no inbox.
    pub regions: BTreeMap<String, RegionFacts>,
}

/// What can be promised of one region's inbox.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RegionFacts {
    /// Whether an inbox that people read is configured.
    pub is_staffed: bool,
    /// Whether an answer can come back into the conversation.
    pub answers_here: bool,
    /// When it is read, where the operator has said so.
    pub hours: Option<OpeningHours>,
}

impl Default for DeskFacts {
    fn default() -> Self {
        Self {
            request_hours: 72,
            receipt_days: 90,
            draft_hours: 24,
            donations: false,
            donation_days: 180,
            regions: BTreeMap::new(),
        }
    }
}

static NOTHING: LazyLock<(CaseCode, DeskFacts)> =
    LazyLock::new(|| (CaseCode::from_random([0; 8]), DeskFacts::default()));

impl Outside<'static> {
    /// Nothing: for judging questions, where no request can be sent.
    #[must_use]
    pub fn nothing() -> Self {
        let (code, desk) = &*NOTHING;
        Self { now: Timestamp::UNIX_EPOCH, code, cases: &[], carried: None, desk }
    }
}
