//! What a text is: small talk, to be refused, or a question and its passages.
//!
//! The same judgement answers a conversation and a line of `ask --jsonl`, so
//! what is measured is what people meet.

use super::Context;
use super::smalltalk::{self, Smalltalk};
use crate::knowledge::Passage;
use crate::language::{Analysis, WrittenForm};
use crate::search::decision::{self, Features, Situation, Verdict};
use crate::search::{Decision, Hit};

/// Longest message that is read, in characters; what follows is not.
pub const MAX_CHARS: usize = 8000;

/// Passages kept of a search.
const TOP: usize = 10;

/// Messages that the content does not answer, a line each; lines that begin
/// with `#` are comments. The search learns to tell questions from them.
static OUTSIDE: &str = include_str!("judge/outside.txt");

/// The messages that the content does not answer.
#[must_use]
pub fn outside() -> Vec<&'static str> {
    OUTSIDE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// A found passage.
#[derive(Debug, Clone, Copy)]
pub struct Ranked<'a> {
    /// The passage, in the written form that is shown.
    pub passage: &'a Passage,
    /// What the search says of it.
    pub hit: Hit,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A question; what is done with what was found.
    Found(Decision),
    /// Small talk.
    Smalltalk(Smalltalk),
    /// A request for help to do extremism.
    Refuse,
    /// Nothing to go by.
    Empty,
}

/// A judged text.
#[derive(Debug, Clone)]
pub struct Judgement<'a> {
    /// The text after the chain.
    pub analysis: Analysis,
    /// What it is.
    pub outcome: Outcome,
    /// The best passages, best first, at most ten, each once.
    pub ranked: Vec<Ranked<'a>>,
    /// What the decision looked at.
    pub features: Features,
    /// The decision with its probabilities.
    pub verdict: Verdict,
}

/// The part of a message that is read.
pub(super) fn shorten(text: &str) -> &str {
    text.char_indices().nth(MAX_CHARS).map_or(text, |(end, _)| &text[..end])
}

/// Judges a text. Danger is judged apart, before and whatever this says.
#[must_use]
pub fn judge<'a>(context: &Context<'a>, text: &str) -> Judgement<'a> {
    let text = shorten(text);
    let analysis = context.index.analyzer().question(text);
    let found = context.index.find(&analysis, TOP).unwrap_or_default();
    let ranked = ranked(context, &found.hits, analysis.form);
    let features = features(context, &analysis, &ranked, found.outside);
    let verdict = decision::decide(&features);
    let outcome = outcome(context, text, &analysis, verdict.decision);
    Judgement { analysis, outcome, ranked, features, verdict }
}

fn outcome(context: &Context<'_>, text: &str, analysis: &Analysis, decision: Decision) -> Outcome {
    if context.safety.harmful_request(text).is_some() {
        return Outcome::Refuse;
    }
    if let Some(kind) = smalltalk::recognize(text) {
        return Outcome::Smalltalk(kind);
    }
    if analysis.words.is_empty() {
        return Outcome::Empty;
    }
    Outcome::Found(decision)
}

/// Hits as passages, in the form the asker writes where there is one.
fn ranked<'a>(context: &Context<'a>, hits: &[Hit], form: WrittenForm) -> Vec<Ranked<'a>> {
    let passage = |hit: &Hit| {
        let found = context.knowledge.leading_at(hit.ordinal)?;
        Some(Ranked { passage: context.knowledge.passage(&found.id, form).unwrap_or(found), hit: *hit })
    };
    hits.iter().filter_map(passage).collect()
}

/// What the decision looks at. A question and the section it sums up are
/// twins, not rivals.
fn features(context: &Context<'_>, analysis: &Analysis, ranked: &[Ranked<'_>], outside: f32) -> Features {
    let hits: Vec<Hit> = ranked.iter().map(|ranked| ranked.hit).collect();
    let ordinals: Vec<usize> = hits.iter().map(|hit| hit.ordinal).take(3).collect();
    let first = ranked.first();
    let twins: Vec<bool> =
        ranked.iter().map(|other| first.is_some_and(|first| first.passage.is_twin_of(other.passage))).collect();
    Features::new(&Situation {
        hits: &hits,
        twins: &twins,
        outside,
        covered: context.index.coverage(analysis, &ordinals[..ordinals.len().min(1)]),
        covered_3: context.index.coverage(analysis, &ordinals),
        analysis,
    })
}
