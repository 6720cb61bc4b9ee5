//! `search` over small collections of other people's text.

use std::fs;
use std::path::Path;

use super::assert_ended;
use crate::harness::binary::{Ended, run};

const CORPUS: &str = r#"{"_id":"d1","title":"Fisk","text":"Torsken gyter om vinteren i Lofoten."}
{"_id":"d2","title":"Fugl","text":"Trosten synger i mai."}
{"_id":"d3","text":"Elgen vandrer om høsten."}
"#;
const QUERIES: &str = r#"{"_id":"q1","text":"Når gyter torsken?"}
{"_id":"q2","text":"hvilken fugl synger"}
"#;

fn search(folder: &Path, corpus: &[u8], queries: &[u8]) -> Ended {
    let (corpus_file, queries_file) = (folder.join("corpus.jsonl"), folder.join("queries.jsonl"));
    fs::write(&corpus_file, corpus).unwrap();
    fs::write(&queries_file, queries).unwrap();
    run(&[
        "search",
        "--corpus",
        &corpus_file.to_string_lossy(),
        "--queries",
        &queries_file.to_string_lossy(),
        "--top",
        "2",
    ])
}

fn first_hits(ended: &Ended) -> Vec<(String, String)> {
    let rows = ended.out.lines().map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    rows.filter(|row| row[3] == "1").map(|row| (row[0].clone(), row[2].clone())).collect()
}

#[test]
fn a_run_is_written_as_trec_wants_it() {
    let folder = tempfile::tempdir().unwrap();
    let ended = search(folder.path(), CORPUS.as_bytes(), QUERIES.as_bytes());
    assert_ended(&ended, 0, &[]);
    assert!(ended.err.is_empty(), "no progress where nobody looks: {}", ended.err);
    let mut last: Option<(String, u32, f64)> = None;
    for line in ended.out.lines() {
        let [query, q0, _, rank, score, tag] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("six columns, not «{line}»")
        };
        assert_eq!((q0, tag.is_empty()), ("Q0", false));
        let (rank, score) = (rank.parse::<u32>().unwrap(), score.parse::<f64>().unwrap());
        match &last {
            Some((before, last_rank, last_score)) if before == query => {
                assert!(rank == last_rank + 1 && score <= *last_score, "{line}")
            }
            _ => assert_eq!(rank, 1, "{line}"),
        }
        assert!(rank <= 2);
        last = Some((query.to_owned(), rank, score));
    }
    assert_eq!(first_hits(&ended), [("q1".into(), "d1".into()), ("q2".into(), "d2".into())]);
}

#[test]
fn explain_tells_what_speaks_for_a_passage_and_of_a_title_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    search(folder.path(), CORPUS.as_bytes(), b"{\"_id\":\"q1\",\"text\":\"fugl synger\"}\n");
    let files = ["corpus.jsonl", "queries.jsonl"].map(|name| folder.path().join(name).to_string_lossy().into_owned());
    let ended = run(&["search", "--corpus", &files[0], "--queries", &files[1], "--explain"]);
    assert_ended(&ended, 0, &[]);
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(lines[0], "# nb: fugl→fugl synger→syng");
    assert!(lines[1].starts_with("q1 Q0 d2 1 ") && lines[1].contains("named title 1.000"), "{}", lines[1]);
}

#[test]
fn what_is_not_norwegian_is_searched_too() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = "{\"_id\":\"en\",\"title\":\"\",\"text\":\"The cod spawns in winter.\"}\n{\"_id\":\"ru\",\"title\":\"\",\"text\":\"Треска нерестится зимой.\"}\n{\"_id\":\"zh\",\"title\":\"\",\"text\":\"鳕鱼在冬天产卵。\"}\n";
    let queries = "{\"_id\":\"1\",\"text\":\"when does cod spawn\"}\n{\"_id\":\"2\",\"text\":\"Треска\"}\n{\"_id\":\"3\",\"text\":\"🦄\"}\n";
    let ended = search(folder.path(), corpus.as_bytes(), queries.as_bytes());
    assert_ended(&ended, 0, &[]);
    assert_eq!(first_hits(&ended)[..2], [("1".into(), "en".into()), ("2".into(), "ru".into())]);
}

#[test]
fn an_empty_collection_is_said_to_be_empty() {
    let folder = tempfile::tempdir().unwrap();
    assert_ended(&search(folder.path(), b"", QUERIES.as_bytes()), 1, &["corpus.jsonl", "no passage"]);
    assert_ended(&search(folder.path(), b"\n\n", QUERIES.as_bytes()), 1, &["corpus.jsonl", "no passage"]);
    let ended = search(folder.path(), CORPUS.as_bytes(), b"");
    assert_ended(&ended, 0, &[]);
    assert!(ended.out.is_empty());
}

/// Ten megabytes in one passage, one that is empty and one of a word; questions
/// of a letter, of small words, of nothing and of fifty kilobytes.
#[test]
fn passages_and_questions_of_every_length_are_searched() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("Torsken gyter. {}", "ord ".repeat(10 * 1024 * 1024 / 4));
    let line = |id: &str, text: &str| format!("{{\"_id\":\"{id}\",\"text\":\"{text}\"}}\n");
    let corpus = [line("long", &long), line("empty", ""), line("word", "mentor")].concat();
    let questions = ["når gyter torsken", "x", "og det er jo vel", "", &"mentor skole ".repeat(50 * 1024 / 13)];
    let queries: String = questions.iter().zip(1..).map(|(text, at)| line(&at.to_string(), text)).collect();
    let ended = search(folder.path(), corpus.as_bytes(), queries.as_bytes());
    assert_ended(&ended, 0, &[]);
    assert_eq!(first_hits(&ended), [("1".into(), "long".into()), ("5".into(), "word".into())]);
}

#[test]
fn bad_lines_are_named_by_file_and_number() {
    let folder = tempfile::tempdir().unwrap();
    let not_utf8 = [CORPUS.as_bytes(), b"{\"_id\":\"x\",\"text\":\"\xff\"}\n"].concat();
    assert_ended(&search(folder.path(), &not_utf8, QUERIES.as_bytes()), 1, &["corpus.jsonl:4", "UTF-8"]);
    let endless = format!("{CORPUS}{{\"_id\":\"x\",\"text\":\"{}\"}}\n", "a".repeat(65 * 1024 * 1024));
    assert_ended(&search(folder.path(), endless.as_bytes(), QUERIES.as_bytes()), 1, &["corpus.jsonl:4", "bytes"]);
    assert_ended(&search(folder.path(), b"{\"_id\":1}\n", QUERIES.as_bytes()), 1, &["corpus.jsonl:1"]);
    assert_ended(&search(folder.path(), CORPUS.as_bytes(), b"hei\n"), 1, &["queries.jsonl:1"]);
    assert_ended(&run(&["search", "--corpus", "finnes-ikke.jsonl", "--queries", "x"]), 1, &["finnes-ikke.jsonl"]);
}

/// The collection is not the content: what is broken in the content is said
/// where it matters, and the search goes on.
#[test]
fn a_broken_content_folder_does_not_stop_a_search() {
    let (folder, copy) = (tempfile::tempdir().unwrap(), super::content::Copy::new());
    let files = ["corpus.jsonl", "queries.jsonl"].map(|name| folder.path().join(name).to_string_lossy().into_owned());
    fs::write(&files[0], CORPUS).unwrap();
    fs::write(&files[1], QUERIES).unwrap();
    let root = copy.root().to_string_lossy().into_owned();
    let search = || run(&["--knowledge", &root, "search", "--corpus", &files[0], "--queries", &files[1]]);
    let whole = search();
    fs::write(copy.root().join("faq/hva-er-mentor.md"), "uten hode").unwrap();
    let ended = search();
    assert_ended(&ended, 0, &[]);
    assert_eq!((&ended.out, ended.err.as_str()), (&whole.out, ""));
    fs::write(copy.root().join("synonymer.toml"), "[[gruppe").unwrap();
    let ended = search();
    assert_ended(&ended, 0, &["searching without synonyms", "synonymer.toml:1"]);
    assert_eq!(first_hits(&ended), first_hits(&whole));
}
