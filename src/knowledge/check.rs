//! What an editor should mend, beyond what loading refuses.

use std::collections::HashSet;
use std::path::Path;

use jiff::civil::Date;

use super::load::Loaded;
use super::passage::{Passage, PassageKind};
use super::problem::Problem;
use super::readability::{lix, word_count};

/// Highest LIX of a passage; see [`lix`].
pub const MAX_LIX: f64 = 45.0;
/// Fewest and most words of a section.
pub const SECTION_WORDS: std::ops::RangeInclusive<usize> = 60..=220;
/// Fewest phrasings of a passage.
pub const MIN_PHRASINGS: usize = 10;

/// Every problem of the content on a day: those of loading, then those found
/// by looking at the whole.
#[must_use]
pub fn check(loaded: &Loaded, today: Date) -> Vec<Problem> {
    let mut problems = loaded.problems.clone();
    contract(loaded, &mut problems);
    for passage in loaded.knowledge.passages() {
        one_passage(passage, today, &mut problems);
        links(loaded, passage, &mut problems);
        law(loaded, passage, &mut problems);
    }
    data(loaded, &mut problems);
    phrasings_twice(loaded, &mut problems);
    problems
}

/// The ids of `innhold.toml` must all exist.
fn contract(loaded: &Loaded, problems: &mut Vec<Problem>) {
    let have: HashSet<&str> = loaded.knowledge.passages().iter().map(|passage| passage.id.as_str()).collect();
    let sections = loaded
        .contract
        .artikkel
        .iter()
        .flat_map(|article| article.seksjoner.iter().map(move |section| format!("{}#{section}", article.id)));
    for id in sections.chain(loaded.contract.faq.iter().cloned()).filter(|id| !have.contains(id.as_str())) {
        let file = Path::new("innhold.toml");
        problems.push(Problem::error(file, format!("«{id}» is promised but not written"), "write it, or mend the id"));
    }
}

fn one_passage(passage: &Passage, today: Date, problems: &mut Vec<Problem>) {
    let mut warn =
        |what: String, remedy: &str| problems.push(Problem::warning(&passage.file, what, remedy).at(passage.line));
    let id = &passage.id;
    if passage.sources.is_empty() && passage.former_sources.is_empty() {
        warn(format!("«{id}» has no source"), "name where its facts come from under kilder:");
    }
    if passage.reviewed > today {
        warn(format!("«{id}» is reviewed on {}, after today", passage.reviewed), "mend gjennomgatt");
    }
    if passage.is_overdue(today) {
        warn(
            format!("the review of «{id}» of {} is overdue", passage.reviewed),
            "read it against its sources and set gjennomgatt",
        );
    }
    if passage.phrasings.len() < MIN_PHRASINGS {
        let what = format!("«{id}» has {} phrasings, fewer than {MIN_PHRASINGS}", passage.phrasings.len());
        warn(what, "add ways people ask for it");
    }
    let text = passage.text();
    let (hardness, words) = (lix(&text), word_count(&text));
    if hardness > MAX_LIX {
        warn(format!("«{id}» has LIX {hardness:.0}, over {MAX_LIX}"), "shorten sentences and long words");
    }
    if passage.kind == PassageKind::Section && !SECTION_WORDS.contains(&words) {
        warn(format!("«{id}» has {words} words, outside {SECTION_WORDS:?}"), "shorten it or part it in two");
    }
    for sentence in passage.sentences().filter(|sentence| !sentence.ends_with(['.', '!', '?', ':'])) {
        warn(format!("«{sentence}» has no end mark"), "end the sentence");
    }
    for address in passage.sources.iter().chain(&passage.former_sources).chain(&passage.canonical) {
        if !(address.starts_with("https://") || address.starts_with("http://")) || address.contains(char::is_whitespace)
        {
            warn(format!("«{address}» is no address"), "write the whole address");
        }
    }
}

fn links(loaded: &Loaded, passage: &Passage, problems: &mut Vec<Problem>) {
    for id in passage.see.iter().filter(|id| loaded.knowledge.passage(id, passage.form).is_none()) {
        let what = format!("«{}» points to «{id}», which does not exist", passage.id);
        problems.push(Problem::error(&passage.file, what, "mend the id under se:").at(passage.line));
    }
    if passage.anchor.is_some() && passage.canonical.is_none() {
        let what = format!("«{}» has anker but no lenke", passage.id);
        problems.push(
            Problem::warning(&passage.file, what, "name the page the heading stands on, or remove anker")
                .at(passage.line),
        );
    }
}

/// References to acts that another has taken the place of, and numbers to call
/// that stand in no table.
fn law(loaded: &Loaded, passage: &Passage, problems: &mut Vec<Problem>) {
    for reference in loaded.law.lov.iter().filter(|reference| !reference.i_kraft && !reference.etterfolger.is_empty()) {
        for sentence in passage.sentences().filter(|sentence| mentions(sentence, &reference.tekst)) {
            let what = format!("«{sentence}» refers to {}, which is not in force ({})", reference.tekst, reference.key);
            let remedy = if reference.etterfolger.is_empty() {
                "see lov.toml".to_owned()
            } else {
                format!("write {}", reference.etterfolger)
            };
            problems.push(Problem::warning(&passage.file, what, remedy).at(passage.line));
        }
    }
    for sentence in passage.sentences() {
        for number in numbers_to_call(sentence) {
            if !sourced_numbers(loaded).contains(&number) {
                let what = format!("the number {number} in «{}» has no source", passage.id);
                problems.push(
                    Problem::error(&passage.file, what, "add it to aktorer.toml with its source, or remove it")
                        .at(passage.line),
                );
            }
        }
    }
}

/// Whether a sentence holds a reference and not merely the beginning of another
/// (§ 13 in § 13 b).
fn mentions(sentence: &str, reference: &str) -> bool {
    let mut letters = sentence.match_indices(reference).map(|(at, _)| sentence[at + reference.len()..].chars());
    letters.any(|mut rest| match (rest.next(), rest.next(), rest.next()) {
        (Some(c), _, _) if c.is_alphanumeric() || c == '-' => false,
        (Some(' '), Some(letter), after) => !(letter.is_ascii_lowercase() && after.is_none_or(|c| !c.is_alphabetic())),
        _ => true,
    })
}

/// Runs of digits and spaces that a reader would dial: five digits or more,
/// or one of the three emergency numbers after «ring» or «på».
fn numbers_to_call(sentence: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut run = String::new();
    for c in sentence.chars().chain(['.']) {
        if c.is_ascii_digit() || (c == ' ' && run.ends_with(|last: char| last.is_ascii_digit())) {
            run.push(c);
            continue;
        }
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 5 {
            numbers.push(digits);
        }
        run.clear();
    }
    numbers
}

fn sourced_numbers(loaded: &Loaded) -> HashSet<String> {
    let digits = |number: &str| number.chars().filter(char::is_ascii_digit).collect();
    loaded.knowledge.actors().iter().flat_map(|actor| &actor.numbers).map(|number| digits(&number.number)).collect()
}

/// Ids in the data files must exist.
fn data(loaded: &Loaded, problems: &mut Vec<Problem>) {
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

/// A phrasing that stands at two passages helps neither.
fn phrasings_twice(loaded: &Loaded, problems: &mut Vec<Problem>) {
    let mut seen: std::collections::HashMap<String, &Passage> = std::collections::HashMap::new();
    for passage in loaded.knowledge.passages() {
        for phrasing in &passage.phrasings {
            let key = crate::language::normalize::normalize(phrasing).trim_end_matches('?').trim().to_owned();
            if let Some(other) = seen.insert(key, passage).filter(|other| other.id != passage.id) {
                let what = format!("the phrasing «{phrasing}» stands at «{}» and «{}»", other.id, passage.id);
                problems.push(Problem::warning(&passage.file, what, "keep it where it fits best").at(passage.line));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;

    #[test]
    fn the_shipped_content_is_clean() {
        let loaded = load(Path::new("knowledge")).unwrap();
        let today = jiff::civil::date(2026, 11, 21);
        let problems: Vec<String> = check(&loaded, today).iter().map(ToString::to_string).collect();
        assert!(problems.is_empty(), "{} problems: {problems:#?}", problems.len());
    }

    #[test]
    fn overdue_reviews_are_named() {
        let loaded = load(Path::new("knowledge")).unwrap();
        let problems = check(&loaded, jiff::civil::date(2028, 1, 1));
        assert!(problems.iter().any(|problem| problem.what.contains("overdue")));
    }

    #[test]
    fn a_paragraph_is_not_its_neighbour() {
        assert!(mentions("Etter forvaltningsloven § 13 kan du dele.", "forvaltningsloven § 13"));
        assert!(!mentions("Etter forvaltningsloven § 13 b kan du dele.", "forvaltningsloven § 13"));
        assert!(mentions("Etter forvaltningsloven § 13 b.", "forvaltningsloven § 13 b"));
    }

    #[test]
    fn numbers_are_seen_with_and_without_spaces() {
        assert_eq!(numbers_to_call("Ring 02800 eller 22 40 00 40."), ["02800", "22400040"]);
        assert!(numbers_to_call("Loven kom i 2005.").is_empty());
    }
}
