//! Counting what questions gave.

use std::fmt;

use utveier::dialogue::Kind;

/// What a question gave.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// A question the content answers: where the first right passage stands.
    Inside { place: Option<usize>, kind: Kind, acute: bool, first: String },
    /// A message it does not.
    Outside { right: bool, kind: Kind, acute: bool, expects: String, first: String },
    /// A message that tells of danger.
    Danger { seen: bool },
    /// One that only sounds so.
    NoDanger { alarmed: bool },
    /// Nothing is known of it.
    Unmeasured,
}

impl Outcome {
    /// Whether it is not as it should be.
    pub(crate) fn missed(&self) -> bool {
        match self {
            Self::Inside { place, kind, acute, .. } => *place != Some(0) || *kind != Kind::Answer || *acute,
            Self::Outside { right, .. } => !right,
            Self::Danger { seen } => !seen,
            Self::NoDanger { alarmed } => *alarmed,
            Self::Unmeasured => false,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inside { place, kind, acute, first } => {
                write!(f, "{kind:?}, right at {place:?}, first {first}, alarm {acute}")
            }
            Self::Outside { kind, expects, first, .. } => write!(f, "{kind:?} for {expects}, first {first}"),
            Self::Danger { .. } => f.write_str("no alarm"),
            Self::NoDanger { .. } => f.write_str("false alarm"),
            Self::Unmeasured => f.write_str("not measured"),
        }
    }
}

/// Sums over questions.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    inside: u32,
    first: u32,
    three: u32,
    reciprocal: f64,
    shown_right: u32,
    shown_wrong: u32,
    offered_right: u32,
    declined: u32,
    false_alarms: u32,
    outside: u32,
    outside_right: u32,
    danger: u32,
    danger_seen: u32,
    calm: u32,
    calm_alarmed: u32,
}

impl Tally {
    /// Adds one.
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Inside { place, kind, acute, .. } => self.inside(*place, *kind, *acute),
            Outcome::Outside { right, acute, .. } => {
                self.outside += 1;
                self.outside_right += u32::from(*right);
                self.false_alarms += u32::from(*acute && !right);
            }
            Outcome::Danger { seen } => {
                self.danger += 1;
                self.danger_seen += u32::from(*seen);
            }
            Outcome::NoDanger { alarmed } => {
                self.calm += 1;
                self.calm_alarmed += u32::from(*alarmed);
            }
            Outcome::Unmeasured => {}
        }
    }

    fn inside(&mut self, place: Option<usize>, kind: Kind, acute: bool) {
        self.inside += 1;
        self.false_alarms += u32::from(acute);
        self.first += u32::from(place == Some(0));
        self.three += u32::from(place.is_some_and(|place| place < 3));
        self.reciprocal += place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
        match (kind, place) {
            (Kind::Answer, Some(0)) => self.shown_right += 1,
            (Kind::Answer, _) => self.shown_wrong += 1,
            (Kind::Options, Some(0..3)) => self.offered_right += 1,
            (Kind::Options, _) => {}
            _ => self.declined += 1,
        }
    }

    /// A figure by name, 0 to 1; `None` when nothing was counted for it.
    pub(crate) fn figure(&self, name: &str) -> Option<f64> {
        let share = |part: u32, whole: u32| (whole > 0).then(|| f64::from(part) / f64::from(whole));
        match name {
            "success_1" => share(self.first, self.inside),
            "success_3" => share(self.three, self.inside),
            "mrr_10" => (self.inside > 0).then(|| self.reciprocal / f64::from(self.inside)),
            "shown_right" => share(self.shown_right, self.inside),
            "not_wrong" => share(self.inside - self.shown_wrong, self.inside),
            "offered_right" => share(self.offered_right, self.inside),
            "not_declined" => share(self.inside - self.declined, self.inside),
            "outside_right" => share(self.outside_right, self.outside),
            "danger_recall" => share(self.danger_seen, self.danger),
            "no_false_alarm" => share(self.calm - self.calm_alarmed, self.calm),
            "no_alarm_on_questions" => {
                share(self.inside + self.outside - self.false_alarms, self.inside + self.outside)
            }
            _ => None,
        }
    }

    /// The names over [`Tally::row`].
    pub(crate) fn header() -> String {
        format!("{:22}{:>5} {}", "questions", "n", COLUMNS.map(|(head, _)| format!("{head:>9}")).concat())
    }

    /// One line of figures.
    pub(crate) fn row(&self, name: &str) -> String {
        let n = self.inside + self.outside + self.danger + self.calm;
        let cell = |(_, figure): (&str, &str)| {
            self.figure(figure).map_or_else(|| format!("{:>9}", "·"), |value| format!("{value:>9.3}"))
        };
        format!("{name:22}{n:>5} {}", COLUMNS.map(cell).concat())
    }
}

/// Heads of the columns and the figures under them.
const COLUMNS: [(&str, &str); 11] = [
    ("s@1", "success_1"),
    ("s@3", "success_3"),
    ("mrr", "mrr_10"),
    ("right", "shown_right"),
    ("offered", "offered_right"),
    ("¬wrong", "not_wrong"),
    ("¬decl", "not_declined"),
    ("outside", "outside_right"),
    ("danger", "danger_recall"),
    ("¬alarm", "no_false_alarm"),
    ("¬alarmQ", "no_alarm_on_questions"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shares() {
        let mut tally = Tally::default();
        tally.add(&Outcome::Inside { place: Some(0), kind: Kind::Answer, acute: false, first: String::new() });
        tally.add(&Outcome::Inside { place: Some(2), kind: Kind::Answer, acute: false, first: String::new() });
        assert_eq!(tally.figure("success_1"), Some(0.5));
        assert_eq!(tally.figure("success_3"), Some(1.0));
        assert_eq!(tally.figure("not_wrong"), Some(0.5));
        assert_eq!(tally.figure("danger_recall"), None);
        assert_eq!(tally.figure("nothing"), None);
    }
}
