//! `knowledge check` and `knowledge list`: on the shipped content, and on
//! copies of it that somebody broke.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::assert_ended;
use crate::harness::binary::{Ended, run};
use crate::harness::content::folder;

/// A copy of the shipped content in a temporary folder.
pub(super) struct Copy(tempfile::TempDir);

impl Copy {
    pub(super) fn new() -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        copy_folder(&folder(), &copy.root());
        copy
    }

    pub(super) fn root(&self) -> PathBuf {
        self.0.path().join("knowledge")
    }

    fn mend(&self, file: &str, from: &str, to: &str) {
        let path = self.root().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} holds «{from}»");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    fn check(&self) -> Ended {
        check(&self.root())
    }
}

fn check(root: &Path) -> Ended {
    run(&["--knowledge", &root.to_string_lossy(), "knowledge", "check"])
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy_folder(&path, &target) } else { fs::write(target, fs::read(&path).unwrap()).unwrap() }
    }
}

/// The number of the first line that holds a text.
fn line_of(root: &Path, file: &str, text: &str) -> usize {
    let content = fs::read_to_string(root.join(file)).unwrap();
    1 + content.lines().position(|line| line.contains(text)).expect("the text stands in the file")
}

#[test]
fn the_shipped_content_passes_its_check() {
    let ended = run(&["knowledge", "check", "--verbose"]);
    assert_ended(&ended, 0, &["0 errors", "LIX", "among the first three", "phrasings"]);
}

#[test]
fn the_check_is_one_json_object_for_programs() {
    let ended = run(&["knowledge", "check", "--json"]);
    assert_ended(&ended, 0, &[]);
    let findings: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(findings["errors"], 0);
    assert!(findings["report"]["parts"]["samarbeid"]["lix_mean"].as_f64().unwrap() > 20.0);
    assert!(findings["self_retrieval"]["phrasings"].as_u64().unwrap() > 2000);
    let stray = &findings["self_retrieval"]["strays"][0];
    assert!(stray.is_null() || stray["phrasing"].is_string() && stray["stands_at"].is_string(), "{stray}");
    let copy = Copy::new();
    copy.mend("faq/hva-er-mentor.md", "---\n", "");
    let root = copy.root();
    let ended = run(&["--knowledge", &root.to_string_lossy(), "knowledge", "check", "--json"]);
    assert_eq!(ended.code, 1);
    let findings: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(
        (&findings["problems"][0]["file"], &findings["self_retrieval"]),
        (&"faq/hva-er-mentor.md".into(), &Value::Null)
    );
}

#[test]
fn marks_of_two_editors_conflict_are_named_with_their_line() {
    for (file, mark) in
        [("faq/hva-er-mentor.md", "======="), ("aktorer.toml", "<<<<<<< min"), ("kommuner.csv", ">>>>>>> din")]
    {
        let copy = Copy::new();
        let path = copy.root().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{}\n{mark}\n{text}", text.trim_end())).unwrap();
        let line = text.trim_end().lines().count() + 1;
        assert_ended(&copy.check(), 1, &[&format!("error: {file}:{line}:"), "conflict", "choose one text"]);
    }
}

#[test]
fn the_list_names_every_passage_with_its_place() {
    let ended = run(&["knowledge", "list", "--json"]);
    assert_ended(&ended, 0, &[]);
    let rows: Vec<Value> = ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(rows.len() > 100, "{} passages", rows.len());
    for row in &rows {
        assert!(
            row["id"].as_str().unwrap().contains('/')
                && row["sources"].as_u64().unwrap() > 0
                && row["line"].as_u64().unwrap() > 0,
            "{row}"
        );
        assert!(folder().join(row["file"].as_str().unwrap()).is_file(), "{row}");
    }
    assert_ended(&run(&["knowledge", "list"]), 0, &["faq/hva-er-mentor"]);
}

#[test]
fn a_heading_without_id_is_named_with_its_line() {
    let copy = Copy::new();
    let file = "artikler/samarbeid/mentor.md";
    let line = line_of(&copy.root(), file, "{#hva}");
    copy.mend(file, " {#hva}", "");
    assert_ended(&copy.check(), 1, &[&format!("error: {file}:{line}:"), "has no id", "end it with {#id}"]);
}

#[test]
fn an_id_that_stands_twice_is_named_in_both_places() {
    let copy = Copy::new();
    let file = "artikler/samarbeid/mentor.md";
    let (first, second) = (line_of(&copy.root(), file, "{#hva}"), line_of(&copy.root(), file, "{#hvem}"));
    copy.mend(file, "{#hvem}", "{#hva}");
    assert_ended(&copy.check(), 1, &[&format!("error: {file}:{second}:"), &format!("{file}:{first}"), "another id"]);
}

#[test]
fn broken_front_matter_is_named_with_its_line() {
    let copy = Copy::new();
    let file = "faq/hva-er-mentor.md";
    let line = line_of(&copy.root(), file, "intervall_dager");
    copy.mend(file, "intervall_dager: 180", "intervall_dager: ofte");
    assert_ended(&copy.check(), 1, &[&format!("error: {file}:{line}:"), "knowledge/README.md"]);
    let copy = Copy::new();
    copy.mend(file, "eier: redaksjonen", "eier: redaksjonen\nukjent_felt: 1");
    assert_ended(&copy.check(), 1, &[&format!("error: {file}:"), "ukjent_felt"]);
    let copy = Copy::new();
    copy.mend(file, "---\n", "");
    assert_ended(&copy.check(), 1, &[&format!("error: {file}:1:"), "no front matter", "---"]);
}

#[test]
fn a_link_to_nowhere_is_named() {
    let copy = Copy::new();
    let file = "faq/hva-er-mentor.md";
    copy.mend(file, "samarbeid/mentor#ideologi", "samarbeid/mentor#finnes-ikke");
    assert_ended(&copy.check(), 1, &[&format!("error: {file}:"), "samarbeid/mentor#finnes-ikke", "mend the id"]);
}

#[test]
fn text_in_another_encoding_is_named_with_its_line() {
    let copy = Copy::new();
    let path = copy.root().join("faq/hva-er-mentor.md");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(b"Bl\xe5b\xe6r er ikke UTF-8.\n");
    let line = bytes.iter().filter(|&&byte| byte == b'\n').count();
    fs::write(path, bytes).unwrap();
    assert_ended(&copy.check(), 1, &[&format!("error: faq/hva-er-mentor.md:{line}:"), "not UTF-8", "save it as UTF-8"]);
}

#[test]
fn broken_data_files_are_named_with_their_line() {
    for (file, from, to) in
        [("aktorer.toml", "[[aktor]]", "[[aktor"), ("begreper.toml", "[[begrep]]", "[[begrep]]\nrart = 1")]
    {
        let copy = Copy::new();
        copy.mend(file, from, to);
        assert_ended(&copy.check(), 1, &[&format!("error: {file}:"), "see the head of the file"]);
    }
}

#[test]
fn a_missing_folder_is_said_to_be_missing() {
    let ended = run(&["--knowledge", "finnes/ikke", "knowledge", "check"]);
    assert_ended(&ended, 1, &["finnes/ikke", "missing", "[knowledge] folder"]);
    assert_ended(&run(&["--knowledge", "finnes/ikke", "ask", "hei"]), 1, &["finnes/ikke", "missing"]);
    let empty = tempfile::tempdir().unwrap();
    assert_ended(&check(empty.path()), 1, &["artikler", "akutt.toml", "no passage"]);
}

/// Without the rules of danger nothing may be answered.
#[test]
fn without_emergency_rules_nothing_is_answered() {
    let copy = Copy::new();
    fs::remove_file(copy.root().join("akutt.toml")).unwrap();
    let root = copy.root();
    let ended = run(&["--knowledge", &root.to_string_lossy(), "ask", "Hva er en mentor?"]);
    assert_ended(&ended, 1, &["akutt.toml", "check that it exists"]);
    assert!(ended.out.is_empty(), "{}", ended.out);
    fs::write(copy.root().join("akutt.toml"), "[[regel]]\nfarge = 1\n").unwrap();
    let ended = run(&["--knowledge", &root.to_string_lossy(), "ask", "Hva er en mentor?"]);
    assert_ended(&ended, 1, &["akutt.toml cannot be used", "TOML parse error"]);
    assert_eq!(ended.err.matches("TOML parse error").count(), 1, "told once: {}", ended.err);
}

#[test]
fn what_is_broken_does_not_take_the_rest_with_it() {
    let copy = Copy::new();
    copy.mend("faq/hva-er-mentor.md", "---\n", "");
    let root = copy.root();
    let ended = run(&["--knowledge", &root.to_string_lossy(), "ask", "/svar samarbeid/mentor#hva"]);
    assert_ended(&ended, 0, &["En mentor er en trygg voksen", "faq/hva-er-mentor.md:1"]);
}

#[test]
fn a_folder_that_may_only_be_read_is_enough() {
    let copy = Copy::new();
    let before = copy.check();
    let all = |mode| set_modes(&copy.root(), mode);
    all((0o555, 0o444));
    let checked = copy.check();
    let root = copy.root();
    let asked = run(&["--knowledge", &root.to_string_lossy(), "ask", "Hva er en mentor?"]);
    all((0o755, 0o644));
    assert_ended(&checked, before.code, &[&before.out, "0 errors"]);
    assert_ended(&asked, 0, &["gjennomgått"]);
}

fn set_modes(folder: &Path, (of_folder, of_file): (u32, u32)) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            set_modes(&path, (of_folder, of_file))
        } else {
            fs::set_permissions(path, fs::Permissions::from_mode(of_file)).unwrap()
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(of_folder)).unwrap();
}
