//! Building and asking, on collections of every shape.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use super::*;

fn index() -> SearchIndex {
    let documents = [
        Document {
            titles: "Mentor",
            text: "En mentor støtter og utfordrer.",
            asked: &["Hva er en mentor?", "hvem hjelper"],
        },
        Document {
            titles: "Taushetsplikt",
            text: "Taushetsplikten verner tilliten.",
            asked: &["Når gjelder taushetsplikten?"],
        },
        Document { titles: "", text: "", asked: &[] },
    ];
    SearchIndex::build(documents.into_iter(), Thesaurus::default()).unwrap()
}

fn first(question: &str) -> Option<usize> {
    let index = index();
    let analysis = index.analyzer().question(question);
    index.search(&analysis, 10).unwrap().first().map(|hit| hit.ordinal)
}

#[test]
fn the_passage_that_speaks_of_it_comes_first() {
    assert_eq!(first("mentoren"), Some(0));
    assert_eq!(first("Når gjeld teieplikta?"), Some(1));
    assert_eq!(first("tausetsplikt"), Some(1));
}

#[test]
fn nothing_in_common_gives_nothing() {
    assert_eq!(first("😀"), None);
    assert_eq!(first(""), None);
    assert_eq!(first("xyzzyqwq"), None);
}

#[test]
fn an_empty_collection_is_an_index_too() {
    let index = SearchIndex::build(std::iter::empty(), Thesaurus::default()).unwrap();
    assert!(index.is_empty());
    let analysis = index.analyzer().question("mentor");
    assert!(index.search(&analysis, 10).unwrap().is_empty());
}

#[test]
fn of_texts_alike_the_one_whose_title_is_named_as_a_whole_comes_first() {
    let titles = ["Barn", "Lov om mentor i kommunene", "Mentor"];
    let text = "Mentoren i kommunen snakker med ungdommen om hverdagen.";
    let documents = titles.iter().map(|titles| Document { titles, text, asked: &[] });
    let index = SearchIndex::build(documents, Thesaurus::default()).unwrap();
    let hits = index.search(&index.analyzer().question("snakker mentor med ungdommen?"), 10).unwrap();
    let named = |ordinal: usize| hits.iter().find(|hit| hit.ordinal == ordinal).unwrap().evidence.named;
    assert_eq!(hits[0].ordinal, 2);
    assert_eq!(named(0), 0.0);
    assert!(named(1) > 0.0 && named(1) < 0.2 && named(2) > 0.99, "{} {}", named(1), named(2));
}

/// A collection of texts without ways of asking.
fn of_texts(texts: &[&str]) -> SearchIndex {
    let documents = texts.iter().map(|text| Document { titles: "", text, asked: &[] });
    SearchIndex::build(documents, Thesaurus::default()).unwrap()
}

#[test]
fn texts_of_nothing_one_word_or_another_script_are_searched_like_any() {
    let index = of_texts(&["", "mentor", "Ĉu vi parolas Esperanton?", "日本語の文章", "   \n\n"]);
    let found = |question: &str| {
        let hits = index.search(&index.analyzer().question(question), 10).unwrap();
        hits.iter().map(|hit| hit.ordinal).collect::<Vec<_>>()
    };
    assert_eq!(found("mentor"), [1]);
    assert_eq!(found("esperanton"), [2]);
    assert!(found("taushetsplikt").is_empty());
}

#[test]
fn of_a_passage_of_ten_megabytes_the_first_is_found() {
    let mut text = "radikalisering ".to_owned();
    text.push_str(&"ord ".repeat(10 * 1024 * 1024 / 4));
    text.push_str("taushetsplikt");
    let index = of_texts(&[&text, "taushetsplikt"]);
    let first = |question: &str| {
        let hits = index.search(&index.analyzer().question(question), 10).unwrap();
        hits.iter().map(|hit| hit.ordinal).collect::<Vec<_>>()
    };
    assert_eq!(first("radikalisering"), [0]);
    assert_eq!(first("taushetsplikt"), [1]);
}

#[test]
fn of_texts_that_hold_a_word_the_one_that_begins_with_it_comes_first() {
    let index = of_texts(&[
        "Kommunen sender meldinger om vann, vei og avløp til alle som bor der, i brev og på nett hver uke, og om klage.",
        "Klage sender man kommunen. Den melder om vann, vei og avløp til alle som bor der, i brev og på nett hver uke.",
    ]);
    let hits = index.search(&index.analyzer().question("klage"), 10).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.ordinal).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn a_great_many_tiny_passages_are_searched_without_the_second_ranker() {
    let asked = ["tall"];
    let texts: Vec<String> = (0..20_000).map(|number| format!("nummer {number}")).collect();
    let documents = texts.iter().map(|text| Document { titles: "", text, asked: &asked });
    let index = SearchIndex::build(documents, Thesaurus::default()).unwrap();
    let hits = index.search(&index.analyzer().question("nummer 777"), 10).unwrap();
    assert_eq!(hits.first().map(|hit| hit.ordinal), Some(777));
    assert!(index.learned.is_none());
}

#[test]
fn questions_of_a_letter_of_small_words_or_of_fifty_kilobytes_are_bounded() {
    let index = index();
    assert_eq!(first("x"), None);
    assert_eq!(first("og det er jo vel"), None);
    let long = "mentor taushetsplikt bekymring ".repeat(50 * 1024 / 31);
    let analysis = index.analyzer().question(&long);
    assert_eq!(analysis.words.len(), crate::language::analyzer::MAX_QUESTION_WORDS);
    let clauses = index.clauses(&analysis);
    assert!(clauses.asked.len() <= query::MAX_CLAUSES && clauses.text.len() <= query::MAX_CLAUSES);
    assert!(!index.search(&analysis, 10).unwrap().is_empty());
}

#[test]
fn small_words_of_a_learnt_collection_find_nothing_by_themselves() {
    let outside = ["hvordan steker jeg pannekaker", "pannekaker uten egg", "ferie i år"];
    let asked: Vec<Vec<&str>> = vec![
        vec!["hva er en mentor", "hvem kan få mentor", "mentor for ungdom"],
        vec!["når gjelder taushetsplikten", "taushetsplikt på skolen", "om taushetsplikt"],
    ];
    let documents = asked.iter().map(|asked| Document { titles: "", text: "", asked });
    let index = SearchIndex::build_against(documents, &outside, Thesaurus::default()).unwrap();
    let find = |question: &str| index.find(&index.analyzer().question(question), 10).unwrap();
    assert!(find("er det en").hits.is_empty());
    let (mentor, cakes) = (find("kan jeg få mentor"), find("mentor som steker pannekaker"));
    assert_eq!(mentor.hits.first().map(|hit| hit.ordinal), Some(0));
    assert!(mentor.outside < cakes.outside);
    let shares: f32 = mentor.hits.iter().map(|hit| hit.score).sum();
    assert!((shares - 1.0).abs() < 1e-3, "{shares}");
}
