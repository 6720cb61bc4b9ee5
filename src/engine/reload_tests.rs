use super::*;
use crate::engine::Live;
use crate::knowledge::PassageId;
use crate::language::WrittenForm;
use std::fs;
use tempfile::TempDir;

const URL: &str = "http://127.0.0.1:8080";

/// The smallest folder that can be served, with one question in it.
fn folder(answer: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    for name in ["artikler", "faq"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    for name in [
        "akutt.toml",
        "tegn.toml",
        "regioner.toml",
        "kommuner.csv",
        "steder.csv",
        "lov.toml",
        "synonymer.toml",
        "innhold.toml",
    ] {
        fs::copy(Path::new("knowledge").join(name), folder.path().join(name)).unwrap();
    }
    for name in ["aktorer.toml", "begreper.toml", "startpunkter.toml"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    fs::write(folder.path().join("innhold.toml"), "").unwrap();
    write(&folder, answer);
    folder
}

fn write(folder: &TempDir, answer: &str) {
    let head = "---\nid: faq/a\nsporsmal: Hva er det?\nkilder: [https://www.utveier.no/]\neier: x\ngjennomgatt: 2026-11-21\nintervall_dager: 90\nsprak: nb\n---\n\n";
    fs::write(folder.path().join("faq/a.md"), format!("{head}{answer}\n")).unwrap();
}

fn live(folder: &TempDir) -> Live {
    Live::new(Engine::load(folder.path(), URL).unwrap().0)
}

fn answer(engine: &Engine) -> String {
    let id = PassageId::parse("faq/a").unwrap();
    engine.knowledge.passage(&id, WrittenForm::Bokmal).unwrap().text()
}

#[test]
fn the_same_folder_is_not_built_again() {
    let folder = folder("Det er dette.");
    let live = live(&folder);
    assert!(matches!(reload(folder.path(), URL, &live.current()), ReloadOutcome::Unchanged));
}

#[test]
fn a_good_change_takes_the_place_while_the_old_one_is_still_held() {
    let folder = folder("Det er dette.");
    let live = live(&folder);
    let held = live.current();
    write(&folder, "Det er noe annet.");
    let ReloadOutcome::Ready(engine) = reload(folder.path(), URL, &held) else { panic!("a good change is taken") };
    live.replace_with::<EngineError>(Ok(*engine)).unwrap();
    assert_eq!(answer(&live.current()), "Det er noe annet.");
    assert_eq!(answer(&held), "Det er dette.");
}

#[test]
fn every_kind_of_broken_change_is_refused_with_its_place() {
    let broken = [
        ("faq/a.md", "uten hode", "faq/a.md:1"),
        ("faq/b.md", "---\nid: faq/b\n", "faq/b.md"),
        ("akutt.toml", "[[kategori", "akutt.toml"),
        ("tegn.toml", "[fare", "tegn.toml"),
        ("aktorer.toml", "[[aktor", "aktorer.toml:1"),
        ("innhold.toml", "faq = [\"faq/a\", \"faq/finnes-ikke\"]", "faq/finnes-ikke"),
    ];
    for (file, text, expected) in broken {
        let folder = folder("Det er dette.");
        let live = live(&folder);
        fs::write(folder.path().join(file), text).unwrap();
        let outcome = reload(folder.path(), URL, &live.current());
        let ReloadOutcome::Refused(error) = outcome else { panic!("{file}: {outcome:?}") };
        assert!(error.to_string().contains(expected), "{expected} is not in: {error}");
        assert!(live.replace_with(Err(error)).is_err());
        assert_eq!(answer(&live.current()), "Det er dette.");
    }
}

#[test]
fn a_folder_that_is_gone_leaves_the_old_content() {
    let folder = folder("Det er dette.");
    let live = live(&folder);
    fs::remove_dir_all(folder.path()).unwrap();
    assert!(matches!(reload(folder.path(), URL, &live.current()), ReloadOutcome::Refused(_)));
}

#[test]
fn a_change_that_is_mended_is_taken_again() {
    let folder = folder("Det er dette.");
    let live = live(&folder);
    write(&folder, "<<<<<<< min");
    let ReloadOutcome::Refused(error) = reload(folder.path(), URL, &live.current()) else { panic!("refused") };
    assert!(error.to_string().contains("conflict"), "{error}");
    write(&folder, "Det er noe annet.");
    assert!(matches!(reload(folder.path(), URL, &live.current()), ReloadOutcome::Ready(_)));
}
