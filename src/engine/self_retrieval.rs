//! Whether the content finds itself: every way to ask, asked.
//!
//! A phrasing that stands at a passage should lead to it. One that leads
//! elsewhere shows two passages that are hard to tell apart, or a phrasing in
//! the wrong place. The phrasing is in the index while it is asked for, so the
//! rate says how much the content gets in its own way, not how well strangers'
//! questions are answered.

use serde::Serialize;

use super::Engine;
use crate::knowledge::{Passage, PassageId};

/// Share of phrasings that should find their own passage first.
pub const GOAL_FIRST: f64 = 0.90;
/// Share that should find it among the first three.
pub const GOAL_THREE: f64 = 0.97;

/// What asking every phrasing gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SelfRetrieval {
    /// Phrasings asked.
    pub phrasings: usize,
    /// Those that found their own passage, or its twin, first.
    pub first: usize,
    /// Among the first three.
    pub three: usize,
    /// Those that found the very passage first, twins not counted.
    pub first_itself: usize,
    /// Those that another passage came first for, the worst first.
    pub strays: Vec<Stray>,
}

/// A phrasing that leads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stray {
    /// As it stands.
    pub phrasing: String,
    /// Where it stands.
    pub stands_at: PassageId,
    /// What comes first; `None` when nothing is found.
    pub leads_to: Option<PassageId>,
    /// The place of its own passage or the twin, from 1; `None` beyond the ten best.
    pub place: Option<usize>,
    /// The file it stands in, relative to the content's folder.
    pub file: String,
}

impl SelfRetrieval {
    /// Share that is first; 1 when nothing was asked.
    #[must_use]
    pub fn rate_first(&self) -> f64 {
        self.rate(self.first)
    }

    /// Share among the first three; 1 when nothing was asked.
    #[must_use]
    pub fn rate_three(&self) -> f64 {
        self.rate(self.three)
    }

    fn rate(&self, number: usize) -> f64 {
        if self.phrasings == 0 { 1.0 } else { number as f64 / self.phrasings as f64 }
    }

    fn add(&mut self, engine: &Engine, passage: &Passage, phrasing: &str) {
        let ranked = engine.judge(phrasing).ranked;
        let place = ranked.iter().position(|found| found.passage.id == passage.id || passage.is_twin_of(found.passage));
        let first = ranked.first().map(|found| &found.passage.id);
        self.phrasings += 1;
        self.first += usize::from(place == Some(0));
        self.three += usize::from(place.is_some_and(|place| place < 3));
        self.first_itself += usize::from(first == Some(&passage.id));
        if place != Some(0) {
            self.strays.push(Stray {
                phrasing: phrasing.to_owned(),
                stands_at: passage.id.clone(),
                leads_to: first.cloned(),
                place: place.map(|place| place + 1),
                file: passage.file.display().to_string(),
            });
        }
    }

    fn join(mut self, other: Self) -> Self {
        self.phrasings += other.phrasings;
        self.first += other.first;
        self.three += other.three;
        self.first_itself += other.first_itself;
        self.strays.extend(other.strays);
        self
    }
}

/// Asks every phrasing of every passage.
#[must_use]
pub fn self_retrieval(engine: &Engine) -> SelfRetrieval {
    let passages = engine.knowledge.passages();
    let (front, back) = passages.split_at(passages.len() / 2);
    let ask = |passages: &[Passage]| {
        let mut found = SelfRetrieval::default();
        for passage in passages {
            passage.phrasings.iter().for_each(|phrasing| found.add(engine, passage, phrasing));
        }
        found
    };
    let mut all = std::thread::scope(|threads| {
        let front = threads.spawn(|| ask(front));
        let back = ask(back);
        front.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)).join(back)
    });
    all.strays.sort_by_key(|stray| std::cmp::Reverse(stray.place.unwrap_or(usize::MAX)));
    all
}
