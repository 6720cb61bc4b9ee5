#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use super::*;
use tempfile::TempDir;

const FAQ: &str = "---\nid: faq/ID\nsporsmal: Hva er det?\nkilder: [https://www.utveier.no/]\neier: x\ngjennomgatt: 2026-11-21\nintervall_dager: 90\nsprak: nb\n---\n\nDet er dette.\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn faq(id: &str) -> String {
    FAQ.replace("ID", id)
}

#[test]
fn the_shipped_content_loads_without_errors() {
    let loaded = load(Path::new("knowledge")).unwrap();
    let errors: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(loaded.knowledge.passages().len() > 100);
}

#[test]
fn a_missing_folder_is_named() {
    let problems = load(Path::new("no/such/folder")).unwrap_err();
    assert!(problems[0].to_string().contains("no/such/folder"), "{}", problems[0]);
}

#[test]
fn an_empty_folder_is_refused() {
    let folder = folder(&[("akutt.toml", "")]);
    let problems = load(folder.path()).unwrap_err();
    assert!(problems.iter().any(|problem| problem.what.contains("no passage")));
}

#[test]
fn without_emergency_cards_nothing_is_served() {
    let folder = folder(&[("faq/a.md", &faq("a"))]);
    let problems = load(folder.path()).unwrap_err();
    assert!(problems.iter().any(|problem| problem.file == Path::new("akutt.toml")));
}

#[test]
fn one_broken_file_leaves_the_others() {
    let folder = folder(&[("akutt.toml", ""), ("faq/a.md", &faq("a")), ("faq/b.md", "ingen nøkler")]);
    fs::write(folder.path().join("faq/c.md"), b"---\n\xff\xfe").unwrap();
    let loaded = load(folder.path()).unwrap();
    assert_eq!(loaded.knowledge.passages().len(), 1);
    let problem = |file: &str| loaded.problems.iter().find(|problem| problem.file == Path::new(file)).unwrap();
    assert!(problem("faq/b.md").what.contains("front matter"));
    assert_eq!(problem("faq/c.md").line, Some(2));
}

#[test]
fn the_second_of_two_alike_is_left_out_with_both_places() {
    let folder = folder(&[("akutt.toml", ""), ("faq/a.md", &faq("a")), ("faq/a.nn.md", &faq("a"))]);
    let loaded = load(folder.path()).unwrap();
    assert_eq!(loaded.knowledge.passages().len(), 1);
    let duplicate = loaded.problems.iter().find(|problem| problem.what.contains("stands already")).unwrap();
    assert!(duplicate.what.contains("faq/a.md"));
}

#[test]
fn another_revision_has_another_fingerprint() {
    let one = folder(&[("akutt.toml", ""), ("faq/a.md", &faq("a"))]);
    let other = folder(&[("akutt.toml", "# x"), ("faq/a.md", &faq("a"))]);
    let fingerprint = |folder: &TempDir| load(folder.path()).unwrap().knowledge.fingerprint().to_owned();
    assert_ne!(fingerprint(&one), fingerprint(&other));
    assert_eq!(fingerprint(&one), fingerprint(&one));
}

#[test]
fn the_fingerprint_without_loading_is_the_one_of_loading() {
    let shipped = Path::new("knowledge");
    assert_eq!(super::fingerprint(shipped), load(shipped).unwrap().knowledge.fingerprint());
    let folder = folder(&[("akutt.toml", ""), ("faq/a.md", &faq("a"))]);
    let before = super::fingerprint(folder.path());
    fs::write(folder.path().join("faq/b.md"), faq("b")).unwrap();
    assert_ne!(super::fingerprint(folder.path()), before);
}

#[test]
fn what_an_editor_keeps_beside_a_file_is_not_read() {
    let folder = folder(&[("akutt.toml", ""), ("faq/a.md", &faq("a")), ("faq/.#a.md", "x"), ("faq/a.md~", "x")]);
    let loaded = load(folder.path()).unwrap();
    assert!(loaded.problems.iter().all(|problem| !problem.file.starts_with("faq")), "{:?}", loaded.problems);
}

#[test]
fn marks_of_a_conflict_are_named_in_every_kind_of_file() {
    for (line, mark) in ["<<<<<<< min", "||||||| felles", "=======", ">>>>>>> din"].into_iter().enumerate() {
        let text = format!("{}# x\n{mark}\n# y\n", "\n".repeat(line));
        for file in ["faq/b.md", "begreper.toml", "kommuner.csv"] {
            let folder = folder(&[("akutt.toml", ""), ("faq/a.md", &faq("a")), (file, &text)]);
            let loaded = load(folder.path()).unwrap();
            let problem = loaded.problems.iter().find(|problem| problem.what.contains("conflict")).unwrap();
            assert_eq!((problem.file.as_path(), problem.line), (Path::new(file), Some(line + 2)));
        }
    }
    assert_eq!(conflict_mark("Tittel\n=========\n# =======\n<<<<<<<x"), None);
}

#[test]
fn emergency_rules_in_conflict_are_not_served() {
    let folder = folder(&[("akutt.toml", "<<<<<<< min\n"), ("faq/a.md", &faq("a"))]);
    let problems = load(folder.path()).unwrap_err();
    assert!(problems.iter().any(|problem| problem.what.contains("conflict")), "{problems:?}");
}

#[test]
fn what_is_no_ordinary_file_is_not_waited_for() {
    let folder = folder(&[("akutt.toml", ""), ("faq/a.md", &faq("a"))]);
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("faq/b.md")).unwrap();
    let loaded = load(folder.path()).unwrap();
    assert!(loaded.problems.iter().any(|problem| problem.what.contains("no ordinary file")), "{:?}", loaded.problems);
}
