//! The table of texts holds what the code asks for, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use utveier::language::WrittenForm;

/// The page's texts in the core's catalogue: key → bokmål, nynorsk, English.
static TABLE: LazyLock<BTreeMap<&str, [&str; 3]>> = LazyLock::new(|| {
    let files = [
        include_str!("../../../../src/replies/nb.ftl"),
        include_str!("../../../../src/replies/nn.ftl"),
        include_str!("../../../../src/replies/en.ftl"),
    ];
    let mut table: BTreeMap<&str, [&str; 3]> = BTreeMap::new();
    for (form, file) in files.into_iter().enumerate() {
        for (key, text) in
            file.lines().filter(|line| line.starts_with("web-")).filter_map(|line| line.split_once(" = "))
        {
            table.entry(key).or_default()[form] = text;
        }
    }
    table
});

/// The text of a key; a missing one fails the test that asks for it.
pub(super) fn table_text(form: WrittenForm, key: &str) -> String {
    let texts = TABLE.get(key).unwrap_or_else(|| panic!("no text for {key}"));
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
        keys.extend(text.split('"').filter(|literal| literal.starts_with("web-")).map(str::to_owned));
    }
}

#[test]
fn table_and_code_have_the_same_keys() {
    let mut literals = BTreeSet::new();
    keys_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut literals);
    let mut used = BTreeSet::new();
    for key in literals {
        // A few keys are the root of others: a title, a link for more.
        let family = ["", "-title", "-more"].map(|ending| format!("{key}{ending}"));
        let known: Vec<String> = family.into_iter().filter(|key| TABLE.contains_key(key.as_str())).collect();
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
    assert!(TABLE["web-months"].iter().all(|months| months.split(' ').count() == 12));
}

#[test]
fn stated_limits_are_those_of_the_code() {
    assert!(TABLE["web-too-long"].iter().all(|text| text.contains("8000")));
    assert!(TABLE["web-privacy-cookie"].iter().all(|text| text.contains("30")));
}
