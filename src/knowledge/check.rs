//! What an editor should mend, beyond what loading refuses.

mod data;
mod law;

use std::collections::HashSet;
use std::path::Path;

use jiff::civil::Date;

use super::load::Loaded;
use super::passage::{Passage, PassageKind};
use super::problem::{Problem, Severity};
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
    let mut problems = whole(loaded);
    for passage in loaded.knowledge.passages() {
        one_passage(passage, today, &mut problems);
    }
    for passage in loaded.knowledge.leading() {
        phrasings(loaded, passage, &mut problems);
    }
    data::old_entries(loaded, today, &mut problems);
    problems
}

/// The errors alone: what a revision must be without before it takes the place
/// of another. None of them depends on the day.
#[must_use]
pub fn errors(loaded: &Loaded) -> Vec<Problem> {
    let mut problems = whole(loaded);
    problems.retain(|problem| problem.severity == Severity::Error);
    problems
}

/// What any day would show.
fn whole(loaded: &Loaded) -> Vec<Problem> {
    let mut problems = loaded.problems.clone();
    contract(loaded, &mut problems);
    for passage in loaded.knowledge.passages() {
        links(loaded, passage, &mut problems);
        law::law(loaded, passage, &mut problems);
    }
    data::data(loaded, &mut problems);
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

/// Ways to ask lead to an id, whichever version they are written in, so the
/// versions of an id are counted together.
fn phrasings(loaded: &Loaded, passage: &Passage, problems: &mut Vec<Problem>) {
    let number: usize = loaded.knowledge.versions(&passage.id).map(|version| version.phrasings.len()).sum();
    if number < MIN_PHRASINGS {
        let what = format!("«{}» has {number} phrasings, fewer than {MIN_PHRASINGS}", passage.id);
        let problem = Problem::warning(&passage.file, what, "add ways people ask for it");
        problems.push(problem.at(passage.line));
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
    use std::fs;

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
        let overdue = |year| {
            let problems = check(&loaded, jiff::civil::date(year, 1, 1));
            let overdue = problems.iter().filter(|problem| problem.what.contains("overdue"));
            overdue.map(|problem| problem.file.clone()).collect::<HashSet<_>>()
        };
        assert!(overdue(2026).is_empty());
        assert!(overdue(2028).contains(Path::new("aktorer.toml")) && overdue(2028).len() > 50);
    }

    /// A copy of the shipped content with one file changed or added.
    fn with(file: &str, change: impl Fn(&str) -> String) -> (tempfile::TempDir, Loaded) {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(Path::new("knowledge"), copy.path());
        let text = fs::read_to_string(copy.path().join(file)).unwrap_or_default();
        fs::write(copy.path().join(file), change(&text)).unwrap();
        let loaded = load(copy.path()).unwrap();
        (copy, loaded)
    }

    fn copy_folder(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy_folder(&path, &target)
            } else {
                fs::write(target, fs::read(&path).unwrap()).unwrap()
            }
        }
    }

    #[test]
    fn an_id_of_the_contract_that_is_not_written_is_an_error() {
        for (list, id) in [("faq = [", "faq/finnes-ikke"), ("seksjoner = [", "finnes-ikke")] {
            let (_copy, loaded) = with("innhold.toml", |text| text.replacen(list, &format!("{list}\"{id}\", "), 1));
            let problems = errors(&loaded);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].what.contains(id) && problems[0].what.contains("not written"), "{}", problems[0]);
        }
    }

    #[test]
    fn a_nynorsk_version_needs_no_phrasings_of_its_own() {
        let file = "faq/hva-er-mentor.md";
        let shipped = fs::read_to_string(Path::new("knowledge").join(file)).unwrap();
        let (head, _) = shipped.split_once("varianter:").unwrap();
        let nynorsk = format!("{}---\n\nEin mentor er ein trygg vaksen.\n", head.replace("sprak: nb", "sprak: nn"));
        let (_copy, loaded) = with("faq/hva-er-mentor.nn.md", |_| nynorsk.clone());
        let problems = check(&loaded, jiff::civil::date(2026, 11, 21));
        assert!(problems.is_empty(), "{problems:?}");
        let (_copy, loaded) = with(file, |_| format!("{head}---\n\nEn mentor er en trygg voksen.\n"));
        let problems = check(&loaded, jiff::civil::date(2026, 11, 21));
        assert!(problems.iter().any(|problem| problem.what.contains("phrasings, fewer")), "{problems:?}");
    }
}
