//! References to acts, and numbers to call.

use std::collections::HashSet;

use crate::knowledge::load::Loaded;
use crate::knowledge::passage::Passage;
use crate::knowledge::problem::Problem;

/// References to acts that another has taken the place of, and numbers to call
/// that stand in no table.
pub(super) fn law(loaded: &Loaded, passage: &Passage, problems: &mut Vec<Problem>) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
