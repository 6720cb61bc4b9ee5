//! Actors, terms and starting points.

use std::collections::HashSet;
use std::path::Path;

use jiff::civil::Date;

use crate::knowledge::load::Loaded;
use crate::knowledge::problem::Problem;

/// Longest time an entry stands without being held against its sources, in days.
const MAX_AGE_DAYS: i32 = 365;

/// Ids in the data files must exist.
pub(super) fn data(loaded: &Loaded, problems: &mut Vec<Problem>) {
    let knowledge = &loaded.knowledge;
    let actors = knowledge.actors().iter().map(|actor| ("aktorer.toml", &actor.id, &actor.see));
    let terms = knowledge.terms().iter().map(|term| ("begreper.toml", &term.id, &term.see));
    let starts = knowledge.starting_points().iter().map(|start| ("startpunkter.toml", &start.id, &start.passages));
    let mut seen = HashSet::new();
    for (file, id, see) in actors.chain(terms).chain(starts) {
        if !seen.insert((file, id)) {
            problems.push(Problem::error(
                Path::new(file),
                format!("the id «{id}» stands twice"),
                "give one another id",
            ));
        }
        for passage in
            see.iter().filter(|passage| knowledge.passage(passage, crate::language::WrittenForm::Bokmal).is_none())
        {
            let what = format!("«{id}» points to «{passage}», which does not exist");
            problems.push(Problem::error(Path::new(file), what, "mend the id"));
        }
    }
    for actor in knowledge.actors() {
        if actor.numbers.iter().any(|number| !number.source.starts_with("http")) {
            let what = format!("a number of «{}» has no source", actor.id);
            problems.push(Problem::error(Path::new("aktorer.toml"), what, "name where it is published"));
        }
    }
}

/// Entries nobody has held against their sources for long.
pub(super) fn old_entries(loaded: &Loaded, today: Date, problems: &mut Vec<Problem>) {
    let knowledge = &loaded.knowledge;
    let actors = knowledge.actors().iter().map(|actor| ("aktorer.toml", &actor.id, actor.checked));
    let terms = knowledge.terms().iter().map(|term| ("begreper.toml", &term.id, term.checked));
    for (file, id, checked) in actors.chain(terms) {
        let due = checked.saturating_add(jiff::Span::new().days(MAX_AGE_DAYS));
        if today > due {
            let what = format!("the review of «{id}» of {checked} is overdue");
            problems.push(Problem::warning(Path::new(file), what, "hold it against its sources and set kontrollert"));
        }
    }
}
