//! Recognising danger to life, and requests for help to do harm, by rules that people can read.
//!
//! A message is folded to words (`safety::text`), words and phrases of the rules are found in it
//! (`reading`), and each rule whose groups all occur looks for them close together and then for
//! contexts that hold it back (`rules`). A context concerns one match, so that an idiom or a course in one
//! sentence never hides a real sentence elsewhere.
//!
//! Rules, lists, contexts, words and pairs of them (`evidence`) then count with points from a second file (`sums`),
//! and the sum decides. Only a rule that is marked so is shown whatever the sum says.
//!
//! Bound: at most [`DANGER_CHARS_MAX`] characters are read.

mod compile;
mod evidence;
mod groups;
mod names;
mod points;
mod reading;
mod rules;
mod sums;
mod tree;
mod typo;
mod variants;
mod words;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::DANGER_CHARS_MAX;
use super::cards::Card;
use super::text::FoldedText;
use compile::Ruleset;
use evidence::Evidence;
pub use evidence::{Family, Features};
use names::Marked;
use reading::Reading;
use sums::{PointsTables, Scale, Sum};

/// How grave an alarm is; the graver is the lesser in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Danger now or very soon: the card alone.
    Acute,
    /// Grave, not acute: the card's numbers first, then ordinary advice.
    Serious,
}

/// What kind of danger a message tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Somebody plans to kill or injure.
    PlanForAttack,
    /// Violence is going on.
    ViolenceNow,
    /// Somebody has, or is getting, a weapon.
    Weapon,
    /// Somebody is threatened, also the one who writes.
    Threat,
    /// Somebody may take their own life.
    Suicide,
    /// A child is harmed or may be.
    ChildInDanger,
    /// Violence, control or force by a partner or family.
    PartnerViolence,
    /// Somebody is about to join an armed group abroad.
    Travel,
    /// Grave mental crisis without a stated plan.
    PsychiatricCrisis,
}

impl Category {
    /// Every category, in order.
    pub const ALL: [Self; 9] = [
        Self::PlanForAttack,
        Self::ViolenceNow,
        Self::Weapon,
        Self::Threat,
        Self::Suicide,
        Self::ChildInDanger,
        Self::PartnerViolence,
        Self::Travel,
        Self::PsychiatricCrisis,
    ];

    /// The name used in data and output: `plan_for_attack`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PlanForAttack => "plan_for_attack",
            Self::ViolenceNow => "violence_now",
            Self::Weapon => "weapon",
            Self::Threat => "threat",
            Self::Suicide => "suicide",
            Self::ChildInDanger => "child_in_danger",
            Self::PartnerViolence => "partner_violence",
            Self::Travel => "travel",
            Self::PsychiatricCrisis => "psychiatric_crisis",
        }
    }
}

/// A message tells of danger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alarm {
    /// Which danger.
    pub category: Category,
    /// How grave.
    pub level: Level,
    /// Id of the rule that raised it.
    pub rule: String,
}

/// What one rule saw in a message, for explaining a decision. Holds words of the message: show it
/// to the one who wrote them, never store it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleTrace {
    /// Id of the rule.
    pub rule: String,
    /// The danger it stands for.
    pub category: Category,
    /// The level it gives this message, after lowering.
    pub level: Level,
    /// The words each group of the rule matched, folded, in the groups' order; then the signs that
    /// added up.
    pub matched: Vec<String>,
    /// The context that held the rule back; `None` when it raised an alarm.
    pub held_back_by: Option<String>,
    /// The context that lowered it from acute to serious.
    pub lowered_by: Option<String>,
}

/// Why a rules' file cannot be used: every problem found, one a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .problems.join("\n"))]
pub struct RulesError {
    /// Each says which entry is wrong and what to do; at least one.
    pub problems: Vec<String>,
}

/// The danger rules, the refusals and the cards, ready to be asked.
#[derive(Debug)]
pub struct SafetyRules {
    ruleset: Ruleset,
    /// `None`: the rules alone decide.
    points: Option<PointsTables>,
    cards: Vec<Card>,
    approved: bool,
}

impl SafetyRules {
    /// Reads and checks the rules' file (the text of `knowledge/akutt.toml`).
    ///
    /// # Errors
    ///
    /// All problems at once: TOML that does not parse, unknown names and keys, empty or repeated
    /// entries, windows out of range, categories without a card.
    pub fn parse(toml: &str) -> Result<Self, RulesError> {
        compile::parse(toml)
    }

    /// Whether professionals have approved the rules.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.approved
    }

    /// Adds the points of everything that counts (the text of `knowledge/tegn.toml`).
    ///
    /// # Errors
    ///
    /// All problems at once: TOML that does not parse, and names the rules do not know.
    pub fn with_points(self, toml: &str) -> Result<Self, RulesError> {
        let points = compile::points::parse(toml, &self.ruleset)?;
        Ok(Self { points: Some(points), ..self })
    }

    /// Returns the alarm of a message.
    ///
    /// With points, the sum decides whether there is danger, which and how grave; a rule that is always shown decides
    /// by itself. Without points it is that of the gravest rule; of equally grave ones, the rule that stands first.
    #[must_use]
    pub fn danger(&self, text: &str) -> Option<Alarm> {
        self.read(text, |reading| self.ruleset.alarm(self.points.as_ref(), reading))
    }

    /// Returns every danger rule whose groups all occurred close together, in the file's order,
    /// with what it matched and what held it back.
    #[must_use]
    pub fn explain_danger(&self, text: &str) -> Vec<RuleTrace> {
        self.read(text, |reading| self.ruleset.traces(reading))
    }

    /// Returns everything of a message that could count towards danger, by family and name, for fitting the points.
    /// Holds words of the message: never store it.
    #[must_use]
    pub fn features(&self, text: &str) -> Features {
        self.read(text, |reading| Features::of(&Evidence::new(&self.ruleset, reading, self.ruleset.seen(reading))))
    }

    /// As [`Self::features`], towards a request for help to do harm.
    #[must_use]
    pub fn request_features(&self, text: &str) -> Features {
        self.read(text, |reading| {
            Features::of(&Evidence::new(&self.ruleset, reading, self.ruleset.seen_refusals(reading)))
        })
    }

    /// Returns the highest sum of points of a stretch of the message, with what counted; nothing without points.
    #[must_use]
    pub fn explain_sum(&self, text: &str) -> (i32, Vec<(String, i32)>) {
        self.read(text, |reading| {
            let evidence = Evidence::new(&self.ruleset, reading, self.ruleset.seen(reading));
            self.explained(&evidence, |points| &points.danger)
        })
    }

    /// Returns the highest sum of points towards a request for help to do harm, with what counted.
    #[must_use]
    pub fn explain_refusal_sum(&self, text: &str) -> (i32, Vec<(String, i32)>) {
        self.read(text, |reading| {
            let evidence = Evidence::new(&self.ruleset, reading, self.ruleset.seen_refusals(reading));
            self.explained(&evidence, |points| &points.refusal)
        })
    }

    /// Returns the id of the first rule that sees a request for help to do extremism or violence, or `"tegn"` when
    /// the sum does without one.
    #[must_use]
    pub fn harmful_request(&self, text: &str) -> Option<&str> {
        self.read(text, |reading| self.ruleset.refusal(self.points.as_ref(), reading))
    }

    /// The least sum of points that is danger; `None` without points.
    #[must_use]
    pub fn threshold(&self) -> Option<i32> {
        self.points.as_ref().map(|points| points.danger.threshold)
    }

    fn read<T>(&self, text: &str, ask: impl FnOnce(&Reading<'_>) -> T) -> T {
        let text = FoldedText::new(&bounded(text));
        ask(&Reading::new(&self.ruleset.lexicon, &text))
    }

    fn explained(&self, evidence: &Evidence<'_>, scale: impl Fn(&PointsTables) -> &Scale) -> (i32, Vec<(String, i32)>) {
        let Some(points) = &self.points else {
            return (0, Vec::new());
        };
        let marked = Marked::new(&points.names, evidence);
        let Sum { total, stretch } = scale(points).highest(&marked, points.window);
        (total, scale(points).parts(&marked, stretch))
    }

    /// The cards, one for each category, in the order of [`Category::ALL`].
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// The card of a category.
    #[must_use]
    pub fn card(&self, category: Category) -> &Card {
        // `parse` demands exactly one card of each category and sorts them in this order.
        &self.cards[category as usize]
    }
}

/// The part of a message that is read: all of it, or its first and its last half.
fn bounded(text: &str) -> Cow<'_, str> {
    if text.len() <= DANGER_CHARS_MAX {
        return Cow::Borrowed(text);
    }
    let half = DANGER_CHARS_MAX / 2;
    let Some((head_end, _)) = text.char_indices().nth(half) else {
        return Cow::Borrowed(text);
    };
    let Some((tail_start, _)) = text.char_indices().nth_back(half - 1) else {
        return Cow::Borrowed(text);
    };
    if tail_start <= head_end {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{}\n{}", &text[..head_end], &text[tail_start..]))
}
