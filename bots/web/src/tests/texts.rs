//! The table of texts holds what the code asks for, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use utveier::language::WrittenForm;

static TABLE: LazyLock<BTreeMap<&str, [&str; 3]>> = LazyLock::new(|| {
    let rows = include_str!("../../tekster.md")
        .lines()
        .filter(|line| line.starts_with("| web-"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [key, nb, nn, en] = cells[..] else {
            panic!("not four cells: {line}")
        };
        (key, [nb, nn, en])
    })
    .collect()
});

/// The text of a key; a missing one fails the test that asks for it.
pub(super) fn table_text(form: WrittenForm, key: &str) -> String {
    let texts = TABLE
        .get(key)
        .unwrap_or_else(|| panic!("no text for {key}"));
    match form {
        WrittenForm::Bokmal => texts[0],
        WrittenForm::Nynorsk => texts[1],
        WrittenForm::English => texts[2],
        WrittenForm::Swedish | WrittenForm::Danish => panic!("the page speaks no {}", form.code()),
    }
    .to_owned()
}

/// Every string literal of the sources that is a key or begins one.
fn keys_in(folder: &Path, keys: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("tests") {
                keys_in(&path, keys);
            }
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        keys.extend(
            text.split('"')
                .filter(|literal| literal.starts_with("web-"))
                .map(str::to_owned),
        );
    }
}

#[test]
fn table_and_code_have_the_same_keys() {
    let mut literals = BTreeSet::new();
    keys_in(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut literals,
    );
    let mut used = BTreeSet::new();
    for key in literals {
        // A few keys are the root of others: a title, a link for more.
        let family = ["", "-title", "-more"].map(|ending| format!("{key}{ending}"));
        let known: Vec<String> = family
            .into_iter()
            .filter(|key| TABLE.contains_key(key.as_str()))
            .collect();
        assert!(!known.is_empty(), "no text for {key}");
        used.extend(known);
    }
    let unused: Vec<&&str> = TABLE.keys().filter(|key| !used.contains(**key)).collect();
    assert!(unused.is_empty(), "texts nobody uses: {unused:?}");
}

#[test]
fn every_text_is_there_in_every_form_and_plain() {
    for (key, texts) in TABLE.iter() {
        for text in texts {
            assert!(!text.is_empty(), "{key} lacks a text");
            assert!(!text.contains(['{', '}', '<', '>', '*']), "{key}: {text}");
        }
    }
    assert!(
        TABLE["web-months"]
            .iter()
            .all(|months| months.split(' ').count() == 12)
    );
}

#[test]
fn stated_limits_are_those_of_the_code() {
    assert!(
        TABLE["web-too-long"]
            .iter()
            .all(|text| text.contains("8000"))
    );
    assert!(
        TABLE["web-privacy-cookie"]
            .iter()
            .all(|text| text.contains("30"))
    );
}
